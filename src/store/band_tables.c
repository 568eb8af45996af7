/* Candidates of locality-sensitive hashing: Indyk and Motwani 1998; for MinHash bands
 * Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.
 *
 * A group of bands at a time, since rows are read once a group. A band's key is a 32-bit
 * hash of its r values.
 *   1. Keys of all documents in all bands of the group, in parallel by documents. The
 * rest is in parallel by bands.
 *   2. Entries (key, document) are scattered by the top bits of the key into parts small
 * enough for the cache.
 *   3. In each part most keys are alone: a table of small counters drops them. Of the
 * others chains bring equal keys together. Entries enter a chain last first, at its
 * head, so that each ascends by document. Rows are called for before they are compared.
 *   4. A bucket gives its pairs. A pair that agrees in an earlier band as well was given
 *      there: the two signatures tell, and nothing is remembered. They also tell where
 * two keys met by chance.
 *   5. A hot bucket gives star edges only. So a pair that met in a hot bucket may still
 *      be owed: all is run again over the documents of hot buckets alone, for pairs
 *      whose earlier bands in common are all hot. What is hot is known by a 64-bit key.
 * At the end all is sorted, and star edges that several bands gave become one. */
#include "store/band_tables.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/status.h"
#include "base/threads.h"
#include "store/band_values.h"

#define PART_SIZE 4096 /* entries of 8 bytes: 32 KB */
#define MAX_PART_BITS 12
#define COUNTERS_AN_ENTRY 4
#define GROUP_SIZE 4u /* bands whose keys are held at once, and more for more threads */
#define ROW_STEP 4096
#define APART 128 /* so that no two threads write to one cache line */
#define AHEAD 8   /* rows called for before they are read */
#define LEADER_ROUNDS 16
#define NO_ENTRY UINT32_MAX

typedef struct entry {
    uint32_t key;
    uint32_t document;
} entry;

/* What one band gave. */
typedef struct band_result {
    nd__u64_vector pairs;    /* a << 32 | b, a < b */
    nd__u64_vector hot_keys; /* ascending once the band is done */
    char apart[APART];
} band_result;

/* A thread's memory. */
typedef struct scratch {
    entry *entries;         /* [documents] */
    nd__buffer counters;    /* how many entries of a part a counter stands for, up to 2 */
    nd__u32_vector slots;   /* first of each chain */
    nd__u32_vector next;    /* [entries of a part] in the chain, or NO_ENTRY */
    nd__u32_vector members; /* of the buckets of a part, one after the other */
    nd__u32_vector ends;    /* [buckets] where each ends in members */
    nd__u32_vector own, rest; /* of a hot bucket */
    ND_VECTOR(nd__keyed) split;
    char apart[APART];
} scratch;

typedef struct finder {
    const nd__signatures *signatures;
    nd_bands bands;
    double threshold;
    size_t hot;
    band_result *results; /* [bands] */
    scratch *scratches;   /* [threads] */
    uint32_t *ids;        /* [id_count] documents that take part, ascending */
    size_t id_count;
    uint32_t *keys;        /* [bands of the group][documents] */
    uint32_t first, count; /* bands of the group */
    unsigned char *in_hot; /* [documents]: in a hot bucket of some band; NULL in the first
                              run */
} finder;

static const uint16_t *row_of(const finder *f, uint32_t document) {
    return f->signatures->rows + (size_t)document * f->signatures->size;
}

/* Asks the memory for values that will be read soon. */
static inline void call_for(const uint16_t *values, size_t count) {
#if defined(__GNUC__)
    for (size_t i = 0; i < count; i += 64 / sizeof *values) {
        __builtin_prefetch(values + i);
    }
    __builtin_prefetch(values + count - 1);
#else
    (void)values;
    (void)count;
#endif
}

/* ---- keys ---- */

static inline bool agree(const finder *f, const uint16_t *a, const uint16_t *b,
                         uint32_t band) {
    size_t at = (size_t)band * f->bands.rows;
    return nd__band_equal(a + at, b + at, f->bands.rows);
}

static uint64_t key_in_band(const finder *f, const uint16_t *row, uint32_t band) {
    return nd__band_hash(row + (size_t)band * f->bands.rows, f->bands.rows);
}

static inline void hash_range(const finder *f, size_t begin, size_t end, uint32_t rows) {
    size_t first = (size_t)f->first * rows;
    for (size_t i = begin; i < end; i++) {
        if (i + AHEAD < end) {
            call_for(row_of(f, f->ids[i + AHEAD]) + first, f->count * rows);
        }
        const uint16_t *values = row_of(f, f->ids[i]) + first;
        uint32_t *keys = f->keys + i;
        for (uint32_t band = 0; band < f->count; band++) {
            *keys = (uint32_t)nd__band_hash(values, rows);
            values += rows;
            keys += f->id_count;
        }
    }
}

