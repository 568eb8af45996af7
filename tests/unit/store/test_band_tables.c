/* Against brute force over all pairs and bands, at 1 and 8 threads. */
#include <string.h>

#include "random.h"
#include "store/band_tables.h"
#include "suite.h"

static nd__pairs find(const nd__signatures *signatures, nd_bands bands, double threshold,
                      size_t hot, unsigned threads, uint64_t *hot_buckets) {
    nd__pairs pairs = {0};
    nd_error err;
    nd_status status = nd__bands_candidates(&pairs, signatures, bands, threshold, hot,
                                            threads, hot_buckets, &err);
    ck_assert_int_eq(status, ND_OK);
    return pairs;
}

static const uint16_t *row_of(const nd__signatures *s, size_t document) {
    return s->rows + document * s->size;
}

static bool agree(const nd__signatures *s, nd_bands bands, size_t a, size_t b,
                  uint32_t band) {
    return memcmp(row_of(s, a) + band * bands.rows, row_of(s, b) + band * bands.rows,
                  bands.rows * sizeof(uint16_t)) == 0;
}

static bool is_empty(const nd__signatures *s, size_t document) {
    return s->wanted != NULL && !s->wanted[document];
}

static double similarity(const nd__signatures *s, size_t a, size_t b) {
    size_t equal = 0;
    for (uint32_t i = 0; i < s->size; i++) {
        equal += row_of(s, a)[i] == row_of(s, b)[i];
    }
    return (double)equal / s->size;
}

/* wanted[a * documents + b] for a < b; returns the number of hot buckets. */
static uint64_t brute_force(unsigned char *wanted, const nd__signatures *s,
                            nd_bands bands, double threshold, size_t hot) {
    size_t n = s->documents;
    uint64_t hot_buckets = 0;
    size_t *bucket = malloc(n * sizeof *bucket);
    unsigned char *taken = malloc(n);
    memset(wanted, 0, n * n);
    for (uint32_t band = 0; band < bands.bands; band++) {
        memset(taken, 0, n);
        for (size_t first = 0; first < n; first++) {
            if (taken[first] != 0 || is_empty(s, first)) {
                continue;
            }
            size_t count = 0;
            for (size_t d = first; d < n; d++) {
                if (agree(s, bands, first, d, band) && !is_empty(s, d)) {
                    taken[d] = 1;
                    bucket[count++] = d;
                }
            }
            bool is_hot = count > 1 && count > hot;
            hot_buckets += is_hot;
            size_t rounds = is_hot ? 16 : count;
            for (size_t round = 0; round < rounds && count > 0; round++) {
                size_t rest = 0, leader = bucket[0];
                for (size_t i = 1; i < count; i++) {
                    wanted[leader * n + bucket[i]] = 1;
                    if (!is_hot || similarity(s, leader, bucket[i]) < threshold) {
                        bucket[rest++] = bucket[i];
                    }
                }
                count = rest;
            }
        }
    }
    free(bucket);
    free(taken);
    return hot_buckets;
}

static void check_against_brute_force(const nd__signatures *s, nd_bands bands,
                                      double threshold, size_t hot) {
    size_t n = s->documents;
    unsigned char *wanted = malloc(n * n + 1);
    uint64_t want_hot = brute_force(wanted, s, bands, threshold, hot);
    uint64_t hot_one, hot_eight;
    nd__pairs one = find(s, bands, threshold, hot, 1, &hot_one);
    nd__pairs eight = find(s, bands, threshold, hot, 8, &hot_eight);
    ck_assert_uint_eq(hot_one, want_hot);
    ck_assert_uint_eq(hot_eight, want_hot);
    size_t at = 0;
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            if (wanted[a * n + b] != 0) {
                ck_assert_uint_lt(at, one.count);
                ck_assert_uint_eq(one.items[at].a, a);
                ck_assert_uint_eq(one.items[at].b, b);
                at++;
            }
        }
    }
    ck_assert_uint_eq(at, one.count);
    ck_assert_uint_eq(one.count, eight.count);
    if (at > 0) {
        ck_assert_mem_eq(one.items, eight.items, at * sizeof *one.items);
    }
    free(wanted);
    nd__vector_clear(&one);
    nd__vector_clear(&eight);
}

START_TEST(test_band_tables__no_documents) {
    nd__signatures s = {.size = 64};
    uint64_t hot_buckets = 7;
    nd__pairs pairs = find(&s, (nd_bands){8, 8, 0}, 0.8, 100, 8, &hot_buckets);
    ck_assert_uint_eq(pairs.count, 0);
    ck_assert_uint_eq(hot_buckets, 0);
}
END_TEST

START_TEST(test_band_tables__unwanted_documents_take_no_part) {
    uint16_t rows[3 * 64];
    memset(rows, 0xFF, sizeof rows);
    nd__signatures s = {.rows = rows, .documents = 3, .size = 64};
    check_against_brute_force(&s, (nd_bands){8, 8, 0}, 0.8, 1);
    static const bool one[] = {false, true, false}, two[] = {true, false, true};
    s.wanted = one;
    check_against_brute_force(&s, (nd_bands){8, 8, 0}, 0.8, 1);
    s.wanted = two;
    check_against_brute_force(&s, (nd_bands){8, 8, 0}, 0.8, 100);
}
END_TEST

