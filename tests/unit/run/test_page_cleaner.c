#include <neardup/boilerplate.h>
#include <stdio.h>
#include <string.h>

#include "input_fixture.h"

static const char learnt[] =
    "{\"type\":\"site-frames\",\"schema\":1,\"min_pages\":5,\"min_share\":0.3}\n"
    "{\"type\":\"site\",\"site\":\"a.example\",\"pages\":9}\n"
    "{\"type\":\"block\",\"text\":\"Home page\",\"pages\":9,\"placed\":true}\n"
    "{\"type\":\"block\",\"text\":\"Imprint and terms\",\"pages\":9,\"placed\":true}\n"
    "{\"type\":\"end\",\"sites\":1,\"blocks\":2}\n";

static nd_site_frames *frames;
static nd_page_cleaner *cleaner;
static nd_page_cleaner_options options;
static char noticed[300];

static void notice(int bad, const char *line, void *payload) {
    (void)payload;
    ck_assert_int_eq(bad, 1);
    snprintf(noticed, sizeof noticed, "%s", line);
}

static void begin(nd_format format, const char *site) {
    const char *path = write_text("frames.jsonl", learnt);
    ck_assert_int_eq(nd_site_frames_open(&frames, path, NULL), ND_OK);
    nd_page_cleaner_options_init(&options);
    options.input.format = format;
    options.input.notice = notice;
    options.site = site;
    ck_assert_int_eq(nd_page_cleaner_create(&cleaner, frames, &options, NULL), ND_OK);
    noticed[0] = '\0';
}

static void end(void) {
    nd_page_cleaner_destroy(cleaner);
    nd_site_frames_destroy(frames);
}

/* Cleans a page, twice, and compares its row. */
static nd_cleaned_page clean(const char *page, const char *expected) {
    nd_cleaned_page out;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(
            nd_page_cleaner_clean(&out, cleaner, "page", 7, page, strlen(page), NULL),
            ND_OK);
        ck_assert_uint_eq(out.size, strlen(expected));
        ck_assert_mem_eq(out.row, expected, out.size);
    }
    return out;
}

#define TEXT                                                                     \
    "The ferry was late again on Monday, and nobody in the harbour knew why it " \
    "was so late."

START_TEST(test_page_cleaner__takes_the_frame_off_a_row) {
    begin(ND_FORMAT_JSONL, NULL);
    nd_cleaned_page out = clean(
        "{\"k\" : 1, \"url\":\"http://www.a.example/x\",\"text\":\"Home page\\n" TEXT
        "\\u000aImprint and terms\"}\r\n",
        "{\"k\" : 1, \"url\":\"http://www.a.example/x\",\"text\":\"" TEXT "\"}\r\n");
    ck_assert(out.is_page && out.known_site);
    ck_assert_uint_eq(out.removed_blocks, 2);
    end();
}
END_TEST

START_TEST(test_page_cleaner__other_sites_pass) {
    static const char row[] =
        "{\"url\":\"http://b.example/\",\"text\":\"Home page\\n" TEXT "\"}";
    begin(ND_FORMAT_AUTO, NULL);
    nd_cleaned_page out = clean(row, row);
    ck_assert(out.is_page && !out.known_site);
    end();
    begin(ND_FORMAT_AUTO, "a.example"); /* unless their site is given */
    clean(row, "{\"url\":\"http://b.example/\",\"text\":\"" TEXT "\"}");
    end();
}
END_TEST

START_TEST(test_page_cleaner__what_is_no_document_passes) {
    begin(ND_FORMAT_JSONL, NULL);
    ck_assert(!clean("{\"text\":\"cut off", "{\"text\":\"cut off").is_page);
    ck_assert_ptr_nonnull(strstr(noticed, "page:7: not valid JSON"));
    ck_assert(!clean("\n", "\n").is_page);
    ck_assert(!clean("", "").is_page);
    end();
}
END_TEST

START_TEST(test_page_cleaner__html_becomes_a_row) {
    begin(ND_FORMAT_HTML, "a.example");
    nd_cleaned_page out = clean(
        "<html lang=en><title>Ferry</title><ul><li>Home page</ul><p>" TEXT
        "</p><div>Imprint and terms</div>",
        "{\"id\":\"page\",\"title\":\"Ferry\",\"lang\":\"en\",\"text\":\"" TEXT "\"}\n");
    ck_assert(out.is_page);
    end();
}
END_TEST

START_TEST(test_page_cleaner__options_are_checked) {
    nd_error error = {0};
    begin(ND_FORMAT_JSONL, NULL);
    nd_page_cleaner *other = NULL;
    options.threshold = 0;
    ck_assert_int_eq(nd_page_cleaner_create(&other, frames, &options, &error), ND_E_ARG);
    ck_assert_ptr_nonnull(strstr(error.message, "threshold is 0"));
    options.threshold = 1;
    options.input.format = ND_FORMAT_WARC;
    ck_assert_int_eq(nd_page_cleaner_create(&other, frames, &options, NULL), ND_E_ARG);
    options.version = 9;
    ck_assert_int_eq(nd_page_cleaner_create(&other, frames, &options, NULL), ND_E_ARG);
    end();
}
END_TEST

int main(void) {
    Suite *suite = suite_create("page_cleaner");
    TCase *cases = tcase_create("core");
    tcase_add_checked_fixture(cases, setup_folder, remove_folder);
    tcase_add_test(cases, test_page_cleaner__takes_the_frame_off_a_row);
    tcase_add_test(cases, test_page_cleaner__other_sites_pass);
    tcase_add_test(cases, test_page_cleaner__what_is_no_document_passes);
    tcase_add_test(cases, test_page_cleaner__html_becomes_a_row);
    tcase_add_test(cases, test_page_cleaner__options_are_checked);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