/* The usual sizes of a band get loops of their own, in which the size is known. */
static nd_status hash_rows(size_t begin, size_t end, unsigned worker, void *payload,
                           nd_error *err) {
    (void)worker;
    (void)err;
    const finder *f = payload;
    switch (f->bands.rows) {
        case 4:
            hash_range(f, begin, end, 4);
            break;
        case 5:
            hash_range(f, begin, end, 5);
            break;
        case 6:
            hash_range(f, begin, end, 6);
            break;
        case 7:
            hash_range(f, begin, end, 7);
            break;
        case 8:
            hash_range(f, begin, end, 8);
            break;
        default:
            hash_range(f, begin, end, f->bands.rows);
    }
    return ND_OK;
}

/* ---- pairs ---- */

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
static bool is_due(const finder *f, const uint16_t *a, const uint16_t *b, uint32_t band) {
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
                                const uint32_t *members, size_t count, nd_error *err) {
    for (size_t i = 0; i < count; i++) {
        const uint16_t *a = row_of(f, members[i]);
        for (size_t j = i + 1; j < count; j++) {
            if (is_due(f, a, row_of(f, members[j]), band)) {
                ND_TRY(add_pair(result, members[i], members[j], err));
            }
        }
    }
    return ND_OK;
}

/* Sixteen bits a step: there are at most 512 values. */
static double similarity(const uint16_t *a, const uint16_t *b, uint32_t size) {
    uint16_t equal = 0;
    for (uint32_t i = 0; i < size; i++) {
        equal = (uint16_t)(equal + (a[i] == b[i]));
    }
    return (double)equal / (double)size;
}

/* Empties members. */
static nd_status give_star_edges(finder *f, band_result *result, uint32_t band,
                                 nd__u32_vector *members, nd__u32_vector *rest,
                                 nd_error *err) {
    for (unsigned round = 0; round < LEADER_ROUNDS && members->count > 1; round++) {
        uint32_t leader = members->items[0];
        const uint16_t *a = row_of(f, leader);
        rest->count = 0;
        ND_TRY(nd__vector_reserve(rest, members->count, err));
        for (size_t i = 1; i < members->count; i++) {
            uint32_t other = members->items[i];
            const uint16_t *b = row_of(f, other);
            if (agree(f, a, b, band)) {
                ND_TRY(add_pair(result, leader, other, err));
            }
            if (similarity(a, b, f->signatures->size) < f->threshold) {
                rest->items[rest->count++] = other;
            }
        }
        nd__u32_vector swapped = *members;
        *members = *rest;
        *rest = swapped;
    }
    return ND_OK;
}

/* Of a bucket whose 64-bit keys are equal. */
static nd_status give_bucket(finder *f, scratch *s, uint32_t band, uint64_t key,
                             nd_error *err) {
    band_result *result = &f->results[band];
    if (s->own.count <= f->hot) {
        return give_all_pairs(f, result, band, s->own.items, s->own.count, err);
    }
    if (f->in_hot != NULL) {
        return ND_OK; /* its star edges are there from the first run */
    }
    ND_TRY(nd__vector_extend(&result->hot_keys, 1, err));
    result->hot_keys.items[result->hot_keys.count++] = key;
    return give_star_edges(f, result, band, &s->own, &s->rest, err);
}

/* It looks hot: by 64-bit keys it may be several buckets. */
static nd_status split_bucket(finder *f, scratch *s, uint32_t band,
                              const uint32_t *members, size_t count, nd_error *err) {
    ND_TRY(nd__vector_reserve(&s->split, 2 * count, err));
    nd__keyed *items = s->split.items;
    for (size_t i = 0; i < count; i++) {
        items[i] = (nd__keyed){key_in_band(f, row_of(f, members[i]), band), members[i]};
    }
    nd__sort_keyed(items, items + count, count);
    ND_TRY(nd__vector_reserve(&s->own, count, err));
    for (size_t begin = 0, end; begin < count; begin = end) {
        s->own.count = 0;
        for (end = begin; end < count && items[end].key == items[begin].key; end++) {
            s->own.items[s->own.count++] = (uint32_t)items[end].value;
        }
        ND_TRY(give_bucket(f, s, band, items[begin].key, err));
    }
    return ND_OK;
}

