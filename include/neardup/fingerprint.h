/* neardup: fingerprints of texts and the similarity of their shingle sets. */
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

/** Similarity of two shingle sets A and B; all in [0, 1]. Two empty sets have similarity
 * 0. */
typedef struct nd_similarity {
    double jaccard;       /**< |A and B| / |A or B| */
    double containment_a; /**< |A and B| / |A|: the share of A that B has */
    double containment_b; /**< |A and B| / |B| */
} nd_similarity;

ND_API nd_digest nd_digest_tokens(const uint64_t *token_hash, size_t count);

/** Exact similarity of two sorted sets without repeats. O(a + b), and O(small log large)
 * where the sizes differ much. */
ND_API nd_similarity nd_similarity_sets(const uint64_t *a, size_t a_count,
                                        const uint64_t *b, size_t b_count);

typedef struct nd_minhash nd_minhash;

typedef struct nd_minhash_options {
    uint32_t version;        /**< set by nd_minhash_options_init */
    uint32_t signature_size; /**< k, 64 to 512, a multiple of 8; default 128 */
    uint64_t seed;           /**< default 1 */
} nd_minhash_options;

ND_API void nd_minhash_options_init(nd_minhash_options *out);
ND_API ND_MUST_CHECK nd_status nd_minhash_create(nd_minhash **out,
                                                 const nd_minhash_options *options,
                                                 nd_error *err);
ND_API void nd_minhash_destroy(nd_minhash *minhash);
ND_API uint32_t nd_minhash_size(const nd_minhash *minhash);
/** signature [0..k-1] from shingle hashes [0..count-1] (repeats allowed, any order).
 * count 0 gives all UINT32_MAX. Shared-read. */
ND_API void nd_minhash_sign(const nd_minhash *minhash, uint32_t *signature,
                            const uint64_t *shingle_hash, size_t count);
/** Share of equal positions: the estimate of the Jaccard similarity. */
ND_API double nd_minhash_similarity(const uint32_t *a, const uint32_t *b, uint32_t size);

ND_API nd_similarity nd_minhash_containment(double jaccard, size_t a_count,
                                            size_t b_count);

/** SimHash-64 (Charikar 2002) of shingle hashes; each distinct hash counts once. */
ND_API uint64_t nd_simhash(const uint64_t *shingle_set, size_t count);
ND_API uint32_t nd_simhash_distance(uint64_t a, uint64_t b);

/** Bands b and rows r of locality-sensitive hashing. */
typedef struct nd_bands {
    uint32_t bands, rows;
    double recall; /**< chance that a pair right at the threshold shares a band */
} nd_bands;

/** The most rows, hence the fewest false candidates, whose recall at `threshold` is at
 * least `recall` with a signature of `signature_size`. */
ND_API ND_MUST_CHECK nd_status nd_bands_choose(nd_bands *out, double threshold,
                                               double recall, uint32_t signature_size,
                                               nd_error *err);
/** 1 - (1 - similarity^rows)^bands. */
ND_API double nd_bands_probability(const nd_bands *bands, double similarity);

#ifdef __cplusplus
}
#endif

#endif
