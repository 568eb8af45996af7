/* 1. Documents are ranked by how many shingles they have.
 * 2. A filter of one bit tells which shingles any document looks up; it has about four
 * bits for each. Documents are cut into chunks, which take the postings that pass.
 * 3. The postings of each chunk are scattered by partition, partitions are sorted in the
 * cache. Each posting of a shingle that its document looks up, with others behind it,
 * gives a probe, which goes to the bucket of the document.
 *
 * Chunks and partitions are worked on in parallel. Which bucket of which thread has a
 * probe depends on chance, what all have together does not. */
#include "match/winnow_postings.h"

#include <stdatomic.h>
#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"

#define CHUNKS ((size_t)64)
#define PART_SIZE ((size_t)8192) /* postings, 64 KB */
#define MOST_PART_BITS 11
#define MOST_BUCKET_BITS 12 /* documents of a bucket */
#define FILTER_BITS_A_KEY 4
#define AHEAD ((size_t)4)         /* documents */
#define MOST_CALLED ((size_t)128) /* shingles that are asked for ahead */

typedef struct builder {
    nd__winnow_postings *out;
    _Atomic uint64_t *filter; /* bits: shingles that are looked up */
    unsigned filter_bits;
    nd__u64_vector chunks[CHUNKS]; /* postings before they are sorted */
    unsigned part_bits;
    size_t *part_begin;      /* [2^part_bits + 1] */
    size_t *places;          /* [CHUNKS][2^part_bits] */
    uint32_t *limits;        /* [ranks] the greatest shingle that is looked up */
    nd__u64_vector *scratch; /* [threads] */
} builder;

/* Winnowed hashes are small ones; this spreads them, one to one. */
static uint32_t key_of(uint32_t shingle, uint32_t salt) {
    return (shingle ^ salt) * UINT32_C(0x9E3779B1);
}

static uint32_t shingle_of(uint32_t key, uint32_t salt) {
    return (key * UINT32_C(0x0E8B2F51)) ^ salt;
}

static uint64_t make_probe(size_t place, size_t behind, size_t end) {
    behind = behind < ND__WINNOW_MOST_BEHIND ? behind : ND__WINNOW_MOST_BEHIND;
    return (uint64_t)place << 48 | (uint64_t)behind << 32 | end;
}

/* Documents of two sites have no key in common, but by chance. */
static uint32_t salt_of(const nd__document *document) {
    return (uint32_t)nd__mix64((uint64_t)document->site_number + 1);
}

static nd_status rank_documents(builder *b, const nd__corpus *corpus, const bool *wanted,
                                bool by_site, nd_error *err) {
    size_t documents = corpus->documents.count, count = 0;
    uint64_t *order = nd__allocate(documents, 2 * sizeof *order);
    if (order == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < documents; d++) {
        const nd__document *document = &corpus->documents.items[d];
        size_t size = document->winnow_count;
        if (wanted[d] && size > 0) {
            order[count++] = (uint64_t)size << 32 | (UINT32_MAX - d);
        }
    }
    nd__sort_u64(order, order + documents, count);
    b->out->ranks = nd__allocate(count, sizeof *b->out->ranks);
    b->limits = nd__allocate(count, sizeof *b->limits);
    bool made = b->out->ranks != NULL && b->limits != NULL;
    for (size_t r = 0; r < count && made; r++) {
        uint32_t d = UINT32_MAX - (uint32_t)order[r];
        const nd__document *document = &corpus->documents.items[d];
        b->out->ranks[r] = (nd__winnow_ranked){
            corpus->winnowed.items + document->winnow_begin, (uint32_t)(order[r] >> 32),
            d, by_site ? salt_of(document) : 0};
        const nd__winnow_ranked *own = &b->out->ranks[r];
        b->limits[r] = own->shingles[nd__winnow_looked_up(own) - 1];
    }
    b->out->rank_count = count;
    free(order);
    return made ? ND_OK : nd__fail_memory(err);
}

static size_t chunk_begin(const builder *b, size_t chunk) {
    return b->out->rank_count / CHUNKS * chunk +
           b->out->rank_count % CHUNKS * chunk / CHUNKS;
}

/* Documents stand in the order of their sizes, so that each list lies elsewhere: the
 * beginning of one that will be read soon is asked for. */
static void call_for_list(const builder *b, size_t rank) {
#if defined(__GNUC__)
    if (rank < b->out->rank_count) {
        const nd__winnow_ranked *own = &b->out->ranks[rank];
        size_t count = own->size < MOST_CALLED ? own->size : MOST_CALLED;
        for (size_t i = 0; i < count; i += 64 / sizeof *own->shingles) {
            __builtin_prefetch(own->shingles + i);
        }
    }
#else
    (void)b;
    (void)rank;
#endif
}

