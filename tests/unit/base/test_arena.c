#include <stdalign.h>
#include <string.h>

#include "base/arena.h"
#include "suite.h"

START_TEST(test_arena__empty) {
    nd__arena arena = {0};
    nd__arena_clear(&arena);
    ck_assert_ptr_nonnull(nd__arena_allocate(&arena, 0));
    nd__arena_clear(&arena);
    ck_assert_uint_eq(arena.total, 0);
    ck_assert_ptr_null(arena.chunks);
}
END_TEST

/* Pieces of all sizes, small and larger than a chunk, do not overlap and do not move. */
START_TEST(test_arena__pieces_are_apart_and_stay) {
    enum { COUNT = 2000 };
    nd__arena arena = {0};
    static unsigned char *piece[COUNT];
    static size_t size[COUNT];
    uint64_t random = 1;
    for (size_t i = 0; i < COUNT; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        size[i] = (size_t)(random >> 40) % (i % 100 == 0 ? 600000 : 300);
        piece[i] = nd__arena_allocate(&arena, size[i]);
        ck_assert_ptr_nonnull(piece[i]);
        ck_assert_uint_eq((uintptr_t)piece[i] % alignof(max_align_t), 0);
        memset(piece[i], (int)(i % 251), size[i]);
    }
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 0; k < size[i]; k++) {
            if (piece[i][k] != i % 251) {
                ck_abort_msg("piece %zu changed at %zu", i, k);
            }
        }
    }
    nd__arena_clear(&arena);
}
END_TEST

/* A piece with a chunk of its own does not end the use of the newest chunk. */
START_TEST(test_arena__large_piece_wastes_no_chunk) {
    nd__arena arena = {0};
    ck_assert_ptr_nonnull(nd__arena_allocate(&arena, 16));
    size_t chunk = arena.total;
    for (int i = 0; i < 100; i++) {
        ck_assert_ptr_nonnull(nd__arena_allocate(&arena, chunk));
        ck_assert_ptr_nonnull(nd__arena_allocate(&arena, 16));
    }
    ck_assert_uint_eq(arena.total, 101 * chunk);
    nd__arena_clear(&arena);
}
END_TEST

START_TEST(test_arena__impossible_sizes) {
    nd__arena arena = {0};
    for (size_t less = 0; less < 100; less++) {
        ck_assert_ptr_null(nd__arena_allocate(&arena, SIZE_MAX - less));
        ck_assert_ptr_null(nd__arena_copy(&arena, "x", SIZE_MAX - less));
    }
    ck_assert_uint_eq(arena.total, 0);
    char *after = nd__arena_copy(&arena, "still works", 11);
    ck_assert_str_eq(after, "still works");
    nd__arena_clear(&arena);
}
END_TEST

START_TEST(test_arena__copy) {
    nd__arena arena = {0};
    ck_assert_str_eq(nd__arena_copy(&arena, NULL, 0), "");
    const char *copy = nd__arena_copy(&arena, "a\0bc", 3);
    ck_assert_mem_eq(copy, "a\0b\0", 4);
    nd__arena_clear(&arena);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("arena");
    TCase *tests = tcase_create("arena");
    tcase_add_test(tests, test_arena__empty);
    tcase_add_test(tests, test_arena__pieces_are_apart_and_stay);
    tcase_add_test(tests, test_arena__large_piece_wastes_no_chunk);
    tcase_add_test(tests, test_arena__impossible_sizes);
    tcase_add_test(tests, test_arena__copy);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
