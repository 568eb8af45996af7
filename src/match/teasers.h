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
    const bool *superfluous; /* [block rows]: repeats; never an original */
    const nd__read_more *phrases;
} nd__teaser_options;

/* The key by which a block's beginning is looked up, from its token hashes: of the first
 * four, 0 where there are fewer than five. */
uint64_t nd__teaser_start(const uint64_t *hash, size_t count);

/* Replaces *out by the teasers of the corpus, sorted by block. A teaser has at least five
 * words (ten characters of a script without spaces), ends in an ellipsis or a read-more
 * phrase, and is a proper token prefix (its last token may be cut inside) of a block of
 * the same document or of one of the same site. On a listing, which has three or more
 * unmarked blocks that begin the running text of three other documents of the site, those
 * count too. */
nd_status nd__teasers_find(nd__teasers *out, const nd__corpus *corpus,
                           const nd__teaser_options *options, nd_error *err);

#endif
