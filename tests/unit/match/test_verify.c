#include "match/verify.h"

#include "base/hash.h"
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

/* Merging ends early where a threshold is out of reach: what is kept is the same as
 * without an end, to the bit. */
START_TEST(test_verify__early_end_changes_nothing) {
    fixture f;
    uint64_t state = (uint64_t)_i;
    nd__pairs pairs = {0};
    fixture_open(&f);
    for (int d = 0; d < 24; d++) {
        nd__buffer text = {0};
        uint64_t shared = 5;
        size_t own = (size_t)(nd__mix64(state + (uint64_t)d) % 400);
        add_words(&text, &shared, 400 - (size_t)d % 5 * 60);
        add_string(&text, " ");
        state += 1000;
        add_words(&text, &state, own + 1);
        fixture_add(&f, text_of(&text), NULL);
        nd__vector_clear(&text);
    }
    for (uint32_t a = 0; a < 24; a++) {
        for (uint32_t b = a + 1; b < 24; b++) {
            ck_assert_int_eq(nd__vector_extend(&pairs, 1, NULL), ND_OK);
            pairs.items[pairs.count++] = (nd__pair){a, b};
        }
    }
    nd__verified_pairs all = {0}, some = {0};
    nd__verify_options own = {5, 1, 0, 0, 1};
    ck_assert_int_eq(
        nd__verify_pairs(&all, &f.corpus, pairs.items, pairs.count, &own, NULL), ND_OK);
    ck_assert_uint_eq(all.count, pairs.count);
    /* thresholds that some pairs reach exactly */
    own.jaccard = all.items[nd__mix64(state) % all.count].similarity.jaccard;
    own.containment = all.items[nd__mix64(~state) % all.count].similarity.containment_b;
    ck_assert_int_eq(
        nd__verify_pairs(&some, &f.corpus, pairs.items, pairs.count, &own, NULL), ND_OK);
    size_t at = 0;
    for (size_t i = 0; i < all.count; i++) {
        nd_similarity s = all.items[i].similarity;
        if (s.jaccard >= own.jaccard || s.containment_a >= own.containment ||
            s.containment_b >= own.containment) {
            ck_assert_uint_lt(at, some.count);
            ck_assert_uint_eq(some.items[at].a, all.items[i].a);
            ck_assert_uint_eq(some.items[at].b, all.items[i].b);
            ck_assert_double_eq(some.items[at].similarity.jaccard, s.jaccard);
            ck_assert_double_eq(some.items[at].similarity.containment_a, s.containment_a);
            ck_assert_double_eq(some.items[at].similarity.containment_b, s.containment_b);
            at++;
        }
    }
    ck_assert_uint_eq(at, some.count);
    nd__vector_clear(&all);
    nd__vector_clear(&some);
    nd__vector_clear(&pairs);
    fixture_close(&f);
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
    tcase_add_loop_test(basics, test_verify__early_end_changes_nothing, 0, 8);
    tcase_add_test(basics, test_verify__without_frame);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
