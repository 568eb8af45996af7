/* Counting shared winnowed shingles, the rare ones first.
 *
 * 1. All (shingle, document) postings are sorted by shingle.
 * 2. A document looks its own shingles up, the rarest first, and counts for each other
 * document how often it meets it, until it has visited VISIT_BUDGET postings or only hot
 * shingles (in more than `hot` documents: frames, licences, stock phrases) are left.
 * Where these are most of what it has, the first documents of the hot ones are visited
 * too.
 * 3. With `need` shared shingles wanted and `left` not visited, a candidate was met at
 * least need - left times. Where that says nothing, it must have been met in MEET_SHARE
 * of the visited shingles that any other document has: a stock phrase makes no candidate.
 * 4. Of the remaining candidates the shared shingles are counted whole, by merging the
 * two sorted lists.
 *
 * Step 3 is the count filter of set similarity joins (Xiao et al. 2008) but for
 * MEET_SHARE, which may lose a pair whose likeness lies in hot shingles alone. Cost:
 * VISIT_BUDGET postings a document at most, whatever the corpus. */
#include "match/winnow_index.h"

#include <math.h>
#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"

#define VISIT_BUDGET ((size_t)16384)
#define MEET_SHARE 0.15
/* Documents of a hot shingle that are visited where there is little else. */
#define HOT_VISITED ((size_t)64)

typedef struct probe {
    uint32_t frequency; /* documents that have the shingle */
    uint32_t at;        /* its first posting */
} probe;

typedef struct counter {
    ND_VECTOR(uint32_t) touched;
    uint16_t *hits; /* [documents], zero between documents */
    ND_VECTOR(probe) probes;
    nd__pairs pairs;
} counter;

typedef struct winnow_index {
    const nd__corpus *corpus;
    const bool *wanted;
    const nd__winnow_options *options;
    uint64_t *postings; /* shingle << 32 | document, sorted */
    size_t count;
    /* Where the postings of shingles with the top bits p begin: [0 .. 2^directory_bits].
     */
    size_t *directory;
    unsigned directory_bits;
    counter *counters; /* one a worker */
} winnow_index;

static size_t size_of(const nd__document *document) {
    return document->winnow_end - document->winnow_begin;
}

static nd_status build_postings(winnow_index *index, nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    if (corpus->winnowed.count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "more than 4 billion winnowed shingles; split the input");
    }
    index->postings = nd__allocate(corpus->winnowed.count, sizeof(uint64_t));
    uint64_t *scratch = nd__allocate(corpus->winnowed.count, sizeof(uint64_t));
    if (index->postings == NULL || scratch == NULL) {
        free(scratch);
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        if (!index->wanted[d]) {
            continue;
        }
        for (size_t i = document->winnow_begin; i < document->winnow_end; i++) {
            index->postings[index->count++] =
                ((uint64_t)corpus->winnowed.items[i] << 32) | (uint64_t)d;
        }
    }
    nd__sort_u64(index->postings, scratch, index->count);
    free(scratch);
    return ND_OK;
}

static nd_status build_directory(winnow_index *index, nd_error *err) {
    index->directory_bits = 1;
    while (index->directory_bits < 24 &&
           ((size_t)4 << index->directory_bits) < index->count) {
        index->directory_bits++;
    }
    size_t entries = (size_t)1 << index->directory_bits;
    index->directory = nd__allocate(entries + 1, sizeof(size_t));
    if (index->directory == NULL) {
        return nd__fail_memory(err);
    }
    size_t at = 0;
    for (size_t p = 0; p < entries; p++) {
        while (at < index->count &&
               (index->postings[at] >> (64 - index->directory_bits)) < p) {
            at++;
        }
        index->directory[p] = at;
    }
    index->directory[entries] = index->count;
    return ND_OK;
}

