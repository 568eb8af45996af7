/* Candidates of locality-sensitive hashing: Indyk and Motwani 1998; for MinHash bands
 * Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.
 *
 * One band at a time, bands in parallel. A band's key is a 64-bit hash of its r values.
 *   1. Keys of all documents; entries (key, document) are scattered by the top bits of
 * the key into parts small enough for the cache.
 *   2. In each part a table of chains brings equal keys together. Entries enter it last
 *      first, at the head of their chain, so that each chain ascends by document.
 *   3. A bucket gives its pairs. A pair that agrees in an earlier band as well was given
 *      there: the two signatures tell, and nothing is remembered.
 *   4. A hot bucket gives star edges only. So a pair that met in a hot bucket may still
 *      be owed: step 3 is run again over the documents of hot buckets alone, for pairs
 *      whose earlier bands in common are all hot.
 * At the end all is sorted, and star edges that several bands gave become one. */
#include "store/band_tables.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/status.h"
#include "base/threads.h"

#define PART_SIZE 2048 /* entries of 16 bytes: 32 KB, and a table of 16 KB */
#define MAX_PART_BITS 12
#define LEADER_ROUNDS 16
#define NO_ENTRY UINT32_MAX

typedef struct entry {
    uint64_t key;
    uint32_t document;
    uint32_t next; /* with an equal key or slot, or NO_ENTRY */
} entry;

/* What one band gave. */
typedef struct band_result {
    nd__u64_vector pairs;    /* a << 32 | b, a < b */
    nd__u64_vector hot_keys; /* ascending once the band is done */
} band_result;

/* A thread's memory. */
typedef struct scratch {
    uint64_t *keys; /* [documents] */
    uint32_t *ids;  /* [documents] documents that take part, ascending */
    entry *entries; /* [documents] */
    uint32_t *slots;
    size_t slot_capacity;
    nd__u32_vector members, rest; /* of one bucket */
} scratch;

typedef struct finder {
    const nd__signatures *signatures;
    nd_bands bands;
    double threshold;
    size_t hot;
    band_result *results;  /* [bands] */
    scratch *scratches;    /* [threads] */
    unsigned char *in_hot; /* [documents]: in a hot bucket of some band; NULL in the first
                              run */
} finder;

static const uint32_t *row_of(const finder *f, uint32_t document) {
    return f->signatures->rows + (size_t)document * f->signatures->size;
}

static bool agree(const finder *f, const uint32_t *a, const uint32_t *b, uint32_t band) {
    size_t at = (size_t)band * f->bands.rows;
    return memcmp(a + at, b + at, f->bands.rows * sizeof *a) == 0;
}

static uint64_t key_in_band(const finder *f, const uint32_t *row, uint32_t band) {
    return nd__hash64(row + (size_t)band * f->bands.rows, f->bands.rows * sizeof *row, 0);
}

static bool is_signed(const uint32_t *row, uint32_t size) {
    for (uint32_t i = 0; i < size; i++) {
        if (row[i] != UINT32_MAX) {
            return true;
        }
    }
    return false;
}

