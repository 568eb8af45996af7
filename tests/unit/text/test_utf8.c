#include "text/utf8.h"

#include <string.h>

#include "suite.h"

static size_t decode(const char *bytes, size_t size) {
    uint32_t code_point = 0;
    return nd__utf8_decode(&code_point, bytes, size);
}

START_TEST(test_utf8__every_scalar_round_trips) {
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        char bytes[4];
        uint32_t back = 0;
        size_t length = nd__utf8_encode(bytes, c);
        if (nd__utf8_decode(&back, bytes, length) != length || back != c ||
            nd__utf8_decode(&back, bytes, length - 1) != 0) {
            ck_abort_msg("U+%04X did not come back", (unsigned)c);
        }
    }
}
END_TEST

START_TEST(test_utf8__malformed_is_refused) {
    ck_assert_uint_eq(decode("", 0), 0);
    ck_assert_uint_eq(decode("\x80", 1), 0);
    ck_assert_uint_eq(decode("\xC0\x80", 2), 0);         /* overlong NUL */
    ck_assert_uint_eq(decode("\xC1\xBF", 2), 0);         /* overlong U+7F */
    ck_assert_uint_eq(decode("\xE0\x9F\xBF", 3), 0);     /* overlong U+7FF */
    ck_assert_uint_eq(decode("\xED\xA0\x80", 3), 0);     /* U+D800 */
    ck_assert_uint_eq(decode("\xF0\x8F\xBF\xBF", 4), 0); /* overlong U+FFFF */
    ck_assert_uint_eq(decode("\xF4\x90\x80\x80", 4), 0); /* U+110000 */
    ck_assert_uint_eq(decode("\xF5\x80\x80\x80", 4), 0);
    ck_assert_uint_eq(decode("\xE2\x28\xA1", 3), 0);
    ck_assert_uint_eq(decode("\xFF", 1), 0);
}
END_TEST

START_TEST(test_utf8__first_invalid_finds_the_byte) {
    const char good[] =
        "plain ascii and gr\xC3\xBC\xC3\x9F"
        "e \xE4\xB8\xAD\xF0\x9F\x98\x80";
    ck_assert_uint_eq(nd__utf8_first_invalid(good, sizeof good - 1), sizeof good - 1);
    ck_assert_uint_eq(nd__utf8_first_invalid(good, sizeof good - 2), sizeof good - 5);
    ck_assert_uint_eq(nd__utf8_first_invalid("", 0), 0);
    ck_assert_uint_eq(nd__utf8_first_invalid("0123456789\xC3", 11), 10);
    ck_assert_uint_eq(nd__utf8_first_invalid("abc\xFFxyz", 7), 3);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("utf8");
    TCase *cases = tcase_create("utf8");
    tcase_add_test(cases, test_utf8__every_scalar_round_trips);
    tcase_add_test(cases, test_utf8__malformed_is_refused);
    tcase_add_test(cases, test_utf8__first_invalid_finds_the_byte);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
