/* Extraction without memory: also inside the HTML parser, which knows no failure. */
#include <string.h>

#include "html/html_text.h"
#include "oom/oom.h"
#include "suite.h"

static const char page[] =
    "<!DOCTYPE html><html lang=en><title>A title</title><meta name=date "
    "content=2011-11-01>"
    "<link rel=canonical href=https://a.example/><script "
    "type=application/ld+json>{\"@type\":"
    "\"Article\",\"datePublished\":\"2011-11-01\"}</script><h1>A title</h1><p>one <a "
    "href=x>"
    "two</a><br>three<pre>a\n  b</pre><table><tr><th>a<th>b<tr><td>c<td>d</table><div "
    "hidden>"
    "<p>more text than all the rest of this page, which a script is going to show</div>";

static nd_status read_page(void *payload, nd_error *err) {
    const char *charset = payload;
    nd__html_text text = {0};
    nd_status status = nd__html_text_read(&text, page, strlen(page), charset, err);
    if (status == ND_OK) {
        status = nd__html_text_read(&text, "<p>again", 8, charset, err);
    }
    nd__html_text_clear(&text);
    return status;
}

START_TEST(test_oom__html_text) {
    char latin[] = "iso-8859-1";
    ck_assert_uint_ge(nd_oom_exhaust(read_page, NULL), 10);
    ck_assert_uint_ge(nd_oom_exhaust(read_page, latin), 10);
}
END_TEST

static nd_status read_deep(void *payload, nd_error *err) {
    const nd__buffer *html = payload;
    nd__html_text text = {0};
    nd_status status = nd__html_text_read(&text, html->items, html->count, "utf-8", err);
    nd__html_text_clear(&text);
    return status;
}

START_TEST(test_oom__html_text_read_plainly) {
    nd__buffer html = {0};
    for (size_t i = 0; i < 600; i++) {
        ck_assert_int_eq(nd__buffer_append(&html, "<div>text", 9, NULL), ND_OK);
    }
    ck_assert_uint_ge(nd_oom_exhaust(read_deep, &html), 10);
    nd__vector_clear(&html);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_html");
    TCase *tcase = tcase_create("oom_html");
    tcase_add_test(tcase, test_oom__html_text);
    tcase_add_test(tcase, test_oom__html_text_read_plainly);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
