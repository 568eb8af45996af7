/* Whether a block's tokens are a proper prefix of another block's. */
#ifndef ND_MATCH_TEASER_PREFIX_H
#define ND_MATCH_TEASER_PREFIX_H

#include "text/tokens.h"

/* The text of a block, to its end. */
typedef struct nd__block_text {
    const char *text;
    size_t size;
} nd__block_text;

/* What is read of the other block. */
typedef struct nd__prefix_scratch {
    nd__tokens original;
    nd__buffer teaser_word, original_word;
} nd__prefix_scratch;

/* Is tokens[0..size-1], which were read from `teaser`, a proper prefix of `original`,
 * where the last token may be cut inside? *out is the share of the tokens that are whole,
 * 0 if it is none. size > 0. Mostly the bytes tell; else so much of the original is read
 * as is needed. Threads: one scratch each. */
nd_status nd__prefix_measure(double *out, nd__prefix_scratch *own,
                             const nd__tokens *tokens, size_t size, nd__block_text teaser,
                             nd__block_text original, uint64_t seed, nd_error *err);
void nd__prefix_scratch_clear(nd__prefix_scratch *own);

#endif
