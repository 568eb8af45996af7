#include "neardup/fingerprint.h"
#include "suite.h"

START_TEST(test_simhash__empty_is_zero) {
    ck_assert_uint_eq(nd_simhash(NULL, 0), 0);
}
END_TEST

START_TEST(test_simhash__one_hash_is_itself) {
    uint64_t hash = UINT64_C(0x8000000000000001);
    ck_assert_uint_eq(nd_simhash(&hash, 1), hash);
}
END_TEST

START_TEST(test_simhash__ties_are_zero) {
    uint64_t hashes[] = {0xF0, 0xFF};
    ck_assert_uint_eq(nd_simhash(hashes, 2), 0xF0);
    uint64_t opposite[] = {0, UINT64_MAX};
    ck_assert_uint_eq(nd_simhash(opposite, 2), 0);
}
END_TEST

START_TEST(test_simhash__majority_of_three) {
    uint64_t hashes[] = {1 | 2, 2 | 4, 4 | 1 | 8};
    ck_assert_uint_eq(nd_simhash(hashes, 3), 7);
}
END_TEST

START_TEST(test_simhash__distance) {
    ck_assert_uint_eq(nd_simhash_distance(0, 0), 0);
    ck_assert_uint_eq(nd_simhash_distance(0, UINT64_MAX), 64);
    for (unsigned bit = 0; bit < 64; bit++) {
        ck_assert_uint_eq(nd_simhash_distance(5, 5 ^ UINT64_C(1) << bit), 1);
    }
    ck_assert_uint_eq(nd_simhash_distance(0xFF00, 0x0FF0), 8);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("simhash");
    TCase *tcase = tcase_create("simhash");
    tcase_add_test(tcase, test_simhash__empty_is_zero);
    tcase_add_test(tcase, test_simhash__one_hash_is_itself);
    tcase_add_test(tcase, test_simhash__ties_are_zero);
    tcase_add_test(tcase, test_simhash__majority_of_three);
    tcase_add_test(tcase, test_simhash__distance);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
