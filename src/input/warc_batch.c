/* Outline: of each record that the reader cut, the type decides. A response's body is
 * freed of HTTP's codings; HTML becomes text and blocks, plain text becomes UTF-8, and a
 * conversion (WET) is a text as it is. What is no text of a page is counted and passed
 * over: requests, redirects, errors, images.
 */
#include "input/warc_batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "html/charset.h"
#include "input/batch_records.h"
#include "input/formats.h"
#include "input/html_page.h"
#include "input/page_record.h"
#include "warc/http_body.h"
#include "warc/warc_header.h"

typedef enum media { MEDIA_HTML, MEDIA_TEXT, MEDIA_OTHER } media;

/* What one record holds. */
typedef struct page_source {
    const nd__warc_extent *extent;
    nd__warc_header header;
    nd__slice content_type; /* of the page; bytes NULL: unknown */
    nd__slice body;
    bool stays; /* the body: it lies in the batch */
} page_source;

static media media_of(const page_source *source) {
    static const char *const html[] = {"text/html", "application/xhtml+xml",
                                       "application/vnd.wap.xhtml+xml"};
    nd__slice type = nd__media_type(source->content_type);
    if (type.size == 0) {
        return nd__looks_like_html(source->body.bytes, source->body.size) ? MEDIA_HTML
                                                                          : MEDIA_OTHER;
    }
    for (size_t i = 0; i < sizeof html / sizeof *html; i++) {
        if (nd__slice_is(type, html[i])) {
            return MEDIA_HTML;
        }
    }
    return nd__slice_is(type, "text/plain") ? MEDIA_TEXT : MEDIA_OTHER;
}

/* A record that is skipped, said with its place. */
static nd_status refuse(nd__batch *batch, const nd__warc_extent *extent,
                        nd__notice_kind kind, const char *what, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__record *record;
    ND_TRY(nd__batch_add_record(batch, &record, extent->number, "", 0, err));
    record->is_bad = true;
    if (!nd__notices_count(&store->notices, kind)) {
        return ND_OK;
    }
    return nd__notices_add(&store->notices, &store->arena, kind, err,
                           "%s: record at byte %" PRIu64 "%s: %s; skipped", store->path,
                           extent->offset,
                           extent->in_file ? "" : " of the decompressed data", what);
}

static nd_status refuse_large(nd__batch *batch, const nd__warc_extent *extent,
                              nd_error *err) {
    char what[120];
    snprintf(what, sizeof what, "larger than %" PRIu64 " bytes (see --max-record)",
             batch->store->record_limit);
    return refuse(batch, extent, ND__NOTICE_LARGE, what, err);
}

static nd_status take_slice(const char **out, nd__batch_store *store, nd__slice slice,
                            nd_error *err) {
    *out = NULL;
    if (slice.size > 0) {
        *out = nd__mended_string(&store->arena, slice.bytes, slice.size);
        return *out == NULL ? nd__fail_memory(err) : ND_OK;
    }
    return ND_OK;
}

/* "URL#RECORD-ID" for a URL that the file has before, too. */
static nd_status make_id(nd__page *page, nd__batch_store *store,
                         const page_source *source, nd_error *err) {
    const nd__slice uuid = source->header.id;
    char place[32];
    page->id = page->url;
    if (page->url == NULL || !source->extent->again) {
        return ND_OK;
    }
    snprintf(place, sizeof place, "%" PRIu64, source->extent->offset);
    size_t skip = nd__slice_begins(uuid, "urn:uuid:") ? 9 : 0;
    nd__slice tail = uuid.size > skip ? (nd__slice){uuid.bytes + skip, uuid.size - skip}
                                      : (nd__slice){place, strlen(place)};
    nd__buffer id = {NULL, 0, 0};
    nd_status status = nd__buffer_append(&id, page->url, strlen(page->url), err);
    status = status < 0 ? status : nd__buffer_append(&id, "#", 1, err);
    status = status < 0 ? status : nd__buffer_append(&id, tail.bytes, tail.size, err);
    if (status >= 0) {
        page->id = nd__mended_string(&store->arena, id.items, id.count);
        status = page->id == NULL ? nd__fail_memory(err) : ND_OK;
    }
    nd__vector_clear(&id);
    return status;
}

static nd_status begin_page(nd__page *page, nd__batch_store *store,
                            const page_source *source, nd_error *err) {
    memset(page, 0, sizeof *page);
    page->line = source->extent->number;
    ND_TRY(take_slice(&page->url, store, source->header.uri, err));
    ND_TRY(take_slice(&page->date, store, source->header.date, err));
    return make_id(page, store, source, err);
}

static nd_status add_text(nd__batch *batch, const page_source *source, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__page page;
    nd__slice body = source->body;
    nd__slice charset = nd__media_parameter(source->content_type, "charset");
    bool is_utf8 = charset.size == 0 || nd__slice_is(charset, "utf-8");
    ND_TRY(begin_page(&page, store, source, err));
    if (is_utf8 && !nd__has_bom(body.bytes, body.size) &&
        nd__first_invalid_byte(body.bytes, body.size) == body.size) {
        page.text = body.bytes;
        page.text_size = body.size;
        page.text_stays = source->stays;
        return nd__batch_add_page(batch, &page, err);
    }
    nd__charset_report report;
    char label[64];
    ND_TRY(nd__charset_to_utf8(&store->page, &report, body.bytes, body.size,
                               nd__slice_copy(label, sizeof label, charset), false, err));
    if (store->page.count >= store->text_limit) { /* it may have grown threefold */
        return refuse_large(batch, source->extent, err);
    }
    page.text = store->page.count == 0 ? "" : store->page.items;
    page.text_size = store->page.count;
    return nd__batch_add_page(batch, &page, err);
}

