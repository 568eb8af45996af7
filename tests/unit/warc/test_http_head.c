#include "warc/http_head.h"

#include <string.h>

#include "suite.h"

static nd__http_head head;

static bool read_text(const char *text) {
    return nd__http_head_read(&head, text, strlen(text));
}

START_TEST(test_http_head__usual) {
    ck_assert(
        read_text("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
                  "Transfer-Encoding: gzip, Chunked\r\nContent-Encoding: br\r\n"
                  "no colon\r\n\r\nbody"));
    ck_assert_uint_eq(head.status, 200);
    ck_assert(head.chunked);
    ck_assert(nd__slice_is(head.content_type, "text/html"));
    ck_assert(nd__slice_is(head.content_encoding, "br"));
    ck_assert_uint_eq(head.size, strlen("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
                                        "Transfer-Encoding: gzip, Chunked\r\n"
                                        "Content-Encoding: br\r\nno colon\r\n\r\n"));
}
END_TEST

START_TEST(test_http_head__status_alone_and_without_an_end) {
    ck_assert(read_text("HTTP/2 404\n\nx"));
    ck_assert_uint_eq(head.status, 404);
    ck_assert_uint_eq(head.size, 12);
    ck_assert(read_text("HTTP/1.0 301 Moved\r\nLocation: x"));
    ck_assert_uint_eq(head.status, 301);
    ck_assert_uint_eq(head.size, strlen("HTTP/1.0 301 Moved\r\nLocation: x"));
    ck_assert(!head.chunked);
}
END_TEST

START_TEST(test_http_head__is_none) {
    static const char *const bad[] = {"",          "<html>",       "HTTP/1.1",
                                      "HTTP/1.1 ", "HTTP/1.1 2x0", "HTTP/1.1 20",
                                      "ICY 200 OK"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert(!read_text(bad[i]));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("http_head");
    TCase *tests = tcase_create("http_head");
    tcase_add_test(tests, test_http_head__usual);
    tcase_add_test(tests, test_http_head__status_alone_and_without_an_end);
    tcase_add_test(tests, test_http_head__is_none);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
