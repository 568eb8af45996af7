#include "html/html_date.h"

#include <string.h>

#include "suite.h"

static void reads(const char *text, const char *date) {
    char out[ND__DATE_SIZE];
    ck_assert_msg(nd__html_date_read(out, text, strlen(text)), "'%s' is a date", text);
    ck_assert_str_eq(out, date);
}

static void refuses(const char *text) {
    char out[ND__DATE_SIZE];
    ck_assert_msg(!nd__html_date_read(out, text, strlen(text)), "'%s' is no date", text);
}

START_TEST(test_html_date__iso) {
    reads("2011-11-01", "2011-11-01");
    reads("2011-11-01T10:18:00+02:00", "2011-11-01T10:18:00+02:00");
    reads("2011-11-01T10:18:00.123Z", "2011-11-01T10:18:00Z");
    reads("2011-11-01T10:18", "2011-11-01T10:18");
    reads("2011-11-01 10:18:00 +0530", "2011-11-01T10:18:00+05:30");
    reads(" 2011-11-01t9:08:00-0800 ", "2011-11-01T09:08:00-08:00");
    reads("20111101T101800Z", "2011-11-01T10:18:00Z");
    reads("20111101", "2011-11-01");
    reads("2011-11", "2011-11");
    reads("2011", "2011");
}
END_TEST

START_TEST(test_html_date__other_forms) {
    reads("2011/11/1 10:18", "2011-11-01T10:18");
    reads("2011.11.01", "2011-11-01");
    reads("Tue, 01 Nov 2011 10:18:00 GMT", "2011-11-01T10:18:00Z");
    reads("Tue, 1 Nov 2011 10:18:00 +0200", "2011-11-01T10:18:00+02:00");
    reads("November 1, 2011", "2011-11-01");
    reads("Nov. 1, 2011, 10:18 pm", "2011-11-01T22:18");
    reads("1 September 2011", "2011-09-01");
    reads("Sept 1, 2011 12:05 AM", "2011-09-01T00:05");
    reads("1-Nov-2011", "2011-11-01");
    reads("13/11/2011", "2011-11-13");
    reads("11/13/2011", "2011-11-13");
    reads("11/11/2011", "2011-11-11");
    reads("01.11.2011", "2011-11-01");
    reads("2011-11-01 at noon", "2011-11-01");
}
END_TEST

START_TEST(test_html_date__no_guesses) {
    refuses("");
    refuses(" ");
    refuses("yesterday");
    refuses("01/11/2011"); /* January or November */
    refuses("2011-02-29");
    refuses("2011-13-01");
    refuses("2011-00-01");
    refuses("0000-00-00");
    refuses("1970-01-01T00:00:00Z");
    refuses("0001-01-01T00:00:00");
    refuses("1320142680");
    refuses("2011-11-011");
    refuses("2011-11-01x");
    refuses("12 2011");
    refuses("1/2/3");
    refuses("10:18");
    reads("2012-02-29", "2012-02-29");
    reads("2011-11-01T25:00", "2011-11-01"); /* the day is still good */
    reads("2011-11-01T10:61", "2011-11-01");
}
END_TEST

START_TEST(test_html_date__any_prefix_is_safe) {
    static const char *const texts[] = {"Tuesday, Nov. 01 2011 10:18:00 pm GMT+02:00",
                                        "2011-11-01T10:18:00.123456+02:00",
                                        "13.1.2011 9:1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t size = 0; size <= strlen(texts[i]); size++) {
            char *piece = malloc(size + 1); /* so that sanitizers see the end */
            char out[ND__DATE_SIZE];
            ck_assert_ptr_nonnull(piece);
            memcpy(piece, texts[i], size);
            if (nd__html_date_read(out, piece, size)) {
                ck_assert_uint_lt(strlen(out), ND__DATE_SIZE);
            }
            free(piece);
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("html_date");
    TCase *tcase = tcase_create("html_date");
    tcase_add_test(tcase, test_html_date__iso);
    tcase_add_test(tcase, test_html_date__other_forms);
    tcase_add_test(tcase, test_html_date__no_guesses);
    tcase_add_test(tcase, test_html_date__any_prefix_is_safe);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
