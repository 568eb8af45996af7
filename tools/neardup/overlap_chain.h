/* Which overlaps stand in the same order in both texts, and which were moved. */
#ifndef NEARDUP_TOOL_OVERLAP_CHAIN_H
#define NEARDUP_TOOL_OVERLAP_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

/* An overlap in tokens: a[a_begin .. a_begin + length) and the same of b. */
typedef struct token_overlap {
    size_t a_begin, b_begin, length;
    size_t label;  /* 1-based place among the overlaps given */
    bool in_order; /* part of the chain; else moved */
} token_overlap;

/* Sets in_order for the chain that holds the most tokens, of [0..count-1], which stand by
 * b_begin and do not cross in b. What the chain's overlaps have in common in a is cut off
 * the front of the later one. Of two chains with as many tokens the one found first.
 * Returns false where memory ran out. Cost: O(count log count). */
bool overlap_chain(token_overlap *overlaps, size_t count);

#endif
