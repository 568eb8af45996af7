/* A page of a crawl, or any text that was extracted from its file, as a record. */
#ifndef ND_INPUT_PAGE_RECORD_H
#define ND_INPUT_PAGE_RECORD_H

#include "input/batch.h"

/* Strings are valid UTF-8, 0-terminated, and in the batch's arena or as long-lived; NULL
 * where there is none. */
typedef struct nd__page {
    uint64_t line;
    const char *id; /* NULL: the file's path, or "PATH#LINE" in a WARC file */
    const char *url, *date, *title, *lang;
    const char *text; /* valid UTF-8 */
    size_t text_size;
    bool text_stays; /* until the batch is filled anew; else it is copied */
    bool is_html;
    const nd__html_block *html; /* is copied */
    size_t html_count;
} nd__page;

/* Adds it as a document; where batch->rows is set, with its JSONL row as raw, whose place
 * nd__batch_place_rows fills in. */
nd_status nd__batch_add_page(nd__batch *batch, const nd__page *page, nd_error *err);
/* Text and blocks of the page for a record that is there. */
nd_status nd__batch_take_page(nd__batch *batch, nd__record *record, const nd__page *page,
                              nd_error *err);
/* A page or record over the limit: a bad record, said with the file. */
nd_status nd__batch_refuse_page(nd__batch *batch, nd_error *err);
/* Gives the records their raws in store->rows, which no longer grows. */
void nd__batch_place_rows(nd__batch *batch);

#endif
