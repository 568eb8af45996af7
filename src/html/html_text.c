/* bytes -> UTF-8 (html/charset) -> what the parser needs (html/html_filter) -> tree
 * (html/gumbo_border) -> blocks and metadata (html/page_reader). */
#include "html/html_text.h"

#include <string.h>

#include "html/charset.h"
#include "html/gumbo_border.h"
#include "html/html_filter.h"

/* Bytes of tree a byte of filtered HTML; pages in the wild take 3 to 17. */
#define TREE_BYTES 64
#define LEAST_TREE ((size_t)1 << 20)
#define MOST_TREE ((size_t)1 << 29)
#define MOST_FILTERED ((size_t)1 << 26)
#define KEPT_BYTES ((size_t)1 << 24)
/* Flat HTML can be parsed in pieces: at least this large, up to the next border of
 * blocks.
 */
#define PIECE_BYTES ((size_t)1 << 20)

typedef struct nd__html_scratch {
    nd__buffer utf8;
    nd__html_filter filter;
    nd__gumbo gumbo;
    nd__page_reader reader;
} nd__html_scratch;

static void make_empty(nd__html_text *out) {
    nd__arena_reset(&out->strings);
    out->text.count = 0;
    out->blocks.count = 0;
    out->title = out->canonical = out->lang = out->date = NULL;
    out->site_name = out->description = out->charset = NULL;
    out->mended = out->plain = false;
}

/* Gives back what only an unusually large page needed. */
static void trim(nd__html_scratch *scratch) {
    if (scratch->utf8.capacity > KEPT_BYTES) {
        nd__vector_clear(&scratch->utf8);
    }
    if (scratch->filter.out.capacity > KEPT_BYTES) {
        nd__html_filter_clear(&scratch->filter);
    }
}

static nd_status filter(nd__html_text *out, nd__html_scratch *scratch, bool flat,
                        bool *deep, nd_error *err) {
    const char *html = scratch->utf8.count == 0 ? "" : scratch->utf8.items;
    nd__page_start(&scratch->reader, out);
    return nd__html_filter_read(&scratch->filter, deep, html, scratch->utf8.count, flat,
                                &scratch->reader.facts, err);
}

/* *given_up: too deep or too large for the parser. */
static nd_status read_tree(nd__html_text *out, nd__html_scratch *scratch, bool *given_up,
                           nd_error *err) {
    ND_TRY(filter(out, scratch, false, given_up, err));
    if (*given_up) {
        return ND_OK;
    }
    const nd__buffer *html = &scratch->filter.out;
    *given_up = html->count > MOST_FILTERED;
    if (*given_up) {
        return ND_OK;
    }
    size_t most = html->count > MOST_TREE / TREE_BYTES
                      ? MOST_TREE
                      : html->count * TREE_BYTES + LEAST_TREE;
    ND_TRY(nd__gumbo_read(&scratch->gumbo, &scratch->reader, html->items, html->count,
                          most, given_up, err));
    return *given_up ? ND_OK : nd__page_finish(&scratch->reader, err);
}

static size_t piece_size(const char *html, size_t size) {
    if (size <= PIECE_BYTES) {
        return size;
    }
    static const char border[] = "<hr>";
    for (const char *p = html + PIECE_BYTES; (size_t)(html + size - p) >= 4; p++) {
        p = memchr(p, '<', size - (size_t)(p - html));
        if (p == NULL || (size_t)(html + size - p) < 4) {
            break;
        }
        if (memcmp(p, border, 4) == 0) {
            return (size_t)(p - html);
        }
    }
    return size;
}

static nd_status read_flat(nd__html_text *out, nd__html_scratch *scratch, nd_error *err) {
    bool given_up;
    ND_TRY(filter(out, scratch, true, &given_up, err));
    const nd__buffer *html = &scratch->filter.out;
    for (size_t at = 0, size; at < html->count; at += size) {
        size = piece_size(html->items + at, html->count - at);
        ND_TRY(nd__gumbo_read(&scratch->gumbo, &scratch->reader, html->items + at, size,
                              SIZE_MAX, &given_up, err));
    }
    return nd__page_finish(&scratch->reader, err);
}

static nd_status read(nd__html_text *out, const char *html, size_t size,
                      const char *charset, nd_error *err) {
    if (out->scratch == NULL) {
        out->scratch = nd__allocate_zeroed(1, sizeof *out->scratch);
        if (out->scratch == NULL) {
            return nd__fail_memory(err);
        }
    }
    nd__html_scratch *scratch = out->scratch;
    nd__charset_report report;
    ND_TRY(nd__charset_to_utf8(&scratch->utf8, &report, html, size, charset, true, err));
    out->charset = report.name;
    out->mended = report.mended;
    if (scratch->utf8.count > ND__HTML_LARGEST) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "HTML of %zu bytes is larger than the limit of %zu",
                        scratch->utf8.count, ND__HTML_LARGEST);
    }
    bool given_up;
    ND_TRY(read_tree(out, scratch, &given_up, err));
    out->plain = given_up;
    return given_up ? read_flat(out, scratch, err) : ND_OK;
}

nd_status nd__html_text_read(nd__html_text *out, const char *html, size_t size,
                             const char *charset, nd_error *err) {
    make_empty(out);
    nd_status status = size > ND__HTML_LARGEST
                           ? nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                                      "HTML of %zu bytes is larger than the limit of %zu",
                                      size, ND__HTML_LARGEST)
                           : read(out, html, size, charset, err);
    if (status < 0) {
        make_empty(out);
    }
    if (out->scratch != NULL) {
        trim(out->scratch);
    }
    return status;
}

void nd__html_text_clear(nd__html_text *text) {
    nd__vector_clear(&text->text);
    nd__vector_clear(&text->blocks);
    nd__arena_clear(&text->strings);
    if (text->scratch != NULL) {
        nd__vector_clear(&text->scratch->utf8);
        nd__html_filter_clear(&text->scratch->filter);
        nd__gumbo_clear(&text->scratch->gumbo);
        nd__page_clear(&text->scratch->reader);
        free(text->scratch);
    }
    *text = (nd__html_text){0};
}
