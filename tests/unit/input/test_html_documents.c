/* HTML files through the whole of reading. */
#include "neardup/html.h"
#include "warc_fixture.h"

static seen all;
static nd__input_options options;

static void setup(void) {
    setup_folder();
    memset(&options, 0, sizeof options);
}

/* The record without the folder's name in front of its id. */
static void gives(const char *name, const char *bytes, size_t size, const char *record) {
    const char *path = write_file(name, bytes, size);
    char want[600];
    snprintf(want, sizeof want, "D 0 1 %s|%s\n", path, record);
    read_path(&all, path, options, 0);
    ck_assert_str_eq(all.records.items, want);
    ck_assert_str_eq(all.notices.items, "");
    clear_seen(&all);
}

START_TEST(test_html_documents__told_by_name_or_beginning) {
    static const char page[] = "<!doctype html><p>One<p>Two";
    gives("a.htm", "<p>One<p>Two", 12, "|||One\nTwo");
    gives("a", page, strlen(page), "|||One\nTwo");
    gives("a.txt", "<p>One", 6, "|||<p>One");
    options.format = ND__FORMAT_TEXT;
    gives("a.html", "<p>One", 6, "|||<p>One");
    options.format = ND__FORMAT_HTML;
    gives("a.txt", "<p>One", 6, "|||One");
}
END_TEST

START_TEST(test_html_documents__in_a_container) {
    nd__buffer packed = {NULL, 0, 0};
    add_gzip(&packed, "<p>One", 6);
    gives("a.html.gz", packed.items, packed.count, "|||One");
    nd__vector_clear(&packed);
}
END_TEST

START_TEST(test_html_documents__what_the_page_says) {
    static const char page[] =
        "<title>T</title><link rel=canonical href=https://www.bbc.co.uk/x>"
        "<meta property=article:published_time content=2020-01-02><p>caf\xe9";
    gives("a.html", page, strlen(page),
          "bbc.co.uk|2020-01-02|https://www.bbc.co.uk/x|caf\xc3\xa9");
    gives("b.html", "\xff\xfe<\0p\0>\0a\0", 10, "|||a");
}
END_TEST

START_TEST(test_html_documents__empty) {
    gives("a.html", "<p>", 3, "|||");
    read_path(&all, write_file("b.html", "", 0), options, 0);
    ck_assert_str_eq(all.records.items, "");
    clear_seen(&all);
}
END_TEST

START_TEST(test_html_documents__limit) {
    char page[600000];
    memset(page, 'x', sizeof page);
    options.record_limit = sizeof page;
    read_path(&all, write_file("a.html", page, sizeof page), options, 0);
    ck_assert_int_eq(all.records.items[0], 'D');
    clear_seen(&all);
    for (options.record_limit = sizeof page - 1; options.record_limit > 10;
         options.record_limit /= 2) {
        read_path(&all, write_file("a.html", page, sizeof page), options, 0);
        ck_assert_str_eq(all.records.items, "B 0 1 \n");
        ck_assert_ptr_nonnull(strstr(all.notices.items, "(see --max-record)"));
        clear_seen(&all);
    }
}
END_TEST

START_TEST(test_html_documents__for_programs) {
    char *text;
    size_t size;
    ck_assert(nd_html_told("a.html", "", 0));
    ck_assert(nd_html_told(NULL, "<html>", 6));
    ck_assert(!nd_html_told("a.txt", "text", 4));
    ck_assert_int_eq(nd_html_to_text(&text, &size, "<p>a<p>\xe9", 8, "latin1", NULL),
                     ND_OK);
    ck_assert_str_eq(text, "a\n\xc3\xa9");
    ck_assert_uint_eq(size, 4);
    free(text);
    ck_assert_int_eq(nd_html_to_text(&text, &size, "", 0, NULL, NULL), ND_OK);
    ck_assert_str_eq(text, "");
    free(text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("html_documents");
    TCase *tests = tcase_create("html_documents");
    tcase_add_checked_fixture(tests, setup, remove_folder);
    tcase_add_test(tests, test_html_documents__told_by_name_or_beginning);
    tcase_add_test(tests, test_html_documents__in_a_container);
    tcase_add_test(tests, test_html_documents__what_the_page_says);
    tcase_add_test(tests, test_html_documents__empty);
    tcase_add_test(tests, test_html_documents__limit);
    tcase_add_test(tests, test_html_documents__for_programs);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
