/* Raw bytes to records.
 *
 * Outline: rows are cut at '\n'; each byte of the batch belongs to exactly one record, so
 * the raws joined are the input, whatever it is. A row's fields are found by json_row,
 * the text is borrowed from the raw bytes where it has no escapes, else decoded into one
 * buffer that is reserved once (texts never grow by decoding). Notices are kept in the
 * batch, for batches are parsed in any order but must be reported in theirs.
 */
#include "input/batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "input/batch_records.h"
#include "input/html_page.h"
#include "input/html_row.h"
#include "input/json_string.h"
#include "input/page_record.h"
#include "input/site.h"
#include "input/warc_batch.h"

#define KEEP_CAPACITY ((size_t)64 << 20)

bool nd__has_bom(const char *bytes, size_t size) {
    return size >= ND__BOM_SIZE && memcmp(bytes, "\xef\xbb\xbf", ND__BOM_SIZE) == 0;
}

bool nd__is_blank(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n') {
            return false;
        }
    }
    return true;
}

size_t nd__batch_row(size_t *content, const char *raw, size_t at, size_t size) {
    const char *newline = memchr(raw + at, '\n', size - at);
    if (newline == NULL) {
        *content = size - at;
        return size - at;
    }
    *content = (size_t)(newline - raw) - at;
    size_t whole = *content + 1;
    if (*content > 0 && newline[-1] == '\r') {
        (*content)--;
    }
    return whole;
}

static void shrink(nd__buffer *buffer) {
    if (buffer->capacity > KEEP_CAPACITY) {
        nd__vector_clear(buffer);
    }
    buffer->count = 0;
}

nd_status nd__batch_begin(nd__batch *batch, nd_error *err) {
    if (batch->store == NULL) {
        batch->store = calloc(1, sizeof *batch->store);
        if (batch->store == NULL) {
            return nd__fail_memory(err);
        }
    }
    nd__batch_store *store = batch->store;
    batch->records.count = 0;
    shrink(&store->raw);
    shrink(&store->decoded);
    shrink(&store->rows.out);
    shrink(&store->page);
    shrink(&store->body.first);
    shrink(&store->body.second);
    if (store->html.text.capacity > KEEP_CAPACITY) {
        nd__html_text_clear(&store->html);
    }
    nd__arena_reset(&store->arena);
    nd__notices_reset(&store->notices);
    store->read_notices = 0;
    store->extents.count = 0;
    memset(&store->passed, 0, sizeof store->passed);
    store->record_limit = ND__RECORD_LIMIT;
    store->file_begins = store->file_ends = store->is_cut = false;
    store->is_piece = store->is_first_piece = false;
    store->text_limit = ND__TEXT_LIMIT;
    return ND_OK;
}

nd_status nd__batch_reserve(nd__batch_store *store, size_t more, nd_error *err) {
    return nd__vector_extend(&store->raw, more + ND__JSON_PADDING, err);
}

void nd__batch_clear(nd__batch *batch) {
    nd__batch_store *store = batch->store;
    if (store != NULL) {
        nd__vector_clear(&store->raw);
        nd__vector_clear(&store->decoded);
        nd__vector_clear(&store->notices.said);
        nd__arena_clear(&store->arena);
        nd__json_parser_destroy(store->parser);
        nd__site_memo_destroy(store->sites);
        nd__vector_clear(&store->extents);
        nd__http_body_clear(&store->body);
        nd__json_clear(&store->rows);
        nd__html_text_clear(&store->html);
        nd__vector_clear(&store->page);
        free(store);
    }
    nd__vector_clear(&batch->records);
    batch->store = NULL;
}

static nd_status refuse_encoding(nd__batch_store *store, nd__record *record, size_t at,
                                 const char *noun, nd_error *err) {
    char what[160];
    snprintf(
        what, sizeof what,
        "invalid UTF-8 at byte %zu of the %s; skipped (convert it with iconv, or save "
        "it as UTF-8)",
        at + 1, noun);
    return nd__batch_refuse(store, record, ND__NOTICE_ENCODING, what, err);
}

