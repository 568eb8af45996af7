#include "warc/header_lines.h"

#include <string.h>

#include "suite.h"

static nd__slice slice(const char *text) {
    return (nd__slice){text, strlen(text)};
}

static void is(nd__slice got, const char *want) {
    ck_assert_ptr_nonnull(got.bytes);
    ck_assert_uint_eq(got.size, strlen(want));
    ck_assert(memcmp(got.bytes, want, got.size) == 0);
}

START_TEST(test_header_lines__end_of_the_header) {
    ck_assert_uint_eq(nd__header_end("", 0), 0);
    ck_assert_uint_eq(nd__header_end("a\r\n\r\nb", 6), 5);
    ck_assert_uint_eq(nd__header_end("a\n\nb", 4), 3);
    ck_assert_uint_eq(nd__header_end("a\n\r\nb", 5), 4);
    ck_assert_uint_eq(nd__header_end("a\r\n\r", 4), 0);
    ck_assert_uint_eq(nd__header_end("a\r\n", 3), 0);
    ck_assert_uint_eq(nd__header_end("a\r\nb\r\n\r\n", 8), 8);
}
END_TEST

START_TEST(test_header_lines__lines_and_pairs) {
    const char text[] = "First\r\n  Name :  a:b  \n\nlast";
    nd__slice line, name, value;
    size_t at = 0;
    ck_assert(nd__header_next(&line, text, strlen(text), &at));
    is(line, "First");
    ck_assert(!nd__header_split(&name, &value, line));
    ck_assert(nd__header_next(&line, text, strlen(text), &at));
    ck_assert(nd__header_split(&name, &value, line));
    is(name, "Name");
    is(value, "a:b");
    ck_assert(nd__slice_is(name, "nAME"));
    ck_assert(!nd__slice_is(name, "Nam"));
    ck_assert(nd__header_next(&line, text, strlen(text), &at));
    ck_assert_uint_eq(line.size, 0);
    ck_assert(nd__header_next(&line, text, strlen(text), &at));
    is(line, "last");
    ck_assert(!nd__header_next(&line, text, strlen(text), &at));
}
END_TEST

START_TEST(test_header_lines__media_types) {
    is(nd__media_type(slice(" text/html ; charset=x")), "text/html");
    is(nd__media_parameter(slice("text/html; a=b; Charset = \"utf-8\" "), "charset"),
       "utf-8");
    is(nd__media_parameter(slice("text/html;charset='latin1'"), "charset"), "latin1");
    is(nd__media_parameter(slice("text/html;charset=\"unclosed"), "charset"), "unclosed");
    ck_assert_ptr_null(nd__media_parameter(slice("text/html"), "charset").bytes);
    ck_assert_ptr_null(
        nd__media_parameter(slice("text/html;;charset="), "charset").bytes);
    ck_assert_ptr_null(nd__media_parameter((nd__slice){NULL, 0}, "charset").bytes);
    ck_assert_ptr_null(nd__media_type((nd__slice){NULL, 0}).bytes);
}
END_TEST

START_TEST(test_header_lines__copies_that_fit) {
    char room[4];
    ck_assert_str_eq(nd__slice_copy(room, sizeof room, slice("abc")), "abc");
    ck_assert_ptr_null(nd__slice_copy(room, sizeof room, slice("abcd")));
    ck_assert_ptr_null(nd__slice_copy(room, sizeof room, slice("")));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("header_lines");
    TCase *tests = tcase_create("header_lines");
    tcase_add_test(tests, test_header_lines__end_of_the_header);
    tcase_add_test(tests, test_header_lines__lines_and_pairs);
    tcase_add_test(tests, test_header_lines__media_types);
    tcase_add_test(tests, test_header_lines__copies_that_fit);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
