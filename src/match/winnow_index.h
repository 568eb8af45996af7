/* The winnowed index: pairs of which one may be contained in the other. */
#ifndef ND_MATCH_WINNOW_INDEX_H
#define ND_MATCH_WINNOW_INDEX_H

#include "store/band_tables.h"
#include "store/corpus.h"

typedef struct nd__winnow_options {
    double share; /* of the smaller document's winnowed shingles that a candidate must
                     have */
    size_t hot; /* of a shingle that more documents have, only the first `hot` are looked
                   at */
    unsigned threads;
} nd__winnow_options;

/* Appends to *out, sorted by (a, b), each pair of documents where wanted[] is true for
 * both and that share at least `share` of the winnowed shingles of the one that has fewer
 * (ties: the later). Complete for shingles that at most `hot` documents have. */
nd_status nd__winnow_candidates(nd__pairs *out, const nd__corpus *corpus,
                                const bool *wanted, const nd__winnow_options *options,
                                nd_error *err);

#endif
