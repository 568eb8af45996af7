#include "base/byte_mask.h"

#include "random.h"
#include "suite.h"

START_TEST(test_byte_mask__says_where_the_byte_stands) {
    uint64_t state = 3;
    for (unsigned round = 0; round < 20000; round++) {
        char bytes[ND__MASK_BYTES];
        char wanted = (char)nd_random(&state);
        uint64_t expected = 0;
        for (unsigned i = 0; i < ND__MASK_BYTES; i++) {
            uint64_t r = nd_random(&state) >> 20;
            /* The byte itself, one that differs in a bit, or any. */
            unsigned char near =
                (unsigned char)((unsigned char)wanted ^ 1u << (r >> 8) % 8);
            bytes[i] = r % 3 == 0 ? wanted : r % 3 == 1 ? (char)near : (char)(r >> 8);
            expected |= (uint64_t)(bytes[i] == wanted) << i;
        }
        ck_assert_uint_eq(nd__byte_mask(bytes, wanted), expected);
        ck_assert_uint_eq(nd__byte_mask_portable(bytes, wanted), expected);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("byte_mask");
    TCase *cases = tcase_create("byte_mask");
    tcase_add_test(cases, test_byte_mask__says_where_the_byte_stands);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
