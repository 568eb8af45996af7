#include "neardup/fingerprint.h"
#include "suite.h"

#define NEAR 1e-12

START_TEST(test_similarity__empty_sets) {
    uint64_t a[] = {1};
    nd_similarity s = nd_similarity_sets(NULL, 0, NULL, 0);
    ck_assert_double_eq(s.jaccard, 0);
    s = nd_similarity_sets(a, 1, NULL, 0);
    ck_assert_double_eq(s.jaccard, 0);
    ck_assert_double_eq(s.containment_a, 0);
    s = nd_similarity_sets(NULL, 0, a, 1);
    ck_assert_double_eq(s.containment_b, 0);
}
END_TEST

START_TEST(test_similarity__typical) {
    uint64_t a[] = {1, 3, 5, UINT64_MAX}, b[] = {0, 3, UINT64_MAX};
    nd_similarity s = nd_similarity_sets(a, 4, b, 3);
    ck_assert_double_eq_tol(s.jaccard, 2.0 / 5, NEAR);
    ck_assert_double_eq_tol(s.containment_a, 2.0 / 4, NEAR);
    ck_assert_double_eq_tol(s.containment_b, 2.0 / 3, NEAR);
    s = nd_similarity_sets(a, 4, a, 4);
    ck_assert_double_eq(s.jaccard, 1);
    ck_assert_double_eq(s.containment_a, 1);
}
END_TEST

START_TEST(test_similarity__minhash_containment) {
    /* 10 of 20 and 40: jaccard 10 / 50 */
    nd_similarity s = nd_minhash_containment(0.2, 20, 40);
    ck_assert_double_eq_tol(s.jaccard, 0.2, NEAR);
    ck_assert_double_eq_tol(s.containment_a, 0.5, NEAR);
    ck_assert_double_eq_tol(s.containment_b, 0.25, NEAR);
}
END_TEST

START_TEST(test_similarity__minhash_containment_keeps_to_the_sizes) {
    nd_similarity s = nd_minhash_containment(1, 10, 100);
    ck_assert_double_eq_tol(s.jaccard, 0.1, NEAR);
    ck_assert_double_eq_tol(s.containment_a, 1, NEAR);
    ck_assert_double_eq_tol(s.containment_b, 0.1, NEAR);
    s = nd_minhash_containment(0.5, 0, 100);
    ck_assert_double_eq(s.containment_b, 0);
    s = nd_minhash_containment(0, 5, 5);
    ck_assert_double_eq(s.containment_a, 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("similarity");
    TCase *tcase = tcase_create("similarity");
    tcase_add_test(tcase, test_similarity__empty_sets);
    tcase_add_test(tcase, test_similarity__typical);
    tcase_add_test(tcase, test_similarity__minhash_containment);
    tcase_add_test(tcase, test_similarity__minhash_containment_keeps_to_the_sizes);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
