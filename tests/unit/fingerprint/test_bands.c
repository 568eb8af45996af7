#include <math.h>
#include <string.h>

#include "neardup/fingerprint.h"
#include "suite.h"

START_TEST(test_bands__probability) {
    nd_bands bands = {.bands = 16, .rows = 8};
    ck_assert_double_eq(nd_bands_probability(&bands, 0), 0);
    ck_assert_double_eq(nd_bands_probability(&bands, 1), 1);
    ck_assert_double_eq_tol(nd_bands_probability(&bands, 0.8),
                            1 - pow(1 - pow(0.8, 8), 16), 1e-12);
}
END_TEST

START_TEST(test_bands__most_rows_that_reach_the_recall) {
    for (int t = 1; t <= 20; t++) {
        for (uint32_t size = 64; size <= 512; size += 56) {
            double threshold = t / 20.0;
            nd_bands bands;
            nd_error err;
            nd_status status = nd_bands_choose(&bands, threshold, 0.99, size, &err);
            /* Look at every choice. */
            uint32_t want = 0;
            for (uint32_t rows = 1; rows <= size; rows++) {
                if (1 - pow(1 - pow(threshold, rows), size / rows) >= 0.99) {
                    want = rows;
                }
            }
            if (want == 0) {
                ck_assert_int_eq(status, ND_E_ARG);
                ck_assert_ptr_nonnull(strstr(err.message, "recall"));
                continue;
            }
            ck_assert_int_eq(status, ND_OK);
            ck_assert_uint_eq(bands.rows, want);
            ck_assert_uint_eq(bands.bands, size / want);
            ck_assert_double_ge(bands.recall, 0.99);
        }
    }
}
END_TEST

static void refused(double threshold, double recall, uint32_t size, const char *field) {
    nd_bands bands;
    nd_error err;
    ck_assert_int_eq(nd_bands_choose(&bands, threshold, recall, size, &err), ND_E_ARG);
    ck_assert_int_eq(err.code, ND_E_ARG);
    ck_assert_msg(strstr(err.message, field) == err.message, "%s", err.message);
}

START_TEST(test_bands__names_the_field_that_is_out_of_range) {
    refused(0, 0.99, 128, "threshold");
    refused(-1, 0.99, 128, "threshold");
    refused(1.01, 0.99, 128, "threshold");
    refused((double)NAN, 0.99, 128, "threshold");
    refused(0.8, 0, 128, "recall");
    refused(0.8, 1, 128, "recall");
    refused(0.8, (double)NAN, 128, "recall");
    refused(0.8, 0.99, 0, "signature_size");
    refused(0.8, 0.99, 100, "signature_size");
    refused(0.8, 0.99, 520, "signature_size");
    refused(0.01, 0.99, 64, "recall");
}
END_TEST

START_TEST(test_bands__threshold_one_takes_the_whole_signature) {
    nd_bands bands;
    ck_assert_int_eq(nd_bands_choose(&bands, 1, 0.99, 128, NULL), ND_OK);
    ck_assert_uint_eq(bands.rows, 128);
    ck_assert_uint_eq(bands.bands, 1);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("bands");
    TCase *tcase = tcase_create("bands");
    tcase_add_test(tcase, test_bands__probability);
    tcase_add_test(tcase, test_bands__most_rows_that_reach_the_recall);
    tcase_add_test(tcase, test_bands__names_the_field_that_is_out_of_range);
    tcase_add_test(tcase, test_bands__threshold_one_takes_the_whole_signature);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
