/* A JSONL row whose text is HTML: the row with the text that was extracted. */
#ifndef ND_INPUT_HTML_ROW_H
#define ND_INPUT_HTML_ROW_H

#include "input/batch.h"

/* What is looked for in such a row: the fields, and whether it has these already. */
enum {
    ND__HTML_ROW_TEXT = ND__FIELD_COUNT,
    ND__HTML_ROW_TITLE,
    ND__HTML_ROW_LANG,
    ND__HTML_ROW_VALUES
};

/* paths [0..ND__HTML_ROW_VALUES-1] */
void nd__html_row_paths(const char **paths, const nd__fields *fields);
/* Fills the record's text and blocks, and URL and date where the row has none; or
 * refuses it. content: the row without its line end. Where batch->rows is set, the row it
 * becomes is put at the end of store->rows: the member of the text has the extracted text
 * and is called "text", unless the row has a member of that name or its path has a dot;
 * behind the last member come title, lang, URL and date, those the page says and the row
 * lacks. All else stays byte for byte. */
nd_status nd__html_row_take(nd__batch *batch, nd__record *record,
                            const nd__json_value *values, size_t content, nd_error *err);
/* A record that is no document: its raw goes to store->rows as it is. */
nd_status nd__html_row_keep(nd__batch *batch, nd__record *record, nd_error *err);

#endif
