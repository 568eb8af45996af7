/* Site frames: what the pages of sites share, learnt from many pages and applied to one.
 */
#ifndef ND_BOILERPLATE_SITE_FRAMES_H
#define ND_BOILERPLATE_SITE_FRAMES_H

#include "boilerplate/page_evidence.h"

/* A block that stands on two pages of its site, or more. */
typedef struct nd__site_block {
    const char *text; /* as its first page has it */
    size_t size;
    uint64_t key; /* of the site and the block's masked hash */
    uint32_t pages;
    bool placed; /* mostly beside the same blocks */
} nd__site_block;

/* A tag path of a site's HTML pages; 0: all of them. */
typedef struct nd__site_path {
    uint32_t path;
    nd__path_sum sum;
} nd__site_path;

typedef struct nd__known_site {
    const char *name;
    uint32_t pages;   /* different ones */
    size_t block_end; /* of blocks; they begin where the site's before end */
    size_t path_end;  /* of paths, likewise */
} nd__known_site;

/* Zero is empty. Read only once it is made: shared-read. */
typedef struct nd__site_frames {
    uint32_t min_pages; /* what frame was taken to be */
    double min_share;
    ND_VECTOR(nd__known_site) sites;
    ND_VECTOR(nd__site_block) blocks;
    ND_VECTOR(nd__site_path) paths;
    nd__path_table path_table;              /* the same, by nd__site_number and path */
    nd__u32_vector site_table, block_table; /* open addressing: number + 1, 0 is free */
    nd__arena arena;
} nd__site_frames;

/* A site; the blocks that are added next are its. ND_E_FORMAT where it is known already.
 */
nd_status nd__site_frames_add_site(nd__site_frames *frames, const char *name,
                                   uint32_t pages, nd_error *err);
/* A block of the site that was added last. Another one of the same masked hash counts for
 * nothing. */
nd_status nd__site_frames_add_block(nd__site_frames *frames, const char *text,
                                    size_t size, uint64_t masked, uint32_t pages,
                                    bool placed, nd_error *err);
/* A tag path of that site; a path counts once. */
nd_status nd__site_frames_add_path(nd__site_frames *frames, uint32_t path,
                                   const nd__path_sum *sum, nd_error *err);
void nd__site_frames_clear(nd__site_frames *frames);

/* NULL: the site is not known. */
const nd__known_site *nd__site_frames_find(const nd__site_frames *frames,
                                           const char *name);
/* What the site is in the table of paths. */
static inline uint32_t nd__site_number(const nd__site_frames *frames,
                                       const nd__known_site *site) {
    return (uint32_t)(site - frames->sites.items) + 1;
}
/* Grades the blocks of a page of that site: grades and rows [0..count-1]. A page of
 * nothing but frame has no frame. */
void nd__site_frames_grade(nd__frame_grade *grades, const nd__site_frames *frames,
                           const nd__known_site *site, const nd__block_row *rows,
                           size_t count);

#endif
