/* A page is cut into stretches by the blocks that other pages of the site have, and by
 * runs of short lines (menus). Its longest stretch of running text is most likely what it
 * is about; how far a block is from there tells comments and teasers from text.
 *
 * Each kind of evidence is a number of cases. In texts of a site with several pages a
 * case has a weight: a logistic regression over indicator variables, that is a table that
 * can be read. Else trees decide (evidence_trees.h). */
#include "boilerplate/page_evidence.h"

#include <math.h>
#include <string.h>

#include "boilerplate/running_text.h"
#include "html/html_block.h"
#include "text/blocks.h"

#define MENU_RUN 4      /* short lines in a row look like a menu */
#define SEEN_SHARE 0.02 /* of a large site two pages are nothing */
#define ELSEWHERE_SHARE 0.1
#define FRAME_SHARE 0.3
#define LEAST_RUNNING 3
#define FIRM_PAGES 5
#define SMALL_SITE 5
#define LEAST_SECTIONED 3 /* blocks */
#define MANY_AROUND 20    /* blocks in front and behind whose words count */

void nd__page_evidence_clear(nd__page_evidence *evidence) {
    nd__vector_clear(&evidence->seen);
    nd__vector_clear(&evidence->firm);
    nd__vector_clear(&evidence->menus);
    nd__vector_clear(&evidence->stretch);
    nd__path_table_clear(&evidence->paths);
    nd__page_sections_clear(&evidence->sections);
    nd__page_places_clear(&evidence->places);
    nd__vector_clear(&evidence->prose);
}

/* A paragraph that a few pages share may be quoted, or revised; a line that stands in
 * many places is a phrase. */
bool nd__is_seen(const nd__page *page, size_t block) {
    const nd__frame_grade *grade = &page->grades[block];
    bool running = nd__is_running_text(&page->rows[block]);
    double share = running ? FRAME_SHARE : grade->in_place ? SEEN_SHARE : ELSEWHERE_SHARE;
    return grade->frame || (grade->pages >= (running ? LEAST_RUNNING : 2) &&
                            grade->pages >= share * page->pages &&
                            (grade->in_place || !nd__is_form(&page->rows[block])));
}

bool nd__is_firm(const nd__page *page, size_t block) {
    const nd__frame_grade *grade = &page->grades[block];
    return grade->frame ||
           (grade->in_place && grade->pages >= 2 &&
            (grade->pages >= FIRM_PAGES ||
             (page->pages < FIRM_PAGES && grade->pages >= FRAME_SHARE * page->pages)));
}

uint8_t nd__evidence_steps(double value, const double *limits, size_t count) {
    uint8_t reached = 0;
    while (reached < count && value >= limits[reached]) {
        reached++;
    }
    return reached;
}

/* Counts seen blocks, firm ones, and blocks of runs that look like menus. */
static void count_borders(nd__page_evidence *e, const nd__page *page) {
    size_t count = page->count;
    e->seen.items[0] = e->firm.items[0] = e->menus.items[0] = 0;
    for (size_t b = 0; b < count;) {
        size_t end = b;
        while (end < count &&
               (nd__is_seen(page, end) || nd__is_menu_line(&page->rows[end]))) {
            end++;
        }
        bool menu = page->pages < 2 && end - b >= MENU_RUN;
        for (size_t last = end == b ? end + 1 : end; b < last; b++) {
            bool seen = nd__is_seen(page, b);
            e->seen.items[b + 1] = e->seen.items[b] + seen;
            e->firm.items[b + 1] = e->firm.items[b] + nd__is_firm(page, b);
            e->menus.items[b + 1] = e->menus.items[b] + (menu || seen);
        }
    }
}

static bool is_border(const nd__page_evidence *e, size_t block) {
    return e->menus.items[block + 1] > e->menus.items[block];
}

