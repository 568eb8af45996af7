#include "html/html_tag.h"

#include <string.h>

#include "suite.h"

START_TEST(test_html_tag__names_are_in_order) {
    for (unsigned tag = 1; tag < ND__TAG_UNKNOWN; tag++) {
        ck_assert_int_lt(strcmp(nd__html_tag_name((nd__html_tag)(tag - 1)),
                                nd__html_tag_name((nd__html_tag)tag)),
                         0);
    }
}
END_TEST

START_TEST(test_html_tag__each_is_found) {
    for (unsigned tag = 0; tag < ND__TAG_UNKNOWN; tag++) {
        const char *name = nd__html_tag_name((nd__html_tag)tag);
        ck_assert_uint_eq(nd__html_tag_find(name, strlen(name)), tag);
    }
    ck_assert_uint_eq(nd__html_tag_find("DiV", 3), ND__TAG_DIV);
    ck_assert_uint_eq(nd__html_tag_find("", 0), ND__TAG_UNKNOWN);
    ck_assert_uint_eq(nd__html_tag_find("di", 2), ND__TAG_UNKNOWN);
    ck_assert_uint_eq(nd__html_tag_find("divx", 4), ND__TAG_UNKNOWN);
    ck_assert_uint_eq(nd__html_tag_find("a\0", 2), ND__TAG_UNKNOWN);
    ck_assert_uint_eq(nd__html_tag_find("annotation-xml-and-more", 23), ND__TAG_UNKNOWN);
    ck_assert_str_eq(nd__html_tag_name(ND__TAG_UNKNOWN), "");
    ck_assert_uint_eq(nd__html_tag_kind(ND__TAG_UNKNOWN), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("html_tag");
    TCase *tcase = tcase_create("html_tag");
    tcase_add_test(tcase, test_html_tag__names_are_in_order);
    tcase_add_test(tcase, test_html_tag__each_is_found);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
