/* 1. Of the shingles of each document's compared text every second one is taken, by its
 *    hash: the same ones in every document, whatever stands beside them. Winnowed
 *    shingles are fewer, but where every fourth word differs their windows do too, and
 *    hardly any is chosen twice.
 * 2. The inverted index is never there as a whole: the values are cut into parts of some
 *    PART_ENTRIES postings, each of which is gathered, sorted and walked for itself. The
 *    shingles of a document are sorted, so a part of them is a range.
 * 3. The pairs that each shingle makes are sorted and counted. A text that very many
 * sites have in edited copies has no rare shingles: those of many documents make pairs
 * with the first ones only, which must have many of them. */
#include "match/reprint_candidates.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"
#include "match/reprint_text.h"
#include "text/shingles.h"
#include "text/winnow.h"

#define WORDS 5 /* of a shingle */
/* The same, of a script without spaces: few are left of long ones where every third
 * character differs, and short ones are common words. */
#define CHARACTERS 6
#define MORE_CHARACTERS 9
#define PART_ENTRIES ((size_t)1 << 20)
#define LEAST_SHARED 2

typedef struct worker_lists {
    nd__tokens tokens;
    nd__u64_vector hashes;
    nd__u32_vector values, scratch; /* sampled shingles, document by document */
    nd__u64_vector entries;         /* shingle << 32 | document, and scratch */
    nd__u64_vector shared;          /* a << 32 | b, once for each shingle */
    nd__u64_vector hot;             /* the same, of shingles in many documents */
} worker_lists;

/* Where the sampled shingles of a document are. */
typedef struct sample {
    size_t begin;
    uint32_t count;
    uint32_t wanted; /* of which a share must be shared: of two lengths some more */
    uint32_t worker;
} sample;

typedef struct search {
    const nd__corpus *corpus;
    const nd__reprint_sources *sources;
    sample *samples; /* [documents] */
    unsigned part_bits;
    worker_lists *workers;
} search;

/* Appends every second of the text's shingles of this length, by hash. */
static nd_status add_sample(worker_lists *own, unsigned length, nd_error *err) {
    size_t count = nd__shingles_count(own->tokens.count, length);
    ND_TRY(nd__vector_reserve(&own->hashes, count, err));
    nd__shingles_hash(own->hashes.items, own->tokens.hash, own->tokens.count, length);
    ND_TRY(nd__vector_extend(&own->values, count, err));
    for (size_t i = 0; i < count; i++) {
        uint64_t mixed = nd__mix64(own->hashes.items[i]);
        own->values.items[own->values.count] = (uint32_t)mixed;
        own->values.count += (mixed >> 63) != 0;
    }
    return ND_OK;
}

static nd_status sample_document(const search *s, size_t d, unsigned worker,
                                 nd_error *err) {
    worker_lists *own = &s->workers[worker];
    size_t begin = own->values.count;
    ND_TRY(nd__reprint_text(&own->tokens, s->corpus, s->sources->left_out, d,
                            s->sources->seed, err));
    bool unspaced = nd__reprint_unspaced(&own->tokens);
    ND_TRY(add_sample(own, unspaced ? CHARACTERS : WORDS, err));
    if (unspaced) {
        ND_TRY(add_sample(own, MORE_CHARACTERS, err));
    }
    size_t taken = own->values.count - begin;
    ND_TRY(nd__vector_reserve(&own->scratch, nd__winnow_scratch(taken), err));
    taken = nd__winnow_make_set(own->values.items + begin, taken, own->scratch.items);
    own->values.count = begin + taken;
    s->samples[d] = (sample){begin, (uint32_t)taken,
                             (uint32_t)(unspaced ? taken / 5 * 4 : taken), worker};
    return ND_OK;
}

