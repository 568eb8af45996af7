/* Counting shared winnowed shingles, of a sample and the rare ones first.
 *
 * 1. A document is looked up by its shingles, all of them where it has at most WHOLE,
 * else the SAMPLE least. The least hashes are chosen in nearly every text that has them,
 * whatever stands beside: the share of them that another text has is close to the
 * containment itself. Documents are ranked by how many shingles they have, and each looks
 * for those of higher rank.
 * 2. Postings (shingle, document) are kept of the shingles that any document looks up,
 * told by a filter of one bit. Documents are cut into chunks, the postings of each are
 * scattered by partition; partitions are sorted in the cache. Each posting of a shingle
 * that its document looks up, with others behind it, gives a probe, which goes to the
 * bucket of the document.
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
#include <stdatomic.h>
#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"

#define WHOLE ((size_t)64)
#define SAMPLE_BITS 5
#define SAMPLE ((size_t)1 << SAMPLE_BITS)
#define MOST_SAMPLE_BITS 10
#define LOSS 1e-6
#define ENOUGH ((size_t)6)
#define VISIT_BUDGET ((size_t)4096)
#define MEET_SHARE 0.25
/* Documents of a hot shingle that are visited where there is little else. */
#define HOT_VISITED ((size_t)64)
/* Larger lists by so much: search instead of merge. */
#define GALLOP_RATIO 16

#define CHUNKS ((size_t)64)
#define PART_SIZE ((size_t)8192) /* postings, 64 KB */
#define MOST_PART_BITS 11
#define MOST_BUCKET_BITS 12 /* documents of a bucket */
#define GREATEST_BEHIND 65535
#define FILTER_BITS_A_KEY 4

typedef struct counter {
    ND_VECTOR(uint32_t) touched;
    uint16_t *hits;          /* [ranks], zero between documents */
    nd__u64_vector scratch;  /* to sort */
    nd__u64_vector probes;   /* of one bucket */
    nd__u64_vector pairs;    /* a << 32 | b */
    nd__u64_vector *buckets; /* [bucket_count] probes that this worker found */
} counter;

/* A document, by rank. */
typedef struct ranked {
    const uint32_t *shingles; /* [0..size-1] ascending */
    uint32_t size;
    uint32_t document;
} ranked;

typedef struct winnow_index {
    const nd__winnow_options *options;
    /* The wanted documents that have a shingle, those with fewer first; of equals the
     * later first. A pair is found from the one that is first here. */
    ranked *ranks;
    size_t rank_count;
    size_t sample_need[MOST_SAMPLE_BITS]; /* of the 2^i least shingles */
    _Atomic uint64_t *filter;             /* bits: shingles that are looked up */
    unsigned filter_bits;
    nd__u64_vector chunks[CHUNKS]; /* postings before they are sorted */
    uint64_t *postings;            /* key << 32 | rank, sorted */
    size_t count;
    unsigned part_bits;
    size_t *part_begin; /* [2^part_bits + 1] */
    size_t *places;     /* [CHUNKS][2^part_bits] */
    uint32_t *limits;   /* [ranks] the greatest shingle that is looked up */
    unsigned bucket_bits;
    size_t bucket_count;
    counter *counters; /* one a worker */
} winnow_index;

static size_t looked_up(const ranked *own) {
    return own->size <= WHOLE ? own->size : SAMPLE;
}

/* Winnowed hashes are small ones; this spreads them, one to one. */
static uint32_t key_of(uint32_t shingle) {
    return shingle * UINT32_C(0x9E3779B1);
}

static uint32_t shingle_of(uint32_t key) {
    return key * UINT32_C(0x0E8B2F51);
}

/* A shingle that a document looks up: the document's place in its bucket, how many
 * documents of higher rank have the shingle, and where its postings end, of which these
 * are the last. Sorting gives each document its probes, the rarest first. */
static uint64_t make_probe(size_t place, size_t behind, size_t end) {
    behind = behind < GREATEST_BEHIND ? behind : GREATEST_BEHIND;
    return (uint64_t)place << 48 | (uint64_t)behind << 32 | end;
}

static size_t place_of(uint64_t probe) {
    return (size_t)(probe >> 48);
}

