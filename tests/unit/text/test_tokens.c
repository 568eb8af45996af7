#include "text/tokens.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

/* Checks that `text` has the tokens of `expected`, separated by one space, both as they
 * are spelt and as they are hashed. */
static void expect(const char *text, size_t size, const char *expected) {
    nd__buffer spelt = {0};
    nd__tokens tokens = {0};
    ck_assert_int_eq(nd__tokens_normalise(&spelt, text, size, NULL), ND_OK);
    ck_assert_int_eq(nd__buffer_append(&spelt, "", 1, NULL), ND_OK);
    ck_assert_str_eq(spelt.items, expected);
    ck_assert_int_eq(nd__tokens_read(&tokens, text, size, 7, NULL), ND_OK);
    size_t i = 0;
    for (const char *word = expected; *word != '\0'; i++) {
        size_t length = strcspn(word, " ");
        ck_assert_uint_lt(i, tokens.count);
        ck_assert_uint_eq(tokens.hash[i], nd__word_hash(&tokens.key, word, length));
        word += length + (word[length] == ' ');
    }
    ck_assert_uint_eq(tokens.count, i);
    nd__tokens_clear(&tokens);
    nd__vector_clear(&spelt);
}

static void expect_text(const char *text, const char *expected) {
    expect(text, strlen(text), expected);
}

static void expect_range(const nd__tokens *tokens, size_t i, uint32_t begin,
                         uint32_t end) {
    ck_assert_uint_eq(tokens->begin[i], begin);
    ck_assert_uint_eq(tokens->end[i], end);
}

START_TEST(test_tokens__empty_and_blank) {
    expect_text("", "");
    expect_text(" \t\r\n.,;!_-", "");
}
END_TEST

START_TEST(test_tokens__ascii) {
    expect_text("The QUICK brown-fox, it's 42_times.",
                "the quick brown fox it s 42 times");
    expect("a\0b", 3, "a b");
}
END_TEST

START_TEST(test_tokens__long_word_is_one_token) {
    char text[5001], lower[5001];
    memset(text, 'Q', 5000);
    memset(lower, 'q', 5000);
    text[5000] = lower[5000] = '\0';
    expect_text(text, lower);
}
END_TEST

START_TEST(test_tokens__case_and_accents_fold) {
    expect_text("Straße STRASSE", "strasse strasse");
    expect_text("Café Cafe\u0301 CAFÉ", "cafe cafe cafe");
    expect_text("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ");
    expect_text("ﬁn ½ x² Ａ１ ㎏", "fin 1 2 x2 a1 kg");
    expect_text("İstanbul", "istanbul");
}
END_TEST

START_TEST(test_tokens__ignorables_join_and_zero_width_space_parts) {
    expect_text("co\u00ADop\u200Der\uFE0Fate\uFEFFd", "cooperated");
    expect_text("left\u200Bright", "left right");
}
END_TEST

START_TEST(test_tokens__unspaced_scripts_have_one_token_a_character) {
    expect_text("中文。text字", "中 文 text 字");
    expect_text("ไทย", "ไ ท ย");
    expect_text("が か\u3099 ｶﾞ", "か\u3099 か\u3099 カ\u3099");
    expect_text("カ・キ", "カ キ");
}
END_TEST

START_TEST(test_tokens__marks_continue_words) {
    expect_text("हिन्दी।", "हिन्दी");
    expect_text("שָׁלוֹם", "ש\u05B8\u05C1לו\u05B9ם");
    expect_text("한국어", "\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165");
}
END_TEST

START_TEST(test_tokens__marks_are_put_in_order) {
    /* Shin with shin dot (24) and qamats (18), in both orders. */
    expect_text("ש\u05C1\u05B8", "ש\u05B8\u05C1");
    expect_text("ש\u05B8\u05C1", "ש\u05B8\u05C1");
    /* Thai: sara u (103) behind mai ek (107); both are tokens and share a range. */
    nd__tokens tokens = {0};
    const char text[] = "\u0E01\u0E48\u0E38";
    expect_text(text, "\u0E01 \u0E38 \u0E48");
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 0, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 3);
    expect_range(&tokens, 0, 0, 3);
    expect_range(&tokens, 1, 3, 9);
    expect_range(&tokens, 2, 3, 9);
    nd__tokens_clear(&tokens);
}
END_TEST

