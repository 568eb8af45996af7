#include "base/hash.h"
#include "neardup/fingerprint.h"
#include "suite.h"

START_TEST(test_digest__empty_is_the_digest_of_no_bytes) {
    nd_digest digest = nd_digest_tokens(NULL, 0);
    char hex[ND_DIGEST_HEX_SIZE];
    nd__hash128_hex(hex, (nd__hash128_value){digest.low, digest.high});
    ck_assert_str_eq(hex, "99aa06d3014798d86001c324468d497f");
}
END_TEST

START_TEST(test_digest__is_xxh3_of_the_bytes) {
    uint64_t tokens[] = {1, 2, UINT64_MAX};
    unsigned char bytes[24] = {1};
    bytes[8] = 2;
    for (int i = 16; i < 24; i++) {
        bytes[i] = 0xFF;
    }
    nd__hash128_value want = nd__hash128(bytes, sizeof bytes, 0);
    nd_digest digest = nd_digest_tokens(tokens, 3);
    ck_assert_uint_eq(digest.low, want.low);
    ck_assert_uint_eq(digest.high, want.high);
}
END_TEST

START_TEST(test_digest__order_and_length_count) {
    uint64_t ab[] = {1, 2}, ba[] = {2, 1};
    ck_assert_uint_ne(nd_digest_tokens(ab, 2).low, nd_digest_tokens(ba, 2).low);
    ck_assert_uint_ne(nd_digest_tokens(ab, 2).low, nd_digest_tokens(ab, 1).low);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("digest");
    TCase *tcase = tcase_create("digest");
    tcase_add_test(tcase, test_digest__empty_is_the_digest_of_no_bytes);
    tcase_add_test(tcase, test_digest__is_xxh3_of_the_bytes);
    tcase_add_test(tcase, test_digest__order_and_length_count);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
