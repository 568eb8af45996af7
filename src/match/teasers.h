/* Teasers: blocks that are the cut-off beginning of another block. */
#ifndef ND_MATCH_TEASERS_H
#define ND_MATCH_TEASERS_H

#include "match/read_more.h"
#include "store/corpus.h"

/* Block row `block` is a proper prefix of block row `of`; both index corpus->blocks. */
typedef struct nd__teaser {
    size_t block, of;
    uint32_t document, of_document;
    double similarity; /* share of the teaser's tokens that its original begins with: 1, a
                          little less where its last word is cut */
    uint32_t begin;    /* byte of the block where it begins: what stands in front stays */
} nd__teaser;

typedef ND_VECTOR(nd__teaser) nd__teasers;

typedef struct nd__teaser_options {
    uint64_t seed;
    unsigned threads;
    const bool *dropped; /* [documents]: no original is looked for in these, but for their
                            own teasers */
    const uint32_t *kept_of; /* [documents]: for a dropped one the document that it was
                                dropped for, else itself; teasers of its site lead there.
                                NULL: not looked for */
    const bool *superfluous; /* [block rows]: repeats; they take no part */
    const nd__read_more *phrases;
    const bool *frames; /* [block rows]: never an original. NULL: none */
} nd__teaser_options;

/* The key by which a block's beginning is looked up, from its token hashes: of the first
 * four, 0 where there are fewer than five. */
uint64_t nd__teaser_start(const uint64_t *hash, size_t count);

/* Replaces *out by the teasers of the corpus, sorted by block. A teaser is a proper token
 * prefix (its last token may be cut inside) of a block of the same document or of one of
 * the same site that is kept. It has at least five words (ten characters of a script
 * without spaces) and ends in an ellipsis or a read-more phrase; or eight behind
 * something else that stands in front. Without such a mark it has at least eight, and
 *   is one of the beginnings of three documents' running texts on a listing,
 *   or stands behind the headline of the document that it begins,
 *   or is a summary at the head or tail of its own document (teaser_extent.h). */
nd_status nd__teasers_find(nd__teasers *out, const nd__corpus *corpus,
                           const nd__teaser_options *options, nd_error *err);

#endif
