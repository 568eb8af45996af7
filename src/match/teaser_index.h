/* Where blocks are looked up by their beginning, for teasers. */
#ifndef ND_MATCH_TEASER_INDEX_H
#define ND_MATCH_TEASER_INDEX_H

#include "match/key_index.h"
#include "match/teasers.h"
#include "text/blocks.h"

#define ND__TEASER_TOKENS 5        /* a teaser has at least so many, and that weight */
#define ND__TEASER_LISTED 8        /* without a mark, or with something in front */
#define ND__TEASER_FRONT_TOKENS 24 /* a date, a byline, a headline in front */

/* So many bytes of a block are read for that, and some tokens more. */
#define ND__TEASER_FRONT_BYTES 512

/* A block row and its document. */
typedef struct nd__teaser_place {
    uint32_t document, block;
} nd__teaser_place;

/* In the order of the blocks. */
static inline uint64_t nd__teaser_place_pack(size_t document, size_t block) {
    return (uint64_t)document << 32 | block;
}

static inline nd__teaser_place nd__teaser_place_unpack(uint64_t value) {
    return (nd__teaser_place){(uint32_t)(value >> 32), (uint32_t)value};
}

typedef struct nd__teaser_index {
    const nd__corpus *corpus;
    const nd__teaser_options *options;
    nd__key_index starts; /* key -> place, for the keys of marked blocks */
    nd__key_index fronts; /* the same, for keys behind the beginning of some */
    nd__key_index ledes;  /* the same for the first running texts of each document */
} nd__teaser_index;

/* Ends in an ellipsis or a read-more phrase? */
static inline bool nd__teaser_marked(const nd__block_row *row) {
    return (row->flags & (ND__BLOCK_ELLIPSIS | ND__BLOCK_READ_MORE)) != 0;
}

/* Can the block be a teaser? */
bool nd__teaser_takes_part(const nd__teaser_index *index, size_t block);

/* The key of blocks that begin with `start` on the document's site. */
uint64_t nd__teaser_site_key(const nd__document *document, uint64_t start);
/* The same for the document's own blocks, if it is dropped: a key of their own keeps a
 * thousand dropped copies out of the way of all others. */
uint64_t nd__teaser_own_key(const nd__teaser_index *index, size_t d, uint64_t start);

/* Is there a border in front of token i? */
static inline bool nd__token_at_border(const nd__tokens *tokens, size_t i) {
    return tokens->begin[i] >= tokens->end[i - 1];
}

/* Fills *out, which holds corpus and options, for nd__teaser_index_clear. */
nd_status nd__teaser_index_build(nd__teaser_index *out, nd_error *err);
/* Fills out->fronts, for the packed places [0..count-1] of marked blocks. Once. */
nd_status nd__teaser_index_fronts(nd__teaser_index *out, const uint64_t *places,
                                  size_t count, nd_error *err);
void nd__teaser_index_clear(nd__teaser_index *index);

#endif