static void measure_stretches(nd__page_evidence *e, const nd__block_row *rows,
                              size_t count) {
    e->main_begin = e->main_end = 0;
    e->main_words = 0;
    for (size_t b = 0; b < count;) {
        size_t end = b;
        uint32_t words = 0;
        while (end < count && !is_border(e, end)) {
            words += nd__is_running_text(&rows[end]) ? rows[end].weight : 0;
            end++;
        }
        if (end > b && (words > e->main_words || e->main_end == 0)) {
            e->main_words = words;
            e->main_begin = b;
            e->main_end = end;
        }
        for (; b < end; b++) {
            e->stretch.items[b] = words;
        }
        if (b < count) {
            e->stretch.items[b++] = 0;
        }
    }
}

static nd_status read_marks(nd__page_evidence *e, const nd__page *page, nd_error *err) {
    size_t sections = 0;
    ND_TRY(nd__path_table_reset(&e->paths, page->count, err));
    e->named = false;
    for (size_t b = 0; b < page->count; b++) {
        e->named |= page->marks[b].near != 0;
        sections += (page->marks[b].flags & (ND__HTML_FRAME | ND__HTML_MAIN)) != 0;
        ND_TRY(nd__path_table_add(&e->paths, 0, &page->rows[b], &page->marks[b],
                                  nd__is_seen(page, b), err));
    }
    e->sectioned = sections >= LEAST_SECTIONED;
    return nd__page_sections_read(&e->sections, page->rows, page->marks, e->prose.items,
                                  page->count, err);
}

/* Only trees hear where a block stands. */
static bool has_trees(const nd__page *page) {
    return page->marks != NULL || page->pages < 2;
}

static nd_status read_places(nd__page_evidence *e, const nd__page *page, nd_error *err) {
    static const nd__block_mark none = {0};
    ND_TRY(nd__vector_reserve(&e->prose, page->count, err));
    for (size_t b = 0; b < page->count; b++) {
        const nd__block_mark *mark = page->marks == NULL ? &none : &page->marks[b];
        e->prose.items[b] = nd__block_prose(&page->rows[b], mark, nd__is_seen(page, b));
    }
    return nd__page_places_read(&e->places, page->rows, page->marks, e->prose.items,
                                page->count, err);
}

nd_status nd__page_evidence_read(nd__page_evidence *e, const nd__page *page,
                                 nd_error *err) {
    ND_TRY(nd__vector_reserve(&e->seen, page->count + 1, err));
    ND_TRY(nd__vector_reserve(&e->firm, page->count + 1, err));
    ND_TRY(nd__vector_reserve(&e->menus, page->count + 1, err));
    ND_TRY(nd__vector_reserve(&e->stretch, page->count + 1, err));
    count_borders(e, page);
    measure_stretches(e, page->rows, page->count);
    if (has_trees(page)) {
        ND_TRY(read_places(e, page, err));
    }
    return page->marks == NULL ? ND_OK : read_marks(e, page, err);
}

static uint8_t length_case(const nd__block_row *row) {
    uint8_t end = (row->flags & ND__BLOCK_ELLIPSIS) != 0   ? 2
                  : (row->flags & ND__BLOCK_SENTENCE) != 0 ? 1
                                                           : 0;
    return (uint8_t)(3 * ND__STEPS(row->weight, 3, 6, 10, 16, 30, 60) + end);
}

static uint8_t site_case(const nd__page *page, size_t block) {
    const nd__frame_grade *grade = &page->grades[block];
    uint8_t seen = 0;
    if (grade->pages >= 2 && grade->pages >= SEEN_SHARE * page->pages) {
        seen = (uint8_t)(1 + 2 * grade->in_place +
                         (grade->pages >= FRAME_SHARE * page->pages));
    }
    return (uint8_t)(2 * seen + nd__is_running_text(&page->rows[block]));
}

