#include "boilerplate/page_place.h"

#include "suite.h"

START_TEST(test_page_place__sums_blocks_between) {
    const nd__block_row rows[3] = {{.weight = 10}, {.weight = 20}, {.weight = 30}};
    const nd__block_mark marks[3] = {{.links = 0}, {.links = UINT8_MAX}, {.links = 0}};
    const double prose[3] = {10, 0, 25};
    nd__page_places places = {0};
    for (unsigned round = 0; round < 2;
         round++) { /* the second reuses the first's memory */
        ck_assert_int_eq(nd__page_places_read(&places, rows, marks, prose, 3, NULL),
                         ND_OK);
        nd__place_sum all = nd__page_places_between(&places, -5, 9);
        ck_assert_double_eq(all.words, 60);
        ck_assert_double_eq(all.linked, 20);
        ck_assert_double_eq(all.prose, 35);
        nd__place_sum last = nd__page_places_between(&places, 2, 3);
        ck_assert_double_eq(last.words, 30);
        ck_assert_double_eq(last.prose, 25);
        ck_assert_double_eq(nd__page_places_between(&places, 3, 9).words, 0);
        ck_assert_double_eq(nd__page_places_between(&places, -9, 0).words, 0);
    }
    nd__page_places_clear(&places);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_place");
    TCase *cases = tcase_create("page_place");
    tcase_add_test(cases, test_page_place__sums_blocks_between);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
