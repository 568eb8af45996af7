/* Which tables hold data and which only lay the page out, known when they end; the cells
 * of a row of data become one line. */
#ifndef ND_HTML_PAGE_TABLES_H
#define ND_HTML_PAGE_TABLES_H

#include "html/html_attributes.h"
#include "html/html_text.h"

typedef struct nd__page_cell {
    uint32_t row;
    uint32_t begin, end; /* its blocks */
} nd__page_cell;

typedef struct nd__page_table {
    size_t first_cell;
    size_t open_cell; /* its index + 1, 0: none */
    uint32_t row;     /* the current one, 0: none yet */
    bool layout;      /* a table in it, or its role says so */
    bool headed;      /* header cells or a caption */
} nd__page_table;

typedef struct nd__page_tables {
    ND_VECTOR(nd__page_table) open;
    ND_VECTOR(nd__page_cell) cells; /* of all open tables */
} nd__page_tables;

void nd__page_tables_start(nd__page_tables *tables);
void nd__page_tables_clear(nd__page_tables *tables);
/* An element begins where `blocks` blocks are there. */
nd_status nd__page_tables_begin(nd__page_tables *tables, nd__html_tag tag,
                                const nd__html_attributes *attributes, size_t blocks,
                                nd_error *err);
/* An element ends; a table of data changes its blocks in *out, all of which have ended.
 */
void nd__page_tables_end(nd__page_tables *tables, nd__html_tag tag, nd__html_text *out);

#endif
