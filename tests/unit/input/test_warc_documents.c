/* WARC files through the whole of reading. */
#include "warc_fixture.h"

static nd__buffer made, packed;
static seen all;
static nd__input_options options;

static void setup(void) {
    setup_folder();
    memset(&options, 0, sizeof options);
    made.count = packed.count = 0;
}

static void teardown(void) {
    nd__vector_clear(&made);
    nd__vector_clear(&packed);
    remove_folder();
}

static void gives(const char *name, const nd__buffer *bytes, const char *records,
                  const char *notices) {
    read_path(&all, write_file(name, bytes->items, bytes->count), options, 0);
    ck_assert_str_eq(all.records.items, records);
    const char *said = all.notices.items;
    for (const char *at; (at = strstr(said, folder)) != NULL;) { /* paths differ */
        size_t size = strlen(folder) + 1;
        memmove((char *)(uintptr_t)at, at + size, strlen(at + size) + 1);
    }
    ck_assert_str_eq(said, notices);
    clear_seen(&all);
}

static void http(const char *head, const void *body, size_t size) {
    nd__buffer content = {NULL, 0, 0};
    append_text(&content, head);
    append_bytes(&content, body, size);
    add_raw_record(&made,
                   "WARC-Type: response\r\nWARC-Target-URI: http://a.org/x\r\n"
                   "Content-Type: application/http\r\n",
                   (long long)content.count, content.items, content.count);
    nd__vector_clear(&content);
}

START_TEST(test_warc_documents__wet) {
    add_record(&made, "warcinfo", "", "application/warc-fields", "a: b\r\n");
    add_wet(&made, "https://news.bbc.co.uk/1", "Text\r\n\r\nof it.\n");
    add_wet(&made, "https://news.bbc.co.uk/1", "Again.");
    add_wet(&made, "", "No URL.");
    add_wet(&made, "http://x.org/\xff", "a\xff\xff\x62");
    const char records[] =
        "D 0 2 https://news.bbc.co.uk/1|bbc.co.uk|2024-01-02T03:04:05Z|"
        "https://news.bbc.co.uk/1|Text\r\n\r\nof it.\n\n"
        "D 0 3 https://news.bbc.co.uk/1#id-397|bbc.co.uk|2024-01-02T03:04:05Z|"
        "https://news.bbc.co.uk/1|Again.";
    read_path(&all, write_file("x", made.items, made.count), options, 0);
    ck_assert_uint_ge(all.records.count, strlen(records));
    all.records.items[strlen(records)] = '\0';
    ck_assert_str_eq(all.records.items, records);
    all.records.items[strlen(records)] = '\n';
    ck_assert_ptr_nonnull(strstr(all.records.items, "#4||2024-01-02T03:04:05Z||No URL."));
    ck_assert_ptr_nonnull(strstr(all.records.items, "http://x.org/\xef\xbf\xbd|x.org"));
    ck_assert_str_eq(all.notices.items, "");
    clear_seen(&all);
}
END_TEST

START_TEST(test_warc_documents__the_same_in_every_container) {
    seen plain, other;
    nd__buffer gzip = {NULL, 0, 0}, zstd = {NULL, 0, 0}, whole = {NULL, 0, 0};
    for (size_t i = 0; i < 50; i++) {
        size_t before = made.count;
        char url[40];
        snprintf(url, sizeof url, "http://a.org/%zu", i % 40);
        i % 3 == 0 ? add_wet(&made, url, "Some text.")
                   : add_html(&made, url, "<title>T</title><p>Some <b>text</b>.");
        add_gzip(&gzip, made.items + before, made.count - before);
        add_zstd(&zstd, made.items + before, made.count - before);
    }
    add_gzip(&whole, made.items, made.count);
    read_path(&plain, write_file("x", made.items, made.count), options, 0);
    const nd__buffer *others[] = {&gzip, &zstd, &whole};
    for (size_t i = 0; i < 3; i++) {
        read_path(&other, write_file("x", others[i]->items, others[i]->count), options,
                  0);
        other.records.items[other.records.count - 1] = '\0';
        ck_assert_str_eq(other.notices.items, "");
        ck_assert_uint_eq(other.digest.low, plain.digest.low);
        ck_assert_int_eq(memcmp(other.records.items, plain.records.items, 1000), 0);
        clear_seen(&other);
    }
    clear_seen(&plain);
    nd__vector_clear(&gzip);
    nd__vector_clear(&zstd);
    nd__vector_clear(&whole);
}
END_TEST