/* Of many scripts: "," ";" U+060C U+3001 U+FF0C U+FF1B. */
static size_t count_commas(const unsigned char *at, size_t begin, size_t end) {
    size_t count = 0;
    for (size_t i = begin; i < end; i++) {
        if (at[i] < 0x80) {
            count += at[i] == ',' || at[i] == ';';
        } else if (end - i >= 2 && at[i] == 0xD8) {
            count += at[i + 1] == 0x8C;
        } else if (end - i >= 3 && at[i] == 0xE3) {
            count += at[i + 1] == 0x80 && at[i + 2] == 0x81;
        } else if (end - i >= 3 && at[i] == 0xEF) {
            count += at[i + 1] == 0xBC && (at[i + 2] == 0x8C || at[i + 2] == 0x9B);
        }
    }
    return count;
}

static uint8_t comma_case(const nd__page *page, size_t block) {
    const nd__block_row *row = &page->rows[block];
    size_t commas = count_commas((const unsigned char *)page->text, row->begin, row->end);
    return (uint8_t)((commas > 0) + ((double)commas > 0.08 * row->weight));
}

static uint8_t marks_case(const nd__block_row *row) {
    return (row->flags & ND__BLOCK_HAS_LETTER) == 0 ? 0
           : (row->flags & ND__BLOCK_COLON) != 0    ? 2
                                                    : 1;
}

static uint8_t neighbour_case(const nd__page *page, size_t block) {
    if (block >= page->count) { /* also in front of the first */
        return 0;
    }
    const nd__block_row *row = &page->rows[block];
    uint8_t kind = nd__is_seen(page, block) ? 2 : nd__is_ended(row) ? 1 : 0;
    return (uint8_t)(1 + 3 * ND__STEPS(row->weight, 8, 30) + kind);
}

static uint32_t count_between(const nd__page_evidence *e, const uint32_t *before,
                              size_t block) {
    return block < e->main_begin  ? before[e->main_begin] - before[block + 1]
           : block >= e->main_end ? before[block] - before[e->main_end]
                                  : 0;
}

uint32_t nd__seen_between(const nd__page_evidence *e, size_t block) {
    return count_between(e, e->seen.items, block);
}

uint32_t nd__firm_between(const nd__page_evidence *e, size_t block) {
    return count_between(e, e->firm.items, block);
}

uint32_t nd__menus_between(const nd__page_evidence *e, size_t block) {
    return count_between(e, e->menus.items, block) + is_border(e, block);
}

/* `before` counts something in front of each block: how many between block and main. */
static uint8_t distance_case(const nd__page_evidence *e, const uint32_t *before,
                             size_t block) {
    if (e->main_end == 0) {
        return 0;
    }
    if (block >= e->main_end) {
        return (uint8_t)(8 + ND__STEPS(before[block + 1] - before[e->main_end], 1, 2, 4,
                                       8, 16));
    }
    return block >= e->main_begin
               ? 1
               : (uint8_t)(2 + ND__STEPS(before[e->main_begin] - before[block], 1, 2, 4,
                                         8, 16));
}

static uint8_t stretch_case(const nd__page_evidence *e, size_t block) {
    if (is_border(e, block)) {
        return 0;
    }
    double most = e->main_words;
    return (uint8_t)(1 + ND__STEPS(e->stretch.items[block] / (most < 1 ? 1 : most), 0.001,
                                   0.05, 0.2, 0.5, 0.999));
}

double nd__evidence_part(double of, double all) {
    return all > 0 ? of / all : 0;
}

