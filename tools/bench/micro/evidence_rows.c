/* evidence-rows [--html] INPUT.jsonl > ROWS: the evidence of each block, for
 * fit-evidence.
 *
 * The input is scanned as `neardup scan` does (fields text, or html with --html; id; site
 * or url). A row is a block, its columns separated by tabs: the document's id, what the
 * page is to evidence (0 not heard, 1 text, 2 HTML), different
 * pages of its site, 1 where counting makes it frame or it is the title (2), its weight
 * in words, the case of each kind of evidence, its text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_corpus.h"
#include "boilerplate/page_frame.h"
#include "html/html_block.h"
#include "run/scan_internal.h"

static void print_text(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        putchar(text[i] == '\t' || text[i] == '\n' || text[i] == '\r' ? ' ' : text[i]);
    }
    putchar('\n');
}

static void print_block(const char *id, nd__page_kind kind, const nd__page *page,
                        const nd__page_evidence *evidence, size_t b) {
    const nd__block_row *row = &page->rows[b];
    bool title = page->marks != NULL && (page->marks[b].flags & ND__HTML_TITLE) != 0;
    uint8_t cases[ND__EVIDENCES];
    nd__page_evidence_cases(cases, evidence, page, b);
    printf("%s\t%d\t%u\t%d\t%u", id, (int)kind, page->pages,
           page->grades[b].frame ? 1
           : title               ? 2
                                 : 0,
           row->weight);
    for (size_t e = 0; e < ND__EVIDENCES; e++) {
        printf("\t%u", cases[e]);
    }
    putchar('\t');
    print_text(page->text + row->begin, row->end - row->begin);
}

static nd_status print_frames(void *payload, const nd__scan *scan,
                              const nd__frame_finder *finder, nd_error *err) {
    nd__page_evidence evidence = {0};
    nd_status status = ND_OK;
    (void)payload;
    for (size_t d = 0; status >= 0 && d < scan->corpus.documents.count; d++) {
        const nd__document *document = &scan->corpus.documents.items[d];
        nd__page page = nd__frame_finder_page(finder, d);
        nd__page_kind kind =
            nd__page_kind_of(&page, nd__corpus_site(&scan->corpus, document));
        if (page.count > 0) {
            status = nd__page_evidence_read(&evidence, &page, err);
        }
        for (size_t b = 0; status >= 0 && b < page.count; b++) {
            print_block(document->id, kind, &page, &evidence, b);
        }
    }
    nd__page_evidence_clear(&evidence);
    return status;
}

int main(int argc, char **argv) {
    bool html = argc > 1 && strcmp(argv[1], "--html") == 0;
    if (argc != (html ? 3 : 2)) {
        fprintf(stderr, "usage: evidence-rows [--html] INPUT.jsonl\n");
        return 2;
    }
    nd_error err;
    nd_scan_options options;
    nd_scan_options_init(&options);
    options.threads = 1;
    options.boilerplate_threshold = 1; /* what counting finds */
    if (html) {
        options.input.format = ND_FORMAT_HTML;
        options.input.text_field = "html";
    }
    nd__scan scan;
    const char *input = argv[argc - 1];
    bench_check(nd__scan_prepare(&scan, &options, &err), &err);
    scan.show_frames = print_frames;
    bench_check(nd__scan_read(&scan, &input, 1, &err), &err);
    bench_check(nd__scan_frames(&scan, &err), &err);
    nd__scan_clear(&scan);
    return 0;
}
