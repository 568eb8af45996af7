#include "alignment.h"

#include <stdio.h>
#include <string.h>

#include "overlap_chain.h"
#include "random.h"
#include "suite.h"
#include "word_diff.h"

/* Tokens of the heaviest chain, by looking at every subset. */
static size_t slow_chain(const token_overlap *overlaps, size_t count) {
    size_t best = 0;
    for (unsigned set = 0; set < 1u << count; set++) {
        size_t tokens = 0, end = 0;
        bool sound = true;
        for (size_t i = 0; i < count && sound; i++) {
            if ((set >> i & 1) != 0) {
                size_t begin = overlaps[i].a_begin > end ? overlaps[i].a_begin : end;
                size_t last = overlaps[i].a_begin + overlaps[i].length;
                sound = begin < last;
                tokens += sound ? last - begin : 0;
                end = last;
            }
        }
        best = sound && tokens > best ? tokens : best;
    }
    return best;
}

START_TEST(test_overlap_chain__is_the_heaviest) {
    uint64_t state = 5;
    for (int round = 0; round < 2000; round++) {
        token_overlap overlaps[10];
        size_t count = nd_random(&state) % 11, b = 0;
        for (size_t i = 0; i < count; i++) {
            size_t length = 1 + nd_random(&state) % 9;
            b += nd_random(&state) % 4;
            overlaps[i] =
                (token_overlap){nd_random(&state) % 40, b, length, i + 1, false};
            b += length;
        }
        size_t best = slow_chain(overlaps, count), tokens = 0, end = 0;
        ck_assert(overlap_chain(overlaps, count));
        for (size_t i = 0; i < count; i++) {
            if (overlaps[i].in_order) {
                ck_assert_uint_ge(overlaps[i].a_begin, end);
                ck_assert_uint_gt(overlaps[i].length, 0);
                end = overlaps[i].a_begin + overlaps[i].length;
                tokens += overlaps[i].length;
            }
        }
        ck_assert_uint_eq(tokens, best);
    }
}
END_TEST

/* "a-1 b+2 =3": edits as text. */
static void check_diff(const char *a, const char *b, const char *want) {
    uint64_t x[WORD_DIFF_MOST], y[WORD_DIFF_MOST];
    word_edit edits[WORD_DIFF_MOST + 1];
    size_t count;
    char got[1024] = "";
    for (size_t i = 0; a[i] != '\0'; i++) {
        x[i] = (unsigned char)a[i];
    }
    for (size_t i = 0; b[i] != '\0'; i++) {
        y[i] = (unsigned char)b[i];
    }
    word_diff(edits, &count, x, strlen(a), y, strlen(b));
    for (size_t i = 0; i < count; i++) {
        size_t at = strlen(got);
        snprintf(got + at, sizeof got - at, "-%zu+%zu=%zu ", edits[i].only_a,
                 edits[i].only_b, edits[i].shared);
    }
    ck_assert_str_eq(got, want);
}

START_TEST(test_word_diff__edits) {
    check_diff("", "", "");
    check_diff("a", "", "-1+0=0 ");
    check_diff("", "ab", "-0+2=0 ");
    check_diff("abc", "abc", "-0+0=3 ");
    check_diff("abcde", "abxde", "-0+0=2 -1+1=2 ");
    check_diff("xbc", "ybcz", "-1+1=2 -0+1=0 ");
    /* One word between longer edits is chance. */
    check_diff("mnoXpqr", "stuXvwy", "-7+7=0 ");
    check_diff("mXp", "sXv", "-1+1=1 -1+1=0 ");
}
END_TEST

START_TEST(test_word_diff__takes_the_most) {
    uint64_t x[WORD_DIFF_MOST], y[WORD_DIFF_MOST];
    word_edit edits[WORD_DIFF_MOST + 1];
    size_t count;
    for (size_t i = 0; i < WORD_DIFF_MOST; i++) { /* every other word is shared */
        x[i] = i % 2 == 0 ? i : 1000 + i;
        y[i] = i % 2 == 0 ? i : 2000 + i;
    }
    word_diff(edits, &count, x, WORD_DIFF_MOST, y, WORD_DIFF_MOST);
    ck_assert_uint_eq(count, WORD_DIFF_MOST / 2 + 1);
    for (size_t i = 0; i < WORD_DIFF_MOST; i++) {
        y[i] = x[i];
    }
    word_diff(edits, &count, x, WORD_DIFF_MOST, y, WORD_DIFF_MOST);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(edits[0].shared, WORD_DIFF_MOST);
}
END_TEST

/* Pieces hold every token of both once and in order; shared ones hold the same words. */
static void check_pieces(const alignment *pieces, const nd_text *a, const nd_text *b) {
    size_t at_a = 0, at_b = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const piece *p = &pieces->pieces[i];
        ck_assert_uint_eq(p->a_begin, p->a_end == p->a_begin ? p->a_begin : at_a);
        ck_assert_uint_eq(p->b_begin, p->b_end == p->b_begin ? p->b_begin : at_b);
        at_a = p->a_end > p->a_begin ? p->a_end : at_a;
        at_b = p->b_end > p->b_begin ? p->b_end : at_b;
        if (p->kind == PIECE_SHARED) {
            ck_assert_uint_eq(p->a_end - p->a_begin, p->b_end - p->b_begin);
            ck_assert_mem_eq(nd_text_hashes(a) + p->a_begin,
                             nd_text_hashes(b) + p->b_begin,
                             (p->a_end - p->a_begin) * sizeof(uint64_t));
        }
    }
    ck_assert_uint_eq(at_a, nd_text_token_count(a));
    ck_assert_uint_eq(at_b, nd_text_token_count(b));
}

