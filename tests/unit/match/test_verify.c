#include "match/verify.h"

#include "match_fixture.h"

static const nd__verify_options options = {2, 1, 0.5, 0.8, 1};

static void open_three(fixture *f) {
    fixture_open(f);
    fixture_add(f, "a b c d e", NULL); /* ab bc cd de */
    fixture_add(f, "a b c d x", NULL); /* ab bc cd dx: 3 of 5 */
    fixture_add(f, "a b c", NULL);     /* ab bc: all of it in both */
    fixture_add(f, "", NULL);
    fixture_add(f, "p q a b r s", NULL); /* pq qa ab br rs */
}

START_TEST(test_verify__empty) {
    fixture f;
    nd__verified_pairs out = {0};
    open_three(&f);
    ck_assert_int_eq(nd__verify_pairs(&out, &f.corpus, NULL, 0, &options, NULL), ND_OK);
    ck_assert_uint_eq(out.count, 0);
    fixture_close(&f);
}
END_TEST

START_TEST(test_verify__thresholds) {
    const nd__pair pairs[] = {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 2}, {3, 4}};
    for (unsigned threads = 0; threads < 4; threads++) {
        fixture f;
        nd__verified_pairs out = {0};
        nd__verify_options own = options;
        own.threads = threads;
        open_three(&f);
        ck_assert_int_eq(nd__verify_pairs(&out, &f.corpus, pairs, 6, &own, NULL), ND_OK);
        ck_assert_uint_eq(out.count, 3);
        ck_assert_uint_eq(out.items[0].b, 1);
        ck_assert_double_eq(out.items[0].similarity.jaccard, 3.0 / 5);
        ck_assert_double_eq(out.items[0].similarity.containment_a, 3.0 / 4);
        ck_assert_uint_eq(out.items[1].b, 2);
        ck_assert_double_eq(out.items[1].similarity.containment_a, 0.5);
        ck_assert_double_eq(out.items[1].similarity.containment_b, 1);
        ck_assert_uint_eq(out.items[2].a, 1);
        /* a threshold of 0 keeps all, in the order given; more are appended */
        own.jaccard = 0;
        ck_assert_int_eq(nd__verify_pairs(&out, &f.corpus, pairs, 6, &own, NULL), ND_OK);
        ck_assert_uint_eq(out.count, 9);
        ck_assert_uint_eq(out.items[8].a, 3);
        nd__vector_clear(&out);
        fixture_close(&f);
    }
}
END_TEST

/* What is compared is the text without its frame. */
START_TEST(test_verify__without_frame) {
    fixture f;
    const nd__pair pair = {0, 1};
    nd__verified_pairs out = {0};
    nd__verify_options own = options;
    own.jaccard = 0;
    fixture_open(&f);
    fixture_add(&f, "home news\none two three", NULL);
    fixture_add(&f, "one two three\nfoot line", NULL);
    f.corpus.blocks.items[0].flags |= ND__BLOCK_FRAME;
    f.corpus.blocks.items[3].flags |= ND__BLOCK_FRAME;
    ck_assert_int_eq(nd__verify_pairs(&out, &f.corpus, &pair, 1, &own, NULL), ND_OK);
    ck_assert_double_eq(out.items[0].similarity.jaccard, 1);
    nd__vector_clear(&out);
    fixture_close(&f);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("verify");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_verify__empty);
    tcase_add_test(basics, test_verify__thresholds);
    tcase_add_test(basics, test_verify__without_frame);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
