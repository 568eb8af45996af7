/* Fingerprints against definitions written down again, slowly and directly. */
#include <stdbool.h>
#include <string.h>

#include "base/radix_sort.h"
#include "fingerprint/shingle_table.h"
#include "fingerprint/variants.h"
#include "random.h"
#include "suite.h"

#define MOST 3000

static uint64_t mix(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* docs/algorithms/fingerprints.md, round by round, and stops as the paper does. */
static void sign_slowly(uint32_t *signature, uint32_t k, uint64_t seed,
                        const uint64_t *hash, size_t count) {
    uint64_t golden = UINT64_C(0x9E3779B97F4A7C15), start = mix(seed + golden);
    struct {
        bool full;
        uint32_t round;
        uint64_t value;
    } bins[512];
    memset(bins, 0, sizeof bins);
    uint32_t open = k;
    for (uint32_t round = 0; round < 2 * k && open > 0; round++) {
        uint64_t multiplier = mix(start + round * golden) | 1;
        for (size_t i = 0; i < count; i++) {
            uint64_t z = hash[i] * multiplier, value = z % (UINT64_C(1) << 54);
            uint32_t bin = round < k ? (uint32_t)((z >> 32) * k >> 32) : round - k;
            if (!bins[bin].full) {
                bins[bin].full = true;
                open--;
            } else if (bins[bin].round != round || bins[bin].value <= value) {
                continue;
            }
            bins[bin].round = round;
            bins[bin].value = value;
        }
    }
    for (uint32_t bin = 0; bin < k; bin++) {
        signature[bin] = (uint32_t)bins[bin].value;
    }
}

START_TEST(test_minhash__equals_its_definition) {
    static const uint32_t sizes[] = {64, 72, 128, 200, 256, 504, 512};
    uint64_t state = 17, hash[MOST];
    for (int run = 0; run < 210; run++) {
        uint32_t k = sizes[run % 7];
        nd_minhash_options options;
        nd_minhash_options_init(&options);
        options.signature_size = k;
        options.seed = nd_random(&state);
        nd_minhash *minhash;
        ck_assert_int_eq(nd_minhash_create(&minhash, &options, NULL), ND_OK);
        size_t count = 1 + (size_t)(nd_random(&state) % (1u << (run % 12)));
        for (size_t i = 0; i < count; i++) {
            hash[i] = run % 3 == 0 ? nd_random(&state) % 50 : nd_random(&state);
        }
        uint32_t got[512], want[512];
        sign_slowly(want, k, options.seed, hash, count);
        for (int v = ND__VARIANT_PORTABLE; v <= (int)nd__variant_best(); v++) {
            nd__minhash_sign_by((nd__variant)v, minhash, got, hash, count);
            ck_assert_mem_eq(got, want, k * sizeof *got);
        }
        nd_minhash_destroy(minhash);
    }
}
END_TEST

START_TEST(test_simhash__equals_counters) {
    uint64_t state = 19, hash[MOST];
    for (size_t count = 0; count < MOST; count += count < 100 ? 1 : 97) {
        for (size_t i = 0; i < count; i++) {
            hash[i] = nd_random(&state);
            if (count % 3 == 0) {
                hash[i] &= nd_random(&state); /* far from balance */
            }
        }
        long sums[64] = {0};
        for (size_t i = 0; i < count; i++) {
            for (unsigned bit = 0; bit < 64; bit++) {
                sums[bit] += (hash[i] >> bit & 1) != 0 ? 1 : -1;
            }
        }
        uint64_t want = 0;
        for (unsigned bit = 0; bit < 64; bit++) {
            want |= (uint64_t)(sums[bit] > 0) << bit;
        }
        for (int v = ND__VARIANT_PORTABLE; v <= (int)nd__variant_best(); v++) {
            ck_assert_uint_eq(nd__simhash_by((nd__variant)v, hash, count), want);
        }
    }
}
END_TEST

static size_t random_set(uint64_t *set, size_t count, uint64_t range, uint64_t *state) {
    static uint64_t spare[MOST];
    for (size_t i = 0; i < count; i++) {
        set[i] = nd_random(state) % range;
    }
    nd__sort_u64(set, spare, count);
    return nd__unique_u64(set, count);
}

START_TEST(test_similarity__equals_brute_force) {
    uint64_t state = 23;
    static uint64_t a[MOST], b[MOST];
    for (int run = 0; run < 400; run++) {
        /* sizes of all ratios, either way round */
        size_t small = (size_t)(nd_random(&state) % (1u << (run % 8)));
        size_t large = (size_t)(nd_random(&state) % (1u << (run % 12)));
        uint64_t range = 1 + nd_random(&state) % (4 * (large + 1));
        small = random_set(a, small, range, &state);
        large = random_set(b, large, range, &state);
        size_t common = 0;
        for (size_t i = 0; i < small; i++) {
            for (size_t j = 0; j < large; j++) {
                common += a[i] == b[j];
            }
        }
        for (int v = ND__VARIANT_PORTABLE; v <= (int)nd__variant_best(); v++) {
            ck_assert_uint_eq(nd__common_by((nd__variant)v, a, small, b, large), common);
            ck_assert_uint_eq(nd__common_by((nd__variant)v, b, large, a, small), common);
        }
        nd_similarity s = nd_similarity_sets(a, small, b, large);
        nd_similarity t = nd_similarity_sets(b, large, a, small);
        size_t both = small + large - common;
        double jaccard = both > 0 ? (double)common / (double)both : 0;
        double in_a = small > 0 ? (double)common / (double)small : 0;
        double in_b = large > 0 ? (double)common / (double)large : 0;
        ck_assert_double_eq(s.jaccard, jaccard);
        ck_assert_double_eq(t.jaccard, jaccard);
        ck_assert_double_eq(s.containment_a, in_a);
        ck_assert_double_eq(t.containment_b, in_a);
        ck_assert_double_eq(s.containment_b, in_b);
        ck_assert_double_eq(t.containment_a, in_b);
    }
}
END_TEST

/* Runs of one sequence, some turned round, with strangers between, and with repeats. */
static size_t random_text(uint64_t *text, size_t count, uint64_t *state) {
    size_t at = 0;
    while (at < count) {
        uint64_t from = nd_random(state) % 300, step = nd_random(state) % 8 == 0 ? 0 : 1;
        size_t run = (size_t)(nd_random(state) % 40);
        bool strange = nd_random(state) % 4 == 0;
        for (size_t i = 0; i < run && at < count; i++) {
            text[at++] = mix(from + i * step + (strange ? nd_random(state) : 0));
        }
    }
    return count;
}

/* The twin: sorted sets. */
START_TEST(test_shingle_table__equals_sorted_sets) {
    static uint64_t a[MOST], b[MOST], x[MOST], y[MOST], spare[MOST];
    nd__shingle_table table = {0}, other = {0};
    uint64_t state = 29;
    for (int run = 0; run < 600; run++) {
        size_t a_count = random_text(a, nd_random(&state) % (1u << (run % 12)), &state);
        size_t b_count = random_text(b, nd_random(&state) % (1u << (run % 11)), &state);
        memcpy(x, a, a_count * sizeof *x);
        memcpy(y, b, b_count * sizeof *y);
        nd__sort_u64(x, spare, a_count);
        nd__sort_u64(y, spare, b_count);
        size_t x_count = nd__unique_u64(x, a_count), y_count = nd__unique_u64(y, b_count);
        size_t want = nd__common_by(ND__VARIANT_PORTABLE, x, x_count, y, y_count);
        ck_assert_int_eq(nd__shingle_table_distinct(&table, a, a_count, &a_count, NULL),
                         ND_OK);
        ck_assert_int_eq(nd__shingle_table_distinct(&other, b, b_count, &b_count, NULL),
                         ND_OK);
        ck_assert_uint_eq(a_count, x_count);
        ck_assert_uint_eq(b_count, y_count);
        ck_assert_uint_eq(nd__shingle_table_common(&table, a, a_count, b, b_count, 0),
                          want);
        ck_assert_uint_eq(nd__shingle_table_common(&other, b, b_count, a, a_count, want),
                          want);
        ck_assert_uint_eq(
            nd__shingle_table_common(&other, b, b_count, a, a_count, want + 1), SIZE_MAX);
        ck_assert_int_eq(nd__shingle_table_fill(&other, a, a_count, NULL), ND_OK);
        ck_assert_uint_eq(nd__shingle_table_common(&other, a, a_count, b, b_count, want),
                          want);
    }
    nd__shingle_table_clear(&table);
    nd__shingle_table_clear(&other);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("fingerprint properties");
    TCase *tcase = tcase_create("fingerprint");
    tcase_add_test(tcase, test_minhash__equals_its_definition);
    tcase_add_test(tcase, test_simhash__equals_counters);
    tcase_add_test(tcase, test_similarity__equals_brute_force);
    tcase_add_test(tcase, test_shingle_table__equals_sorted_sets);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
