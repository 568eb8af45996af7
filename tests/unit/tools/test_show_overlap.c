#include "show_overlap.h"

#include <string.h>
#include <utf8proc.h>

#include "random.h"
#include "suite.h"

/* The view of what a and b share in at least min_span words, as a string that the caller
 * frees. */
static char *view(const show_overlap_options *o, uint32_t min_span, const char *a,
                  const char *b) {
    char *text = NULL;
    size_t size = 0, count;
    nd_compare_options options;
    nd_comparison *comparison;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    nd_compare_options_init(&options);
    options.min_span = min_span;
    ck_assert_int_eq(
        nd_comparison_create(&comparison, &options, a, strlen(a), b, strlen(b), NULL),
        ND_OK);
    const nd_overlap *overlaps = nd_comparison_overlaps(comparison, &count);
    ck_assert_int_eq(
        show_overlap(out, o, overlaps, count, a, strlen(a), b, strlen(b), NULL), ND_OK);
    nd_comparison_destroy(comparison);
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_uint_eq(strlen(text), size);
    return text;
}

static void check_view(const show_overlap_options *o, const char *a, const char *b,
                       const char *want) {
    char *text = view(o, 3, a, b);
    ck_assert_str_eq(text, want);
    free(text);
}

/* No line is wider than `columns`, nothing but valid characters and line ends, and in
 * side view the gutter stands in one column. (One check at the end: Check spends
 * microseconds on each.) */
static void check_lines(const char *text, unsigned columns, unsigned gutter) {
    unsigned width = 0, widest = 0, bad = 0;
    for (const char *at = text; *at != '\0';) {
        utf8proc_int32_t code;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &code);
        at += size > 0 ? size : 1;
        if (code == '\n') {
            bad += gutter > 0 && width <= gutter && width > 0;
            width = 0;
            continue;
        }
        bad += size <= 0 || utf8proc_category(code) == UTF8PROC_CATEGORY_CC;
        bad += gutter > 0 && width == gutter && strchr("<>|", (char)code) == NULL &&
               code != 0x2502 && code != 0x2260;
        width += size > 0 ? (unsigned)utf8proc_charwidth(code) : 0;
        widest = width > widest ? width : widest;
    }
    ck_assert_uint_eq(bad, 0);
    ck_assert_uint_le(widest, columns);
}

START_TEST(test_show_overlap__empty) {
    check_view(NULL, "", "", "");
    check_view(NULL, "", "only b", "  1   {+only b+}\n");
    check_view(NULL, "...", "!", "");
}
END_TEST

START_TEST(test_show_overlap__inline) {
    check_view(
        NULL, "one two three four, five six seven.",
        "One two THREE vier (five six seven)!",
        "1 1   [1] one two three[/1] [-four,-] {+vier+} [2] five six seven.[/2]\n");
}
END_TEST

START_TEST(test_show_overlap__side) {
    const show_overlap_options options = {.columns = 60, .view = VIEW_SIDE};
    check_view(&options, "title\n\none two three four, five six seven.\nalone",
               "one two THREE vier (five six seven)!",
               "1 [-title-]                  │\n"
               "                             │\n"
               "3 [1] one two three[/1]      │ 1 [1] one two THREE[/1]\n"
               "  [-four,-] [2] five six     │   {+vier+} [2] (five six\n"
               "  seven.[/2]                 │   seven)![/2]\n"
               "4 [-alone-]                  │\n");
}
END_TEST

START_TEST(test_show_overlap__colour) {
    const show_overlap_options options = {.columns = 40, .colour = true};
    check_view(&options, "one two three four five six seven eight nine ten",
               "one two three four five six seven acht nine ten",
               "\033[0;2m1\033[0m \033[0;2m1\033[0m   \033[0;36m[1] one two three four "
               "five six\033[0m\n"
               "      \033[0;36mseven\033[0m\033[0;31m [-eight-]\033[0m\033[0;32m "
               "{+acht+}\033[0m nine ten\n");
}
END_TEST

