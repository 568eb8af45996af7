#include "warc/warc_header.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static nd__warc_header header;

static nd__warc_header_state read_text(const char *text) {
    return nd__warc_header_read(&header, text, strlen(text));
}

START_TEST(test_warc_header__what_wget_writes) {
    ck_assert_int_eq(read_text("WARC/1.0\r\nWARC-Type: response\r\n"
                               "WARC-Record-ID: <urn:uuid:1>\r\n"
                               "WARC-Target-URI: <http://a.b/c:d>\r\n"
                               "WARC-Date: 2024-01-02T03:04:05Z\r\n"
                               "content-type: application/http;msgtype=response\r\n"
                               "Content-Length:  12 \r\n\r\nHTTP"),
                     ND__WARC_HEADER_GOOD);
    ck_assert_int_eq(header.type, ND__WARC_RESPONSE);
    ck_assert_uint_eq(header.content, 12);
    ck_assert_uint_eq(header.uri.size, strlen("http://a.b/c:d"));
    ck_assert_uint_eq(header.id.size, strlen("urn:uuid:1"));
    ck_assert_uint_eq(header.date.size, 20);
    ck_assert(nd__slice_begins(header.content_type, "application/http"));
}
END_TEST

START_TEST(test_warc_header__types) {
    static const struct {
        const char *name;
        nd__warc_type type;
    } types[] = {{"conversion", ND__WARC_CONVERSION}, {"resource", ND__WARC_RESOURCE},
                 {"revisit", ND__WARC_REVISIT},       {"request", ND__WARC_OTHER},
                 {"Response", ND__WARC_RESPONSE},     {"", ND__WARC_OTHER}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char text[100];
        snprintf(text, sizeof text, "WARC/1.1\nWARC-Type: %s\nContent-Length: 0\n\n",
                 types[i].name);
        ck_assert_int_eq(read_text(text), ND__WARC_HEADER_GOOD);
        ck_assert_int_eq(header.type, types[i].type);
        ck_assert_uint_eq(header.size, strlen(text));
    }
}
END_TEST

START_TEST(test_warc_header__lengths_that_are_none) {
    static const char *const bad[] = {"-1",   "",
                                      "x",    "1x",
                                      "+1",   "1 2",
                                      "0x10", "18446744073709551616",
                                      "1e3",  "99999999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[100];
        snprintf(text, sizeof text, "WARC/1.0\nContent-Length: %s\n\n", bad[i]);
        ck_assert_int_eq(read_text(text), ND__WARC_HEADER_NO_LENGTH);
        ck_assert_uint_eq(header.size, strlen(text));
    }
    ck_assert_int_eq(read_text("WARC/1.0\nContent-Length: 18446744073709551615\n\n"),
                     ND__WARC_HEADER_GOOD);
    ck_assert_uint_eq(header.content, UINT64_MAX);
    ck_assert_int_eq(read_text("WARC/1.0\n\n"), ND__WARC_HEADER_NO_LENGTH);
}
END_TEST

START_TEST(test_warc_header__cut_off_anywhere) {
    const char text[] = "WARC/1.0\r\nContent-Length: 3\r\n\r\n";
    for (size_t size = 0; size < strlen(text); size++) {
        ck_assert_int_eq(nd__warc_header_read(&header, text, size), ND__WARC_HEADER_MORE);
    }
    ck_assert_int_eq(read_text("WARC/2.0\r\n\r\n"), ND__WARC_HEADER_NO_MAGIC);
    ck_assert_int_eq(read_text("W\r\n"), ND__WARC_HEADER_NO_MAGIC);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("warc_header");
    TCase *tests = tcase_create("warc_header");
    tcase_add_test(tests, test_warc_header__what_wget_writes);
    tcase_add_test(tests, test_warc_header__types);
    tcase_add_test(tests, test_warc_header__lengths_that_are_none);
    tcase_add_test(tests, test_warc_header__cut_off_anywhere);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