START_TEST(test_tokens__ranges_are_of_the_original) {
    nd__tokens tokens = {0};
    const char text[] = " Cafe\u0301 x½, \u00ADz\u00AD";
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 0, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 4);
    expect_range(&tokens, 0, 1, 7);   /* with the accent that was dropped */
    expect_range(&tokens, 1, 8, 11);  /* x1 */
    expect_range(&tokens, 2, 9, 11);  /* 2 */
    expect_range(&tokens, 3, 15, 16); /* without soft hyphens */
    nd__tokens_clear(&tokens);
}
END_TEST

START_TEST(test_tokens__flags) {
    nd__tokens tokens = {0};
    const char text[] = "ab 12 a1 中 ² Ⅻ ٣";
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 0, NULL), ND_OK);
    const uint8_t expected[] = {ND__TOKEN_LETTER,
                                ND__TOKEN_DIGIT,
                                ND__TOKEN_LETTER | ND__TOKEN_DIGIT,
                                ND__TOKEN_LETTER | ND__TOKEN_SINGLE,
                                ND__TOKEN_DIGIT,
                                ND__TOKEN_LETTER,
                                ND__TOKEN_DIGIT};
    ck_assert_uint_eq(tokens.count, sizeof expected);
    ck_assert_mem_eq(tokens.flags, expected, sizeof expected);
    nd__tokens_clear(&tokens);
}
END_TEST

START_TEST(test_tokens__invalid_bytes_separate) {
    expect_text(
        "a\xFF"
        "b\xC3(c\xE4\xB8",
        "a b c");
    expect_text("e\xCC\x81\x80x", "e x");
}
END_TEST

START_TEST(test_tokens__arrays_are_reused) {
    nd__tokens tokens = {0};
    ck_assert_int_eq(nd__tokens_read(&tokens, "a b c", 5, 0, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 3);
    ck_assert_int_eq(nd__tokens_read(&tokens, "d", 1, 0, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 1);
    nd__tokens_clear(&tokens);
    ck_assert_uint_eq(tokens.capacity, 0);
}
END_TEST

#if SIZE_MAX > UINT32_MAX
START_TEST(test_tokens__four_gibibytes_are_too_much) {
    nd__tokens tokens = {0};
    nd_error err;
    ck_assert_int_eq(nd__tokens_read(&tokens, "", (size_t)UINT32_MAX + 1, 0, &err),
                     ND_E_LIMIT);
}
END_TEST
#endif

int main(void) {
    Suite *suite = suite_create("tokens");
    TCase *cases = tcase_create("tokens");
    tcase_add_test(cases, test_tokens__empty_and_blank);
    tcase_add_test(cases, test_tokens__ascii);
    tcase_add_test(cases, test_tokens__long_word_is_one_token);
    tcase_add_test(cases, test_tokens__case_and_accents_fold);
    tcase_add_test(cases, test_tokens__ignorables_join_and_zero_width_space_parts);
    tcase_add_test(cases, test_tokens__unspaced_scripts_have_one_token_a_character);
    tcase_add_test(cases, test_tokens__marks_continue_words);
    tcase_add_test(cases, test_tokens__marks_are_put_in_order);
    tcase_add_test(cases, test_tokens__ranges_are_of_the_original);
    tcase_add_test(cases, test_tokens__flags);
    tcase_add_test(cases, test_tokens__invalid_bytes_separate);
    tcase_add_test(cases, test_tokens__arrays_are_reused);
#if SIZE_MAX > UINT32_MAX
    tcase_add_test(cases, test_tokens__four_gibibytes_are_too_much);
#endif
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
