/* neardup: SimHash fingerprints within a Hamming distance of each other. */
#ifndef NEARDUP_SIMHASH_INDEX_H
#define NEARDUP_SIMHASH_INDEX_H

#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest distance that can be searched for. */
#define ND_SIMHASH_DISTANCE_MAX 7

/** A fixed set of 64-bit fingerprints, ready for queries. */
typedef struct nd_simhash_index nd_simhash_index;

/** What a query found. Start from {0}; reuse it for many queries; end with
 * nd_simhash_matches_clear. */
typedef struct nd_simhash_matches {
    uint32_t *ids; /**< [0..count-1] ascending positions in the indexed array */
    size_t count;
    size_t capacity;
} nd_simhash_matches;

/** Two fingerprints, a < b, by their positions in the array. */
typedef struct nd_simhash_pair {
    uint32_t a, b;
    uint32_t distance; /**< bits that differ, 0..max_distance */
} nd_simhash_pair;

/** Start from {0}; end with nd_simhash_pairs_clear. */
typedef struct nd_simhash_pairs {
    nd_simhash_pair *items; /**< [0..count-1] ascending by (a, b) */
    size_t count;
    size_t capacity;
} nd_simhash_pairs;

/**
 * Makes an index for queries within a distance.
 *
 * The 64 bits are cut into m > max_distance blocks. Two fingerprints that differ in at
 * most max_distance bits agree in at least m - max_distance whole blocks, so one table
 * for each choice of so many blocks finds all of them. m is chosen such that the blocks
 * of a table have about log2(count) bits, within 40 tables.
 *
 * @param fingerprints [0..count-1], copied, repeats allowed
 * @param count 0 to 2^32 - 2
 * @param max_distance 0 to 7 bits
 * @return ND_OK; ND_E_ARG: max_distance; ND_E_LIMIT: count; ND_E_NOMEM. On failure *out
 * is NULL.
 *
 * Ownership: nd_simhash_index_destroy. Threads: queries are shared-read.
 * Cost: time and memory count times tables, 12 to 20 bytes an entry; at a million
 * fingerprints 4 tables for distance 3, and 36 for distance 7.
 * Source: Manku, Jain, Das Sarma, "Detecting Near-Duplicates for Web Crawling", WWW 2007,
 * section 3. Their permuted sorted tables are hash tables over the masked bits here.
 */
ND_API ND_MUST_CHECK nd_status nd_simhash_index_create(nd_simhash_index **out,
                                                       const uint64_t *fingerprints,
                                                       size_t count,
                                                       uint32_t max_distance,
                                                       nd_error *err);
/** NULL is fine. */
ND_API void nd_simhash_index_destroy(nd_simhash_index *index);

/**
 * Finds all fingerprints within max_distance of one, whether it is in the index or not.
 *
 * @param out emptied first, then filled; on failure its content is undefined, and it is
 * still to be cleared
 * @return ND_OK, also where nothing is near; ND_E_NOMEM
 *
 * Threads: shared-read for the index; one thread for each `out`.
 * Cost: a look into each table, and one comparison for each fingerprint that shares the
 * table's blocks.
 */
ND_API ND_MUST_CHECK nd_status nd_simhash_index_query(nd_simhash_matches *out,
                                                      const nd_simhash_index *index,
                                                      uint64_t fingerprint,
                                                      nd_error *err);
/** Frees the list and makes it empty. */
ND_API void nd_simhash_matches_clear(nd_simhash_matches *matches);

/**
 * Finds all pairs within a distance, without an index: each thread holds one table at a
 * time.
 *
 * @param out emptied first, then filled; as for queries on failure
 * @param fingerprints [0..count-1], repeats allowed: equal ones are pairs at distance 0
 * @param count 0 to 2^32 - 2
 * @param max_distance 0 to 7 bits
 * @param threads threads to use, 0 counts as 1; the result does not depend on it
 * @return ND_OK; ND_E_ARG: max_distance; ND_E_LIMIT: count; ND_E_NOMEM
 *
 * Cost: tables times count, and a comparison for each pair that shares a table's blocks:
 * n equal fingerprints have n^2 / 2 pairs. Memory: 16 to 20 bytes a fingerprint and
 * thread, about 30 bytes a pair.
 */
ND_API ND_MUST_CHECK nd_status nd_simhash_pairs_find(nd_simhash_pairs *out,
                                                     const uint64_t *fingerprints,
                                                     size_t count, uint32_t max_distance,
                                                     unsigned threads, nd_error *err);
/** Frees the list and makes it empty. */
ND_API void nd_simhash_pairs_clear(nd_simhash_pairs *pairs);

#ifdef __cplusplus
}
#endif

#endif
