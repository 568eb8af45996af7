/* Two compared texts, aligned: side by side or inline. */
#ifndef NEARDUP_TOOL_SHOW_OVERLAP_H
#define NEARDUP_TOOL_SHOW_OVERLAP_H

#include <neardup/compare.h>
#include <stdbool.h>
#include <stdio.h>

typedef enum view_kind { VIEW_AUTO, VIEW_SIDE, VIEW_INLINE, VIEW_SUMMARY } view_kind;

/* Columns from which VIEW_AUTO is side by side, on a terminal. */
#define VIEW_SIDE_COLUMNS 100

typedef struct show_overlap_options {
    view_kind view;
    unsigned columns; /* width of the view; 0: 80; at least 40 */
    unsigned context; /* words shown at each end of a folded stretch; 0: 40 */
    bool colour;      /* else marks alone say what is shared and what is not */
    bool terminal;    /* out is one: right-to-left text is isolated, so that columns stay
                         in place */
} show_overlap_options;

/* Writes texts a and b to out, aligned (alignment.h), in lines of at most o->columns.
 * Overlap i of [0..count-1] is labelled [i + 1] on both sides. Long stretches are folded.
 * o may be NULL: the defaults. Overlaps are those of nd_comparison_overlaps; what is out
 * of order or out of a text is left out. Control and direction-changing characters and
 * bytes that are not UTF-8 are written as \x1b or <U+202E>, so that no text can steer the
 * terminal. Errors of writing are left in out for ferror, and end the view.
 * @return ND_OK; ND_E_LIMIT where a text is 4 GiB or more; ND_E_NOMEM.
 * Cost: O(a + b) and about 35 bytes of memory a token. */
nd_status show_overlap(FILE *out, const show_overlap_options *o,
                       const nd_overlap *overlaps, size_t count, const char *a,
                       size_t a_size, const char *b, size_t b_size, nd_error *err);

#endif
