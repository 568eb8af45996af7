#include "html/charset.h"

#include <stdio.h>
#include <string.h>

#include "html/charset_labels.h"
#include "suite.h"

static void gives(const char *bytes, size_t size, const char *header, const char *name,
                  const char *text, bool mended) {
    nd__buffer out = {0};
    nd__charset_report report;
    nd_error err;
    ck_assert_int_eq(nd__charset_to_utf8(&out, &report, bytes, size, header, true, &err),
                     ND_OK);
    ck_assert_int_eq(nd__buffer_append(&out, "", 1, NULL), ND_OK);
    ck_assert_str_eq(out.items, text);
    ck_assert_str_eq(report.name, name);
    ck_assert_int_eq(report.mended, mended);
    ck_assert_int_eq(report.converted, strcmp(name, "UTF-8") != 0);
    nd__vector_clear(&out);
}

static void text_gives(const char *bytes, const char *header, const char *name,
                       const char *text) {
    gives(bytes, strlen(bytes), header, name, text, false);
}

START_TEST(test_charset__nothing_and_ascii) {
    gives(NULL, 0, NULL, "UTF-8", "", false);
    text_gives("plain", NULL, "UTF-8", "plain");
    text_gives("plain", "no-such-charset", "UTF-8", "plain");
}
END_TEST

START_TEST(test_charset__byte_order_mark_comes_first) {
    text_gives("\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F", "iso-8859-1", "UTF-8",
               "gr\xC3\xBC\xC3\x9F");
    gives("\xFF\xFEg\0\xFC\0", 6, "utf-8", "UTF-16LE", "g\xC3\xBC", false);
    gives("\xFE\xFF\0g\0\xFC", 6, NULL, "UTF-16BE", "g\xC3\xBC", false);
    gives("<\0p\0>\0\xFC\0", 8, NULL, "UTF-16LE", "<p>\xC3\xBC", false);
}
END_TEST

START_TEST(test_charset__header_before_meta) {
    text_gives("<meta charset=koi8-r>\xE4", " \"ISO-8859-1\" ", "windows-1252",
               "<meta charset=koi8-r>\xC3\xA4");
    text_gives("<meta charset=koi8-r>\xC4", NULL, "KOI8-R",
               "<meta charset=koi8-r>\xD0\xB4");
}
END_TEST

START_TEST(test_charset__meta) {
    text_gives(
        "<META content='text/html; Charset = \"windows-1251\"' http-equiv="
        "Content-Type>\xE4",
        NULL, "windows-1251",
        "<META content='text/html; Charset = \"windows-1251\"' http-equiv="
        "Content-Type>\xD0\xB4");
    /* in a comment or script, or not of this kind, it says nothing */
    text_gives(
        "<!-- <meta charset=koi8-r> --><script><meta charset=koi8-r></script>"
        "<meta name=x content='charset=koi8-r'>\xE4",
        NULL, "windows-1252",
        "<!-- <meta charset=koi8-r> --><script><meta charset=koi8-r></script>"
        "<meta name=x content='charset=koi8-r'>\xC3\xA4");
    text_gives("<?xml version=\"1.0\" encoding=\"iso-8859-7\"?>\xE4", NULL, "ISO-8859-7",
               "<?xml version=\"1.0\" encoding=\"iso-8859-7\"?>\xCE\xB4");
    text_gives("<meta charset=utf-16>x", NULL, "UTF-8", "<meta charset=utf-16>x");
}
END_TEST

START_TEST(test_charset__meta_far_behind) {
    char head[5000];
    int size = snprintf(head, sizeof head,
                        "<head><title>%3000s</title><meta charset=koi8-r>"
                        "\xC4",
                        "");
    nd__buffer out = {0};
    nd__charset_report report;
    ck_assert_int_eq(
        nd__charset_to_utf8(&out, &report, head, (size_t)size, NULL, true, NULL), ND_OK);
    ck_assert_str_eq(report.name, "KOI8-R");
    memcpy(head, "<body>", 6); /* behind the head it is too late */
    ck_assert_int_eq(
        nd__charset_to_utf8(&out, &report, head, (size_t)size, NULL, false, NULL), ND_OK);
    ck_assert_str_eq(report.name, "windows-1252");
    nd__vector_clear(&out);
}
END_TEST

