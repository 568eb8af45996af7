#include "run/spans_rows.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "text/tokens.h"

void nd__span_rows_clear(nd__span_rows *rows) {
    nd__vector_clear(&rows->items);
    nd__vector_clear(&rows->places);
}

nd_status nd__span_rows_add_repeats(nd__span_rows *rows,
                                    const nd__maximal_repeats *repeats,
                                    const nd__sequence *sequence, nd_error *err) {
    ND_TRY(nd__vector_extend(&rows->items, repeats->items.count, err));
    ND_TRY(nd__vector_extend(&rows->places, repeats->places.count, err));
    for (size_t i = 0; i < repeats->items.count; i++) {
        const nd__maximal_repeat *repeat = &repeats->items.items[i];
        rows->items.items[rows->items.count++] = (nd__span_row){
            repeat->places, repeat->length, rows->places.count, repeat->kept_places, -1};
        for (size_t p = 0; p < repeat->kept_places; p++) {
            uint64_t at = repeats->places.items[repeat->first_place + p];
            rows->places.items[rows->places.count++] = (nd__span_place){
                .begin = at,
                .end = at + repeat->length,
                .document = (uint32_t)nd__sequence_document(sequence, at)};
        }
    }
    return ND_OK;
}

nd_status nd__span_rows_add_records(nd__span_rows *rows,
                                    const nd__passage_records *records, nd_error *err) {
    ND_TRY(nd__vector_extend(&rows->items, records->items.count, err));
    ND_TRY(nd__vector_extend(&rows->places, records->places.count, err));
    for (size_t i = 0; i < records->items.count; i++) {
        const nd__passage_record *record = &records->items.items[i];
        const nd__record_place *places = records->places.items + record->first_place;
        rows->items.items[rows->items.count++] = (nd__span_row){
            record->places, places[0].end - places[0].begin, rows->places.count,
            record->kept_places, record->exact ? -1 : record->similarity};
        for (size_t p = 0; p < record->kept_places; p++) {
            rows->places.items[rows->places.count++] =
                (nd__span_place){.begin = places[p].begin,
                                 .end = places[p].end,
                                 .document = (uint32_t)places[p].document};
        }
    }
    return ND_OK;
}

/* ---- from elements to bytes ---- */

typedef struct locating {
    nd__span_rows *rows;
    const nd__spans_corpus *corpus;
    const nd_spans_options *options;
    nd__keyed *order; /* [places] by begin: place */
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
    uint64_t base = d == 0 ? 0 : corpus->ends.items[d - 1], seen = 0;
    if (!corpus->bytes) {
        ND_TRY(nd__tokens_read(tokens, text, size, l->options->seed, err));
    }
    uint32_t line = 1;
    for (size_t i = from; i < to; i++) {
        nd__span_place *place = &l->rows->places.items[l->order[i].value];
        place->begin -= base;
        place->end -= base;
        if (corpus->bytes) {
            narrow(place, text, size);
        } else {
            place->begin = tokens->begin[place->begin];
            place->end = tokens->end[place->end - 1];
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

static nd_status group_places(locating *l, nd_error *err) {
    size_t count = l->rows->places.count;
    l->order = nd__allocate(2 * count, sizeof *l->order);
    l->group = nd__allocate(count + 1, sizeof *l->group);
    if (l->order == NULL || l->group == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        l->order[i] = (nd__keyed){l->rows->places.items[i].begin, i};
    }
    nd__sort_keyed(l->order, l->order + count, count);
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t document = l->rows->places.items[l->order[i].value].document;
        if (i == 0 || document != last) {
            l->group[l->groups++] = i;
            last = document;
        }
    }
    l->group[l->groups] = count;
    return ND_OK;
}

nd_status nd__span_rows_locate(nd__span_rows *rows, const nd__spans_corpus *corpus,
                               const nd_spans_options *options, unsigned threads,
                               nd_error *err) {
    locating l = {.rows = rows, .corpus = corpus, .options = options};
    l.tokens = nd__allocate_zeroed(threads, sizeof *l.tokens);
    nd_status status = l.tokens == NULL ? nd__fail_memory(err) : group_places(&l, err);
    for (unsigned w = 0; status >= 0 && w < threads; w++) {
        status = nd__tokens_remember(&l.tokens[w], err);
    }
    if (status >= 0) {
        status = nd__parallel_ranges(threads, l.groups, 16, locate_range, &l, err);
    }
    for (unsigned w = 0; l.tokens != NULL && w < threads; w++) {
        nd__tokens_clear(&l.tokens[w]);
    }
    free(l.tokens);
    free(l.order);
    free(l.group);
    return status;
}
