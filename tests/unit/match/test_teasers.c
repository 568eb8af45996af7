#include "match/teasers.h"

#include <stdio.h>

#include "match_fixture.h"

#define SENTENCE \
    "The mayor of the small town said on Monday that the bridge would be rebuilt"
#define ARTICLE \
    SENTENCE " before the winter comes, and that it would cost nobody a penny."

typedef struct search {
    fixture f;
    bool dropped[16];
    bool *superfluous;
    nd__teasers found;
} search;

static void open_search(search *s) {
    memset(s, 0, sizeof *s);
    fixture_open(&s->f);
}

static void find(search *s) {
    free(s->superfluous);
    s->superfluous = nd__allocate_zeroed(s->f.corpus.blocks.count, sizeof(bool));
    ck_assert_ptr_nonnull(s->superfluous);
    nd__teaser_options options = {1,   1, s->dropped, NULL, s->superfluous, s->f.phrases,
                                  NULL};
    ck_assert_int_eq(nd__teasers_find(&s->found, &s->f.corpus, &options, NULL), ND_OK);
}

static void close_search(search *s) {
    nd__vector_clear(&s->found);
    free(s->superfluous);
    fixture_close(&s->f);
}

/* Similarity of the teaser when it stands on one page and the original on another of the
 * same site; 0 for none. */
static double teaser_of(const char *teaser, const char *original) {
    search s;
    open_search(&s);
    fixture_add(&s.f, teaser, "example.org");
    fixture_add(&s.f, original, "example.org");
    find(&s);
    ck_assert_uint_le(s.found.count, 1);
    double similarity = s.found.count == 0 ? 0 : s.found.items[0].similarity;
    if (s.found.count == 1) {
        ck_assert_uint_eq(s.found.items[0].block, 0);
        ck_assert_uint_eq(s.found.items[0].of, 1);
        ck_assert_uint_eq(s.found.items[0].document, 0);
        ck_assert_uint_eq(s.found.items[0].of_document, 1);
    }
    close_search(&s);
    return similarity;
}

START_TEST(test_teasers__start) {
    const uint64_t hash[] = {1, 2, 3, 4, 5, 6}, other[] = {1, 2, 3, 4, 9};
    ck_assert_uint_eq(nd__teaser_start(hash, 0), 0);
    ck_assert_uint_eq(nd__teaser_start(hash, 4), 0);
    ck_assert_uint_ne(nd__teaser_start(hash, 5), 0);
    ck_assert_uint_eq(nd__teaser_start(hash, 6), nd__teaser_start(other, 5));
    ck_assert_uint_ne(nd__teaser_start(hash, 5), nd__teaser_start(hash + 1, 5));
}
END_TEST

START_TEST(test_teasers__empty) {
    search s;
    open_search(&s);
    find(&s);
    ck_assert_uint_eq(s.found.count, 0);
    fixture_add(&s.f, "", NULL);
    find(&s);
    ck_assert_uint_eq(s.found.count, 0);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__ellipsis) {
    ck_assert_double_eq(teaser_of(SENTENCE "...", ARTICLE), 1);
    ck_assert_double_eq(teaser_of(SENTENCE " […]", ARTICLE), 1);
    ck_assert_double_eq(teaser_of("the MAYOR, of the small…", ARTICLE), 1);
    /* four words; no mark; not a prefix; not a proper prefix */
    ck_assert_double_eq(teaser_of("The mayor of the…", ARTICLE), 0);
    ck_assert_double_eq(teaser_of(SENTENCE, ARTICLE), 0);
    ck_assert_double_eq(teaser_of("The mayor of the great town…", ARTICLE), 0);
    ck_assert_double_eq(teaser_of(SENTENCE "…", SENTENCE "."), 0);
    ck_assert_double_eq(teaser_of(ARTICLE " And more to come…", ARTICLE), 0);
}
END_TEST

START_TEST(test_teasers__cut_inside_a_word) {
    ck_assert_double_eq_tol(teaser_of("The mayor of the small town sa...", ARTICLE),
                            6.0 / 7, 1e-12);
    ck_assert_double_eq_tol(teaser_of("The mayor of the sm...", ARTICLE), 4.0 / 5, 1e-12);
    ck_assert_double_eq(teaser_of("The mayor of the small town saw...", ARTICLE), 0);
    /* the last word of the original */
    ck_assert_double_eq_tol(teaser_of("The mayor of the sm...", "The mayor of the small"),
                            4.0 / 5, 1e-12);
}
END_TEST

