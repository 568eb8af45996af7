#include "run/range_cutter.h"

#include <string.h>

#include "suite.h"

static void assert_rest(nd_snap snap, size_t min_rest, const char *marked,
                        const char *expected) {
    char text[512] = "", left[512];
    nd__cut ranges[16] = {{0, 0}};
    size_t size = 0, count = 0, kept = 0, done = 0;
    nd__range_cutter cutter = {.snap = snap, .min_rest = min_rest};
    for (const char *at = marked; *at != '\0'; at++) {
        if (*at == '{') {
            ranges[count].begin = size;
        } else if (*at == '}') {
            ranges[count++].end = size;
        } else {
            text[size++] = *at;
        }
    }
    ck_assert_int_eq(nd__range_cutter_plan(&cutter, ranges, count, text, size, NULL),
                     ND_OK);
    nd__cut *cuts = cutter.cuts.items;
    ck_assert(nd__cuts_fit(cuts, cutter.cuts.count, text, size));
    nd__cuts_plan(cuts, cutter.cuts.count, text, size);
    for (size_t i = 0; i < cutter.cuts.count; i++) {
        memcpy(left + kept, text + done, cuts[i].begin - done);
        kept += cuts[i].begin - done;
        done = cuts[i].end;
    }
    memcpy(left + kept, text + done, size - done);
    left[kept + size - done] = '\0';
    ck_assert_str_eq(left, expected);
    nd__range_cutter_clear(&cutter);
}

#define token(marked, expected) assert_rest(ND_SNAP_TOKEN, 0, marked, expected)
#define sentence(marked, expected) assert_rest(ND_SNAP_SENTENCE, 0, marked, expected)
#define block(marked, expected) assert_rest(ND_SNAP_BLOCK, 0, marked, expected)

START_TEST(test_range_cutter__tokens_stay_whole) {
    token("one {two three} four", "one four");
    token("one t{wo three fo}ur", "one two four");
    token("one t{w}o", "one two");
    token("one{ two }three", "one three");
    token("{one two} three", "three");
    token("one {two three}", "one");
    token("one {two three}\n", "one\n");
    token("{one two}\n", "\n");
    token("{one two}", "");
    token("one\r\n{two\r\nthree}\r\nfour\r\n", "one\r\nfour\r\n");
    token("one {two\nthree} four", "one\nfour");
    token("one {two\n\nthree\n} four", "one\n\nfour");
    token("one\n{two\nthree} four", "one\nfour");
    token("one {two\r\n\r\nthree\r\n\r\n\r\nfive} four", "one\r\n\r\n\r\nfour");
    token("one\n{two} three\nfour", "one\nthree\nfour");
    token("one {  } two", "one    two");
}
END_TEST

START_TEST(test_range_cutter__characters_stay_whole) {
    /* U+4E2D U+6587 U+5B57; the range begins and ends inside of characters. */
    token("\xe4{\xb8\xad\xe6\x96\x87\xe5\xad}\x97", "\xe4\xb8\xad\xe5\xad\x97");
    token("caf\xc3{\xa9 one two \xf0\x9f}\x98\x80 x", "caf\xc3\xa9 \xf0\x9f\x98\x80 x");
    /* A mark belongs to its letter. */
    token("one e{\xcc\x81 two} three", "one e\xcc\x81 three");
}
END_TEST