START_TEST(test_band_tables__refuses_bands_that_do_not_fit) {
    uint16_t rows[128] = {0};
    nd__signatures s = {.rows = rows, .documents = 2, .size = 64};
    static const nd_bands bad[] = {{0, 8, 0}, {8, 0, 0}, {9, 8, 0}, {UINT32_MAX, 64, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        nd__pairs pairs = {0};
        uint64_t hot_buckets;
        nd_error err;
        ck_assert_int_eq(
            nd__bands_candidates(&pairs, &s, bad[i], 0.8, 10, 1, &hot_buckets, &err),
            ND_E_ARG);
        ck_assert_ptr_nonnull(strstr(err.message, "bands"));
    }
}
END_TEST

START_TEST(test_band_tables__appends) {
    uint16_t rows[128] = {0};
    nd__signatures s = {.rows = rows, .documents = 2, .size = 64};
    nd__pairs pairs = {0};
    uint64_t hot_buckets;
    for (size_t i = 1; i <= 2; i++) {
        ck_assert_int_eq(nd__bands_candidates(&pairs, &s, (nd_bands){8, 8, 0}, 0.8, 10, 1,
                                              &hot_buckets, NULL),
                         ND_OK);
        ck_assert_uint_eq(pairs.count, i);
    }
    nd__vector_clear(&pairs);
}
END_TEST

/* Rows that copy parts of earlier rows, so that pairs meet in several bands and large
 * buckets come about. */
static uint16_t *clustered_rows(size_t documents, uint32_t size, unsigned change,
                                uint64_t *state) {
    uint16_t *rows = malloc(documents * size * sizeof *rows);
    for (size_t d = 0; d < documents; d++) {
        size_t source = d > 0 ? nd_random(state) % d : 0;
        bool fresh = d == 0 || nd_random(state) % 4 == 0;
        for (uint32_t i = 0; i < size; i++) {
            bool draw = fresh || nd_random(state) % 100 < change;
            rows[d * size + i] =
                draw ? (uint16_t)(nd_random(state) % 1000) : rows[source * size + i];
        }
    }
    return rows;
}

START_TEST(test_band_tables__equals_brute_force) {
    static const struct {
        size_t documents;
        nd_bands bands;
        size_t hot;
        unsigned change;
    } cases[] = {
        {2, {8, 8, 0}, 100, 5},   {300, {8, 8, 0}, 1000, 10}, {300, {16, 4, 0}, 20, 10},
        {300, {32, 2, 0}, 5, 20}, {300, {64, 1, 0}, 3, 30},   {200, {8, 8, 0}, 1, 2},
        {200, {9, 7, 0}, 0, 5},   {400, {21, 3, 0}, 30, 3},   {100, {1, 64, 0}, 2, 0},
    };
    uint64_t state = 11;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint16_t *rows = clustered_rows(cases[i].documents, 64, cases[i].change, &state);
        nd__signatures s = {rows, cases[i].documents, 64, NULL};
        check_against_brute_force(&s, cases[i].bands, 0.7, cases[i].hot);
        bool wanted[400];
        for (size_t d = 0; d < cases[i].documents; d++) {
            wanted[d] = nd_random(&state) % 8 != 0;
        }
        s.wanted = wanted;
        check_against_brute_force(&s, cases[i].bands, 0.7, cases[i].hot);
        free(rows);
    }
}
END_TEST

/* Enough documents for several parts: the copies of each are known. */
START_TEST(test_band_tables__many_parts) {
    const size_t documents = 20000;
    uint64_t state = 13;
    uint16_t *rows = malloc(documents * 64 * sizeof *rows);
    for (size_t i = 0; i < documents * 64; i++) {
        rows[i] = (uint16_t)nd_random(&state);
    }
    memcpy(rows + (documents - 1) * 64, rows, 64 * sizeof *rows);
    memcpy(rows + 12345 * 64 + 8, rows + 777 * 64 + 8, 8 * sizeof *rows);
    nd__signatures s = {rows, documents, 64, NULL};
    uint64_t hot_buckets;
    nd__pairs pairs = find(&s, (nd_bands){8, 8, 0}, 0.8, 100, 8, &hot_buckets);
    ck_assert_uint_eq(pairs.count, 2);
    ck_assert_uint_eq(pairs.items[0].a, 0);
    ck_assert_uint_eq(pairs.items[0].b, documents - 1);
    ck_assert_uint_eq(pairs.items[1].a, 777);
    ck_assert_uint_eq(pairs.items[1].b, 12345);
    nd__vector_clear(&pairs);
    free(rows);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("band_tables");
    TCase *tcase = tcase_create("band_tables");
    tcase_add_test(tcase, test_band_tables__no_documents);
    tcase_add_test(tcase, test_band_tables__unwanted_documents_take_no_part);
    tcase_add_test(tcase, test_band_tables__refuses_bands_that_do_not_fit);
    tcase_add_test(tcase, test_band_tables__appends);
    tcase_add_test(tcase, test_band_tables__equals_brute_force);
    tcase_add_test(tcase, test_band_tables__many_parts);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
