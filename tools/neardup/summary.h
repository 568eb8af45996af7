/* The summary of a run that a person reads. */
#ifndef NEARDUP_TOOL_SUMMARY_H
#define NEARDUP_TOOL_SUMMARY_H

#include <neardup/run_file.h>

#include "terminal.h"

typedef struct summary_options {
    palette colours;
    int columns;         /* width of the terminal */
    int examples;        /* of each kind */
    const char *command; /* what to suggest next, e.g. the inputs as they were given;
                            NULL: none */
} summary_options;

/* How much was read, and what had to be skipped: the first line of each summary. */
void print_summary_head(FILE *out, const nd_run_file *run, const nd_run_totals *totals,
                        const summary_options *options);

/* One line of the table of findings; bytes 0: not shown. */
void print_summary_line(FILE *out, const summary_options *options, const char *colour,
                        const char *number, const char *what, const char *meaning,
                        uint64_t bytes);

/* Prints what was found, the worst examples of each kind with their texts where these are
 * loaded, and what to do next. */
void print_summary(FILE *out, const nd_run_file *run, const summary_options *options);

#endif
