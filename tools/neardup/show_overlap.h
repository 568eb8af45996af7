/* The inline view of two compared texts: b, with the passages marked that a has too. */
#ifndef NEARDUP_TOOL_SHOW_OVERLAP_H
#define NEARDUP_TOOL_SHOW_OVERLAP_H

#include <stdbool.h>
#include <stdio.h>

#include "neardup/compare.h"

typedef struct show_overlap_options {
    unsigned columns; /* width of the view; 0: 80; at least 20 */
    unsigned context; /* bytes shown at each end of a folded stretch; 0: 160 */
    bool colour;      /* else the end of a passage is marked, as [/1] */
} show_overlap_options;

/* Writes text b to out in lines of at most o->columns, passages numbered [1], [2], ...;
 * passages that cross are one stretch, such as [3-5]. Long stretches, shared or not, are
 * folded to their ends. Then one line a stretch says where a has it. o may be NULL: the
 * defaults. Overlaps are those of nd_comparison_overlaps; what is out of order or out of
 * a text is left out. Control and direction-changing characters and bytes that are not
 * UTF-8 are written as \x1b or <U+202E>, so that no text can steer the terminal. Errors
 * are left in out for ferror. */
void show_overlap(FILE *out, const show_overlap_options *o, const nd_overlap *overlaps,
                  size_t count, const char *a, size_t a_size, const char *b,
                  size_t b_size);

#endif