static nd_status refuse_without_text(nd__batch_store *store, nd__record *record,
                                     size_t content, nd_error *err) {
    record->is_bad = true;
    if (!nd__notices_count(&store->notices, ND__NOTICE_NO_TEXT)) {
        return ND_OK;
    }
    nd__buffer names = {NULL, 0, 0};
    const char *wanted = store->fields.names[ND__FIELD_TEXT];
    nd_status status =
        nd__json_row_string_fields(store->parser, &names, record->raw, content, err);
    if (status >= 0) {
        bool any = names.count > 0;
        status = nd__buffer_append(&names, "", 1, err);
        if (status >= 0) {
            status = nd__notices_add(
                &store->notices, &store->arena, ND__NOTICE_NO_TEXT, err,
                "%s:%" PRIu64
                ": no text in %s%s%s (string fields: %.300s); skipped (name "
                "the field with --text-field NAME)",
                store->path, record->line, wanted != NULL ? "field '" : "a usual field",
                wanted != NULL ? wanted : "", wanted != NULL ? "'" : "",
                any ? names.items : "none");
        }
    }
    nd__vector_clear(&names);
    return status;
}

/* A string or number as a 0-terminated string in the arena; NULL where it is neither, or
 * empty. A 0 inside becomes U+FFFD, for it would cut the string short. */
static nd_status take_string(const char **out, nd__batch_store *store, const char *row,
                             const nd__json_value *value, nd_error *err) {
    *out = NULL;
    if ((value->kind != ND__JSON_STRING && value->kind != ND__JSON_NUMBER) ||
        value->size == 0) {
        return ND_OK;
    }
    const char *bytes = row + value->begin;
    if (!value->escaped) {
        *out = nd__arena_copy(&store->arena, bytes, value->size);
        return *out == NULL ? nd__fail_memory(err) : ND_OK;
    }
    nd__buffer plain = {NULL, 0, 0}, clean = {NULL, 0, 0};
    nd_status status = nd__json_string_decode(&plain, bytes, value->size, err);
    for (size_t i = 0; status >= 0 && i < plain.count; i++) {
        bool zero = plain.items[i] == '\0';
        status = nd__buffer_append(&clean, zero ? "\xef\xbf\xbd" : plain.items + i,
                                   zero ? 3 : 1, err);
    }
    if (status >= 0) {
        *out = nd__arena_copy(&store->arena, clean.items, clean.count);
        status = *out == NULL ? nd__fail_memory(err) : ND_OK;
    }
    nd__vector_clear(&plain);
    nd__vector_clear(&clean);
    return status;
}

/* A name such as "The Times" is none. */
static bool is_host(const char *text) {
    return strchr(text, '.') != NULL && strpbrk(text, " \t") == NULL;
}

static nd_status take_site(nd__batch_store *store, nd__record *record,
                           const nd__json_value *site, nd_error *err) {
    const char *given;
    if (record->url != NULL && !store->fields.site_named) {
        ND_TRY(nd__site_of_url(&record->site, &store->arena, store->sites, record->url,
                               err));
    }
    if (record->site != NULL) {
        return ND_OK;
    }
    ND_TRY(take_string(&given, store, record->raw, site, err));
    if (given != NULL && !store->fields.site_named && is_host(given)) {
        ND_TRY(nd__site_of_url(&record->site, &store->arena, store->sites, given, err));
    }
    record->site = record->site != NULL ? record->site : given;
    return ND_OK;
}

