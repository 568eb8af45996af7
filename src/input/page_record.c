#include "input/page_record.h"

#include <inttypes.h>
#include <string.h>

#include "input/batch_records.h"

static const nd__html_block no_block;

static void put_field(nd__json *json, const char *key, const char *value) {
    if (value != NULL) {
        nd__json_key(json, key);
        nd__json_text(json, value);
    }
}

/* {"id":..,"url":..,"date":..,"title":..,"lang":..,"text":".."}: what a later scan of the
 * row finds is what this scan knows. */
static nd_status put_row(nd__batch_store *store, nd__record *record, const nd__page *page,
                         nd_error *err) {
    nd__json *rows = &store->rows;
    size_t before = rows->out.count;
    nd__json_begin_object(rows);
    put_field(rows, "id", record->id);
    put_field(rows, "url", page->url);
    put_field(rows, "date", page->date);
    put_field(rows, "title", page->title);
    put_field(rows, "lang", page->lang);
    nd__json_key(rows, "text");
    record->text_raw = rows->out.count - before + 1;
    nd__json_string(rows, record->text, record->text_size);
    record->text_raw_size = rows->out.count - before - record->text_raw - 1;
    nd__json_end_object(rows);
    nd__json_newline(rows);
    record->raw_size = rows->out.count - before;
    return rows->failed ? nd__fail_memory(err) : ND_OK;
}

void nd__batch_place_rows(nd__batch *batch) {
    const char *at = batch->store->rows.out.items;
    for (size_t i = 0; i < batch->records.count; i++) {
        nd__record *record = &batch->records.items[i];
        record->raw = "";
        if (record->raw_size > 0) {
            record->raw = at;
            at += record->raw_size;
        }
    }
}

static nd_status keep_blocks(nd__batch_store *store, nd__record *record,
                             const nd__page *page, nd_error *err) {
    record->html = &no_block; /* says that it was HTML, even without a block */
    record->html_count = page->html_count;
    if (page->html_count > 0) {
        size_t size = page->html_count * sizeof *page->html;
        nd__html_block *copy = nd__arena_allocate(&store->arena, size);
        if (copy == NULL) {
            return nd__fail_memory(err);
        }
        memcpy(copy, page->html, size);
        record->html = copy;
    }
    return ND_OK;
}

nd_status nd__batch_take_page(nd__batch *batch, nd__record *record, const nd__page *page,
                              nd_error *err) {
    nd__batch_store *store = batch->store;
    record->text = page->text;
    record->text_size = page->text_size;
    if (batch->texts != NULL || !page->text_stays) {
        nd__arena *texts = batch->texts != NULL ? batch->texts : &store->arena;
        ND_TRY(nd__batch_keep_text(texts, record, false, err));
    }
    return page->is_html ? keep_blocks(store, record, page, err) : ND_OK;
}

nd_status nd__batch_add_page(nd__batch *batch, const nd__page *page, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__record *record;
    ND_TRY(nd__batch_add_record(batch, &record, page->line, "", 0, err));
    record->is_document = true;
    record->id = page->id;
    record->url = page->url;
    record->date = page->date;
    if (record->id == NULL && store->format == ND__FORMAT_HTML) {
        record->id = store->prefix;
    }
    ND_TRY(nd__batch_make_id(store, record, err));
    if (page->url != NULL) {
        ND_TRY(
            nd__site_of_url(&record->site, &store->arena, store->sites, page->url, err));
    }
    ND_TRY(nd__batch_take_page(batch, record, page, err));
    return batch->rows ? put_row(store, record, page, err) : ND_OK;
}

nd_status nd__batch_refuse_page(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__record *record;
    ND_TRY(nd__batch_add_record(batch, &record, 1, "", 0, err));
    record->is_bad = true;
    return nd__notices_count(&store->notices, ND__NOTICE_LARGE)
               ? nd__notices_add(&store->notices, &store->arena, ND__NOTICE_LARGE, err,
                                 "%s: larger than %" PRIu64
                                 " bytes; skipped (see --max-record)",
                                 store->path, store->record_limit)
               : ND_OK;
}
