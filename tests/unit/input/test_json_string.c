#include "input/json_string.h"

#include <string.h>

#include "random.h"
#include "suite.h"

static void decodes_to(const char *raw, const char *want) {
    nd__buffer out = {NULL, 0, 0};
    ck_assert(nd__json_string_is_valid(raw, strlen(raw)));
    ck_assert_int_eq(nd__json_string_decode(&out, raw, strlen(raw), NULL), ND_OK);
    ck_assert_uint_eq(out.count, strlen(want));
    ck_assert(out.count == 0 || memcmp(out.items, want, out.count) == 0);
    nd__vector_clear(&out);
}

START_TEST(test_json_string__decodes) {
    decodes_to("", "");
    decodes_to("a", "a");
    decodes_to("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t");
    decodes_to("x\\u00e4\\u20AC\\ud83d\\ude00y",
               "x\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80y");
}
END_TEST

START_TEST(test_json_string__lone_surrogates_are_replaced) {
    decodes_to("\\ud800", "\xef\xbf\xbd");
    decodes_to("\\udc00\\ud800", "\xef\xbf\xbd\xef\xbf\xbd");
    decodes_to("\\ud800\\u0041",
               "\xef\xbf\xbd"
               "A");
    decodes_to("\\ud800\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80");
}
END_TEST

START_TEST(test_json_string__zero_is_a_character) {
    nd__buffer out = {NULL, 0, 0};
    ck_assert_int_eq(nd__json_string_decode(&out, "\\u0000", 6, NULL), ND_OK);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_int_eq(out.items[0], 0);
    nd__vector_clear(&out);
}
END_TEST

/* Long literals are read 64 bytes at a time: what they become must be what their pieces
 * become, and a bad escape must be seen wherever it stands. */
START_TEST(test_json_string__long_literals) {
    static const char *const pieces[] = {
        "a",    "plain words ", "\xc3\xa4",       "\\n",
        "\\\\", "\\u20AC",      "\\ud83d\\ude00", "\\\""};
    uint64_t state = 9;
    for (unsigned round = 0; round < 3000; round++) {
        nd__buffer raw = {NULL, 0, 0}, want = {NULL, 0, 0}, out = {NULL, 0, 0};
        size_t kinds = round % 2 == 0 ? 3 : sizeof pieces / sizeof *pieces;
        for (size_t left = nd_random(&state) % 100; left > 0; left--) {
            size_t kind = nd_random(&state) % 20 == 0 ? 3 : nd_random(&state) % kinds;
            const char *piece = pieces[kind];
            size_t size = strlen(piece);
            ck_assert_int_eq(nd__buffer_append(&raw, piece, size, NULL), ND_OK);
            ck_assert_int_eq(nd__json_string_decode(&want, piece, size, NULL), ND_OK);
        }
        ck_assert(nd__json_string_is_valid(raw.items, raw.count));
        ck_assert_int_eq(nd__json_string_decode(&out, raw.items, raw.count, NULL), ND_OK);
        ck_assert_uint_eq(out.count, want.count);
        ck_assert(out.count == 0 || memcmp(out.items, want.items, out.count) == 0);
        ck_assert_int_eq(nd__buffer_append(&raw, "\\x", 2, NULL), ND_OK);
        ck_assert(!nd__json_string_is_valid(raw.items, raw.count));
        ck_assert_int_eq(nd__json_string_decode(&out, raw.items, raw.count, NULL),
                         ND_E_FORMAT);
        nd__vector_clear(&raw);
        nd__vector_clear(&want);
        nd__vector_clear(&out);
    }
}
END_TEST

START_TEST(test_json_string__bad_escapes) {
    static const char *const bad[] = {"\\", "\\x", "\\u", "\\u12", "\\u12g4", "ab\\"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        nd__buffer out = {NULL, 0, 0};
        nd_error err;
        ck_assert(!nd__json_string_is_valid(bad[i], strlen(bad[i])));
        ck_assert_int_eq(nd__json_string_decode(&out, bad[i], strlen(bad[i]), &err),
                         ND_E_FORMAT);
        nd__vector_clear(&out);
    }
}
END_TEST

START_TEST(test_json_string__maps_offsets_back) {
    /* a, a-umlaut, escape, pair, end */
    const char *raw = "a\xc3\xa4\\n\\ud83d\\ude00z";
    size_t offsets[] = {0, 1, 1, 3, 4, 8, 9}, found[7];
    size_t want[] = {0, 1, 1, 3, 5, 17, 18};
    ck_assert_int_eq(nd__json_string_map(found, offsets, 7, raw, strlen(raw), NULL),
                     ND_OK);
    for (size_t i = 0; i < 7; i++) {
        ck_assert_uint_eq(found[i], want[i]);
    }
    size_t zero = 0, beyond = 10;
    ck_assert_int_eq(nd__json_string_map(found, &zero, 1, "", 0, NULL), ND_OK);
    ck_assert_uint_eq(found[0], 0);
    ck_assert_int_eq(nd__json_string_map(found, &beyond, 1, raw, strlen(raw), NULL),
                     ND_E_ARG);
    size_t falling[] = {4, 1};
    ck_assert_int_eq(nd__json_string_map(found, falling, 2, raw, strlen(raw), NULL),
                     ND_E_ARG);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json_string");
    TCase *tests = tcase_create("json_string");
    tcase_add_test(tests, test_json_string__decodes);
    tcase_add_test(tests, test_json_string__lone_surrogates_are_replaced);
    tcase_add_test(tests, test_json_string__zero_is_a_character);
    tcase_add_test(tests, test_json_string__long_literals);
    tcase_add_test(tests, test_json_string__bad_escapes);
    tcase_add_test(tests, test_json_string__maps_offsets_back);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
