#include "input/html_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "input/batch_records.h"
#include "input/html_page.h"
#include "input/json_string.h"

void nd__html_row_paths(const char **paths, const nd__fields *fields) {
    memcpy(paths, fields->names, sizeof fields->names);
    paths[ND__HTML_ROW_TEXT] = "text";
    paths[ND__HTML_ROW_TITLE] = "title";
    paths[ND__HTML_ROW_LANG] = "lang";
}

static nd_status append(nd__batch_store *store, const char *bytes, size_t size,
                        nd_error *err) {
    return nd__buffer_append(&store->rows.out, bytes, size, err);
}

nd_status nd__html_row_keep(nd__batch *batch, nd__record *record, nd_error *err) {
    if (batch->rows) {
        return append(batch->store, record->raw, record->raw_size, err);
    }
    record->raw_size = 0;
    return ND_OK;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* row[*begin, *end) is the key, with its quotes, of the value whose quote is at row[at].
 * The row is valid JSON. */
static void find_key(size_t *begin, size_t *end, const char *row, size_t at) {
    do {
        at--;
    } while (is_space(row[at]) || row[at] == ':');
    *end = at + 1;
    for (;;) {
        size_t backslashes = 0;
        do {
            at--;
        } while (row[at] != '"');
        while (row[at - backslashes - 1] == '\\') {
            backslashes++;
        }
        if (backslashes % 2 == 0) {
            break;
        }
    }
    *begin = at;
}

/* Would this member be a new one of the row itself? */
static bool is_lacking(const nd__json_value *value, const char *path) {
    return value->kind == ND__JSON_ABSENT && path != NULL && strchr(path, '.') == NULL;
}

static void add_member(nd__json *json, const char *key, const char *value) {
    if (value != NULL) {
        json->comma = true; /* there is a member before it */
        nd__json_key(json, key);
        nd__json_text(json, value);
    }
}

static nd_status put_row(nd__batch *batch, nd__record *record, const nd__page *page,
                         const nd__json_value *values, size_t content, nd_error *err) {
    nd__batch_store *store = batch->store;
    const nd__fields *fields = &store->fields;
    nd__json *rows = &store->rows;
    const char *row = record->raw;
    const nd__json_value *html = &values[ND__FIELD_TEXT];
    size_t before = rows->out.count, key_begin, key_end, close = content - 1;
    while (row[close] != '}') {
        close--;
    }
    find_key(&key_begin, &key_end, row, html->begin - 1);
    bool rename = is_lacking(&values[ND__HTML_ROW_TEXT], fields->names[ND__FIELD_TEXT]);
    ND_TRY(append(store, row, key_begin, err));
    ND_TRY(rename ? append(store, "\"text\"", 6, err)
                  : append(store, row + key_begin, key_end - key_begin, err));
    ND_TRY(append(store, row + key_end, html->begin - 1 - key_end, err));
    rows->comma = false;
    record->text_raw = rows->out.count - before + 1;
    nd__json_string(rows, page->text, page->text_size);
    record->text_raw_size = rows->out.count - before - record->text_raw - 1;
    size_t behind = html->begin + html->size + 1;
    ND_TRY(append(store, row + behind, close - behind, err));
    if (is_lacking(&values[ND__HTML_ROW_TITLE], "title")) {
        add_member(rows, "title", page->title);
    }
    if (is_lacking(&values[ND__HTML_ROW_LANG], "lang")) {
        add_member(rows, "lang", page->lang);
    }
    for (int field = ND__FIELD_URL; field <= ND__FIELD_DATE; field++) {
        if (field != ND__FIELD_SITE && is_lacking(&values[field], fields->names[field])) {
            add_member(rows, fields->names[field],
                       field == ND__FIELD_URL ? page->url : page->date);
        }
    }
    rows->comma = false;
    if (rows->failed) {
        return nd__fail_memory(err);
    }
    ND_TRY(append(store, row + close, record->raw_size - close, err));
    record->raw_size = rows->out.count - before;
    return ND_OK;
}

nd_status nd__html_row_take(nd__batch *batch, nd__record *record,
                            const nd__json_value *values, size_t content, nd_error *err) {
    nd__batch_store *store = batch->store;
    const nd__json_value *html = &values[ND__FIELD_TEXT];
    nd__page page = {.line = record->line};
    bool too_large = html->size > store->record_limit;
    store->page.count = 0;
    if (!too_large) {
        ND_TRY(nd__json_string_decode(&store->page, record->raw + html->begin, html->size,
                                      err));
        ND_TRY(nd__html_page_read(&page, &too_large, store,
                                  store->page.count == 0 ? "" : store->page.items,
                                  store->page.count, "utf-8", err));
    }
    if (too_large) {
        char what[120];
        snprintf(what, sizeof what,
                 "page larger than %" PRIu64 " bytes; skipped (see --max-record)",
                 store->record_limit);
        return nd__batch_refuse(store, record, ND__NOTICE_LARGE, what, err);
    }
    record->is_document = true;
    record->url = record->url == NULL ? page.url : record->url;
    record->date = record->date == NULL ? page.date : record->date;
    ND_TRY(nd__batch_take_page(batch, record, &page, err));
    if (batch->rows) {
        return put_row(batch, record, &page, values, content, err);
    }
    record->raw_size = 0;
    return ND_OK;
}