static nd_status take_text(nd__batch *batch, nd__record *record,
                           const nd__json_value *value, nd_error *err) {
    nd__batch_store *store = batch->store;
    record->text_raw = value->begin;
    record->text_raw_size = value->size;
    record->text = record->raw + value->begin;
    record->text_size = value->size;
    if (batch->texts != NULL) {
        return nd__batch_keep_text(batch->texts, record, value->escaped, err);
    }
    if (!value->escaped) {
        return ND_OK;
    }
    if (store->decoded.capacity < store->raw.count) {
        ND_TRY(nd__vector_reserve(&store->decoded, store->raw.count, err));
    }
    size_t before = store->decoded.count;
    ND_TRY(nd__json_string_decode(&store->decoded, record->raw + value->begin,
                                  value->size, err));
    record->text = store->decoded.items + before;
    record->text_size = store->decoded.count - before;
    return ND_OK;
}

static nd_status refuse_state(nd__batch_store *store, nd__record *record,
                              nd__row_state state, size_t content, bool is_cut,
                              nd_error *err) {
    if (is_cut) {
        return nd__batch_refuse(store, record, ND__NOTICE_CUT,
                                "the row is cut off where the file breaks off; skipped",
                                err);
    }
    switch (state) {
        case ND__ROW_ENCODING:
            return refuse_encoding(
                store, record, nd__first_invalid_byte(record->raw, content), "line", err);
        case ND__ROW_NOT_OBJECT:
            return nd__batch_refuse(
                store, record, ND__NOTICE_OBJECT,
                "not a JSON object; skipped (for plain text use --format text)", err);
        case ND__ROW_DEEP:
            return nd__batch_refuse(store, record, ND__NOTICE_JSON,
                                    "JSON nested more than 512 deep; skipped", err);
        case ND__ROW_BROKEN:
        case ND__ROW_OBJECT:
            break;
    }
    return nd__batch_refuse(store, record, ND__NOTICE_JSON, "not valid JSON; skipped",
                            err);
}

static nd_status parse_row(nd__batch *batch, nd__record *record, size_t content,
                           bool is_cut, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__json_value values[ND__HTML_ROW_VALUES];
    const char *paths[ND__HTML_ROW_VALUES];
    nd__row_state state;
    if (nd__is_blank(record->raw, content)) {
        return ND_OK;
    }
    nd__html_row_paths(paths, &store->fields);
    nd_status status =
        nd__json_row_parse(store->parser, &state, values, paths,
                           store->fields.html ? ND__HTML_ROW_VALUES : ND__FIELD_COUNT,
                           record->raw, content, err);
    if (status == ND_E_NOMEM && content > KEEP_CAPACITY) {
        /* The parser wants several times the row; one giant must not end the run. */
        return nd__batch_refuse(store, record, ND__NOTICE_LIMIT,
                                "too long for the memory there is; skipped", err);
    }
    ND_TRY(status);
    if (state != ND__ROW_OBJECT) {
        return refuse_state(store, record, state, content, is_cut, err);
    }
    if (values[ND__FIELD_TEXT].kind != ND__JSON_STRING) {
        return refuse_without_text(store, record, content, err);
    }
    ND_TRY(take_string(&record->id, store, record->raw, &values[ND__FIELD_ID], err));
    ND_TRY(take_string(&record->url, store, record->raw, &values[ND__FIELD_URL], err));
    ND_TRY(take_string(&record->date, store, record->raw, &values[ND__FIELD_DATE], err));
    if (store->fields.html) {
        ND_TRY(nd__html_row_take(batch, record, values, content, err));
    } else {
        record->is_document = true;
        ND_TRY(take_text(batch, record, &values[ND__FIELD_TEXT], err));
    }
    ND_TRY(take_site(store, record, &values[ND__FIELD_SITE], err));
    return nd__batch_make_id(store, record, err);
}

