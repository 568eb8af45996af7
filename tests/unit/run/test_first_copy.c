#include "run/first_copy.h"

#include "suite.h"

static size_t first(nd__first_reason *by, const nd__copy *copies, size_t count) {
    return nd__copy_first(by, copies, count);
}

START_TEST(test_first_copy__date_then_coverage_then_length_then_order) {
    nd__first_reason by;
    nd__copy dated[] = {{"2024-02-01", 0.9, 90, 0},
                        {"2024-01-31", 0.1, 10, 1},
                        {NULL, 1, 99, 2},
                        {"2024-02-01", 0.9, 90, 3}};
    ck_assert_uint_eq(first(&by, dated, 4), 1);
    ck_assert_int_eq(by, ND_FIRST_DATE);
    nd__copy undated[] = {{NULL, 0.5, 10, 0}, {NULL, 0.7, 10, 1}, {NULL, 0.5, 30, 2}};
    ck_assert_uint_eq(first(&by, undated, 3), 1);
    ck_assert_int_eq(by, ND_FIRST_COVERAGE);
    nd__copy lengths[] = {{"2024", 1, 10, 0}, {"2024", 1, 12, 1}};
    ck_assert_uint_eq(first(&by, lengths, 2), 1);
    ck_assert_int_eq(by, ND_FIRST_LENGTH);
    nd__copy equal[] = {{NULL, 1, 12, 5}, {NULL, 1, 12, 4}};
    ck_assert_uint_eq(first(&by, equal, 2), 1);
    ck_assert_int_eq(by, ND_FIRST_ORDER);
    ck_assert_uint_eq(first(&by, equal, 1), 0);
    ck_assert_int_eq(by, ND_FIRST_ORDER);
}
END_TEST

/* Why is said against the next one, wherever the others stand. */
START_TEST(test_first_copy__the_reason_is_against_the_next) {
    nd__first_reason by;
    nd__copy copies[] = {{"2024-03-01", 0, 5, 0},
                         {"2024-01-01", 0, 5, 1},
                         {"2024-01-01", 1, 5, 2},
                         {"2024-02-01", 0, 5, 3}};
    ck_assert_uint_eq(first(&by, copies, 4), 2);
    ck_assert_int_eq(by, ND_FIRST_COVERAGE);
}
END_TEST

/* |A| = 8, |B| = 6, 4 in common. */
START_TEST(test_first_copy__share_of_the_other) {
    ck_assert_double_eq_tol(nd__copy_other_share(4.0 / 10, 4.0 / 6), 0.5, 1e-12);
    ck_assert_double_eq_tol(nd__copy_other_share(1, 1), 1, 1e-12);
    ck_assert_double_eq(nd__copy_other_share(0, 0), 0);
    ck_assert_double_eq(nd__copy_other_share(0.5, 0.4), 1); /* no two sets */
}
END_TEST

int main(void) {
    Suite *suite = suite_create("first_copy");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_first_copy__date_then_coverage_then_length_then_order);
    tcase_add_test(basics, test_first_copy__the_reason_is_against_the_next);
    tcase_add_test(basics, test_first_copy__share_of_the_other);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
