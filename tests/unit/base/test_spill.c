#include "base/spill.h"

#include <string.h>

#include "random.h"
#include "suite.h"

#define SIZE ((size_t)3 << 20)

START_TEST(test_spill__holds_what_was_appended) {
    nd__spill *spill;
    nd__spill_array *array, *other;
    unsigned char *bytes = malloc(SIZE);
    uint64_t state = 1;
    void *memory, *second;
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (unsigned char)nd_random(&state);
    }
    ck_assert_int_eq(nd__spill_create(&spill, NULL, 1 << 16, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_array_open(&array, spill, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_array_open(&other, spill, NULL), ND_OK);
    for (size_t at = 0, part = 1; at < SIZE; at += part, part = part * 3 + 1) {
        part = part < SIZE - at ? part : SIZE - at;
        ck_assert_int_eq(nd__spill_append(array, bytes + at, part, NULL), ND_OK);
    }
    ck_assert_int_eq(nd__spill_append(other, "x", 1, NULL), ND_OK);
    ck_assert_uint_eq(nd__spill_size(array), SIZE);
    ck_assert_int_eq(nd__spill_map(&memory, array, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_map(&second, other, NULL), ND_OK);
    for (int round = 0; round < 3; round++) {
        ck_assert_mem_eq(memory, bytes, SIZE);
        ck_assert_mem_eq(second, "x", 1);
        nd__spill_read(spill, SIZE);
    }
    nd__spill_destroy(spill);
    free(bytes);
}
END_TEST

START_TEST(test_spill__zeroed_keeps_what_is_written) {
    nd__spill *spill;
    void *memory;
    ck_assert_int_eq(nd__spill_create(&spill, "/tmp", 1, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_zeroed(&memory, spill, SIZE, NULL), ND_OK);
    uint64_t *words = memory;
    for (size_t i = 0; i < SIZE / 8; i += 100) {
        ck_assert_uint_eq(words[i], 0);
        words[i] = i + 1;
        nd__spill_touched(spill, 1);
    }
    for (size_t i = 0; i < SIZE / 8; i += 100) {
        ck_assert_uint_eq(words[i], i + 1);
        ck_assert_uint_eq(words[i + 1], 0);
    }
    nd__spill_destroy(spill);
}
END_TEST

START_TEST(test_spill__says_which_folder_failed) {
    nd__spill *spill;
    nd__spill_array *array;
    nd_error error;
    ck_assert_int_eq(nd__spill_create(&spill, "/no/such/folder", 1, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_array_open(&array, spill, &error), ND_E_IO);
    ck_assert_ptr_nonnull(strstr(error.message, "/no/such/folder"));
    nd__spill_destroy(spill);
    nd__spill_destroy(NULL);
    nd__spill_touched(NULL, 5);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("spill");
    TCase *tests = tcase_create("spill");
    tcase_add_test(tests, test_spill__holds_what_was_appended);
    tcase_add_test(tests, test_spill__zeroed_keeps_what_is_written);
    tcase_add_test(tests, test_spill__says_which_folder_failed);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
