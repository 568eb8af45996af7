/* The quick writers against slow ones that look at one byte at a time. */
#include <stdio.h>
#include <string.h>

#include "base/json_put.h"
#include "base/json_writer.h"
#include "base/utf8_size.h"
#include "random.h"
#include "suite.h"

#define MOST 96

static size_t slow_string(char *out, const char *bytes, size_t size) {
    const unsigned char *p = (const unsigned char *)bytes;
    size_t at = 0;
    out[at++] = '"';
    for (size_t i = 0; i < size;) {
        size_t length = nd__utf8_size(p + i, size - i);
        if (length == 0) {
            at += (size_t)sprintf(out + at, "\xEF\xBF\xBD");
            i++;
        } else if (p[i] == '"' || p[i] == '\\') {
            out[at++] = '\\';
            out[at++] = (char)p[i++];
        } else if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t') {
            out[at++] = '\\';
            out[at++] = p[i] == '\n' ? 'n' : p[i] == '\r' ? 'r' : 't';
            i++;
        } else if (p[i] < 0x20 || p[i] == 0x7F) {
            at += (size_t)sprintf(out + at, "\\u%04x", p[i++]);
        } else {
            memcpy(out + at, p + i, length);
            at += length;
            i += length;
        }
    }
    out[at++] = '"';
    return at;
}

/* Mostly plain, so that whole words are; or any bytes; or characters of all sizes. */
static size_t random_bytes(char *out, uint64_t *state) {
    static const char *const pieces[] = {"\"",
                                         "\\",
                                         "\n",
                                         "\t",
                                         "\r",
                                         "\x01",
                                         "\x1f",
                                         " ",
                                         "\x7f",
                                         "\x80",
                                         "\xc3",
                                         "é",
                                         "中",
                                         "😀",
                                         "~",
                                         "!",
                                         "#",
                                         "[",
                                         "]",
                                         "^",
                                         "\xff",
                                         "}",
                                         "\xed\xa0\x80",
                                         "\xf4\x90\x80\x80",
                                         "\x00"};
    size_t size = 0, most = nd_random(state) % MOST, mode = nd_random(state) % 3;
    while (size < most) {
        uint64_t r = nd_random(state);
        if (mode == 0 && r % 16 != 0) {
            out[size++] = (char)('a' + r % 26);
        } else if (mode == 1) {
            out[size++] = (char)r;
        } else {
            const char *piece = pieces[(r >> 8) % (sizeof pieces / sizeof *pieces)];
            size_t length = *piece == '\0' ? 1 : strlen(piece);
            memcpy(out + size, piece, length);
            size += length;
        }
    }
    return size;
}

static void check_string(const char *bytes, size_t size) {
    char wanted[MOST * 8], got[MOST * 8];
    size_t length = slow_string(wanted, bytes, size);
    memset(got, 'x', sizeof got);
    char *end = nd__put_string(got, bytes, size);
    ck_assert_uint_eq((size_t)(end - got), length);
    ck_assert(memcmp(got, wanted, length) == 0);
    size_t touched = sizeof got;
    while (touched > 0 && got[touched - 1] == 'x') {
        touched--;
    }
    ck_assert_uint_le(touched, nd__put_string_room(size));
    nd__json json = {0};
    nd__json_string(&json, bytes, size);
    ck_assert_uint_eq(json.out.count, length);
    ck_assert(memcmp(json.out.items, wanted, length) == 0);
    nd__json_clear(&json);
}

START_TEST(test_json_put__strings_are_those_of_the_slow_writer) {
    uint64_t state = 1;
    char bytes[MOST + 8];
    for (unsigned i = 0; i < 20000; i++) {
        check_string(bytes, random_bytes(bytes, &state));
    }
    for (unsigned c = 0; c < 256; c++) {
        for (size_t at = 0; at < 9; at++) {
            memset(bytes, 'a', 9);
            bytes[at] = (char)c;
            check_string(bytes, 9);
        }
    }
}
END_TEST

START_TEST(test_json_put__a_long_string_grows_its_room) {
    size_t size = 300000;
    char *bytes = malloc(size), *wanted = malloc(size * 6 + 2);
    for (unsigned fill = 0; fill < 3; fill++) {
        for (size_t i = 0; i < size; i++) {
            bytes[i] =
                "\x01\xff"
                "a"[fill];
        }
        memcpy(bytes + 65534, "😀😀", 8);
        nd__json json = {0};
        nd__json_string(&json, bytes, size);
        size_t length = slow_string(wanted, bytes, size);
        ck_assert_uint_eq(json.out.count, length);
        ck_assert(memcmp(json.out.items, wanted, length) == 0);
        nd__json_clear(&json);
    }
    free(bytes);
    free(wanted);
}
END_TEST

START_TEST(test_json_put__numbers) {
    uint64_t state = 2;
    char wanted[64], got[64];
    for (unsigned i = 0; i < 20000; i++) {
        uint64_t value = nd_random(&state) >> nd_random(&state) % 64;
        value = i == 0 ? 0 : i == 1 ? UINT64_MAX : value;
        sprintf(wanted, "%llu", (unsigned long long)value);
        *nd__put_unsigned(got, value) = '\0';
        ck_assert_str_eq(got, wanted);
        double ratio = (double)(value % 3000000) / 1e6;
        size_t length = (size_t)sprintf(wanted, "%.6f", ratio);
        while (wanted[length - 1] == '0' && wanted[length - 2] != '.') {
            wanted[--length] = '\0';
        }
        *nd__put_ratio(got, ratio) = '\0';
        ck_assert_str_eq(got, wanted);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json_put");
    TCase *cases = tcase_create("json_put");
    tcase_add_test(cases, test_json_put__strings_are_those_of_the_slow_writer);
    tcase_add_test(cases, test_json_put__a_long_string_grows_its_room);
    tcase_add_test(cases, test_json_put__numbers);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
