/* Page sections: what stands under each heading of an HTML page, and how far each block
 * is from the page's title. A heading over links is not the page's; main text seldom
 * begins far from the title. */
#ifndef ND_BOILERPLATE_PAGE_SECTIONS_H
#define ND_BOILERPLATE_PAGE_SECTIONS_H

#include "store/corpus.h"

typedef struct nd__page_section {
    uint32_t words;
    double prose; /* words of running text outside of links, as in nd__path_sum */
} nd__page_section;

#define ND__NO_TITLE UINT32_MAX

/* Where a block stands. */
typedef struct nd__section_place {
    uint32_t section;       /* of items; 0: in front of the first heading */
    uint32_t behind, front; /* blocks behind the last title, or to the next; the title is
                               0 behind; ND__NO_TITLE */
} nd__section_place;

/* Zero is an empty one. */
typedef struct nd__page_sections {
    ND_VECTOR(nd__section_place) places; /* [blocks] */
    ND_VECTOR(nd__page_section) items;   /* in their order */
} nd__page_sections;

void nd__page_sections_clear(nd__page_sections *sections);
/* Reads the blocks of a page: rows, marks, and the prose of each [0..count-1]. O(count).
 */
nd_status nd__page_sections_read(nd__page_sections *sections, const nd__block_row *rows,
                                 const nd__block_mark *marks, const double *prose,
                                 size_t count, nd_error *err);

#endif
