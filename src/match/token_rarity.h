/* How rare tokens are in a corpus, and what it says when two texts share one. */
#ifndef ND_MATCH_TOKEN_RARITY_H
#define ND_MATCH_TOKEN_RARITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Counts of tokens by their hash in a table of fixed size (4 MiB): tokens that share a
 * counter look more frequent than they are, never rarer. */
typedef struct nd__token_rarity nd__token_rarity;

nd_status nd__token_rarity_create(nd__token_rarity **out, nd_error *err);
/* Counts the tokens hash[0..count-1]. Threads: one at a time. */
void nd__token_rarity_add_document(nd__token_rarity *rarity, const uint64_t *hash,
                                   size_t count);
void nd__token_rarity_destroy(nd__token_rarity *rarity);

/* A share as a fraction. */
typedef struct nd__share {
    uint64_t count, of;
} nd__share;

/* The share of this token of all that were counted. Threads: any, once all are added. */
nd__share nd__token_rarity_share(const nd__token_rarity *rarity, uint64_t hash);

/* Weights and scores are in 1/256 bit. */
#define ND__BIT 256

/* What it weighs that a window of ND__RARITY_WINDOW tokens has a token of this share:
 * log2(1 + 1 / (2 x)), where x = ND__RARITY_WINDOW * count / of is how often it is to be
 * expected there; at most ND__RARITY_MOST bits. In integers, the same everywhere. */
#define ND__RARITY_WINDOW 64
#define ND__RARITY_MOST 6
uint32_t nd__share_weight(nd__share share);

#endif