static void place_cases(uint8_t cases[ND__EVIDENCES], const nd__page_evidence *e,
                        const nd__page *page, size_t block) {
    ptrdiff_t b = (ptrdiff_t)block, count = (ptrdiff_t)page->count;
    nd__place_sum all = nd__page_places_between(&e->places, 0, count);
    nd__place_sum front = nd__page_places_between(&e->places, 0, b);
    nd__place_sum before = nd__page_places_between(&e->places, b - ND__AROUND, b);
    nd__place_sum behind = nd__page_places_between(&e->places, b + 1, b + 1 + ND__AROUND);
    cases[ND__EVIDENCE_PLACE] =
        ND__STEPS((double)b / (double)count, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
                  0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98);
    cases[ND__EVIDENCE_PROSE_BEFORE] =
        ND__STEPS(nd__evidence_part(front.prose, all.prose), 0.001, 0.05, 0.2, 0.5, 0.8,
                  0.95, 0.999);
    cases[ND__EVIDENCE_PAGE_BLOCKS] =
        ND__STEPS((double)count, 20, 40, 80, 120, 160, 240, 320, 480, 640, 1280);
    cases[ND__EVIDENCE_PAGE_TEXT] =
        ND__STEPS(all.prose, 1, 50, 100, 200, 400, 800, 1600, 3200);
    cases[ND__EVIDENCE_PROSE] = ND__STEPS(nd__evidence_part(all.prose, all.words), 0.05,
                                          0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8);
    cases[ND__EVIDENCE_TEXT_BEFORE] = ND__STEPS(before.prose, 1, 15, 30, 60, 120, 200);
    cases[ND__EVIDENCE_TEXT_BEHIND] = ND__STEPS(behind.prose, 1, 15, 30, 60, 120, 200);
    cases[ND__EVIDENCE_SHORT_BEFORE] = (uint8_t)before.short_lines;
    cases[ND__EVIDENCE_SHORT_BEHIND] = (uint8_t)behind.short_lines;
    before = nd__page_places_between(&e->places, b - MANY_AROUND, b);
    behind = nd__page_places_between(&e->places, b + 1, b + 1 + MANY_AROUND);
    cases[ND__EVIDENCE_WORDS_BEFORE] = ND__STEPS(before.words, 40, 80, 160, 320, 640);
    cases[ND__EVIDENCE_WORDS_BEHIND] = ND__STEPS(behind.words, 40, 80, 160, 320, 640);
}

void nd__page_evidence_cases(uint8_t cases[ND__EVIDENCES], const nd__page_evidence *e,
                             const nd__page *page, size_t b) {
    const nd__block_row *row = &page->rows[b];
    memset(cases, 0, ND__EVIDENCES);
    cases[ND__EVIDENCE_LENGTH] = length_case(row);
    cases[ND__EVIDENCE_SITE] = site_case(page, b);
    cases[ND__EVIDENCE_PAGES] = ND__STEPS(page->pages, 2, SMALL_SITE);
    cases[ND__EVIDENCE_COMMAS] = comma_case(page, b);
    cases[ND__EVIDENCE_DIGITS] = ND__STEPS(row->digits, 1, 38, 102);
    cases[ND__EVIDENCE_MARKS] = marks_case(row);
    cases[ND__EVIDENCE_BEFORE] = neighbour_case(page, b - 1);
    cases[ND__EVIDENCE_BEFORE2] = neighbour_case(page, b - 2);
    cases[ND__EVIDENCE_BEHIND] = neighbour_case(page, b + 1);
    cases[ND__EVIDENCE_BEHIND2] = neighbour_case(page, b + 2);
    cases[ND__EVIDENCE_STRETCH] = stretch_case(e, b);
    cases[ND__EVIDENCE_SEEN] = distance_case(e, e->seen.items, b);
    cases[ND__EVIDENCE_MENUS] = distance_case(e, e->menus.items, b);
    if (has_trees(page)) {
        place_cases(cases, e, page, b);
    }
    if (page->marks != NULL) {
        nd__html_evidence_cases(cases, e, page, b);
    }
}

uint16_t nd__evidence_score(int log_odds) {
    const int most = ND__LOG_ODDS_MOST;
    log_odds = log_odds > most ? most : log_odds < -most ? -most : log_odds;
    return (uint16_t)(ND__SCORE_ONE / (1 + exp(-log_odds / 1000.0)));
}

int nd__evidence_sum(const uint8_t cases[ND__EVIDENCES],
                     const nd__evidence_table *weights) {
    int sum = 0;
    for (size_t e = 0; e < ND__EVIDENCES_WEIGHED; e++) {
        sum += (*weights)[e][cases[e]];
    }
    return 10 * sum;
}
