#include "input/warc_cutter.h"

#include <inttypes.h>

#include "random.h"
#include "warc_fixture.h"

#define LIMIT 1000

static nd__buffer made; /* the file */
static nd__buffer seen_whole, seen_steps;

static void setup(void) {
    made.count = 0;
}

static void teardown(void) {
    nd__vector_clear(&made);
    nd__vector_clear(&seen_whole);
    nd__vector_clear(&seen_steps);
}

/* One line an extent: where it begins, its bytes or why there are none. Reads `step`
 * bytes at a time; members [0..count-1]: where one begins, or NULL. */
static void cut(nd__buffer *lines, size_t step, const size_t *members, size_t count,
                const char *damage) {
    nd__warc_cutter cutter;
    nd__buffer raw = {NULL, 0, 0};
    nd__warc_extents extents = {NULL, 0, 0};
    size_t at = 0, member = 0;
    memset(&cutter, 0, sizeof cutter);
    nd__warc_cutter_begin(&cutter, members != NULL, LIMIT);
    lines->count = 0;
    for (size_t read = 0, got; read < made.count; read += got) {
        got = made.count - read < step ? made.count - read : step;
        while (member + 1 < count && members[member + 1] <= read) {
            member++;
        }
        if (member + 1 < count && members[member + 1] < read + got) {
            got = members[member + 1] - read;
        }
        append_bytes(&raw, made.items + read, got);
        if (nd__warc_cutter_note(&cutter, got, members == NULL ? 0 : members[member],
                                 NULL) < 0 ||
            nd__warc_cutter_cut(&at, &cutter, &raw, &extents, false, NULL, NULL) < 0) {
            ck_abort_msg("out of memory");
        }
    }
    ck_assert_int_eq(
        nd__warc_cutter_cut(&at, &cutter, &raw, &extents, true, damage, NULL), ND_OK);
    ck_assert_uint_eq(at, raw.count);
    for (size_t i = 0; i < extents.count; i++) {
        const nd__warc_extent *e = &extents.items[i];
        char line[200];
        if (e->damage != NULL) {
            snprintf(line, sizeof line, "%" PRIu64 " %s\n", e->offset, e->damage);
        } else {
            snprintf(line, sizeof line, "%" PRIu64 "%s%s %zu bytes\n", e->offset,
                     e->again ? " again" : "", e->is_large ? " large" : "", e->size);
            if (e->begin + e->size > raw.count ||
                memcmp(raw.items + e->begin, "WARC/1.", 7) != 0) {
                ck_abort_msg("an extent is no record");
            }
        }
        append_text(lines, line);
    }
    append_bytes(lines, "", 1);
    nd__warc_cutter_clear(&cutter);
    nd__vector_clear(&raw);
    nd__vector_clear(&extents);
}

static void gives(const char *want) {
    cut(&seen_whole, made.count + 1, NULL, 0, NULL);
    ck_assert_str_eq(seen_whole.items, want);
    for (size_t step = 1; step < 40; step += 3) {
        cut(&seen_steps, step, NULL, 0, NULL);
        ck_assert_str_eq(seen_steps.items, want);
    }
}

START_TEST(test_warc_cutter__nothing) {
    append_text(&made, "");
    gives("");
    append_text(&made, "\r\n\n\r\n");
    gives("");
}
END_TEST

START_TEST(test_warc_cutter__records_and_urls_that_come_again) {
    add_raw_record(&made, "WARC-Type: warcinfo\r\n", 3, "a\nb", 3);
    add_wet(&made, "http://a", "one");
    add_wet(&made, "http://a", "two");
    add_record(&made, "request", "http://b", "x", "");
    add_record(&made, "response", "http://b", "application/http", "HTTP/1.1 404 No\r\n");
    add_record(&made, "response", "http://b", "application/http", "HTTP/1.1 200 OK\r\n");
    add_record(&made, "revisit", "http://b", "application/http", "HTTP/1.1 200 OK\r\n");
    add_record(&made, "response", "http://b", "application/http", "HTTP/1.1 200 OK\r\n");
    gives(
        "0 55 bytes\n59 177 bytes\n240 again 178 bytes\n422 163 bytes\n"
        "589 197 bytes\n790 197 bytes\n991 196 bytes\n1191 again 198 bytes\n");
}
END_TEST

START_TEST(test_warc_cutter__line_ends_between_records) {
    append_text(&made,
                "\n\nWARC/1.1\nContent-Length: 1\n\nx\n\n\n\n"
                "WARC/1.1\nContent-Length: 1\n\nyWARC/1.1\nContent-Length: 0\n\n");
    gives("2 29 bytes\n35 29 bytes\n64 28 bytes\n");
}
END_TEST

