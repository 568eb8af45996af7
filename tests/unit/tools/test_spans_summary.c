#include "spans_summary.h"

#include <string.h>

#include "run/run_file.h"
#include "run/texts.h"
#include "suite.h"

/* Document n of the run has this text. */
static void add_text(nd_run_file *run, uint64_t n, const char *text) {
    if (run->texts == NULL) {
        run->texts = calloc(1, sizeof *run->texts);
        ck_assert_ptr_nonnull(run->texts);
    }
    ck_assert_int_eq(nd__vector_extend(&run->texts->items, 1, NULL), ND_OK);
    run->texts->items.items[run->texts->items.count++] =
        (nd__text){.n = n, .text = text, .size = strlen(text)};
}

static nd_run_file *make_run(nd__findings *findings, uint64_t documents, uint64_t bytes) {
    nd_run_file *run = NULL;
    findings->end.documents = documents;
    findings->end.bytes = bytes;
    findings->end.has_spans = true;
    ck_assert_int_eq(nd__run_file_create(&run, findings, NULL, NULL), ND_OK);
    return run;
}

static void assert_summary(const nd_run_file *run, int columns, const char *want) {
    static const char none[] = "";
    summary_options options = {
        .colours = {none, none, none, none, none, none, none, none, none},
        .columns = columns,
        .examples = 2,
        .command = "  neardup clean\n"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    print_spans_summary(out, run, "text of 2 words", &options);
    ck_assert_int_eq(fclose(out), 0);
    ck_assert_str_eq(text, want);
    free(text);
}

static void add_span(nd__findings *findings, uint64_t id, uint64_t length, uint64_t count,
                     double similarity, uint64_t begin) {
    nd__block_place places[2] = {
        {{"first\033[1m.txt", 0}, begin, begin + length, 1},
        {{"second/with/a/very/long/path/that/does/not/fit/into/the/line/page.txt", 1},
         begin + 1,
         begin + 1 + length,
         2}};
    nd__span_finding span = {.id = id,
                             .length = length,
                             .tokens = id % 2 == 0 ? 0 : 1,
                             .count = count,
                             .similarity = similarity,
                             .places = places,
                             .place_count = count < 2 ? 1 : 2};
    ck_assert_int_eq(nd__findings_add_span(findings, &span, NULL), ND_OK);
}

START_TEST(test_spans_summary__shows_what_costs_the_most) {
    nd__findings *findings = nd__findings_create();
    add_span(findings, 0, 3, 2, -1, 40);
    add_span(findings, 1, 20, 3, 0.931, 1);
    add_span(findings, 2, 18, 3, -1, 2); /* within the one before */
    add_span(findings, 3, 7, 2, -1, 30);
    nd__text_range later = {1, 11};
    nd__range_finding range = {{"first\033[1m.txt", 0}, 0, 60, &later, 1};
    ck_assert_int_eq(nd__findings_add_range(findings, &range, NULL), ND_OK);
    nd_run_file *run = make_run(findings, 2, 120);
    /* The excerpt begins and ends within characters. */
    add_text(
        run, 0,
        "\xc3\xa9t\xc3\xa9 has many words \xc3\xa9t\xc3\xa9 and so on and on, and on");
    assert_summary(
        run, 60,
        "2 documents, 120 bytes of text\n"
        "Looked for text of 2 words\n"
        "          4  repeated texts      at more than one place\n"
        "     50.0 %  of the text         stands elsewhere, too                60 bytes\n"
        "      8.3 %  of the text         has an earlier place                 10 bytes\n"
        "\n"
        "Repeats that cost the most\n"
        "    3 × 20 bytes, 1 word, alike by 0.93; 40 bytes too much\n"
        "      “t\xc3\xa9 has many words ”\n"
        "      first[1m.txt:1\n"
        "      …th/that/does/not/fit/into/the/line/page.txt:2\n"
        "      … and 1 more\n"
        "    2 × 7 bytes, 1 word; 7 bytes too much\n"
        "      “so on ”\n"
        "      first[1m.txt:1\n"
        "      …th/that/does/not/fit/into/the/line/page.txt:2\n"
        "\n"
        "Next\n"
        "  neardup clean\n");
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_spans_summary__says_that_nothing_was_found) {
    nd_run_file *run = make_run(nd__findings_create(), 1, 9);
    assert_summary(
        run, 80,
        "1 document, 9 bytes of text\nLooked for text of 2 words\nThere is none.\n");
    nd_run_file_close(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("spans_summary");
    TCase *tests = tcase_create("spans_summary");
    tcase_add_test(tests, test_spans_summary__shows_what_costs_the_most);
    tcase_add_test(tests, test_spans_summary__says_that_nothing_was_found);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
