#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json_writer.h"
#include "suite.h"

static void expect(nd__json *json, const char *text) {
    ck_assert(!json->failed);
    ck_assert_int_eq(nd__buffer_append(&json->out, "", 1, NULL), ND_OK);
    ck_assert_str_eq(json->out.items, text);
    nd__json_clear(json);
}

static void expect_string(const char *bytes, size_t size, const char *text) {
    nd__json json = {0};
    nd__json_string(&json, bytes, size);
    expect(&json, text);
}

static void expect_ratio(double value, const char *text) {
    nd__json json = {0};
    nd__json_ratio(&json, value);
    expect(&json, text);
}

START_TEST(test_json_writer__nesting_and_commas) {
    nd__json json = {0};
    nd__json_begin_object(&json);
    nd__json_key(&json, "a");
    nd__json_begin_array(&json);
    nd__json_end_array(&json);
    nd__json_key(&json, "b");
    nd__json_begin_array(&json);
    nd__json_unsigned(&json, 1);
    nd__json_begin_object(&json);
    nd__json_end_object(&json);
    nd__json_bool(&json, true);
    nd__json_bool(&json, false);
    nd__json_null(&json);
    nd__json_text(&json, "x");
    nd__json_ratio(&json, 0.5);
    nd__json_begin_array(&json);
    nd__json_unsigned(&json, 2);
    nd__json_unsigned(&json, 3);
    nd__json_end_array(&json);
    nd__json_end_array(&json);
    nd__json_key(&json, "c\"");
    nd__json_text(&json, "");
    nd__json_end_object(&json);
    nd__json_newline(&json);
    nd__json_begin_object(&json);
    nd__json_end_object(&json);
    nd__json_newline(&json);
    expect(
        &json,
        "{\"a\":[],\"b\":[1,{},true,false,null,\"x\",0.5,[2,3]],\"c\\\"\":\"\"}\n{}\n");
}
END_TEST

START_TEST(test_json_writer__every_byte_below_0x80) {
    for (int c = 0; c < 0x80; c++) {
        char in = (char)c;
        char expected[16];
        const char *short_escape = c == '\n'   ? "\\n"
                                   : c == '\r' ? "\\r"
                                   : c == '\t' ? "\\t"
                                   : c == '"'  ? "\\\""
                                   : c == '\\' ? "\\\\"
                                               : NULL;
        if (short_escape != NULL) {
            snprintf(expected, sizeof expected, "\"%s\"", short_escape);
        } else if (c < 0x20 || c == 0x7F) {
            snprintf(expected, sizeof expected, "\"\\u%04x\"", (unsigned)c);
        } else {
            snprintf(expected, sizeof expected, "\"%c\"", c);
        }
        expect_string(&in, 1, expected);
    }
}
END_TEST

START_TEST(test_json_writer__utf8_passes) {
    /* The first and the last character of each length, and around the surrogates. */
    static const char *const valid[] = {
        "\xc2\x80",     "\xdf\xbf",     "\xe0\xa0\x80",     "\xed\x9f\xbf",
        "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
    };
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "\"%s\"", valid[i]);
        expect_string(valid[i], strlen(valid[i]), expected);
    }
}
END_TEST

#define BAD "\xef\xbf\xbd"

START_TEST(test_json_writer__what_is_not_utf8_is_replaced) {
    expect_string("\x80", 1, "\"" BAD "\"");
    expect_string("\xbf", 1, "\"" BAD "\"");
    expect_string("\xc0\x80", 2, "\"" BAD BAD "\"");
    expect_string("\xc1\xbf", 2, "\"" BAD BAD "\"");
    expect_string("\xe0\x9f\xbf", 3, "\"" BAD BAD BAD "\"");
    expect_string("\xed\xa0\x80", 3, "\"" BAD BAD BAD "\"");
    expect_string("\xf0\x8f\xbf\xbf", 4, "\"" BAD BAD BAD BAD "\"");
    expect_string("\xf4\x90\x80\x80", 4, "\"" BAD BAD BAD BAD "\"");
    expect_string("\xf5\xff\xfe", 3, "\"" BAD BAD BAD "\"");
    /* Cut short at the end, and by a plain character or a quote. */
    expect_string("a\xc3", 2, "\"a" BAD "\"");
    expect_string("a\xe4\xb8", 3, "\"a" BAD BAD "\"");
    expect_string("\xe4\xb8z", 3, "\"" BAD BAD "z\"");
    expect_string("\xc3\"\n", 3, "\"" BAD "\\\"\\n\"");
    expect_string("\xc3\xa9\xff\xc3\xa9", 5, "\"\xc3\xa9" BAD "\xc3\xa9\"");
}
END_TEST

