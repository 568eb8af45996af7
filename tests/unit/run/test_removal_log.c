#include "run/removal_log.h"

#include <string.h>

#include "suite.h"

#define HEADER "{\"type\":\"removal-log\",\"schema\":1,\"layout\":\"folder\"}\n"
#define REMOVED(file)                                                              \
    "{\"type\":\"removed\",\"file\":\"" file                                       \
    "\",\"at\":3,\"kind\":\"repeat\",\"doc\":\"d\",\"n\":0,\"of\":null,\"bytes\":" \
    "\"a\\u0000b\"}\n"
#define END(removed, bytes)                                                          \
    "{\"type\":\"end\",\"files\":0,\"removed\":" removed ",\"removed_bytes\":" bytes \
    "}"                                                                              \
    "\n"

/* Reads all; the status that ended it. */
static nd_status read_all(const char *text, nd__removal_record *last, nd_error *err) {
    nd__removal_reader *reader = NULL;
    nd_status status =
        nd__removal_reader_open_memory(&reader, text, strlen(text), "log", err);
    while (status == ND_OK) {
        status = nd__removal_reader_next(reader, last, err);
        if (status == ND_OK && last->type == ND__REMOVAL_REMOVED) {
            ck_assert_uint_eq(last->removed.size, 3);
            ck_assert_int_eq(memcmp(last->removed.bytes, "a\0b", 3), 0);
        }
    }
    nd__removal_reader_close(reader);
    return status;
}

START_TEST(test_removal_log__reads) {
    nd__removal_record record;
    nd_error err = {0};
    ck_assert_int_eq(read_all(HEADER REMOVED("a/b") END("1", "3"), &record, &err),
                     ND_DONE);
}
END_TEST

START_TEST(test_removal_log__refuses) {
    static const char *const bad[] = {
        "",
        "{}",
        "nonsense",
        HEADER,
        HEADER REMOVED("a") END("2", "3"),
        HEADER REMOVED("a") END("1", "4"),
        HEADER REMOVED("../a") END("1", "3"),
        HEADER REMOVED("/a") END("1", "3"),
        HEADER REMOVED("a/../b") END("1", "3"),
        HEADER REMOVED("a//b") END("1", "3"),
        HEADER REMOVED("a/") END("1", "3"),
        HEADER REMOVED("") END("1", "3"),
        HEADER REMOVED("a\\u0000b") END("1", "3"),
        HEADER END("0", "0") END("0", "0"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        nd__removal_record record;
        nd_error err = {0};
        ck_assert_int_eq(read_all(bad[i], &record, &err), ND_E_FORMAT);
        ck_assert_msg(strstr(err.message, "log") != NULL, "%s", err.message);
    }
}
END_TEST

START_TEST(test_removal_log__base64) {
    static const char *const pairs[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"\xff\xfe\xfd", "//79"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        nd__buffer coded = {NULL, 0, 0}, plain = {NULL, 0, 0};
        size_t size = strlen(pairs[i][0]);
        ck_assert_int_eq(nd__base64_encode(&coded, pairs[i][0], size, NULL), ND_OK);
        ck_assert_uint_eq(coded.count, strlen(pairs[i][1]));
        ck_assert(coded.count == 0 || memcmp(coded.items, pairs[i][1], coded.count) == 0);
        ck_assert_int_eq(nd__base64_decode(&plain, coded.items, coded.count, NULL),
                         ND_OK);
        ck_assert_uint_eq(plain.count, size);
        ck_assert(size == 0 || memcmp(plain.items, pairs[i][0], size) == 0);
        nd__vector_clear(&coded);
        nd__vector_clear(&plain);
    }
    nd__buffer out = {NULL, 0, 0};
    ck_assert_int_eq(nd__base64_decode(&out, "Zg=", 3, NULL), ND_E_FORMAT);
    ck_assert_int_eq(nd__base64_decode(&out, "Z*==", 4, NULL), ND_E_FORMAT);
    ck_assert_int_eq(nd__base64_decode(&out, "Zg==Zg==", 8, NULL), ND_E_FORMAT);
    nd__vector_clear(&out);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("removal_log");
    TCase *tests = tcase_create("removal_log");
    tcase_add_test(tests, test_removal_log__reads);
    tcase_add_test(tests, test_removal_log__refuses);
    tcase_add_test(tests, test_removal_log__base64);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
