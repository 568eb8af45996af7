#include "boilerplate/frame_runs.h"

#include "match_fixture.h"

#define TEXT                                                                           \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt " \
    "before the winter comes, and that it would cost nobody a single penny.\n"

/* Grades of a page after its frame is extended, as text: F frame, - none. Given: F sure
 * frame, 2 stands on a second page, 1 on none. */
static const char *extend(const char *page, const char *site, const char *given) {
    static char out[64];
    fixture f;
    fixture_open(&f);
    fixture_add(&f, page, site);
    size_t blocks = f.corpus.blocks.count;
    ck_assert_uint_eq(blocks, strlen(given));
    nd__frame_grade *grades = nd__allocate_zeroed(blocks, sizeof *grades);
    ck_assert_ptr_nonnull(grades);
    for (size_t b = 0; b < blocks; b++) {
        grades[b].frame = given[b] == 'F';
        grades[b].pages = given[b] == 'F' ? 9 : (uint32_t)(given[b] - '0');
    }
    nd__frame_extend(grades, &f.corpus, 0);
    for (size_t b = 0; b < blocks; b++) {
        out[b] = grades[b].frame ? 'F' : '-';
    }
    out[blocks] = '\0';
    free(grades);
    fixture_close(&f);
    return out;
}

START_TEST(test_frame_runs__enclosed) {
    const char *page = "Home\n12 May\nNews\n" TEXT "Jobs\nA headline\nImprint\n";
    ck_assert_str_eq(extend(page, "a", "F1F1F1F"), "FFF-FFF");
    ck_assert_str_eq(extend(page, "a", "F1F1F11"), "FFF-FFF");
}
END_TEST

START_TEST(test_frame_runs__too_few_sure_blocks_or_no_site) {
    const char *page = "Home\n12 May\nNews\n" TEXT "Jobs\nA headline\nImprint\n";
    ck_assert_str_eq(extend(page, "a", "F1F1111"), "F-F----");
    ck_assert_str_eq(extend(page, NULL, "F1F1F1F"), "F-F-F-F");
}
END_TEST

START_TEST(test_frame_runs__running_text_is_never_enclosed) {
    ck_assert_str_eq(extend("Home\nNews\nSport\n" TEXT "Jobs\nImprint\n", "a", "FFF1FF"),
                     "FFF-FF");
}
END_TEST

START_TEST(test_frame_runs__second_page) {
    const char *page =
        "Home\nNews\nSport\n" TEXT "One headline\nTwo headlines\nThree headlines\n" TEXT
        "A line\n" TEXT;
    ck_assert_str_eq(extend(page, "a", "FFF1222111"), "FFF-FFF---");
    ck_assert_str_eq(extend(page, "a", "FFF1111111"), "FFF-------");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("frame_runs");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_frame_runs__enclosed);
    tcase_add_test(basics, test_frame_runs__too_few_sure_blocks_or_no_site);
    tcase_add_test(basics, test_frame_runs__running_text_is_never_enclosed);
    tcase_add_test(basics, test_frame_runs__second_page);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