/* "=1 -2 +1 <3 >3": kind and tokens, labels after a dot. */
static void check_alignment(const char *a, const char *b, uint32_t min_span,
                            const char *want) {
    nd_compare_options options;
    nd_comparison *comparison;
    nd_text *x, *y;
    alignment pieces;
    char got[512] = "";
    size_t count;
    nd_compare_options_init(&options);
    options.min_span = min_span;
    ck_assert_int_eq(
        nd_comparison_create(&comparison, &options, a, strlen(a), b, strlen(b), NULL),
        ND_OK);
    ck_assert_int_eq(nd_text_create(&x, NULL, a, strlen(a), NULL), ND_OK);
    ck_assert_int_eq(nd_text_create(&y, NULL, b, strlen(b), NULL), ND_OK);
    const nd_overlap *overlaps = nd_comparison_overlaps(comparison, &count);
    ck_assert(alignment_make(&pieces, overlaps, count, x, y));
    check_pieces(&pieces, x, y);
    for (size_t i = 0; want != NULL && i < pieces.count; i++) {
        const piece *p = &pieces.pieces[i];
        size_t at = strlen(got);
        size_t tokens =
            p->a_end > p->a_begin ? p->a_end - p->a_begin : p->b_end - p->b_begin;
        snprintf(got + at, sizeof got - at, "%s%c%zu", i > 0 ? " " : "", "=-+<>"[p->kind],
                 tokens);
        at = strlen(got);
        if (p->label != 0) {
            snprintf(got + at, sizeof got - at, ".%zu%s", p->label, p->again ? "!" : "");
        }
    }
    if (want != NULL) {
        ck_assert_str_eq(got, want);
    }
    alignment_clear(&pieces);
    nd_text_destroy(x);
    nd_text_destroy(y);
    nd_comparison_destroy(comparison);
}

START_TEST(test_alignment__pieces) {
    check_alignment("", "", 3, "");
    check_alignment("a b c", "", 3, "-3");
    check_alignment("a b c", "a b c", 3, "=3.1");
    check_alignment("a b c d x e f g h", "a b c d y e f g h", 3, "=4.1 -1 +1 =4.2");
    check_alignment("t a b c d", "u a b c d v", 3, "-1 +1 =4.1 +1");
    check_alignment("one two", "one three", 3, "=1 -1 +1");
}
END_TEST

START_TEST(test_alignment__moved) {
    check_alignment("a b c d e f g x y z", "x y z a b c d e f g", 3, ">3.1 =7.2 <3.1");
    check_alignment("p a b c d e f g x y z q", "p x y z a b c d e f g q", 3,
                    "=1 >3.1 =7.2 <3.1 =1");
}
END_TEST

START_TEST(test_alignment__again) {
    check_alignment("a b c d e f g h", "a b c d e f g h m b c d e n", 4,
                    "=8.1 +1 >4.2! +1");
}
END_TEST

START_TEST(test_alignment__random_texts_are_whole) {
    uint64_t state = 7;
    for (int round = 0; round < 500; round++) {
        char a[400], b[400];
        size_t letters = 2 + nd_random(&state) % 12;
        char *texts[] = {a, b};
        for (int side = 0; side < 2; side++) {
            size_t words = nd_random(&state) % 190;
            for (size_t i = 0; i < words; i++) {
                texts[side][2 * i] = (char)('a' + (int)(nd_random(&state) % letters));
                texts[side][2 * i + 1] = i % 7 == 3 ? '\n' : ' ';
            }
            texts[side][2 * words] = '\0';
        }
        if (round % 2 == 0) { /* b is a, shuffled in two */
            size_t half = strlen(a) / 4 * 2;
            memcpy(b, a + half, strlen(a) - half);
            memcpy(b + strlen(a) - half, a, half);
            b[strlen(a)] = '\0';
        }
        check_alignment(a, b, 1 + (uint32_t)(nd_random(&state) % 6), NULL);
    }
}
END_TEST

START_TEST(test_alignment__unsound_overlaps_are_left_out) {
    const nd_overlap overlaps[] = {
        {5, 3, 0, 2}, {0, 1, 900, 950}, {0, 3, 4, 7}, {4, 5, 0, 1}};
    nd_text *a, *b;
    alignment pieces;
    ck_assert_int_eq(nd_text_create(&a, NULL, "x y z", 5, NULL), ND_OK);
    ck_assert_int_eq(nd_text_create(&b, NULL, "w v x y", 7, NULL), ND_OK);
    ck_assert(alignment_make(&pieces, overlaps, 4, a, b));
    check_pieces(&pieces, a, b);
    alignment_clear(&pieces);
    nd_text_destroy(a);
    nd_text_destroy(b);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("alignment");
    TCase *tests = tcase_create("alignment");
    tcase_add_test(tests, test_overlap_chain__is_the_heaviest);
    tcase_add_test(tests, test_word_diff__edits);
    tcase_add_test(tests, test_word_diff__takes_the_most);
    tcase_add_test(tests, test_alignment__pieces);
    tcase_add_test(tests, test_alignment__moved);
    tcase_add_test(tests, test_alignment__again);
    tcase_add_test(tests, test_alignment__random_texts_are_whole);
    tcase_add_test(tests, test_alignment__unsound_overlaps_are_left_out);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
