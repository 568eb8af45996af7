/* The summary of a search for spans that a person reads. */
#ifndef NEARDUP_TOOL_SPANS_SUMMARY_H
#define NEARDUP_TOOL_SPANS_SUMMARY_H

#include "summary.h"

/* Prints how much of the text is repeated, if the run has ranges, the repeats that cost
 * the most with their texts, where these are loaded, and places, and what to do next.
 * `sought`: what was looked for. */
void print_spans_summary(FILE *out, const nd_run_file *run, const char *sought,
                         const summary_options *options);

#endif
