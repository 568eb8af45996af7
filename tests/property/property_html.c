/* Random pages, most of them bad HTML, by extraction and by its slow twin: the HTML
 * parser on the whole page, without the filter in front. Texts, blocks and metadata
 * agree. Left out is what the filter changes on purpose: svg, math, template, noscript,
 * select and frameset, which are read otherwise, and control characters.
 *
 * And: whatever the tags, the estimate of open elements keeps extraction linear. */
#include <string.h>

#include "html/gumbo_border.h"
#include "random.h"
#include "suite.h"

static const char *const pieces[] = {
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<DIV class=a1>",
    "<span>",
    "</span>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<font color=red>",
    "</font>",
    "<a href='/x'>",
    "<a name=q>",
    "</a>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<tbody>",
    "<caption>",
    "</caption>",
    "<colgroup><col>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<br>",
    "</br>",
    "<hr/>",
    "<img src=x>",
    "<input type=text>",
    "<form>",
    "</form>",
    "<button>",
    "</button>",
    "<nav>",
    "</nav>",
    "<article>",
    "</article>",
    "<header>",
    "<footer>",
    "<main>",
    "</main>",
    "<aside>",
    "</aside>",
    "<blockquote>",
    "</blockquote>",
    "<x-y a>",
    "</x-y>",
    "<script>'<p>x</p>'</script>",
    "<style>a<b</style>",
    "<!-- <p> -->",
    "<!x>",
    "<textarea><p>t</textarea>",
    "<title>T <i> &amp;</title>",
    "<iframe><b></iframe>",
    "<p hidden>",
    "<div style='display: none'>",
    "<body>",
    "</body>",
    "</html>",
    "<html lang=el>",
    "<head>",
    "</head>",
    "<object>",
    "</object>",
    "<em ",
    " id=z>",
    "<meta name=date content='2011-11-01'>",
    "<code>",
    "</code>",
    "<sup>",
    "</sup>",
    "<details><summary>",
    "</summary>",
    "</details>",
    "<ruby>x<rt>y</ruby>",
    "<section>",
    "<center>",
    "</center>",
    "<nobr>",
    "<wbr>",
    "<figure><figcaption>",
    "</figure>",
    "one",
    "two",
    " ",
    "\n",
    "3",
    "&amp;",
    "&nbsp;",
    "\xE6\x96\x87",
    "a < b",
    "&lt;i>",
    ", ",
};
#define PIECES (sizeof pieces / sizeof *pieces)

static void make_page(nd__buffer *out, uint64_t *state, size_t most) {
    out->count = 0;
    size_t count = nd_random(state) % most;
    if (nd_random(state) % 2 == 0) {
        ck_assert_int_eq(nd__buffer_append(out, "<!DOCTYPE html>", 15, NULL), ND_OK);
    }
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[nd_random(state) % PIECES];
        ck_assert_int_eq(nd__buffer_append(out, piece, strlen(piece), NULL), ND_OK);
    }
}

/* The twin. */
static void read_whole(nd__html_text *out, nd__gumbo *gumbo, nd__page_reader *reader,
                       const nd__buffer *html) {
    bool given_up;
    ck_assert_int_eq(nd__html_text_read(out, "", 0, NULL, NULL), ND_OK); /* empty */
    nd__page_start(reader, out);
    ck_assert_int_eq(nd__gumbo_read(gumbo, reader, html->count == 0 ? "" : html->items,
                                    html->count, SIZE_MAX, &given_up, NULL),
                     ND_OK);
    ck_assert_int_eq(nd__page_finish(reader, NULL), ND_OK);
}

static const char *or_none(const char *text) {
    return text == NULL ? "none" : text;
}

static void check_same(const nd__html_text *a, const nd__html_text *b,
                       const nd__buffer *html) {
    ck_assert_msg(a->text.count == b->text.count &&
                      (a->text.count == 0 ||
                       memcmp(a->text.items, b->text.items, a->text.count) == 0),
                  "'%.*s' gives '%.*s', the twin '%.*s'", (int)html->count, html->items,
                  (int)a->text.count, a->text.items, (int)b->text.count, b->text.items);
    ck_assert_uint_eq(a->blocks.count, b->blocks.count);
    for (size_t i = 0; i < a->blocks.count; i++) {
        const nd__html_block *x = &a->blocks.items[i], *y = &b->blocks.items[i];
        ck_assert_msg(x->begin == y->begin && x->end == y->end && x->flags == y->flags &&
                          x->link_bytes == y->link_bytes && x->depth == y->depth &&
                          x->path == y->path,
                      "'%.*s' block %zu", (int)html->count, html->items, i);
    }
    ck_assert_msg(strcmp(or_none(a->title), or_none(b->title)) == 0 &&
                      strcmp(or_none(a->lang), or_none(b->lang)) == 0 &&
                      strcmp(or_none(a->date), or_none(b->date)) == 0,
                  "'%.*s' metadata", (int)html->count, html->items);
}

START_TEST(property_html__filter_changes_nothing) {
    uint64_t state = 20111101;
    nd__buffer html = {0};
    nd__html_text page = {0}, twin = {0};
    nd__gumbo gumbo = {0};
    nd__page_reader reader = {0};
    for (int round = 0; round < 4000; round++) {
        make_page(&html, &state, round < 2000 ? 12 : 100);
        ck_assert_int_eq(nd__html_text_read(&page, html.items, html.count, "utf-8", NULL),
                         ND_OK);
        ck_assert(!page.plain);
        read_whole(&twin, &gumbo, &reader, &html);
        check_same(&page, &twin, &html);
    }
    nd__vector_clear(&html);
    nd__html_text_clear(&page);
    nd__html_text_clear(&twin);
    nd__gumbo_clear(&gumbo);
    nd__page_clear(&reader);
}
END_TEST

/* What repeats many times costs no more than the parser's bound; where the estimate of
 * the depth fails, this takes minutes. */
START_TEST(property_html__no_pattern_is_quadratic) {
    uint64_t state = 7;
    nd__buffer pattern = {0}, html = {0};
    nd__html_text page = {0};
    for (int round = 0; round < 100; round++) {
        make_page(&pattern, &state, 8);
        html.count = 0;
        for (int i = 0; i < 2000 && pattern.count > 0; i++) {
            ck_assert_int_eq(nd__buffer_append(&html, pattern.items, pattern.count, NULL),
                             ND_OK);
        }
        ck_assert_int_eq(nd__html_text_read(&page, html.items, html.count, "utf-8", NULL),
                         ND_OK);
    }
    nd__vector_clear(&pattern);
    nd__vector_clear(&html);
    nd__html_text_clear(&page);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("property_html");
    TCase *tcase = tcase_create("property_html");
    tcase_add_test(tcase, property_html__filter_changes_nothing);
    tcase_add_test(tcase, property_html__no_pattern_is_quadratic);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
