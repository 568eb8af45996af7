#include "match/repeats.h"

#include <stdio.h>

#include "match_fixture.h"

/* Running text: what stands before it is the page's head, behind it the tail. */
#define BODY                                                                           \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt " \
    "before the winter comes and that it would cost nobody a single penny.\n"
#define LONG "All of the twelve words of this line are here for a reason\n"

/* "block>of block>of": the repeats of a text. */
static const char *repeats_of(const char *text) {
    static char out[4096];
    fixture f;
    size_t at = 0;
    fixture_open(&f);
    fixture_make(&f, text, strlen(text), NULL);
    out[0] = '\0';
    for (size_t i = 0; i < f.made.repeats.count && at < sizeof out - 64; i++) {
        const nd__repeat *r = &f.made.repeats.items[i];
        ck_assert_uint_lt(r->of, r->block);
        at += (size_t)snprintf(out + at, sizeof out - at, "%s%u>%u", i > 0 ? " " : "",
                               (unsigned)r->block, (unsigned)r->of);
        if (r->similarity < 1) {
            at += (size_t)snprintf(out + at, sizeof out - at, "~%.3f", r->similarity);
        }
    }
    fixture_close(&f);
    return out;
}

START_TEST(test_repeats__empty) {
    ck_assert_str_eq(repeats_of(""), "");
    ck_assert_str_eq(repeats_of("one"), "");
    ck_assert_str_eq(repeats_of(BODY), "");
    nd__repeat_finder_destroy(NULL);
}
END_TEST

START_TEST(test_repeats__long_block_word_for_word) {
    ck_assert_str_eq(repeats_of(LONG LONG), "1>0");
    ck_assert_str_eq(repeats_of(LONG BODY LONG), "2>0");
    /* below twenty words three places make a refrain, unless two are neighbours */
    ck_assert_str_eq(repeats_of(LONG BODY LONG "x\n" LONG), "");
    ck_assert_str_eq(repeats_of(LONG BODY LONG LONG), "2>0 3>0");
    ck_assert_str_eq(
        repeats_of(LONG BODY "ALL of the (twelve) words of this line are here, for a "
                             "reason!\n"),
        "2>0");
    /* eleven words */
    ck_assert_str_eq(
        repeats_of(BODY "Of the twelve words of this line are here for us\n"
                        "Of the twelve words of this line are here for us\n" BODY),
        "3>0");
}
END_TEST

START_TEST(test_repeats__long_rows_and_numbers_are_text) {
    ck_assert_str_eq(repeats_of("a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\n"
                                "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\n"),
                     "");
    ck_assert_str_eq(repeats_of("1 2 3 4 5 6 7 8 9 10 11 12 13\n"
                                "1 2 3 4 5 6 7 8 9 10 11 12 13\n"),
                     "");
}
END_TEST

/* So many numbers that they are long enough for near repeats. */
START_TEST(test_repeats__very_long_rows_of_numbers_are_text) {
    const char *row = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n";
    char text[256];
    snprintf(text, sizeof text, "%s%s", row, row);
    ck_assert_str_eq(repeats_of(text), "");
}
END_TEST

/* A block of 30 words, and the same again with one digit as given and `more` behind it.
 */
static const char *near_repeat(char digit, const char *more) {
    const char *first =
        "w1x w2x w3x w4x w5x w6x w7x w8x w9x wax wbx wcx wdx wex wfx wgx "
        "whx wix wjx wkx wlx wmx wnx wox wpx wqx wrx wsx wtx wux";
    char text[1024];
    snprintf(text, sizeof text, "%s\nOne line\nw%c%s %s\n", first, digit, first + 2,
             more);
    return repeats_of(text);
}

START_TEST(test_repeats__near_copies) {
    ck_assert_str_eq(near_repeat('1', "more words"), "2>0~0.933");
    /* numbers must agree */
    ck_assert_str_eq(near_repeat('0', "more words"), "");
    ck_assert_str_eq(near_repeat('1', "2024"), "");
    /* 28 shingles of 35 are exactly the threshold, 28 of 36 are below it */
    ck_assert_str_eq(near_repeat('1', "aa bb cc dd ee ff gg"), "2>0~0.800");
    ck_assert_str_eq(near_repeat('1', "aa bb cc dd ee ff gg hh"), "");
}
END_TEST

