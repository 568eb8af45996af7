/* Shingles: overlapping runs of n tokens, each one 64-bit hash made from the token
 * hashes. */
#ifndef ND_TEXT_SHINGLES_H
#define ND_TEXT_SHINGLES_H

#include "base/memory.h"
#include "base/variant.h"

/* How many shingles `tokens` tokens have: tokens - n + 1; 1 where 0 < tokens < n (the
 * whole text is one shingle, which never equals one of n tokens); 0 where there are none.
 */
size_t nd__shingles_count(size_t tokens, unsigned n);

/* Writes all shingle hashes, in text order, to out[0 .. nd__shingles_count()-1], which
 * does not overlap token_hash. n in 1..64. With x = XOR over i of rotl(t[i], 13 * i mod
 * 64), the hash of t[0..n-1] is finish(x),
 *
 *      finish(x): x = (x ^ (x >> 32)) * 0xBF58476D1CE4E5B9; return x ^ (x >> 29)
 *
 * where tokens < n it is finish(x ^ nd__mix64(tokens)), x over all tokens. The token
 * hashes must be hashes: spread over all 64 bits. O(tokens) for any n. */
void nd__shingles_hash(uint64_t *out, const uint64_t *token_hash, size_t tokens,
                       unsigned n);
void nd__shingles_hash_by(nd__variant variant, uint64_t *out, const uint64_t *token_hash,
                          size_t tokens, unsigned n);

/* Sorts and removes equals in place; returns how many remain. scratch has room for count.
 */
size_t nd__shingles_make_set(uint64_t *hashes, size_t count, uint64_t *scratch);

#endif
