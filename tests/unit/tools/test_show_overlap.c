#include "show_overlap.h"

#include <string.h>
#include <utf8proc.h>

#include "suite.h"

/* The view as a string that the caller frees. */
static char *view(const show_overlap_options *o, const nd_overlap *overlaps, size_t count,
                  const char *a, const char *b) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    show_overlap(out, o, overlaps, count, a, strlen(a), b, strlen(b));
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_uint_eq(strlen(text), size);
    return text;
}

static void check_view(const show_overlap_options *o, const nd_overlap *overlaps,
                       size_t count, const char *a, const char *b, const char *want) {
    char *text = view(o, overlaps, count, a, b);
    ck_assert_str_eq(text, want);
    free(text);
}

/* No line is wider than `columns`, nothing but valid characters and line ends. (One check
 * at the end: Check spends microseconds on each.) */
static void check_lines(const char *text, unsigned columns) {
    unsigned width = 0, widest = 0, bad = 0;
    for (const char *at = text; *at != '\0';) {
        utf8proc_int32_t code;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &code);
        at += size > 0 ? size : 1;
        if (code == '\n') {
            width = 0;
            continue;
        }
        bad += size <= 0 || utf8proc_category(code) == UTF8PROC_CATEGORY_CC;
        width += size > 0 ? (unsigned)utf8proc_charwidth(code) : 0;
        widest = width > widest ? width : widest;
    }
    ck_assert_uint_eq(bad, 0);
    ck_assert_uint_le(widest, columns);
}

START_TEST(test_show_overlap__empty) {
    check_view(NULL, NULL, 0, "", "", "");
    check_view(NULL, NULL, 0, "a", "only b", "only b\n");
}
END_TEST

START_TEST(test_show_overlap__marks) {
    const nd_overlap overlaps[] = {{0, 7, 4, 11}, {8, 11, 16, 19}};
    check_view(NULL, overlaps, 2, "one two six", "and one two, or SIX.",
               "and [1]one two[/1], or [2]SIX[/2].\n\n"
               "[1] b 4..11, a 0..7, the same bytes\n"
               "[2] b 16..19, a 8..11, the same words\n");
}
END_TEST

START_TEST(test_show_overlap__colour) {
    const show_overlap_options options = {.colour = true};
    const nd_overlap overlap = {0, 3, 4, 7};
    check_view(&options, &overlap, 1, "one", "and one.",
               "and \033[0;31m[1]one\033[0m.\n\n[1] b 4..7, a 0..3, the same bytes\n");
}
END_TEST

START_TEST(test_show_overlap__colour_ends_with_the_line) {
    const show_overlap_options options = {.colour = true, .columns = 20};
    const nd_overlap overlap = {0, 26, 0, 26};
    check_view(&options, &overlap, 1, "one two three four fivesix",
               "one two three four fivesix",
               "\033[0;31m[1]one two three\033[0m\n\033[0;31mfour fivesix\033[0m\n\n"
               "[1] b 0..26, a 0..26, the same bytes\n");
}
END_TEST

START_TEST(test_show_overlap__crossing_overlaps_are_one_stretch) {
    const nd_overlap overlaps[] = {{0, 5, 0, 5}, {10, 15, 2, 7}, {0, 1, 8, 9}};
    check_view(NULL, overlaps, 3, "a b c.....b c d", "a b c d e",
               "[1-2]a b c d[/1-2] [3]e[/3]\n\n"
               "[1-2] b 0..7, a 0..5 and 1 more\n"
               "[3] b 8..9, a 0..1, the same words\n");
}
END_TEST

START_TEST(test_show_overlap__unsound_overlaps_are_left_out) {
    const nd_overlap overlaps[] = {
        {0, 9, 0, 1}, {0, 1, 5, 9}, {0, 1, 2, 2}, {1, 0, 0, 1}};
    check_view(NULL, overlaps, 4, "abc", "abc", "abc\n");
}
END_TEST

