/* Fingerprints within a Hamming distance: Manku, Jain, Das Sarma, "Detecting
 * Near-Duplicates for Web Crawling", WWW 2007, section 3.
 *
 * The 64 bits are cut into m blocks as even as can be. Two fingerprints within distance d
 * differ in at most d blocks, so they agree in m - d of them. There is one table for each
 * choice of m - d blocks: choose(m, m - d) tables, each with keys of about
 * 64 (m - d) / m bits. Few blocks give few tables of short keys, and so many strangers in
 * a bucket; plan_tables() weighs the one against the other.
 *
 * The paper permutes the chosen blocks to the front and sorts. Here a table hashes the
 * chosen bits, x & mask, to a bucket: the same sets of candidates, without permuting. A
 * pair that several tables hold counts in the first one whose mask it agrees in. */
#include "neardup/simhash_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/radix_sort.h"
#include "base/status.h"
#include "base/threads.h"
#include "fingerprint/bits.h"

#define MAX_TABLES 330      /* choose(11, 4), for all pairs */
#define MAX_INDEX_TABLES 40 /* all of an index are in memory */
#define MAX_CHOSEN 4        /* blocks of a table, where the distance is over 0 */
#define TABLE_COST 32.0     /* a look into a table, in comparisons */

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

/* The tables for a distance. */
typedef struct plan {
    uint32_t distance;
    uint32_t tables;
    unsigned bucket_bits;
    uint64_t masks[MAX_TABLES];
} plan;

/* Fingerprints by bucket; within a bucket ascending by id. */
typedef struct table {
    uint32_t *starts; /* [buckets + 1] */
    uint64_t *prints; /* [count] */
    uint32_t *ids;    /* [count] */
} table;

struct nd_simhash_index {
    plan plan;
    table tables[MAX_INDEX_TABLES];
};

/* ---- the plan ---- */

static double choose(uint32_t n, uint32_t k) {
    double result = 1;
    for (uint32_t i = 1; i <= k; i++) {
        result = result * (double)(n - k + i) / (double)i;
    }
    return result;
}

static uint64_t block_mask(uint32_t block, uint32_t blocks) {
    uint32_t begin = 64 * block / blocks, end = 64 * (block + 1) / blocks;
    uint64_t below_end = end == 64 ? UINT64_MAX : (UINT64_C(1) << end) - 1;
    return below_end & ~((UINT64_C(1) << begin) - 1);
}

/* All choices of `chosen` of `blocks` blocks, as the bits of small numbers. */
static void fill_masks(plan *p, uint32_t blocks, uint32_t chosen) {
    p->tables = 0;
    for (uint64_t choice = 0; choice < UINT64_C(1) << blocks; choice++) {
        if (nd__count_bits(choice) == chosen) {
            uint64_t mask = 0;
            for (uint32_t block = 0; block < blocks; block++) {
                if ((choice >> block & 1) != 0) {
                    mask |= block_mask(block, blocks);
                }
            }
            p->masks[p->tables++] = mask;
        }
    }
}

static nd_status plan_tables(plan *p, size_t count, uint32_t distance,
                             uint32_t most_tables, nd_error *err) {
    if (distance > ND_SIMHASH_DISTANCE_MAX) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "max_distance was %lu, not from 0 to %d", (unsigned long)distance,
                        ND_SIMHASH_DISTANCE_MAX);
    }
    if (count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "count was %zu, too many fingerprints for one index", count);
    }
    p->distance = distance;
    p->bucket_bits = 1;
    while (p->bucket_bits < 32 && count >> p->bucket_bits > 0) {
        p->bucket_bits++;
    }
    uint32_t best = 1;
    double best_cost = 0;
    for (uint32_t chosen = 1; chosen <= (distance == 0 ? 1 : MAX_CHOSEN); chosen++) {
        double tables = choose(distance + chosen, chosen);
        uint32_t key_bits = 64 * chosen / (distance + chosen);
        double strangers =
            (double)count / (double)(UINT64_C(1) << (key_bits < 63 ? key_bits : 63));
        double cost = tables * (TABLE_COST + strangers);
        if (chosen == 1 || (tables <= (double)most_tables && cost < best_cost)) {
            best = chosen;
            best_cost = cost;
        }
    }
    fill_masks(p, distance + best, best);
    return ND_OK;
}

static size_t bucket_of(const plan *p, uint32_t which, uint64_t print) {
    return (size_t)(nd__mix64(print & p->masks[which]) >> (64 - p->bucket_bits));
}

/* Whether a pair that differs in `difference`, and is near, is this table's to give. */
static bool is_due(const plan *p, uint32_t which, uint64_t difference) {
    if ((difference & p->masks[which]) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < which; i++) {
        if ((difference & p->masks[i]) == 0) {
            return false;
        }
    }
    return true;
}

/* The first place from `at` on, before `end`, whose print is within `distance` of
 * `print`; else `end`. Nearly all are strangers, so this loop is the search. */
