/* The part of a summary about copies across sites. */
#ifndef NEARDUP_TOOL_REPRINT_TABLE_H
#define NEARDUP_TOOL_REPRINT_TABLE_H

#include "summary.h"

/* Who reprints whom: the pairs of sites with the most documents, the wire agencies that
 * these name, and the edited copies of the longest share. Nothing where there are none.
 */
void print_reprints(FILE *out, const nd_run_file *run, const summary_options *options);

#endif
