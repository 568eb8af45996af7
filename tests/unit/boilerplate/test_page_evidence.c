#include "boilerplate/page_evidence.h"

#include <math.h>

#include "suite.h"

#define MOST 2500 /* sums of weights, in hundredths: header of nd__evidence_score */

/* The C libraries' exp differ in their last bits: the score is that of any near value. */
START_TEST(test_page_evidence__score_is_the_same_everywhere) {
    static nd__evidence_table weights;
    static const uint8_t cases[ND__EVIDENCES];
    for (int sum = -MOST; sum <= MOST; sum++) {
        weights[0][0] = (int16_t)sum;
        unsigned score =
            nd__evidence_score(cases, (const nd__evidence_table *)&weights, 0);
        double off = sum == 0 ? 0 : 4e-15, power = exp(-sum / 100.0);
        ck_assert_uint_eq(score, (unsigned)(ND__SCORE_ONE / (1 + power * (1 + off))));
        ck_assert_uint_eq(score, (unsigned)(ND__SCORE_ONE / (1 + power * (1 - off))));
    }
}
END_TEST

static int extreme_sum(const nd__evidence_table *weights, int sign) {
    int sum = 0;
    for (size_t e = 0; e < ND__EVIDENCES; e++) {
        int most = 0;
        for (size_t c = 0; c < ND__EVIDENCE_CASES; c++) {
            int weight = sign * (*weights)[e][c];
            most = weight > most ? weight : most;
        }
        sum += most;
    }
    return sum;
}

START_TEST(test_page_evidence__sums_of_weights_are_bounded) {
    const nd__evidence_table *tables[] = {&nd__text_weights, &nd__html_weights,
                                          &nd__sectioned_html_weights};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        ck_assert_int_le(extreme_sum(tables[i], 1), MOST);
        ck_assert_int_le(extreme_sum(tables[i], -1), MOST - 200); /* doubt is less */
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_evidence");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_page_evidence__score_is_the_same_everywhere);
    tcase_add_test(basics, test_page_evidence__sums_of_weights_are_bounded);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