START_TEST(test_show_overlap__moved) {
    const char *a = "one two three\nfour five six seven\n",
               *b = "four five six seven\none two three\n";
    const show_overlap_options options = {.columns = 80, .view = VIEW_SIDE};
    check_view(NULL, a, b,
               "1   < [2 moved: see B line 2] one two three[/2]\n"
               "2 1   [1] four five six seven[/1]\n"
               "  2 > [2 moved: see A line 1] one two three[/2]\n");
    check_view(
        &options, a, b,
        "1 [2 moved: see B line 2] one two      <\n"
        "  three[/2]                            <\n"
        "2 [1] four five six seven[/1]          │ 1 [1] four five six seven[/1]\n"
        "                                       > 2 [2 moved: see A line 1] one two\n"
        "                                       >   three[/2]\n");
}
END_TEST

START_TEST(test_show_overlap__folds) {
    char a[6000] = "", b[6000] = "";
    for (int i = 0; i < 100; i++) {
        sprintf(a + strlen(a), "word%d ", i);
        sprintf(b + strlen(b), "word%d ", i);
    }
    for (int i = 0; i < 100; i++) {
        sprintf(a + strlen(a), "left%d ", i);
    }
    const show_overlap_options options = {.columns = 60, .context = 4};
    const show_overlap_options side = {.columns = 80, .context = 4, .view = VIEW_SIDE};
    check_view(&options, a, b,
               "1 1   [1] word0 word1 word2 word3\n"
               "      … 92 words the same …\n"
               "      word96 word97 word98 word99[/1]\n"
               "    - left0 left1 left2 left3\n"
               "    - … 92 words only in A …\n"
               "    - left96 left97 left98 left99\n");
    check_view(
        &side, a, b,
        "1 [1] word0 word1 word2 word3          │ 1 [1] word0 word1 word2 word3\n"
        "  … 92 words the same …\n"
        "  word96 word97 word98 word99[/1]      │   word96 word97 word98 word99[/1]\n"
        "  left0 left1 left2 left3              <\n"
        "  … 92 words only in A …               <\n"
        "  left96 left97 left98 left99          <\n");
}
END_TEST

START_TEST(test_show_overlap__folds_what_is_no_words) {
    char a[9000];
    memset(a, '-', sizeof a - 1);
    memcpy(a, "one two three ", 14);
    a[sizeof a - 1] = '\0';
    char *text = view(NULL, 3, a, "one two three");
    ck_assert_ptr_nonnull(strstr(text, "bytes"));
    ck_assert_uint_lt(strlen(text), 3000);
    free(text);
}
END_TEST

START_TEST(test_show_overlap__wide_characters) {
    const show_overlap_options options = {.columns = 40, .view = VIEW_SIDE};
    check_view(&options, "图书室里不能吃东西，但是可以喝水。",
               "图书室里不能吃东西，但是不可以喝水。",
               "1 [1] 图书室里不能 │ 1 [1] 图书室里不能\n"
               "  吃东西，但是[/1] │   吃东西，但是[/1]\n"
               "  [2] 可以喝       │   {+不+}[2] 可以喝\n"
               "  水。[/2]         │   水。[/2]\n");
}
END_TEST

START_TEST(test_show_overlap__right_to_left) {
    show_overlap_options options = {.columns = 50, .view = VIEW_SIDE};
    check_view(&options, "قناة ري عمرها", "قناة ري عمرها",
               "1 [1] قناة ري عمرها[/1] │ 1 [1] قناة ري عمرها[/1]\n");
    options.terminal = true;
    check_view(&options, "قناة", "قناة",
               "1 \xE2\x81\xA8قناة\xE2\x81\xA9                  "
               "│ 1 \xE2\x81\xA8قناة\xE2\x81\xA9\n");
}
END_TEST

START_TEST(test_show_overlap__control_characters) {
    check_view(NULL, "",
               "x\033[2Jy\a\x7f \xC2\x9B"
               "31m \xE2\x80\xAEz \xFF\xC3 \r\nend\xC2\xAD"
               "ed\ra",
               "  1   {+x\\x1b[2Jy\\x07\\x7f <U+009B>31m <U+202E>z \\xff\\xc3\n"
               "  2   ended\\x0da+}\n");
}
END_TEST

START_TEST(test_show_overlap__empty_lines_and_blanks) {
    check_view(NULL, "",
               "\n\na \t b\n\n\n\n    c\xE2\x80\xA8"
               "d\n\n",
               "  3   {+a      b\n"
               "\n"
               "  7       c\n"
               "      d+}\n"
               "\n");
}
END_TEST

