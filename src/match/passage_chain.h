/* Chaining: exact overlaps that follow each other in both texts become one passage. */
#ifndef ND_MATCH_PASSAGE_CHAIN_H
#define ND_MATCH_PASSAGE_CHAIN_H

#include "match/spans.h"

#define ND__NO_LINK UINT32_MAX

/* before[k] is set to the anchor that is chained in front of anchor k, or ND__NO_LINK;
 * each is in front of at most one. Anchors are sorted by kept_begin, then member_begin;
 * less than 2^31. A gap is at most max_gap tokens on each side. See
 * docs/algorithms/passages.md. O(m log m) time, some 70 bytes an anchor. */
nd_status nd__passage_chain(uint32_t *before, const nd__overlap *anchors, size_t count,
                            uint32_t max_gap, nd_error *err);

/* What the link costs, in quarters of a token, or -1 where `before` cannot be in front of
 * `next`. `slack` tokens may belong to both: where text was put in, what is equal on both
 * sides of it does. */
int64_t nd__passage_link_cost(nd__overlap before, nd__overlap next, uint32_t max_gap,
                              uint32_t slack);

/* The slack for these anchors: half of the shortest, at most 16 tokens. */
uint32_t nd__passage_slack(const nd__overlap *anchors, size_t count);

#endif
