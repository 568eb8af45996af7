#include <string.h>

#include "base/memory.h"
#include "suite.h"

START_TEST(test_memory__multiply_size) {
    size_t out = 5;
    ck_assert(nd__multiply_size(&out, 0, SIZE_MAX) && out == 0);
    ck_assert(nd__multiply_size(&out, SIZE_MAX, 0) && out == 0);
    ck_assert(nd__multiply_size(&out, 1, SIZE_MAX) && out == SIZE_MAX);
    ck_assert(nd__multiply_size(&out, SIZE_MAX / 2, 2) && out == SIZE_MAX - 1);
    ck_assert(nd__multiply_size(&out, 1000, 24) && out == 24000);
    ck_assert(!nd__multiply_size(&out, SIZE_MAX / 2 + 1, 2));
    ck_assert(!nd__multiply_size(&out, SIZE_MAX, SIZE_MAX));
    ck_assert_uint_eq(out, 24000); /* untouched by a failure */
}
END_TEST

START_TEST(test_memory__allocate) {
    char *none = nd__allocate(0, 8);
    char *zeroed_none = nd__allocate_zeroed(0, 0);
    ck_assert_ptr_nonnull(none);
    ck_assert_ptr_nonnull(zeroed_none);
    free(none);
    free(zeroed_none);
    uint64_t *cleared = nd__allocate_zeroed(100, sizeof *cleared);
    for (size_t i = 0; i < 100; i++) {
        ck_assert_uint_eq(cleared[i], 0);
    }
    free(cleared);
    ck_assert_ptr_null(nd__allocate(SIZE_MAX / 2, 3));
    ck_assert_ptr_null(nd__allocate_zeroed(SIZE_MAX / 2, 3));
}
END_TEST

START_TEST(test_memory__vector_grows_and_keeps) {
    nd__u64_vector vector = {0};
    size_t moves = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        size_t capacity = vector.capacity;
        ck_assert_int_eq(nd__vector_extend(&vector, 1, NULL), ND_OK);
        moves += vector.capacity != capacity;
        vector.items[vector.count++] = i * i;
    }
    ck_assert_uint_lt(moves, 40); /* grows by a share, not by one */
    for (uint64_t i = 0; i < 100000; i++) {
        ck_assert_uint_eq(vector.items[i], i * i);
    }
    nd__vector_clear(&vector);
    ck_assert_ptr_null(vector.items);
    ck_assert_uint_eq(vector.count, 0);
    ck_assert_uint_eq(vector.capacity, 0);
    nd__vector_clear(&vector); /* again is fine */
}
END_TEST

START_TEST(test_memory__reserve_that_is_there_does_not_move) {
    nd__u32_vector vector = {0};
    ck_assert_int_eq(nd__vector_reserve(&vector, 1000, NULL), ND_OK);
    ck_assert_uint_ge(vector.capacity, 1000);
    uint32_t *items = vector.items;
    ck_assert_int_eq(nd__vector_reserve(&vector, 1000, NULL), ND_OK);
    ck_assert_ptr_eq(vector.items, items);
    nd__vector_clear(&vector);
}
END_TEST

START_TEST(test_memory__failed_growth_leaves_all_as_it_was) {
    nd__u64_vector vector = {0};
    nd_error err = {0};
    ck_assert_int_eq(nd__vector_reserve(&vector, 3, &err), ND_OK);
    vector.items[vector.count++] = 7;
    uint64_t *items = vector.items;
    size_t capacity = vector.capacity;
    ck_assert_int_eq(nd__vector_reserve(&vector, SIZE_MAX / 8 + 1, &err), ND_E_NOMEM);
    ck_assert_int_eq(err.code, ND_E_NOMEM);
    ck_assert_ptr_eq(vector.items, items);
    ck_assert_uint_eq(vector.capacity, capacity);
    ck_assert_uint_eq(vector.items[0], 7);
    nd__vector_clear(&vector);
}
END_TEST

START_TEST(test_memory__buffer_append) {
    nd__buffer buffer = {0};
    ck_assert_int_eq(nd__buffer_append(&buffer, NULL, 0, NULL), ND_OK);
    ck_assert_int_eq(nd__buffer_append(&buffer, "ab", 2, NULL), ND_OK);
    ck_assert_int_eq(nd__buffer_append(&buffer, "", 0, NULL), ND_OK);
    ck_assert_int_eq(nd__buffer_append(&buffer, "\0c", 2, NULL), ND_OK);
    ck_assert_uint_eq(buffer.count, 4);
    ck_assert_mem_eq(buffer.items, "ab\0c", 4);
    ck_assert_int_eq(nd__buffer_append(&buffer, "x", SIZE_MAX, NULL), ND_E_NOMEM);
    ck_assert_uint_eq(buffer.count, 4);
    nd__vector_clear(&buffer);
}
END_TEST

START_TEST(test_memory__copy_string) {
    char *empty = nd__copy_string(NULL, 0);
    ck_assert_str_eq(empty, "");
    free(empty);
    char *part = nd__copy_string("abcdef", 3);
    ck_assert_str_eq(part, "abc");
    free(part);
    ck_assert_ptr_null(nd__copy_string("abc", SIZE_MAX));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");
    tcase_add_test(tests, test_memory__multiply_size);
    tcase_add_test(tests, test_memory__allocate);
    tcase_add_test(tests, test_memory__vector_grows_and_keeps);
    tcase_add_test(tests, test_memory__reserve_that_is_there_does_not_move);
    tcase_add_test(tests, test_memory__failed_growth_leaves_all_as_it_was);
    tcase_add_test(tests, test_memory__buffer_append);
    tcase_add_test(tests, test_memory__copy_string);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
