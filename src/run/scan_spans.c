/* The exact overlaps of every member with its kept document, as byte ranges of both
 * texts. */
#include <string.h>

#include "base/threads.h"
#include "match/content.h"
#include "match/spans.h"
#include "run/scan_internal.h"

/* Members are read and searched in batches of about this many tokens. */
#define BATCH_TOKENS ((size_t)1 << 21)

typedef struct span_scratch {
    nd__tokens kept;
    ND_VECTOR(nd__tokens) members;
    ND_VECTOR(nd__token_text) texts;
    ND_VECTOR(size_t) ends;
    nd__overlaps overlaps;
} span_scratch;

typedef struct span_search {
    nd__scan *scan;
    span_scratch *scratch; /* one a worker */
} span_search;

static nd_status read_document(nd__tokens *out, const nd__scan *scan, uint32_t number,
                               nd_error *err) {
    return nd__content_tokens(out, &scan->corpus, number, scan->options->seed, err);
}

/* The end of the piece of an overlap that begins at its token t: a frame that was left
 * out of either text is no part of what they share. */
static uint32_t piece_end(const nd__overlap *o, uint32_t t, const nd__tokens *kept,
                          const nd__tokens *member) {
    do {
        t++;
    } while (t < o->length &&
             ((kept->flags[o->kept_begin + t] | member->flags[o->member_begin + t]) &
              ND__TOKEN_BEHIND_FRAME) == 0);
    return t;
}

static nd_status set_spans(nd__member_spans *spans, const nd__tokens *kept,
                           const nd__tokens *member, const nd__overlap *overlaps,
                           size_t count, nd_error *err) {
    size_t pieces = 0;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t t = 0; t < overlaps[i].length; pieces++) {
            t = piece_end(&overlaps[i], t, kept, member);
        }
    }
    spans->items = nd__allocate(pieces, sizeof *spans->items);
    if (spans->items == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        const nd__overlap *o = &overlaps[i];
        for (uint32_t t = 0, end; t < o->length; t = end) {
            end = piece_end(o, t, kept, member);
            spans->items[spans->count++] = (nd__member_span){
                kept->begin[o->kept_begin + t], kept->end[o->kept_begin + end - 1],
                member->begin[o->member_begin + t],
                member->end[o->member_begin + end - 1]};
        }
    }
    return ND_OK;
}

/* Equal texts overlap as a whole, however short they are. */
static nd_status set_whole(nd__member_spans *spans, const nd__tokens *kept,
                           const nd__tokens *member, nd_error *err) {
    nd__overlap whole = {0, 0, (uint32_t)member->count};
    return set_spans(spans, kept, member, &whole, 1, err);
}

/* Members [begin, end) of the cluster list, all of one cluster whose kept tokens are
 * read. */
static nd_status search_batch(nd__scan *scan, span_scratch *own, size_t begin, size_t end,
                              nd_error *err) {
    size_t count = end - begin;
    const nd__cluster_member *members = scan->clusters.members.items + begin;
    own->texts.count = 0;
    own->overlaps.count = 0;
    ND_TRY(nd__vector_reserve(&own->texts, count, err));
    ND_TRY(nd__vector_reserve(&own->ends, count, err));
    for (size_t i = 0; i < count; i++) {
        /* Exact copies take no part in the search. */
        bool exact = members[i].relation == ND__EXACT;
        own->texts.items[own->texts.count++] = (nd__token_text){
            own->members.items[i].hash, exact ? 0 : own->members.items[i].count};
    }
    nd__token_text kept = {own->kept.hash, own->kept.count};
    ND_TRY(nd__overlaps_find(&own->overlaps, own->ends.items, kept, own->texts.items,
                             count, scan->options->min_span, err));
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        nd__member_spans *spans = &scan->spans[begin + i];
        if (members[i].relation == ND__EXACT) {
            ND_TRY(set_whole(spans, &own->kept, &own->members.items[i], err));
        } else {
            ND_TRY(set_spans(spans, &own->kept, &own->members.items[i],
                             own->overlaps.items + from, own->ends.items[i] - from, err));
        }
        from = own->ends.items[i];
    }
    return ND_OK;
}

static nd_status grow_members(span_scratch *own, size_t count, nd_error *err) {
    ND_TRY(nd__vector_reserve(&own->members, count, err));
    while (own->members.count < count) {
        memset(&own->members.items[own->members.count++], 0, sizeof(nd__tokens));
    }
    return ND_OK;
}

/* Members come and go in number; one memo does for all. */
static nd_status read_member(span_scratch *own, size_t i, const nd__scan *scan,
                             uint32_t number, nd_error *err) {
    nd__tokens *member = &own->members.items[i];
    member->memo = own->kept.memo;
    nd_status status = read_document(member, scan, number, err);
    member->memo = NULL;
    return status;
}

static nd_status search_cluster(nd__scan *scan, span_scratch *own,
                                const nd__cluster *cluster, nd_error *err) {
    ND_TRY(nd__tokens_remember(&own->kept, err));
    ND_TRY(read_document(&own->kept, scan, cluster->kept, err));
    size_t begin = cluster->member_begin, tokens = 0;
    for (size_t i = begin; i < cluster->member_end; i++) {
        uint32_t number = scan->clusters.members.items[i].document;
        ND_TRY(grow_members(own, i - begin + 1, err));
        ND_TRY(read_member(own, i - begin, scan, number, err));
        tokens += own->members.items[i - begin].count;
        if (tokens >= BATCH_TOKENS || i - begin >= 1024 || i + 1 == cluster->member_end) {
            ND_TRY(search_batch(scan, own, begin, i + 1, err));
            begin = i + 1;
            tokens = 0;
        }
    }
    return ND_OK;
}

static nd_status search_clusters(size_t begin, size_t end, unsigned worker, void *payload,
                                 nd_error *err) {
    span_search *search = payload;
    for (size_t g = begin; g < end; g++) {
        ND_TRY(search_cluster(search->scan, &search->scratch[worker],
                              &search->scan->clusters.clusters.items[g], err));
    }
    return ND_OK;
}

static void clear_scratch(span_scratch *own) {
    nd__tokens_clear(&own->kept);
    for (size_t i = 0; i < own->members.count; i++) {
        nd__tokens_clear(&own->members.items[i]);
    }
    nd__vector_clear(&own->members);
    nd__vector_clear(&own->texts);
    nd__vector_clear(&own->ends);
    nd__vector_clear(&own->overlaps);
}

nd_status nd__scan_spans(nd__scan *scan, nd_error *err) {
    span_search search = {.scan = scan};
    ND_TRY(nd__scan_progress(scan, "locating overlaps", 0, 1, err));
    scan->spans = nd__allocate_zeroed(scan->clusters.members.count, sizeof *scan->spans);
    search.scratch = nd__allocate_zeroed(scan->threads, sizeof *search.scratch);
    nd_status status = ND_OK;
    if (scan->spans == NULL || search.scratch == NULL) {
        status = nd__fail_memory(err);
    } else if (scan->options->no_spans == 0) {
        status = nd__parallel_ranges(scan->threads, scan->clusters.clusters.count, 4,
                                     search_clusters, &search, err);
    }
    for (unsigned w = 0; search.scratch != NULL && w < scan->threads; w++) {
        clear_scratch(&search.scratch[w]);
    }
    free(search.scratch);
    return status;
}
