/* The repeated ranges of each document. */
#ifndef ND_RUN_SPANS_RANGES_H
#define ND_RUN_SPANS_RANGES_H

#include "run/spans_corpus.h"
#include "substring/repeated_windows.h"

/* Adds all ranges to findings; with only_count just their sums. `length`: of a window. */
nd_status nd__spans_add_ranges(nd__findings *out, const nd__spans_corpus *corpus,
                               const nd__repeated_windows *windows,
                               const nd_spans_options *options, bool only_count,
                               nd_error *err);

#endif
