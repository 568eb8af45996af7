/* Frames: blocks that a page carries because of its site, not because of its text. */
#ifndef ND_BOILERPLATE_FRAMES_H
#define ND_BOILERPLATE_FRAMES_H

#include "boilerplate/page_evidence.h"
#include "match/clusters.h"
#include "store/corpus.h"

typedef struct nd__frame_options {
    uint32_t min_pages; /* different pages of a site that have the block */
    double min_share;   /* of the site's pages */
    double threshold;   /* the score from which a block is frame */
    uint64_t seed;
    unsigned threads; /* 0 counts as 1 */
} nd__frame_options;

typedef struct nd__frame_block {
    size_t block; /* row of corpus->blocks */
    uint32_t document;
    uint32_t pages;
    double share;
    double score; /* 1: it reaches min_pages and min_share; else by evidence */
} nd__frame_block;

typedef ND_VECTOR(nd__frame_block) nd__frame_blocks;

/* Blocks are counted by the hash of their tokens with digits masked, per site (all
 * documents without a site are one). A finder knows the candidates: blocks that reach the
 * limits where each document counts as a page. */
typedef struct nd__frame_finder nd__frame_finder;

nd_status nd__frame_finder_create(nd__frame_finder **out, const nd__corpus *corpus,
                                  const nd__frame_options *options, nd_error *err);
void nd__frame_finder_destroy(nd__frame_finder *finder);

/* Sets sites[s] for each site that has a candidate, and returns whether any has. Only
 * there do groups decide what is a frame. */
bool nd__frame_finder_sites(bool *sites, const nd__frame_finder *finder);

/* Replaces *out by the frame blocks, sorted by block. They are candidates counted again,
 * over pages that differ otherwise: the members of a group count as one page with the
 * kept document unless their text without candidates is another. Groups of documents of
 * one site are enough. To be called once. */
nd_status nd__frame_finder_find(nd__frame_blocks *out, nd__frame_finder *finder,
                                const nd__clusters *clusters, nd_error *err);

/* Only by ND_OK of find: what it knows of each block row, and [sites] how many different
 * pages each site has. Borrowed. */
const nd__frame_grade *nd__frame_finder_grades(const nd__frame_finder *finder);
const uint32_t *nd__frame_finder_site_pages(const nd__frame_finder *finder);

const nd__path_table *nd__frame_finder_paths(const nd__frame_finder *finder);
/* The document as a page: what evidence reads. Borrowed. */
nd__page nd__frame_finder_page(const nd__frame_finder *finder, size_t document);

/* May a block like this be frame because other pages have it? */
bool nd__frame_counts(const nd__block_row *row);

#endif
