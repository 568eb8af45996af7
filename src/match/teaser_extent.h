/* What of a block is the teaser, and what only looks like one. */
#ifndef ND_MATCH_TEASER_EXTENT_H
#define ND_MATCH_TEASER_EXTENT_H

#include "match/teaser_prefix.h"
#include "match/teasers.h"

/* Sets found->begin, of a teaser that was found behind tokens [0..front-1] of `tokens`,
 * which were read from `block`; front > 0. A line in front stays, and what stands in
 * front on its own line is a part of it if it is short (a date, a byline) or a block of
 * the original's document (a headline). Where it is a quotation behind anything else it
 * is a remark on a text: found->similarity is 0. */
nd_status nd__teaser_begin(nd__teaser *found, const nd__corpus *corpus,
                           const nd__tokens *tokens, size_t front, nd__block_text block,
                           nd__tokens *scratch, uint64_t seed, nd_error *err);

/* Is the block long enough for a teaser with something in front to be cut from it? Names
 * of things, which other things are named after, are not. */
bool nd__teaser_is_paragraph(const nd__block_row *row);

/* Does the teaser stand behind a headline of the document that it was cut from, and not
 * go on like it? */
bool nd__teaser_is_headed(const nd__corpus *corpus, const nd__teaser *found);

/* Is an unmarked beginning of another block of its own document a cut-off copy? Where it
 * stands at the document's head or tail, and ends as the other one's sentence does, or is
 * long or cut inside a word; a headline is none of these. frames [block rows] are no text
 * of the document; NULL: there are none. */
bool nd__teaser_is_summary(const nd__corpus *corpus, const nd__teaser *found,
                           const bool *frames);

#endif
