#include "html/page_tables.h"

#include "html_fixture.h"

START_TEST(test_page_tables__rows_of_data_are_lines) {
    html_gives(
        "<table><tr><th>Name<th>Size<tr><td>one<td>1<tr><td><p>two</p><td>2</table>x",
        "Name\tSize\none\t1\ntwo\t2\nx");
    html_gives("<table><tr><td>a<td>1<tr><td>b<td>2<tr><td>c<td>3</table>",
               "a\t1\nb\t2\nc\t3");
    html_gives("<table><caption>T</caption><tr><td>a<td><td>b<tr><td>c<td>d<td>e</table>",
               "T\na\tb\nc\td\te"); /* an empty cell leaves no trace */
    html_gives("<table><tr><th>Name<th>Text<tr><td>one<td>first<br>second</table>",
               "Name\tText\none\nfirst\nsecond");
}
END_TEST

START_TEST(test_page_tables__layout_is_cut_by_cell) {
    html_gives("<table><tr><td>menu<td>text</table>", "menu\ntext");
    html_gives("<table><tr><td>a<tr><td>b<tr><td>c</table>", "a\nb\nc");
    html_gives("<table role=presentation><tr><th>a<td>1<tr><td>b<td>2</table>",
               "a\n1\nb\n2");
    html_gives(
        "<table><tr><th>a<td><table><tr><th>x<th>y<tr><td>1<td>2</table><tr><td>b<td>c"
        "</table>",
        "a\nx\ty\n1\t2\nb\nc");
    html_gives(
        "<table><tr><td><a href=x>a</a><td><a href=x>b</a><tr><td><a href=x>c</a><td>"
        "<a href=x>d</a><tr><td><a href=x>e</a><td><a href=x>f</a></table>",
        "a\nb\nc\nd\ne\nf");
}
END_TEST

START_TEST(test_page_tables__blocks) {
    nd__html_text page = {0};
    html_read(&page,
              "<!DOCTYPE html><p>before<table><tr><th>n<th>link<tr><td>one<td><a "
              "href=x>there</a>"
              "</table><p>after");
    ck_assert_uint_eq(page.blocks.count, 4);
    nd__html_block row = html_block(&page, "one\tthere");
    ck_assert_uint_eq(row.flags, ND__HTML_TABLE);
    ck_assert_uint_eq(row.link_bytes, 5);
    ck_assert_uint_eq(html_block(&page, "after").flags, ND__HTML_PARAGRAPH);
    html_read(&page, "<table><tr><td>a<td>b</table>");
    ck_assert_uint_eq(html_block(&page, "a").flags, 0);
    nd__html_text_clear(&page);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_tables");
    TCase *tcase = tcase_create("page_tables");
    tcase_add_test(tcase, test_page_tables__rows_of_data_are_lines);
    tcase_add_test(tcase, test_page_tables__layout_is_cut_by_cell);
    tcase_add_test(tcase, test_page_tables__blocks);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
