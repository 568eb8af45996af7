#include "warc/http_body.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "suite.h"

static nd__http_body scratch;
static nd__http_head head;
static nd__slice out;
static nd__body_state state;

static void teardown(void) {
    nd__http_body_clear(&scratch);
}

static nd__slice slice(const char *text) {
    return (nd__slice){text, strlen(text)};
}

static void decode(const char *coding, bool chunked, nd__slice body, size_t limit) {
    memset(&head, 0, sizeof head);
    head.content_encoding = slice(coding);
    head.chunked = chunked;
    ck_assert_int_eq(
        nd__http_body_decode(&out, &state, &scratch, &head, body, limit, NULL), ND_OK);
}

static void gives(nd__body_state want_state, const char *want) {
    ck_assert_int_eq(state, want_state);
    ck_assert_uint_eq(out.size, strlen(want));
    ck_assert(out.size == 0 || memcmp(out.bytes, want, out.size) == 0);
}

/* window as zlib counts it: 31 gzip, 15 zlib, -15 bare. Static memory. */
static nd__slice packed(const char *bytes, size_t size, int window) {
    static char rooms[4][70000];
    static unsigned next;
    char *room = rooms[next++ % 4];
    z_stream zlib;
    memset(&zlib, 0, sizeof zlib);
    ck_assert_int_eq(deflateInit2(&zlib, 6, Z_DEFLATED, window, 8, 0), Z_OK);
    zlib.next_in = (Bytef *)(uintptr_t)bytes;
    zlib.avail_in = (uInt)size;
    zlib.next_out = (Bytef *)room;
    zlib.avail_out = sizeof rooms[0];
    ck_assert_int_eq(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    size_t made = sizeof rooms[0] - zlib.avail_out;
    deflateEnd(&zlib);
    return (nd__slice){room, made};
}

static const char text[] = "A page, a page, a page, and a page.";

START_TEST(test_http_body__plain) {
    decode("", false, slice(text), 100);
    gives(ND__BODY_WHOLE, text);
    ck_assert_ptr_eq(out.bytes, text);
    decode("identity", false, slice(text), 100);
    gives(ND__BODY_WHOLE, text);
    decode("", false, slice(text), 5);
    gives(ND__BODY_LARGE, "");
    decode("gzip", true, slice(""), 5);
    gives(ND__BODY_WHOLE, "");
}
END_TEST

START_TEST(test_http_body__chunks) {
    decode("", true, slice("3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n"), 100);
    gives(ND__BODY_WHOLE, "abcde");
    decode("", true, slice("3\nabc\n2\nde\n0\n\n"), 100);
    gives(ND__BODY_WHOLE, "abcde");
    decode("", true, slice("3\r\nabc\r\n"), 100);
    gives(ND__BODY_CUT, "abc");
    decode("", true, slice("ffffffff\r\nabc"), 100);
    gives(ND__BODY_CUT, "abc");
    decode("", true, slice("3\r\nabc\r\nzz\r\n"), 100);
    gives(ND__BODY_CUT, "abc");
    decode("", true, slice("fffffffffffffffff\r\nabc"), 100);
    gives(ND__BODY_WHOLE, "fffffffffffffffff\r\nabc");
    decode("", true, slice("<p>joined already"), 100);
    gives(ND__BODY_WHOLE, "<p>joined already");
    decode("", true, slice("0\r\n\r\n"), 100);
    gives(ND__BODY_WHOLE, "");
}
END_TEST

START_TEST(test_http_body__compressed) {
    static const struct {
        const char *coding;
        int window;
    } codings[] = {{"gzip", 31}, {"X-GZIP", 31}, {"deflate", 15}, {"deflate", -15}};
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        nd__slice body = packed(text, strlen(text), codings[i].window);
        decode(codings[i].coding, false, body, 100);
        gives(ND__BODY_WHOLE, text);
        decode(codings[i].coding, false, body, 20);
        gives(ND__BODY_LARGE, "");
        for (size_t size = 0; size < body.size;
             size++) { /* must end, whatever it gives */
            decode(codings[i].coding, false, (nd__slice){body.bytes, size}, 100);
            ck_assert(size < 3 || state == ND__BODY_CUT);
        }
    }
    char room[200];
    size_t made = ZSTD_compress(room, sizeof room, text, strlen(text), 3);
    decode("zstd", false, (nd__slice){room, made}, 100);
    gives(ND__BODY_WHOLE, text);
    decode("zstd", false, (nd__slice){room, made - 3}, 100);
    ck_assert_int_eq(state, ND__BODY_CUT);
    /* The stream that stands for "" in RFC 7932, and one uncompressed block by hand. */
    decode("br", false, (nd__slice){"\x06", 1}, 100);
    gives(ND__BODY_WHOLE, "");
    decode("br", false, (nd__slice){"\x0b\x02\x80hello\x03", 9}, 100);
    gives(ND__BODY_WHOLE, "hello");
}
END_TEST

START_TEST(test_http_body__several_codings) {
    nd__slice once = packed(text, strlen(text), 31);
    nd__slice twice = packed(once.bytes, once.size, 15);
    decode("gzip, deflate", false, twice, 100);
    gives(ND__BODY_WHOLE, text);
    decode("gzip,gzip,gzip,gzip,gzip", false, once, 100);
    gives(ND__BODY_UNKNOWN, "");
    decode("compress", false, slice("abc"), 100);
    gives(ND__BODY_UNKNOWN, "");
}
END_TEST

START_TEST(test_http_body__said_to_be_packed_and_is_not) {
    decode("gzip", false, slice("plain words"), 100);
    gives(ND__BODY_WHOLE, "plain words");
    decode("br", false, slice("<!doctype html><p>x"), 100);
    gives(ND__BODY_WHOLE, "<!doctype html><p>x");
}
END_TEST

START_TEST(test_http_body__bomb) {
    size_t size = 30u << 20;
    char *zeros = calloc(size, 1);
    nd__slice body = packed(zeros, size, 31);
    free(zeros);
    decode("gzip", false, body, 1 << 20);
    gives(ND__BODY_LARGE, "");
    ck_assert_uint_lt(scratch.first.capacity + scratch.second.capacity, 4u << 20);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("http_body");
    TCase *tests = tcase_create("http_body");
    tcase_add_checked_fixture(tests, NULL, teardown);
    tcase_add_test(tests, test_http_body__plain);
    tcase_add_test(tests, test_http_body__chunks);
    tcase_add_test(tests, test_http_body__compressed);
    tcase_add_test(tests, test_http_body__several_codings);
    tcase_add_test(tests, test_http_body__said_to_be_packed_and_is_not);
    tcase_add_test(tests, test_http_body__bomb);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
