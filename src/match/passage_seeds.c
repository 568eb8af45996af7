/* Where to look for passages whose words were shuffled or changed, so that no long run is
 * left.
 *
 * 1. Points: places i of a and j of b with the same rare token. Only tokens that stand in
 *    both texts together few times make points, so there are at most 4 a token.
 * 2. Points are counted in cells of CELL x CELL tokens; the weight of a cell is that of
 *    its different tokens.
 * 3. Cells that with their eight neighbours weigh enough are taken, heaviest first, the
 *    three by three refined (passage_refine.c), and what scores enough is a passage.
 *    Cells that this covers are done with. */
#include <string.h>

#include "base/radix_sort.h"
#include "match/passage_ground.h"

#define CELL 32u
#define LEAST_WEIGHT (2 * ND__BIT) /* of a token that makes points */
#define MOST_PLACES 16             /* of a token in a times its places in b */
#define LEAST_CELLS (16 * ND__BIT) /* of three by three cells */

typedef struct cell {
    uint32_t row, column;
    uint64_t weight;
    bool done;
} cell;

typedef struct field {
    cell *cells; /* by row, then column */
    size_t count;
    nd__keyed *order; /* the heavy ones; key: descending weight */
    nd__keyed *scratch;
    size_t heavy;
} field;

static bool makes_points(const nd__ground *g, uint32_t number) {
    uint64_t a = g->begin[0][number + 1] - g->begin[0][number];
    uint64_t b = g->begin[1][number + 1] - g->begin[1][number];
    return g->weight[number] >= LEAST_WEIGHT && a * b <= MOST_PLACES;
}

static nd_status make_points(nd__keyed **out, size_t *count_out, const nd__ground *g,
                             nd_error *err) {
    size_t count = 0;
    for (uint32_t n = 0; n < g->shared; n++) {
        size_t b = g->begin[1][n + 1] - g->begin[1][n];
        count += makes_points(g, n) ? (g->begin[0][n + 1] - g->begin[0][n]) * b : 0;
    }
    nd__keyed *points = nd__allocate(count, sizeof *points);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    if (points == NULL || scratch == NULL) {
        free(points);
        free(scratch);
        return nd__fail_memory(err);
    }
    count = 0;
    for (uint32_t n = 0; n < g->shared; n++) {
        if (!makes_points(g, n)) {
            continue;
        }
        for (uint32_t a = g->begin[0][n]; a < g->begin[0][n + 1]; a++) {
            for (uint32_t b = g->begin[1][n]; b < g->begin[1][n + 1]; b++) {
                uint64_t row = g->places[0][a] / CELL, column = g->places[1][b] / CELL;
                points[count++] = (nd__keyed){row << 32 | column, n};
            }
        }
    }
    nd__sort_keyed(points, scratch, count);
    free(scratch);
    *out = points;
    *count_out = count;
    return ND_OK;
}

/* Points are sorted by cell, and in a cell by token. */
static nd_status make_cells(field *f, const nd__ground *g, const nd__keyed *points,
                            size_t count, nd_error *err) {
    size_t cells = 0;
    for (size_t i = 0; i < count; i++) {
        cells += i == 0 || points[i].key != points[i - 1].key;
    }
    f->cells = nd__allocate(cells, sizeof *f->cells);
    f->order = nd__allocate(cells, sizeof *f->order);
    f->scratch = nd__allocate(cells, sizeof *f->scratch);
    if (f->cells == NULL || f->order == NULL || f->scratch == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || points[i].key != points[i - 1].key;
        if (first) {
            f->cells[f->count++] = (cell){.row = (uint32_t)(points[i].key >> 32),
                                          .column = (uint32_t)points[i].key};
        }
        if (first || points[i].value != points[i - 1].value) {
            f->cells[f->count - 1].weight += g->weight[points[i].value];
        }
    }
    return ND_OK;
}

/* Adds the weight of the cells next to each in row + step, and in its own for step 0. */
static void add_row(const field *f, uint64_t *sums, int step) {
    size_t from = 0;
    for (size_t i = 0; i < f->count; i++) {
        int64_t row = (int64_t)f->cells[i].row + step;
        int64_t column = (int64_t)f->cells[i].column - 1;
        while (from < f->count &&
               (f->cells[from].row < row ||
                (f->cells[from].row == row && f->cells[from].column < column))) {
            from++;
        }
        for (size_t k = from;
             k < f->count && f->cells[k].row == row && f->cells[k].column <= column + 2;
             k++) {
            sums[i] += f->cells[k].weight;
        }
    }
}

static nd_status choose_heavy(field *f, nd_error *err) {
    uint64_t *sums = nd__allocate_zeroed(f->count, sizeof *sums);
    if (sums == NULL) {
        return nd__fail_memory(err);
    }
    for (int step = -1; step <= 1; step++) {
        add_row(f, sums, step);
    }
    for (size_t i = 0; i < f->count; i++) {
        if (sums[i] >= LEAST_CELLS) {
            f->order[f->heavy++] = (nd__keyed){~sums[i], i};
        }
    }
    nd__sort_keyed(f->order, f->scratch, f->heavy);
    free(sums);
    return ND_OK;
}

/* The first cell from (row, column) on. */
static size_t find_cell(const field *f, uint32_t row, uint32_t column) {
    size_t low = 0, high = f->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const cell *c = &f->cells[middle];
        if (c->row < row || (c->row == row && c->column < column)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void finish_cells(field *f, nd__rectangle at) {
    for (uint32_t row = at.begin[0] / CELL; row <= (at.end[0] - 1) / CELL; row++) {
        size_t i = find_cell(f, row, at.begin[1] / CELL);
        while (i < f->count && f->cells[i].row == row &&
               f->cells[i].column <= (at.end[1] - 1) / CELL) {
            f->cells[i++].done = true;
        }
    }
}

static nd__rectangle around(const nd__ground *g, const cell *c) {
    nd__rectangle at;
    uint32_t middle[2] = {c->row, c->column};
    for (int side = 0; side < 2; side++) {
        uint64_t end = ((uint64_t)middle[side] + 2) * CELL;
        at.begin[side] = (middle[side] - (middle[side] > 0)) * CELL;
        at.end[side] =
            end < g->text[side].count ? (uint32_t)end : (uint32_t)g->text[side].count;
    }
    return at;
}

static nd_status take_dense(nd__rectangles *out, field *f, nd__ground *g, uint32_t reach,
                            int64_t least, nd_error *err) {
    for (size_t i = 0; i < f->heavy && g->work > 0; i++) {
        cell *c = &f->cells[f->order[i].value];
        if (c->done) {
            continue;
        }
        c->done = true;
        nd__rectangle at = around(g, c);
        int64_t score = nd__ground_refine(g, &at, reach);
        if (score <= 0) {
            continue;
        }
        finish_cells(f, at);
        if (score >= least) {
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] = at;
        }
    }
    return ND_OK;
}

nd_status nd__ground_dense(nd__rectangles *out, nd__ground *ground, uint32_t reach,
                           int64_t least, nd_error *err) {
    nd_status status;
    field f = {0};
    size_t count = 0;
    nd__keyed *points = NULL;
    ND_TRY_OUT(make_points(&points, &count, ground, err));
    ND_TRY_OUT(make_cells(&f, ground, points, count, err));
    free(points);
    points = NULL;
    ND_TRY_OUT(choose_heavy(&f, err));
    ND_TRY_OUT(take_dense(out, &f, ground, reach, least, err));
out:
    free(points);
    free(f.cells);
    free(f.order);
    free(f.scratch);
    return status;
}
