/* What a block's place says, on a page of a site that has LEAST_FRAME sure blocks or
 * more:
 *
 * 1. Second page: a block without running text that stands on another page of the site is
 * frame: the menu of a section, the latest headlines. Running text only where it stands
 * on three pages and touches frame.
 * 2. Enclosed: what stands between two frame blocks, or a frame block and the page's
 * border, and has no running text is frame: dates, counters, headlines of other articles.
 *
 * Repeated, since each rule may open the way for the other; measured on news pages of
 * five languages in docs/quality.md. Documents without a site are not pages: there only
 * the sure blocks count. */
#include "boilerplate/frame_runs.h"

#include "text/blocks.h"

#define LEAST_FRAME 3
#define RUNNING_TOKENS 20
#define RUNNING_SENTENCE_TOKENS 8
#define MOST_ENCLOSED_TOKENS 200
#define ROUNDS 4

typedef struct page_blocks {
    nd__frame_grade *grades;
    const nd__block_row *rows;
    size_t begin, end;
} page_blocks;

static bool is_running_text(const nd__block_row *row) {
    bool sentence = (row->flags & ND__BLOCK_SENTENCE) != 0;
    return row->tokens >= RUNNING_TOKENS ||
           (sentence && row->tokens >= RUNNING_SENTENCE_TOKENS);
}

static bool extend_second_page(const page_blocks *page) {
    bool changed = false;
    for (size_t b = page->begin; b < page->end; b++) {
        const nd__frame_grade *grade = &page->grades[b];
        bool touches = (b > page->begin && page->grades[b - 1].frame) ||
                       (b + 1 < page->end && page->grades[b + 1].frame);
        bool frame = is_running_text(&page->rows[b]) ? grade->pages >= 3 && touches
                                                     : grade->pages >= 2;
        if (frame && !grade->frame) {
            page->grades[b].frame = true;
            changed = true;
        }
    }
    return changed;
}

static bool extend_enclosed(const page_blocks *page) {
    bool changed = false;
    for (size_t b = page->begin; b < page->end;) {
        size_t gap_end = b, tokens = 0;
        bool text = false;
        while (gap_end < page->end && !page->grades[gap_end].frame) {
            tokens += page->rows[gap_end].tokens;
            text = text || is_running_text(&page->rows[gap_end]);
            gap_end++;
        }
        for (size_t i = b; i < gap_end && !text && tokens <= MOST_ENCLOSED_TOKENS; i++) {
            page->grades[i].frame = true;
            changed = true;
        }
        b = gap_end + 1;
    }
    return changed;
}

void nd__frame_extend(nd__frame_grade *grades, const nd__corpus *corpus, size_t d) {
    const nd__document *document = &corpus->documents.items[d];
    page_blocks page = {grades, corpus->blocks.items, document->block_begin,
                        document->block_end};
    size_t sure = 0;
    for (size_t b = page.begin; b < page.end; b++) {
        sure += grades[b].frame;
    }
    if (document->site_number == 0 || sure < LEAST_FRAME) {
        return;
    }
    for (int round = 0; round < ROUNDS; round++) {
        bool changed = extend_second_page(&page);
        if (!(extend_enclosed(&page) || changed)) {
            return;
        }
    }
}
