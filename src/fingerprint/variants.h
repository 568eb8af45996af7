/* Fingerprints by a variant of one's choice, for tests and benchmarks; all variants give
 * the same bits. */
#ifndef ND_FINGERPRINT_VARIANTS_H
#define ND_FINGERPRINT_VARIANTS_H

#include "base/variant.h"
#include "neardup/fingerprint.h"

/* nd_minhash_sign, nd_simhash. */
void nd__minhash_sign_by(nd__variant variant, const nd_minhash *minhash,
                         uint32_t *signature, const uint64_t *shingle_hash, size_t count);
uint64_t nd__simhash_by(nd__variant variant, const uint64_t *shingle_set, size_t count);

/* The first place from `at` on in an ascending list whose value is not below x, or
 * count. Costs the logarithm of the way. */
size_t nd__gallop(const uint64_t *large, size_t at, size_t count, uint64_t x);

/* How many values two ascending sets have in common. */
size_t nd__common_by(nd__variant variant, const uint64_t *a, size_t a_count,
                     const uint64_t *b, size_t b_count);

#endif
