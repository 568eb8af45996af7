#include "input/batch.h"

#include <string.h>

#include "suite.h"

static nd__batch batch;
static nd__input_options options;

static void setup(void) {
    memset(&batch, 0, sizeof batch);
    memset(&options, 0, sizeof options);
}

static void teardown(void) {
    nd__batch_clear(&batch);
}

static void load(nd__format format, const char *bytes) {
    ck_assert_int_eq(
        nd__batch_load(&batch, &options, "p", format, bytes, strlen(bytes), NULL), ND_OK);
    ck_assert_int_eq(nd__batch_parse(&batch, NULL), ND_OK);
}

START_TEST(test_batch__text_raw_is_the_literal) {
    load(ND__FORMAT_JSONL, "{\"id\": 1e3, \"text\" : \"a\\u00e4\\ud800\"}\r\n");
    ck_assert_uint_eq(batch.records.count, 1);
    const nd__record *record = &batch.records.items[0];
    ck_assert(record->is_document);
    ck_assert_str_eq(record->id, "1e3");
    ck_assert_uint_eq(record->text_size, 6);
    ck_assert_int_eq(memcmp(record->text, "a\xc3\xa4\xef\xbf\xbd", 6), 0);
    ck_assert_uint_eq(record->text_raw_size, 13);
    ck_assert_int_eq(memcmp(record->raw + record->text_raw, "a\\u00e4\\ud800", 13), 0);
}
END_TEST

START_TEST(test_batch__empty_text_is_a_document) {
    load(ND__FORMAT_JSONL, "{\"text\":\"\"}");
    ck_assert(batch.records.items[0].is_document);
    ck_assert_uint_eq(batch.records.items[0].text_size, 0);
    ck_assert_str_eq(batch.records.items[0].id, "p#1");
}
END_TEST

START_TEST(test_batch__zero_in_an_id_is_replaced) {
    load(ND__FORMAT_JSONL, "{\"text\":\"a\\u0000b\",\"id\":\"x\\u0000y\"}");
    ck_assert_str_eq(batch.records.items[0].id, "x\xef\xbf\xbdy");
    ck_assert_uint_eq(batch.records.items[0].text_size, 3);
}
END_TEST

START_TEST(test_batch__duplicate_ids_are_kept) {
    load(ND__FORMAT_JSONL, "{\"text\":\"a\",\"id\":1}\n{\"text\":\"a\",\"id\":1}\n");
    ck_assert_uint_eq(batch.records.count, 2);
    ck_assert_str_eq(batch.records.items[0].id, batch.records.items[1].id);
}
END_TEST

START_TEST(test_batch__site_field_only_without_url) {
    load(ND__FORMAT_JSONL,
         "{\"text\":\"a\",\"url\":\"http://a.example.com\",\"site\":\"x.org\"}\n"
         "{\"text\":\"a\",\"url\":null,\"site\":\"www.x.org\"}\n"
         "{\"text\":\"a\",\"site\":\"The Times\"}\n");
    ck_assert_str_eq(batch.records.items[0].site, "example.com");
    ck_assert_str_eq(batch.records.items[1].site, "x.org");
    ck_assert_ptr_null(batch.records.items[1].url);
    ck_assert_str_eq(batch.records.items[2].site, "The Times");
}
END_TEST

START_TEST(test_batch__byte_order_mark_is_no_text) {
    load(ND__FORMAT_TEXT,
         "\xef\xbb\xbf"
         "abc");
    const nd__record *record = &batch.records.items[0];
    ck_assert_uint_eq(record->raw_size, 6);
    ck_assert_uint_eq(record->text_raw, 3);
    ck_assert_uint_eq(record->text_size, 3);
    load(ND__FORMAT_JSONL,
         "\xef\xbb\xbf{\"text\":\"a\"}\n\xef\xbb\xbf{\"text\":\"a\"}\n");
    ck_assert_uint_eq(batch.records.count, 3);
    ck_assert(!batch.records.items[0].is_document && !batch.records.items[0].is_bad);
    ck_assert(batch.records.items[1].is_document);
    ck_assert(batch.records.items[2].is_bad);
}
END_TEST

START_TEST(test_batch__cut_text_ends_at_a_character) {
    ck_assert_int_eq(
        nd__batch_load(&batch, &options, "p", ND__FORMAT_TEXT, "ab\xe2\x82", 4, NULL),
        ND_OK);
    batch.store->is_cut = true;
    ck_assert_int_eq(nd__batch_parse(&batch, NULL), ND_OK);
    ck_assert(batch.records.items[0].is_document);
    ck_assert_uint_eq(batch.records.items[0].text_size, 2);
    ck_assert_uint_eq(batch.records.items[0].raw_size, 4);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("batch");
    TCase *tests = tcase_create("batch");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_batch__text_raw_is_the_literal);
    tcase_add_test(tests, test_batch__empty_text_is_a_document);
    tcase_add_test(tests, test_batch__zero_in_an_id_is_replaced);
    tcase_add_test(tests, test_batch__duplicate_ids_are_kept);
    tcase_add_test(tests, test_batch__site_field_only_without_url);
    tcase_add_test(tests, test_batch__byte_order_mark_is_no_text);
    tcase_add_test(tests, test_batch__cut_text_ends_at_a_character);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
