#include "input/fields.h"

#include <string.h>

#include "suite.h"

static nd__json_parser *parser;
static nd__input_options options;

static void setup(void) {
    parser = nd__json_parser_create();
    ck_assert_ptr_nonnull(parser);
    memset(&options, 0, sizeof options);
}

static void teardown(void) {
    nd__json_parser_destroy(parser);
}

static void describes(const char *json, const char *want) {
    char row[512] = "", described[400];
    nd__fields fields;
    bool decided;
    strcpy(row, json);
    nd__fields_begin(&fields, &options);
    ck_assert_int_eq(
        nd__fields_discover(&fields, &decided, &options, parser, row, strlen(row), NULL),
        ND_OK);
    ck_assert_int_eq(decided, want != NULL);
    if (want != NULL) {
        nd__fields_describe(described, sizeof described, &fields);
        ck_assert_str_eq(described, want);
    }
}

START_TEST(test_fields__usual_names) {
    describes("{\"text\":\"a\"}", "text from 'text'");
    describes("{\"body\":\"a\",\"content\":\"b\"}", "text from 'content'");
    describes("{\"text\":null,\"body\":\"b\"}", "text from 'body'");
    describes("{\"raw_content\":\"\",\"_id\":1,\"domain\":\"x\",\"timestamp\":null}",
              "text from 'raw_content', id from '_id', site from 'domain', date from "
              "'timestamp'");
    describes("{\"text\":\"a\",\"site\":\"x\",\"url\":\"y\",\"id\":1,\"doc_id\":2}",
              "text from 'text', id from 'id', site from 'url'");
}
END_TEST

START_TEST(test_fields__rows_that_decide_nothing) {
    describes("{}", NULL);
    describes("{\"text\":1}", NULL);
    describes("{\"title\":\"a\"}", NULL);
    describes("[\"text\"]", NULL);
    describes("{\"text\":\"a\"", NULL);
}
END_TEST

START_TEST(test_fields__named_ones_are_not_looked_for) {
    options.text_field = "a.b";
    options.id_field = "nr";
    describes("{\"text\":\"x\",\"id\":1}", NULL);
    describes("{\"text\":\"x\",\"id\":1,\"a\":{\"b\":\"y\"}}", "text from 'a.b'");
    describes("{\"nr\":1,\"a.b\":\"y\"}", "text from 'a.b', id from 'nr'");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("fields");
    TCase *tests = tcase_create("fields");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_fields__usual_names);
    tcase_add_test(tests, test_fields__rows_that_decide_nothing);
    tcase_add_test(tests, test_fields__named_ones_are_not_looked_for);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
