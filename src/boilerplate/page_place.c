#include "boilerplate/page_place.h"

#define SHORT_WORDS 4

void nd__page_places_clear(nd__page_places *places) {
    nd__vector_clear(&places->before);
}

nd_status nd__page_places_read(nd__page_places *places, const nd__block_row *rows,
                               const nd__block_mark *marks, const double *prose,
                               size_t count, nd_error *err) {
    ND_TRY(nd__vector_reserve(&places->before, count + 1, err));
    nd__place_sum sum = {0};
    for (size_t b = 0; b < count; b++) {
        places->before.items[b] = sum;
        sum.words += rows[b].weight;
        sum.linked += marks == NULL ? 0 : rows[b].weight * (marks[b].links / 255.0);
        sum.prose += prose[b];
        sum.short_lines += rows[b].weight <= SHORT_WORDS;
    }
    places->before.items[count] = sum;
    places->before.count = count + 1;
    return ND_OK;
}

nd__place_sum nd__page_places_between(const nd__page_places *places, ptrdiff_t begin,
                                      ptrdiff_t end) {
    ptrdiff_t count = (ptrdiff_t)places->before.count - 1;
    begin = begin < 0 ? 0 : begin;
    end = end > count ? count : end;
    if (begin >= end) {
        return (nd__place_sum){0, 0, 0, 0};
    }
    const nd__place_sum *a = &places->before.items[begin];
    const nd__place_sum *b = &places->before.items[end];
    return (nd__place_sum){b->words - a->words, b->linked - a->linked,
                           b->prose - a->prose, b->short_lines - a->short_lines};
}
