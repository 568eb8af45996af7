/* Path table: what stands on each tag path, of a page or over a site's pages. A path that
 * holds links, or words that other pages have too, is frame; one that holds the sentences
 * of each page is text. */
#ifndef ND_BOILERPLATE_PATH_TABLE_H
#define ND_BOILERPLATE_PATH_TABLE_H

#include "store/corpus.h"

typedef struct nd__path_sum {
    uint64_t key; /* of site and path; 0: the slot is free */
    uint32_t blocks, ended;
    double words, linked, shared, prose;
} nd__path_sum;

typedef struct nd__path_table {
    ND_VECTOR(nd__path_sum) slots; /* a power of two of them */
    size_t used;
} nd__path_table;

void nd__path_table_clear(nd__path_table *table);
/* Forgets all, and makes room for so many paths. */
nd_status nd__path_table_reset(nd__path_table *table, size_t paths, nd_error *err);
/* Words of running text that are the page's own, outside of links, at most 60 of a block:
 * a page is no single block. */
double nd__block_prose(const nd__block_row *row, const nd__block_mark *mark, bool shared);
/* Adds a block to its path, and to the sum of the site (path 0). `shared`: other pages
 * have it. The table grows. */
nd_status nd__path_table_add(nd__path_table *table, uint64_t site,
                             const nd__block_row *row, const nd__block_mark *mark,
                             bool shared, nd_error *err);
/* Adds a whole sum to a path that has none; its key is set here. The table grows. */
nd_status nd__path_table_put(nd__path_table *table, uint64_t site, uint32_t path,
                             const nd__path_sum *sum, nd_error *err);
/* NULL where nothing was added. Path 0: all of the site. */
const nd__path_sum *nd__path_table_find(const nd__path_table *table, uint64_t site,
                                        uint32_t path);

#endif