START_TEST(test_warc_cutter__lengths_that_lie) {
    add_raw_record(&made, "", 2, "abcdef", 6); /* too short */
    add_wet(&made, "http://a", "good");
    add_raw_record(&made, "", 10, "abcdef", 6); /* too long by the line ends: no lie */
    add_raw_record(&made, "", 60, "abcdef", 6); /* ends in the next record */
    add_wet(&made, "http://b", "good");
    add_raw_record(&made, "", -1, "abcdef", 6);
    add_wet(&made, "http://c", "good");
    append_text(&made, "WARC/1.0\r\nX: y\r\n\r\nabc\r\n\r\n");
    add_wet(&made, "http://d", "good");
    add_raw_record(&made, "", 900, "abcdef", 6); /* beyond the end */
    add_wet(&made, "http://e", "good");
    gives(
        "0 its Content-Length is wrong: no record ends there\n41 178 bytes\n"
        "223 42 bytes\n265 its Content-Length is wrong: no record ends there\n"
        "307 179 bytes\n490 its header has no usable Content-Length\n532 179 bytes\n"
        "715 its header has no usable Content-Length\n740 179 bytes\n"
        "923 it is cut off where the file ends\n966 179 bytes\n");
}
END_TEST

START_TEST(test_warc_cutter__garbage) {
    append_text(&made, "garbage WARC/1.0 is no record, nor is\nWARC/1.0 here\n\n");
    add_wet(&made, "http://a", "good");
    append_text(&made, "more of it");
    gives(
        "0 no WARC record begins there\n53 178 bytes\n"
        "235 no WARC record begins there\n");
}
END_TEST

START_TEST(test_warc_cutter__large_records_are_not_held) {
    char *big = calloc(1, 300000);
    memset(big, 'x', 300000);
    add_raw_record(&made, "", 300000, big, 300000);
    add_wet(&made, "http://a", "good");
    add_raw_record(&made, "", 100000000000, big, 3000); /* a lie */
    add_wet(&made, "http://b", "good");
    gives(
        "0 large 65572 bytes\n300040 182 bytes\n300226 large 3046 bytes\n303272 182 "
        "bytes\n");
    free(big);
}
END_TEST

START_TEST(test_warc_cutter__huge_header) {
    append_text(&made, "WARC/1.0\r\n");
    for (size_t i = 0; i < 300000; i++) {
        append_bytes(&made, "x", 1);
    }
    append_text(&made, "\r\n\r\n");
    add_wet(&made, "http://a", "good");
    cut(&seen_whole, 256 << 10, NULL, 0, NULL);
    ck_assert_str_eq(seen_whole.items,
                     "0 its header is longer than 256 KiB\n300014 182 bytes\n");
}
END_TEST

START_TEST(test_warc_cutter__members) {
    size_t members[6], count = 0;
    members[count++] = made.count;
    add_raw_record(&made, "", 900, "abcdef", 6); /* its member ends before */
    members[count++] = made.count;
    add_wet(&made, "http://a", "good");
    members[count++] = made.count;
    append_text(&made, "WARC/1.0\r\ncut off in its he");
    members[count++] = made.count;
    add_wet(&made, "http://b", "good");
    members[count++] = made.count - 100; /* not where a record begins: no matter */
    members[count++] = made.count;
    add_wet(&made, "http://c", "good");
    for (size_t step = 1; step < 600; step += 7) {
        cut(&seen_whole, step, members, count, NULL);
        ck_assert_str_eq(seen_whole.items,
                         "0 it ends before its Content-Length\n43 178 bytes\n"
                         "225 it is cut off in its header\n252 179 bytes\n"
                         "435 179 bytes\n");
        cut(&seen_whole, step, members, count, "broken");
        ck_assert_str_eq(seen_whole.items,
                         "0 it ends before its Content-Length\n43 178 bytes\n"
                         "225 it is cut off in its header\n252 179 bytes\n435 broken\n");
    }
}
END_TEST

/* Whatever the bytes are, and however they come, the same is cut. */
START_TEST(test_warc_cutter__any_bytes_in_any_steps) {
    static const char *const pieces[] = {
        "WARC/1.0",        "\r\n",  "\n",
        "Content-Length:", " 7",    " 70",
        " 2000",           "W",     "\r\n\r\nWARC/1.",
        "some content",    ": x y", "WARC-Type: response"};
    for (uint64_t seed = 0; seed < 3000; seed++) {
        uint64_t state = seed;
        made.count = 0;
        for (size_t i = 0; i < 40; i++) {
            if (nd_random(&state) % 4 == 0) {
                add_wet(&made, "http://a", "good");
            } else {
                append_text(&made,
                            pieces[nd_random(&state) % (sizeof pieces / sizeof *pieces)]);
            }
        }
        cut(&seen_whole, made.count, NULL, 0, NULL);
        for (size_t step = 1; step < 100; step += 1 + step / 2) {
            cut(&seen_steps, step, NULL, 0, NULL);
            if (strcmp(seen_steps.items, seen_whole.items) != 0) {
                ck_abort_msg("seed %d, %d bytes at a time: %s instead of %s", (int)seed,
                             (int)step, seen_steps.items, seen_whole.items);
            }
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("warc_cutter");
    TCase *tests = tcase_create("warc_cutter");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_warc_cutter__nothing);
    tcase_add_test(tests, test_warc_cutter__records_and_urls_that_come_again);
    tcase_add_test(tests, test_warc_cutter__line_ends_between_records);
    tcase_add_test(tests, test_warc_cutter__lengths_that_lie);
    tcase_add_test(tests, test_warc_cutter__garbage);
    tcase_add_test(tests, test_warc_cutter__large_records_are_not_held);
    tcase_add_test(tests, test_warc_cutter__huge_header);
    tcase_add_test(tests, test_warc_cutter__members);
    tcase_add_test(tests, test_warc_cutter__any_bytes_in_any_steps);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
