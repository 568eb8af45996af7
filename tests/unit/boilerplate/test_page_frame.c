#include "boilerplate/page_frame.h"

#include "html/html_block.h"
#include "match_fixture.h"

#define TEXT                                                                             \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt, "  \
    "before the winter comes, and that it would cost nobody a single penny.\n"           \
    "Nobody in the council asked him where the money came from, or when it was spent.\n" \
    "It was a quiet evening, and the meeting ended early.\n"
#define MENU "Home\nNews\nSport\nJobs\nShop\nWeather\nTravel\nCulture\n"

typedef struct tried {
    fixture f;
    nd__frame_grade grades[64];
    char out[65];
    uint32_t pages; /* of the site */
} tried;

static void try_page(tried *t, const char *site, const char *given,
                     const nd__block_mark *marks) {
    nd__page_evidence evidence = {0};
    nd__path_table paths = {0};
    size_t blocks = t->f.corpus.blocks.count;
    ck_assert_uint_eq(blocks, strlen(given));
    memset(t->grades, 0, sizeof t->grades);
    for (size_t b = 0; b < blocks; b++) {
        t->grades[b].frame = given[b] == 'F';
        t->grades[b].in_place = given[b] == 'F' || given[b] == '2';
        t->grades[b].pages = given[b] == 'F' ? 20 : given[b] == '1' ? 1 : 2;
    }
    nd__page page = {.text = t->f.corpus.documents.items[0].text,
                     .rows = t->f.corpus.blocks.items,
                     .marks = marks,
                     .grades = t->grades,
                     .paths = &paths,
                     .count = blocks,
                     .site = 1,
                     .pages = t->pages};
    ck_assert_int_eq(nd__path_table_reset(&paths, 0, NULL), ND_OK);
    for (size_t b = 0; marks != NULL && b < blocks; b++) {
        ck_assert_int_eq(
            nd__path_table_add(&paths, 1, &page.rows[b], &marks[b], false, NULL), ND_OK);
    }
    ck_assert_int_eq(nd__page_frame_find(&evidence, &page, site, 6000, NULL), ND_OK);
    for (size_t b = 0; b < blocks; b++) {
        t->out[b] = t->grades[b].frame ? 'F' : '-';
        ck_assert(t->grades[b].score <= ND__SCORE_ONE);
    }
    t->out[blocks] = '\0';
    nd__path_table_clear(&paths);
    nd__page_evidence_clear(&evidence);
}

/* Of a page's blocks after the evidence was heard, as text: F frame, - none. Given: F
 * sure frame; 2 on two of twenty pages, in the same place; 3 on two, elsewhere; 1 alone.
 */
static const char *find(const char *page, const char *site, const char *given) {
    static tried t = {.pages = 20};
    fixture_open(&t.f);
    fixture_add(&t.f, page, site);
    try_page(&t, site, given, NULL);
    fixture_close(&t.f);
    return t.out;
}

/* The only page of its site. */
static const char *find_lone(const char *page, const char *site) {
    static tried t = {.pages = 1};
    char given[65] = {0};
    fixture_open(&t.f);
    fixture_add(&t.f, page, site);
    memset(given, '1', t.f.corpus.blocks.count);
    try_page(&t, site, given, NULL);
    fixture_close(&t.f);
    return t.out;
}

/* Without a site. What each block is: L all link, T the title, P else. */
static const char *find_html(const char *page, const char *links, uint16_t links_flags,
                             uint16_t flags) {
    static tried t = {.pages = 20};
    nd__block_mark marks[64];
    char given[65] = {0};
    for (size_t b = 0; links[b] != '\0'; b++) {
        bool linked = links[b] == 'L';
        given[b] = '1';
        marks[b] = (nd__block_mark){.path = linked ? 7 : 8,
                                    .flags = linked            ? links_flags
                                             : links[b] == 'T' ? ND__HTML_TITLE
                                                               : flags,
                                    .links = linked ? UINT8_MAX : 0,
                                    .known = true};
    }
    fixture_open(&t.f);
    fixture_add(&t.f, page, NULL);
    try_page(&t, NULL, given, marks);
    fixture_close(&t.f);
    return t.out;
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

START_TEST(test_page_frame__a_collection_is_no_site) {
    const char *page = MENU TEXT
        "Print\nShare\nTop\nComments\nReport\nThis is a comment that a reader "
        "wrote about it, and nobody answered.\n";
    const char *given = "FFFFFFFF111FFFFF1";
    ck_assert_str_eq(find(page, "a.org", given), "FFFFFFFF---FFFFFF");
    ck_assert_str_eq(find(page, "Genesis", given), "FFFFFFFF---FFFFF-");
    ck_assert_str_eq(find(page, "a. b", given), "FFFFFFFF---FFFFF-");
    ck_assert_str_eq(find(page, "a.", given), "FFFFFFFF---FFFFF-");
}
END_TEST

START_TEST(test_page_frame__only_page_of_its_site) {
    const char *page = MENU TEXT "- one\n- two\n" MENU;
    /* A list next to the text may be part of it. */
    ck_assert_str_eq(find_lone(page, "a.org"), "FFFFFFFF-----FFFFFFFF");
    ck_assert_str_eq(find_lone(page, "a"), "---------------------");
    /* A list in front of a text is no menu. */
    ck_assert_str_eq(find_lone(MENU TEXT, "a.org"), "-----------");
    ck_assert_str_eq(find_lone(TEXT MENU, "a.org"), "-----------");
}
END_TEST

START_TEST(test_page_frame__html_needs_no_site) {
    const char *page = MENU "A headline\n" TEXT
                            "Print this page\nShare it\nOther news\n"
                            "A headline of another page\nThree dead in a fire\n";
    const char *links = "LLLLLLLLTPPPLLLLL";
    ck_assert_str_eq(find_html(page, links, ND__HTML_LIST_ITEM, ND__HTML_PARAGRAPH),
                     "FFFFFFFF----FFFFF");
    ck_assert_str_eq(find_html(page, links, ND__HTML_FRAME | ND__HTML_LIST_ITEM,
                               ND__HTML_MAIN | ND__HTML_PARAGRAPH),
                     "FFFFFFFF----FFFFF");
    ck_assert_str_eq(find_html(MENU, "LLLLLLLL", ND__HTML_FRAME, 0), "--------");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_frame");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_page_frame__behind_the_frame);
    tcase_add_test(basics, test_page_frame__next_to_the_text);
    tcase_add_test(basics, test_page_frame__no_page);
    tcase_add_test(basics, test_page_frame__forms_and_copied_paragraphs_stay);
    tcase_add_test(basics, test_page_frame__a_collection_is_no_site);
    tcase_add_test(basics, test_page_frame__only_page_of_its_site);
    tcase_add_test(basics, test_page_frame__html_needs_no_site);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
