/* Why this is needed: an article that a crawler captured five times must not make its
 * paragraphs boilerplate, so copies count as one page. But on a site with a heavy frame,
 * short articles that have nothing in common are near duplicates by their frames alone:
 * these are different pages. What tells them apart is the rest without the frame: new
 * versions of one text share most of it, different articles none. */
#include "boilerplate/pages.h"

#include "base/radix_sort.h"
#include "base/threads.h"
#include "text/shingles.h"
#include "text/tokens.h"

#define OWN_TOKENS 25
#define SAME_SHARE 0.3
#define SHINGLE 3
#define GROUPS_STEP 16

typedef struct page_maker {
    const nd__corpus *corpus;
    const bool *candidate;
    uint64_t seed;
    nd__tokens tokens;
    nd__u64_vector kept_set, rest_set, sorting;
    ND_VECTOR(nd__keyed)
    own; /* (longest remaining block, document) of one group, and scratch */
} page_maker;

/* Appends the shingles of text[begin, end) to *out. */
static nd_status add_shingles(page_maker *maker, nd__u64_vector *out,
                              const nd__document *document, size_t begin, size_t end,
                              nd_error *err) {
    ND_TRY(nd__tokens_remember(&maker->tokens, err));
    ND_TRY(nd__tokens_read_hashes(&maker->tokens, document->text + begin, end - begin,
                                  maker->seed, err));
    size_t count = nd__shingles_count(maker->tokens.count, SHINGLE);
    ND_TRY(nd__vector_extend(out, count, err));
    nd__shingles_hash(out->items + out->count, maker->tokens.hash, maker->tokens.count,
                      SHINGLE);
    out->count += count;
    return ND_OK;
}

static nd_status sort_set(page_maker *maker, nd__u64_vector *set, nd_error *err) {
    ND_TRY(nd__vector_reserve(&maker->sorting, set->count, err));
    set->count = nd__shingles_make_set(set->items, set->count, maker->sorting.items);
    return ND_OK;
}

/* Is the rest of the member a text of its own? Then *key names it. */
static nd_status has_own_text(bool *out, uint64_t *key, page_maker *maker,
                              uint32_t member, nd_error *err) {
    const nd__document *document = &maker->corpus->documents.items[member];
    size_t tokens = 0;
    uint32_t longest = 0;
    maker->rest_set.count = 0;
    *out = false;
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &maker->corpus->blocks.items[b];
        if (maker->candidate[b]) {
            continue;
        }
        tokens += row->tokens;
        if (row->tokens > longest) {
            longest = row->tokens;
            *key = row->masked;
        }
        ND_TRY(
            add_shingles(maker, &maker->rest_set, document, row->begin, row->end, err));
    }
    if (tokens < OWN_TOKENS) {
        return ND_OK;
    }
    ND_TRY(sort_set(maker, &maker->rest_set, err));
    nd_similarity shared =
        nd_similarity_sets(maker->rest_set.items, maker->rest_set.count,
                           maker->kept_set.items, maker->kept_set.count);
    *out = shared.containment_a < SAME_SHARE;
    return ND_OK;
}

static nd_status read_kept(page_maker *maker, uint32_t kept, nd_error *err) {
    const nd__document *document = &maker->corpus->documents.items[kept];
    maker->kept_set.count = 0;
    ND_TRY(add_shingles(maker, &maker->kept_set, document, 0, document->text_size, err));
    return sort_set(maker, &maker->kept_set, err);
}

static nd_status page_group(page_maker *maker, uint32_t *page_of,
                            const nd__cluster *group, const nd__cluster_member *members,
                            nd_error *err) {
    bool kept_is_read = false;
    maker->own.count = 0;
    for (size_t i = group->member_begin; i < group->member_end; i++) {
        uint32_t member = members[i].document;
        page_of[member] = group->kept;
        if (members[i].relation == ND__EXACT) {
            continue;
        }
        if (!kept_is_read) {
            ND_TRY(read_kept(maker, group->kept, err));
            kept_is_read = true;
        }
        bool own;
        uint64_t key = 0;
        ND_TRY(has_own_text(&own, &key, maker, member, err));
        if (own) {
            ND_TRY(nd__vector_reserve(&maker->own, 2 * (maker->own.count + 1), err));
            maker->own.items[maker->own.count++] = (nd__keyed){key, member};
        }
    }
    nd__keyed *own = maker->own.items;
    nd__sort_keyed(own, own + maker->own.count, maker->own.count);
    for (size_t i = 0; i < maker->own.count; i++) {
        bool first = i == 0 || own[i].key != own[i - 1].key;
        page_of[own[i].value] =
            first ? (uint32_t)own[i].value : page_of[own[i - 1].value];
    }
    return ND_OK;
}

typedef struct page_loop {
    uint32_t *page_of;
    const nd__clusters *clusters;
    page_maker *makers; /* one a thread */
} page_loop;

/* Groups share no member, so each writes places of its own. */
static nd_status page_groups(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    page_loop *loop = payload;
    for (size_t g = begin; g < end; g++) {
        ND_TRY(page_group(&loop->makers[worker], loop->page_of,
                          &loop->clusters->clusters.items[g],
                          loop->clusters->members.items, err));
    }
    return ND_OK;
}

static void clear_maker(page_maker *maker) {
    nd__tokens_clear(&maker->tokens);
    nd__vector_clear(&maker->kept_set);
    nd__vector_clear(&maker->rest_set);
    nd__vector_clear(&maker->sorting);
    nd__vector_clear(&maker->own);
}

nd_status nd__pages_make(uint32_t *page_of, const nd__corpus *corpus,
                         const nd__clusters *clusters, const bool *candidate,
                         uint64_t seed, unsigned threads, nd_error *err) {
    for (size_t d = 0; d < corpus->documents.count; d++) {
        page_of[d] = (uint32_t)d;
    }
    unsigned workers = threads == 0 ? 1 : threads;
    page_loop loop = {page_of, clusters,
                      nd__allocate_zeroed(workers, sizeof *loop.makers)};
    if (loop.makers == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < workers; w++) {
        loop.makers[w].corpus = corpus;
        loop.makers[w].candidate = candidate;
        loop.makers[w].seed = seed;
    }
    nd_status status = nd__parallel_ranges(workers, clusters->clusters.count, GROUPS_STEP,
                                           page_groups, &loop, err);
    for (unsigned w = 0; w < workers; w++) {
        clear_maker(&loop.makers[w]);
    }
    free(loop.makers);
    return status;
}
