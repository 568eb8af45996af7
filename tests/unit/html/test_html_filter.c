#include "html/html_filter.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static void filters(const char *html, bool flat, const char *filtered) {
    nd__html_filter *filter = calloc(1, sizeof *filter);
    nd__html_text page = {0};
    nd__page_facts facts = {0};
    bool deep;
    ck_assert_ptr_nonnull(filter);
    nd__page_facts_start(&facts, &page);
    ck_assert_int_eq(
        nd__html_filter_read(filter, &deep, html, strlen(html), flat, &facts, NULL),
        ND_OK);
    ck_assert(!deep);
    ck_assert_int_eq(nd__buffer_append(&filter->out, "", 1, NULL), ND_OK);
    ck_assert_str_eq(filter->out.items, filtered);
    nd__html_filter_clear(filter);
    nd__page_facts_clear(&facts);
    nd__html_text_clear(&page);
    free(filter);
}

START_TEST(test_html_filter__what_goes) {
    filters("", false, "");
    filters("a<!-- <p> --!>b<!-->c<!--->d<![CDATA[x]]>e<?php f ?></ g>h", false,
            "abcdeh");
    filters("a<script>'</p>'</SCRIPT >b<style><p></style\n>c<!-- x", false, "abc");
    filters("a<select><option>x</select>b<svg><svg></svg>c</svg>d", false,
            "a<img>b<img>d");
}
END_TEST

START_TEST(test_html_filter__tokens_are_the_standards) {
    filters("1 < 2 <3 <> </> a<b", false, "1 < 2 <3 &lt;>  a");
    filters("<P CLASS = \"a>b\" onclick='x>y' ID=c d>t", false,
            "<p class=\"a>b\" id=\"c\">t");
    filters("<p class='\"' id=\"'\" title=x class=again/>t", false,
            "<p class='\"' id=\"'\">t");
    filters("<p class=a'\"b id=x>t", false, "<p id=\"x\">t"); /* both quotes: left out */
    filters("<a href=/x/y/>t</a\nz=w>", false, "<a href=\"\">t</a>");
    filters("<!DOCTYPE html>\n<BODY>x", false, "<!DOCTYPE html>\n<body>x");
    filters("<script><!-- <script>a</script> --> b</script>c", false, "c");
    filters("<script><!-- <script>a --> b</script>c", false, "c");
    filters("<script><!-- a</script>c", false, "c");
    filters("<textarea><p></textarea>a<title><p></title><title>2</title>", false,
            "<iframe></iframe>a<title>&lt;p></title><title>2</title>");
    filters("<plaintext><b>&lt;</plaintext>", false,
            "<pre>&lt;b>&amp;lt;&lt;/plaintext></pre>");
}
END_TEST

START_TEST(test_html_filter__attributes_by_element) {
    filters(
        "<meta name=a><meta name=date content=b><link rel=icon><link rel=canonical "
        "href=c>",
        false, "<meta name=\"date\" content=\"b\"><link rel=\"canonical\" href=\"c\">");
    filters("<p name=x style='color:red'><p style='display:none'>", false,
            "<p><p style=\"display:none\">");
    filters("<input><input type=hidden><param>x", false, "<img>x");
}
END_TEST

START_TEST(test_html_filter__text) {
    filters("<\x01p <", false, "&lt;\xC2\xADp &lt;");
    filters("a\x01\x7F\t\xC2\x85\xC2\x92\xC2\xA0z", false,
            "a\xC2\xAD\xC2\xAD\t\xE2\x80\xA6\xE2\x80\x99\xC2\xA0z");
    filters("<noscript>turn it on</noscript>a", false, "a");
}
END_TEST

START_TEST(test_html_filter__noscript_with_a_text) {
    char html[600], text[500];
    memset(text, 'x', 400);
    text[400] = '\0';
    snprintf(html, sizeof html, "<noscript><p>%s</noscript>a", text);
    char filtered[600];
    snprintf(filtered, sizeof filtered, "<p>%sa", text);
    filters(html, false, filtered);
}
END_TEST

START_TEST(test_html_filter__flat) {
    filters("<div class=a>b<b>c</b><p>d</div>&amp;<br>", true,
            "<hr>bc<hr>d<hr>&amp;<br>");
}
END_TEST

static bool is_deep(const char *piece, size_t times) {
    nd__html_filter *filter = calloc(1, sizeof *filter);
    nd__html_text page = {0};
    nd__page_facts facts = {0};
    nd__buffer html = {0};
    bool deep;
    ck_assert_ptr_nonnull(filter);
    nd__page_facts_start(&facts, &page);
    for (size_t i = 0; i < times; i++) {
        ck_assert_int_eq(nd__buffer_append(&html, piece, strlen(piece), NULL), ND_OK);
    }
    ck_assert_int_eq(
        nd__html_filter_read(filter, &deep, html.items, html.count, false, &facts, NULL),
        ND_OK);
    nd__vector_clear(&html);
    nd__html_filter_clear(filter);
    free(filter);
    return deep;
}

START_TEST(test_html_filter__depth) {
    ck_assert(!is_deep("<div>", ND__OPEN_DEPTH_MOST));
    ck_assert(is_deep("<div>", ND__OPEN_DEPTH_MOST + 1));
    /* what is closed, also without an end tag */
    static const char *const flat[] = {"<p>",
                                       "<li>",
                                       "<dt>x<dd>",
                                       "<option>",
                                       "<h1>",
                                       "<p><b>x</b>",
                                       "<a>",
                                       "<div></div>",
                                       "<x-y></X-Y>",
                                       "<tr><td>",
                                       "<p><i>x</p>",
                                       "<img><br>",
                                       "<b>x</b>",
                                       "<svg></svg>",
                                       "<col>",
                                       "<table><tr><td>x</table>",
                                       "<form><b></form></b>",
                                       "<math><mi>x</mi></math>"};
    for (size_t i = 0; i < sizeof flat / sizeof *flat; i++) {
        ck_assert_msg(!is_deep(flat[i], 1000), "%s", flat[i]);
    }
    static const char *const deep[] = {"<span>",
                                       "<b>",
                                       "<ul><li>",
                                       "<b><div></b>",
                                       "<table><tr><td>",
                                       "<x></y>",
                                       "<x-y/><x-y>",
                                       "<form><div></form>",
                                       "<div></body>",

                                       "<object></div><div>",
                                       "<x><i></x>"};
    for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
        ck_assert_msg(is_deep(deep[i], 2000), "%s", deep[i]);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("html_filter");
    TCase *tcase = tcase_create("html_filter");
    tcase_add_test(tcase, test_html_filter__what_goes);
    tcase_add_test(tcase, test_html_filter__tokens_are_the_standards);
    tcase_add_test(tcase, test_html_filter__attributes_by_element);
    tcase_add_test(tcase, test_html_filter__text);
    tcase_add_test(tcase, test_html_filter__noscript_with_a_text);
    tcase_add_test(tcase, test_html_filter__flat);
    tcase_add_test(tcase, test_html_filter__depth);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