static nd_status give_buckets(finder *f, scratch *s, uint32_t band, nd_error *err) {
    size_t begin = 0;
    for (size_t b = 0; b < s->ends.count; b++) {
        size_t count = s->ends.items[b] - begin;
        const uint32_t *members = s->members.items + begin;
        if (count <= f->hot) {
            ND_TRY(give_all_pairs(f, &f->results[band], band, members, count, err));
        } else {
            ND_TRY(split_bucket(f, s, band, members, count, err));
        }
        begin = s->ends.items[b];
    }
    return ND_OK;
}

/* ---- parts ---- */

/* Moves entries whose key may not be alone to the front; returns how many they are. */
static size_t drop_single(unsigned char *counters, size_t mask, entry *entries,
                          size_t count) {
    memset(counters, 0, mask + 1);
    for (size_t i = 0; i < count; i++) {
        unsigned char *counter = &counters[entries[i].key & mask];
        *counter = (unsigned char)((*counter << 1 | 1) & 3); /* none, one, more */
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        entry e = entries[i];
        entries[kept] = e;
        kept += counters[e.key & mask] >> 1;
    }
    return kept;
}

/* Room for a part of that size. */
static nd_status make_room(scratch *s, size_t count, size_t slots, nd_error *err) {
    ND_TRY(nd__vector_reserve(&s->counters, slots, err));
    ND_TRY(nd__vector_reserve(&s->slots, slots, err));
    ND_TRY(nd__vector_reserve(&s->next, count, err));
    ND_TRY(nd__vector_reserve(&s->members, count, err));
    return nd__vector_reserve(&s->ends, count, err);
}

/* Collects the buckets of two documents and more, in the order of their first document.
 */
static void chain_entries(const finder *f, scratch *s, uint32_t band, entry *entries,
                          size_t count) {
    size_t slots = 16;
    while (slots < count * 2) {
        slots *= 2;
    }
    memset(s->slots.items, 0xFF, slots * sizeof *s->slots.items); /* NO_ENTRY */
    for (size_t i = count; i-- > 0;) {
        /* The top bits are the same all over the part. */
        uint32_t *slot = &s->slots.items[entries[i].key & (slots - 1)];
        s->next.items[i] = *slot;
        *slot = (uint32_t)i;
    }
    s->members.count = s->ends.count = 0;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].document == NO_ENTRY || s->next.items[i] == NO_ENTRY) {
            continue;
        }
        size_t begin = s->members.count, end = begin;
        uint32_t key = entries[i].key;
        for (uint32_t at = (uint32_t)i; at != NO_ENTRY; at = s->next.items[at]) {
            if (entries[at].key == key && entries[at].document != NO_ENTRY) {
                s->members.items[end++] = entries[at].document;
                entries[at].document = NO_ENTRY; /* done */
            }
        }
        if (end - begin > 1) {
            s->members.count = end;
            s->ends.items[s->ends.count++] = (uint32_t)end;
            for (size_t m = begin; m < end; m++) {
                call_for(row_of(f, s->members.items[m]),
                         (size_t)(band + 1) * f->bands.rows);
            }
        }
    }
}

static nd_status group_part(finder *f, scratch *s, uint32_t band, entry *entries,
                            size_t count, nd_error *err) {
    size_t counters = 64;
    while (counters < count * COUNTERS_AN_ENTRY) {
        counters *= 2;
    }
    ND_TRY(make_room(s, count, counters, err));
    count = drop_single((unsigned char *)s->counters.items, counters - 1, entries, count);
    chain_entries(f, s, band, entries, count);
    return give_buckets(f, s, band, err);
}

static nd_status run_band(finder *f, scratch *s, uint32_t band, nd_error *err) {
    const uint32_t *keys = f->keys + (size_t)(band - f->first) * f->id_count;
    size_t count = f->id_count;
    unsigned part_bits = 0;
    while (part_bits < MAX_PART_BITS && count >> part_bits > PART_SIZE) {
        part_bits++;
    }
    uint32_t ends[(1u << MAX_PART_BITS) + 1] = {0};
    unsigned shift = 31 - part_bits; /* two steps: a shift by 32 is undefined */
    for (size_t i = 0; i < count; i++) {
        ends[(keys[i] >> 1 >> shift) + 1]++;
    }
    size_t parts = (size_t)1 << part_bits;
    for (size_t p = 1; p <= parts; p++) {
        ends[p] += ends[p - 1];
    }
    /* ends[p] is now where part p begins, and after the loop where it ends. */
    for (size_t i = 0; i < count; i++) {
        s->entries[ends[keys[i] >> 1 >> shift]++] = (entry){keys[i], f->ids[i]};
    }
    size_t begin = 0;
    for (size_t p = 0; p < parts; p++) {
        ND_TRY(group_part(f, s, band, s->entries + begin, ends[p] - begin, err));
        begin = ends[p];
    }
    nd__u64_vector *hot_keys = &f->results[band].hot_keys;
    if (f->in_hot == NULL && hot_keys->count > 1) {
        /* The entries are done with, and there is room: a bucket has two or more. */
        nd__sort_u64(hot_keys->items, (uint64_t *)(void *)s->entries, hot_keys->count);
    }
    return ND_OK;
}

