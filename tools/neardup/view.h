/* The rows of a view: one column or two, with line numbers, written as they are done. */
#ifndef NEARDUP_TOOL_VIEW_H
#define NEARDUP_TOOL_VIEW_H

#include <stdio.h>

#include "pen.h"
#include "show_overlap.h"
#include "shown_text.h"

/* Side by side, a is written by pens[0] and b by pens[1], each with its line numbers.
 * Inline, both are written by pens[0], and a row begins with a number of each and a mark.
 */
typedef struct view {
    FILE *out;
    show_overlap_options options; /* without zeros, view is not VIEW_AUTO */
    shown_text texts[2];
    pen pens[2];
    unsigned digits[2]; /* columns of the line numbers */
    size_t numbered[2]; /* the line numbers that were written last */
} view;

/* o may be NULL. After a failure there is nothing to close. */
nd_status view_open(view *v, FILE *out, const show_overlap_options *o, const char *a,
                    size_t a_size, const char *b, size_t b_size, nd_error *err);
void view_close(view *v);

bool view_is_side(const view *v);
/* The pen that writes text `side`, 0 or 1. */
pen *view_pen(view *v, int side);
/* Writes the rows that are done, of both columns. */
void view_write_rows(view *v);
/* Ends the rows being written and brings both columns to the same height. */
void view_level(view *v);
/* Rows by which the columns differ. */
size_t view_drift(const view *v);
/* A row of its own over all columns, dim. */
void view_note(view *v, const char *text);
/* Whether there is no use in going on: out failed, memory ran out, or Ctrl-C came. */
bool view_failed(const view *v);

#endif