START_TEST(test_teasers__read_more_phrase) {
    ck_assert_double_eq(teaser_of(SENTENCE " Read more", ARTICLE), 1);
    ck_assert_double_eq(teaser_of(SENTENCE " [...] Continue reading »", ARTICLE), 1);
    ck_assert_double_eq(teaser_of("The mayor of the Read more", ARTICLE), 0);
    ck_assert_double_eq(teaser_of(SENTENCE " read less", ARTICLE), 0);
}
END_TEST

/* A character counts half a word there. */
START_TEST(test_teasers__script_without_spaces) {
    const char *article =
        "市長は月曜日に橋が冬までに再建されると述べた。費用は誰も払わない。";
    ck_assert_double_eq(teaser_of("市長は月曜日に橋が冬…", article), 1);
    ck_assert_double_eq(teaser_of("市長は月曜日に橋が…", article), 0);
    ck_assert_double_eq(teaser_of("市長は月曜日に橋が冬まで続きを読む", article), 1);
    ck_assert_double_eq(teaser_of("市長は月曜日に橋が夏…", article), 0);
}
END_TEST

/* Where the teaser of the second document begins that was cut from the first; -1: none.
 */
static int begin_behind(const char *original, const char *teaser) {
    search s;
    open_search(&s);
    fixture_add(&s.f, original, "example.org");
    fixture_add(&s.f, teaser, "example.org");
    find(&s);
    ck_assert_uint_le(s.found.count, 1);
    int begin = s.found.count == 0 ? -1 : (int)s.found.items[0].begin;
    close_search(&s);
    return begin;
}

START_TEST(test_teasers__something_in_front) {
    const char *headed =
        "Small town finds an old ring in the market square again\n" ARTICLE;
    ck_assert_int_eq(begin_behind(ARTICLE, "12 May 2024: " SENTENCE "..."), 0);
    ck_assert_int_eq(begin_behind(ARTICLE, "By Ann Lee (AP) - " SENTENCE " Read more"),
                     0);
    ck_assert_int_eq(begin_behind(headed,
                                  "Small town finds an old ring in the market "
                                  "square again " SENTENCE "..."),
                     0);
    ck_assert_int_eq(begin_behind(ARTICLE,
                                  "Small town finds an old ring in the market "
                                  "square again " SENTENCE "..."),
                     56);
    /* eight words are needed then */
    ck_assert_int_eq(begin_behind(ARTICLE, "12 May: The mayor of the small town said on..."),
                     0);
    ck_assert_int_eq(begin_behind(ARTICLE, "12 May: The mayor of the small town..."), -1);
    /* "eight words" of a script without spaces are sixteen characters */
    ck_assert_int_eq(begin_behind("市長は月曜日に橋が冬まで閉鎖されると述べた。",
                                  "2024年5月1日 市長は月曜日に橋が冬まで閉鎖され…"),
                     0);
    ck_assert_int_eq(begin_behind(ARTICLE,
                                  "What follows has 25 words in front, which is "
                                  "more than any date or byline or headline "
                                  "has, so that it is left alone here: one two "
                                  "three " SENTENCE "..."),
                     -1);
}
END_TEST

START_TEST(test_teasers__frames_are_teasers_but_no_originals) {
    search s;
    bool frames[4] = {true, false, false, false};
    open_search(&s);
    fixture_add(&s.f, SENTENCE "...\n" ARTICLE, NULL);
    find(&s);
    nd__teaser_options options = {1,           1,     s.dropped, NULL, s.superfluous,
                                  s.f.phrases, frames};
    ck_assert_int_eq(nd__teasers_find(&s.found, &s.f.corpus, &options, NULL), ND_OK);
    ck_assert_uint_eq(s.found.count, 1);
    frames[1] = true;
    ck_assert_int_eq(nd__teasers_find(&s.found, &s.f.corpus, &options, NULL), ND_OK);
    ck_assert_uint_eq(s.found.count, 0);
    close_search(&s);
}
END_TEST

