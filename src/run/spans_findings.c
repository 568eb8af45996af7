#include "run/spans_findings.h"

#include <string.h>

typedef struct handing {
    nd__findings *out;
    nd__span_rows *rows;
    const nd__spans_corpus *corpus;
    nd__spill_array *spilled; /* the spans; NULL: in memory */
} handing;

static nd_status add_row(handing *h, size_t id, nd_error *err) {
    const nd__span_row *row = &h->rows->items.items[id];
    nd__span_place *places = h->rows->places.items + row->first_place;
    for (size_t p = 0; p < row->place_count; p++) {
        nd__doc doc = {h->corpus->documents.items[places[p].document].id,
                       places[p].document};
        ND_TRY(nd__findings_document(&places[p].document, h->out, doc, err));
        nd__spill_read(h->rows->spill, sizeof *places);
    }
    nd__kept_span span = {.id = id,
                          .count = row->count,
                          .first_place = row->first_place,
                          .place_count = row->place_count,
                          .length = places[0].end - places[0].begin,
                          .tokens = h->corpus->bytes ? 0 : row->length,
                          .similarity = row->similarity};
    nd__run_end_count_span(&h->out->end);
    return nd__spill_put(&h->out->spans, h->spilled, &span, 1, err);
}

static nd_status add_spans(handing *h, nd_error *err) {
    nd__spill *spill = h->rows->spill;
    size_t count = h->rows->items.count;
    if (spill != NULL) {
        ND_TRY(nd__spill_array_open(&h->spilled, spill, err));
    } else {
        ND_TRY(nd__vector_reserve(&h->out->spans, count, err));
    }
    for (size_t i = 0; i < count; i++) {
        ND_TRY(add_row(h, i, err));
    }
    return ND_OK;
}

nd_status nd__span_rows_hand_over(nd__findings *out, nd__span_rows *rows,
                                  nd__spans_corpus *corpus, nd_error *err) {
    handing h = {.out = out, .rows = rows, .corpus = corpus};
    out->end.has_spans = true;
    ND_TRY(add_spans(&h, err));
    if (h.spilled != NULL) {
        ND_TRY(nd__spill_finish(&out->spans, h.spilled, err));
        out->spill = corpus->spill;
        corpus->spill = NULL;
    }
    out->places.items = rows->places.items;
    out->places.count = rows->places.count;
    out->places.capacity = rows->places.capacity;
    nd__vector_clear(&rows->items);
    memset(rows, 0, sizeof *rows);
    return ND_OK;
}
