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

#include "boilerplate/running_text.h"
#include "html/html_block.h"

#define LEAST_FRAME 3
#define LEAST_MAIN_WORDS 20
#define LEAST_SECTIONED 3 /* blocks */
#define CLOSE_LINE 1      /* blocks of other pages in between */
#define CLOSE_PARAGRAPH 1
#define CLOSE_FORM 3

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
static bool has_frame(const nd__page *page, bool web) {
    size_t sure = 0, shared = 0;
    bool text = false;
    for (size_t b = 0; b < page->count; b++) {
        const nd__frame_grade *grade = &page->grades[b];
        bool letter = (page->rows[b].flags & ND__BLOCK_HAS_LETTER) != 0;
        sure += grade->frame;
        shared += grade->pages >= 2 && grade->in_place && letter;
        text = text || (!grade->frame && nd__is_running_text(&page->rows[b]));
    }
    return text && (sure >= LEAST_FRAME || (web && shared >= LEAST_FRAME));
}

static bool is_protected(const nd__page *page, const nd__page_evidence *evidence,
                         size_t b) {
    const nd__frame_grade *grade = &page->grades[b];
    bool running = nd__is_running_text(&page->rows[b]);
    bool placed = grade->pages >= 2 && grade->in_place;
    if (nd__is_firm(page, b)) {
        return false;
    }
    uint32_t seen = nd__seen_between(evidence, b);
    bool firm = nd__firm_between(evidence, b) > 0;
    return (placed && !firm) ||
           (!placed && (seen == 0 || (seen <= CLOSE_LINE && !firm && !running))) ||
           (running && grade->pages == 2 && seen <= CLOSE_PARAGRAPH) ||
           (nd__is_form(&page->rows[b]) && !placed && seen <= CLOSE_FORM);
}

/* Of a text all that may be text is protected; HTML says itself what it is. Its title is
 * no frame. */
static void score_text(const nd__page *page, const nd__page_evidence *evidence,
                       bool web) {
    for (size_t b = 0; b < page->count; b++) {
        bool own = !web && nd__is_running_text(&page->rows[b]);
        if (!page->grades[b].frame && !own && !is_protected(page, evidence, b)) {
            uint8_t cases[ND__EVIDENCES];
            nd__page_evidence_cases(cases, evidence, page, b);
            page->grades[b].score = nd__evidence_score(cases, &nd__text_weights);
        }
    }
}

/* Pages that say which parts are header, navigation or main are newer than others, and
 * made otherwise. */
static bool has_sections(const nd__page *page) {
    size_t marked = 0;
    for (size_t b = 0; b < page->count; b++) {
        marked += (page->marks[b].flags & (ND__HTML_FRAME | ND__HTML_MAIN)) != 0;
    }
    return marked >= LEAST_SECTIONED;
}

static void score_html(const nd__page *page, const nd__page_evidence *evidence) {
    const nd__evidence_table *weights =
        has_sections(page) ? &nd__sectioned_html_weights : &nd__html_weights;
    for (size_t b = 0; b < page->count; b++) {
        bool title = (page->marks[b].flags & ND__HTML_TITLE) != 0;
        if (!page->grades[b].frame && !title) {
            uint8_t cases[ND__EVIDENCES];
            nd__page_evidence_cases(cases, evidence, page, b);
            page->grades[b].score = nd__evidence_score(cases, weights);
        }
    }
}

nd_status nd__page_frame_find(nd__page_evidence *evidence, const nd__page *page,
                              const char *site, uint16_t threshold, nd_error *err) {
    bool html = page->marks != NULL, web = site != NULL && is_host(site);
    if (!html && (site == NULL || !has_frame(page, web))) {
        return ND_OK;
    }
    ND_TRY(nd__page_evidence_read(evidence, page, err));
    if (html) {
        score_html(page, evidence);
    } else if (evidence->main_words >= LEAST_MAIN_WORDS) {
        score_text(page, evidence, web);
    }
    for (size_t b = 0; b < page->count; b++) {
        page->grades[b].frame =
            page->grades[b].frame || page->grades[b].score >= threshold;
    }
    return ND_OK;
}
