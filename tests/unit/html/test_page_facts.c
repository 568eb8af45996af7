#include "html/page_facts.h"

#include "html_fixture.h"

static const char *or_none(const char *text) {
    return text == NULL ? "none" : text;
}

static void has_date(const char *html, const char *date) {
    nd__html_text page = {0};
    html_read(&page, html);
    ck_assert_str_eq(or_none(page.date), date);
    nd__html_text_clear(&page);
}

START_TEST(test_page_facts__title) {
    nd__html_text page = {0};
    html_read(&page,
              "<meta property=og:title content=og><title>\n A &amp; B\t&nbsp;c "
              "</title><title>second</title><svg><title>x</title></svg>");
    ck_assert_str_eq(page.title, "A & B c");
    html_read(&page, "<meta property='og:title' content='og'><title> </title>");
    ck_assert_str_eq(page.title, "og");
    html_read(&page, "<title>a < b <i></title><p>x");
    ck_assert_str_eq(page.title, "a < b <i>");
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_page_facts__canonical) {
    nd__html_text page = {0};
    html_read(&page,
              "<meta property=og:url content=http://b.example/><link rel=stylesheet "
              "href=http://x><link rel='x canonical' href=' https://a.example/?a&amp;"
              "b '><link rel=canonical href=https://late.example/>");
    ck_assert_str_eq(page.canonical, "https://a.example/?a&b");
    html_read(&page,
              "<link rel=canonical href=/relative><meta property=og:url "
              "content=http://b.example/>");
    ck_assert_str_eq(page.canonical, "http://b.example/");
    html_read(&page, "<link rel=canonical href='javascript:x'>");
    ck_assert_ptr_null(page.canonical);
    nd__html_text_clear(&page);
}
END_TEST

static void has_language(const char *html, const char *lang) {
    nd__html_text page = {0};
    html_read(&page, html);
    ck_assert_str_eq(or_none(page.lang), lang);
    nd__html_text_clear(&page);
}

START_TEST(test_page_facts__language) {
    has_language("<html lang=pt-BR>", "pt-BR");
    has_language("<html xml:lang=el>", "el");
    has_language("<html lang=''><meta http-equiv=Content-Language content='ru, en'>",
                 "ru");
    has_language("<meta property=og:locale content=zh_TW>", "zh-TW");
    has_language("<meta http-equiv=Content-Language content=fr><html lang=de>", "de");
    has_language("<html lang='{{lang}}'><meta name=language content=English>", "none");
    has_language("<html lang='zh-Hans-CN'>", "zh-Hans-CN");
    has_language("<html lang=x>", "none");
}
END_TEST

START_TEST(test_page_facts__names) {
    nd__html_text page = {0};
    html_read(&page,
              "<meta name=application-name content=app><meta property=og:site_name "
              "content='The Site'><meta name=DESCRIPTION content='What it says.'>");
    ck_assert_str_eq(page.site_name, "The Site");
    ck_assert_str_eq(page.description, "What it says.");
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_page_facts__date_of_meta) {
    has_date(
        "<meta name=date content=2011-11-02><meta property=article:published_time "
        "content=2011-11-01T10:18:00Z>",
        "2011-11-01T10:18:00Z");
    has_date("<meta itemprop=datePublished content=2011-11-01>", "2011-11-01");
    has_date(
        "<meta name=pubdate content='no date'><meta name=DC.date content=2011-11-01>",
        "2011-11-01");
    has_date("<meta property=article:modified_time content=2011-11-01>", "none");
    has_date("<meta http-equiv=last-modified content=2011-11-01>", "none");
    /* two days: none of them */
    has_date("<meta name=date content=2011-11-01><meta name=date content=2011-11-02>",
             "none");
    has_date("<meta name=date content=2011-11-01><meta name=date content='Nov 1, 2011'>",
             "2011-11-01");
}
END_TEST

START_TEST(test_page_facts__date_of_json) {
    has_date(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":"
        "\"2011-11-01T10:18:00+01:00\",\"comment\":[{\"@type\":\"Comment\","
        "\"datePublished\":\"2011-11-09\"}]}</script>",
        "2011-11-01T10:18:00+01:00");
    has_date(
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\","
        "\"datePublished\":\"2011-11-05\"},{\"datePublished\":\"2011-11-01\","
        "\"@type\":[\"Thing\",\"BlogPosting\"]}]}</script>",
        "2011-11-01");
    has_date(
        "<script type=application/ld+json>[{\"@type\":\"Article\",\"datePublished\":"
        "\"2011-11-01\"},{\"@type\":\"Article\",\"datePublished\":\"2011-11-02\"}]"
        "</script>",
        "none");
    has_date("<script>{\"@type\":\"Article\",\"datePublished\":\"2011-11-01\"}</script>",
             "none");
}
END_TEST

START_TEST(test_page_facts__date_of_time) {
    has_date("<article><time datetime=2011-11-01>today</time></article>", "2011-11-01");
    has_date("<time datetime=2011-11-01>today</time>", "none");
    has_date(
        "<article><time datetime=2011-11-01></time></article><article><time "
        "datetime=2011-11-02></time></article>",
        "none");
    has_date(
        "<article><time class=updated datetime=2011-11-05></time><time "
        "class='entry-date published' datetime=2011-11-01></time></article>",
        "2011-11-01");
    has_date(
        "<article><div itemscope itemtype=http://schema.org/Comment><time "
        "datetime=2011-11-01 itemprop=datePublished></time></div></article>",
        "none");
    has_date("<article><aside><time datetime=2011-11-01></time></aside></article>",
             "none");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_facts");
    TCase *tcase = tcase_create("page_facts");
    tcase_add_test(tcase, test_page_facts__title);
    tcase_add_test(tcase, test_page_facts__canonical);
    tcase_add_test(tcase, test_page_facts__language);
    tcase_add_test(tcase, test_page_facts__names);
    tcase_add_test(tcase, test_page_facts__date_of_meta);
    tcase_add_test(tcase, test_page_facts__date_of_json);
    tcase_add_test(tcase, test_page_facts__date_of_time);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