static nd_status fill_filter(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    (void)worker;
    (void)err;
    builder *b = payload;
    for (size_t r = begin; r < end; r++) {
        const nd__winnow_ranked *own = &b->out->ranks[r];
        size_t count = nd__winnow_looked_up(own);
        call_for_list(b, r + AHEAD);
        for (size_t i = 0; i < count; i++) {
            size_t bit = key_of(own->shingles[i], own->salt) >> (32 - b->filter_bits);
            uint64_t mask = UINT64_C(1) << (bit % 64);
            _Atomic uint64_t *word = &b->filter[bit / 64];
            if ((atomic_load_explicit(word, memory_order_relaxed) & mask) == 0) {
                atomic_fetch_or_explicit(word, mask, memory_order_relaxed);
            }
        }
    }
    return ND_OK;
}

static nd_status build_filter(builder *b, nd_error *err) {
    size_t count = 0;
    for (size_t r = 0; r < b->out->rank_count; r++) {
        count += nd__winnow_looked_up(&b->out->ranks[r]);
    }
    b->filter_bits = 6;
    while (b->filter_bits < 32 && (count * FILTER_BITS_A_KEY) >> b->filter_bits != 0) {
        b->filter_bits++;
    }
    b->filter = nd__allocate_zeroed((size_t)1 << (b->filter_bits - 6), sizeof(uint64_t));
    if (b->filter == NULL) {
        return nd__fail_memory(err);
    }
    return nd__parallel_ranges(b->out->threads, b->out->rank_count, 1024, fill_filter, b,
                               err);
}

static size_t part_of(const builder *b, uint64_t posting) {
    return (size_t)(posting >> 32 << b->part_bits >> 32);
}

