#include <string.h>

#include "suite.h"
#include "text/tokens.h"

static void expect(const char *text, size_t i, const char *masked) {
    nd__tokens tokens = {0};
    uint64_t hash;
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 5, NULL), ND_OK);
    ck_assert_uint_lt(i, tokens.count);
    ck_assert_int_eq(nd__tokens_masked_hash(&hash, &tokens, i, text, NULL), ND_OK);
    ck_assert_uint_eq(hash, nd__word_hash(&tokens.key, masked, strlen(masked)));
    nd__tokens_clear(&tokens);
}

START_TEST(test_masked_hash__no_digit_is_the_plain_hash) {
    expect("one Two", 1, "two");
}
END_TEST

START_TEST(test_masked_hash__runs_of_digits_become_one_mark) {
    expect("in 2024", 1, "#");
    expect("A12b3C456", 0, "a#b#c#");
    expect("１２月", 0, "#");
    expect("\u0663\u0664x", 0, "#x");
}
END_TEST

START_TEST(test_masked_hash__one_character_of_several_tokens) {
    expect("x½", 0, "x#");
    expect("x½", 1, "#");
}
END_TEST

START_TEST(test_masked_hash__token_tied_to_its_neighbour) {
    /* U+0F76 is a letter and a mark of class 130; the voicing mark, class 8, goes before
     * that mark and ends the word. */
    expect("a1\u0F76\uFF9E", 0, "a#\u0FB2");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("masked_hash");
    TCase *cases = tcase_create("masked_hash");
    tcase_add_test(cases, test_masked_hash__no_digit_is_the_plain_hash);
    tcase_add_test(cases, test_masked_hash__runs_of_digits_become_one_mark);
    tcase_add_test(cases, test_masked_hash__one_character_of_several_tokens);
    tcase_add_test(cases, test_masked_hash__token_tied_to_its_neighbour);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