/* A text that is no teaser is a better original than one that is. */
START_TEST(test_teasers__cut_from_the_text_itself) {
    search s;
    open_search(&s);
    fixture_add(&s.f, "The mayor of the small town said on Monday that...",
                "example.org");
    fixture_add(&s.f, "The mayor of the small town said...", "example.org");
    fixture_add(&s.f, ARTICLE, "example.org");
    find(&s);
    ck_assert_uint_eq(s.found.count, 2);
    ck_assert_uint_eq(s.found.items[0].of_document, 2);
    ck_assert_uint_eq(s.found.items[1].of_document, 2);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__the_same_document_is_preferred) {
    search s;
    open_search(&s);
    fixture_add(&s.f, ARTICLE, "example.org");
    fixture_add(&s.f, "A headline\n" SENTENCE "...\nSomething else\n" ARTICLE,
                "example.org");
    find(&s);
    ck_assert_uint_eq(s.found.count, 1);
    ck_assert_uint_eq(s.found.items[0].block, 2);
    ck_assert_uint_eq(s.found.items[0].of, 4);
    ck_assert_uint_eq(s.found.items[0].of_document, 1);
    /* even if it is dropped */
    s.dropped[1] = true;
    find(&s);
    ck_assert_uint_eq(s.found.count, 1);
    ck_assert_uint_eq(s.found.items[0].of, 4);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__only_of_the_same_site) {
    search s;
    open_search(&s);
    fixture_add(&s.f, SENTENCE "...", "example.org");
    fixture_add(&s.f, ARTICLE, "example.com");
    fixture_add(&s.f, ARTICLE, NULL);
    find(&s);
    ck_assert_uint_eq(s.found.count, 0);
    fixture_add(&s.f, ARTICLE, "example.org");
    find(&s);
    ck_assert_uint_eq(s.found.count, 1);
    ck_assert_uint_eq(s.found.items[0].of_document, 3);
    fixture_add(&s.f, SENTENCE "...", NULL);
    find(&s);
    ck_assert_uint_eq(s.found.count, 2);
    ck_assert_uint_eq(s.found.items[1].of_document, 2);
    close_search(&s);
}
END_TEST

/* The earliest that is kept. */
START_TEST(test_teasers__never_of_a_dropped_document) {
    search s;
    open_search(&s);
    fixture_add(&s.f, ARTICLE, "example.org");
    fixture_add(&s.f, ARTICLE, "example.org");
    fixture_add(&s.f, SENTENCE "...", "example.org");
    fixture_add(&s.f, ARTICLE, "example.org");
    find(&s);
    ck_assert_uint_eq(s.found.items[0].of_document, 0);
    s.dropped[0] = true;
    find(&s);
    ck_assert_uint_eq(s.found.items[0].of_document, 1);
    s.dropped[1] = s.dropped[3] = true;
    find(&s);
    ck_assert_uint_eq(s.found.count, 0);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__superfluous_blocks_take_no_part) {
    search s;
    open_search(&s);
    fixture_add(&s.f, SENTENCE "...\n" ARTICLE, NULL);
    find(&s);
    ck_assert_uint_eq(s.found.count, 1);
    for (size_t b = 0; b < 2; b++) {
        nd__teaser_options options = {1,           1,   s.dropped, NULL, s.superfluous,
                                      s.f.phrases, NULL};
        s.superfluous[b] = true;
        ck_assert_int_eq(nd__teasers_find(&s.found, &s.f.corpus, &options, NULL), ND_OK);
        ck_assert_uint_eq(s.found.count, 0);
        s.superfluous[b] = false;
    }
    close_search(&s);
}
END_TEST

static const char *const articles[] = {
    "The council has decided that all lamps of the town are to be replaced next year.",
    "Two children found a purse in the park and brought it back to its owner at once.",
    "A storm took the roof of the old school, which has stood empty since last spring.",
};
static const char *const teasers[] = {"The council has decided that all lamps of the",
                                      "Two children found a purse in the park and",
                                      "A storm took the roof of the old school"};

/* The listing names the first `count` articles, the first of them twice. */
static size_t find_listing(size_t count) {
    search s;
    nd__buffer listing = {0};
    open_search(&s);
    for (size_t i = 0; i < 3; i++) {
        fixture_add(&s.f, articles[i], "example.org");
    }
    for (size_t i = 0; i <= count; i++) {
        add_string(&listing, teasers[i % count]);
        add_string(&listing, "\n");
    }
    fixture_add(&s.f, text_of(&listing), "example.org");
    find(&s);
    for (size_t i = 0; i < s.found.count; i++) {
        ck_assert_uint_eq(s.found.items[i].of_document, i % count);
        ck_assert_uint_eq(s.found.items[i].document, 3);
    }
    size_t found = s.found.count;
    nd__vector_clear(&listing);
    close_search(&s);
    return found;
}

START_TEST(test_teasers__listing_of_three) {
    ck_assert_uint_eq(find_listing(1), 0);
    ck_assert_uint_eq(find_listing(2), 0);
    ck_assert_uint_eq(find_listing(3), 4);
}
END_TEST

START_TEST(test_teasers__headline_of_its_own_lede) {
    search s;
    nd__buffer page = {0};
    open_search(&s);
    for (size_t i = 0; i < 3; i++) {
        page.count = 0;
        add_string(&page, teasers[i]);
        add_string(&page, "\n");
        add_string(&page, articles[i]);
        fixture_add(&s.f, text_of(&page), "example.org");
    }
    find(&s);
    ck_assert_uint_eq(s.found.count, 0);
    nd__vector_clear(&page);
    close_search(&s);
}
END_TEST

