#include "neardup/compare.h"

#include <string.h>

#include "suite.h"

static nd_comparison *compare(const char *a, const char *b, uint32_t min_span) {
    nd_compare_options options;
    nd_compare_options_init(&options);
    options.min_span = min_span;
    nd_comparison *comparison = NULL;
    nd_error error;
    ck_assert_msg(nd_comparison_create(&comparison, &options, a, strlen(a), b, strlen(b),
                                       &error) == ND_OK,
                  "comparing failed");
    ck_assert_ptr_nonnull(comparison);
    return comparison;
}

static void check_range(const char *text, size_t begin, size_t end, const char *want) {
    ck_assert_uint_le(begin, end);
    ck_assert_uint_eq(end - begin, strlen(want));
    ck_assert_mem_eq(text + begin, want, end - begin);
}

START_TEST(test_compare__empty) {
    nd_comparison *comparison = NULL;
    ck_assert_int_eq(nd_comparison_create(&comparison, NULL, NULL, 0, NULL, 0, NULL),
                     ND_OK);
    size_t count = 9;
    ck_assert_ptr_null(nd_comparison_overlaps(comparison, &count));
    ck_assert_uint_eq(count, 0);
    ck_assert(nd_comparison_equal(comparison));
    ck_assert_double_eq(nd_comparison_similarity(comparison).jaccard, 0);
    nd_comparison_destroy(comparison);
    nd_comparison_destroy(NULL);
}
END_TEST

START_TEST(test_compare__equal_but_for_case_and_spaces) {
    const char *a = "The quick brown fox jumps over the lazy dog.";
    const char *b = "  the QUICK brown fox -- jumps over\nthe lazy dog";
    nd_comparison *comparison = compare(a, b, 5);
    ck_assert(nd_comparison_equal(comparison));
    ck_assert_uint_eq(nd_comparison_tokens_a(comparison), 9);
    ck_assert_uint_eq(nd_comparison_tokens_b(comparison), 9);
    ck_assert_double_eq(nd_comparison_similarity(comparison).jaccard, 1);
    size_t count;
    const nd_overlap *overlaps = nd_comparison_overlaps(comparison, &count);
    ck_assert_uint_eq(count, 1);
    check_range(a, overlaps->a_begin, overlaps->a_end,
                "The quick brown fox jumps over the lazy dog");
    check_range(b, overlaps->b_begin, overlaps->b_end,
                "the QUICK brown fox -- jumps over\nthe lazy dog");
    nd_comparison_destroy(comparison);
}
END_TEST

START_TEST(test_compare__overlaps_in_original_bytes) {
    const char *a =
        "Zuerst: die Stra\xC3\x9F"
        "e war nass, und der Wagen stand im Hof.";
    const char *b =
        "Der Wagen stand im Hof! Und die STRA\xC3\x9F"
        "E war nass.";
    nd_comparison *comparison = compare(a, b, 4);
    size_t count;
    const nd_overlap *overlaps = nd_comparison_overlaps(comparison, &count);
    ck_assert(!nd_comparison_equal(comparison));
    ck_assert_uint_eq(count, 2);
    check_range(a, overlaps[0].a_begin, overlaps[0].a_end, "der Wagen stand im Hof");
    check_range(b, overlaps[0].b_begin, overlaps[0].b_end, "Der Wagen stand im Hof");
    check_range(a, overlaps[1].a_begin, overlaps[1].a_end,
                "die Stra\xC3\x9F"
                "e war nass");
    check_range(b, overlaps[1].b_begin, overlaps[1].b_end,
                "die STRA\xC3\x9F"
                "E war nass");
    nd_comparison_destroy(comparison);
}
END_TEST

START_TEST(test_compare__containment) {
    nd_comparison *comparison =
        compare("one two three four five six seven eight nine ten",
                "two three four five six seven", 20);
    nd_similarity similarity = nd_comparison_similarity(comparison);
    ck_assert_double_eq(similarity.containment_b, 1);
    ck_assert_double_eq_tol(similarity.containment_a, 2.0 / 6.0, 1e-12);
    ck_assert_double_eq_tol(similarity.jaccard, 2.0 / 6.0, 1e-12);
    size_t count;
    ck_assert_ptr_null(nd_comparison_overlaps(comparison, &count));
    ck_assert_uint_eq(count, 0);
    nd_comparison_destroy(comparison);
}
END_TEST

START_TEST(test_compare__passages_go_over_edits) {
    const char *a =
        "x1 x2. The ferry leaves the north quay at seven, at nine and at noon.";
    const char *b =
        "y1. The ferry leaves the north quay at six, at nine and at noon. y2 y3";
    nd_comparison *comparison = compare(a, b, 4);
    size_t count;
    nd_comparison_overlaps(comparison, &count);
    ck_assert_uint_eq(count, 2);
    const nd_passage *passages = nd_comparison_passages(comparison, &count);
    ck_assert_uint_eq(count, 1);
    check_range(a, passages->a_begin, passages->a_end,
                "The ferry leaves the north quay at seven, at nine and at noon");
    check_range(b, passages->b_begin, passages->b_end,
                "The ferry leaves the north quay at six, at nine and at noon");
    ck_assert(!passages->exact);
    ck_assert_double_eq_tol(passages->similarity, 12.0 / 13, 1e-9);
    nd_comparison_destroy(comparison);
}
END_TEST

START_TEST(test_compare__bad_options) {
    nd_comparison *comparison = NULL;
    nd_error error;
    for (int field = 0; field < 4; field++) {
        nd_compare_options options;
        nd_compare_options_init(&options);
        options.version = field == 0 ? 0 : options.version;
        options.shingle = field == 1 ? 0 : field == 2 ? 65 : 5;
        options.min_span = field == 3 ? 0 : 20;
        ck_assert_int_eq(
            nd_comparison_create(&comparison, &options, "a", 1, "b", 1, &error),
            ND_E_ARG);
        ck_assert_int_eq(error.code, ND_E_ARG);
        ck_assert_ptr_null(comparison);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("compare");
    TCase *tests = tcase_create("compare");
    tcase_add_test(tests, test_compare__empty);
    tcase_add_test(tests, test_compare__equal_but_for_case_and_spaces);
    tcase_add_test(tests, test_compare__overlaps_in_original_bytes);
    tcase_add_test(tests, test_compare__containment);
    tcase_add_test(tests, test_compare__passages_go_over_edits);
    tcase_add_test(tests, test_compare__bad_options);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
