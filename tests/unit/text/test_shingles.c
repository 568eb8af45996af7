#include "text/shingles.h"

#include "suite.h"

START_TEST(test_shingles__count) {
    ck_assert_uint_eq(nd__shingles_count(0, 5), 0);
    ck_assert_uint_eq(nd__shingles_count(1, 5), 1);
    ck_assert_uint_eq(nd__shingles_count(4, 5), 1);
    ck_assert_uint_eq(nd__shingles_count(5, 5), 1);
    ck_assert_uint_eq(nd__shingles_count(9, 5), 5);
    ck_assert_uint_eq(nd__shingles_count(9, 1), 9);
}
END_TEST

static uint64_t finish(uint64_t x) {
    x = (x ^ x >> 32) * UINT64_C(0xBF58476D1CE4E5B9);
    return x ^ x >> 29;
}

START_TEST(test_shingles__hash_is_as_written_down) {
    const uint64_t tokens[] = {11, UINT64_C(0x8000000000000001), 13};
    uint64_t out[2];
    nd__shingles_hash(out, tokens, 3, 2);
    ck_assert_uint_eq(out[0], finish(11 ^ UINT64_C(0x0000000000003000)));
    ck_assert_uint_eq(out[1], finish(UINT64_C(0x8000000000000001) ^ (13u << 13)));
}
END_TEST

START_TEST(test_shingles__short_text_is_never_a_full_shingle) {
    const uint64_t tokens[] = {11, 12, 0};
    uint64_t two, three, one;
    nd__shingles_hash(&two, tokens, 2, 3);
    nd__shingles_hash(&three, tokens, 3, 3); /* the same sum, since the third is 0 */
    nd__shingles_hash(&one, tokens, 2, 2);
    ck_assert_uint_ne(two, three);
    ck_assert_uint_ne(two, one);
}
END_TEST

START_TEST(test_shingles__make_set) {
    uint64_t hashes[] = {5, 1, 5, 3, 1}, scratch[5];
    ck_assert_uint_eq(nd__shingles_make_set(hashes, 5, scratch), 3);
    ck_assert_uint_eq(hashes[0], 1);
    ck_assert_uint_eq(hashes[1], 3);
    ck_assert_uint_eq(hashes[2], 5);
    ck_assert_uint_eq(nd__shingles_make_set(hashes, 0, scratch), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("shingles");
    TCase *cases = tcase_create("shingles");
    tcase_add_test(cases, test_shingles__count);
    tcase_add_test(cases, test_shingles__hash_is_as_written_down);
    tcase_add_test(cases, test_shingles__short_text_is_never_a_full_shingle);
    tcase_add_test(cases, test_shingles__make_set);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
