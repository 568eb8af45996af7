/* Against brute force, at 1 and 8 threads. */
#include <string.h>

#include "neardup/fingerprint.h"
#include "neardup/simhash_index.h"
#include "random.h"
#include "suite.h"

/* Half are strangers, half are a few bits away from an earlier one. */
static uint64_t *clustered_prints(size_t count, uint64_t *state) {
    uint64_t *prints = malloc((count + 1) * sizeof *prints);
    for (size_t i = 0; i < count; i++) {
        prints[i] = nd_random(state);
        if (i > 0 && nd_random(state) % 2 == 0) {
            prints[i] = prints[nd_random(state) % i];
            for (uint64_t flips = nd_random(state) % 10; flips > 0; flips--) {
                prints[i] ^= UINT64_C(1) << (nd_random(state) % 64);
            }
        }
    }
    return prints;
}

static void check_pairs(const uint64_t *prints, size_t count, uint32_t distance,
                        unsigned threads) {
    nd_simhash_pairs pairs = {0};
    nd_error err;
    ck_assert_int_eq(
        nd_simhash_pairs_find(&pairs, prints, count, distance, threads, &err), ND_OK);
    size_t at = 0;
    for (uint32_t a = 0; a < count; a++) {
        for (uint32_t b = a + 1; b < count; b++) {
            uint32_t apart = nd_simhash_distance(prints[a], prints[b]);
            if (apart <= distance) {
                ck_assert_uint_lt(at, pairs.count);
                ck_assert_uint_eq(pairs.items[at].a, a);
                ck_assert_uint_eq(pairs.items[at].b, b);
                ck_assert_uint_eq(pairs.items[at].distance, apart);
                at++;
            }
        }
    }
    ck_assert_uint_eq(at, pairs.count);
    nd_simhash_pairs_clear(&pairs);
}

static void check_query(const nd_simhash_index *index, nd_simhash_matches *matches,
                        const uint64_t *prints, size_t count, uint32_t distance,
                        uint64_t query) {
    ck_assert_int_eq(nd_simhash_index_query(matches, index, query, NULL), ND_OK);
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (nd_simhash_distance(prints[i], query) <= distance) {
            ck_assert_uint_lt(at, matches->count);
            ck_assert_uint_eq(matches->ids[at], i);
            at++;
        }
    }
    ck_assert_uint_eq(at, matches->count);
}

static void check_queries(const uint64_t *prints, size_t count, uint32_t distance,
                          uint64_t *state) {
    nd_simhash_index *index;
    nd_error err;
    ck_assert_int_eq(nd_simhash_index_create(&index, prints, count, distance, &err),
                     ND_OK);
    nd_simhash_matches matches = {0};
    for (size_t i = 0; i < 300; i++) {
        uint64_t query = count > 0 ? prints[nd_random(state) % count] : 0;
        for (size_t flips = i % 9; flips > 0; flips--) {
            query ^= UINT64_C(1) << (nd_random(state) % 64);
        }
        check_query(index, &matches, prints, count, distance, query);
    }
    nd_simhash_matches_clear(&matches);
    nd_simhash_index_destroy(index);
}

START_TEST(test_simhash_index__empty_and_one) {
    uint64_t state = 1, print = 5;
    for (uint32_t distance = 0; distance <= 7; distance++) {
        check_pairs(NULL, 0, distance, 8);
        check_queries(NULL, 0, distance, &state);
        check_pairs(&print, 1, distance, 8);
        check_queries(&print, 1, distance, &state);
    }
    nd_simhash_index_destroy(NULL);
}
END_TEST

START_TEST(test_simhash_index__refuses_distances_out_of_range) {
    uint64_t print = 5;
    static const uint32_t bad[] = {8, 64, UINT32_MAX};
    for (size_t i = 0; i < 3; i++) {
        nd_simhash_index *index;
        nd_simhash_pairs pairs = {0};
        nd_error err;
        ck_assert_int_eq(nd_simhash_index_create(&index, &print, 1, bad[i], &err),
                         ND_E_ARG);
        ck_assert_ptr_null(index);
        ck_assert_ptr_nonnull(strstr(err.message, "max_distance"));
        ck_assert_int_eq(nd_simhash_pairs_find(&pairs, &print, 1, bad[i], 1, &err),
                         ND_E_ARG);
        ck_assert_ptr_nonnull(strstr(err.message, "max_distance"));
    }
}
END_TEST

START_TEST(test_simhash_index__refuses_too_many) {
    if (SIZE_MAX == UINT32_MAX) {
        return;
    }
    uint64_t print = 5;
    nd_simhash_index *index;
    nd_error err;
    ck_assert_int_eq(nd_simhash_index_create(&index, &print, UINT32_MAX, 3, &err),
                     ND_E_LIMIT);
    ck_assert_ptr_nonnull(strstr(err.message, "count"));
}
END_TEST

START_TEST(test_simhash_index__pairs_equal_brute_force) {
    uint64_t state = 29;
    static const size_t counts[] = {2, 50, 700};
    for (size_t i = 0; i < 3; i++) {
        for (uint32_t distance = 0; distance <= 7; distance++) {
            uint64_t *prints = clustered_prints(counts[i], &state);
            check_pairs(prints, counts[i], distance, 1);
            check_pairs(prints, counts[i], distance, 8);
            free(prints);
        }
    }
}
END_TEST

START_TEST(test_simhash_index__queries_equal_brute_force) {
    uint64_t state = 31;
    for (uint32_t distance = 0; distance <= 7; distance++) {
        uint64_t *prints = clustered_prints(2000, &state);
        check_queries(prints, 2000, distance, &state);
        free(prints);
    }
}
END_TEST

/* Enough fingerprints that more than one block is chosen. */
START_TEST(test_simhash_index__many) {
    const size_t count = 60000; /* few enough that no strangers meet */
    uint64_t state = 37;
    uint64_t *prints = malloc(count * sizeof *prints);
    for (size_t i = 0; i < count; i++) {
        prints[i] = nd_random(&state);
    }
    prints[count - 1] = prints[17] ^ UINT64_C(0x8000000100010001); /* 4 bits */
    prints[count - 2] = prints[18] ^ UINT64_C(0x0101010101010100); /* 7 bits */
    for (uint32_t distance = 3; distance <= 7; distance++) {
        nd_simhash_pairs pairs = {0};
        ck_assert_int_eq(nd_simhash_pairs_find(&pairs, prints, count, distance, 2, NULL),
                         ND_OK);
        ck_assert_uint_eq(pairs.count, distance == 7 ? 2 : distance >= 4 ? 1 : 0);
        if (distance == 7) {
            ck_assert_uint_eq(pairs.items[0].a, 17);
            ck_assert_uint_eq(pairs.items[0].b, count - 1);
            ck_assert_uint_eq(pairs.items[1].a, 18);
            ck_assert_uint_eq(pairs.items[1].distance, 7);
        }
        nd_simhash_pairs_clear(&pairs);
    }
    free(prints);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("simhash_index");
    TCase *tcase = tcase_create("simhash_index");
    tcase_add_test(tcase, test_simhash_index__empty_and_one);
    tcase_add_test(tcase, test_simhash_index__refuses_distances_out_of_range);
    tcase_add_test(tcase, test_simhash_index__refuses_too_many);
    tcase_add_test(tcase, test_simhash_index__pairs_equal_brute_force);
    tcase_add_test(tcase, test_simhash_index__queries_equal_brute_force);
    tcase_add_test(tcase, test_simhash_index__many);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
