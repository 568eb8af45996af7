/* Block places: which blocks of a group stand beside the same block on several pages. A
 * menu line does; a headline that other pages list does not on its own page. */
#ifndef ND_BOILERPLATE_BLOCK_PLACES_H
#define ND_BOILERPLATE_BLOCK_PLACES_H

#include "boilerplate/block_groups.h"
#include "boilerplate/page_evidence.h"

/* A block beside one of the group, and on which page. */
typedef struct nd__block_place_seen {
    uint64_t beside;
    uint32_t page;   /* + 1; 0: the slot is free */
    bool many_pages; /* another page, too */
} nd__block_place_seen;

/* Scratch for one thread. */
typedef struct nd__block_places {
    ND_VECTOR(nd__block_place_seen) slots;
    nd__u32_vector found; /* slot of each neighbour */
} nd__block_places;

void nd__block_places_clear(nd__block_places *places);

/* Sets in_place in the grade of each block of entries [begin, end), one group: has a
 * block of another page the same block in front of it, or the same behind it? The page's
 * border counts as a block. Returns how many are in place in *count. O(end - begin). */
nd_status nd__block_places_mark(size_t *count, nd__block_places *places,
                                nd__frame_grade *grades, const nd__block_groups *groups,
                                size_t begin, size_t end, const nd__corpus *corpus,
                                const uint32_t *page_of, nd_error *err);

#endif