START_TEST(test_warc_documents__responses) {
    http("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n",
         "caf\xe9", 4);
    http("HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n", "<p>Moved", 8);
    http("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", "PNG", 3);
    http("HTTP/1.1 200 OK\r\n\r\n", "<!doctype html><p>Told by its start", 35);
    http("HTTP/1.1 200 OK\r\n\r\n", "No type", 7);
    http(
        "HTTP/1.1 206 Part\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
        "\r\n",
        "3\r\nabc\r\n0\r\n\r\n", 13);
    http("no HTTP", "", 0);
    http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: x\r\n\r\n", "a",
         1);
    http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n",
         "\x1f\x8b\x08 broken", 10);
    add_record(&made, "revisit", "http://a.org/x", "application/http", "HTTP/1.1 200 OK");
    add_record(&made, "resource", "file:///x.txt", "text/plain", "resource");
    add_record(&made, "response", "dns:a.org", "text/dns", "1.2.3.4");
    gives("x.warc", &made,
          "D 0 1 http://a.org/x|a.org||http://a.org/x|caf\xc3\xa9\n"
          "D 0 4 http://a.org/x#537|a.org||http://a.org/x|Told by its start\n"
          "D 0 6 http://a.org/x#861|a.org||http://a.org/x|abc\n"
          "B 0 7 \nB 0 8 \nB 0 9 \n"
          "D 0 11 file:///x.txt||2024-01-02T03:04:05Z|file:///x.txt|resource\n",
          "! x.warc: record at byte 1071: its content is no HTTP response; skipped\n"
          "! x.warc: record at byte 1199: its Content-Encoding is not known; skipped\n"
          "! x.warc: record at byte 1387: its compressed body is damaged; skipped\n"
          "- x.warc: passed over: redirects and errors: 1, types other than HTML and "
          "text: 3, revisits (copies of pages captured before): 1\n");
}
END_TEST

START_TEST(test_warc_documents__html_says_title_and_date) {
    add_html(&made, "http://a.org/x",
             "<html lang=de><title>T</title>"
             "<meta property=article:published_time content=2020-05-06T07:08:09Z>"
             "<link rel=canonical href=http://b.org/y><p>One<p>Two");
    gives("x.warc", &made,
          "D 0 1 http://a.org/x|a.org|2020-05-06T07:08:09Z|"
          "http://a.org/x|One\nTwo\n",
          "");
}
END_TEST

/* What is lost is one record, and said with its place in the file. */
static void damage(void (*add)(nd__buffer *, const char *, size_t), size_t at,
                   const char *damage_notice) {
    size_t bad = 0, end = 0;
    for (size_t i = 0; i < 5; i++) {
        nd__buffer one = {NULL, 0, 0};
        char url[40];
        snprintf(url, sizeof url, "http://a.org/%zu", i);
        add_wet(&one, url, "Some text that is long enough to be pressed together.");
        bad = i == 2 ? packed.count : bad;
        add(&packed, one.items, one.count);
        end = i == 2 ? packed.count : end;
        nd__vector_clear(&one);
    }
    size_t place = at < 1000 ? bad + at : end - (at - 1000);
    packed.items[place] ^= 0x55;
    read_path(&all, write_file("x", packed.items, packed.count), options, 0);
    char notice[300];
    snprintf(notice, sizeof notice, "! %s: record at byte %zu: %s; skipped\n",
             in_folder("x"), bad, damage_notice);
    ck_assert_str_eq(all.notices.items, notice);
    ck_assert_ptr_nonnull(strstr(all.records.items, "D 0 2 http://a.org/1|"));
    ck_assert_ptr_null(strstr(all.records.items, "http://a.org/2|"));
    ck_assert_ptr_nonnull(strstr(all.records.items, "D 0 4 http://a.org/3|"));
    ck_assert_ptr_nonnull(strstr(all.records.items, "D 0 5 http://a.org/4|"));
    clear_seen(&all);
    packed.count = 0;
}

