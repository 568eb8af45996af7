/* Borders of a chain: how far it grows into what is around it. */
#ifndef ND_MATCH_PASSAGE_GROW_H
#define ND_MATCH_PASSAGE_GROW_H

#include "match/passage_ground.h"

typedef struct nd__grower_token {
    uint64_t hash;
    uint32_t count[2];  /* in both windows */
    uint32_t inside[2]; /* in what is looked at now */
    uint32_t weight;    /* 1/256 bit; ND__NO_WEIGHT until it is asked for */
} nd__grower_token;

/* Room for work on one rectangle after the other. Threads: one at a time. */
typedef struct nd__grower {
    const nd__token_rarity *rarity;
    nd__token_text text[2]; /* borrowed */
    nd__rectangle window, inside;
    ND_VECTOR(nd__grower_token) tokens; /* of a, by number; 0 is what only b has */
    ND_VECTOR(uint32_t) slots;          /* number of a token by its hash, or 0 */
    ND_VECTOR(uint32_t) number[2];      /* of the tokens of the window */
    uint16_t own_weight_of[2][16]; /* the same by count in a window but one, by side */
    uint16_t weight_of[2048];      /* + 1, by count in the corpus; 0 not known */
} nd__grower;

/* The grower is all 0 before its first use. rarity as for nd__ground_make. */
void nd__grower_begin(nd__grower *g, nd__token_text a, nd__token_text b,
                      const nd__token_rarity *rarity);

/* Moves the borders of *at outwards, at both of its corners:
 *
 * 1. along both texts as long as they agree, but for differences of up to ND__SKIP_MOST
 *    tokens, where this brings ND__WALK_GAIN tokens and more;
 * 2. then as far as runs of tokens next to the border bring ND__FLANK and more: each side
 *    in turn, looking up to `reach` tokens beyond it, but no more than ND__AROUND.
 *
 * See docs/algorithms/passages.md. O(n) for n tokens that it grows by. */
#define ND__WALK_GAIN 8
#define ND__FLANK (8 * ND__BIT)
#define ND__AROUND 256
nd_status nd__grower_grow(nd__grower *g, nd__rectangle *at, uint32_t reach,
                          nd_error *err);
void nd__grower_clear(nd__grower *g);

#endif
