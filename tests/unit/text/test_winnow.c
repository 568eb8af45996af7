#include "text/winnow.h"

#include "suite.h"

/* The hashes of the example of Schleimer, Wilkerson, Aiken 2003, figure 2, with a window
 * of 8. */
START_TEST(test_winnow__example) {
    const uint64_t hashes[] = {77, 74, 42, 17, 98, 50, 17, 98, 8,
                               88, 67, 39, 77, 74, 42, 17, 98};
    const uint32_t expected[] = {17, 8, 17};
    uint32_t out[17];
    ck_assert_uint_eq(nd__winnow(out, hashes, 17), 3);
    ck_assert_mem_eq(out, expected, sizeof expected);
}
END_TEST

START_TEST(test_winnow__borders) {
    const uint64_t hashes[] = {4, 3, 3, 9, 9, 9, 9, 9, 9};
    uint32_t out[9];
    ck_assert_uint_eq(nd__winnow(out, hashes, 0), 0);
    ck_assert_uint_eq(nd__winnow(out, hashes, 1), 1);
    ck_assert_uint_eq(out[0], 4);
    ck_assert_uint_eq(nd__winnow(out, hashes, 8), 1);
    ck_assert_uint_eq(out[0], 3);
    ck_assert_uint_eq(nd__winnow(out, hashes, 9), 1);
}
END_TEST

/* Chosen by all 64 bits, kept by the low ones. */
START_TEST(test_winnow__gives_low_halves) {
    const uint64_t hashes[] = {UINT64_C(0x200000001), UINT64_C(0x1FFFFFFFF),
                               UINT64_C(0xF000000000000000)};
    uint32_t out[3];
    ck_assert_uint_eq(nd__winnow(out, hashes, 3), 1);
    ck_assert_uint_eq(out[0], UINT32_MAX);
}
END_TEST

START_TEST(test_winnow__make_set) {
    uint32_t values[] = {5, 1, 5, UINT32_MAX, 1, 0}, scratch[256];
    const uint32_t expected[] = {0, 1, 5, UINT32_MAX};
    for (size_t count = 1; count < 70000; count++) {
        /* What is enough for many values is enough for fewer. */
        ck_assert_uint_ge(nd__winnow_scratch(count), nd__winnow_scratch(count - 1));
    }
    ck_assert_uint_le(nd__winnow_scratch(6), 256);
    ck_assert_uint_eq(nd__winnow_make_set(values, 6, scratch), 4);
    ck_assert_mem_eq(values, expected, sizeof expected);
    ck_assert_uint_eq(nd__winnow_make_set(values, 0, scratch), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("winnow");
    TCase *cases = tcase_create("winnow");
    tcase_add_test(cases, test_winnow__example);
    tcase_add_test(cases, test_winnow__borders);
    tcase_add_test(cases, test_winnow__gives_low_halves);
    tcase_add_test(cases, test_winnow__make_set);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