static nd_status sample_range(size_t begin, size_t end, unsigned worker, void *payload,
                              nd_error *err) {
    const search *s = payload;
    ND_TRY(nd__tokens_remember(&s->workers[worker].tokens, err));
    for (size_t d = begin; d < end; d++) {
        if (s->sources->wanted[d]) {
            ND_TRY(sample_document(s, d, worker, err));
        }
    }
    return ND_OK;
}

static size_t lower_bound(const uint32_t *values, size_t count, uint64_t least) {
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (values[middle] < least) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

static nd_status gather(const search *s, worker_lists *own, size_t part, nd_error *err) {
    uint64_t least = (uint64_t)part << (32 - s->part_bits);
    uint64_t end = (uint64_t)(part + 1) << (32 - s->part_bits);
    own->entries.count = 0;
    for (size_t d = 0; d < s->corpus->documents.count; d++) {
        size_t count = s->samples[d].count;
        const uint32_t *values =
            count == 0
                ? NULL
                : s->workers[s->samples[d].worker].values.items + s->samples[d].begin;
        for (size_t i = lower_bound(values, count, least); i < count && values[i] < end;
             i++) {
            ND_TRY(nd__vector_extend(&own->entries, 1, err));
            own->entries.items[own->entries.count++] = (uint64_t)values[i] << 32 | d;
        }
    }
    return nd__vector_reserve(&own->entries, 2 * own->entries.count, err);
}

static bool may_pair(const search *s, uint32_t a, uint32_t b) {
    const nd__document *documents = s->corpus->documents.items;
    return (documents[a].site_number != documents[b].site_number ||
            s->sources->across[a] || s->sources->across[b]) &&
           !(documents[a].reference && documents[b].reference);
}

static nd_status add_shared(nd__u64_vector *out, const search *s, const uint64_t *entries,
                            size_t count, size_t stars, nd_error *err) {
    ND_TRY(nd__vector_extend(out, stars * count, err));
    for (size_t i = 0; i < stars; i++) {
        for (size_t j = i + 1; j < count; j++) {
            uint32_t a = (uint32_t)entries[i], b = (uint32_t)entries[j];
            if (may_pair(s, a, b)) {
                out->items[out->count++] = (uint64_t)a << 32 | b;
            }
        }
    }
    return ND_OK;
}

static nd_status search_part(size_t part, worker_lists *own, const search *s,
                             nd_error *err) {
    ND_TRY(gather(s, own, part, err));
    uint64_t *entries = own->entries.items;
    size_t count = own->entries.count;
    if (count == 0) {
        return ND_OK;
    }
    nd__sort_u64(entries, entries + count, count);
    for (size_t i = 0, end; i < count; i = end) {
        end = i + 1;
        while (end < count && entries[end] >> 32 == entries[i] >> 32) {
            end++;
        }
        if (end - i <= ND__REPRINT_HOT) {
            ND_TRY(add_shared(&own->shared, s, entries + i, end - i, end - i, err));
        } else if (end - i <= ND__REPRINT_MOST) {
            ND_TRY(
                add_shared(&own->hot, s, entries + i, end - i, ND__REPRINT_STARS, err));
        }
    }
    return ND_OK;
}

static nd_status search_parts(size_t begin, size_t end, unsigned worker, void *payload,
                              nd_error *err) {
    const search *s = payload;
    for (size_t part = begin; part < end; part++) {
        ND_TRY(search_part(part, &s->workers[worker], s, err));
    }
    return ND_OK;
}

static nd_status join_lists(nd__u64_vector *out, const search *s, bool hot,
                            unsigned threads, nd_error *err) {
    out->count = 0;
    for (unsigned w = 0; w < threads; w++) {
        const nd__u64_vector *shared = hot ? &s->workers[w].hot : &s->workers[w].shared;
        ND_TRY(nd__vector_extend(out, shared->count, err));
        if (shared->count > 0) {
            memcpy(out->items + out->count, shared->items,
                   shared->count * sizeof *shared->items);
            out->count += shared->count;
        }
    }
    ND_TRY(nd__vector_reserve(out, 2 * out->count, err));
    nd__sort_u64(out->items, out->items + out->count, out->count);
    return ND_OK;
}

/* Those that have one in `part` of the smaller one's shingles, and LEAST_SHARED. */
static nd_status take_pairs(nd__pairs *out, const search *s, const nd__u64_vector *shared,
                            uint32_t part, nd_error *err) {
    for (size_t i = 0, end; i < shared->count; i = end) {
        end = i + 1;
        while (end < shared->count && shared->items[end] == shared->items[i]) {
            end++;
        }
        uint32_t a = (uint32_t)(shared->items[i] >> 32), b = (uint32_t)shared->items[i];
        uint32_t x = s->samples[a].wanted, y = s->samples[b].wanted;
        size_t least = (x < y ? x : y) / part;
        if (end - i >= (least > LEAST_SHARED ? least : LEAST_SHARED)) {
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] = (nd__pair){a, b};
        }
    }
    return ND_OK;
}

