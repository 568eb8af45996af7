#include "fingerprint/shingle_table.h"

#include "suite.h"

START_TEST(test_shingle_table__empty) {
    nd__shingle_table table = {0};
    uint64_t other[] = {7};
    size_t kept = 9;
    ck_assert_int_eq(nd__shingle_table_distinct(&table, NULL, 0, &kept, NULL), ND_OK);
    ck_assert_uint_eq(kept, 0);
    ck_assert_uint_eq(nd__shingle_table_common(&table, NULL, 0, other, 1, 0), 0);
    ck_assert_uint_eq(nd__shingle_table_common(&table, NULL, 0, other, 0, 0), 0);
    ck_assert_uint_eq(nd__shingle_table_common(&table, NULL, 0, other, 0, 1), SIZE_MAX);
    nd__shingle_table_clear(&table);
}
END_TEST

START_TEST(test_shingle_table__repeats_go) {
    nd__shingle_table table = {0};
    /* 0 and all ones are shingles like others; those that begin alike share a slot */
    uint64_t list[] = {5, 0, 5, UINT64_MAX, 4, 0, UINT64_MAX, UINT64_MAX - 1, 4, 3};
    const uint64_t want[] = {5, 0, UINT64_MAX, 4, UINT64_MAX - 1, 3};
    size_t kept;
    ck_assert_int_eq(nd__shingle_table_distinct(&table, list, 10, &kept, NULL), ND_OK);
    ck_assert_uint_eq(kept, 6);
    ck_assert_mem_eq(list, want, sizeof want);
    nd__shingle_table_clear(&table);
}
END_TEST

START_TEST(test_shingle_table__counts_in_any_order) {
    nd__shingle_table table = {0};
    const uint64_t list[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const uint64_t other[] = {8, 9, 20, 1, 2, 3, 4, 5, 21, 7, 6};
    ck_assert_int_eq(nd__shingle_table_fill(&table, list, 9, NULL), ND_OK);
    ck_assert_uint_eq(nd__shingle_table_common(&table, list, 9, other, 11, 0), 9);
    ck_assert_uint_eq(nd__shingle_table_common(&table, list, 9, other, 11, 9), 9);
    ck_assert_uint_eq(nd__shingle_table_common(&table, list, 9, other, 11, 10), SIZE_MAX);
    /* the end comes as soon as it is certain */
    ck_assert_uint_eq(nd__shingle_table_common(&table, list, 9, other, 3, 3), SIZE_MAX);
    nd__shingle_table_clear(&table);
}
END_TEST

/* A table serves lists of any size one after the other, past the size where it is filled
 * more. */
START_TEST(test_shingle_table__large_then_small) {
    enum { COUNT = 70000 };
    static uint64_t list[COUNT];
    nd__shingle_table table = {0};
    size_t kept;
    for (size_t i = 0; i < COUNT; i++) {
        list[i] = (i % 69000 + 1) * UINT64_C(0x9E3779B97F4A7C15);
    }
    ck_assert_int_eq(nd__shingle_table_distinct(&table, list, COUNT, &kept, NULL), ND_OK);
    ck_assert_uint_eq(kept, 69000);
    ck_assert_uint_eq(
        nd__shingle_table_common(&table, list, kept, list + 5, 60000, 60000), 60000);
    ck_assert_int_eq(nd__shingle_table_distinct(&table, list + 8, 1, &kept, NULL), ND_OK);
    ck_assert_uint_eq(nd__shingle_table_common(&table, list + 8, 1, list, 100, 0), 1);
    nd__shingle_table_clear(&table);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("shingle_table");
    TCase *tcase = tcase_create("shingle_table");
    tcase_add_test(tcase, test_shingle_table__empty);
    tcase_add_test(tcase, test_shingle_table__repeats_go);
    tcase_add_test(tcase, test_shingle_table__counts_in_any_order);
    tcase_add_test(tcase, test_shingle_table__large_then_small);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
