/* What of a document is compared when reprints are looked for. */
#ifndef ND_MATCH_REPRINT_TEXT_H
#define ND_MATCH_REPRINT_TEXT_H

#include "store/corpus.h"
#include "text/tokens.h"

/* Replaces *out by the tokens of document d without those of the blocks that are
 * left_out[block row]. */
nd_status nd__reprint_text(nd__tokens *out, const nd__corpus *corpus,
                           const bool *left_out, size_t d, uint64_t seed, nd_error *err);

/* The same, but only count and hash are filled. */
nd_status nd__reprint_hashes(nd__tokens *out, const nd__corpus *corpus,
                             const bool *left_out, size_t d, uint64_t seed,
                             nd_error *err);

/* Is more than half of the text in scripts without spaces? */
bool nd__reprint_unspaced(const nd__tokens *tokens);

#endif
