/* What a block's neighbours say, on a page of a site that has LEAST_FRAME sure blocks and
 * running text besides:
 *
 * 1. Blocks without running text that stand on a second page of the site are frame where
 * LEAST_RUN of them follow each other: the menu of a section, the latest headlines. One
 * alone may be the page's own headline, which listings repeat.
 * 2. What stands between two frame blocks (or one and the page's border), has no running
 * text and is not large is frame: dates, counters, headlines of other articles between
 * two menus.
 *
 * A page without any running text outside the sure blocks keeps all the rest: it is a
 * table or a product, and short lines are its content. Documents without a site are not
 * pages: there only the sure blocks count. Measured in docs/quality.md. */
#include "boilerplate/frame_runs.h"

#include "text/blocks.h"

#define LEAST_FRAME 3
#define LEAST_RUN 3
#define RUNNING_WEIGHT 30
#define RUNNING_SENTENCE_WEIGHT 8
#define MOST_ENCLOSED_TOKENS 200

typedef struct page_blocks {
    nd__frame_grade *grades;
    const nd__block_row *rows;
    size_t begin, end;
} page_blocks;

static bool is_running_text(const nd__block_row *row) {
    bool sentence = (row->flags & (ND__BLOCK_SENTENCE | ND__BLOCK_ELLIPSIS)) != 0;
    return row->weight >= RUNNING_WEIGHT ||
           (sentence && row->weight >= RUNNING_SENTENCE_WEIGHT);
}

static bool is_second_page(const page_blocks *page, size_t b) {
    return page->grades[b].pages >= 2 && !is_running_text(&page->rows[b]);
}

/* Runs of LEAST_RUN or more second-page blocks, wherever they stand. */
static void mark_runs(const page_blocks *page) {
    for (size_t b = page->begin; b < page->end;) {
        size_t end = b;
        while (end < page->end && !page->grades[end].frame && is_second_page(page, end)) {
            end++;
        }
        for (size_t i = b; i < end && end - b >= LEAST_RUN; i++) {
            page->grades[i].frame = true;
        }
        b = end + 1;
    }
}

static void extend_gap(const page_blocks *page, size_t begin, size_t end) {
    size_t tokens = 0;
    bool text = false;
    for (size_t b = begin; b < end; b++) {
        tokens += page->rows[b].tokens;
        text = text || is_running_text(&page->rows[b]);
    }
    for (size_t b = begin; b < end && !text && tokens <= MOST_ENCLOSED_TOKENS; b++) {
        page->grades[b].frame = true;
    }
}

void nd__frame_extend(nd__frame_grade *grades, const nd__corpus *corpus, size_t d) {
    const nd__document *document = &corpus->documents.items[d];
    page_blocks page = {grades, corpus->blocks.items, document->block_begin,
                        document->block_end};
    size_t sure = 0;
    bool text = false;
    for (size_t b = page.begin; b < page.end; b++) {
        sure += grades[b].frame;
        text = text || (!grades[b].frame && is_running_text(&page.rows[b]));
    }
    if (document->site_number == 0 || sure < LEAST_FRAME || !text) {
        return;
    }
    mark_runs(&page);
    for (size_t b = page.begin; b < page.end;) {
        size_t end = b;
        while (end < page.end && !grades[end].frame) {
            end++;
        }
        if (end > b) {
            extend_gap(&page, b, end);
        }
        b = end + 1;
    }
}