#define BODY                                                                       \
    "\nNobody had asked for it, as the paper found out in the archive later on.\n" \
    "The old bridge had been closed for twenty years when the flood came.\n"

/* How many unmarked teasers the second document has. */
static size_t count_unmarked(const char *original, const char *page) {
    search s;
    open_search(&s);
    if (original != NULL) {
        fixture_add(&s.f, original, "example.org");
    }
    fixture_add(&s.f, page, "example.org");
    find(&s);
    size_t count = s.found.count;
    close_search(&s);
    return count;
}

START_TEST(test_teasers__behind_the_headline_of_another) {
    const char *original =
        "Lamps of the town go\nThe council has decided that all lamps of "
        "the town go. They are old." BODY;
    const char *own =
        "A purse was found\nTwo children found a purse in the park and "
        "brought it back.\n";
    nd__buffer page = {0};
    add_string(&page, own);
    add_string(&page,
               "Lamps of the town go\n12 May\n"
               "The council has decided that all lamps of the town go.\n");
    ck_assert_uint_eq(count_unmarked(original, text_of(&page)), 1);
    page.count = 0; /* a quotation */
    add_string(&page, own);
    add_string(&page, "The council has decided that all lamps of the town go.\n");
    ck_assert_uint_eq(count_unmarked(original, text_of(&page)), 0);
    page.count = 0; /* another version */
    add_string(&page,
               "Lamps of the town go\n"
               "The council has decided that all lamps of the town go." BODY);
    ck_assert_uint_eq(count_unmarked(original, text_of(&page)), 0);
    nd__vector_clear(&page);
}
END_TEST

START_TEST(test_teasers__summaries) {
    const char *lede =
        "The council has decided that all the old lamps of the small town "
        "are to be replaced.";
    nd__buffer page = {0};
    add_string(&page, "All lamps go\n");
    add_string(&page, lede);
    add_string(&page, "\n");
    add_string(&page, lede);
    add_string(&page, " They are from 1950." BODY);
    ck_assert_uint_eq(count_unmarked(NULL, text_of(&page)), 1);
    page.count = 0; /* a headline is no sentence */
    add_string(&page,
               "The council has decided that all the old lamps of the small town "
               "are to be\n");
    add_string(&page, lede);
    add_string(&page, BODY);
    ck_assert_uint_eq(count_unmarked(NULL, text_of(&page)), 0);
    page.count = 0; /* cut inside a word */
    add_string(&page,
               "The council has decided that all the old lamps of the small town "
               "are to be repl\n");
    add_string(&page, lede);
    add_string(&page, BODY);
    ck_assert_uint_eq(count_unmarked(NULL, text_of(&page)), 1);
    nd__vector_clear(&page);
}
END_TEST

START_TEST(test_teasers__any_number_of_threads) {
    search s;
    nd__buffer text = {0};
    uint64_t state = 5;
    open_search(&s);
    for (size_t d = 0; d < 600; d++) {
        text.count = 0;
        uint64_t own = state = (d % 7) * 1000 + d / 70;
        add_words(&text, &own, 8 + d % 5);
        add_string(&text, d % 3 == 0 ? "...\n" : "\n");
        add_words(&text, &own, 10);
        fixture_add(&s.f, text_of(&text), "example.org");
    }
    bool *dropped = nd__allocate_zeroed(600, sizeof *dropped);
    bool *superfluous = nd__allocate_zeroed(s.f.corpus.blocks.count, sizeof(bool));
    nd__teaser_options options = {1, 1, dropped, NULL, superfluous, s.f.phrases, NULL};
    ck_assert_int_eq(nd__teasers_find(&s.found, &s.f.corpus, &options, NULL), ND_OK);
    ck_assert_uint_gt(s.found.count, 50);
    for (options.threads = 2; options.threads < 9; options.threads += 3) {
        nd__teasers found = {0};
        ck_assert_int_eq(nd__teasers_find(&found, &s.f.corpus, &options, NULL), ND_OK);
        ck_assert_uint_eq(found.count, s.found.count);
        for (size_t i = 0; i < found.count; i++) {
            ck_assert_uint_eq(found.items[i].block, s.found.items[i].block);
            ck_assert_uint_eq(found.items[i].of, s.found.items[i].of);
        }
        nd__vector_clear(&found);
    }
    free(dropped);
    free(superfluous);
    nd__vector_clear(&text);
    close_search(&s);
}
END_TEST

