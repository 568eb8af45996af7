/* Reading a page in a test, and looking at its blocks. */
#ifndef ND_TESTS_HTML_FIXTURE_H
#define ND_TESTS_HTML_FIXTURE_H

#include <string.h>

#include "html/html_text.h"
#include "suite.h"
#include "text/utf8.h"

static inline void html_check_blocks(const nd__html_text *page) {
    uint32_t end = 0;
    ck_assert_uint_eq(nd__utf8_first_invalid(page->text.items, page->text.count),
                      page->text.count);
    for (size_t i = 0; i < page->blocks.count; i++) {
        const nd__html_block *b = &page->blocks.items[i];
        ck_assert_uint_ge(b->begin, i == 0 ? 0 : end + 1);
        ck_assert_uint_lt(b->begin, b->end);
        ck_assert_uint_le(b->end, page->text.count);
        ck_assert_uint_le(b->link_bytes, b->end - b->begin);
        end = b->end;
    }
    ck_assert_uint_eq(end, page->text.count);
}

static inline void html_read_bytes(nd__html_text *page, const char *html, size_t size) {
    nd_error err;
    nd_status status = nd__html_text_read(page, html, size, NULL, &err);
    ck_assert_msg(status == ND_OK, "%s", status < 0 ? err.message : "");
    html_check_blocks(page);
}

static inline void html_read(nd__html_text *page, const char *html) {
    html_read_bytes(page, html, strlen(html));
}

/* The text of html is text. */
static inline void html_gives(const char *html, const char *text) {
    nd__html_text page = {0};
    html_read(&page, html);
    ck_assert_int_eq(nd__buffer_append(&page.text, "", 1, NULL), ND_OK);
    ck_assert_str_eq(page.text.items, text);
    nd__html_text_clear(&page);
}

/* The block that is exactly this text. */
static inline nd__html_block html_block(const nd__html_text *page, const char *text) {
    for (size_t i = 0; i < page->blocks.count; i++) {
        const nd__html_block *b = &page->blocks.items[i];
        if (b->end - b->begin == strlen(text) &&
            memcmp(page->text.items + b->begin, text, strlen(text)) == 0) {
            return *b;
        }
    }
    ck_abort_msg("no block '%s'", text);
    return (nd__html_block){0};
}

#endif
