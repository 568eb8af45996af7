#include "boilerplate/page_frame.h"

#include "match_fixture.h"

#define TEXT                                                                             \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt, "  \
    "before the winter comes, and that it would cost nobody a single penny.\n"           \
    "Nobody in the council asked him where the money came from, or when it was spent.\n" \
    "It was a quiet evening, and the meeting ended early.\n"
#define MENU "Home\nNews\nSport\nJobs\nShop\nWeather\nTravel\nCulture\n"

/* Of a page's blocks after the evidence was heard, as text: F frame, - none. Given: F
 * sure frame; 2 on two of twenty pages, in the same place; 3 on two, elsewhere; 1 alone.
 */
static const char *find(const char *page, const char *site, const char *given) {
    static char out[64];
    fixture f;
    nd__page_evidence evidence = {0};
    fixture_open(&f);
    fixture_add(&f, page, site);
    size_t blocks = f.corpus.blocks.count;
    ck_assert_uint_eq(blocks, strlen(given));
    nd__frame_grade *grades = nd__allocate_zeroed(blocks, sizeof *grades);
    ck_assert_ptr_nonnull(grades);
    for (size_t b = 0; b < blocks; b++) {
        grades[b].frame = given[b] == 'F';
        grades[b].in_place = given[b] == 'F' || given[b] == '2';
        grades[b].pages = given[b] == 'F' ? 20 : given[b] == '1' ? 1 : 2;
    }
    ck_assert_int_eq(nd__page_frame_find(grades, &evidence, &f.corpus, 0, 20, 6000, NULL),
                     ND_OK);
    for (size_t b = 0; b < blocks; b++) {
        out[b] = grades[b].frame ? 'F' : '-';
        ck_assert(grades[b].score <= ND__SCORE_ONE);
    }
    out[blocks] = '\0';
    free(grades);
    nd__page_evidence_clear(&evidence);
    fixture_close(&f);
    return out;
}

START_TEST(test_page_frame__behind_the_frame) {
    const char *page =
        MENU TEXT "Print\nShare\nMost read\nA headline of another page\nThree dead\n";
    ck_assert_str_eq(find(page, "a.org", "FFFFFFFF111FFF11"), "FFFFFFFF---FFFFF");
}
END_TEST

START_TEST(test_page_frame__next_to_the_text) {
    const char *page = MENU "A headline\n" TEXT "One more line\nPrint\nShare\n";
    ck_assert_str_eq(find(page, "a.org", "FFFFFFFF11111FF"), "FFFFFFFF-----FF");
    /* Other pages list the headline. */
    ck_assert_str_eq(find(page, "a.org", "FFFFFFFF31111FF"), "FFFFFFFF-----FF");
}
END_TEST

START_TEST(test_page_frame__no_page) {
    const char *page =
        MENU TEXT "Print\nShare\nMost read\nA headline of another page\nThree dead\n";
    ck_assert_str_eq(find(page, NULL, "FFFFFFFF111FFF11"), "FFFFFFFF---FFF--");
    ck_assert_str_eq(find(page, "a.org", "FF11111111111111"), "FF--------------");
    ck_assert_str_eq(find(MENU "A line\nAnother\n", "a.org", "FFFFFFFF11"), "FFFFFFFF--");
}
END_TEST

START_TEST(test_page_frame__forms_and_copied_paragraphs_stay) {
    const char *page = MENU "- yes\n- no\n" TEXT "Print\nShare\n- yes\n- no\n";
    ck_assert_str_eq(find(page, "a.org", "FFFFFFFF11111FF11"), "FFFFFFFF-----FF--");
    /* The three paragraphs stand on a second page, too. */
    ck_assert_str_eq(find(MENU TEXT TEXT, "a.org", "FFFFFFFF111222"), "FFFFFFFF------");
}
END_TEST

START_TEST(test_page_frame__running_text_of_a_collection_stays) {
    const char *page = MENU TEXT
        "Print\nShare\nTop\nComments\nReport\nThis is a comment that a reader "
        "wrote about it, and nobody answered.\n";
    const char *given = "FFFFFFFF111FFFFF1";
    ck_assert_str_eq(find(page, "a.org", given), "FFFFFFFF---FFFFFF");
    ck_assert_str_eq(find(page, "Genesis", given), "FFFFFFFF---FFFFF-");
    ck_assert_str_eq(find(page, "a. b", given), "FFFFFFFF---FFFFF-");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_frame");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_page_frame__behind_the_frame);
    tcase_add_test(basics, test_page_frame__next_to_the_text);
    tcase_add_test(basics, test_page_frame__no_page);
    tcase_add_test(basics, test_page_frame__forms_and_copied_paragraphs_stay);
    tcase_add_test(basics, test_page_frame__running_text_of_a_collection_stays);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
