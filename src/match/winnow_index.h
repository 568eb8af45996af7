/* The winnowed index: pairs of which one may be contained in the other. */
#ifndef ND_MATCH_WINNOW_INDEX_H
#define ND_MATCH_WINNOW_INDEX_H

#include "store/band_tables.h"
#include "store/corpus.h"

typedef struct nd__winnow_options {
    double share;   /* of the smaller document's winnowed shingles that a candidate must
                       have */
    double sampled; /* chance that one of the least of these is shared, at the limit of
                       containment */
    size_t hot; /* shingles that more documents have are followed only from documents that
                   have little else, and only to their first documents */
    unsigned threads;
    bool by_site; /* only pairs of one site are wanted; some others may be given */
} nd__winnow_options;

/* Appends to *out, sorted by (a, b), each pair of documents where wanted[] is true for
 * both and that share at least `share` of the winnowed shingles of the one that has fewer
 * (ties: the later). May miss pairs that are alike in hot shingles alone, or in few of
 * the shingles that are not unique; winnow_index.c says how. */
nd_status nd__winnow_candidates(nd__pairs *out, const nd__corpus *corpus,
                                const bool *wanted, const nd__winnow_options *options,
                                nd_error *err);

#endif
