#include "suffix/suffix_array.h"

#include <string.h>

#include "base/hash.h"
#include "suite.h"

#define LONGEST 3000

static size_t naive_common(const uint8_t *text, size_t size, size_t a, size_t b) {
    size_t length = 0;
    while (a + length < size && b + length < size &&
           text[a + length] == text[b + length]) {
        length++;
    }
    return length;
}

static bool naive_less(const uint8_t *text, size_t size, size_t a, size_t b) {
    size_t common = naive_common(text, size, a, b);
    if (a + common == size || b + common == size) {
        return a > b;
    }
    return text[a + common] < text[b + common];
}

/* Both widths: a permutation, in order, with the right common prefixes. */
static void check_text(const uint8_t *text, size_t size) {
    static int32_t sa[LONGEST], lcp[LONGEST];
    static int64_t sa64[LONGEST], lcp64[LONGEST];
    static uint32_t sa_codes[LONGEST], lcp_codes[LONGEST], scratch[LONGEST],
        codes[LONGEST];
    static uint8_t seen[LONGEST];
    ck_assert_uint_le(size, LONGEST);
    ck_assert_int_eq(nd__suffix_array_32(sa, lcp, text, size, NULL), ND_OK);
    ck_assert_int_eq(nd__suffix_array_64(sa64, lcp64, text, size, NULL), ND_OK);
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < size; i++) {
        codes[i] = text[i] * UINT32_C(1000003);
        sa_codes[i] = (uint32_t)sa[i];
    }
    nd__suffix_lcp_codes(lcp_codes, scratch, sa_codes, codes, size);
    for (size_t i = 0; i < size; i++) {
        ck_assert_int_ge(sa[i], 0);
        ck_assert_uint_lt((size_t)sa[i], size);
        ck_assert_uint_eq(seen[sa[i]], 0);
        seen[sa[i]] = 1;
        size_t common = 0;
        if (i > 0) {
            ck_assert(naive_less(text, size, (size_t)sa[i - 1], (size_t)sa[i]));
            common = naive_common(text, size, (size_t)sa[i - 1], (size_t)sa[i]);
        }
        ck_assert_uint_eq((size_t)lcp[i], common);
        ck_assert_uint_eq(lcp_codes[i], common);
        ck_assert_int_eq(sa64[i], sa[i]);
        ck_assert_int_eq(lcp64[i], lcp[i]);
    }
}

START_TEST(test_suffix_array__empty) {
    ck_assert_int_eq(nd__suffix_array_32(NULL, NULL, NULL, 0, NULL), ND_OK);
    ck_assert_int_eq(nd__suffix_array_64(NULL, NULL, NULL, 0, NULL), ND_OK);
    nd__suffix_lcp_codes(NULL, NULL, NULL, NULL, 0);
}
END_TEST

START_TEST(test_suffix_array__one_and_two) {
    check_text((const uint8_t *)"x", 1);
    check_text((const uint8_t *)"ab", 2);
    check_text((const uint8_t *)"ba", 2);
    check_text((const uint8_t *)"aa", 2);
    check_text((const uint8_t *)"\xff\0\xff", 3);
}
END_TEST

START_TEST(test_suffix_array__known) {
    int32_t sa[6], lcp[6];
    const int32_t want_sa[] = {5, 3, 1, 0, 4, 2}, want_lcp[] = {0, 1, 3, 0, 0, 2};
    ck_assert_int_eq(nd__suffix_array_32(sa, lcp, (const uint8_t *)"banana", 6, NULL),
                     ND_OK);
    ck_assert_mem_eq(sa, want_sa, sizeof sa);
    ck_assert_mem_eq(lcp, want_lcp, sizeof lcp);
}
END_TEST

START_TEST(test_suffix_array__without_lcp) {
    int32_t sa[6];
    const int32_t want[] = {5, 3, 1, 0, 4, 2};
    ck_assert_int_eq(nd__suffix_array_32(sa, NULL, (const uint8_t *)"banana", 6, NULL),
                     ND_OK);
    ck_assert_mem_eq(sa, want, sizeof sa);
}
END_TEST

START_TEST(test_suffix_array__random) {
    static uint8_t text[LONGEST];
    for (uint64_t round = 0; round < 300; round++) {
        size_t size = (size_t)(nd__mix64(round + 1) % 400);
        uint64_t letters = 1 + nd__mix64(round + 1000) % (round % 3 == 0 ? 256 : 3);
        for (size_t i = 0; i < size; i++) {
            text[i] = (uint8_t)(nd__mix64(round * 7919 + i + 1) % letters);
        }
        check_text(text, size);
    }
}
END_TEST

START_TEST(test_suffix_array__periodic_and_fibonacci) {
    static uint8_t text[LONGEST];
    for (size_t period = 1; period < 6; period++) {
        for (size_t i = 0; i < LONGEST; i++) {
            text[i] = (uint8_t)(i % period);
        }
        check_text(text, 1000 + period);
    }
    size_t before = 1, size = 2;
    memcpy(text, "ab", 2);
    while (size + before <= LONGEST) {
        memcpy(text + size, text, before);
        size_t next = size + before;
        before = size;
        size = next;
    }
    check_text(text, size);
}
END_TEST

START_TEST(test_suffix_array__too_long) {
    nd_error error;
    int32_t sa;
    uint8_t text = 0;
    ck_assert_int_eq(nd__suffix_array_32(&sa, NULL, &text, (size_t)INT32_MAX + 1, &error),
                     ND_E_LIMIT);
    ck_assert_int_eq(error.code, ND_E_LIMIT);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("suffix_array");
    TCase *tests = tcase_create("suffix_array");
    tcase_add_test(tests, test_suffix_array__empty);
    tcase_add_test(tests, test_suffix_array__one_and_two);
    tcase_add_test(tests, test_suffix_array__known);
    tcase_add_test(tests, test_suffix_array__without_lcp);
    tcase_add_test(tests, test_suffix_array__random);
    tcase_add_test(tests, test_suffix_array__periodic_and_fibonacci);
    tcase_add_test(tests, test_suffix_array__too_long);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
