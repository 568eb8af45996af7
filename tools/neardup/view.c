#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

#define DEFAULT_COLUMNS 80u
#define LEAST_COLUMNS 40u
#define DEFAULT_CONTEXT 40u
#define GUTTER 3u /* " │ " */
#define FIRST_STRONG_ISOLATE "\xE2\x81\xA8"
#define POP_ISOLATE "\xE2\x81\xA9"

static unsigned digits_of(size_t number) {
    unsigned digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

nd_status view_open(view *v, FILE *out, const show_overlap_options *o, const char *a,
                    size_t a_size, const char *b, size_t b_size, nd_error *err) {
    memset(v, 0, sizeof *v);
    v->out = out;
    if (o != NULL) {
        v->options = *o;
    }
    show_overlap_options *options = &v->options;
    options->context = options->context > 0 ? options->context : DEFAULT_CONTEXT;
    options->columns = options->columns > 0 ? options->columns : DEFAULT_COLUMNS;
    options->columns =
        options->columns < LEAST_COLUMNS ? LEAST_COLUMNS : options->columns;
    if (options->view == VIEW_AUTO) {
        options->view = options->terminal && options->columns >= VIEW_SIDE_COLUMNS
                            ? VIEW_SIDE
                            : VIEW_INLINE;
    }
    nd_status status = shown_text_open(&v->texts[0], a, a_size, err);
    if (status < 0) {
        return status;
    }
    status = shown_text_open(&v->texts[1], b, b_size, err);
    if (status < 0) {
        shown_text_close(&v->texts[0]);
        return status;
    }
    unsigned columns = options->columns, margin = 0;
    for (int side = 0; side < 2; side++) {
        v->digits[side] = digits_of(v->texts[side].line_count);
        margin += v->digits[side] + 1;
    }
    columns -= margin < columns - 16 ? margin : columns - 16;
    unsigned width = view_is_side(v) ? (columns - GUTTER) / 2 : columns - 2;
    pen_init(&v->pens[0], width, options->colour);
    pen_init(&v->pens[1], width, options->colour);
    return ND_OK;
}

void view_close(view *v) {
    for (int side = 0; side < 2; side++) {
        shown_text_close(&v->texts[side]);
        pen_clear(&v->pens[side]);
    }
}

bool view_is_side(const view *v) {
    return v->options.view == VIEW_SIDE;
}

pen *view_pen(view *v, int side) {
    return &v->pens[view_is_side(v) ? side : 0];
}

/* Blanks that are due are kept back until something follows them, so that no row ends in
 * blanks. */
static void put_blanks(view *v, unsigned *blanks) {
    fprintf(v->out, "%*s", (int)*blanks, "");
    *blanks = 0;
}

static void put_number(view *v, int side, size_t number, unsigned *blanks) {
    if (number == 0 || number == v->numbered[side]) {
        *blanks += v->digits[side] + 1;
        return;
    }
    put_blanks(v, blanks);
    v->numbered[side] = number;
    fprintf(v->out, "%s%*zu%s", v->options.colour ? pen_escape(PEN_DIM) : "",
            (int)v->digits[side], number, v->options.colour ? pen_escape(PEN_PLAIN) : "");
    *blanks = 1;
}

static void put_cell(view *v, const pen_row *row, unsigned *blanks) {
    if (row->width == 0) {
        return; /* nothing, or styles that each row sets and ends by itself */
    }
    bool isolate = v->options.terminal && row->right_to_left;
    put_blanks(v, blanks);
    fputs(isolate ? FIRST_STRONG_ISOLATE : "", v->out);
    fwrite(row->bytes, 1, row->size, v->out);
    fputs(isolate ? POP_ISOLATE : "", v->out);
}

static void put_inline(view *v, const pen_row *row) {
    unsigned blanks = 0;
    put_number(v, 0, row->line[0], &blanks);
    put_number(v, 1, row->line[1], &blanks);
    if (row->mark != ' ') {
        put_blanks(v, &blanks);
        fputc(row->mark, v->out);
        blanks = 1;
    } else {
        blanks += 2;
    }
    put_cell(v, row, &blanks);
    fputc('\n', v->out);
}

/* What the gutter says: the same on both sides, or on one alone, or each has its own. */
static const char *gutter(const pen_row *a, const pen_row *b) {
    bool left = a->mark != ' ', right = b->mark != ' ';
    return left && right ? "\xE2\x89\xA0" : left ? "<" : right ? ">" : "\xE2\x94\x82";
}

static void put_side(view *v, const pen_row *a, const pen_row *b) {
    unsigned blanks = 0;
    put_number(v, 0, a->line[0], &blanks);
    put_cell(v, a, &blanks);
    blanks += v->pens[0].columns - a->width + 1;
    put_blanks(v, &blanks);
    fprintf(v->out, "%s%s%s", v->options.colour ? pen_escape(PEN_DIM) : "", gutter(a, b),
            v->options.colour ? pen_escape(PEN_PLAIN) : "");
    blanks = 1;
    put_number(v, 1, b->line[0], &blanks);
    put_cell(v, b, &blanks);
    fputc('\n', v->out);
}

/* A row of the two columns; of one that has none, an empty cell. */
static void take_side(view *v) {
    static const pen_row none = {.mark = ' '};
    pen_row rows[2] = {none, none};
    for (int side = 0; side < 2; side++) {
        if (pen_ready(&v->pens[side]) > 0) {
            rows[side] = pen_take(&v->pens[side]);
        }
    }
    put_side(v, &rows[0], &rows[1]);
    free(rows[0].bytes);
    free(rows[1].bytes);
}

void view_write_rows(view *v) {
    if (view_is_side(v)) {
        while (pen_ready(&v->pens[0]) > 0 && pen_ready(&v->pens[1]) > 0) {
            take_side(v);
        }
        return;
    }
    while (pen_ready(&v->pens[0]) > 0) {
        pen_row row = pen_take(&v->pens[0]);
        put_inline(v, &row);
        free(row.bytes);
    }
}

void view_level(view *v) {
    pen_break(&v->pens[0]);
    pen_break(&v->pens[1]);
    view_write_rows(v);
    while (pen_ready(&v->pens[0]) > 0 || pen_ready(&v->pens[1]) > 0) {
        take_side(v);
    }
}

size_t view_drift(const view *v) {
    size_t a = pen_ready(&v->pens[0]), b = pen_ready(&v->pens[1]);
    return a > b ? a - b : b - a;
}

void view_note(view *v, const char *text) {
    view_level(v);
    if (!view_is_side(v)) {
        pen_note(&v->pens[0], PEN_DIM, text);
        view_write_rows(v);
        return;
    }
    fprintf(v->out, "%*s%s%s%s\n", (int)v->digits[0] + 1, "",
            v->options.colour ? pen_escape(PEN_DIM) : "", text,
            v->options.colour ? pen_escape(PEN_PLAIN) : "");
    for (int side = 0; side < 2; side++) { /* a fold needs no empty row behind it */
        v->pens[side].blank = false;
    }
}

bool view_failed(const view *v) {
    return ferror(v->out) != 0 || was_interrupted() || v->pens[0].failed ||
           v->pens[1].failed;
}
