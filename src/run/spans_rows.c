#include "run/spans_rows.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "text/tokens.h"

void nd__span_rows_clear(nd__span_rows *rows) {
    nd__vector_clear(&rows->items);
    if (rows->spill != NULL) {
        nd__spill_drop(rows->spill, rows->places.items);
    } else {
        free(rows->places.items);
    }
    memset(rows, 0, sizeof *rows);
}

nd_status nd__span_rows_reserve(nd__span_rows *rows, size_t items, size_t places,
                                nd__spill *spill, nd_error *err) {
    size_t size = places * sizeof(nd__span_place) + items * sizeof(nd__kept_span);
    ND_TRY(nd__vector_reserve(&rows->items, items, err));
    if (nd__spill_is_small(spill, size)) {
        return nd__vector_reserve(&rows->places, places, err);
    }
    void *memory;
    ND_TRY(nd__spill_zeroed(&memory, spill, places * sizeof(nd__span_place), err));
    rows->places.items = memory;
    rows->places.capacity = places;
    rows->spill = spill;
    return ND_OK;
}

nd_status nd__span_rows_add_place(nd__span_rows *rows, const nd__sequence *sequence,
                                  uint64_t begin, uint64_t end, size_t document,
                                  nd_error *err) {
    uint64_t base = nd__sequence_begin(sequence, document);
    if (end - base > UINT32_MAX || document > UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, document,
                        "document %zu is too long to list what is repeated in it; cut it "
                        "or use --ranges",
                        document);
    }
    ND_TRY(nd__vector_extend(&rows->places, 1, err)); /* there is room in a spill */
    nd__spill_read(rows->spill, sizeof(nd__span_place));
    rows->places.items[rows->places.count++] = (nd__span_place){
        (uint32_t)document, (uint32_t)(begin - base), (uint32_t)(end - base), 0};
    return ND_OK;
}

nd_status nd__span_rows_add_repeats(nd__span_rows *rows,
                                    const nd__maximal_repeats *repeats,
                                    const nd__sequence *sequence, nd_error *err) {
    ND_TRY(nd__span_rows_reserve(rows, repeats->items.count, repeats->places.count,
                                 sequence->spill, err));
    for (size_t i = 0; i < repeats->items.count; i++) {
        const nd__maximal_repeat *repeat = &repeats->items.items[i];
        rows->items.items[rows->items.count++] =
            (nd__span_row){repeat->places, rows->places.count, repeat->kept_places,
                           (uint32_t)repeat->length, -1};
        nd__spill_read(repeats->spill,
                       sizeof *repeat + repeat->kept_places * sizeof(uint64_t));
        for (size_t p = 0; p < repeat->kept_places; p++) {
            uint64_t at = repeats->places.items[repeat->first_place + p];
            ND_TRY(nd__span_rows_add_place(rows, sequence, at, at + repeat->length,
                                           nd__sequence_document(sequence, at), err));
        }
    }
    return ND_OK;
}

nd_status nd__span_rows_add_records(nd__span_rows *rows,
                                    const nd__passage_records *records,
                                    const nd__sequence *sequence, nd_error *err) {
    ND_TRY(nd__span_rows_reserve(rows, records->items.count, records->places.count,
                                 sequence->spill, err));
    for (size_t i = 0; i < records->items.count; i++) {
        const nd__passage_record *record = &records->items.items[i];
        const nd__record_place *places = records->places.items + record->first_place;
        rows->items.items[rows->items.count++] =
            (nd__span_row){record->places, rows->places.count, record->kept_places,
                           (uint32_t)(places[0].end - places[0].begin),
                           record->exact ? -1.0F : (float)record->similarity};
        nd__spill_read(records->spill,
                       sizeof *record + record->kept_places * sizeof *places);
        for (size_t p = 0; p < record->kept_places; p++) {
            ND_TRY(nd__span_rows_add_place(rows, sequence, places[p].begin, places[p].end,
                                           places[p].document, err));
        }
    }
    return ND_OK;
}

/* ---- from elements to bytes ---- */

typedef struct locating {
    nd__span_rows *rows;
    const nd__spans_corpus *corpus;
    const nd_spans_options *options;
    unsigned threads;
    size_t most;      /* places that are looked at at once */
    nd__keyed *order; /* [2 * most] by document and begin: place */
    size_t *group;    /* where the places of one document begin in order, and their end */
    size_t groups;
    nd__tokens *tokens; /* [threads] */
} locating;