START_TEST(test_charset__labels_mean_their_supersets) {
    text_gives("\x80", "latin1", "windows-1252", "\xE2\x82\xAC");
    text_gives("\x87\xF3", "gb2312", "GBK", "\xE5\x9C\x80");          /* not in GB 2312 */
    text_gives("\x87\x40", "Shift_JIS", "Shift_JIS", "\xE2\x91\xA0"); /* NEC's (1) */
    text_gives("\x81\x41", "ks_c_5601-1987", "EUC-KR", "\xEA\xB0\x82");
    text_gives("\xA4\xA4", "big5", "Big5", "\xE4\xB8\xAD");
    text_gives("\xA4\xA2", "x-euc-jp", "EUC-JP", "\xE3\x81\x82");
    text_gives("\x1B$B$\"\x1B(B", "iso-2022-jp", "ISO-2022-JP", "\xE3\x81\x82");
    text_gives("\xA1", "tis-620", "windows-874", "\xE0\xB8\x81");
}
END_TEST

START_TEST(test_charset__every_charset_is_known_to_iconv) {
    static const char *const labels[] = {
        "866",         "latin2",      "latin3",          "latin4",
        "cyrillic",    "arabic",      "greek",           "hebrew",
        "l6",          "iso-8859-13", "iso-8859-14",     "l9",
        "iso-8859-16", "koi",         "koi8-u",          "mac",
        "windows-874", "cp1250",      "cp1251",          "cp1252",
        "cp1253",      "cp1254",      "cp1255",          "cp1256",
        "cp1257",      "cp1258",      "x-mac-ukrainian", "gbk",
        "gb18030",     "big5",        "euc-jp",          "iso-2022-jp",
        "sjis",        "korean"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const nd__charset *charset = nd__charset_find(labels[i], strlen(labels[i]));
        ck_assert_ptr_nonnull(charset);
        text_gives("x", labels[i], charset->name, "x");
    }
    ck_assert_ptr_null(nd__charset_find("", 0));
    ck_assert_ptr_null(nd__charset_find("utf-8x", 6));
    ck_assert_ptr_null(nd__charset_find("utf", 3));
    ck_assert_ptr_null(nd__charset_find("utf-8\0\0\0\0\0\0\0\0", 13));
}
END_TEST

START_TEST(test_charset__utf8_against_the_label) {
    const char *eight =
        "\xD0\xB4\xD0\xB4\xD0\xB4\xD0\xB4\xD0\xB4\xD0\xB4\xD0\xB4\xD0\xB4";
    text_gives(eight, "windows-1251", "UTF-8", eight);
    nd__buffer out = {0};
    nd__charset_report report;
    ck_assert_int_eq(
        nd__charset_to_utf8(&out, &report, eight, 6, "windows-1251", true, NULL), ND_OK);
    ck_assert_str_eq(report.name, "windows-1251"); /* too few to be sure */
    nd__vector_clear(&out);
}
END_TEST

START_TEST(test_charset__bad_bytes_are_mended) {
    gives(
        "a\xFF"
        "b\xE4\xB8",
        5, "utf-8", "UTF-8",
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\xEF\xBF\xBD",
        true);
    gives("a\x81", 2, "gbk", "GBK", "a\xEF\xBF\xBD", true); /* half a character */
    gives("a\x81\x20\x62", 4, "big5", "Big5", "a\xEF\xBF\xBD b", true);
    gives(
        "\0\xD8"
        "a\0",
        4, "utf-16le", "UTF-16LE",
        "\xEF\xBF\xBD"
        "a",
        true);
    gives("a\0\xFC", 3, "utf-16le", "UTF-16LE", "a\xEF\xBF\xBD", true);
}
END_TEST

/* "Every morning the old man went to the harbour and looked at the boats", and what
 * became of his son, in Greek. */
static const char greek_bytes[] =
    "\xCA"
    "\xDC"
    "\xE8"
    "\xE5"
    " \xF0"
    "\xF1"
    "\xF9"
    "\xDF"
    " \xEF"
    " \xE3"
    "\xDD"
    "\xF1"
    "\xEF"
    "\xF2"
    " \xF0"
    "\xDE"
    "\xE3"
    "\xE1"
    "\xE9"
    "\xED"
    "\xE5"
    " \xF3"
    "\xF4"
    "\xEF"
    " \xEB"
    "\xE9"
    "\xEC"
    "\xDC"
    "\xED"
    "\xE9"
    " \xEA"
    "\xE1"
    "\xE9"
    " \xEA"
    "\xEF"
    "\xDF"
    "\xF4"
    "\xE1"
    "\xE6"
    "\xE5"
    " \xF4"
    "\xE9"
    "\xF2"
    " \xE2"
    "\xDC"
    "\xF1"
    "\xEA"
    "\xE5"
    "\xF2"
    ". \xCF"
    " \xE3"
    "\xE9"
    "\xEF"
    "\xF2"
    " \xF4"
    "\xEF"
    "\xF5"
    " \xE4"
    "\xE5"
    "\xED"
    " \xE3"
    "\xFD"
    "\xF1"
    "\xE9"
    "\xF3"
    "\xE5"
    " \xF0"
    "\xEF"
    "\xF4"
    "\xDD"
    ".";
