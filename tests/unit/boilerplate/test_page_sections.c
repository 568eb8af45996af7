#include "boilerplate/page_sections.h"

#include "html/html_block.h"
#include "suite.h"

START_TEST(test_page_sections__nothing) {
    nd__page_sections sections = {0};
    ck_assert_int_eq(nd__page_sections_read(&sections, NULL, NULL, NULL, 0, NULL), ND_OK);
    ck_assert_uint_eq(sections.places.count, 0);
    ck_assert_uint_eq(sections.items.items[0].words, 0);
    nd__page_sections_clear(&sections);
    nd__page_sections_clear(&sections);
}
END_TEST

START_TEST(test_page_sections__under_headings) {
    enum { COUNT = 7 };
    static const uint16_t heading = ND__HTML_HEADING, title = ND__HTML_TITLE;
    const uint16_t flags[COUNT] = {0, 0, (uint16_t)(heading | title), 0, heading, 0, 0};
    const double prose[COUNT] = {0, 0, 0, 30, 0, 8, 0.5};
    const uint32_t section[COUNT] = {0, 0, 1, 1, 2, 2, 2};
    const uint32_t behind[COUNT] = {ND__NO_TITLE, ND__NO_TITLE, 0, 1, 2, 3, 4};
    nd__block_row rows[COUNT] = {{0}};
    nd__block_mark marks[COUNT] = {{0}};
    for (size_t b = 0; b < COUNT; b++) {
        rows[b].weight = (uint16_t)(b + 1);
        marks[b].flags = flags[b];
    }
    nd__page_sections sections = {0};
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(
            nd__page_sections_read(&sections, rows, marks, prose, COUNT, NULL), ND_OK);
        ck_assert_uint_eq(sections.items.count, 3);
        for (size_t b = 0; b < COUNT; b++) {
            ck_assert_uint_eq(sections.places.items[b].section, section[b]);
            ck_assert_uint_eq(sections.places.items[b].behind, behind[b]);
            ck_assert_uint_eq(sections.places.items[b].front,
                              b <= 2 ? 2 - b : ND__NO_TITLE);
        }
        ck_assert_uint_eq(sections.items.items[0].words, 3);
        ck_assert_uint_eq(sections.items.items[1].words, 7);
        ck_assert_uint_eq(sections.items.items[2].words, 18);
        ck_assert_double_eq(sections.items.items[1].prose, 30);
        ck_assert_double_eq(sections.items.items[2].prose, 8.5);
    }
    nd__page_sections_clear(&sections);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_sections");
    TCase *tcase = tcase_create("page_sections");
    tcase_add_test(tcase, test_page_sections__nothing);
    tcase_add_test(tcase, test_page_sections__under_headings);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