static bool is_hot_key(const band_result *result, uint64_t key) {
    size_t low = 0, high = result->hot_keys.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (result->hot_keys.items[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < result->hot_keys.count && result->hot_keys.items[low] == key;
}

static nd_status add_pair(band_result *result, uint32_t a, uint32_t b, nd_error *err) {
    ND_TRY(nd__vector_extend(&result->pairs, 1, err));
    result->pairs.items[result->pairs.count++] = (uint64_t)a << 32 | b;
    return ND_OK;
}

/* Whether a pair that agrees in `band` is this band's to give. First run: no earlier band
 * has it. Second run: earlier bands have it, and in hot buckets only. */
static bool is_due(const finder *f, const uint32_t *a, const uint32_t *b, uint32_t band) {
    if (!agree(f, a, b, band)) {
        return false; /* two keys met by chance */
    }
    bool earlier = false;
    for (uint32_t i = 0; i < band; i++) {
        if (agree(f, a, b, i)) {
            if (f->in_hot == NULL || !is_hot_key(&f->results[i], key_in_band(f, a, i))) {
                return false;
            }
            earlier = true;
        }
    }
    return f->in_hot == NULL || earlier;
}

static nd_status give_all_pairs(finder *f, band_result *result, uint32_t band,
                                const nd__u32_vector *members, nd_error *err) {
    for (size_t i = 0; i < members->count; i++) {
        const uint32_t *a = row_of(f, members->items[i]);
        for (size_t j = i + 1; j < members->count; j++) {
            if (is_due(f, a, row_of(f, members->items[j]), band)) {
                ND_TRY(add_pair(result, members->items[i], members->items[j], err));
            }
        }
    }
    return ND_OK;
}

/* Empties members. */
static nd_status give_star_edges(finder *f, band_result *result, uint32_t band,
                                 nd__u32_vector *members, nd__u32_vector *rest,
                                 nd_error *err) {
    for (unsigned round = 0; round < LEADER_ROUNDS && members->count > 1; round++) {
        uint32_t leader = members->items[0];
        const uint32_t *a = row_of(f, leader);
        rest->count = 0;
        ND_TRY(nd__vector_reserve(rest, members->count, err));
        for (size_t i = 1; i < members->count; i++) {
            uint32_t other = members->items[i];
            const uint32_t *b = row_of(f, other);
            if (agree(f, a, b, band)) {
                ND_TRY(add_pair(result, leader, other, err));
            }
            if (nd_minhash_similarity(a, b, f->signatures->size) < f->threshold) {
                rest->items[rest->count++] = other;
            }
        }
        nd__u32_vector swapped = *members;
        *members = *rest;
        *rest = swapped;
    }
    return ND_OK;
}

static nd_status give_bucket(finder *f, scratch *s, uint32_t band, uint64_t key,
                             nd_error *err) {
    band_result *result = &f->results[band];
    if (s->members.count <= f->hot) {
        return give_all_pairs(f, result, band, &s->members, err);
    }
    if (f->in_hot != NULL) {
        return ND_OK; /* its star edges are there from the first run */
    }
    ND_TRY(nd__vector_extend(&result->hot_keys, 1, err));
    result->hot_keys.items[result->hot_keys.count++] = key;
    return give_star_edges(f, result, band, &s->members, &s->rest, err);
}

/* Chains equal keys of one part and gives each bucket, in the order of its first
 * document. */
static nd_status group_part(finder *f, scratch *s, uint32_t band, entry *entries,
                            size_t count, nd_error *err) {
    size_t slot_count = 1;
    while (slot_count < count * 2) {
        slot_count *= 2;
    }
    ND_TRY(nd__grow(&s->slots, &s->slot_capacity, slot_count, sizeof *s->slots, err));
    memset(s->slots, 0xFF, slot_count * sizeof *s->slots); /* NO_ENTRY */
    for (size_t i = count; i-- > 0;) {
        /* The top bits are the same all over the part. */
        uint32_t *slot = &s->slots[entries[i].key & (slot_count - 1)];
        entries[i].next = *slot;
        *slot = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        entry *first = &entries[i];
        if (first->document == NO_ENTRY || first->next == NO_ENTRY) {
            continue;
        }
        s->members.count = 0;
        for (uint32_t at = (uint32_t)i, next; at != NO_ENTRY; at = next) {
            next = entries[at].next;
            if (entries[at].key == first->key && entries[at].document != NO_ENTRY) {
                ND_TRY(nd__vector_extend(&s->members, 1, err));
                s->members.items[s->members.count++] = entries[at].document;
                entries[at].document = NO_ENTRY; /* done */
            }
        }
        if (s->members.count > 1) {
            ND_TRY(give_bucket(f, s, band, first->key, err));
        }
    }
    return ND_OK;
}

/* Keys and documents that take part in the band; returns how many. */
static size_t collect_keys(const finder *f, scratch *s, uint32_t band) {
    size_t count = 0;
    for (size_t d = 0; d < f->signatures->documents; d++) {
        if ((f->in_hot != NULL && f->in_hot[d] == 0) ||
            (f->signatures->wanted != NULL && !f->signatures->wanted[d])) {
            continue;
        }
        const uint32_t *row = row_of(f, (uint32_t)d);
        /* One look decides nearly always. */
        if (row[0] == UINT32_MAX && !is_signed(row, f->signatures->size)) {
            continue;
        }
        uint64_t key = key_in_band(f, row, band);
        if (f->in_hot != NULL && is_hot_key(&f->results[band], key)) {
            continue;
        }
        s->keys[count] = key;
        s->ids[count++] = (uint32_t)d;
    }
    return count;
}

static nd_status run_band(finder *f, scratch *s, uint32_t band, nd_error *err) {
    size_t count = collect_keys(f, s, band);
    unsigned part_bits = 0;
    while (part_bits < MAX_PART_BITS && count >> part_bits > PART_SIZE) {
        part_bits++;
    }
    size_t ends[(1u << MAX_PART_BITS) + 1] = {0};
    unsigned shift = 63 - part_bits; /* two steps: a shift by 64 is undefined */
    for (size_t i = 0; i < count; i++) {
        ends[(s->keys[i] >> 1 >> shift) + 1]++;
    }
    size_t parts = (size_t)1 << part_bits;
    for (size_t p = 1; p <= parts; p++) {
        ends[p] += ends[p - 1];
    }
    /* ends[p] is now where part p begins, and after the loop where it ends. */
    for (size_t i = 0; i < count; i++) {
        size_t at = ends[s->keys[i] >> 1 >> shift]++;
        s->entries[at] = (entry){.key = s->keys[i], .document = s->ids[i]};
    }
    size_t begin = 0;
    for (size_t p = 0; p < parts; p++) {
        ND_TRY(group_part(f, s, band, s->entries + begin, ends[p] - begin, err));
        begin = ends[p];
    }
    nd__u64_vector *hot_keys = &f->results[band].hot_keys;
    if (f->in_hot == NULL && hot_keys->count > 1) {
        /* The keys are done with, and there is room: a bucket has two documents or more.
         */
        nd__sort_u64(hot_keys->items, s->keys, hot_keys->count);
    }
    return ND_OK;
}

static nd_status run_bands(size_t begin, size_t end, unsigned worker, void *payload,
                           nd_error *err) {
    finder *f = payload;
    for (size_t band = begin; band < end; band++) {
        ND_TRY(run_band(f, &f->scratches[worker], (uint32_t)band, err));
    }
    return ND_OK;
}

static nd_status prepare_scratch(scratch *s, size_t documents, nd_error *err) {
    s->keys = nd__allocate(documents, sizeof *s->keys);
    s->ids = nd__allocate(documents, sizeof *s->ids);
    s->entries = nd__allocate(documents, sizeof *s->entries);
    if (s->keys == NULL || s->ids == NULL || s->entries == NULL) {
        return nd__fail_memory(err);
    }
    return ND_OK;
}

static void clear_scratch(scratch *s) {
    free(s->keys);
    free(s->ids);
    free(s->entries);
    free(s->slots);
    nd__vector_clear(&s->members);
    nd__vector_clear(&s->rest);
}

/* Marks the documents of hot buckets; leaves in_hot NULL where there are none. */
static nd_status mark_hot(finder *f, uint64_t *hot_buckets, nd_error *err) {
    uint64_t total = 0;
    for (uint32_t band = 0; band < f->bands.bands; band++) {
        total += f->results[band].hot_keys.count;
    }
    *hot_buckets = total;
    if (total == 0) {
        return ND_OK;
    }
    unsigned char *marks = nd__allocate_zeroed(f->signatures->documents, 1);
    if (marks == NULL) {
        return nd__fail_memory(err);
    }
    for (uint32_t band = 0; band < f->bands.bands; band++) {
        const band_result *result = &f->results[band];
        for (size_t d = 0; result->hot_keys.count > 0 && d < f->signatures->documents;
             d++) {
            const uint32_t *row = row_of(f, (uint32_t)d);
            if (marks[d] == 0 && is_hot_key(result, key_in_band(f, row, band))) {
                marks[d] = 1;
            }
        }
    }
    f->in_hot = marks;
    return ND_OK;
}

static nd_status gather(nd__pairs *out, const finder *f, nd_error *err) {
    size_t total = 0;
    for (uint32_t band = 0; band < f->bands.bands; band++) {
        total += f->results[band].pairs.count;
    }
    uint64_t *all = nd__allocate(total, sizeof *all);
    uint64_t *spare = nd__allocate(total, sizeof *spare);
    nd_status status = ND_OK;
    if (all == NULL || spare == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    size_t count = 0;
    for (uint32_t band = 0; band < f->bands.bands; band++) {
        nd__u64_vector *pairs = &f->results[band].pairs;
        if (pairs->count > 0) {
            memcpy(all + count, pairs->items, pairs->count * sizeof *all);
        }
        count += pairs->count;
        nd__vector_clear(pairs);
    }
    nd__sort_u64(all, spare, count);
    count = nd__unique_u64(all, count);
    ND_TRY_OUT(nd__vector_extend(out, count, err));
    for (size_t i = 0; i < count; i++) {
        out->items[out->count++] = (nd__pair){(uint32_t)(all[i] >> 32), (uint32_t)all[i]};
    }
out:
    free(all);
    free(spare);
    return status;
}

static nd_status check_arguments(const nd__signatures *signatures, nd_bands bands,
                                 nd_error *err) {
    if (bands.rows == 0 || bands.bands == 0 ||
        bands.bands > signatures->size / bands.rows) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "%lu bands of %lu rows do not fit a signature_size of %lu",
                        (unsigned long)bands.bands, (unsigned long)bands.rows,
                        (unsigned long)signatures->size);
    }
    if (signatures->documents >= NO_ENTRY) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "%zu documents are too many for one table",
                        signatures->documents);
    }
    return ND_OK;
}

