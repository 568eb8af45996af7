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

START_TEST(test_arena__returned_room_is_used_again) {
    nd__arena arena = {0};
    char *piece = nd__arena_allocate(&arena, 1000);
    memset(piece, 'a', 1000);
    nd__arena_return(&arena, piece, 1000, 10);
    char *next = nd__arena_allocate(&arena, 1000);
    memset(next, 'b', 1000);
    ck_assert_mem_eq(piece, "aaaaaaaaaa", 10);
    nd__arena_return(&arena, piece, 1000, 0); /* no longer the newest */
    ck_assert_ptr_ne(nd__arena_allocate(&arena, 1000), piece);
    char *large = nd__arena_allocate(&arena, 500000);
    nd__arena_return(&arena, large, 500000, 1);
    memset(large, 'c', 500000);
    nd__arena_clear(&arena);
}
END_TEST

START_TEST(test_arena__join_moves_no_piece) {
    nd__arena arena = {0}, from = {0};
    nd__arena_join(&arena, &from);
    ck_assert_ptr_null(arena.chunks);
    for (int round = 0; round < 3; round++) {
        char *own = nd__arena_copy(&arena, "own", 3);
        char *other = nd__arena_copy(&from, "other", 5);
        ck_assert_ptr_nonnull(nd__arena_allocate(&from, 500000));
        size_t total = arena.total + from.total;
        nd__arena_join(&arena, &from);
        ck_assert_uint_eq(arena.total, total);
        ck_assert_uint_eq(from.total, 0);
        ck_assert_str_eq(own, "own");
        ck_assert_str_eq(other, "other");
    }
    nd__arena_clear(&arena);
}
END_TEST

START_TEST(test_arena__reset_keeps_one_chunk) {
    nd__arena arena = {0};
    nd__arena_reset(&arena);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 1000; i++) {
            char *piece = nd__arena_allocate(&arena, 1000);
            ck_assert_ptr_nonnull(piece);
            memset(piece, i, 1000);
        }
        size_t total = arena.total;
        nd__arena_reset(&arena);
        ck_assert_uint_lt(arena.total, total);
    }
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
    tcase_add_test(tests, test_arena__returned_room_is_used_again);
    tcase_add_test(tests, test_arena__join_moves_no_piece);
    tcase_add_test(tests, test_arena__reset_keeps_one_chunk);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