static uint32_t find_near_portable(const uint64_t *prints, uint32_t at, uint32_t end,
                                   uint64_t print, uint32_t distance) {
    while (at < end && nd__count_bits(prints[at] ^ print) > distance) {
        at++;
    }
    return at;
}

#if ND_HAVE_X86
#include <immintrin.h>

/* With the instruction that counts bits. */
ND_TARGET_AVX2 static uint32_t find_near_avx2(const uint64_t *prints, uint32_t at,
                                              uint32_t end, uint64_t print,
                                              uint32_t distance) {
    for (; end - at >= 4 && at < end; at += 4) {
        bool near = (uint32_t)_mm_popcnt_u64(prints[at] ^ print) <= distance;
        near |= (uint32_t)_mm_popcnt_u64(prints[at + 1] ^ print) <= distance;
        near |= (uint32_t)_mm_popcnt_u64(prints[at + 2] ^ print) <= distance;
        near |= (uint32_t)_mm_popcnt_u64(prints[at + 3] ^ print) <= distance;
        if (near) {
            break;
        }
    }
    while (at < end && (uint32_t)_mm_popcnt_u64(prints[at] ^ print) > distance) {
        at++;
    }
    return at;
}
#endif

static uint32_t find_near(const uint64_t *prints, uint32_t at, uint32_t end,
                          uint64_t print, uint32_t distance) {
#if ND_HAVE_X86
    if (nd__cpu_has_avx2()) {
        return find_near_avx2(prints, at, end, print, distance);
    }
#endif
    return find_near_portable(prints, at, end, print, distance);
}

/* ---- tables ---- */

static void table_clear(table *t) {
    free(t->starts);
    free(t->prints);
    free(t->ids);
    *t = (table){0};
}

static nd_status table_allocate(table *t, const plan *p, size_t count, nd_error *err) {
    t->starts = nd__allocate(((size_t)1 << p->bucket_bits) + 1, sizeof *t->starts);
    t->prints = nd__allocate(count, sizeof *t->prints);
    t->ids = nd__allocate(count, sizeof *t->ids);
    if (t->starts == NULL || t->prints == NULL || t->ids == NULL) {
        return nd__fail_memory(err); /* the caller clears */
    }
    return ND_OK;
}

/* A counting sort by bucket. */
static void table_fill(table *t, const plan *p, uint32_t which, const uint64_t *prints,
                       size_t count) {
    size_t buckets = (size_t)1 << p->bucket_bits;
    memset(t->starts, 0, (buckets + 1) * sizeof *t->starts);
    for (size_t i = 0; i < count; i++) {
        t->starts[bucket_of(p, which, prints[i])]++;
    }
    uint32_t end = 0;
    for (size_t b = 0; b <= buckets; b++) {
        end += t->starts[b];
        t->starts[b] = end;
    }
    /* Each start stands at its bucket's end, and walks down to its begin. */
    for (size_t i = count; i-- > 0;) {
        uint32_t at = --t->starts[bucket_of(p, which, prints[i])];
        t->prints[at] = prints[i];
        t->ids[at] = (uint32_t)i;
    }
}

/* ---- index ---- */