static size_t behind_of(uint64_t probe) {
    return (size_t)(probe >> 32 & 0xFFFF);
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

/* ---- the index ---- */

static nd_status rank_documents(winnow_index *index, const nd__corpus *corpus,
                                const bool *wanted, nd_error *err) {
    size_t documents = corpus->documents.count, count = 0;
    uint64_t *order = nd__allocate(documents, 2 * sizeof *order);
    if (order == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < documents; d++) {
        const nd__document *document = &corpus->documents.items[d];
        size_t size = document->winnow_end - document->winnow_begin;
        if (wanted[d] && size > 0) {
            order[count++] = (uint64_t)size << 32 | (UINT32_MAX - d);
        }
    }
    nd__sort_u64(order, order + documents, count);
    index->ranks = nd__allocate(count, sizeof *index->ranks);
    index->limits = nd__allocate(count, sizeof *index->limits);
    bool made = index->ranks != NULL && index->limits != NULL;
    for (size_t r = 0; r < count && made; r++) {
        uint32_t d = UINT32_MAX - (uint32_t)order[r];
        const nd__document *document = &corpus->documents.items[d];
        index->ranks[r] = (ranked){corpus->winnowed.items + document->winnow_begin,
                                   (uint32_t)(order[r] >> 32), d};
        const ranked *own = &index->ranks[r];
        index->limits[r] = own->shingles[looked_up(own) - 1];
    }
    index->rank_count = count;
    free(order);
    return made ? ND_OK : nd__fail_memory(err);
}

static size_t chunk_begin(const winnow_index *index, size_t chunk) {
    return index->rank_count / CHUNKS * chunk +
           index->rank_count % CHUNKS * chunk / CHUNKS;
}

static nd_status fill_filter(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    (void)worker;
    (void)err;
    winnow_index *index = payload;
    for (size_t r = begin; r < end; r++) {
        const ranked *own = &index->ranks[r];
        size_t count = looked_up(own);
        for (size_t i = 0; i < count; i++) {
            size_t bit = key_of(own->shingles[i]) >> (32 - index->filter_bits);
            uint64_t mask = UINT64_C(1) << (bit % 64);
            _Atomic uint64_t *word = &index->filter[bit / 64];
            if ((atomic_load_explicit(word, memory_order_relaxed) & mask) == 0) {
                atomic_fetch_or_explicit(word, mask, memory_order_relaxed);
            }
        }
    }
    return ND_OK;
}

static nd_status build_filter(winnow_index *index, nd_error *err) {
    size_t count = 0;
    for (size_t r = 0; r < index->rank_count; r++) {
        count += looked_up(&index->ranks[r]);
    }
    index->filter_bits = 6;
    while (index->filter_bits < 32 &&
           (count * FILTER_BITS_A_KEY) >> index->filter_bits != 0) {
        index->filter_bits++;
    }
    index->filter =
        nd__allocate_zeroed((size_t)1 << (index->filter_bits - 6), sizeof(uint64_t));
    if (index->filter == NULL) {
        return nd__fail_memory(err);
    }
    return nd__parallel_ranges(index->options->threads, index->rank_count, 1024,
                               fill_filter, index, err);
}

static size_t part_of(const winnow_index *index, uint64_t posting) {
    return (size_t)(posting >> 32 << index->part_bits >> 32);
}

/* Takes the postings of a chunk that pass the filter, and counts them by part. */
static nd_status take_chunk(winnow_index *index, size_t chunk, nd_error *err) {
    nd__u64_vector *out = &index->chunks[chunk];
    size_t *counts = index->places + (chunk << index->part_bits);
    size_t end = chunk_begin(index, chunk + 1);
    for (size_t r = chunk_begin(index, chunk); r < end; r++) {
        const ranked *own = &index->ranks[r];
        ND_TRY(nd__vector_extend(out, own->size, err));
        uint64_t *to = out->items + out->count;
        size_t taken = 0;
        for (size_t i = 0; i < own->size; i++) {
            uint32_t key = key_of(own->shingles[i]);
            size_t bit = key >> (32 - index->filter_bits);
            uint64_t word =
                atomic_load_explicit(&index->filter[bit / 64], memory_order_relaxed);
            to[taken] = (uint64_t)key << 32 | r;
            taken += (word >> (bit % 64)) & 1;
        }
        for (size_t i = 0; i < taken; i++) {
            counts[part_of(index, to[i])]++;
        }
        out->count += taken;
    }
    return ND_OK;
}

static nd_status take_chunks(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    (void)worker;
    for (size_t chunk = begin; chunk < end; chunk++) {
        ND_TRY(take_chunk(payload, chunk, err));
    }
    return ND_OK;
}

static nd_status scatter_chunks(size_t begin, size_t end, unsigned worker, void *payload,
                                nd_error *err) {
    (void)worker;
    (void)err;
    winnow_index *index = payload;
    for (size_t chunk = begin; chunk < end; chunk++) {
        nd__u64_vector *from = &index->chunks[chunk];
        size_t *places = index->places + (chunk << index->part_bits);
        for (size_t i = 0; i < from->count; i++) {
            uint64_t posting = from->items[i];
            index->postings[places[part_of(index, posting)]++] = posting;
        }
        nd__vector_clear(from);
    }
    return ND_OK;
}

/* Counts become places: parts in order, in each the chunks in order. */
static void set_places(winnow_index *index) {
    size_t parts = (size_t)1 << index->part_bits;
    for (size_t p = 0; p < parts; p++) {
        index->part_begin[p] = index->count;
        for (size_t chunk = 0; chunk < CHUNKS; chunk++) {
            size_t *place = &index->places[(chunk << index->part_bits) + p];
            size_t count = *place;
            *place = index->count;
            index->count += count;
        }
    }
    index->part_begin[parts] = index->count;
}

/* The probes of one shingle, whose postings are [begin, end). */
static nd_status give_probes(winnow_index *index, size_t begin, size_t end,
                             nd__u64_vector *buckets, nd_error *err) {
    uint32_t shingle = shingle_of((uint32_t)(index->postings[begin] >> 32));
    size_t in_bucket = ((size_t)1 << index->bucket_bits) - 1;
    for (size_t i = begin; i + 1 < end; i++) {
        uint32_t rank = (uint32_t)index->postings[i];
        if (shingle <= index->limits[rank]) {
            nd__u64_vector *bucket = &buckets[rank >> index->bucket_bits];
            ND_TRY(nd__vector_extend(bucket, 1, err));
            bucket->items[bucket->count++] =
                make_probe(rank & in_bucket, end - 1 - i, end);
        }
    }
    return ND_OK;
}

static nd_status sort_parts(size_t first, size_t last, unsigned worker, void *payload,
                            nd_error *err) {
    winnow_index *index = payload;
    counter *own = &index->counters[worker];
    for (size_t p = first; p < last; p++) {
        size_t begin = index->part_begin[p], part_end = index->part_begin[p + 1];
        ND_TRY(nd__vector_reserve(&own->scratch, part_end - begin, err));
        nd__sort_u64(index->postings + begin, own->scratch.items, part_end - begin);
        for (size_t end; begin < part_end; begin = end) {
            uint64_t key = index->postings[begin] >> 32;
            for (end = begin + 1; end < part_end && index->postings[end] >> 32 == key;) {
                end++;
            }
            if (end - begin > 1) {
                ND_TRY(give_probes(index, begin, end, own->buckets, err));
            }
        }
    }
    return ND_OK;
}

static nd_status build_postings(winnow_index *index, nd_error *err) {
    unsigned threads = index->options->threads;
    size_t most = 0;
    for (size_t r = 0; r < index->rank_count; r++) {
        most += index->ranks[r].size;
    }
    while (index->part_bits < MOST_PART_BITS &&
           most / PART_SIZE >> index->part_bits != 0) {
        index->part_bits++;
    }
    size_t parts = (size_t)1 << index->part_bits;
    index->places = nd__allocate_zeroed(parts, CHUNKS * sizeof *index->places);
    index->part_begin = nd__allocate(parts + 1, sizeof *index->part_begin);
    if (index->places == NULL || index->part_begin == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__parallel_ranges(threads, CHUNKS, 1, take_chunks, index, err));
    set_places(index);
    if (index->count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "more than 4 billion winnowed shingles; split the input");
    }
    index->postings = nd__allocate(index->count, sizeof *index->postings);
    if (index->postings == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__parallel_ranges(threads, CHUNKS, 1, scatter_chunks, index, err));
    return nd__parallel_ranges(threads, parts, 8, sort_parts, index, err);
}