static int compare_pairs(const void *x, const void *y) {
    const nd__pair *a = x, *b = y;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    return a->b < b->b ? -1 : a->b > b->b;
}

void nd__reprint_pairs_sort(nd__pairs *pairs) {
    size_t kept = 0;
    if (pairs->count > 1) {
        qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    }
    for (size_t i = 0; i < pairs->count; i++) {
        if (kept == 0 || compare_pairs(&pairs->items[kept - 1], &pairs->items[i]) != 0) {
            pairs->items[kept++] = pairs->items[i];
        }
    }
    pairs->count = kept;
}

/* Parts of a size that the cache holds; more of them than threads. */
static unsigned choose_bits(const search *s, unsigned threads) {
    size_t total = 0;
    unsigned bits = 0;
    for (unsigned w = 0; w < threads; w++) {
        total += s->workers[w].values.count;
    }
    while (bits < 16 && total >> bits > PART_ENTRIES) {
        bits++;
    }
    return bits;
}

static void clear_workers(search *s, unsigned threads) {
    for (unsigned w = 0; s->workers != NULL && w < threads; w++) {
        worker_lists *own = &s->workers[w];
        nd__tokens_clear(&own->tokens);
        nd__vector_clear(&own->hashes);
        nd__vector_clear(&own->values);
        nd__vector_clear(&own->scratch);
        nd__vector_clear(&own->entries);
        nd__vector_clear(&own->shared);
        nd__vector_clear(&own->hot);
    }
    free(s->workers);
    free(s->samples);
}

nd_status nd__reprint_candidates(nd__pairs *out, const nd__corpus *corpus,
                                 const nd__reprint_sources *sources, nd_error *err) {
    unsigned threads = sources->threads == 0 ? 1 : sources->threads;
    search s = {.corpus = corpus, .sources = sources};
    nd__u64_vector shared = {0};
    nd_status status = ND_OK;
    out->count = 0;
    s.samples = nd__allocate_zeroed(corpus->documents.count, sizeof *s.samples);
    s.workers = nd__allocate_zeroed(threads, sizeof *s.workers);
    if (s.samples == NULL || s.workers == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(
        nd__parallel_ranges(threads, corpus->documents.count, 64, sample_range, &s, err));
    s.part_bits = choose_bits(&s, threads);
    ND_TRY_OUT(
        nd__parallel_ranges(threads, (size_t)1 << s.part_bits, 1, search_parts, &s, err));
    ND_TRY_OUT(join_lists(&shared, &s, false, threads, err));
    ND_TRY_OUT(take_pairs(out, &s, &shared, ND__REPRINT_PART, err));
    ND_TRY_OUT(join_lists(&shared, &s, true, threads, err));
    ND_TRY_OUT(take_pairs(out, &s, &shared, ND__REPRINT_HOT_PART, err));
    nd__reprint_pairs_sort(out);
out:
    clear_workers(&s, threads);
    nd__vector_clear(&shared);
    return status;
}