static bool continues_character(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void narrow(nd__span_place *place, const char *text, size_t size) {
    while (place->begin < place->end && continues_character(text[place->begin])) {
        place->begin++;
    }
    while (place->end > place->begin && place->end < size &&
           continues_character(text[place->end])) {
        place->end--;
    }
}

/* Places [from, to) of one document, by begin. */
static nd_status locate_document(locating *l, size_t from, size_t to, nd__tokens *tokens,
                                 nd_error *err) {
    const nd__spans_corpus *corpus = l->corpus;
    size_t d = l->rows->places.items[l->order[from].value].document, size;
    const char *text = nd__spans_text(&size, corpus, d);
    uint64_t seen = 0;
    if (!corpus->bytes) {
        ND_TRY(nd__tokens_read(tokens, text, size, l->options->seed, err));
    }
    uint32_t line = 1;
    for (size_t i = from; i < to; i++) {
        nd__span_place *place = &l->rows->places.items[l->order[i].value];
        nd__spill_touched(l->rows->spill, 1);
        if (corpus->bytes) {
            narrow(place, text, size);
        } else {
            place->begin = (uint32_t)tokens->begin[place->begin];
            place->end = (uint32_t)tokens->end[place->end - 1];
        }
        const char *at = text + seen, *begin = text + place->begin;
        while (at < begin && (at = memchr(at, '\n', (size_t)(begin - at))) != NULL) {
            line++;
            at++;
        }
        seen = place->begin > seen ? place->begin : seen;
        place->line = line;
    }
    return ND_OK;
}

static nd_status locate_range(size_t begin, size_t end, unsigned worker, void *payload,
                              nd_error *err) {
    locating *l = payload;
    for (size_t g = begin; g < end; g++) {
        ND_TRY(locate_document(l, l->group[g], l->group[g + 1], &l->tokens[worker], err));
    }
    return ND_OK;
}

/* Places in documents [from, to), which are no more than fit. */
static void group_places(locating *l, size_t from, size_t to) {
    const nd__span_rows *rows = l->rows;
    size_t count = 0;
    for (size_t i = 0; i < rows->places.count; i++) {
        const nd__span_place *place = &rows->places.items[i];
        nd__spill_read(rows->spill, sizeof *place);
        if (place->document >= from && place->document < to) {
            l->order[count++] =
                (nd__keyed){(uint64_t)place->document << 32 | place->begin, i};
        }
    }
    nd__sort_keyed(l->order, l->order + count, count);
    l->groups = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || l->order[i].key >> 32 != l->order[i - 1].key >> 32) {
            l->group[l->groups++] = i;
        }
    }
    l->group[l->groups] = count;
}

/* All places, those of some documents at a time where memory is short. */
static nd_status locate_places(locating *l, const uint32_t *places, nd_error *err) {
    size_t documents = l->corpus->documents.count;
    for (size_t from = 0, to; from < documents; from = to) {
        size_t count = 0;
        for (to = from; to < documents && count + places[to] <= l->most; to++) {
            count += places[to];
        }
        group_places(l, from, to);
        ND_TRY(nd__parallel_ranges(l->threads, l->groups, 16, locate_range, l, err));
    }
    return ND_OK;
}

/* How many places are in each document; *most: that may be looked at at once. */
static nd_status count_places(uint32_t **out, size_t *most, const nd__span_rows *rows,
                              const nd__spans_corpus *corpus, size_t memory,
                              nd_error *err) {
    uint32_t *places = nd__allocate_zeroed(corpus->documents.count, sizeof *places);
    if (places == NULL) {
        return nd__fail_memory(err);
    }
    *most = memory > 0 ? memory / (2 * sizeof(nd__keyed) + sizeof(size_t)) : SIZE_MAX;
    for (size_t i = 0; i < rows->places.count; i++) {
        uint32_t *own = &places[rows->places.items[i].document];
        nd__spill_read(rows->spill, sizeof(nd__span_place));
        *own += *own < UINT32_MAX;
        *most = *most > *own ? *most : *own;
    }
    *most = *most < rows->places.count ? *most : rows->places.count;
    *out = places;
    return ND_OK;
}

nd_status nd__span_rows_locate(nd__span_rows *rows, const nd__spans_corpus *corpus,
                               const nd_spans_options *options, unsigned threads,
                               nd_error *err) {
    locating l = {.rows = rows, .corpus = corpus, .options = options, .threads = threads};
    uint32_t *places = NULL;
    size_t memory = corpus->spill != NULL ? (size_t)options->memory / 8 + 1 : 0;
    nd_status status = count_places(&places, &l.most, rows, corpus, memory, err);
    if (status >= 0) {
        l.tokens = nd__allocate_zeroed(threads, sizeof *l.tokens);
        l.order = nd__allocate(2 * l.most, sizeof *l.order);
        l.group = nd__allocate(l.most + 1, sizeof *l.group);
        status = l.tokens == NULL || l.order == NULL || l.group == NULL
                     ? nd__fail_memory(err)
                     : ND_OK;
    }
    for (unsigned w = 0; status >= 0 && w < threads; w++) {
        status = nd__tokens_remember(&l.tokens[w], err);
    }
    if (status >= 0) {
        status = locate_places(&l, places, err);
    }
    for (unsigned w = 0; l.tokens != NULL && w < threads; w++) {
        nd__tokens_clear(&l.tokens[w]);
    }
    free(places);
    free(l.tokens);
    free(l.order);
    free(l.group);
    return status;
}