/* ---- candidates ---- */

/* Counts the documents of the last `length` postings of a probe. */
static nd_status visit_postings(const winnow_index *index, uint64_t probe, size_t length,
                                counter *own, nd_error *err) {
    ND_TRY(nd__vector_extend(&own->touched, length, err));
    const uint64_t *posting = index->postings + (uint32_t)probe - length;
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
        size_t length = behind_of(probes[at]);
        if (length > index->options->hot || visited > VISIT_BUDGET) {
            break;
        }
        visited += length;
        ND_TRY(visit_postings(index, probes[at], length, own, err));
    }
    size_t shared = at, left = count - at;
    for (; at < count && left > looked / 2 && visited <= VISIT_BUDGET; at++) {
        size_t behind = behind_of(probes[at]);
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
static bool shares(const winnow_index *index, const ranked *own, const ranked *other,
                   size_t need) {
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
    for (unsigned step = SAMPLE_BITS; own->size > WHOLE && step < MOST_SAMPLE_BITS;
         step++) {
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

static nd_status look_up(const winnow_index *index, size_t rank, const uint64_t *probes,
                         size_t count, counter *own, nd_error *err) {
    const ranked *document = &index->ranks[rank];
    size_t looked = looked_up(document), least = 1;
    size_t need = (size_t)ceil(index->options->share * (double)document->size - 1e-9);
    need = need < 1 ? 1 : need;
    nd_status status = visit_probes(
        &least, index, probes, count, looked,
        looked == document->size ? need : index->sample_need[SAMPLE_BITS], own, err);
    for (size_t i = 0; i < own->touched.count; i++) {
        uint32_t other = own->touched.items[i];
        bool met = own->hits[other] >= least;
        own->hits[other] = 0;
        if (status >= 0 && met && shares(index, document, &index->ranks[other], need)) {
            status = add_pair(&own->pairs, document->document,
                              index->ranks[other].document, err);
        }
    }
    return status;
}

static nd_status gather_bucket(const winnow_index *index, size_t bucket, counter *own,
                               nd_error *err) {
    own->probes.count = 0;
    for (unsigned w = 0; w < index->options->threads; w++) {
        nd__u64_vector *from = &index->counters[w].buckets[bucket];
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
            size_t place = place_of(probes[begin]);
            for (end = begin + 1;
                 end < own->probes.count && place_of(probes[end]) == place;) {
                end++;
            }
            ND_TRY(look_up(index, (bucket << index->bucket_bits) + place, probes + begin,
                           end - begin, own, err));
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
    while (index->bucket_bits < MOST_BUCKET_BITS &&
           index->rank_count / CHUNKS >> index->bucket_bits != 0) {
        index->bucket_bits++;
    }
    index->bucket_count = (index->rank_count >> index->bucket_bits) + 1;
    index->counters = nd__allocate_zeroed(threads, sizeof *index->counters);
    if (index->counters == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < threads; w++) {
        counter *own = &index->counters[w];
        own->hits = nd__allocate_zeroed(index->rank_count, sizeof *own->hits);
        own->buckets = nd__allocate_zeroed(index->bucket_count, sizeof *own->buckets);
        if (own->hits == NULL || own->buckets == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

static void destroy_index(winnow_index *index) {
    for (unsigned w = 0; index->counters != NULL && w < index->options->threads; w++) {
        counter *own = &index->counters[w];
        for (size_t b = 0; own->buckets != NULL && b < index->bucket_count; b++) {
            nd__vector_clear(&own->buckets[b]);
        }
        nd__vector_clear(&own->touched);
        nd__vector_clear(&own->scratch);
        nd__vector_clear(&own->probes);
        nd__vector_clear(&own->pairs);
        free(own->buckets);
        free(own->hits);
    }
    free(index->counters);
    for (size_t chunk = 0; chunk < CHUNKS; chunk++) {
        nd__vector_clear(&index->chunks[chunk]);
    }
    free(index->ranks);
    free((void *)(uintptr_t)index->filter);
    free(index->places);
    free(index->part_begin);
    free(index->postings);
    free(index->limits);
}

nd_status nd__winnow_candidates(nd__pairs *out, const nd__corpus *corpus,
                                const bool *wanted, const nd__winnow_options *options,
                                nd_error *err) {
    nd__winnow_options own = *options;
    if (own.threads == 0) {
        own.threads = 1;
    }
    winnow_index index = {.options = &own};
    if (own.hot >= GREATEST_BEHIND) {
        own.hot = GREATEST_BEHIND - 1;
    }
    for (unsigned i = SAMPLE_BITS; i < MOST_SAMPLE_BITS; i++) {
        size_t least = least_of_sample((size_t)1 << i, own.sampled);
        index.sample_need[i] = least < 1 ? 1 : least;
    }
    nd_status status;
    ND_TRY_OUT(rank_documents(&index, corpus, wanted, err));
    ND_TRY_OUT(create_counters(&index, err));
    ND_TRY_OUT(build_filter(&index, err));
    ND_TRY_OUT(build_postings(&index, err));
    ND_TRY_OUT(nd__parallel_ranges(own.threads, index.bucket_count, 1, look_up_buckets,
                                   &index, err));
    status = collect_pairs(out, &index, err);
out:
    destroy_index(&index);
    return status;
}
