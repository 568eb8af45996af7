#include "boilerplate/page_evidence.h"

#include <limits.h>
#include <math.h>

#include "suite.h"

/* The C libraries' exp differ in their last bits: the score is that of any near value. */
START_TEST(test_page_evidence__score_is_the_same_everywhere) {
    for (int odds = -ND__LOG_ODDS_MOST; odds <= ND__LOG_ODDS_MOST; odds++) {
        unsigned score = nd__evidence_score(odds);
        double off = odds == 0 ? 0 : 4e-15, power = exp(-odds / 1000.0);
        ck_assert_uint_eq(score, (unsigned)(ND__SCORE_ONE / (1 + power * (1 + off))));
        ck_assert_uint_eq(score, (unsigned)(ND__SCORE_ONE / (1 + power * (1 - off))));
    }
}
END_TEST

START_TEST(test_page_evidence__scores_rise_with_the_odds) {
    ck_assert_uint_eq(nd__evidence_score(0), ND__SCORE_ONE / 2);
    ck_assert_uint_eq(nd__evidence_score(INT_MIN), 0);
    ck_assert_uint_eq(nd__evidence_score(INT_MAX), ND__SCORE_ONE - 1);
    for (int odds = -ND__LOG_ODDS_MOST; odds < ND__LOG_ODDS_MOST; odds++) {
        ck_assert_uint_le(nd__evidence_score(odds), nd__evidence_score(odds + 1));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_evidence");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_page_evidence__score_is_the_same_everywhere);
    tcase_add_test(basics, test_page_evidence__scores_rise_with_the_odds);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
