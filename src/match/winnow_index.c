/* Counting shared winnowed shingles, of a sample and the rare ones first.
 *
 * 1. A document is looked up by its shingles, all of them where it has at most 64,
 * else the 32 least. The least hashes are chosen in nearly every text that has them,
 * whatever stands beside: the share of them that another text has is close to the
 * containment itself. Documents are ranked by how many shingles they have, and each looks
 * for those of higher rank.
 * 2. winnow_postings.c makes the postings of the shingles that are looked up, and a probe
 * for each that documents of higher rank have.
 * 3. A bucket's probes are sorted by document, the rarest shingle first. A document
 * visits the postings behind its own and counts how often it meets each document there.
 * With `need` shared shingles wanted and `left` not visited, a candidate was met
 * need - left times: as soon as that is ENOUGH, the rest, the most frequent, is not
 * visited (the prefix filter of set similarity joins, Xiao et al. 2008). Hot shingles (in
 * more than `hot` documents of higher rank: frames, licences, stock phrases) end it too,
 * and VISIT_BUDGET postings; then a candidate must have been met in MEET_SHARE of the
 * visited shingles. Where hot shingles are most of what there is, the last documents of
 * each are visited too, the largest.
 * 4. Of the remaining candidates the shared shingles are counted whole, by merging the
 * two sorted lists, until at some power of two too few of the least are shared.
 *
 * What is lost: of a pair whose least shingles are shared with chance `sampled` each, one
 * in a million at each count (LOSS); and by MEET_SHARE a pair whose likeness lies in hot
 * shingles alone. Cost: linear in the shingles, and VISIT_BUDGET postings a document at
 * most, whatever the corpus. */
#include "match/winnow_index.h"

#include <math.h>
#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "match/winnow_postings.h"

#define MOST_SAMPLE_BITS 10
#define LOSS 1e-6
#define ENOUGH ((size_t)6)
#define VISIT_BUDGET ((size_t)4096)
#define MEET_SHARE 0.25
/* Documents of a hot shingle that are visited where there is little else. */
#define HOT_VISITED ((size_t)64)
/* Larger lists by so much: search instead of merge. */
#define GALLOP_RATIO 16
/* Probes of the next document whose postings are asked for ahead of their turn. */
#define AHEAD ((size_t)16)

typedef struct counter {
    ND_VECTOR(uint32_t) touched;
    uint8_t *hits;          /* [ranks], zero between documents; 64 at most */
    nd__u64_vector scratch; /* to sort */
    nd__u64_vector probes;  /* of one bucket */
    nd__u64_vector pairs;   /* a << 32 | b */
} counter;

typedef struct winnow_index {
    const nd__winnow_options *options;
    nd__winnow_postings from;
    size_t sample_need[MOST_SAMPLE_BITS]; /* of the 2^i least shingles */
    counter *counters;                    /* one a worker */
} winnow_index;

