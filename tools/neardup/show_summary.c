#include "show_summary.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

#define MOST_CELLS 512u

typedef struct cell {
    size_t label; /* of what stands in its middle */
    bool touched;
} cell;

static const char *style_of(const view *v, size_t label) {
    return !v->options.colour ? ""
           : label == 0
               ? pen_escape(PEN_DIM)
               : pen_escape((pen_style)(PEN_LABEL + (label - 1) % PEN_LABEL_COLOURS));
}

static const char *plain(const view *v) {
    return v->options.colour ? pen_escape(PEN_PLAIN) : "";
}

/* Tokens [begin, end) of `tokens` are in overlap `label`. */
static void paint(cell *cells, size_t count, size_t tokens, size_t begin, size_t end,
                  size_t label) {
    for (size_t c = begin * count / tokens; c < count && c * tokens < end * count; c++) {
        size_t middle = (2 * c + 1) * tokens / (2 * count);
        cells[c].touched = true;
        if (middle >= begin && middle < end) {
            cells[c].label = label;
        }
    }
}

/* "A ███▒··██": one character is as much of the text everywhere. */
static void show_map(view *v, const alignment *pieces, int side) {
    cell cells[MOST_CELLS];
    size_t count = v->options.columns - 2, tokens = v->texts[side].count;
    count = count > MOST_CELLS ? MOST_CELLS : count;
    memset(cells, 0, sizeof cells);
    for (size_t i = 0; i < pieces->count; i++) {
        const piece *p = &pieces->pieces[i];
        size_t begin = side == 0 ? p->a_begin : p->b_begin;
        size_t end = side == 0 ? p->a_end : p->b_end;
        if (p->label != 0 && begin < end) {
            paint(cells, count, tokens, begin, end, p->label);
        }
    }
    fprintf(v->out, "%c ", side == 0 ? 'A' : 'B');
    size_t before = SIZE_MAX;
    for (size_t c = 0; c < count; c++) {
        if (cells[c].label != before) {
            fputs(style_of(v, cells[c].label), v->out);
            before = cells[c].label;
        }
        fputs(cells[c].label != 0 ? "█" : cells[c].touched ? "▒" : "·", v->out);
    }
    fprintf(v->out, "%s\n", plain(v));
}

/* "12" or "12-14" */
static const char *lines_text(char buffer[48], const shown_text *s, size_t begin,
                              size_t end) {
    size_t first = shown_text_line(s, begin), last = shown_text_line(s, end - 1);
    if (first == last) {
        snprintf(buffer, 48, "%zu", first);
    } else {
        snprintf(buffer, 48, "%zu-%zu", first, last);
    }
    return buffer;
}

/* The row of an overlap: its places whole, as the comparison found it. */
static void show_row(view *v, const nd_overlap *o, size_t label, const char *moved,
                     unsigned width) {
    const shown_text *a = &v->texts[0], *b = &v->texts[1];
    char name[32], words[COUNT_TEXT], a_lines[48], b_lines[48];
    snprintf(name, sizeof name, "[%zu]", label);
    size_t count = shown_text_token(a, o->a_end) - shown_text_token(a, o->a_begin);
    fprintf(v->out, "%s%6s%s %8s  %-*s  %-*s  ", style_of(v, label), name, plain(v),
            count_text(words, count), (int)width,
            lines_text(a_lines, a, o->a_begin, o->a_end), (int)width,
            lines_text(b_lines, b, o->b_begin, o->b_end));
    int left = (int)v->options.columns - 21 - 2 * (int)width - (int)strlen(moved);
    fputs(moved, v->out);
    print_excerpt(v->out, a->text + o->a_begin, o->a_end - o->a_begin,
                  left > 8 ? left : 8);
    fputc('\n', v->out);
}

void show_summary(view *v, const alignment *pieces, const nd_overlap *overlaps) {
    unsigned width = v->digits[0] > v->digits[1] ? v->digits[0] : v->digits[1];
    width = 2 * width + 1 < 7 ? 7 : 2 * width + 1;
    show_map(v, pieces, 0);
    show_map(v, pieces, 1);
    fprintf(v->out, "\n%6s %8s  %-*s  %s\n", "", "words", (int)width, "A lines",
            "B lines");
    /* Each overlap once: a moved one has a piece in b always, in a not. */
    for (size_t i = 0; i < pieces->count && !view_failed(v); i++) {
        const piece *p = &pieces->pieces[i];
        if (p->label != 0 && p->kind != PIECE_MOVED_A) {
            show_row(v, &overlaps[p->label - 1], p->label,
                     p->kind == PIECE_SHARED ? ""
                     : p->again              ? "again: "
                                             : "moved: ",
                     width);
        }
    }
}
