/* Screen readers ask the same question; the rules are a short form of theirs: what has
 * header cells or a caption is data; what has a table inside, one column, or
 * role=presentation is layout; else many short cells in even rows are data. */
#include "html/page_tables.h"

/* A table without headers must be a grid to be data: this many rows, and cells that are
 * shorter than a sentence on average. */
#define LEAST_ROWS 3
#define MOST_CELL_BYTES 60

void nd__page_tables_start(nd__page_tables *tables) {
    tables->open.count = 0;
    tables->cells.count = 0;
}

void nd__page_tables_clear(nd__page_tables *tables) {
    nd__vector_clear(&tables->open);
    nd__vector_clear(&tables->cells);
}

static nd_status begin_table(nd__page_tables *tables,
                             const nd__html_attributes *attributes, nd_error *err) {
    nd__page_table table = {.first_cell = tables->cells.count};
    table.layout = nd__html_has_word(attributes->role, "presentation") ||
                   nd__html_has_word(attributes->role, "none");
    if (tables->open.count > 0) {
        tables->open.items[tables->open.count - 1].layout = true;
    }
    ND_TRY(nd__vector_extend(&tables->open, 1, err));
    tables->open.items[tables->open.count++] = table;
    return ND_OK;
}

nd_status nd__page_tables_begin(nd__page_tables *tables, nd__html_tag tag,
                                const nd__html_attributes *attributes, size_t blocks,
                                nd_error *err) {
    if (tag == ND__TAG_TABLE) {
        return begin_table(tables, attributes, err);
    }
    if (tables->open.count == 0) {
        return ND_OK;
    }
    nd__page_table *table = &tables->open.items[tables->open.count - 1];
    if (tag == ND__TAG_TR) {
        table->row++;
    } else if (tag == ND__TAG_CAPTION || tag == ND__TAG_THEAD || tag == ND__TAG_TFOOT) {
        table->headed = true;
    } else if (tag == ND__TAG_TD || tag == ND__TAG_TH) {
        table->headed |= tag == ND__TAG_TH || attributes->scope != NULL;
        ND_TRY(nd__vector_extend(&tables->cells, 1, err));
        tables->cells.items[tables->cells.count++] =
            (nd__page_cell){.row = table->row, .begin = (uint32_t)blocks};
        table->open_cell = tables->cells.count;
    }
    return ND_OK;
}

typedef struct table_shape {
    size_t cells, rows, columns; /* columns of the longest row */
    size_t even_rows;            /* rows of that length */
    size_t bytes, link_bytes;    /* of the cells */
    bool lines;                  /* a cell of several lines */
} table_shape;

static table_shape shape_of(const nd__page_cell *cells, size_t count,
                            const nd__html_text *out) {
    table_shape shape = {.cells = count};
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && cells[end].row == cells[i].row; end++) {
            for (size_t b = cells[end].begin; b < cells[end].end; b++) {
                shape.bytes += out->blocks.items[b].end - out->blocks.items[b].begin;
                shape.link_bytes += out->blocks.items[b].link_bytes;
            }
            shape.lines |= cells[end].end - cells[end].begin > 1;
        }
        shape.rows++;
        if (end - i > shape.columns) {
            shape.columns = end - i;
            shape.even_rows = 0;
        }
        shape.even_rows += end - i == shape.columns;
    }
    return shape;
}

static bool is_data(const nd__page_table *table, const table_shape *shape) {
    if (table->layout || shape->columns < 2 || shape->rows < 2) {
        return false;
    }
    if (table->headed) {
        return true;
    }
    return shape->rows >= LEAST_ROWS && shape->even_rows * 4 >= shape->rows * 3 &&
           !shape->lines && shape->bytes <= shape->cells * MOST_CELL_BYTES &&
           shape->link_bytes * 2 <= shape->bytes;
}

/* Cells [0, count) of one row: their blocks become one where no cell has more than one.
 * Blocks from *read on are copied to *write. */
static void join_row(const nd__page_cell *cells, size_t count, nd__html_text *out,
                     size_t *read, size_t *write) {
    nd__html_block *blocks = out->blocks.items;
    bool joins = true;
    for (size_t i = 0; i < count; i++) {
        joins &= cells[i].end - cells[i].begin <= 1;
    }
    while (*read < cells[0].begin) {
        blocks[(*write)++] = blocks[(*read)++];
    }
    nd__html_block *row = NULL;
    for (; *read < cells[count - 1].end; (*read)++) {
        nd__html_block block = blocks[*read];
        block.flags |= ND__HTML_TABLE;
        if (joins && row != NULL) {
            out->text.items[row->end] = '\t';
            row->end = block.end;
            row->link_bytes += block.link_bytes;
            row->flags |= block.flags;
        } else {
            row = &blocks[(*write)++];
            *row = block;
        }
    }
}

static void end_table(nd__page_tables *tables, nd__html_text *out) {
    nd__page_table table = tables->open.items[--tables->open.count];
    size_t count = tables->cells.count - table.first_cell;
    if (count == 0) {
        return;
    }
    nd__page_cell *cells = tables->cells.items + table.first_cell;
    tables->cells.count = table.first_cell;
    table_shape shape = shape_of(cells, count, out);
    if (!is_data(&table, &shape)) {
        return;
    }
    size_t read = cells[0].begin, write = read;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && cells[end].row == cells[i].row; end++) {
        }
        join_row(cells + i, end - i, out, &read, &write);
    }
    while (read < out->blocks.count) {
        out->blocks.items[write++] = out->blocks.items[read++];
    }
    out->blocks.count = write;
}

void nd__page_tables_end(nd__page_tables *tables, nd__html_tag tag, nd__html_text *out) {
    if (tables->open.count == 0) {
        return;
    }
    nd__page_table *table = &tables->open.items[tables->open.count - 1];
    if (tag == ND__TAG_TABLE) {
        end_table(tables, out);
    } else if ((tag == ND__TAG_TD || tag == ND__TAG_TH) && table->open_cell != 0) {
        tables->cells.items[table->open_cell - 1].end = (uint32_t)out->blocks.count;
        table->open_cell = 0;
    }
}
