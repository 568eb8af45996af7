/* Repeats: blocks of a document that say again what an earlier block of it says. */
#ifndef ND_MATCH_REPEATS_H
#define ND_MATCH_REPEATS_H

#include "store/corpus.h"
#include "text/block_key.h"
#include "text/blocks.h"

/* Block `block` repeats block `of` < block; indices into the document's blocks. */
typedef struct nd__repeat {
    uint32_t block, of;
    double similarity; /* Jaccard of 3-token shingles; 1 for equal text */
} nd__repeat;

typedef ND_VECTOR(nd__repeat) nd__repeats;

typedef struct nd__repeat_finder nd__repeat_finder; /* scratch of one thread */

nd_status nd__repeat_finder_create(nd__repeat_finder **out, nd_error *err);
void nd__repeat_finder_destroy(nd__repeat_finder *finder);

/* Replaces *out by the repeats of one document, by block; at most one for a block. rows
 * [0.. count-1] are its blocks with weights, zones, flags and masked hashes, tokens its
 * tokens (block i has tokens blocks[i].token_begin .. token_end). See
 * docs/algorithms/blocks.md for what counts. */
nd_status nd__repeats_find(nd__repeats *out, nd__repeat_finder *finder,
                           const nd__block_row *rows, const nd__block *blocks,
                           size_t count, const nd__tokens *tokens, nd_error *err);

/* Tokens of a block as a person would count words: a code point of a script without
 * spaces counts half. */
size_t nd__block_weight(const nd__block *block, const nd__tokens *tokens);

/* Sets the zone of each row (see nd__zone) by its weight and flags. */
void nd__zones_mark(nd__block_row *rows, size_t count);

#endif