static const char greek_text[] =
    "\xCE"
    "\x9A"
    "\xCE"
    "\xAC"
    "\xCE"
    "\xB8"
    "\xCE"
    "\xB5"
    " \xCF"
    "\x80"
    "\xCF"
    "\x81"
    "\xCF"
    "\x89"
    "\xCE"
    "\xAF"
    " \xCE"
    "\xBF"
    " \xCE"
    "\xB3"
    "\xCE"
    "\xAD"
    "\xCF"
    "\x81"
    "\xCE"
    "\xBF"
    "\xCF"
    "\x82"
    " \xCF"
    "\x80"
    "\xCE"
    "\xAE"
    "\xCE"
    "\xB3"
    "\xCE"
    "\xB1"
    "\xCE"
    "\xB9"
    "\xCE"
    "\xBD"
    "\xCE"
    "\xB5"
    " \xCF"
    "\x83"
    "\xCF"
    "\x84"
    "\xCE"
    "\xBF"
    " \xCE"
    "\xBB"
    "\xCE"
    "\xB9"
    "\xCE"
    "\xBC"
    "\xCE"
    "\xAC"
    "\xCE"
    "\xBD"
    "\xCE"
    "\xB9"
    " \xCE"
    "\xBA"
    "\xCE"
    "\xB1"
    "\xCE"
    "\xB9"
    " \xCE"
    "\xBA"
    "\xCE"
    "\xBF"
    "\xCE"
    "\xAF"
    "\xCF"
    "\x84"
    "\xCE"
    "\xB1"
    "\xCE"
    "\xB6"
    "\xCE"
    "\xB5"
    " \xCF"
    "\x84"
    "\xCE"
    "\xB9"
    "\xCF"
    "\x82"
    " \xCE"
    "\xB2"
    "\xCE"
    "\xAC"
    "\xCF"
    "\x81"
    "\xCE"
    "\xBA"
    "\xCE"
    "\xB5"
    "\xCF"
    "\x82"
    ". \xCE"
    "\x9F"
    " \xCE"
    "\xB3"
    "\xCE"
    "\xB9"
    "\xCE"
    "\xBF"
    "\xCF"
    "\x82"
    " \xCF"
    "\x84"
    "\xCE"
    "\xBF"
    "\xCF"
    "\x85"
    " \xCE"
    "\xB4"
    "\xCE"
    "\xB5"
    "\xCE"
    "\xBD"
    " \xCE"
    "\xB3"
    "\xCF"
    "\x8D"
    "\xCF"
    "\x81"
    "\xCE"
    "\xB9"
    "\xCF"
    "\x83"
    "\xCE"
    "\xB5"
    " \xCF"
    "\x80"
    "\xCE"
    "\xBF"
    "\xCF"
    "\x84"
    "\xCE"
    "\xAD"
    ".";

START_TEST(test_charset__guess) {
    text_gives("caf\xE9", NULL, "windows-1252", "caf\xC3\xA9");
    text_gives(greek_bytes, NULL, "ISO-8859-7", greek_text);
    /* UTF-8 with one bad byte among many characters */
    gives("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xFF", 11, NULL, "UTF-8",
          "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xEF\xBF\xBD", true);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("charset");
    TCase *tcase = tcase_create("charset");
    tcase_add_test(tcase, test_charset__nothing_and_ascii);
    tcase_add_test(tcase, test_charset__byte_order_mark_comes_first);
    tcase_add_test(tcase, test_charset__header_before_meta);
    tcase_add_test(tcase, test_charset__meta);
    tcase_add_test(tcase, test_charset__meta_far_behind);
    tcase_add_test(tcase, test_charset__labels_mean_their_supersets);
    tcase_add_test(tcase, test_charset__every_charset_is_known_to_iconv);
    tcase_add_test(tcase, test_charset__utf8_against_the_label);
    tcase_add_test(tcase, test_charset__bad_bytes_are_mended);
    tcase_add_test(tcase, test_charset__guess);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
