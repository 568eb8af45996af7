#include "boilerplate/page_sections.h"

#include "html/html_block.h"

void nd__page_sections_clear(nd__page_sections *sections) {
    nd__vector_clear(&sections->places);
    nd__vector_clear(&sections->items);
}

static void measure_titles(nd__section_place *places, const nd__block_mark *marks,
                           size_t count) {
    uint32_t distance = ND__NO_TITLE;
    for (size_t b = 0; b < count; b++) {
        distance = (marks[b].flags & ND__HTML_TITLE) != 0 ? 0
                   : distance == ND__NO_TITLE             ? ND__NO_TITLE
                                                          : distance + 1;
        places[b].behind = distance;
    }
    distance = ND__NO_TITLE;
    for (size_t b = count; b-- > 0;) {
        distance = (marks[b].flags & ND__HTML_TITLE) != 0 ? 0
                   : distance == ND__NO_TITLE             ? ND__NO_TITLE
                                                          : distance + 1;
        places[b].front = distance;
    }
}

nd_status nd__page_sections_read(nd__page_sections *sections, const nd__block_row *rows,
                                 const nd__block_mark *marks, const double *prose,
                                 size_t count, nd_error *err) {
    ND_TRY(nd__vector_reserve(&sections->places, count, err));
    ND_TRY(nd__vector_reserve(&sections->items, count + 1, err));
    sections->places.count = count;
    sections->items.count = 1;
    sections->items.items[0] = (nd__page_section){0, 0};
    for (size_t b = 0; b < count; b++) {
        if ((marks[b].flags & ND__HTML_HEADING) != 0) {
            sections->items.items[sections->items.count++] = (nd__page_section){0, 0};
        }
        size_t section = sections->items.count - 1;
        sections->places.items[b].section = (uint32_t)section;
        sections->items.items[section].words += rows[b].weight;
        sections->items.items[section].prose += prose[b];
    }
    measure_titles(sections->places.items, marks, count);
    return ND_OK;
}
