#include <errno.h>
#include <string.h>

#include "base/status.h"
#include "neardup/version.h"
#include "suite.h"

START_TEST(test_status__every_code_has_a_text) {
    const char *seen[11];
    size_t count = 0;
    for (int code = ND_E_INTERNAL; code <= ND_DONE; code++) {
        const char *text = nd_status_text((nd_status)code);
        ck_assert_ptr_nonnull(text);
        ck_assert_str_ne(text, "unknown status");
        for (size_t i = 0; i < count; i++) {
            ck_assert_str_ne(text, seen[i]);
        }
        seen[count++] = text;
    }
    ck_assert_uint_eq(count, 11);
    ck_assert_str_eq(nd_status_text((nd_status)-77), "unknown status");
    ck_assert_str_eq(nd_status_text((nd_status)77), "unknown status");
}
END_TEST

START_TEST(test_status__version) {
    ck_assert_str_eq(nd_version(), ND_VERSION_STRING);
}
END_TEST

START_TEST(test_status__fail_fills_the_error) {
    nd_error err = {0};
    ck_assert_int_eq(nd__fail(&err, ND_E_FORMAT, 42, "line %d is '%s'", 7, "x"),
                     ND_E_FORMAT);
    ck_assert_int_eq(err.code, ND_E_FORMAT);
    ck_assert_uint_eq(err.at, 42);
    ck_assert_str_eq(err.message, "line 7 is 'x'");
}
END_TEST

START_TEST(test_status__error_may_be_null) {
    ck_assert_int_eq(nd__fail(NULL, ND_E_ARG, 0, "x"), ND_E_ARG);
    ck_assert_int_eq(nd__fail_memory(NULL), ND_E_NOMEM);
    ck_assert_int_eq(nd__fail_system(NULL, ENOENT, "x"), ND_E_IO);
}
END_TEST

START_TEST(test_status__system_error_ends_in_its_text) {
    nd_error err = {0};
    ck_assert_int_eq(nd__fail_system(&err, ENOENT, "could not open '%s'", "a"), ND_E_IO);
    ck_assert_int_eq(err.code, ND_E_IO);
    ck_assert_uint_eq(err.at, ND_NO_POSITION);
    ck_assert_str_eq(err.message, "could not open 'a': No such file or directory");
}
END_TEST

START_TEST(test_status__message_is_one_line) {
    nd_error err = {0};
    nd__fail(&err, ND_E_ARG, 0,
             "a\nb\tc\x7f"
             "d\r\xc3\xa9");
    ck_assert_str_eq(err.message, "a?b?c?d?\xc3\xa9");
}
END_TEST

START_TEST(test_status__message_is_utf8) {
    nd_error err = {0};
    nd__fail(&err, ND_E_IO, 0, "file '%s'", "caf\xe9 \xed\xa0\x80 \xe4\xb8\xad");
    ck_assert_str_eq(err.message, "file 'caf? ??? \xe4\xb8\xad'");
}
END_TEST

/* Cut at any place among 1-, 2-, 3- and 4-byte characters. */
START_TEST(test_status__long_message_is_cut_between_characters) {
    static const char *const unit[] = {"x", "\xc3\xa9", "\xe4\xb8\xad",
                                       "\xf0\x9f\x98\x80"};
    size_t width = strlen(unit[_i]);
    for (size_t lead = 0; lead < 8; lead++) {
        char text[1200] = "";
        memset(text, 'a', lead);
        size_t at = lead;
        while (at + width < 1000) {
            memcpy(text + at, unit[_i], width);
            at += width;
        }
        nd_error err;
        memset(&err, 'Z', sizeof err);
        nd__fail(&err, ND_E_ARG, 0, "%s", text);
        size_t size = strlen(err.message);
        ck_assert_uint_lt(size, sizeof err.message);
        ck_assert_uint_gt(size, sizeof err.message - 8);
        ck_assert_str_eq(err.message + size - 3, "\xe2\x80\xa6");
        ck_assert_uint_eq((size - 3 - lead) % width, 0);
        ck_assert_mem_eq(err.message, text, size - 3);
    }
}
END_TEST

START_TEST(test_status__long_system_message_is_cut) {
    char text[600];
    for (size_t length = 440; length < sizeof text - 1; length++) {
        memset(text, 'a', length);
        text[length] = '\0';
        nd_error err;
        nd__fail_system(&err, ENOENT, "%s", text);
        size_t size = strlen(err.message);
        ck_assert_uint_lt(size, sizeof err.message);
        if (length + strlen(": No such file or directory") >= sizeof err.message) {
            ck_assert_str_eq(err.message + size - 3, "\xe2\x80\xa6");
        } else {
            ck_assert_str_eq(err.message + size - 9, "directory");
        }
    }
}
END_TEST

static nd_status try_it(nd_status inner) {
    ND_TRY(inner);
    return ND_E_INTERNAL;
}

static nd_status try_out(nd_status inner, int *cleaned) {
    nd_status status;
    ND_TRY_OUT(inner);
    status = ND_E_INTERNAL;
out:
    ++*cleaned;
    return status;
}

START_TEST(test_status__try_returns_failures_only) {
    int cleaned = 0;
    ck_assert_int_eq(try_it(ND_E_IO), ND_E_IO);
    ck_assert_int_eq(try_it(ND_OK), ND_E_INTERNAL);
    ck_assert_int_eq(try_it(ND_DONE), ND_E_INTERNAL);
    ck_assert_int_eq(try_out(ND_E_IO, &cleaned), ND_E_IO);
    ck_assert_int_eq(try_out(ND_OK, &cleaned), ND_E_INTERNAL);
    ck_assert_int_eq(cleaned, 2);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("status");
    TCase *tests = tcase_create("status");
    tcase_add_test(tests, test_status__every_code_has_a_text);
    tcase_add_test(tests, test_status__version);
    tcase_add_test(tests, test_status__fail_fills_the_error);
    tcase_add_test(tests, test_status__error_may_be_null);
    tcase_add_test(tests, test_status__system_error_ends_in_its_text);
    tcase_add_test(tests, test_status__message_is_one_line);
    tcase_add_test(tests, test_status__message_is_utf8);
    tcase_add_loop_test(tests, test_status__long_message_is_cut_between_characters, 0, 4);
    tcase_add_test(tests, test_status__long_system_message_is_cut);
    tcase_add_test(tests, test_status__try_returns_failures_only);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