/* Takes the postings of a chunk that pass the filter, and counts them by part. */
static nd_status take_chunk(builder *b, size_t chunk, nd_error *err) {
    nd__u64_vector *out = &b->chunks[chunk];
    size_t *counts = b->places + (chunk << b->part_bits);
    size_t end = chunk_begin(b, chunk + 1);
    for (size_t r = chunk_begin(b, chunk); r < end; r++) {
        const nd__winnow_ranked *own = &b->out->ranks[r];
        ND_TRY(nd__vector_extend(out, own->size, err));
        uint64_t *to = out->items + out->count;
        size_t taken = 0;
        call_for_list(b, r + AHEAD);
        for (size_t i = 0; i < own->size; i++) {
            uint32_t key = key_of(own->shingles[i], own->salt);
            size_t bit = key >> (32 - b->filter_bits);
            uint64_t word =
                atomic_load_explicit(&b->filter[bit / 64], memory_order_relaxed);
            to[taken] = (uint64_t)key << 32 | r;
            taken += (word >> (bit % 64)) & 1;
        }
        for (size_t i = 0; i < taken; i++) {
            counts[part_of(b, to[i])]++;
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
    builder *b = payload;
    for (size_t chunk = begin; chunk < end; chunk++) {
        nd__u64_vector *from = &b->chunks[chunk];
        size_t *places = b->places + (chunk << b->part_bits);
        for (size_t i = 0; i < from->count; i++) {
            uint64_t posting = from->items[i];
            b->out->postings[places[part_of(b, posting)]++] = posting;
        }
        nd__vector_clear(from);
    }
    return ND_OK;
}

/* Counts become places: parts in order, in each the chunks in order. */
static void set_places(builder *b) {
    size_t parts = (size_t)1 << b->part_bits;
    for (size_t p = 0; p < parts; p++) {
        b->part_begin[p] = b->out->count;
        for (size_t chunk = 0; chunk < CHUNKS; chunk++) {
            size_t *place = &b->places[(chunk << b->part_bits) + p];
            size_t count = *place;
            *place = b->out->count;
            b->out->count += count;
        }
    }
    b->part_begin[parts] = b->out->count;
}

/* The probes of one shingle, whose postings are [begin, end). */
static nd_status give_probes(builder *b, size_t begin, size_t end,
                             nd__u64_vector *buckets, nd_error *err) {
    uint32_t key = (uint32_t)(b->out->postings[begin] >> 32);
    size_t in_bucket = ((size_t)1 << b->out->bucket_bits) - 1;
    for (size_t i = begin; i + 1 < end; i++) {
        uint32_t rank = (uint32_t)b->out->postings[i];
        if (shingle_of(key, b->out->ranks[rank].salt) <= b->limits[rank]) {
            nd__u64_vector *bucket = &buckets[rank >> b->out->bucket_bits];
            ND_TRY(nd__vector_extend(bucket, 1, err));
            bucket->items[bucket->count++] =
                make_probe(rank & in_bucket, end - 1 - i, end);
        }
    }
    return ND_OK;
}

static nd_status sort_parts(size_t first, size_t last, unsigned worker, void *payload,
                            nd_error *err) {
    builder *b = payload;
    nd__u64_vector *scratch = &b->scratch[worker];
    for (size_t p = first; p < last; p++) {
        size_t begin = b->part_begin[p], part_end = b->part_begin[p + 1];
        ND_TRY(nd__vector_reserve(scratch, part_end - begin, err));
        nd__sort_u64(b->out->postings + begin, scratch->items, part_end - begin);
        for (size_t end; begin < part_end; begin = end) {
            uint64_t key = b->out->postings[begin] >> 32;
            for (end = begin + 1; end < part_end && b->out->postings[end] >> 32 == key;) {
                end++;
            }
            if (end - begin > 1) {
                ND_TRY(give_probes(b, begin, end,
                                   b->out->buckets + worker * b->out->bucket_count, err));
            }
        }
    }
    return ND_OK;
}

static nd_status build_postings(builder *b, nd_error *err) {
    unsigned threads = b->out->threads;
    size_t most = 0;
    for (size_t r = 0; r < b->out->rank_count; r++) {
        most += b->out->ranks[r].size;
    }
    while (b->part_bits < MOST_PART_BITS && most / PART_SIZE >> b->part_bits != 0) {
        b->part_bits++;
    }
    size_t parts = (size_t)1 << b->part_bits;
    b->places = nd__allocate_zeroed(parts, CHUNKS * sizeof *b->places);
    b->part_begin = nd__allocate(parts + 1, sizeof *b->part_begin);
    if (b->places == NULL || b->part_begin == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__parallel_ranges(threads, CHUNKS, 1, take_chunks, b, err));
    set_places(b);
    if (b->out->count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "more than 4 billion winnowed shingles; split the input");
    }
    b->out->postings = nd__allocate(b->out->count, sizeof *b->out->postings);
    if (b->out->postings == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__parallel_ranges(threads, CHUNKS, 1, scatter_chunks, b, err));
    return nd__parallel_ranges(threads, parts, 8, sort_parts, b, err);
}

static nd_status create_buckets(builder *b, nd_error *err) {
    nd__winnow_postings *out = b->out;
    while (out->bucket_bits < MOST_BUCKET_BITS &&
           out->rank_count / CHUNKS >> out->bucket_bits != 0) {
        out->bucket_bits++;
    }
    out->bucket_count = (out->rank_count >> out->bucket_bits) + 1;
    out->buckets =
        nd__allocate_zeroed(out->bucket_count, out->threads * sizeof *out->buckets);
    b->scratch = nd__allocate_zeroed(out->threads, sizeof *b->scratch);
    return out->buckets == NULL || b->scratch == NULL ? nd__fail_memory(err) : ND_OK;
}

static void clear_builder(builder *b) {
    for (unsigned w = 0; b->scratch != NULL && w < b->out->threads; w++) {
        nd__vector_clear(&b->scratch[w]);
    }
    for (size_t chunk = 0; chunk < CHUNKS; chunk++) {
        nd__vector_clear(&b->chunks[chunk]);
    }
    free((void *)(uintptr_t)b->filter);
    free(b->part_begin);
    free(b->places);
    free(b->limits);
    free(b->scratch);
}

void nd__winnow_postings_clear(nd__winnow_postings *postings) {
    size_t buckets = postings->bucket_count * postings->threads;
    for (size_t i = 0; postings->buckets != NULL && i < buckets; i++) {
        nd__vector_clear(&postings->buckets[i]);
    }
    free(postings->buckets);
    free(postings->ranks);
    free(postings->postings);
    memset(postings, 0, sizeof *postings);
}

nd_status nd__winnow_postings_make(nd__winnow_postings *out, const nd__corpus *corpus,
                                   const bool *wanted, bool by_site, unsigned threads,
                                   nd_error *err) {
    memset(out, 0, sizeof *out);
    out->threads = threads;
    builder b = {.out = out};
    nd_status status;
    ND_TRY_OUT(rank_documents(&b, corpus, wanted, by_site, err));
    ND_TRY_OUT(create_buckets(&b, err));
    ND_TRY_OUT(build_filter(&b, err));
    status = build_postings(&b, err);
out:
    clear_builder(&b);
    if (status < 0) {
        nd__winnow_postings_clear(out);
    }
    return status;
}
