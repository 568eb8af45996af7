/* neardup: fingerprints of texts and the similarity of their shingle sets.
 *
 * All functions here are pure: same input, same result, on every machine and any number
 * of threads. docs/algorithms/fingerprints.md has each definition bit for bit. */
#ifndef NEARDUP_FINGERPRINT_H
#define NEARDUP_FINGERPRINT_H

#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** 128 bits that equal texts share: XXH3-128 of the token hashes. */
typedef struct nd_digest {
    uint64_t low, high;
} nd_digest;

/** Similarity of two shingle sets A and B; all in [0, 1]. An empty set has similarity 0
 * to any set, and to another empty one. */
typedef struct nd_similarity {
    double jaccard;       /**< |A and B| / |A or B| */
    double containment_a; /**< |A and B| / |A|: the share of A that B has */
    double containment_b; /**< |A and B| / |B| */
} nd_similarity;

/**
 * Digest of a text as a row of tokens.
 *
 * Computes XXH3-128 with seed 0 of the token hashes, each as 8 bytes, little end first.
 *
 * @param token_hash [0..count-1] in text order; may be NULL where count is 0
 * @return the digest; no tokens give that of no bytes, 99aa06d3014798d86001c324468d497f
 *
 * Threads: any. Cost: O(count). No memory.
 */
ND_API nd_digest nd_digest_tokens(const uint64_t *token_hash, size_t count);

/**
 * Exact similarity of two sets.
 *
 * @param a [0..a_count-1] ascending, without repeats; may be NULL where a_count is 0
 * @param b [0..b_count-1] likewise
 * @return Jaccard similarity and both containments
 *
 * Threads: any. Cost: O(a + b); O(small log(large / small)) where one set is more than 32
 * times as large as the other. No memory.
 * Source: Bentley and Yao, "An almost optimal algorithm for unbounded searching", 1976,
 * for the search by steps that double.
 */
ND_API nd_similarity nd_similarity_sets(const uint64_t *a, size_t a_count,
                                        const uint64_t *b, size_t b_count);

/** Makes MinHash signatures of one size and seed. */
typedef struct nd_minhash nd_minhash;

typedef struct nd_minhash_options {
    uint32_t version;        /**< set by nd_minhash_options_init */
    uint32_t signature_size; /**< k, 64 to 512, a multiple of 8; default 128 */
    uint64_t seed;           /**< any; default 1. Only signatures of one size and seed can
                                be compared */
} nd_minhash_options;

/** Fills in the defaults. Threads: any. */
ND_API void nd_minhash_options_init(nd_minhash_options *out);

/**
 * Makes a signer.
 *
 * @param options NULL: the defaults
 * @return ND_OK; ND_E_ARG naming `version` or `signature_size`; ND_E_NOMEM. On failure
 * *out is NULL.
 *
 * Ownership: nd_minhash_destroy. Threads: shared-read once made. Cost: 8 KB.
 */
ND_API ND_MUST_CHECK nd_status nd_minhash_create(nd_minhash **out,
                                                 const nd_minhash_options *options,
                                                 nd_error *err);
/** NULL is fine. */
ND_API void nd_minhash_destroy(nd_minhash *minhash);
/** k, the length of its signatures. */
ND_API uint32_t nd_minhash_size(const nd_minhash *minhash);

/**
 * Signature of a set of shingles.
 *
 * Each of the k positions of two signatures is equal with a chance that is, over seeds,
 * the Jaccard similarity of the sets. Needs no memory: 4 KB of stack at most.
 *
 * @param signature [0..k-1] uint32, written
 * @param shingle_hash [0..count-1] in any order; repeats change nothing. They must be
 * hashes, as those of nd_text_shingles: all 64 bits spread. count 0 gives all UINT32_MAX
 *
 * Threads: shared-read. Cost: O(count + k log k) expected, about 1.2 k log2 k
 * nanoseconds, or 1.2 count where that is more; a count far below k does not make it
 * dearer. Source: Dahlgaard, Knudsen, Thorup, "Fast Similarity Sketching", FOCS 2017.
 * Their hash functions are mixed tabulation, ours are multipliers on shingles that are
 * mixed already.
 */
ND_API void nd_minhash_sign(const nd_minhash *minhash, uint32_t *signature,
                            const uint64_t *shingle_hash, size_t count);

/**
 * Estimated Jaccard similarity: the share of equal positions.
 *
 * @param a [0..size-1] uint32, as b
 * @return a number in [0, 1], a multiple of 1 / size; 0 for two empty sets. The standard
 * error is at most sqrt(J (1 - J) / size), and less for small sets.
 *
 * Threads: any. Cost: O(size).
 */
ND_API double nd_minhash_similarity(const uint32_t *a, const uint32_t *b, uint32_t size);

/**
 * Estimated similarity all round from a Jaccard similarity and the sizes of the sets.
 *
 * From |A and B| = J (|A| + |B|) / (1 + J), which is taken to be at most the size of the
 * smaller set; `jaccard` of the result is then lower than the one given.
 *
 * @param jaccard in [0, 1], e.g. from nd_minhash_similarity
 * @param a_count shingles in A without repeats, as b_count for B
 * @return all in [0, 1]; all 0 where a set is empty. The error of a containment is up to
 * (|A| + |B|) / |A| / (1 + J)^2 times that of jaccard: large where A is much the smaller.
 *
 * Threads: any. Cost: O(1).
 */
ND_API nd_similarity nd_minhash_containment(double jaccard, size_t a_count,
                                            size_t b_count);

/**
 * SimHash-64 of a set of shingles.
 *
 * Bit i is 1 where more than half of the hashes have bit i; a tie gives 0.
 *
 * @param shingle_set [0..count-1] in any order, without repeats: a hash that stands twice
 * counts twice. An empty set gives 0.
 *
 * Threads: any. Cost: O(count), about 0.4 ns a hash, 1.1 without vectors. No memory.
 * Source: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC
 * 2002, section 3.
 */
ND_API uint64_t nd_simhash(const uint64_t *shingle_set, size_t count);

/** Hamming distance: how many of the 64 bits differ, 0 to 64. Threads: any. O(1). */
ND_API uint32_t nd_simhash_distance(uint64_t a, uint64_t b);

/** Bands b and rows r of locality-sensitive hashing; b r positions of a signature are
 * used. */
typedef struct nd_bands {
    uint32_t bands, rows;
    double recall; /**< chance that a pair right at the threshold shares a band */
} nd_bands;

/**
 * Chooses bands for a threshold.
 *
 * The most rows r, hence the fewest false candidates, such that b = floor(k / r) bands
 * have 1 - (1 - threshold^r)^b >= recall.
 *
 * @param threshold t, Jaccard similarity from which on pairs are wanted, in (0, 1]
 * @param recall in (0, 1), e.g. 0.99
 * @param signature_size k, 64 to 512, a multiple of 8
 * @return ND_OK; ND_E_ARG naming what is out of range, also where no choice reaches the
 * recall: then *out is untouched
 *
 * Threads: any. Cost: O(k log k).
 * Source: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.
 */
ND_API ND_MUST_CHECK nd_status nd_bands_choose(nd_bands *out, double threshold,
                                               double recall, uint32_t signature_size,
                                               nd_error *err);

/** Chance that a pair of this Jaccard similarity shares a band:
 * 1 - (1 - similarity^rows)^bands, for a similarity in [0, 1]. The same to the last bit
 * on every machine. Threads: any. Cost: O(log bands + log rows). */
ND_API double nd_bands_probability(const nd_bands *bands, double similarity);

#ifdef __cplusplus
}
#endif

#endif