START_TEST(test_show_overlap__folds) {
    char b[3001];
    for (size_t i = 0; i < sizeof b - 1; i++) {
        b[i] = "lorem ipsum "[i % 12];
    }
    b[sizeof b - 1] = '\0';
    const show_overlap_options options = {.context = 24};
    const nd_overlap overlap = {0, 1499, 1200, 2699};
    check_view(&options, &overlap, 1, b, b,
               "lorem ipsum lorem ipsum \xE2\x80\xA6 1,157 bytes \xE2\x80\xA6 ipsum "
               "lorem ipsum [1]lorem ipsum lorem\n"
               "ipsum \xE2\x80\xA6 1,451 bytes \xE2\x80\xA6 lorem ipsum lorem "
               "ipsum[/1] lorem ipsum lorem\n"
               "\xE2\x80\xA6 263 bytes \xE2\x80\xA6 ipsum lorem ipsum\n\n"
               "[1] b 1200..2699, a 0..1499, the same bytes\n");
}
END_TEST

START_TEST(test_show_overlap__wide_characters) {
    char b[601] = "";
    for (int i = 0; i < 100; i++) {
        strcat(b, i % 3 == 0   ? "\xE6\xBC\xA2"
                  : i % 3 == 1 ? "e\xCC\x81"
                               : "\xEA\xB0\x80");
    }
    const show_overlap_options options = {.columns = 21, .context = 1000};
    char *text = view(&options, NULL, 0, "", b);
    check_lines(text, 21);
    ck_assert_ptr_nonnull(strchr(text, '\n'));
    free(text);
}
END_TEST

START_TEST(test_show_overlap__control_characters) {
    check_view(NULL, NULL, 0, "",
               "x\033[2Jy\a\x7f \xC2\x9B"
               "31m \xE2\x80\xAEz \xFF\xC3 \r\nend\xC2\xAD"
               "ed\ra",
               "x\\x1b[2Jy\\x07\\x7f <U+009B>31m <U+202E>z \\xff\\xc3\nended\\x0da\n");
}
END_TEST

START_TEST(test_show_overlap__empty_lines_and_spaces) {
    check_view(NULL, NULL, 0, "",
               "\n\na \t b\n\n\n\nc\xE2\x80\xA8"
               "d\n\n",
               "a b\n\nc\nd\n\n");
}
END_TEST

START_TEST(test_show_overlap__any_bytes_stay_inside_the_lines) {
    uint64_t state = 1;
    for (int round = 0; round < 300; round++) {
        char b[2000];
        size_t size = sizeof b - 1;
        for (size_t i = 0; i < size; i++) {
            state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
            uint64_t value = state >> 40;
            b[i] = round % 2 == 0 ? (char)(1 + value % 255)
                                  : "a \xCC\x80\xE6\xBC\xA2"[value % 7];
        }
        b[size] = '\0';
        const show_overlap_options options = {.columns = 20u + (unsigned)round % 70u,
                                              .context = 1u + (unsigned)round * 4u};
        char *text = view(&options, NULL, 0, "", b);
        check_lines(text, options.columns);
        free(text);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("show_overlap");
    TCase *tests = tcase_create("show_overlap");
    tcase_add_test(tests, test_show_overlap__empty);
    tcase_add_test(tests, test_show_overlap__marks);
    tcase_add_test(tests, test_show_overlap__colour);
    tcase_add_test(tests, test_show_overlap__colour_ends_with_the_line);
    tcase_add_test(tests, test_show_overlap__crossing_overlaps_are_one_stretch);
    tcase_add_test(tests, test_show_overlap__unsound_overlaps_are_left_out);
    tcase_add_test(tests, test_show_overlap__folds);
    tcase_add_test(tests, test_show_overlap__wide_characters);
    tcase_add_test(tests, test_show_overlap__control_characters);
    tcase_add_test(tests, test_show_overlap__empty_lines_and_spaces);
    tcase_add_test(tests, test_show_overlap__any_bytes_stay_inside_the_lines);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
