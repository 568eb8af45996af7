/* What marks and tag paths say of a block. */
#include "boilerplate/page_evidence.h"
#include "html/html_block.h"

static uint8_t tag_case(uint16_t flags) {
    static const uint16_t order[] = {
        ND__HTML_TITLE,     ND__HTML_HEADING,   ND__HTML_CAPTION, ND__HTML_TABLE,
        ND__HTML_LIST_ITEM, ND__HTML_PARAGRAPH, ND__HTML_PRE};
    uint8_t at = 0;
    while (at < sizeof order / sizeof order[0] && (flags & order[at]) == 0) {
        at++;
    }
    return (uint8_t)(1 + at);
}

static uint8_t area_case(uint16_t flags) {
    return (uint8_t)(1 + ((flags & ND__HTML_FRAME) != 0) +
                     2 * ((flags & ND__HTML_MAIN) != 0));
}

static uint8_t link_case(const nd__page *page, size_t block) {
    return block >= page->count
               ? 0
               : (uint8_t)(1 + ND__STEPS(page->marks[block].links / 255.0, 0.01, 0.3, 0.7,
                                         0.95));
}

static uint8_t title_case(const nd__section_place *place) {
    return place->behind != ND__NO_TITLE
               ? (uint8_t)(1 + ND__STEPS(place->behind, 1, 3, 8, 20, 50, 120, 300))
           : place->front != ND__NO_TITLE
               ? (uint8_t)(9 + ND__STEPS(place->front, 3, 8, 20, 60))
               : 0;
}

/* Of names: 2 where the nearest part that has a telling one bears such a name, 1 where
 * only one around that does. */
static void name_cases(uint8_t *cases, const nd__block_mark *mark) {
    for (size_t kind = 0; kind < ND__NAME_COUNT; kind++) {
        cases[kind] =
            (uint8_t)((mark->near >> kind & 1) != 0 ? 2 : mark->around >> kind & 1);
    }
}

static void section_cases(uint8_t cases[ND__EVIDENCES], const nd__page_evidence *e,
                          const nd__path_sum *all, size_t b) {
    const nd__section_place *place = &e->sections.places.items[b];
    const nd__page_section *section = &e->sections.items.items[place->section];
    cases[ND__EVIDENCE_TITLE] = title_case(place);
    if (place->section > 0) {
        cases[ND__EVIDENCE_SECTION] =
            (uint8_t)(1 + ND__STEPS(section->words, 5, 20, 60, 200, 600));
        cases[ND__EVIDENCE_SECTION_PROSE] =
            (uint8_t)(1 + ND__STEPS(nd__evidence_part(section->prose, all->prose), 0.001,
                                    0.02, 0.1, 0.3, 0.6));
    }
}

static void like_cases(uint8_t cases[ND__EVIDENCES], const nd__page *page,
                       const nd__path_sum *own, const nd__path_sum *all, size_t b) {
    uint32_t path = page->marks[b].path;
    bool before = b > 0 && page->marks[b - 1].path == path;
    bool behind = b + 1 < page->count && page->marks[b + 1].path == path;
    cases[ND__EVIDENCE_LIKE_BLOCKS] =
        ND__STEPS(own->blocks, 2, 3, 4, 6, 9, 13, 20, 30, 60);
    cases[ND__EVIDENCE_LIKE_LENGTH] =
        ND__STEPS(own->words / own->blocks, 2, 3, 4, 6, 9, 14, 20, 30, 50);
    cases[ND__EVIDENCE_LIKE_LINKS] = ND__STEPS(nd__evidence_part(own->linked, own->words),
                                               0.02, 0.1, 0.3, 0.6, 0.9, 0.98);
    cases[ND__EVIDENCE_LIKE_WORDS] = ND__STEPS(nd__evidence_part(own->words, all->words),
                                               0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4);
    cases[ND__EVIDENCE_LIKE_BESIDE] = (uint8_t)(before + 2 * behind);
}

static void link_cases(uint8_t cases[ND__EVIDENCES], const nd__page_evidence *e,
                       const nd__path_sum *all, size_t block) {
    ptrdiff_t b = (ptrdiff_t)block;
    nd__place_sum before = nd__page_places_between(&e->places, b - ND__AROUND, b);
    nd__place_sum behind = nd__page_places_between(&e->places, b + 1, b + 1 + ND__AROUND);
    cases[ND__EVIDENCE_PAGE_LINKS] =
        ND__STEPS(nd__evidence_part(all->linked, all->words), 0.05, 0.1, 0.15, 0.2, 0.3,
                  0.4, 0.5, 0.6, 0.7, 0.8);
    cases[ND__EVIDENCE_LINKS_AROUND] = ND__STEPS(
        nd__evidence_part(before.linked + behind.linked, before.words + behind.words),
        0.02, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95);
}

void nd__html_evidence_cases(uint8_t cases[ND__EVIDENCES], const nd__page_evidence *e,
                             const nd__page *page, size_t b) {
    const nd__block_mark *mark = &page->marks[b];
    cases[ND__EVIDENCE_LINKS] = link_case(page, b);
    cases[ND__EVIDENCE_TAG] = tag_case(mark->flags);
    cases[ND__EVIDENCE_AREA] = area_case(mark->flags);
    cases[ND__EVIDENCE_LINK_BEFORE] = link_case(page, b - 1);
    cases[ND__EVIDENCE_LINK_BEHIND] = link_case(page, b + 1);
    const nd__path_sum *path = nd__path_table_find(page->paths, page->site, mark->path);
    const nd__path_sum *site = nd__path_table_find(page->paths, page->site, 0);
    if (path != NULL && site != NULL) {
        cases[ND__EVIDENCE_PATH_LINKS] =
            (uint8_t)(1 + ND__STEPS(nd__evidence_part(path->linked, path->words), 0.05,
                                    0.2, 0.5, 0.8, 0.95));
        cases[ND__EVIDENCE_PATH_SHARED] =
            (uint8_t)(1 + ND__STEPS(nd__evidence_part(path->shared, path->words), 0.01,
                                    0.1, 0.3, 0.6, 0.9));
        cases[ND__EVIDENCE_PATH_PROSE] =
            (uint8_t)(1 + ND__STEPS(nd__evidence_part(path->prose, site->prose), 0.001,
                                    0.01, 0.05, 0.2, 0.5));
        cases[ND__EVIDENCE_PATH_ENDED] =
            (uint8_t)(1 + ND__STEPS(nd__evidence_part(path->ended, path->blocks), 0.05,
                                    0.2, 0.5, 0.8));
    }
    const nd__path_sum *own = nd__path_table_find(&e->paths, 0, mark->path);
    const nd__path_sum *all = nd__path_table_find(&e->paths, 0, 0);
    if (own != NULL && all != NULL) {
        cases[ND__EVIDENCE_PAGE_PROSE] =
            (uint8_t)(1 + ND__STEPS(nd__evidence_part(own->prose, all->prose), 0.001,
                                    0.02, 0.1, 0.3, 0.6));
        section_cases(cases, e, all, b);
        like_cases(cases, page, own, all, b);
        link_cases(cases, e, all, b);
    }
    cases[ND__EVIDENCE_SECTIONED] = e->sectioned;
    cases[ND__EVIDENCE_NAMED] = e->named;
    name_cases(cases + ND__EVIDENCE_NAMES, mark);
}