START_TEST(test_json_writer__no_bytes) {
    expect_string(NULL, 0, "\"\"");
    expect_string("", 0, "\"\"");
    expect_string("a\0b", 3, "\"a\\u0000b\"");
}
END_TEST

START_TEST(test_json_writer__unsigned) {
    nd__json json = {0};
    nd__json_begin_array(&json);
    nd__json_unsigned(&json, 0);
    nd__json_unsigned(&json, 9);
    nd__json_unsigned(&json, 10);
    nd__json_unsigned(&json, UINT64_MAX);
    nd__json_end_array(&json);
    expect(&json, "[0,9,10,18446744073709551615]");
}
END_TEST

START_TEST(test_json_writer__ratio) {
    expect_ratio(0, "0.0");
    expect_ratio(-0.0, "0.0");
    expect_ratio(1, "1.0");
    expect_ratio(0.5, "0.5");
    expect_ratio(0.91, "0.91");
    expect_ratio(0.1 + 0.2, "0.3");
    expect_ratio(1.0 / 3, "0.333333");
    expect_ratio(2.0 / 3, "0.666667");
    expect_ratio(0.000001, "0.000001");
    expect_ratio(0.0000004, "0.0");
    expect_ratio(0.0000006, "0.000001");
    expect_ratio(0.9999996, "1.0");
    expect_ratio(0.100001, "0.100001");
    expect_ratio(123456.75, "123456.75");
    /* What is no ratio is still valid JSON. */
    expect_ratio(-3, "0.0");
    expect_ratio((double)NAN, "0.0");
    expect_ratio((double)INFINITY, "9000000000000.0");
    expect_ratio((double)-INFINITY, "0.0");
    expect_ratio(1e300, "9000000000000.0");
}
END_TEST

START_TEST(test_json_writer__ratio_ignores_the_locale) {
    static const char *const comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    for (size_t i = 0; i < sizeof comma / sizeof *comma; i++) {
        if (setlocale(LC_ALL, comma[i]) != NULL) {
            break;
        }
    }
    expect_ratio(0.25, "0.25");
}
END_TEST

START_TEST(test_json_writer__caller_may_empty_the_buffer) {
    nd__json json = {0};
    for (int i = 0; i < 3; i++) {
        nd__json_begin_object(&json);
        nd__json_end_object(&json);
        nd__json_newline(&json);
        ck_assert_uint_eq(json.out.count, 3);
        ck_assert_mem_eq(json.out.items, "{}\n", 3);
        json.out.count = 0;
    }
    nd__json_clear(&json);
}
END_TEST

START_TEST(test_json_writer__failure_is_remembered) {
    nd__json json = {0};
    json.failed = true;
    nd__json_text(&json, "x");
    ck_assert(json.failed);
    ck_assert_uint_eq(json.out.count, 0);
    nd__json_clear(&json);
    ck_assert(!json.failed);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json_writer");
    TCase *tests = tcase_create("json_writer");
    tcase_add_test(tests, test_json_writer__nesting_and_commas);
    tcase_add_test(tests, test_json_writer__every_byte_below_0x80);
    tcase_add_test(tests, test_json_writer__utf8_passes);
    tcase_add_test(tests, test_json_writer__what_is_not_utf8_is_replaced);
    tcase_add_test(tests, test_json_writer__no_bytes);
    tcase_add_test(tests, test_json_writer__unsigned);
    tcase_add_test(tests, test_json_writer__ratio);
    tcase_add_test(tests, test_json_writer__ratio_ignores_the_locale);
    tcase_add_test(tests, test_json_writer__caller_may_empty_the_buffer);
    tcase_add_test(tests, test_json_writer__failure_is_remembered);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