nd_status nd__bands_candidates(nd__pairs *out, const nd__signatures *signatures,
                               nd_bands bands, double threshold, size_t hot,
                               unsigned threads, uint64_t *hot_buckets, nd_error *err) {
    *hot_buckets = 0;
    ND_TRY(check_arguments(signatures, bands, err));
    if (signatures->documents < 2) {
        return ND_OK;
    }
    threads = threads == 0 ? 1 : threads > bands.bands ? bands.bands : threads;
    finder f = {
        .signatures = signatures, .bands = bands, .threshold = threshold, .hot = hot};
    nd_status status = ND_OK;
    f.results = nd__allocate_zeroed(bands.bands, sizeof *f.results);
    f.scratches = nd__allocate_zeroed(threads, sizeof *f.scratches);
    if (f.results == NULL || f.scratches == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (unsigned t = 0; t < threads; t++) {
        ND_TRY_OUT(prepare_scratch(&f.scratches[t], signatures->documents, err));
    }
    ND_TRY_OUT(nd__parallel_ranges(threads, bands.bands, 1, run_bands, &f, err));
    ND_TRY_OUT(mark_hot(&f, hot_buckets, err));
    if (f.in_hot != NULL) {
        ND_TRY_OUT(nd__parallel_ranges(threads, bands.bands, 1, run_bands, &f, err));
    }
    ND_TRY_OUT(gather(out, &f, err));
out:
    for (unsigned t = 0; f.scratches != NULL && t < threads; t++) {
        clear_scratch(&f.scratches[t]);
    }
    for (uint32_t band = 0; f.results != NULL && band < bands.bands; band++) {
        nd__vector_clear(&f.results[band].pairs);
        nd__vector_clear(&f.results[band].hot_keys);
    }
    free(f.scratches);
    free(f.results);
    free(f.in_hot);
    return status;
}