START_TEST(test_repeats__doubled_at_head_and_tail) {
    ck_assert_str_eq(repeats_of("Menu\nMenu\nNews\n" BODY), "1>0");
    ck_assert_str_eq(repeats_of("Menu\nMenu\nMenu\n" BODY), "1>0 2>0");
    ck_assert_str_eq(repeats_of("News\n" BODY "Imprint\nImprint\nJobs\n"), "3>2");
    ck_assert_str_eq(repeats_of("Menu\n" BODY "Menu\nJobs\n"), "");
    /* not directly behind each other; in the body; no body at all */
    ck_assert_str_eq(repeats_of("Menu\nNews\nMenu\n" BODY), "");
    ck_assert_str_eq(repeats_of(BODY "Ha ha\nHa ha\n" LONG), "");
    ck_assert_str_eq(repeats_of("Menu\nMenu\nNews\n"), "");
}
END_TEST

START_TEST(test_repeats__values_that_recur_are_text) {
    ck_assert_str_eq(repeats_of(BODY "yes\nyes\nno\nyes\n"), "");
    ck_assert_str_eq(repeats_of("yes\nno\nyes\nyes\n" BODY), "");
    /* in the other zone it is another thing */
    ck_assert_str_eq(repeats_of("Menu\nMenu\n" BODY "Menu\n"), "1>0");
    ck_assert_str_eq(repeats_of(BODY "Answers:\nyes\nyes\nno\n"), "");
    ck_assert_str_eq(repeats_of(BODY "Answers\nyes\nyes\nno\n"), "3>2");
}
END_TEST

START_TEST(test_repeats__lists_tables_and_verse_are_text) {
    ck_assert_str_eq(repeats_of("- Menu\n- Menu\n" BODY), "");
    ck_assert_str_eq(repeats_of("3 | 4 | Menu\n3 | 4 | Menu\n" BODY), "");
    ck_assert_str_eq(repeats_of("1999\n1999\n" BODY), "");
    /* a refrain between verses of a song */
    ck_assert_str_eq(repeats_of("Hey ho sing\nHey ho sing\nand a bottle\nHey ho sing\n"
                                "Hey ho sing\nand some more\n" BODY),
                     "");
}
END_TEST

START_TEST(test_repeats__a_menu_printed_twice) {
    ck_assert_str_eq(repeats_of("Home\nNews\nSport\nHome\nNews\nSport\n" BODY),
                     "3>0 4>1 5>2");
    ck_assert_str_eq(repeats_of(BODY "Home\nNews\nSport\nJobs\nHome\nNews\nSport\nJobs\n"
                                     "End\n"),
                     "5>1 6>2 7>3 8>4");
    /* a run of two; one that is not the same; one with a word twice; in the body */
    ck_assert_str_eq(repeats_of("Home\nNews\nHome\nNews\n" BODY), "");
    ck_assert_str_eq(repeats_of("Home\nNews\nSport\nHome\nNews\nJobs\n" BODY), "");
    ck_assert_str_eq(repeats_of("Home\nNews\nHome\nJobs\nHome\nNews\nHome\nJobs\n" BODY),
                     "");
    ck_assert_str_eq(repeats_of(LONG "Home\nNews\nSport\nHome\nNews\nSport\n" BODY), "");
    ck_assert_str_eq(repeats_of("Home\nNews\nSport\nHome\nNews\nSport\n"), "");
}
END_TEST

START_TEST(test_repeats__longest_run) {
    for (size_t run = 31; run <= 33; run++) {
        nd__buffer text = {0};
        for (size_t i = 0; i < 2 * run; i++) {
            char line[16];
            snprintf(line, sizeof line, "Entry %c%c\n", (char)('a' + i % run % 26),
                     (char)('a' + i % run / 26));
            add_string(&text, line);
        }
        add_string(&text, BODY);
        ck_assert_int_eq(repeats_of(text_of(&text))[0] != '\0', run <= 32);
        nd__vector_clear(&text);
    }
}
END_TEST