static nd_status parse_rows(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    const char *raw = store->raw.items;
    size_t size = store->raw.count, at = 0;
    uint64_t line = store->first_line;
    nd__record *record;
    if (store->file_begins && nd__has_bom(raw, size)) {
        ND_TRY(nd__batch_add_record(batch, &record, line, raw, ND__BOM_SIZE, err));
        at = ND__BOM_SIZE;
        if (store->fields.html) {
            ND_TRY(nd__html_row_keep(batch, record, err));
        }
    }
    while (at < size) {
        size_t content, whole = nd__batch_row(&content, raw, at, size);
        ND_TRY(nd__batch_add_record(batch, &record, line, raw + at, whole, err));
        bool is_cut = store->is_cut && at + whole == size && raw[size - 1] != '\n';
        ND_TRY(parse_row(batch, record, content, is_cut, err));
        if (store->fields.html && !record->is_document) {
            ND_TRY(nd__html_row_keep(batch, record, err));
        }
        at += whole;
        line++;
    }
    return ND_OK;
}

static uint64_t line_of(const char *bytes, size_t at) {
    uint64_t line = 1;
    for (const char *end = bytes + at;
         (bytes = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL; bytes++) {
        line++;
    }
    return line;
}

/* Bytes of a character that a break in the container left unfinished at the end. */
static size_t unfinished(const char *bytes, size_t size) {
    for (size_t back = 1; back <= 3 && back <= size; back++) {
        unsigned char c = (unsigned char)bytes[size - back];
        if (c >= 0xC0) {
            size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
            return length > back ? back : 0;
        }
        if (c < 0x80) {
            break;
        }
    }
    return 0;
}

static nd_status parse_text(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    const char *raw = store->raw.items;
    size_t size = store->raw.count;
    nd__record *record;
    if (size == 0) {
        return ND_OK;
    }
    ND_TRY(nd__batch_add_record(batch, &record, 1, raw, size, err));
    size_t begin = nd__has_bom(raw, size) ? ND__BOM_SIZE : 0;
    if (begin == size) {
        return ND_OK;
    }
    size_t end = store->is_cut ? size - unfinished(raw + begin, size - begin) : size;
    const char *zero = memchr(raw, '\0', end);
    size_t bad = nd__first_invalid_byte(raw, end);
    if (zero != NULL && (size_t)(zero - raw) < bad) {
        record->line = line_of(raw, (size_t)(zero - raw));
        char what[120];
        snprintf(what, sizeof what,
                 "NUL at byte %zu of the file; skipped (not plain text)",
                 (size_t)(zero - raw) + 1);
        nd_status status =
            nd__batch_refuse(store, record, ND__NOTICE_ENCODING, what, err);
        record->line = 1;
        return status;
    }
    if (bad < end) {
        record->line = line_of(raw, bad);
        nd_status status = refuse_encoding(store, record, bad, "file", err);
        record->line = 1;
        return status;
    }
    record->is_document = true;
    record->text = raw + begin;
    record->text_size = end - begin;
    record->text_raw = begin;
    record->text_raw_size = end - begin;
    record->id = store->prefix;
    return batch->texts == NULL ? ND_OK
                                : nd__batch_keep_text(batch->texts, record, false, err);
}

static nd_status parse_piece(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__record *record;
    if (store->format == ND__FORMAT_HTML) {
        return store->is_first_piece ? nd__batch_refuse_page(batch, err) : ND_OK;
    }
    if (store->raw.count == 0) {
        return ND_OK;
    }
    ND_TRY(nd__batch_add_record(batch, &record, store->first_line, store->raw.items,
                                store->raw.count, err));
    if (!store->is_first_piece) {
        return ND_OK;
    }
    char what[120];
    snprintf(what, sizeof what,
             "longer than %" PRIu64 " bytes; skipped (split it into documents)",
             store->text_limit);
    return nd__batch_refuse(store, record, ND__NOTICE_LIMIT, what, err);
}

static nd_status parse_jsonl(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    if (store->parser == NULL) {
        store->parser = nd__json_parser_create();
        if (store->parser == NULL) {
            return nd__fail_memory(err);
        }
    }
    if (store->raw.count > 0) {
        memset(store->raw.items + store->raw.count, 0, ND__JSON_PADDING);
    }
    nd_status status = parse_rows(batch, err);
    nd__json_parser_trim(store->parser);
    if (store->fields.html) {
        nd__batch_place_rows(batch);
    }
    return status;
}

nd_status nd__batch_parse(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    batch->records.count = 0;
    store->decoded.count = 0;
    store->rows.out.count = 0;
    store->notices.said.count = store->read_notices;
    memset(store->notices.counts, 0, sizeof store->notices.counts);
    if (store->is_piece) {
        return parse_piece(batch, err);
    }
    if (store->format == ND__FORMAT_TEXT) {
        return parse_text(batch, err);
    }
    if (store->sites == NULL) {
        store->sites = nd__site_memo_create();
        if (store->sites == NULL) {
            return nd__fail_memory(err);
        }
    }
    if (store->format == ND__FORMAT_JSONL) {
        return parse_jsonl(batch, err);
    }
    ND_TRY(store->format == ND__FORMAT_WARC ? nd__warc_batch_parse(batch, err)
                                            : nd__html_page_parse(batch, err));
    nd__batch_place_rows(batch);
    return ND_OK;
}

nd_status nd__batch_discover(nd__batch_store *store, bool *decided,
                             const nd__input_options *options, nd__json_parser *parser,
                             nd_error *err) {
    const char *raw = store->raw.items;
    size_t size = store->raw.count, at = 0;
    *decided = false;
    if (size == 0) {
        return ND_OK;
    }
    memset(store->raw.items + size, 0, ND__JSON_PADDING);
    if (store->file_begins && nd__has_bom(raw, size)) {
        at = ND__BOM_SIZE;
    }
    while (at < size && !*decided) {
        size_t content, whole = nd__batch_row(&content, raw, at, size);
        if (!nd__is_blank(raw + at, content)) {
            ND_TRY(nd__fields_discover(&store->fields, decided, options, parser, raw + at,
                                       content, err));
            /* Whether a file is converted must be known with its first batch. */
            if (*decided && store->fields.html && !store->file_begins &&
                options->format != ND__FORMAT_HTML) {
                *decided = false;
                nd__fields_begin(&store->fields, options);
            }
        }
        at += whole;
    }
    return ND_OK;
}

static nd_status cut_loaded(nd__batch_store *store, nd_error *err) {
    nd__warc_cutter cutter;
    size_t at = 0;
    memset(&cutter, 0, sizeof cutter);
    nd__warc_cutter_begin(&cutter, false, store->record_limit);
    nd_status status = nd__warc_cutter_note(&cutter, store->raw.count, 0, err);
    if (status >= 0) {
        status = nd__warc_cutter_cut(&at, &cutter, &store->raw, &store->extents, true,
                                     NULL, err);
    }
    nd__warc_cutter_clear(&cutter);
    return status;
}

nd_status nd__batch_load(nd__batch *batch, const nd__input_options *options,
                         const char *path, nd__format format, const char *bytes,
                         size_t size, nd_error *err) {
    ND_TRY(nd__batch_begin(batch, err));
    nd__batch_store *store = batch->store;
    ND_TRY(nd__batch_reserve(store, size, err));
    if (size > 0) {
        memcpy(store->raw.items, bytes, size);
    }
    store->raw.count = size;
    store->file = 0;
    store->path = path;
    store->prefix = path;
    store->format = format;
    store->file_begins = store->file_ends = true;
    store->first_line = 1;
    nd__fields_begin(&store->fields, options);
    store->record_limit =
        options->record_limit == 0 ? ND__RECORD_LIMIT : options->record_limit;
    if (format == ND__FORMAT_WARC) {
        return cut_loaded(store, err);
    }
    if (format != ND__FORMAT_JSONL) {
        return ND_OK;
    }
    if (store->parser == NULL) {
        store->parser = nd__json_parser_create();
        if (store->parser == NULL) {
            return nd__fail_memory(err);
        }
    }
    bool decided;
    return nd__batch_discover(store, &decided, options, store->parser, err);
}