START_TEST(test_show_overlap__summary) {
    const show_overlap_options options = {.columns = 60, .view = VIEW_SUMMARY};
    check_view(&options, "one two three\nfour five six seven\n",
               "four five six seven\nfiller\none two three\n",
               "A ██████████████████████████████████████████████████████████\n"
               "B █████████████████████████████·······██████████████████████\n"
               "\n"
               "          words  A lines  B lines\n"
               "   [1]        4  2        1        four five six seven\n"
               "   [2]        3  1        3        moved: one two three\n");
}
END_TEST

/* Any bytes: rows keep their width, the gutter its place. */
START_TEST(test_show_overlap__any_bytes_stay_inside_the_lines) {
    uint64_t state = 1;
    for (int round = 0; round < 300; round++) {
        char texts[2][1200];
        for (int side = 0; side < 2; side++) {
            size_t size = sizeof texts[side] - 1;
            for (size_t i = 0; i < size; i++) {
                uint64_t value = nd_random(&state);
                texts[side][i] = round % 2 == 0
                                     ? (char)(1 + value % 255)
                                     : "a \xCC\x80\xE6\xBC\xA2\n\t-"[value % 10];
            }
            texts[side][size] = '\0';
        }
        if (round % 3 == 0) {
            memcpy(texts[1] + 300, texts[0] + 500, 400);
        }
        show_overlap_options options = {.columns = 40u + (unsigned)round % 70u,
                                        .context = 1u + (unsigned)round * 4u,
                                        .view = VIEW_INLINE};
        char *text = view(&options, 3, texts[0], texts[1]);
        check_lines(text, options.columns, 0);
        free(text);
        options.view = VIEW_SIDE;
        text = view(&options, 3, texts[0], texts[1]);
        check_lines(text, options.columns, 0);
        free(text);
    }
}
END_TEST

START_TEST(test_show_overlap__gutter_stands_in_one_column) {
    static const char *const words[] = {"漢字",
                                        "e\xCC\x81t\xC3\xA9",
                                        "가나",
                                        "कि",
                                        "قناة",
                                        "long-hyphenated-word",
                                        "ไทย",
                                        "\n",
                                        "\n\n",
                                        "ｗｉｄｅ",
                                        "👩\xE2\x80\x8D🚀",
                                        "x"};
    uint64_t state = 3;
    for (int round = 0; round < 100; round++) {
        char texts[2][4000] = {"", ""};
        for (int i = 0; i < 80; i++) {
            const char *word = words[nd_random(&state) % 12];
            for (int side = 0; side < 2; side++) {
                if (nd_random(&state) % 8 != 0) {
                    strcat(strcat(texts[side], word), " ");
                }
            }
        }
        show_overlap_options options = {
            .columns = 60u + (unsigned)round, .context = 1000, .view = VIEW_SIDE};
        char *text = view(&options, 3, texts[0], texts[1]);
        unsigned lines[2] = {1, 1}, margin = 2;
        for (int side = 0; side < 2; side++) {
            for (const char *at = texts[side]; *at != '\0'; at++) {
                lines[side] += *at == '\n';
            }
            margin += lines[side] > 9 ? 2 : 1;
        }
        unsigned cell = (options.columns - margin - 3) / 2;
        check_lines(text, options.columns, (lines[0] > 9 ? 3 : 2) + cell + 1);
        free(text);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("show_overlap");
    TCase *tests = tcase_create("show_overlap");
    tcase_add_test(tests, test_show_overlap__empty);
    tcase_add_test(tests, test_show_overlap__inline);
    tcase_add_test(tests, test_show_overlap__side);
    tcase_add_test(tests, test_show_overlap__colour);
    tcase_add_test(tests, test_show_overlap__moved);
    tcase_add_test(tests, test_show_overlap__folds);
    tcase_add_test(tests, test_show_overlap__folds_what_is_no_words);
    tcase_add_test(tests, test_show_overlap__wide_characters);
    tcase_add_test(tests, test_show_overlap__right_to_left);
    tcase_add_test(tests, test_show_overlap__control_characters);
    tcase_add_test(tests, test_show_overlap__empty_lines_and_blanks);
    tcase_add_test(tests, test_show_overlap__summary);
    tcase_add_test(tests, test_show_overlap__any_bytes_stay_inside_the_lines);
    tcase_add_test(tests, test_show_overlap__gutter_stands_in_one_column);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
