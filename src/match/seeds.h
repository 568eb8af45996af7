/* Seeds: the overlaps of a member with a kept text by looking up short windows, quick
 * where texts are not periodic. The definition is that of spans.h. */
#ifndef ND_MATCH_SEEDS_H
#define ND_MATCH_SEEDS_H

#include "match/spans.h"

/* The windows of a kept text, for all its members. Zero is an empty one. */
typedef struct nd__seeds {
    nd__token_text kept; /* borrowed */
    size_t window;       /* tokens */
    uint64_t turn;       /* what a token weighs when it leaves a window */
    uint32_t *slots;     /* [2^bits] first place of a window + 1, or 0 */
    uint32_t *next;      /* [kept.count] the next one with the same slot + 1, or 0 */
    unsigned bits;
} nd__seeds;

/* kept.count is at least minimum, which is above 0, and below 2^32 - 1. O(kept) time, 12
 * to 20 bytes a token. */
nd_status nd__seeds_make(nd__seeds *out, nd__token_text kept, size_t minimum,
                         nd_error *err);
void nd__seeds_clear(nd__seeds *seeds);

/* Appends the overlaps of at least `minimum` tokens, as made. *steps goes down by what
 * that costs; ND_DONE where it is too little: then *out is as it was. */
nd_status nd__seeds_find(nd__overlaps *out, const nd__seeds *seeds, nd__token_text member,
                         size_t minimum, size_t *steps, nd_error *err);

/* The place of member[at .. at + length) on the diagonal of the overlap before it, or
 * `first`; before may be NULL. */
uint32_t nd__overlap_place(const nd__overlap *before, nd__token_text kept,
                           nd__token_text member, size_t at, size_t length,
                           uint32_t first);

#endif