nd_status nd_simhash_index_create(nd_simhash_index **out, const uint64_t *fingerprints,
                                  size_t count, uint32_t max_distance, nd_error *err) {
    *out = NULL;
    nd_simhash_index *index = nd__allocate_zeroed(1, sizeof *index);
    if (index == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status;
    ND_TRY_OUT(plan_tables(&index->plan, count, max_distance, MAX_INDEX_TABLES, err));
    for (uint32_t i = 0; i < index->plan.tables; i++) {
        ND_TRY_OUT(table_allocate(&index->tables[i], &index->plan, count, err));
        table_fill(&index->tables[i], &index->plan, i, fingerprints, count);
    }
    *out = index;
    return ND_OK;
out:
    nd_simhash_index_destroy(index);
    return status;
}

void nd_simhash_index_destroy(nd_simhash_index *index) {
    if (index != NULL) {
        for (uint32_t i = 0; i < MAX_INDEX_TABLES; i++) {
            table_clear(&index->tables[i]);
        }
        free(index);
    }
}

static int compare_ids(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

nd_status nd_simhash_index_query(nd_simhash_matches *out, const nd_simhash_index *index,
                                 uint64_t fingerprint, nd_error *err) {
    const plan *p = &index->plan;
    out->count = 0;
    uint32_t begin[MAX_INDEX_TABLES], end[MAX_INDEX_TABLES];
    /* Each look misses the caches: so all at once, before anything depends on them. */
    for (uint32_t which = 0; which < p->tables; which++) {
        const table *t = &index->tables[which];
        size_t bucket = bucket_of(p, which, fingerprint);
        begin[which] = t->starts[bucket];
        end[which] = t->starts[bucket + 1];
    }
    for (uint32_t which = 0; which < p->tables; which++) {
        PREFETCH(index->tables[which].prints + begin[which]);
    }
    for (uint32_t which = 0; which < p->tables; which++) {
        const table *t = &index->tables[which];
        for (uint32_t at = begin[which];; at++) {
            at = find_near(t->prints, at, end[which], fingerprint, p->distance);
            if (at == end[which]) {
                break;
            }
            if (is_due(p, which, t->prints[at] ^ fingerprint)) {
                ND_TRY(nd__grow(&out->ids, &out->capacity, out->count + 1,
                                sizeof *out->ids, err));
                out->ids[out->count++] = t->ids[at];
            }
        }
    }
    if (out->count > 1) {
        qsort(out->ids, out->count, sizeof *out->ids, compare_ids);
    }
    return ND_OK;
}

void nd_simhash_matches_clear(nd_simhash_matches *matches) {
    free(matches->ids);
    *matches = (nd_simhash_matches){0};
}

/* ---- all pairs ---- */

typedef struct pair_search {
    plan plan;
    const uint64_t *prints;
    size_t count;
    table *scratch;        /* [threads] */
    nd__u64_vector *found; /* [tables], a << 32 | b */
} pair_search;

static nd_status search_table(const pair_search *search, const table *t, uint32_t which,
                              nd_error *err) {
    nd__u64_vector *found = &search->found[which];
    size_t buckets = (size_t)1 << search->plan.bucket_bits;
    for (size_t bucket = 0; bucket < buckets; bucket++) {
        uint32_t end = t->starts[bucket + 1];
        for (uint32_t i = t->starts[bucket]; i < end; i++) {
            uint64_t print = t->prints[i];
            for (uint32_t j = i + 1;; j++) {
                j = find_near(t->prints, j, end, print, search->plan.distance);
                if (j == end) {
                    break;
                }
                if (is_due(&search->plan, which, print ^ t->prints[j])) {
                    ND_TRY(nd__vector_extend(found, 1, err));
                    found->items[found->count++] = (uint64_t)t->ids[i] << 32 | t->ids[j];
                }
            }
        }
    }
    return ND_OK;
}

static nd_status search_tables(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    const pair_search *search = payload;
    table *t = &search->scratch[worker];
    if (t->starts == NULL) {
        ND_TRY(table_allocate(t, &search->plan, search->count, err));
    }
    for (size_t which = begin; which < end; which++) {
        table_fill(t, &search->plan, (uint32_t)which, search->prints, search->count);
        ND_TRY(search_table(search, t, (uint32_t)which, err));
    }
    return ND_OK;
}

static nd_status gather(nd_simhash_pairs *out, pair_search *search, nd_error *err) {
    size_t total = 0;
    for (uint32_t i = 0; i < search->plan.tables; i++) {
        total += search->found[i].count;
    }
    nd_status status = ND_OK;
    uint64_t *all = nd__allocate(total, sizeof *all);
    uint64_t *spare = nd__allocate(total, sizeof *spare);
    if (all == NULL || spare == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < search->plan.tables; i++) {
        nd__u64_vector *found = &search->found[i];
        if (found->count > 0) {
            memcpy(all + count, found->items, found->count * sizeof *all);
        }
        count += found->count;
        nd__vector_clear(found);
    }
    nd__sort_u64(all, spare, count);
    ND_TRY_OUT(nd__grow(&out->items, &out->capacity, count, sizeof *out->items, err));
    for (size_t i = 0; i < count; i++) {
        uint32_t a = (uint32_t)(all[i] >> 32), b = (uint32_t)all[i];
        out->items[i] = (nd_simhash_pair){
            a, b, nd__count_bits(search->prints[a] ^ search->prints[b])};
    }
    out->count = count;
out:
    free(all);
    free(spare);
    return status;
}

nd_status nd_simhash_pairs_find(nd_simhash_pairs *out, const uint64_t *fingerprints,
                                size_t count, uint32_t max_distance, unsigned threads,
                                nd_error *err) {
    out->count = 0;
    pair_search search = {.prints = fingerprints, .count = count};
    ND_TRY(plan_tables(&search.plan, count, max_distance, MAX_TABLES, err));
    uint32_t tables = search.plan.tables;
    threads = threads == 0 ? 1 : threads > tables ? tables : threads;
    nd_status status = ND_OK;
    search.scratch = nd__allocate_zeroed(threads, sizeof *search.scratch);
    search.found = nd__allocate_zeroed(tables, sizeof *search.found);
    if (search.scratch == NULL || search.found == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(nd__parallel_ranges(threads, tables, 1, search_tables, &search, err));
    ND_TRY_OUT(gather(out, &search, err));
out:
    for (unsigned i = 0; search.scratch != NULL && i < threads; i++) {
        table_clear(&search.scratch[i]);
    }
    for (uint32_t i = 0; search.found != NULL && i < tables; i++) {
        nd__vector_clear(&search.found[i]);
    }
    free(search.scratch);
    free(search.found);
    return status;
}

void nd_simhash_pairs_clear(nd_simhash_pairs *pairs) {
    free(pairs->items);
    *pairs = (nd_simhash_pairs){0};
}
