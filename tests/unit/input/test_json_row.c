#include "input/json_row.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static nd__json_parser *parser;
static char row[1 << 16];

static void setup(void) {
    parser = nd__json_parser_create();
    ck_assert_ptr_nonnull(parser);
}

static void teardown(void) {
    nd__json_parser_destroy(parser);
}

static nd__row_state parse(nd__json_value *value, const char *json, const char *path) {
    nd__row_state state;
    memset(row, ' ', sizeof row);
    memcpy(row, json, strlen(json));
    ck_assert_int_eq(
        nd__json_row_parse(parser, &state, value, &path, 1, row, strlen(json), NULL),
        ND_OK);
    return state;
}

static void finds(const char *json, const char *path, nd__json_kind kind,
                  const char *want) {
    nd__json_value value;
    ck_assert_msg(parse(&value, json, path) == ND__ROW_OBJECT, "%s", json);
    ck_assert_msg(value.kind == kind, "%s: kind %d", json, (int)value.kind);
    if (want != NULL) {
        ck_assert_uint_eq(value.size, strlen(want));
        ck_assert_int_eq(memcmp(row + value.begin, want, value.size), 0);
    }
}

START_TEST(test_json_row__finds_fields) {
    finds("{}", "a", ND__JSON_ABSENT, NULL);
    finds("{\"a\":\"x\"}", "a", ND__JSON_STRING, "x");
    finds(" { \"a\" : \"\" } ", "a", ND__JSON_STRING, "");
    finds("{\"a\":-1.5e3 }", "a", ND__JSON_NUMBER, "-1.5e3");
    finds("{\"a\":null}", "a", ND__JSON_OTHER, NULL);
    finds("{\"a\":[1,{\"a\":2}]}", "a", ND__JSON_OTHER, NULL);
    finds("{\"b\":[{},[],[{}]],\"a\":\"x\\\"y\"}", "a", ND__JSON_STRING, "x\\\"y");
    finds("{\"\\u0061\":\"x\"}", "a", ND__JSON_STRING, "x");
    finds("{\"a\":\"x\",\"a\":\"y\"}", "a", ND__JSON_STRING, "y");
    finds("{\"a\":\"x\",\"a\":null}", "a", ND__JSON_OTHER, NULL);
    finds("{\"a\":\"\\ud800\"}", "a", ND__JSON_STRING, "\\ud800");
}
END_TEST

START_TEST(test_json_row__dotted_paths) {
    finds("{\"a\":{\"b\":\"x\"}}", "a.b", ND__JSON_STRING, "x");
    finds("{\"a.b\":\"y\",\"a\":{\"b\":\"x\"}}", "a.b", ND__JSON_STRING, "y");
    finds("{\"a\":{\"b\":\"x\"},\"a.b\":\"y\"}", "a.b", ND__JSON_STRING, "y");
    finds("{\"a\":{\"b\":\"x\"},\"a\":{}}", "a.b", ND__JSON_ABSENT, NULL);
    finds("{\"a\":{\"b\":{\"c\":\"x\"}}}", "a.b.c", ND__JSON_STRING, "x");
    finds("{\"a\":{\"b.c\":\"x\"}}", "a.b.c", ND__JSON_STRING, "x");
    finds("{\"a\":\"x\"}", "a.b", ND__JSON_ABSENT, NULL);
    finds("{\"a\":[{\"b\":\"x\"}]}", "a.b", ND__JSON_ABSENT, NULL);
}
END_TEST

