/* Borders of a chain: how far it grows into what is around it. */
#ifndef ND_MATCH_PASSAGE_GROW_H
#define ND_MATCH_PASSAGE_GROW_H

#include "match/passage_ground.h"

/* A slot of the table; count[0] is 0 where it is empty. */
typedef struct nd__grower_token {
    uint64_t hash;
    uint32_t count[2]; /* in both windows */
    uint32_t grown;    /* of side 0, in what it has grown by */
    uint32_t weight;   /* 1/256 bit; UINT32_MAX until it is asked for */
} nd__grower_token;

/* What the corpus says about a token. */
typedef struct nd__grower_rarity {
    uint64_t hash;
    uint32_t count, weight; /* + 1; 0: no token is here yet */
} nd__grower_rarity;

#define ND__GROWER_KNOWN 1024

/* Room for work on one pair of texts after the other. Threads: one at a time. */
typedef struct nd__grower {
    const nd__token_rarity *rarity;
    nd__token_text text[2];                    /* borrowed */
    uint32_t sizes[2];                         /* of both windows */
    ND_VECTOR(nd__grower_token) slots;         /* of the tokens of side 0, by hash */
    ND_VECTOR(uint32_t) slot[2];               /* of the tokens of the windows */
    nd__u64_vector rest[2];                    /* scratch */
    nd__grower_rarity known[ND__GROWER_KNOWN]; /* by hash: the last one */
} nd__grower;

/* The grower is all 0 before its first use. rarity as for nd__ground_make; it stays the
 * same for all pairs. */
void nd__grower_begin(nd__grower *g, nd__token_text a, nd__token_text b,
                      const nd__token_rarity *rarity);

/* Moves a corner of a rectangle, {place in a, place in b}, outwards:
 *
 * 1. along both texts as long as they agree, but for differences of up to 5 tokens, and
 *    `reach`, where this brings ND__WALK_GAIN tokens and more;
 * 2. then as far as runs of tokens next to the border bring ND__FLANK and more: of the
 *    `reach` tokens behind the corner, each side in turn, but no more than ND__AROUND on
 *    each side in all; and again from 1 until nothing moves.
 *
 * See docs/algorithms/passages.md. O(n) for n tokens that it moves by. */
#define ND__WALK_GAIN 8
#define ND__FLANK (8 * ND__BIT)
#define ND__AROUND 256
nd_status nd__grower_grow(nd__grower *g, uint32_t corner[2], bool backwards,
                          uint32_t reach, nd_error *err);

/* The tokens that both have, each counted as often as both have it. O(n): few steps a
 * token where both run along each other, a hash table of what does not. */
nd_status nd__grower_common(uint32_t *out, nd__grower *g, nd__token_text a,
                            nd__token_text b, nd_error *err);
void nd__grower_clear(nd__grower *g);

#endif
