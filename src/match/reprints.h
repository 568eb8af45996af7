/* Reprints: edited copies of a text, verified by alignment. */
#ifndef ND_MATCH_REPRINTS_H
#define ND_MATCH_REPRINTS_H

#include "store/band_tables.h"
#include "store/corpus.h"

/* Text bytes [a_begin, a_end) of a document and [b_begin, b_end) of another are one
 * passage, edited. */
typedef struct nd__reprint_span {
    uint32_t a_begin, a_end, b_begin, b_end;
} nd__reprint_span;

typedef struct nd__reprint {
    uint32_t a, b;           /* documents, a < b */
    double share_a, share_b; /* of the compared tokens of each: those that passages have
                                on both sides */
    size_t first_span, span_count; /* by b_begin */
} nd__reprint;

typedef struct nd__reprints {
    ND_VECTOR(nd__reprint) items; /* by (a, b) */
    ND_VECTOR(nd__reprint_span) spans;
} nd__reprints;

typedef struct nd__reprint_options {
    const bool *left_out; /* [block rows]: not compared */
    double share;         /* of the smaller document that must be in passages */
    uint32_t words;       /* that both sides of the passages must have */
    uint64_t seed;
    unsigned threads; /* 0 counts as 1; changes no result */
} nd__reprint_options;

/* Replaces *out by those of pairs [0..count-1], sorted by (a, b), that reach the share.
 * Passages are chains of exact overlaps of five words, or eight characters of a script
 * without spaces, which grow (docs/algorithms/reprints.md). O(n) for n tokens of each
 * pair's documents. */
nd_status nd__reprints_find(nd__reprints *out, const nd__corpus *corpus,
                            const nd__pair *pairs, size_t count,
                            const nd__reprint_options *options, nd_error *err);
void nd__reprints_clear(nd__reprints *reprints);

#endif
