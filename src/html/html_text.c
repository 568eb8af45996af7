/* bytes -> UTF-8 (html/charset) -> what the parser needs (html/html_filter) -> tree
 * (html/gumbo_border) -> blocks and metadata (html/page_reader). */
#include "html/html_text.h"

#include "html/charset.h"
#include "html/gumbo_border.h"
#include "html/html_filter.h"

/* Bytes of tree a byte of filtered HTML; pages in the wild take 5 to 30. */
#define TREE_BYTES 128
#define LEAST_TREE ((size_t)1 << 20)
#define MOST_TREE ((size_t)1 << 30)

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

static size_t most_tree(size_t size, bool flat) {
    if (flat) {
        return SIZE_MAX;
    }
    return size > MOST_TREE / TREE_BYTES ? MOST_TREE : size * TREE_BYTES + LEAST_TREE;
}

/* *given_up: too deep or too large for the parser. */
static nd_status read_page(nd__html_text *out, nd__html_scratch *scratch, bool flat,
                           bool *given_up, nd_error *err) {
    const char *page = scratch->utf8.count == 0 ? "" : scratch->utf8.items;
    nd__page_start(&scratch->reader, out);
    ND_TRY(nd__html_filter_read(&scratch->filter, given_up, page, scratch->utf8.count,
                                flat, &scratch->reader.facts, err));
    if (*given_up) {
        return ND_OK;
    }
    const nd__buffer *html = &scratch->filter.out;
    ND_TRY(nd__gumbo_read(&scratch->gumbo, &scratch->reader, html->items, html->count,
                          most_tree(html->count, flat), given_up, err));
    return *given_up ? ND_OK : nd__page_finish(&scratch->reader, err);
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
    ND_TRY(read_page(out, scratch, false, &given_up, err));
    if (given_up) {
        out->plain = true;
        ND_TRY(read_page(out, scratch, true, &given_up, err));
    }
    return ND_OK;
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