/* Asks the memory for what will be read soon. */
static inline void call_for(const void *address) {
#if defined(__GNUC__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

/* The greatest number that, of n that come true with chance p each, fewer than it come
 * true with chance LOSS at most. */
static size_t least_of_sample(size_t n, double p) {
    p = p < 0.99 ? p : 0.99;
    double chance = 1, below = 0;
    for (size_t i = 0; i < n; i++) {
        chance *= 1 - p;
    }
    for (size_t least = 0; least < n; least++) {
        below += chance;
        if (below > LOSS) {
            return least;
        }
        chance *= (double)(n - least) / (double)(least + 1) * p / (1 - p);
    }
    return n;
}

/* Counts the documents of the last `length` postings of a probe. */
static nd_status visit_postings(const winnow_index *index, uint64_t probe, size_t length,
                                counter *own, nd_error *err) {
    ND_TRY(nd__vector_extend(&own->touched, length, err));
    const uint64_t *posting = index->from.postings + (uint32_t)probe - length;
    uint32_t *touched = own->touched.items;
    size_t count = own->touched.count;
    for (size_t i = 0; i < length; i++) {
        uint32_t other = (uint32_t)posting[i];
        touched[count] = other;
        count += own->hits[other]++ == 0;
    }
    own->touched.count = count;
    return ND_OK;
}

/* Visits the probes of a document that looks `looked` shingles up, of which a candidate
 * must have `need`; *least receives how often one must have been met. */
static nd_status visit_probes(size_t *least, const winnow_index *index,
                              const uint64_t *probes, size_t count, size_t looked,
                              size_t need, counter *own, nd_error *err) {
    size_t visited = 0, at = 0;
    size_t enough = need < ENOUGH ? need : ENOUGH;
    own->touched.count = 0;
    for (; at < count && count - at + enough > need; at++) {
        size_t length = nd__probe_behind(probes[at]);
        if (length > index->options->hot || visited > VISIT_BUDGET) {
            break;
        }
        visited += length;
        ND_TRY(visit_postings(index, probes[at], length, own, err));
    }
    size_t shared = at, left = count - at;
    for (; at < count && left > looked / 2 && visited <= VISIT_BUDGET; at++) {
        size_t behind = nd__probe_behind(probes[at]);
        size_t length = behind < HOT_VISITED ? behind : HOT_VISITED;
        visited += length;
        ND_TRY(visit_postings(index, probes[at], length, own, err));
    }
    size_t met = (size_t)ceil(MEET_SHARE * (double)shared - 1e-9);
    if (need >= left + enough || need >= left + met) {
        *least = need - left;
    } else {
        *least = met < 1 ? 1 : met;
    }
    return ND_OK;
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

/* Has `other` at least `need` of own's shingles? */
static bool shares(const winnow_index *index, const nd__winnow_ranked *own,
                   const nd__winnow_ranked *other, size_t need) {
    size_t i = 0, at = 0, shared = 0;
    const uint32_t *a = own->shingles, *b = other->shingles;
    if (other->size / GALLOP_RATIO > own->size) {
        /* It may be a book that a thousand quotations meet: it is not walked through. */
        for (; i < own->size && at < other->size; i++) {
            at = seek(b, at, other->size, a[i]);
            shared += at < other->size && b[at] == a[i];
        }
        return shared >= need;
    }
    /* Up to half of a list are the least that the sampling is about. */
    for (unsigned step = ND__WINNOW_SAMPLE_BITS;
         own->size > ND__WINNOW_WHOLE && step < MOST_SAMPLE_BITS; step++) {
        size_t end = (size_t)1 << step;
        if (end > own->size / 2) {
            break;
        }
        while (i < end && at < other->size) {
            uint32_t x = a[i], y = b[at];
            shared += x == y;
            i += x <= y;
            at += y <= x;
        }
        if (shared < index->sample_need[step]) {
            return false;
        }
    }
    while (i < own->size && at < other->size) {
        uint32_t x = a[i], y = b[at];
        shared += x == y;
        i += x <= y;
        at += y <= x;
    }
    return shared >= need;
}

static nd_status add_pair(nd__u64_vector *pairs, uint64_t a, uint64_t b, nd_error *err) {
    ND_TRY(nd__vector_extend(pairs, 1, err));
    pairs->items[pairs->count++] = a < b ? a << 32 | b : b << 32 | a;
    return ND_OK;
}

/* Keeps, of those met, the ones that were met `least` times, and forgets the others. */
static void keep_met(const winnow_index *index, size_t least, counter *own) {
    size_t kept = 0;
    uint32_t *touched = own->touched.items;
    for (size_t i = 0; i < own->touched.count; i++) {
        uint32_t other = touched[i];
        touched[kept] = other;
        kept += own->hits[other] >= least;
        own->hits[other] = 0;
    }
    own->touched.count = kept;
    for (size_t i = 0; i < kept; i++) {
        call_for(&index->from.ranks[touched[i]]);
    }
}

static nd_status look_up(const winnow_index *index, size_t rank, const uint64_t *probes,
                         size_t count, counter *own, nd_error *err) {
    const nd__winnow_ranked *document = &index->from.ranks[rank];
    size_t looked = nd__winnow_looked_up(document), least = 1;
    size_t need = (size_t)ceil(index->options->share * (double)document->size - 1e-9);
    need = need < 1 ? 1 : need;
    nd_status status = visit_probes(
        &least, index, probes, count, looked,
        looked == document->size ? need : index->sample_need[ND__WINNOW_SAMPLE_BITS], own,
        err);
    keep_met(index, least, own);
    for (size_t i = 0; i < own->touched.count; i++) {
        if (i + 2 < own->touched.count) { /* its row is on the way already */
            call_for(index->from.ranks[own->touched.items[i + 2]].shingles);
        }
        uint32_t other = own->touched.items[i];
        if (status >= 0 && shares(index, document, &index->from.ranks[other], need)) {
            status = add_pair(&own->pairs, document->document,
                              index->from.ranks[other].document, err);
        }
    }
    return status;
}

static nd_status gather_bucket(const winnow_index *index, size_t bucket, counter *own,
                               nd_error *err) {
    own->probes.count = 0;
    for (unsigned w = 0; w < index->options->threads; w++) {
        nd__u64_vector *from =
            &index->from.buckets[w * index->from.bucket_count + bucket];
        ND_TRY(nd__vector_extend(&own->probes, from->count, err));
        if (from->count > 0) {
            memcpy(own->probes.items + own->probes.count, from->items,
                   from->count * sizeof *from->items);
        }
        own->probes.count += from->count;
        nd__vector_clear(from);
    }
    ND_TRY(nd__vector_reserve(&own->scratch, own->probes.count, err));
    nd__sort_u64(own->probes.items, own->scratch.items, own->probes.count);
    return ND_OK;
}

static nd_status look_up_buckets(size_t first, size_t last, unsigned worker,
                                 void *payload, nd_error *err) {
    winnow_index *index = payload;
    counter *own = &index->counters[worker];
    for (size_t bucket = first; bucket < last; bucket++) {
        ND_TRY(gather_bucket(index, bucket, own, err));
        const uint64_t *probes = own->probes.items;
        for (size_t begin = 0, end; begin < own->probes.count; begin = end) {
            size_t place = nd__probe_place(probes[begin]);
            for (end = begin + 1;
                 end < own->probes.count && nd__probe_place(probes[end]) == place;) {
                end++;
            }
            for (size_t i = end; i < own->probes.count && i < end + AHEAD; i++) {
                call_for(index->from.postings + (uint32_t)probes[i] - 1);
            }
            ND_TRY(look_up(index, (bucket << index->from.bucket_bits) + place,
                           probes + begin, end - begin, own, err));
        }
    }
    return ND_OK;
}

static nd_status collect_pairs(nd__pairs *out, const winnow_index *index, nd_error *err) {
    size_t total = 0, at = 0;
    for (unsigned w = 0; w < index->options->threads; w++) {
        total += index->counters[w].pairs.count;
    }
    uint64_t *keys = nd__allocate(total, 2 * sizeof *keys);
    if (keys == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < index->options->threads; w++) {
        const nd__u64_vector *pairs = &index->counters[w].pairs;
        if (pairs->count > 0) {
            memcpy(keys + at, pairs->items, pairs->count * sizeof *keys);
        }
        at += pairs->count;
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

static nd_status create_counters(winnow_index *index, nd_error *err) {
    unsigned threads = index->options->threads;
    index->counters = nd__allocate_zeroed(threads, sizeof *index->counters);
    if (index->counters == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < threads; w++) {
        counter *own = &index->counters[w];
        own->hits = nd__allocate_zeroed(index->from.rank_count, sizeof *own->hits);
        if (own->hits == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

static void destroy_index(winnow_index *index) {
    for (unsigned w = 0; index->counters != NULL && w < index->options->threads; w++) {
        counter *own = &index->counters[w];
        nd__vector_clear(&own->touched);
        nd__vector_clear(&own->scratch);
        nd__vector_clear(&own->probes);
        nd__vector_clear(&own->pairs);
        free(own->hits);
    }
    free(index->counters);
    nd__winnow_postings_clear(&index->from);
}

nd_status nd__winnow_candidates(nd__pairs *out, const nd__corpus *corpus,
                                const bool *wanted, const nd__winnow_options *options,
                                nd_error *err) {
    nd__winnow_options own = *options;
    own.threads = own.threads == 0 ? 1 : own.threads;
    if (own.hot >= ND__WINNOW_MOST_BEHIND) {
        own.hot = ND__WINNOW_MOST_BEHIND - 1;
    }
    winnow_index index = {.options = &own};
    for (unsigned i = ND__WINNOW_SAMPLE_BITS; i < MOST_SAMPLE_BITS; i++) {
        size_t least = least_of_sample((size_t)1 << i, own.sampled);
        index.sample_need[i] = least < 1 ? 1 : least;
    }
    nd_status status;
    ND_TRY_OUT(nd__winnow_postings_make(&index.from, corpus, wanted, own.by_site,
                                        own.threads, err));
    ND_TRY_OUT(create_counters(&index, err));
    ND_TRY_OUT(nd__parallel_ranges(own.threads, index.from.bucket_count, 1,
                                   look_up_buckets, &index, err));
    status = collect_pairs(out, &index, err);
out:
    destroy_index(&index);
    return status;
}
