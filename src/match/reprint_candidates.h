/* Pairs of documents that may be edited copies of each other. */
#ifndef ND_MATCH_REPRINT_CANDIDATES_H
#define ND_MATCH_REPRINT_CANDIDATES_H

#include "store/band_tables.h"
#include "store/corpus.h"

/* A shingle in more documents than ND__REPRINT_HOT makes pairs with the first
 * ND__REPRINT_STARS of them only, and in more than ND__REPRINT_MOST none. */
#define ND__REPRINT_HOT 24
#define ND__REPRINT_STARS 8
#define ND__REPRINT_MOST 256

typedef struct nd__reprint_sources {
    const bool *wanted;   /* [documents] */
    const bool *across;   /* [documents]: pairs of one site are wanted, too */
    const bool *left_out; /* [block rows]: not compared */
    uint64_t seed;
    unsigned threads; /* 0 counts as 1; changes no result */
} nd__reprint_sources;

/* Replaces *out, sorted by (a, b), by the pairs of wanted documents of two sites that
 * share enough of their sampled shingles: two, or one in ND__REPRINT_PART of those of the
 * smaller one where that is more, of shingles in at most ND__REPRINT_HOT documents; or
 * one in ND__REPRINT_HOT_PART of others. Holds 4 bytes a sampled shingle, and 8 for each
 * that a pair shares. */
#define ND__REPRINT_PART 40
#define ND__REPRINT_HOT_PART 8
nd_status nd__reprint_candidates(nd__pairs *out, const nd__corpus *corpus,
                                 const nd__reprint_sources *sources, nd_error *err);

/* Sorts by (a, b); a pair that is there twice stays once. */
void nd__reprint_pairs_sort(nd__pairs *pairs);

#endif
