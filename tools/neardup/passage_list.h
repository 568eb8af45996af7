/* The passages of two texts, a line each. */
#ifndef NEARDUP_TOOL_PASSAGE_LIST_H
#define NEARDUP_TOOL_PASSAGE_LIST_H

#include <neardup/compare.h>
#include <stdio.h>

/* Lists those that are not exact, with the lines of each text that they are in and how
 * alike they are, and an empty line behind; nothing where there are none. */
void print_passages(FILE *out, const nd_comparison *comparison, const char *a,
                    const char *b);

#endif