START_TEST(test_range_cutter__marks_follow_their_words) {
    token("Hello. {This is it}. Bye", "Hello. Bye");
    token("Hello. \"{This is it}.\" Bye", "Hello. Bye");
    token("Hello{. This is it}. Bye", "Hello. Bye");
    token("Hello{. This is it. }Bye", "Hello. Bye");
    token("one ({two three}), four", "one four");
    token("one ({two} three), four", "one three), four");
    token("one {two (}three)", "one (three)");
    token("one {two \"}three\"", "one \"three\"");
    token("one {two}(three)", "one (three)");
    token("one-{two}-three", "one-three");
    token("one{-two-}three", "one-three");
    token("one {two}, {three}. four", "one four");
    /* Ni hao. [zhe shi.] zai jian */
    token("\xe4\xbd\xa0\xe3\x80\x82{\xe8\xbf\x99\xe6\x98\xaf}\xe3\x80\x82\xe5\x86\x8d",
          "\xe4\xbd\xa0\xe3\x80\x82\xe5\x86\x8d");
    token("\xe4\xbd\xa0\xe3\x80\x82{\xe8\xbf\x99\xe6\x98\xaf\xe3\x80\x82}\xe5\x86\x8d",
          "\xe4\xbd\xa0\xe3\x80\x82\xe5\x86\x8d");
}
END_TEST

START_TEST(test_range_cutter__words_do_not_grow_together) {
    token("one{\xe4\xb8\xad\xe6\x96\x87}two",
          "one\xe6\x96\x87"
          "two");
    token(
        "one{.two.}\xef\xbb\xbf"
        "three",
        "one.\xef\xbb\xbf"
        "three");
    token("1{.x.}5", "1.5");
}
END_TEST

START_TEST(test_range_cutter__sentences) {
    sentence("One is. {Two is. Thr}ee is.", "One is. Three is.");
    sentence("One is. {Two is. Three is}.", "One is.");
    sentence("One is. T{wo is. Three is.} Four", "One is. Two is. Four");
    sentence("{One is! \"Two is?\" Three} is.", "Three is.");
    sentence("{One\ntwo is.} Three\n", "Three\n");
    sentence("{Title}\nOne is.\n", "One is.\n");
    sentence(
        "\xe4\xbd\xa0\xe3\x80\x82{\xe8\xbf\x99\xe3\x80\x82\xe2\x80\x9d\xe5\x86\x8d}"
        "\xe5\x86\x8d",
        "\xe4\xbd\xa0\xe3\x80\x82\xe5\x86\x8d\xe5\x86\x8d");
}
END_TEST

START_TEST(test_range_cutter__blocks) {
    block("One is.\n\n{Two is}.\n\nThree is.\n", "One is.\n\nThree is.\n");
    block("One {is.\n\nTwo is.\n\nThree} is.\n", "One is.\n\nThree is.\n");
    block("One is.\n\nTw{o is.\n\nThr}ee is.\n", "One is.\n\nTwo is.\n\nThree is.\n");
    block("{One\nTwo}\n", "\n");
}
END_TEST

START_TEST(test_range_cutter__small_rests_go) {
    assert_rest(ND_SNAP_TOKEN, 3, "a b c\n{d e f} g h\ni j k", "a b c\ni j k");
    assert_rest(ND_SNAP_TOKEN, 2, "a b c\n{d e f} g h\ni j k", "a b c\ng h\ni j k");
    assert_rest(ND_SNAP_TOKEN, 1, "a\n* {b} *\nc", "a\nc");
    assert_rest(ND_SNAP_TOKEN, 5, "a\n* b *\nc {d e}", "a\n* b *");
    assert_rest(ND_SNAP_TOKEN, 2, "x {a\n\nb\n\nc} d y", "d y");
    assert_rest(ND_SNAP_SENTENCE, 3, "One is. {Two is. Three} is.\n\nx",
                "One is. Three is.\n\nx");
    assert_rest(ND_SNAP_SENTENCE, 5, "One is. {Two is. Three} is.\n\nx", "x");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("range_cutter");
    TCase *tests = tcase_create("range_cutter");
    tcase_add_test(tests, test_range_cutter__tokens_stay_whole);
    tcase_add_test(tests, test_range_cutter__characters_stay_whole);
    tcase_add_test(tests, test_range_cutter__marks_follow_their_words);
    tcase_add_test(tests, test_range_cutter__words_do_not_grow_together);
    tcase_add_test(tests, test_range_cutter__sentences);
    tcase_add_test(tests, test_range_cutter__blocks);
    tcase_add_test(tests, test_range_cutter__small_rests_go);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
