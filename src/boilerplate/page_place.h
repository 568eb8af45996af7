/* Page places: where in a page a block stands, what the page is made of, and what stands
 * around the block. */
#ifndef ND_BOILERPLATE_PAGE_PLACE_H
#define ND_BOILERPLATE_PAGE_PLACE_H

#include "store/corpus.h"

/* Of the blocks in front of one. */
typedef struct nd__place_sum {
    double words, linked, prose; /* prose as in nd__path_sum */
    uint32_t short_lines;        /* of 4 words at most */
} nd__place_sum;

/* Zero is an empty one. */
typedef struct nd__page_places {
    ND_VECTOR(nd__place_sum) before; /* [blocks + 1] */
} nd__page_places;

void nd__page_places_clear(nd__page_places *places);
/* Reads the blocks of a page: rows, marks (or NULL), and the prose of each [0..count-1].
 * O(count).
 */
nd_status nd__page_places_read(nd__page_places *places, const nd__block_row *rows,
                               const nd__block_mark *marks, const double *prose,
                               size_t count, nd_error *err);
/* Of blocks [begin, end), as far as the page has them. */
nd__place_sum nd__page_places_between(const nd__page_places *places, ptrdiff_t begin,
                                      ptrdiff_t end);

#endif
