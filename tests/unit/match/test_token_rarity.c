#include "match/token_rarity.h"

#include <math.h>

#include "base/hash.h"
#include "suite.h"

START_TEST(test_token_rarity__weight_is_the_logarithm) {
    for (uint64_t count = 1; count < 4000; count += 7) {
        nd__share share = {count, 200000};
        double expected = 64.0 * (double)count / 200000;
        double bits = log2(1 + 1 / (2 * expected));
        bits = bits < ND__RARITY_MOST ? bits : ND__RARITY_MOST;
        ck_assert_double_eq_tol((double)nd__share_weight(share) / ND__BIT, bits, 0.01);
    }
}
END_TEST

START_TEST(test_token_rarity__weight_at_its_ends) {
    ck_assert_uint_eq(nd__share_weight((nd__share){0, 10}), ND__RARITY_MOST * ND__BIT);
    ck_assert_uint_eq(nd__share_weight((nd__share){0, 0}), ND__RARITY_MOST * ND__BIT);
    ck_assert_uint_le(nd__share_weight((nd__share){10, 10}), ND__BIT / 64);
    nd__share small = {1000, 1000000},
              large = {UINT64_C(1000) << 40, UINT64_C(1000000) << 40};
    ck_assert_uint_eq(nd__share_weight(small), nd__share_weight(large));
}
END_TEST

START_TEST(test_token_rarity__counts) {
    nd__token_rarity *rarity;
    ck_assert_int_eq(nd__token_rarity_create(&rarity, NULL), ND_OK);
    uint64_t text[100];
    for (size_t i = 0; i < 100; i++) {
        text[i] = nd__mix64(i < 40 ? 7 : i + 100);
    }
    nd__token_rarity_add_document(rarity, text, 100);
    nd__token_rarity_add_document(rarity, text, 50);
    nd__token_rarity_add_document(rarity, NULL, 0);
    nd__share often = nd__token_rarity_share(rarity, nd__mix64(7));
    nd__share once = nd__token_rarity_share(rarity, nd__mix64(199));
    ck_assert_uint_eq(often.count, 80);
    ck_assert_uint_eq(often.of, 150);
    ck_assert_uint_eq(once.count, 1);
    ck_assert_uint_eq(nd__token_rarity_share(rarity, nd__mix64(12345)).count, 0);
    nd__token_rarity_destroy(rarity);
    nd__token_rarity_destroy(NULL);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("token_rarity");
    TCase *tests = tcase_create("token_rarity");
    tcase_add_test(tests, test_token_rarity__weight_is_the_logarithm);
    tcase_add_test(tests, test_token_rarity__weight_at_its_ends);
    tcase_add_test(tests, test_token_rarity__counts);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
