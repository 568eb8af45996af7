#include <math.h>
#include <string.h>

#include "neardup/fingerprint.h"
#include "random.h"
#include "suite.h"

static nd_minhash *create(uint32_t size, uint64_t seed) {
    nd_minhash_options options;
    nd_minhash_options_init(&options);
    options.signature_size = size;
    options.seed = seed;
    nd_minhash *minhash;
    nd_error err;
    ck_assert_int_eq(nd_minhash_create(&minhash, &options, &err), ND_OK);
    ck_assert_uint_eq(nd_minhash_size(minhash), size);
    return minhash;
}

START_TEST(test_minhash__defaults) {
    nd_minhash_options options;
    nd_minhash_options_init(&options);
    ck_assert_uint_eq(options.version, 1);
    ck_assert_uint_eq(options.signature_size, 128);
    ck_assert_uint_eq(options.seed, 1);
    nd_minhash *minhash;
    ck_assert_int_eq(nd_minhash_create(&minhash, NULL, NULL), ND_OK);
    ck_assert_uint_eq(nd_minhash_size(minhash), 128);
    nd_minhash_destroy(minhash);
    nd_minhash_destroy(NULL);
}
END_TEST

START_TEST(test_minhash__refuses_sizes_out_of_range) {
    static const uint32_t sizes[] = {0, 8, 63, 65, 100, 504 + 4, 513, 520, UINT32_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        nd_minhash_options options;
        nd_minhash_options_init(&options);
        options.signature_size = sizes[i];
        nd_minhash *minhash;
        nd_error err;
        ck_assert_int_eq(nd_minhash_create(&minhash, &options, &err), ND_E_ARG);
        ck_assert_ptr_null(minhash);
        ck_assert_ptr_nonnull(strstr(err.message, "signature_size"));
        ck_assert_int_eq(nd_minhash_create(&minhash, &options, NULL), ND_E_ARG);
    }
}
END_TEST

START_TEST(test_minhash__refuses_other_versions) {
    nd_minhash_options options;
    nd_minhash_options_init(&options);
    options.version = 2;
    nd_minhash *minhash;
    nd_error err;
    ck_assert_int_eq(nd_minhash_create(&minhash, &options, &err), ND_E_ARG);
    ck_assert_ptr_nonnull(strstr(err.message, "version"));
}
END_TEST

START_TEST(test_minhash__empty_set_is_all_ones) {
    nd_minhash *minhash = create(64, 1);
    uint32_t signature[64];
    nd_minhash_sign(minhash, signature, NULL, 0);
    for (int i = 0; i < 64; i++) {
        ck_assert_uint_eq(signature[i], UINT32_MAX);
    }
    ck_assert_double_eq(nd_minhash_similarity(signature, signature, 64), 0);
    nd_minhash_destroy(minhash);
}
END_TEST

/* The definition is stored in files: these words may only change with a new version. */
START_TEST(test_minhash__known_signature) {
    static const uint32_t want[8] = {0x0C415EC2, 0xC10E795E, 0xE0861138, 0xA7EB1BCC,
                                     0x80407C65, 0xD6E3F0B0, 0xF5123421, 0x8D6F3136};
    nd_minhash *minhash = create(128, 1);
    uint64_t hash[40];
    uint64_t state = 7;
    for (int i = 0; i < 40; i++) {
        hash[i] = nd_random(&state);
    }
    uint32_t signature[128];
    nd_minhash_sign(minhash, signature, hash, 40);
    for (int i = 0; i < 8; i++) {
        ck_assert_uint_eq(signature[i], want[i]);
    }
    nd_minhash_destroy(minhash);
}
END_TEST

START_TEST(test_minhash__order_and_repeats_do_not_matter) {
    nd_minhash *minhash = create(128, 1);
    uint64_t state = 3, hash[300], other[600];
    for (size_t count = 1; count <= 300; count += 23) {
        for (size_t i = 0; i < count; i++) {
            hash[i] = nd_random(&state);
            other[count - 1 - i] = hash[i];
            other[count + i] = hash[i];
        }
        uint32_t a[128], b[128];
        nd_minhash_sign(minhash, a, hash, count);
        nd_minhash_sign(minhash, b, other, 2 * count);
        ck_assert_mem_eq(a, b, sizeof a);
        ck_assert_double_eq(nd_minhash_similarity(a, b, 128), 1);
    }
    nd_minhash_destroy(minhash);
}
END_TEST

START_TEST(test_minhash__seed_changes_all) {
    nd_minhash *one = create(64, 1), *two = create(64, 2);
    uint64_t state = 5, hash[50];
    for (int i = 0; i < 50; i++) {
        hash[i] = nd_random(&state);
    }
    uint32_t a[64], b[64];
    nd_minhash_sign(one, a, hash, 50);
    nd_minhash_sign(two, b, hash, 50);
    ck_assert_double_eq(nd_minhash_similarity(a, b, 64), 0);
    nd_minhash_destroy(one);
    nd_minhash_destroy(two);
}
END_TEST

START_TEST(test_minhash__strangers_share_nothing) {
    nd_minhash *minhash = create(512, 1);
    uint32_t a[512], b[512];
    uint64_t x = 1, y = 2; /* one shingle each: all bins come from the last rounds too */
    nd_minhash_sign(minhash, a, &x, 1);
    nd_minhash_sign(minhash, b, &y, 1);
    ck_assert_double_eq(nd_minhash_similarity(a, b, 512), 0);
    nd_minhash_destroy(minhash);
}
END_TEST

START_TEST(test_minhash__estimates_without_bias_and_within_the_error) {
    nd_minhash *minhash = create(128, 1);
    uint64_t next = 1, hash[1200]; /* `next` is the state */
    double bias = 0, square = 0;
    const int pairs = 2000;
    for (int pair = 0; pair < pairs; pair++) {
        /* a = [0, n), b = [shift, n + shift) */
        size_t n = 12 + (size_t)pair % 400, shift = (size_t)pair * 7 % n;
        for (size_t i = 0; i < n + shift; i++) {
            hash[i] = nd_random(&next);
        }
        uint32_t a[128], b[128];
        nd_minhash_sign(minhash, a, hash, n);
        nd_minhash_sign(minhash, b, hash + shift, n);
        double off =
            nd_minhash_similarity(a, b, 128) - (double)(n - shift) / (double)(n + shift);
        bias += off / pairs;
        square += off * off / pairs;
    }
    ck_assert_double_lt(fabs(bias), 0.003);
    ck_assert_double_lt(sqrt(square), 0.036);
    nd_minhash_destroy(minhash);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("minhash");
    TCase *tcase = tcase_create("minhash");
    tcase_add_test(tcase, test_minhash__defaults);
    tcase_add_test(tcase, test_minhash__refuses_sizes_out_of_range);
    tcase_add_test(tcase, test_minhash__refuses_other_versions);
    tcase_add_test(tcase, test_minhash__empty_set_is_all_ones);
    tcase_add_test(tcase, test_minhash__known_signature);
    tcase_add_test(tcase, test_minhash__order_and_repeats_do_not_matter);
    tcase_add_test(tcase, test_minhash__seed_changes_all);
    tcase_add_test(tcase, test_minhash__strangers_share_nothing);
    tcase_add_test(tcase, test_minhash__estimates_without_bias_and_within_the_error);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
