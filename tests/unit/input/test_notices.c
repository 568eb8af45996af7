#include "input/notices.h"

#include "input_fixture.h"

START_TEST(test_notices__says_ten_and_counts_the_rest) {
    nd__notices notices;
    nd__notices_totals totals;
    nd__arena arena = {NULL, 0};
    seen all;
    memset(&notices, 0, sizeof notices);
    memset(&totals, 0, sizeof totals);
    memset(&all, 0, sizeof all);
    nd__input_options options = {.notice = hear, .payload = &all};
    for (int batch = 0; batch < 3; batch++) {
        nd__notices_reset(&notices);
        for (int i = 0; i < 15; i++) {
            if (nd__notices_count(&notices, ND__NOTICE_JSON)) {
                ck_assert_int_eq(nd__notices_add(&notices, &arena, ND__NOTICE_JSON, NULL,
                                                 "%d\n", batch),
                                 ND_OK);
            }
        }
        nd__notices_say(&notices, &totals, &options);
    }
    nd__notices_end_file(&totals, "f\x1b", &options);
    nd__notices_end_file(&totals, "f", &options);
    append_text(&all.notices, ".");
    ck_assert_int_eq(nd__buffer_append(&all.notices, "", 1, NULL), ND_OK);
    ck_assert_str_eq(all.notices.items,
                     "! 0?\n! 0?\n! 0?\n! 0?\n! 0?\n! 0?\n! 0?\n! 0?\n! 0?\n! 0?\n"
                     "! f?: ... and 35 more rows that are not valid JSON; skipped\n.");
    clear_seen(&all);
    nd__vector_clear(&notices.said);
    nd__arena_clear(&arena);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("notices");
    TCase *tests = tcase_create("notices");
    tcase_add_test(tests, test_notices__says_ten_and_counts_the_rest);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
