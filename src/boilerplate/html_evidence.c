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

static double part(double of, double all) {
    return all > 0 ? of / all : 0;
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
            (uint8_t)(1 + ND__STEPS(part(path->linked, path->words), 0.05, 0.2, 0.5, 0.8,
                                    0.95));
        cases[ND__EVIDENCE_PATH_SHARED] =
            (uint8_t)(1 + ND__STEPS(part(path->shared, path->words), 0.01, 0.1, 0.3, 0.6,
                                    0.9));
        cases[ND__EVIDENCE_PATH_PROSE] =
            (uint8_t)(1 + ND__STEPS(part(path->prose, site->prose), 0.001, 0.01, 0.05,
                                    0.2, 0.5));
        cases[ND__EVIDENCE_PATH_ENDED] =
            (uint8_t)(1 +
                      ND__STEPS(part(path->ended, path->blocks), 0.05, 0.2, 0.5, 0.8));
    }
    const nd__path_sum *own = nd__path_table_find(&e->paths, 0, mark->path);
    const nd__path_sum *all = nd__path_table_find(&e->paths, 0, 0);
    if (own != NULL && all != NULL) {
        cases[ND__EVIDENCE_PAGE_PROSE] =
            (uint8_t)(1 + ND__STEPS(part(own->prose, all->prose), 0.001, 0.02, 0.1, 0.3,
                                    0.6));
    }
}