START_TEST(test_json_row__broken) {
    static const char *const bad[] = {"{",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{,}",
                                      "{\"a\":01}",
                                      "{\"a\":1.}",
                                      "{\"a\":+1}",
                                      "{\"a\":nul}",
                                      "{\"a\":truee}",
                                      "{\"a\":\"\\x\"}",
                                      "{\"a\":\"x}",
                                      "{\"a\":1}}",
                                      "{\"a\":1} {}",
                                      "{\"a\":1}x",
                                      "{\"a\":[1,]}",
                                      "{\"a\":[1}",
                                      "{\"a\":\"\t\"}",
                                      "{\"a\":1 \"b\":2}",
                                      "{\"a\":\"x\"y}",
                                      "{a:1}",
                                      "{\"a\":'x'}",
                                      "{\"a\":NaN}",
                                      "{\"a\" \"b\":1}",
                                      "{\"a\":[1 2]}",
                                      "{\"\\x\":1}",
                                      "{\"a\":{]}",
                                      "{\"a\":-}",
                                      "{\"a\":1e}",
                                      "{1:2}",
                                      "{\"a\"::1}",
                                      "{\"a\":[,1]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        nd__json_value value;
        ck_assert_msg(parse(&value, bad[i], "a") == ND__ROW_BROKEN, "%s", bad[i]);
    }
}
END_TEST

START_TEST(test_json_row__not_an_object) {
    static const char *const other[] = {"", " ", "[]", "1", "\"a\"", "x", "null"};
    nd__json_value value;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        ck_assert_int_eq(parse(&value, other[i], "a"), ND__ROW_NOT_OBJECT);
    }
}
END_TEST

START_TEST(test_json_row__encoding_is_told_first) {
    nd__json_value value;
    ck_assert_int_eq(parse(&value, "{\"a\":\"\xff\"}", "a"), ND__ROW_ENCODING);
    ck_assert_int_eq(parse(&value, "{\"b\":\"\xc3\"}", "a"), ND__ROW_ENCODING);
    ck_assert_int_eq(parse(&value, "{\"\xed\xa0\x80\":1", "a"), ND__ROW_ENCODING);
    ck_assert_int_eq(parse(&value, "\xe4", "a"), ND__ROW_ENCODING);
}
END_TEST

START_TEST(test_json_row__depth) {
    static char json[1 << 14];
    nd__json_value value;
    for (int depth = 500; depth < 3000; depth += 300) {
        size_t at = (size_t)sprintf(json, "{\"b\":");
        memset(json + at, '[', (size_t)depth);
        memset(json + at + depth, ']', (size_t)depth);
        strcpy(json + at + 2 * (size_t)depth, "}");
        ck_assert_int_eq(parse(&value, json, "a"),
                         depth < ND__JSON_MAX_DEPTH ? ND__ROW_OBJECT : ND__ROW_DEEP);
    }
}
END_TEST

START_TEST(test_json_row__lists_string_fields) {
    const char *json = "{\"a\":1,\"b\":\"x\",\"c\":{\"d\":\"y\"},\"\\u0065\":\"z\"}";
    nd__buffer out = {NULL, 0, 0};
    memset(row, ' ', sizeof row);
    memcpy(row, json, strlen(json));
    ck_assert_int_eq(nd__json_row_string_fields(parser, &out, row, strlen(json), NULL),
                     ND_OK);
    ck_assert_uint_eq(out.count, 8);
    ck_assert_int_eq(memcmp(out.items, "'b', 'e'", 8), 0);
    nd__vector_clear(&out);
}
END_TEST

START_TEST(test_json_row__first_invalid_byte) {
    memset(row, 'a', sizeof row);
    ck_assert_uint_eq(nd__first_invalid_byte(row, 0), 0);
    ck_assert_uint_eq(nd__first_invalid_byte(row, sizeof row), sizeof row);
    row[40000] = (char)0xC3;
    row[40001] = (char)0xA4;
    ck_assert_uint_eq(nd__first_invalid_byte(row, sizeof row), sizeof row);
    ck_assert_uint_eq(nd__first_invalid_byte(row, 40001), 40000);
    row[50000] = (char)0xA4;
    ck_assert_uint_eq(nd__first_invalid_byte(row, sizeof row), 50000);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json_row");
    TCase *tests = tcase_create("json_row");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_json_row__finds_fields);
    tcase_add_test(tests, test_json_row__dotted_paths);
    tcase_add_test(tests, test_json_row__broken);
    tcase_add_test(tests, test_json_row__not_an_object);
    tcase_add_test(tests, test_json_row__encoding_is_told_first);
    tcase_add_test(tests, test_json_row__depth);
    tcase_add_test(tests, test_json_row__lists_string_fields);
    tcase_add_test(tests, test_json_row__first_invalid_byte);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