/* First posting of a shingle, and through *frequency how many there are. */
static size_t find_postings(const winnow_index *index, uint32_t shingle,
                            uint32_t *frequency) {
    size_t bucket = (size_t)(shingle >> (32 - index->directory_bits));
    size_t low = index->directory[bucket], high = index->directory[bucket + 1];
    uint64_t key = (uint64_t)shingle << 32;
    size_t end = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->postings[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    /* Galloping: most shingles stand in one document, a few in a million. */
    size_t step = 1, last = low;
    while (last + step < end && (index->postings[last + step] >> 32) == shingle) {
        last += step;
        step *= 2;
    }
    while (step > 0) {
        if (last + step < end && (index->postings[last + step] >> 32) == shingle) {
            last += step;
        }
        step /= 2;
    }
    *frequency = (uint32_t)(last - low + 1);
    return low;
}

static int compare_probes(const void *a, const void *b) {
    const probe *x = a, *y = b;
    if (x->frequency != y->frequency) {
        return x->frequency < y->frequency ? -1 : 1;
    }
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The first place from `at` on that is not less than the shingle, by steps that double.
 */
static size_t seek(const uint32_t *shingles, size_t at, size_t count, uint32_t shingle) {
    size_t step = 1;
    while (at + step < count && shingles[at + step] < shingle) {
        at += step;
        step *= 2;
    }
    size_t high = at + step < count ? at + step : count;
    while (at < high) {
        size_t middle = at + (high - at) / 2;
        if (shingles[middle] < shingle) {
            at = middle + 1;
        } else {
            high = middle;
        }
    }
    return at;
}

/* a is the shorter list. The longer may be a book that a thousand quotations meet, so it
 * is not walked through. */
static size_t shared_shingles(const uint32_t *a, size_t a_count, const uint32_t *b,
                              size_t b_count) {
    size_t at = 0, shared = 0;
    for (size_t i = 0; i < a_count && at < b_count; i++) {
        at = seek(b, at, b_count, a[i]);
        shared += at < b_count && b[at] == a[i];
    }
    return shared;
}

/* Is the pair to be found from d's side? From the side with fewer shingles; of equals,
 * the later. */
static bool is_smaller(const nd__corpus *corpus, size_t d, size_t other) {
    size_t a = size_of(&corpus->documents.items[d]);
    size_t b = size_of(&corpus->documents.items[other]);
    return a < b || (a == b && d > other);
}

static nd_status gather_probes(const winnow_index *index, const nd__document *document,
                               counter *own, nd_error *err) {
    size_t size = size_of(document);
    own->probes.count = 0;
    ND_TRY(nd__vector_reserve(&own->probes, size, err));
    for (size_t i = document->winnow_begin; i < document->winnow_end; i++) {
        probe *item = &own->probes.items[own->probes.count++];
        item->at = (uint32_t)find_postings(index, index->corpus->winnowed.items[i],
                                           &item->frequency);
    }
    qsort(own->probes.items, own->probes.count, sizeof(probe), compare_probes);
    return ND_OK;
}

/* Counts the documents in the first `length` postings of a probe. */
static nd_status visit_postings(const winnow_index *index, size_t d, const probe *item,
                                size_t length, counter *own, nd_error *err) {
    ND_TRY(nd__vector_extend(&own->touched, length, err));
    for (size_t i = item->at; i < item->at + length; i++) {
        uint32_t other = (uint32_t)index->postings[i];
        if (other == d) {
            continue;
        }
        if (own->hits[other]++ == 0) {
            own->touched.items[own->touched.count++] = other;
        }
    }
    return ND_OK;
}

/* Visits probes, rarest first; *least receives how often a candidate must have been met.
 */
static nd_status visit_probes(size_t *least, const winnow_index *index, size_t d,
                              size_t need, counter *own, nd_error *err) {
    size_t visited = 0, shared = 0, at = 0, count = own->probes.count;
    own->touched.count = 0;
    for (; at < count; at++) {
        const probe *item = &own->probes.items[at];
        if (item->frequency > index->options->hot || visited > VISIT_BUDGET) {
            break;
        }
        if (item->frequency > 1) {
            visited += item->frequency;
            shared++;
            ND_TRY(visit_postings(index, d, item, item->frequency, own, err));
        }
    }
    size_t left = count - at;
    for (; at < count && left > count / 2 && visited <= VISIT_BUDGET; at++) {
        const probe *item = &own->probes.items[at];
        size_t length = item->frequency < HOT_VISITED ? item->frequency : HOT_VISITED;
        visited += length;
        ND_TRY(visit_postings(index, d, item, length, own, err));
    }
    size_t met = (size_t)ceil(MEET_SHARE * (double)shared - 1e-9);
    *least = need > left + met ? need - left : met;
    if (*least < 1) {
        *least = 1;
    }
    return ND_OK;
}

static nd_status try_candidate(const winnow_index *index, size_t d, uint32_t other,
                               size_t need, counter *own, nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    const nd__document *document = &corpus->documents.items[d];
    const nd__document *partner = &corpus->documents.items[other];
    size_t shared = shared_shingles(
        corpus->winnowed.items + document->winnow_begin, size_of(document),
        corpus->winnowed.items + partner->winnow_begin, size_of(partner));
    if (shared >= need) {
        ND_TRY(nd__vector_extend(&own->pairs, 1, err));
        own->pairs.items[own->pairs.count++] = (nd__pair){
            (uint32_t)(d < other ? d : other), (uint32_t)(d < other ? other : d)};
    }
    return ND_OK;
}

static nd_status probe_document(const winnow_index *index, size_t d, counter *own,
                                nd_error *err) {
    const nd__document *document = &index->corpus->documents.items[d];
    size_t size = size_of(document), least = 1;
    if (size == 0 || !index->wanted[d]) {
        return ND_OK;
    }
    size_t need = (size_t)ceil(index->options->share * (double)size - 1e-9);
    need = need < 1 ? 1 : need;
    ND_TRY(gather_probes(index, document, own, err));
    nd_status status = visit_probes(&least, index, d, need, own, err);
    for (size_t i = 0; i < own->touched.count; i++) {
        uint32_t other = own->touched.items[i];
        bool met = own->hits[other] >= least;
        own->hits[other] = 0;
        if (status >= 0 && met && is_smaller(index->corpus, d, other)) {
            status = try_candidate(index, d, other, need, own, err);
        }
    }
    return status;
}

static nd_status probe_range(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    winnow_index *index = payload;
    for (size_t d = begin; d < end; d++) {
        ND_TRY(probe_document(index, d, &index->counters[worker], err));
    }
    return ND_OK;
}

static nd_status collect_pairs(nd__pairs *out, const winnow_index *index, nd_error *err) {
    size_t total = 0;
    for (unsigned w = 0; w < index->options->threads; w++) {
        total += index->counters[w].pairs.count;
    }
    uint64_t *keys = nd__allocate(total, 2 * sizeof(uint64_t));
    if (keys == NULL) {
        return nd__fail_memory(err);
    }
    size_t at = 0;
    for (unsigned w = 0; w < index->options->threads; w++) {
        const nd__pairs *pairs = &index->counters[w].pairs;
        for (size_t i = 0; i < pairs->count; i++) {
            keys[at++] = ((uint64_t)pairs->items[i].a << 32) | pairs->items[i].b;
        }
    }
    nd__sort_u64(keys, keys + total, total);
    nd_status status = nd__vector_extend(out, total, err);
    for (size_t i = 0; status >= 0 && i < total; i++) {
        out->items[out->count++] =
            (nd__pair){(uint32_t)(keys[i] >> 32), (uint32_t)keys[i]};
    }
    free(keys);
    return status;
}

static void destroy_index(winnow_index *index) {
    for (unsigned w = 0; index->counters != NULL && w < index->options->threads; w++) {
        nd__vector_clear(&index->counters[w].touched);
        nd__vector_clear(&index->counters[w].probes);
        nd__vector_clear(&index->counters[w].pairs);
        free(index->counters[w].hits);
    }
    free(index->counters);
    free(index->postings);
    free(index->directory);
}

nd_status nd__winnow_candidates(nd__pairs *out, const nd__corpus *corpus,
                                const bool *wanted, const nd__winnow_options *options,
                                nd_error *err) {
    nd__winnow_options own = *options;
    if (own.threads == 0) {
        own.threads = 1;
    }
    winnow_index index = {.corpus = corpus, .wanted = wanted, .options = &own};
    nd_status status = build_postings(&index, err);
    if (status >= 0) {
        status = build_directory(&index, err);
    }
    if (status >= 0) {
        index.counters = nd__allocate_zeroed(own.threads, sizeof(counter));
        if (index.counters == NULL) {
            status = nd__fail_memory(err);
        }
    }
    for (unsigned w = 0; status >= 0 && w < own.threads; w++) {
        index.counters[w].hits =
            nd__allocate_zeroed(corpus->documents.count, sizeof(uint16_t));
        if (index.counters[w].hits == NULL) {
            status = nd__fail_memory(err);
        }
    }
    if (status >= 0) {
        status = nd__parallel_ranges(own.threads, corpus->documents.count, 256,
                                     probe_range, &index, err);
    }
    if (status >= 0) {
        status = collect_pairs(out, &index, err);
    }
    destroy_index(&index);
    return status;
}