static nd_status run_bands(size_t begin, size_t end, unsigned worker, void *payload,
                           nd_error *err) {
    finder *f = payload;
    for (size_t band = begin; band < end; band++) {
        ND_TRY(run_band(f, &f->scratches[worker], f->first + (uint32_t)band, err));
    }
    return ND_OK;
}

/* Who takes part: in the second run those of hot buckets. */
static void list_documents(finder *f) {
    const bool *wanted = f->signatures->wanted;
    size_t count = 0;
    for (size_t d = 0; d < f->signatures->documents; d++) {
        f->ids[count] = (uint32_t)d;
        count +=
            (wanted == NULL || wanted[d]) && (f->in_hot == NULL || f->in_hot[d] != 0);
    }
    f->id_count = count;
}

static nd_status run(finder *f, uint32_t group, unsigned threads, nd_error *err) {
    list_documents(f);
    for (f->first = 0; f->first < f->bands.bands; f->first += f->count) {
        uint32_t left = f->bands.bands - f->first;
        f->count = left < group ? left : group;
        ND_TRY(nd__parallel_ranges(threads, f->id_count, ROW_STEP, hash_rows, f, err));
        ND_TRY(nd__parallel_ranges(threads, f->count, 1, run_bands, f, err));
    }
    return ND_OK;
}

/* Bands of a group: all threads have work, and none waits for the last. */
static uint32_t group_size(uint32_t bands, unsigned threads) {
    uint32_t group = (GROUP_SIZE + threads - 1) / threads * threads;
    return group < bands ? group : bands;
}

static nd_status prepare(finder *f, uint32_t group, unsigned threads, nd_error *err) {
    size_t documents = f->signatures->documents;
    f->results = nd__allocate_zeroed(f->bands.bands, sizeof *f->results);
    f->scratches = nd__allocate_zeroed(threads, sizeof *f->scratches);
    f->ids = nd__allocate(documents + 1, sizeof *f->ids);
    f->keys = nd__allocate(documents, group * sizeof *f->keys);
    bool all =
        f->results != NULL && f->scratches != NULL && f->ids != NULL && f->keys != NULL;
    for (unsigned t = 0; all && t < threads; t++) {
        f->scratches[t].entries = nd__allocate(documents, sizeof(entry));
        all = f->scratches[t].entries != NULL;
    }
    if (!all) {
        return nd__fail_memory(err);
    }
    return ND_OK;
}

static void clear_scratch(scratch *s) {
    free(s->entries);
    nd__vector_clear(&s->counters);
    nd__vector_clear(&s->slots);
    nd__vector_clear(&s->next);
    nd__vector_clear(&s->members);
    nd__vector_clear(&s->ends);
    nd__vector_clear(&s->own);
    nd__vector_clear(&s->rest);
    nd__vector_clear(&s->split);
}

static void clear_working_memory(finder *f, unsigned threads) {
    for (unsigned t = 0; f->scratches != NULL && t < threads; t++) {
        clear_scratch(&f->scratches[t]);
    }
    free(f->scratches);
    free(f->ids);
    free(f->keys);
    f->scratches = NULL;
    f->ids = f->keys = NULL;
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
        for (size_t i = 0; result->hot_keys.count > 0 && i < f->id_count; i++) {
            uint32_t d = f->ids[i];
            if (marks[d] == 0 && is_hot_key(result, key_in_band(f, row_of(f, d), band))) {
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
    uint32_t group = group_size(bands.bands, threads);
    finder f = {
        .signatures = signatures, .bands = bands, .threshold = threshold, .hot = hot};
    nd_status status = prepare(&f, group, threads, err);
    ND_TRY_OUT(status);
    ND_TRY_OUT(run(&f, group, threads, err));
    ND_TRY_OUT(mark_hot(&f, hot_buckets, err));
    if (f.in_hot != NULL) {
        ND_TRY_OUT(run(&f, group, threads, err));
    }
    clear_working_memory(&f, threads);
    status = gather(out, &f, err);
out:
    clear_working_memory(&f, threads);
    for (uint32_t band = 0; f.results != NULL && band < bands.bands; band++) {
        nd__vector_clear(&f.results[band].pairs);
        nd__vector_clear(&f.results[band].hot_keys);
    }
    free(f.results);
    free(f.in_hot);
    return status;
}
