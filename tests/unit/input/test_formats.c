#include "input/formats.h"

#include <string.h>

#include "suite.h"

static bool is_html(const char *text) {
    return nd__looks_like_html(text, strlen(text));
}

static bool is_warc(const char *text) {
    return nd__looks_like_warc(text, strlen(text));
}

START_TEST(test_formats__names) {
    ck_assert(nd__is_html_name("a.html"));
    ck_assert(nd__is_html_name("a.HTM.gz"));
    ck_assert(nd__is_html_name("a.xhtml.zst"));
    ck_assert(!nd__is_html_name("html"));
    ck_assert(!nd__is_html_name(".html"));
    ck_assert(!nd__is_html_name("a.html.txt"));
    ck_assert(nd__is_jsonl_name("a.jsonl.gz"));
    ck_assert(!nd__is_jsonl_name("a.json"));
    ck_assert_uint_eq(nd__name_in_container("a.gz"), 1);
    ck_assert_uint_eq(nd__name_in_container("a.gz.zst"), 4);
    ck_assert_uint_eq(nd__name_in_container(".gz"), 3);
}
END_TEST

START_TEST(test_formats__html) {
    ck_assert(is_html("<!DOCTYPE html><p>"));
    ck_assert(is_html("\xef\xbb\xbf \n<html>"));
    ck_assert(is_html("<HTML lang=en>"));
    ck_assert(is_html("<?xml version='1.0'?>\n<!-- a --> <!doctype HTML PUBLIC"));
    ck_assert(!is_html(""));
    ck_assert(!is_html("<p>"));
    ck_assert(!is_html("<htmlx>"));
    ck_assert(!is_html("<!-- never closed <html>"));
    ck_assert(!is_html("About <html>"));
}
END_TEST

START_TEST(test_formats__warc) {
    ck_assert(is_warc("WARC/1.0\r\n"));
    ck_assert(is_warc("WARC/1.1\n"));
    ck_assert(!is_warc("WARC/1.0"));
    ck_assert(!is_warc("WARC/1.0 is a format\n"));
    ck_assert(!is_warc("WARC/0.18\r\n"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("formats");
    TCase *tests = tcase_create("formats");
    tcase_add_test(tests, test_formats__names);
    tcase_add_test(tests, test_formats__html);
    tcase_add_test(tests, test_formats__warc);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