START_TEST(test_warc_documents__damaged_members) {
    const char said[] = "the compressed data is damaged";
    damage(add_gzip, 0, said);    /* its magic number */
    damage(add_gzip, 30, said);   /* in it */
    damage(add_gzip, 1002, said); /* its length */
    damage(add_gzip, 1007, said); /* its checksum */
    damage(add_zstd, 0, said);
    damage(add_zstd, 6, said);
}
END_TEST

START_TEST(test_warc_documents__broken_off_anywhere) {
    add_wet(&made, "http://a.org/1", "One.");
    size_t first = made.count;
    add_wet(&made, "http://a.org/2", "Two.");
    add_gzip(&packed, made.items, first);
    size_t member = packed.count;
    add_gzip(&packed, made.items + first, made.count - first);
    for (size_t size = member + 2; size < packed.count; size++) {
        read_path(&all, write_file("x", packed.items, size), options, 0);
        ck_assert_ptr_nonnull(strstr(all.records.items, "D 0 1 http://a.org/1|"));
        ck_assert_ptr_null(strstr(all.records.items, "http://a.org/2|"));
        ck_assert_ptr_nonnull(strstr(all.records.items, "\nB 0 2"));
        clear_seen(&all);
    }
    for (size_t size = first + 1; size + 4 < made.count; size++) {
        read_path(&all, write_file("x", made.items, size), options, 0);
        ck_assert_ptr_nonnull(strstr(all.records.items, "D 0 1 http://a.org/1|"));
        ck_assert_ptr_null(strstr(all.records.items, "http://a.org/2|"));
        clear_seen(&all);
    }
}
END_TEST

START_TEST(test_warc_documents__limit) {
    options.record_limit = 300;
    char big[400];
    memset(big, 'x', sizeof big);
    nd__buffer bomb = {NULL, 0, 0};
    char zeros[5000];
    memset(zeros, ' ', sizeof zeros);
    add_gzip(&bomb, zeros, sizeof zeros);
    http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", big, sizeof big);
    http("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", big, sizeof big);
    http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n",
         bomb.items, bomb.count);
    nd__vector_clear(&bomb);
    add_wet(&made, "http://a.org/1", "One.");
    gives(
        "x.warc", &made,
        "B 0 1 \nB 0 3 \nD 0 4 http://a.org/1|a.org|2024-01-02T03:04:05Z|"
        "http://a.org/1|One.\n",
        "! x.warc: record at byte 0: larger than 300 bytes (see --max-record); skipped\n"
        "! x.warc: record at byte 1134: larger than 300 bytes (see --max-record); "
        "skipped\n"
        "- x.warc: passed over: types other than HTML and text: 1\n");
}
END_TEST

START_TEST(test_warc_documents__format_is_an_option) {
    add_wet(&made, "http://a.org/1", "One.");
    options.format = ND__FORMAT_TEXT;
    read_path(&all, write_file("x.warc", made.items, made.count), options, 0);
    ck_assert_ptr_nonnull(strstr(all.records.items, "|WARC/1.0"));
    clear_seen(&all);
    options.format = ND__FORMAT_WARC;
    made.count = 0;
    append_text(&made, "no WARC at all");
    gives("x", &made, "B 0 1 \n",
          "! x: record at byte 0: no WARC record begins there; skipped\n");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("warc_documents");
    TCase *tests = tcase_create("warc_documents");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_warc_documents__wet);
    tcase_add_test(tests, test_warc_documents__the_same_in_every_container);
    tcase_add_test(tests, test_warc_documents__responses);
    tcase_add_test(tests, test_warc_documents__html_says_title_and_date);
    tcase_add_test(tests, test_warc_documents__damaged_members);
    tcase_add_test(tests, test_warc_documents__broken_off_anywhere);
    tcase_add_test(tests, test_warc_documents__limit);
    tcase_add_test(tests, test_warc_documents__format_is_an_option);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
