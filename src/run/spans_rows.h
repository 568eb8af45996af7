/* What was found, in elements, on its way to findings. */
#ifndef ND_RUN_SPANS_ROWS_H
#define ND_RUN_SPANS_ROWS_H

#include "match/passage_pairs.h"
#include "run/spans_corpus.h"
#include "substring/maximal_repeats.h"

/* Elements [begin, end) of the sequence; after nd__span_rows_locate bytes of the
 * document's text, and the line that begin is in. */
typedef struct nd__span_place {
    uint64_t begin, end;
    uint32_t document, line;
} nd__span_place;

typedef struct nd__span_row {
    uint64_t count, length; /* places in all; elements of the first */
    size_t first_place;
    uint32_t place_count;
    double similarity; /* negative: the places are equal */
} nd__span_row;

/* Zero is empty. */
typedef struct nd__span_rows {
    ND_VECTOR(nd__span_row) items;
    ND_VECTOR(nd__span_place) places;
} nd__span_rows;

nd_status nd__span_rows_add_repeats(nd__span_rows *rows,
                                    const nd__maximal_repeats *repeats,
                                    const nd__sequence *sequence, nd_error *err);
nd_status nd__span_rows_add_records(nd__span_rows *rows,
                                    const nd__passage_records *records, nd_error *err);
/* From elements to bytes and lines. Tokens are read again, in all documents that have
 * places; places of bytes are narrowed to whole characters. */
nd_status nd__span_rows_locate(nd__span_rows *rows, const nd__spans_corpus *corpus,
                               const nd_spans_options *options, unsigned threads,
                               nd_error *err);
/* After that, of bytes: rows that were narrowed to the text of another one go, and those
 * that nothing is left of; sorted by first place, longest first. */
nd_status nd__span_rows_drop_doubles(nd__span_rows *rows, const nd__spans_corpus *corpus,
                                     nd_error *err);
/* After that: the bytes that one place alone would save. */
uint64_t nd__span_row_saved(const nd__span_rows *rows, const nd__span_row *row);
/* Leaves the `top` rows that save most, in their order; 0: all. */
nd_status nd__span_rows_keep_top(nd__span_rows *rows, size_t top, nd_error *err);
void nd__span_rows_clear(nd__span_rows *rows);

#endif
