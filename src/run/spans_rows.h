/* What was found, in elements, on its way to findings. */
#ifndef ND_RUN_SPANS_ROWS_H
#define ND_RUN_SPANS_ROWS_H

#include "match/passage_pairs.h"
#include "run/spans_corpus.h"
#include "substring/maximal_repeats.h"

/* Elements [begin, end) of the document; after nd__span_rows_locate bytes of its text,
 * and the line that begin is in. */
typedef nd__kept_place nd__span_place;

typedef struct nd__span_row {
    uint64_t count; /* places in all */
    size_t first_place;
    uint32_t place_count;
    uint32_t length;  /* elements of the first */
    float similarity; /* negative: the places are equal */
} nd__span_row;

/* Zero is empty. */
typedef struct nd__span_rows {
    ND_VECTOR(nd__span_row) items;
    ND_VECTOR(nd__span_place) places;
    nd__spill *spill; /* where the places are; NULL: in memory */
} nd__span_rows;

/* Room for that many; in the spill, if there is one and they are not small. */
nd_status nd__span_rows_reserve(nd__span_rows *rows, size_t items, size_t places,
                                nd__spill *spill, nd_error *err);
/* Appends a place of the row that is appended next: elements [begin, end) of the
 * sequence. ND_E_LIMIT in a document of 4 Gi elements. */
nd_status nd__span_rows_add_place(nd__span_rows *rows, const nd__sequence *sequence,
                                  uint64_t begin, uint64_t end, size_t document,
                                  nd_error *err);

nd_status nd__span_rows_add_repeats(nd__span_rows *rows,
                                    const nd__maximal_repeats *repeats,
                                    const nd__sequence *sequence, nd_error *err);
nd_status nd__span_rows_add_records(nd__span_rows *rows,
                                    const nd__passage_records *records,
                                    const nd__sequence *sequence, nd_error *err);
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

/* The first place of a row. */
static inline const nd__span_place *nd__span_row_place(const nd__span_rows *rows,
                                                       const nd__span_row *row) {
    nd__spill_touched(rows->spill, 1);
    return &rows->places.items[row->first_place];
}

#endif
