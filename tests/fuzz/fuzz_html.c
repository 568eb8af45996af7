/* Any bytes as a page: the text is valid UTF-8 without 0, blocks are in order, in the
 * text, a line each, without white space at their ends; the same bytes give the same
 * page. The first byte chooses the charset. A broken invariant aborts. */
#include <stdlib.h>
#include <string.h>

#include "html/html_text.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

static int is_white(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void check_string(const char *text) {
    if (text != NULL) {
        size_t size = strlen(text);
        require(size > 0 && !is_white(text[0]) && !is_white(text[size - 1]));
    }
}

static void check_blocks(const nd__html_text *page) {
    const char *text = page->text.items;
    uint32_t end = 0;
    for (size_t i = 0; i < page->blocks.count; i++) {
        const nd__html_block *b = &page->blocks.items[i];
        require(b->begin < b->end && b->end <= page->text.count);
        require(i == 0 || (b->begin > end && text[end] == '\n'));
        require(!is_white(text[b->begin]) && !is_white(text[b->end - 1]));
        require(memchr(text + b->begin, '\n', b->end - b->begin) == NULL);
        require(b->link_bytes <= b->end - b->begin);
        end = b->end;
    }
    require(end == page->text.count);
}

static void check(const nd__html_text *page) {
    const nd__buffer *text = &page->text;
    require(nd__utf8_first_invalid(text->items, text->count) == text->count);
    require(text->count == 0 || memchr(text->items, '\0', text->count) == NULL);
    check_blocks(page);
    check_string(page->title);
    check_string(page->canonical);
    check_string(page->lang);
    check_string(page->date);
    check_string(page->site_name);
    check_string(page->description);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const charsets[] = {NULL,        "utf-8",      "gb2312",
                                           "shift_jis", "iso-8859-1", "utf-16le",
                                           "big5",      "nonsense"};
    const char *charset = NULL;
    if (size > 0 && data[0] < 8) {
        charset = charsets[data[0]];
        data++;
        size--;
    }
    char *html = malloc(size + 1);
    if (html == NULL) {
        return 0;
    }
    if (size > 0) {
        memcpy(html, data, size);
    }
    nd__html_text page = {0}, again = {0};
    require(nd__html_text_read(&page, html, size, charset, NULL) == ND_OK);
    check(&page);
    require(nd__html_text_read(&again, "<p>other <a href=x>page", 23, NULL, NULL) ==
            ND_OK);
    require(nd__html_text_read(&again, html, size, charset, NULL) == ND_OK);
    require(page.text.count == again.text.count &&
            page.blocks.count == again.blocks.count && page.plain == again.plain);
    for (size_t i = 0; i < page.blocks.count; i++) {
        const nd__html_block *a = &page.blocks.items[i], *b = &again.blocks.items[i];
        require(a->begin == b->begin && a->end == b->end && a->path == b->path &&
                a->flags == b->flags && a->link_bytes == b->link_bytes);
    }
    nd__html_text_clear(&page);
    nd__html_text_clear(&again);
    free(html);
    return 0;
}
