#include "html/name_words.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

#define BIT(kind) (UINT32_C(1) << ND__NAME_##kind)

static void names_say(const char *names, uint32_t kinds) {
    nd__name_words table = {0};
    ck_assert_msg(nd__name_words_read(&table, names) == kinds, "%s: %08x, not %08x",
                  names, (unsigned)nd__name_words_read(&table, names), (unsigned)kinds);
    ck_assert_uint_eq(nd__name_words_read(&table, names), kinds); /* remembered */
}

START_TEST(test_name_words__words) {
    names_say("", 0);
    names_say("comment", BIT(COMMENT));
    names_say("user-comments_2 wide", BIT(ACCOUNT) | BIT(COMMENT));
    names_say("mainNav", BIT(CONTENT) | BIT(NAVIGATION));
    names_say("NAV", BIT(NAVIGATION));
    names_say("ad1", BIT(ADVERT));
    names_say("c css-1bjie86 x", 0);
    names_say("\xD0\xBC\xD0\xB5\xD0\xBD\xD1\x8E footer", BIT(FOOTER));
}
END_TEST

START_TEST(test_name_words__parts_of_words) {
    names_say("articlebody", BIT(CONTENT)); /* a word of its own */
    names_say("commentlist", BIT(COMMENT) | BIT(LIST));
    names_say("pagefooter", BIT(FOOTER));
    names_say("badge", BIT(TAGS));
    names_say("adapt", 0); /* "ad" is too short to be part of a word */
    names_say("shadow", 0);
}
END_TEST

START_TEST(test_name_words__long_names) {
    char names[3000];
    memset(names, 'a', sizeof names);
    names[sizeof names - 1] = '\0';
    names_say(names, 0);
    memcpy(names + 2000, " menu ", 6);
    names_say(names, BIT(NAVIGATION));
    nd__name_words table = {0}; /* more names than are remembered */
    for (unsigned i = 0; i < 5 * ND__NAME_SEEN; i++) {
        snprintf(names, sizeof names, "%s%u", i % 2 == 0 ? "price" : "x", i);
        ck_assert_uint_eq(nd__name_words_read(&table, names), i % 2 == 0 ? BIT(SHOP) : 0);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("name_words");
    TCase *tcase = tcase_create("name_words");
    tcase_add_test(tcase, test_name_words__words);
    tcase_add_test(tcase, test_name_words__parts_of_words);
    tcase_add_test(tcase, test_name_words__long_names);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
