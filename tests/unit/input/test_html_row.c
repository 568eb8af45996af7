#include "input/html_row.h"

#include "input/batch.h"
#include "input_fixture.h"

static nd__batch batch;
static nd__input_options options;
static nd__buffer rows;

static void setup(void) {
    memset(&batch, 0, sizeof batch);
    memset(&options, 0, sizeof options);
    options.format = ND__FORMAT_HTML;
}

static void teardown(void) {
    nd__batch_clear(&batch);
    nd__vector_clear(&rows);
}

/* All rows that the text becomes. */
static const char *become(const char *text) {
    batch.rows = true;
    ck_assert_int_eq(
        nd__batch_load(&batch, &options, "p", ND__FORMAT_JSONL, text, strlen(text), NULL),
        ND_OK);
    ck_assert_int_eq(nd__batch_parse(&batch, NULL), ND_OK);
    rows.count = 0;
    for (size_t i = 0; i < batch.records.count; i++) {
        const nd__record *record = &batch.records.items[i];
        append_bytes(&rows, record->raw, record->raw_size);
        if (record->is_document) {
            ck_assert_uint_le(record->text_raw + record->text_raw_size, record->raw_size);
            ck_assert_int_eq(record->raw[record->text_raw - 1], '"');
            ck_assert_int_eq(record->raw[record->text_raw + record->text_raw_size], '"');
            ck_assert_ptr_nonnull(record->html);
        }
    }
    append_bytes(&rows, "", 1);
    return rows.items;
}

START_TEST(test_html_row__becomes_text) {
    ck_assert_str_eq(become("{ \"n\":1 , \"html\" : \"<p>a\\u0026amp;b<p>c\\\"\" , "
                            "\"x\": {\"html\":2}}\r\n"),
                     "{ \"n\":1 , \"text\" : \"a&b\\nc\\\"\" , \"x\": {\"html\":2}}\r\n");
    ck_assert_uint_eq(batch.records.items[0].html_count, 2);
    ck_assert_uint_eq(batch.records.items[0].text_size, 6);
}
END_TEST

START_TEST(test_html_row__what_the_page_says_is_added) {
    const char page[] =
        "<html lang=fr><title>T</title><link rel=canonical href=http://a.org/c>"
        "<meta property=article:published_time content=2020-01-02><p>x";
    char row[600], want[600];
    snprintf(row, sizeof row, "{\"html\":\"%s\"}", page);
    ck_assert_str_eq(become(row),
                     "{\"text\":\"x\",\"title\":\"T\",\"lang\":\"fr\","
                     "\"url\":\"http://a.org/c\",\"date\":\"2020-01-02\"}");
    ck_assert_str_eq(batch.records.items[0].site, "a.org");
    ck_assert_str_eq(batch.records.items[0].date, "2020-01-02");
    snprintf(row, sizeof row,
             "{\"lang\":null,\"title\":\"\",\"url\":\"http://b.org\",\"date\":5,"
             "\"html\":\"%s\" } \n",
             page);
    snprintf(want, sizeof want,
             "{\"lang\":null,\"title\":\"\",\"url\":\"http://b.org\",\"date\":5,"
             "\"text\":\"x\" } \n");
    ck_assert_str_eq(become(row), want);
    ck_assert_str_eq(batch.records.items[0].site, "b.org");
    ck_assert_str_eq(batch.records.items[0].date, "5");
}
END_TEST

START_TEST(test_html_row__keeps_its_name) {
    ck_assert_str_eq(become("{\"html\":\"<p>x\",\"text\":1}"),
                     "{\"html\":\"x\",\"text\":1}");
    options.text_field = "a.b";
    ck_assert_str_eq(become("{\"a\":{\"b\":\"<p>x\"}}"), "{\"a\":{\"b\":\"x\"}}");
    options.text_field = "k\"e\\y";
    ck_assert_str_eq(become("{\"k\\\"e\\\\y\":\"<p>x\"}"), "{\"text\":\"x\"}");
    options.text_field = "text";
    ck_assert_str_eq(become("{\"text\":\"<p>x\"}"), "{\"text\":\"x\"}");
}
END_TEST

START_TEST(test_html_row__other_lines_stay) {
    ck_assert_str_eq(
        become("\xef\xbb\xbf\n{\"html\":\"\"}\nnot json\n{\"html\":5}\n \n{"),
        "\xef\xbb\xbf\n{\"text\":\"\"}\nnot json\n{\"html\":5}\n \n{");
    ck_assert(batch.records.items[2].is_document);
}
END_TEST

START_TEST(test_html_row__found_without_an_option) {
    options.format = ND__FORMAT_AUTO;
    ck_assert_str_eq(become("{\"html\":\"<p>x\"}"), "{\"text\":\"x\"}");
    ck_assert_str_eq(batch.records.items[0].text, "x");
    batch.rows = true;
    ck_assert_int_eq(nd__batch_load(&batch, &options, "p", ND__FORMAT_JSONL,
                                    "{\"html\":\"<p>x\",\"text\":\"<y>\"}", 28, NULL),
                     ND_OK);
    ck_assert_int_eq(nd__batch_parse(&batch, NULL), ND_OK);
    ck_assert_uint_eq(batch.records.items[0].text_size, 3);
    ck_assert_ptr_null(batch.records.items[0].html);
}
END_TEST

START_TEST(test_html_row__limit) {
    options.record_limit = 10;
    ck_assert_str_eq(become("{\"html\":\"<p>0123456789\"}\n{\"html\":\"<p>01\"}"),
                     "{\"html\":\"<p>0123456789\"}\n{\"text\":\"01\"}");
    ck_assert(batch.records.items[0].is_bad);
    ck_assert(batch.records.items[1].is_document);
}
END_TEST

START_TEST(test_html_row__texts_outlive_the_batch) {
    nd__arena texts = {NULL, 0};
    batch.texts = &texts;
    become("{\"html\":\"<p>first\"}\n{\"html\":\"<p>second\"}");
    const char *first = batch.records.items[0].text;
    nd__batch_clear(&batch);
    ck_assert_str_eq(first, "first");
    nd__arena_clear(&texts);
    batch.texts = NULL;
}
END_TEST

int main(void) {
    Suite *suite = suite_create("html_row");
    TCase *tests = tcase_create("html_row");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_html_row__becomes_text);
    tcase_add_test(tests, test_html_row__what_the_page_says_is_added);
    tcase_add_test(tests, test_html_row__keeps_its_name);
    tcase_add_test(tests, test_html_row__other_lines_stay);
    tcase_add_test(tests, test_html_row__found_without_an_option);
    tcase_add_test(tests, test_html_row__limit);
    tcase_add_test(tests, test_html_row__texts_outlive_the_batch);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
