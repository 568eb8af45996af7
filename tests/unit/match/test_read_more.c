#include "match/read_more.h"

#include <string.h>

#include "suite.h"
#include "text/tokens.h"

static size_t length_of(const char *text, uint64_t seed) {
    nd__read_more *phrases;
    nd__tokens tokens = {0};
    ck_assert_int_eq(nd__read_more_create(&phrases, seed, NULL), ND_OK);
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), seed, NULL), ND_OK);
    size_t length = nd__read_more_length(phrases, tokens.hash, tokens.count);
    nd__tokens_clear(&tokens);
    nd__read_more_destroy(phrases);
    return length;
}

START_TEST(test_read_more__none) {
    ck_assert_uint_eq(length_of("", 1), 0);
    ck_assert_uint_eq(length_of("read", 1), 0);
    ck_assert_uint_eq(length_of("Read more about it", 1), 0);
    nd__read_more_destroy(NULL);
}
END_TEST

START_TEST(test_read_more__the_longest_at_the_end) {
    ck_assert_uint_eq(length_of("Read more", 1), 2);
    ck_assert_uint_eq(length_of("The mayor said on Monday [...] READ MORE »", 1), 2);
    ck_assert_uint_eq(length_of("The mayor said. Read more here", 7), 3);
    ck_assert_uint_eq(length_of("Read the full story", 1), 4);
    ck_assert_uint_eq(length_of("Le maire… Lire la suite", 1), 3);
    ck_assert_uint_eq(length_of("Der Bürgermeister … weiterlesen", 1), 1);
    ck_assert_uint_eq(length_of("市长说阅读全文", 1), 4);
}
END_TEST

START_TEST(test_read_more__everyday_words_are_no_phrase) {
    ck_assert_uint_eq(length_of("The workers asked for more", 1), 0);
    ck_assert_uint_eq(length_of("The workers asked for [more]", 1), 0);
    ck_assert_uint_eq(length_of("Il en veut plus", 1), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("read_more");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_read_more__none);
    tcase_add_test(basics, test_read_more__the_longest_at_the_end);
    tcase_add_test(basics, test_read_more__everyday_words_are_no_phrase);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