/* Half-width counting: a script without spaces has a code point for half a word. */
START_TEST(test_repeats__weight) {
    nd__tokens tokens = {0};
    const char *text = "two words 市長は月曜";
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 1, NULL), ND_OK);
    nd__block block = {.token_begin = 0, .token_end = (uint32_t)tokens.count};
    ck_assert_uint_eq(tokens.count, 7);
    ck_assert_uint_eq(nd__block_weight(&block, &tokens), 4);
    nd__tokens_clear(&tokens);
}
END_TEST

START_TEST(test_repeats__zones) {
    const char *text = "Menu\n" BODY "Ad\n" BODY "Foot\n- Last\n";
    const nd__zone zones[] = {ND__ZONE_HEAD, ND__ZONE_BODY, ND__ZONE_BODY,
                              ND__ZONE_BODY, ND__ZONE_TAIL, ND__ZONE_TAIL};
    fixture f;
    fixture_open(&f);
    fixture_make(&f, text, strlen(text), NULL);
    ck_assert_uint_eq(f.made.blocks.count, 6);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_uint_eq(f.made.blocks.items[i].zone, zones[i]);
    }
    fixture_make(&f, "Menu\nFoot\n", 10, NULL);
    ck_assert_uint_eq(f.made.blocks.items[0].zone, ND__ZONE_BODY);
    fixture_close(&f);
}
END_TEST

/* ---- hostile ---- */

static void check_lines(size_t count, size_t different, const char *end) {
    nd__buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        char line[32];
        size_t n = i % different;
        snprintf(line, sizeof line, "Entry %c%c%c\n", (char)('a' + n % 26),
                 (char)('a' + n / 26 % 26), (char)('a' + n / 676));
        add_string(&text, line);
    }
    add_string(&text, end);
    fixture f;
    fixture_open(&f);
    fixture_make(&f, text.items, text.count, NULL);
    fixture_close(&f);
    nd__vector_clear(&text);
}

START_TEST(test_repeats__many_equal_lines) {
    const size_t different[] = {1, 2, 3, 31, 32, 33, 1000};
    check_lines(200000, different[_i], BODY);
}
END_TEST

START_TEST(test_repeats__many_equal_lines_without_a_body) {
    check_lines(200000, 1 + (size_t)_i, "");
}
END_TEST

START_TEST(test_repeats__many_long_lines_alike) {
    nd__buffer text = {0};
    uint64_t state = 1;
    for (size_t i = 0; i < 10000; i++) {
        uint64_t same = 7;
        add_words(&text, &same, 15);
        add_string(&text, " ");
        add_words(&text, &state, 8);
        add_string(&text, "\n");
    }
    fixture f;
    fixture_open(&f);
    fixture_make(&f, text.items, text.count, NULL);
    ck_assert_uint_eq(f.made.repeats.count, 0);
    fixture_close(&f);
    nd__vector_clear(&text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("repeats");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_repeats__empty);
    tcase_add_test(basics, test_repeats__long_block_word_for_word);
    tcase_add_test(basics, test_repeats__long_rows_and_numbers_are_text);
    tcase_add_test(basics, test_repeats__very_long_rows_of_numbers_are_text);
    tcase_add_test(basics, test_repeats__near_copies);
    tcase_add_test(basics, test_repeats__doubled_at_head_and_tail);
    tcase_add_test(basics, test_repeats__values_that_recur_are_text);
    tcase_add_test(basics, test_repeats__lists_tables_and_verse_are_text);
    tcase_add_test(basics, test_repeats__a_menu_printed_twice);
    tcase_add_test(basics, test_repeats__longest_run);
    tcase_add_test(basics, test_repeats__weight);
    tcase_add_test(basics, test_repeats__zones);
    suite_add_tcase(suite, basics);
    TCase *hostile = tcase_create("hostile");
    tcase_set_timeout(hostile, 20);
    tcase_add_loop_test(hostile, test_repeats__many_equal_lines, 0, 7);
    tcase_add_loop_test(hostile, test_repeats__many_equal_lines_without_a_body, 0, 2);
    tcase_add_test(hostile, test_repeats__many_long_lines_alike);
    suite_add_tcase(suite, hostile);
    return nd_run_suite(suite);
}
