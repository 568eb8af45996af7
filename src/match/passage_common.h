/* What two ranges of tokens have in common, order aside. */
#ifndef ND_MATCH_PASSAGE_COMMON_H
#define ND_MATCH_PASSAGE_COMMON_H

#include "match/spans.h"

/* The tokens that both have, each counted as often as both have it. O(n): few steps a
 * token where both run along each other, a sort by hash of what does not. Up to 16 bytes
 * a token of room. Threads: any. */
nd_status nd__tokens_in_common(uint32_t *out, nd__token_text a, nd__token_text b,
                               nd_error *err);

/* How many tokens of a and of b are skipped until both go on with `run` >= 1 equal
 * tokens: at most ND__SKIP_MOST of each, as few as can be of the one that skips more.
 * False where there are none. Neither begins with those `run` tokens. */
#define ND__SKIP_MOST 8
bool nd__tokens_skip(size_t skip[2], nd__token_text a, nd__token_text b, size_t run);

#endif