/* ---- hostile input: each of these is quadratic or worse where it is done naively ----
 */

static size_t find_in(search *s, const bool *dropped) {
    s->superfluous = nd__allocate_zeroed(s->f.corpus.blocks.count, sizeof(bool));
    ck_assert_ptr_nonnull(s->superfluous);
    nd__teaser_options options = {1,   1, dropped, NULL, s->superfluous, s->f.phrases,
                                  NULL};
    ck_assert_int_eq(nd__teasers_find(&s->found, &s->f.corpus, &options, NULL), ND_OK);
    return s->found.count;
}

START_TEST(test_teasers__copies_that_are_dropped) {
    const size_t count = 60000;
    search s;
    open_search(&s);
    bool *dropped = nd__allocate(count, sizeof *dropped);
    for (size_t d = 0; d < count; d++) {
        fixture_add(&s.f, "To be continued next week...", "example.org");
        dropped[d] = d > 0;
    }
    ck_assert_uint_eq(find_in(&s, dropped), 0);
    free(dropped);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__many_marked_blocks_of_one_document) {
    search s;
    nd__buffer text = {0};
    open_search(&s);
    for (size_t i = 0; i < 3000; i++) {
        char line[64];
        snprintf(line, sizeof line, "one two three four %zu ...\n", i);
        add_string(&text, line);
    }
    fixture_add(&s.f, text_of(&text), "example.org");
    bool dropped = false;
    /* "1 ..." is cut from "10 ...", and so on; not all are found, see MOST_TRIED */
    find_in(&s, &dropped);
    nd__vector_clear(&text);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__a_long_listing) {
    search s;
    nd__buffer text = {0};
    open_search(&s);
    for (size_t i = 0; i < 3; i++) {
        fixture_add(&s.f, articles[i], "example.org");
    }
    for (size_t i = 0; i < 20001; i++) {
        add_string(&text, teasers[i / 10000]);
        add_string(&text, "\n");
    }
    fixture_add(&s.f, text_of(&text), "example.org");
    bool dropped[4] = {false};
    ck_assert_uint_eq(find_in(&s, dropped), 20001);
    nd__vector_clear(&text);
    close_search(&s);
}
END_TEST

START_TEST(test_teasers__teasers_of_a_very_long_block) {
    search s;
    nd__buffer text = {0};
    uint64_t state = 1;
    open_search(&s);
    add_string(&text, SENTENCE " ");
    add_words(&text, &state, 300000);
    add_string(&text, "\n");
    for (size_t i = 0; i < 2000; i++) {
        add_string(&text, SENTENCE "...\n");
    }
    fixture_add(&s.f, text_of(&text), "example.org");
    bool dropped = false;
    ck_assert_uint_eq(find_in(&s, &dropped), 2000);
    nd__vector_clear(&text);
    close_search(&s);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("teasers");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_teasers__start);
    tcase_add_test(basics, test_teasers__empty);
    tcase_add_test(basics, test_teasers__ellipsis);
    tcase_add_test(basics, test_teasers__cut_inside_a_word);
    tcase_add_test(basics, test_teasers__read_more_phrase);
    tcase_add_test(basics, test_teasers__script_without_spaces);
    tcase_add_test(basics, test_teasers__something_in_front);
    tcase_add_test(basics, test_teasers__frames_are_teasers_but_no_originals);
    tcase_add_test(basics, test_teasers__cut_from_the_text_itself);
    tcase_add_test(basics, test_teasers__behind_the_headline_of_another);
    tcase_add_test(basics, test_teasers__summaries);
    tcase_add_test(basics, test_teasers__the_same_document_is_preferred);
    tcase_add_test(basics, test_teasers__only_of_the_same_site);
    tcase_add_test(basics, test_teasers__never_of_a_dropped_document);
    tcase_add_test(basics, test_teasers__superfluous_blocks_take_no_part);
    tcase_add_test(basics, test_teasers__listing_of_three);
    tcase_add_test(basics, test_teasers__headline_of_its_own_lede);
    tcase_add_test(basics, test_teasers__any_number_of_threads);
    suite_add_tcase(suite, basics);
    TCase *hostile = tcase_create("hostile");
    tcase_set_timeout(hostile, 20);
    tcase_add_test(hostile, test_teasers__copies_that_are_dropped);
    tcase_add_test(hostile, test_teasers__many_marked_blocks_of_one_document);
    tcase_add_test(hostile, test_teasers__a_long_listing);
    tcase_add_test(hostile, test_teasers__teasers_of_a_very_long_block);
    suite_add_tcase(suite, hostile);
    return nd_run_suite(suite);
}
