/* Evidence is heard only where a document is evidently a page: its site is known,
 * LEAST_FRAME of its blocks stand on other pages, too, in the same place, and it has a
 * stretch of running text. Else it may be any text, a table or a listing, and keeps all
 * of it but the sure frame.
 *
 * And it is not heard against what is likely text:
 * - a block that is in no place where another page has it, and that no block of other
 *   pages separates from the main text;
 * - a block that some pages have, or running text, that no firm frame separates from the
 *   main text: a template is filled in, too;
 * - a paragraph that one other page has, close to the main text: a revised copy;
 * - a line of verse, a list or a table that is not in the same place elsewhere, close to
 *   the main text;
 * - running text where the site's name is no host's but a collection's. Measured in
 *   docs/quality.md. */
#include "boilerplate/page_frame.h"

#include <string.h>

#define LEAST_FRAME 3
#define LEAST_MAIN_WORDS 20
#define CLOSE_LINE 1
#define CLOSE_PARAGRAPH 1 /* blocks of other pages in between */
#define CLOSE_FORM 3

typedef struct page_blocks {
    nd__frame_grade *grades;
    const nd__block_row *rows;
    size_t count;
    uint32_t pages;
    bool web;
} page_blocks;

/* Does the name look like a host's, with a '.' inside? */
static bool is_host(const char *site) {
    const char *dot = strchr(site, '.');
    if (dot == NULL || dot == site || site[strlen(site) - 1] == '.') {
        return false;
    }
    for (const unsigned char *c = (const unsigned char *)site; *c != 0; c++) {
        if (*c <= ' ' || strchr("/,;()'\"", *c) != NULL) {
            return false;
        }
    }
    return true;
}

/* Has the page a frame, and a text in it? */
static bool is_page(const page_blocks *page) {
    size_t sure = 0, shared = 0;
    bool text = false;
    for (size_t b = 0; b < page->count; b++) {
        const nd__frame_grade *grade = &page->grades[b];
        bool letter = (page->rows[b].flags & ND__BLOCK_HAS_LETTER) != 0;
        sure += grade->frame;
        shared += grade->pages >= 2 && grade->in_place && letter;
        text = text || (!grade->frame && nd__is_running_text(&page->rows[b]));
    }
    return text && (sure >= LEAST_FRAME || (page->web && shared >= LEAST_FRAME));
}

static bool is_protected(const page_blocks *page, const nd__page_evidence *evidence,
                         size_t b) {
    const nd__block_row *row = &page->rows[b];
    const nd__frame_grade *grade = &page->grades[b];
    bool running = nd__is_running_text(row),
         placed = grade->pages >= 2 && grade->in_place;
    if (running && !page->web) {
        return true;
    }
    if (nd__is_firm(grade, page->pages)) {
        return false;
    }
    uint32_t seen = nd__seen_between(evidence, b);
    bool firm = nd__firm_between(evidence, b) > 0;
    return (placed && !firm) ||
           (!placed && (seen == 0 || (seen <= CLOSE_LINE && !firm && !running))) ||
           (running && grade->pages == 2 && seen <= CLOSE_PARAGRAPH) ||
           (nd__is_form(row) && !placed && seen <= CLOSE_FORM);
}

static void score_blocks(page_blocks *page, const nd__page_evidence *evidence) {
    for (size_t b = 0; b < page->count; b++) {
        if (!page->grades[b].frame && !is_protected(page, evidence, b)) {
            uint8_t cases[ND__EVIDENCES];
            nd__page_evidence_cases(cases, evidence, page->rows, page->grades,
                                    page->count, page->pages, b);
            page->grades[b].score = nd__evidence_score(cases);
        }
    }
}

nd_status nd__page_frame_find(nd__frame_grade *grades, nd__page_evidence *evidence,
                              const nd__corpus *corpus, size_t d, uint32_t pages,
                              uint16_t threshold, nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    size_t begin = document->block_begin;
    if (document->site_number == 0) {
        return ND_OK;
    }
    page_blocks page = {grades + begin, corpus->blocks.items + begin,
                        document->block_end - begin, pages,
                        is_host(nd__corpus_site(corpus, document))};
    if (!is_page(&page)) {
        return ND_OK;
    }
    ND_TRY(
        nd__page_evidence_read(evidence, page.rows, page.grades, page.count, pages, err));
    if (evidence->main_words < LEAST_MAIN_WORDS) {
        return ND_OK;
    }
    score_blocks(&page, evidence);
    for (size_t b = 0; b < page.count; b++) {
        page.grades[b].frame = page.grades[b].frame || page.grades[b].score >= threshold;
    }
    return ND_OK;
}
