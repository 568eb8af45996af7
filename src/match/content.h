/* Content: what of a document counts when documents are compared. */
#ifndef ND_MATCH_CONTENT_H
#define ND_MATCH_CONTENT_H

#include "store/corpus.h"
#include "text/tokens.h"

#define ND__TOKEN_BEHIND_FRAME 128u /* in flags: tokens before it were left out */

/* Replaces *out by the tokens of document d without those of its frame blocks
 * (ND__BLOCK_FRAME): a shared frame makes strangers alike, and reprints unlike. Their
 * byte ranges stay those of the whole text. */
nd_status nd__content_tokens(nd__tokens *out, const nd__corpus *corpus, size_t d,
                             uint64_t seed, nd_error *err);

/* The same, but only count and hash are filled. */
nd_status nd__content_hashes(nd__tokens *out, const nd__corpus *corpus, size_t d,
                             uint64_t seed, nd_error *err);

#endif