/* The URL stays that of the record; a date that the page gives goes before it. */
static nd_status add_html(nd__batch *batch, const page_source *source, nd_error *err) {
    nd__page page;
    bool too_large;
    ND_TRY(begin_page(&page, batch->store, source, err));
    const char *url = page.url;
    char label[64];
    ND_TRY(nd__html_page_read(
        &page, &too_large, batch->store, source->body.bytes, source->body.size,
        nd__slice_copy(label, sizeof label,
                       nd__media_parameter(source->content_type, "charset")),
        err));
    page.url = url == NULL ? page.url : url;
    return too_large ? refuse_large(batch, source->extent, err)
                     : nd__batch_add_page(batch, &page, err);
}

static nd_status add_media(nd__batch *batch, const page_source *source, nd_error *err) {
    media kind = media_of(source);
    if (kind == MEDIA_OTHER) {
        batch->store->passed.types++;
        return ND_OK;
    }
    if (source->extent->is_large || source->body.size > batch->store->record_limit) {
        return refuse_large(batch, source->extent, err);
    }
    return kind == MEDIA_TEXT ? add_text(batch, source, err)
                              : add_html(batch, source, err);
}

static nd_status add_response(nd__batch *batch, page_source *source, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__http_head head;
    nd__body_state state;
    if (!nd__slice_begins(source->header.content_type, "application/http")) {
        source->content_type = source->header.content_type; /* as of DNS or FTP */
        return add_media(batch, source, err);
    }
    if (!nd__http_head_read(&head, source->body.bytes, source->body.size)) {
        return refuse(batch, source->extent, ND__NOTICE_DAMAGED,
                      "its content is no HTTP response", err);
    }
    if (head.status < 200 || head.status > 299) {
        store->passed.statuses++;
        return ND_OK;
    }
    nd__slice body = {source->body.bytes + head.size, source->body.size - head.size};
    source->content_type = head.content_type;
    source->body = body;
    if (source->extent->is_large ||
        (head.content_type.size > 0 && media_of(source) == MEDIA_OTHER)) {
        return add_media(batch, source, err);
    }
    ND_TRY(nd__http_body_decode(&source->body, &state, &store->body, &head, body,
                                (size_t)store->record_limit, err));
    source->stays = source->body.bytes == body.bytes;
    if (state == ND__BODY_LARGE) {
        return refuse_large(batch, source->extent, err);
    }
    if (state == ND__BODY_UNKNOWN) {
        return refuse(batch, source->extent, ND__NOTICE_DAMAGED,
                      "its Content-Encoding is not known", err);
    }
    if (state == ND__BODY_CUT && source->body.size == 0) {
        return refuse(batch, source->extent, ND__NOTICE_DAMAGED,
                      "its compressed body is damaged", err);
    }
    return add_media(batch, source, err);
}

/* Crawlers keep their logs, and texts and pictures of pages that they have as responses,
 * too, as resources of metadata: and urn: addresses. */
static bool is_of_the_web(nd__slice uri) {
    return uri.size == 0 || nd__slice_begins(uri, "http:") ||
           nd__slice_begins(uri, "https:") || nd__slice_begins(uri, "ftp:") ||
           nd__slice_begins(uri, "file:");
}

static nd_status parse_record(nd__batch *batch, const nd__warc_extent *extent,
                              nd_error *err) {
    nd__batch_store *store = batch->store;
    page_source source = {.extent = extent, .stays = true};
    if (extent->damage != NULL) {
        return refuse(batch, extent, ND__NOTICE_DAMAGED, extent->damage, err);
    }
    const char *bytes = store->raw.items + extent->begin;
    if (nd__warc_header_read(&source.header, bytes, extent->size) !=
        ND__WARC_HEADER_GOOD) {
        return nd__fail(err, ND_E_INTERNAL, extent->offset, "a record lost its header");
    }
    source.body =
        (nd__slice){bytes + source.header.size, extent->size - source.header.size};
    switch (source.header.type) {
        case ND__WARC_REVISIT:
            store->passed.revisits++;
            break;
        case ND__WARC_RESPONSE:
            return add_response(batch, &source, err);
        case ND__WARC_RESOURCE:
            source.content_type = source.header.content_type;
            if (!is_of_the_web(source.header.uri)) {
                store->passed.types++;
                return ND_OK;
            }
            return add_media(batch, &source, err);
        case ND__WARC_CONVERSION:
            source.content_type = source.header.content_type;
            if (source.content_type.size == 0) {
                source.content_type = (nd__slice){"text/plain", 10};
            }
            return add_media(batch, &source, err);
        case ND__WARC_OTHER:
            break;
    }
    return ND_OK;
}

nd_status nd__warc_batch_parse(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    memset(&store->passed, 0, sizeof store->passed);
    for (size_t i = 0; i < store->extents.count; i++) {
        ND_TRY(parse_record(batch, &store->extents.items[i], err));
    }
    return ND_OK;
}
