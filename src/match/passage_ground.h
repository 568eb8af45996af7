/* Two texts as numbers of the tokens they share: the ground that passages are looked for
 * on. */
#ifndef ND_MATCH_PASSAGE_GROUND_H
#define ND_MATCH_PASSAGE_GROUND_H

#include "match/spans.h"
#include "match/token_rarity.h"

/* Both texts have less than 2^31 tokens. side 0 is a, side 1 is b. */
typedef struct nd__ground {
    nd__token_text text[2]; /* borrowed */
    uint32_t *number[2];    /* [count] of the token; `shared` where the other lacks it */
    uint32_t *begin[2];     /* [shared + 1] in places, by number */
    uint32_t *places[2];    /* tokens, ascending for each number */
    uint32_t *weight;       /* [shared + 1] 1/256 bit; 0 for the last */
    uint32_t *inside[2];    /* [shared + 1] scratch, all 0 between calls */
    uint32_t shared;
    uint64_t work; /* tokens that may still be looked at */
} nd__ground;

/* rarity NULL: that of the two texts themselves. O(n) time; some 50 bytes a token at its
 * peak, 12 to 20 after. */
nd_status nd__ground_make(nd__ground *out, nd__token_text a, nd__token_text b,
                          const nd__token_rarity *rarity, nd_error *err);
void nd__ground_clear(nd__ground *ground);

/* Tokens [begin[0], end[0]) of a and [begin[1], end[1]) of b. */
typedef struct nd__rectangle {
    uint32_t begin[2], end[2];
} nd__rectangle;

typedef ND_VECTOR(nd__rectangle) nd__rectangles;

/* Moves the borders of *at to where its score is greatest, looking up to `reach` tokens
 * (or half its own length) beyond them. Returns the score: bits / 256, the mean of both
 * sides, see docs/algorithms/passages.md. */
int64_t nd__ground_refine(nd__ground *ground, nd__rectangle *at, uint32_t reach);

/* Places where rare common tokens are dense: rectangles to refine, densest first, found
 * by their cells of `cell` tokens. Appends what was found after refining, of at least
 * `least` (bits / 256) and not in one another; see passage_seeds.c. */
nd_status nd__ground_dense(nd__rectangles *out, nd__ground *ground, uint32_t reach,
                           int64_t least, nd_error *err);

#endif
