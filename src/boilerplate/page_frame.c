/* Evidence is heard only where a document is evidently a page: it is HTML with furniture;
 * or its site has the name of a host, and it has long menus in front and behind, or many
 * of its blocks stand on other pages, too, in the same place and as short as menu lines
 * are, and it has running text of its own. Else it may be any text, a table or a listing,
 * and keeps all of it but the sure frame.
 *
 * Without HTML it is not heard against what is likely text:
 * - a block that is in no place where another page has it, and that no block of other
 *   pages separates from the main text, or just one that is not firm;
 * - a block that some pages have, that no firm frame separates from the main text: a
 *   template is filled in, too;
 * - a paragraph that one other page has, close to the main text: a revised copy;
 * - a line of verse, a list or a table that is not in the same place elsewhere, close to
 *   the main text. Measured in docs/quality.md. */
#include "boilerplate/page_frame.h"

#include <string.h>

#include "boilerplate/evidence_trees.h"
#include "boilerplate/running_text.h"
#include "html/html_block.h"

#define LEAST_FRAME 3
#define LEAST_MAIN_WORDS 20
#define LINK_BLOCK 204 /* of 255: four fifths of it are links */
#define MOST_BLOCKS 3000
#define LONE_MAIN_WORDS 40
#define LONE_DOUBT 500      /* thousandths of a nat: one page tells less than a site */
#define LONE_MENU_LINES 6   /* in front of the main text, and behind it */
#define LONE_MENU_SHARE 0.4 /* of all blocks */
#define LEAST_SHARED 0.12   /* of all blocks */
#define MENU_LINE_WORDS 4
#define LEAST_MENU_LINES 0.25 /* of the shared blocks */
#define MOST_SHARED_WORDS 16  /* of a shared block, on average */
#define CLOSE_LINE 1          /* blocks of other pages in between */
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

/* Is it a page with menus and a text of its own? Of a page many lines stand on other
 * pages too, and most of these are short; lines of broken text, of licences or of tables
 * that documents share are longer, or few. */
static bool is_web_page(const nd__page *page) {
    size_t shared = 0, words = 0, lines = 0, own = 0;
    for (size_t b = 0; b < page->count; b++) {
        const nd__frame_grade *grade = &page->grades[b];
        size_t weight = page->rows[b].weight;
        if (grade->frame || (grade->pages >= 2 && grade->in_place)) {
            shared++;
            words += weight;
            lines += weight <= MENU_LINE_WORDS;
        } else if (grade->pages < 2 && nd__is_running_text(&page->rows[b])) {
            own += weight;
        }
    }
    return page->count <= MOST_BLOCKS && shared >= LEAST_FRAME &&
           own >= LEAST_MAIN_WORDS &&
           (double)shared >= LEAST_SHARED * (double)page->count &&
           (double)lines >= LEAST_MENU_LINES * (double)shared &&
           words <= MOST_SHARED_WORDS * shared;
}

/* Of a page whose site has no other: has it menus in front of its text and behind it? */
static bool has_menus(const nd__page *page, const nd__page_evidence *evidence) {
    const uint32_t *menus = evidence->menus.items;
    uint32_t all = menus[page->count], before = menus[evidence->main_begin];
    uint32_t behind = all - menus[evidence->main_end];
    return page->count <= MOST_BLOCKS && evidence->main_words >= LONE_MAIN_WORDS &&
           before >= LONE_MENU_LINES && behind >= LONE_MENU_LINES &&
           all >= LONE_MENU_SHARE * (double)page->count;
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

/* Of a page whose site has no other: a form that at most a few menu lines separate from
 * the main text. */
static bool is_close(const nd__page *page, const nd__page_evidence *evidence, size_t b) {
    return nd__is_form(&page->rows[b]) && nd__menus_between(evidence, b) <= CLOSE_FORM;
}

/* Of a text all that may be text is protected; HTML says itself what it is. Its title is
 * no frame. */
static void score_text(const nd__page *page, const nd__page_evidence *evidence,
                       bool lone) {
    for (size_t b = 0; b < page->count; b++) {
        bool text = lone ? is_close(page, evidence, b) : is_protected(page, evidence, b);
        if (!page->grades[b].frame && !text) {
            uint8_t cases[ND__EVIDENCES];
            nd__page_evidence_cases(cases, evidence, page, b);
            page->grades[b].score = nd__evidence_score(
                lone ? nd__evidence_forest_sum(&nd__lone_text_forest, cases) - LONE_DOUBT
                     : nd__evidence_sum(cases, &nd__text_weights));
        }
    }
}

static void score_html(const nd__page *page, const nd__page_evidence *evidence) {
    for (size_t b = 0; b < page->count; b++) {
        bool title = (page->marks[b].flags & ND__HTML_TITLE) != 0;
        if (!page->grades[b].frame && !title) {
            uint8_t cases[ND__EVIDENCES];
            nd__page_evidence_cases(cases, evidence, page, b);
            page->grades[b].score =
                nd__evidence_score(nd__evidence_forest_sum(&nd__html_forest, cases));
        }
    }
}

/* A page of nothing but frame is no frame around a text: it is left alone. So is one of
 * which nothing but links would remain. */
static void mark_frame(const nd__page *page, uint16_t threshold) {
    bool rest = false;
    for (size_t b = 0; b < page->count; b++) {
        const nd__frame_grade *grade = &page->grades[b];
        bool link = page->marks != NULL && page->marks[b].links >= LINK_BLOCK;
        rest = rest || (!grade->frame && grade->score < threshold && !link &&
                        (page->rows[b].flags & ND__BLOCK_HAS_LETTER) != 0);
    }
    for (size_t b = 0; b < page->count && rest; b++) {
        nd__frame_grade *grade = &page->grades[b];
        grade->frame = grade->frame || grade->score >= threshold;
    }
}

/* Has the page furniture at all: links that are blocks of their own, parts that are
 * marked as navigation, blocks of other pages? Without it a page is nothing but its text,
 * however short its lines are: a poem, a recipe, a table. */
static bool has_furniture(const nd__page *page) {
    size_t furniture = 0;
    for (size_t b = 0; b < page->count; b++) {
        bool link = page->marks[b].links >= LINK_BLOCK;
        bool marked = (page->marks[b].flags & ND__HTML_FRAME) != 0;
        furniture += link || marked || nd__is_seen(page, b);
    }
    return furniture >= LEAST_FRAME;
}

nd__page_kind nd__page_kind_of(const nd__page *page, const char *site) {
    if (page->marks != NULL) {
        return has_furniture(page) ? ND__PAGE_HTML : ND__PAGE_NONE;
    }
    bool page_of_site = site != NULL && is_host(site);
    return page_of_site && (page->pages < 2 || is_web_page(page)) ? ND__PAGE_TEXT
                                                                  : ND__PAGE_NONE;
}

nd_status nd__page_frame_find(nd__page_evidence *evidence, const nd__page *page,
                              const char *site, uint16_t threshold, nd_error *err) {
    bool lone = page->pages < 2;
    nd__page_kind kind = nd__page_kind_of(page, site);
    if (kind == ND__PAGE_NONE) {
        return ND_OK;
    }
    ND_TRY(nd__page_evidence_read(evidence, page, err));
    if (kind == ND__PAGE_HTML) {
        score_html(page, evidence);
    } else if (lone ? has_menus(page, evidence)
                    : evidence->main_words >= LEAST_MAIN_WORDS) {
        score_text(page, evidence, lone);
    }
    mark_frame(page, threshold);
    return ND_OK;
}
