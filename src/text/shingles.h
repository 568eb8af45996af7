/* Shingles: overlapping runs of n tokens, each one 64-bit hash made from the token
 * hashes. */
#ifndef ND_TEXT_SHINGLES_H
#define ND_TEXT_SHINGLES_H

#include "base/memory.h"

/* How many shingles `tokens` tokens have: tokens - n + 1; 1 where 0 < tokens < n (the
 * whole text is one shingle, which never equals one of n tokens); 0 where there are none.
 */
size_t nd__shingles_count(size_t tokens, unsigned n);

/* Writes all shingle hashes, in text order, to out[0 .. nd__shingles_count()-1]. n
 * in 1..64. The hash of t[0..n-1] is nd__mix64(x), x = XOR over i of
 * rotl(t[i], 13 * i mod 64); where tokens < n it is nd__mix64(x ^ nd__mix64(tokens)), x
 * over all tokens. O(tokens) for any n. */
void nd__shingles_hash(uint64_t *out, const uint64_t *token_hash, size_t tokens,
                       unsigned n);

/* Sorts and removes equals in place; returns how many remain. scratch has room for count.
 */
size_t nd__shingles_make_set(uint64_t *hashes, size_t count, uint64_t *scratch);

/* Winnowing (Schleimer, Wilkerson, Aiken 2003), robust form: of each w consecutive hashes
 * the least, the rightmost of equals; a position is taken once. Where count < w the least
 * of all. Writes the chosen hashes in text order to out (room for count), returns how
 * many. Any two texts that share w consecutive shingles share a chosen hash. */
size_t nd__winnow(uint64_t *out, const uint64_t *hashes, size_t count, unsigned w);

#endif
