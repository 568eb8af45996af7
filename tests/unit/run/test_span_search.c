/* Whole searches for spans. */
#include "base/memory.h"
#include "neardup/spans.h"
#include "scan_fixture.h"
#include "suite.h"

static nd__json rows;

static void setup(void) {
    setup_folder();
    memset(&rows, 0, sizeof rows);
}

static void teardown(void) {
    nd__json_clear(&rows);
    remove_folder();
}

static void row(const char *id, const char *text) {
    add_row(&rows, id, text, strlen(text), NULL, NULL);
}

static const char *written(void) {
    ck_assert_int_eq(nd__buffer_append(&rows.out, "", 1, NULL), ND_OK);
    rows.out.count--;
    return write_text("in.jsonl", rows.out.items);
}

static nd_run_file *search(const char *path, const nd_spans_options *options) {
    nd_run_file *run = NULL;
    nd_error err;
    nd_status status = nd_spans(&run, &path, 1, options, &err);
    ck_assert_msg(status == ND_OK, "status %d: %s", (int)status, err.message);
    return run;
}

/* Cyrillic letters are two bytes each, the first one D0 or D1. */
START_TEST(test_span_search__narrowed_repeats_are_not_listed_twice) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    o.unit = ND_SPAN_BYTES;
    o.min_length = 20;
    row("a", "1 привет всем а");
    row("b", "2 привет всем б");
    row("c", "3 привет всем р");
    row("d", "4 привет всем с");
    nd_run_file *run = search(written(), &o);
    ck_assert_uint_eq(nd_run_file_repeat_count(run), 1);
    nd_run_repeat repeat;
    nd_run_file_repeat(&repeat, run, 0);
    ck_assert_uint_eq(repeat.count, 4);
    ck_assert_uint_eq(repeat.place_count, 4);
    ck_assert_uint_eq(repeat.length, strlen(" привет всем "));
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_span_search__narrowed_repeats_are_in_order) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    o.unit = ND_SPAN_BYTES;
    o.min_length = 8;
    row("a", "аббвггдеёжз");
    row("b", "рббвггдж");
    row("c", "ббвггдеи");
    row("d", "аббвг");
    nd_run_file *run = search(written(), &o);
    uint64_t last_begin = 0, last_length = UINT64_MAX, last_n = 0;
    for (size_t i = 0; i < nd_run_file_repeat_count(run); i++) {
        nd_run_place place;
        nd_run_repeat repeat;
        nd_run_file_repeat(&repeat, run, i);
        nd_run_file_repeat_place(&place, run, i, 0);
        if (i > 0 && place.document.n == last_n) {
            ck_assert_uint_ge(place.begin, last_begin);
            ck_assert(place.begin > last_begin || repeat.length < last_length);
        }
        last_n = place.document.n;
        last_begin = place.begin;
        last_length = repeat.length;
    }
    ck_assert_uint_ge(nd_run_file_repeat_count(run), 3);
    nd_run_file_close(run);
}
END_TEST

/* Three long words are more bytes than four short ones. */
START_TEST(test_span_search__top_is_by_bytes) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    o.min_length = 3;
    o.top = 1;
    row("a", "a b c d");
    row("b", "constitutional responsibilities notwithstanding");
    row("c", "a b c d");
    row("d", "constitutional responsibilities notwithstanding");
    nd_run_file *run = search(written(), &o);
    ck_assert_uint_eq(nd_run_file_repeat_count(run), 1);
    nd_run_repeat repeat;
    nd_run_file_repeat(&repeat, run, 0);
    ck_assert_uint_eq(repeat.tokens, 3);
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_span_search__texts_of_what_costs_the_most_are_there) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    char text[600];
    for (unsigned i = 0; i < 100; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        snprintf(text, sizeof text, "only %u stands here", i);
        row(id, text);
    }
    const char *copied =
        "one two three four five six seven eight nine ten eleven twelve "
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "twenty again and again and again and more";
    row("first", copied);
    row("second", copied);
    nd_run_file *run = search(written(), &o);
    const char *kept;
    size_t size;
    ck_assert_uint_eq(nd_run_file_repeat_count(run), 1);
    ck_assert(nd_run_file_text(&kept, &size, run, 100));
    ck_assert_uint_eq(size, strlen(copied));
    ck_assert_int_eq(memcmp(kept, copied, size), 0);
    ck_assert(!nd_run_file_text(&kept, &size, run, 99));
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_span_search__nothing_to_find) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    row("empty", "");
    row("marks", "... !!!");
    const char *path = written();
    for (int output = 0; output < 3; output++) {
        for (int method = 0; method < 2; method++) {
            o.output = (nd_span_output)output;
            o.method = (nd_span_method)method;
            nd_run_file *run = search(path, &o);
            ck_assert_uint_eq(nd_run_file_repeat_count(run), 0);
            ck_assert_uint_eq(nd_run_file_range_count(run), 0);
            nd_run_file_close(run);
        }
    }
}
END_TEST

static void refuse(const nd_spans_options *options, const char *what) {
    nd_error err;
    nd_run_file *run = NULL;
    const char *path = write_text("in.jsonl", "{\"text\":\"a\"}\n");
    ck_assert_int_eq(nd_spans(&run, &path, 1, options, &err), ND_E_ARG);
    ck_assert_msg(strstr(err.message, what) != NULL, "%s", err.message);
    ck_assert_ptr_null(run);
}

START_TEST(test_span_search__options_out_of_range) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    o.version = 2;
    refuse(&o, "version");
    nd_spans_options_init(&o);
    o.min_length = 0;
    refuse(&o, "min_length");
    o.min_length = (1u << 20) + 1;
    refuse(&o, "min_length");
    nd_spans_options_init(&o);
    o.max_gap = 10001;
    refuse(&o, "max_gap");
    nd_spans_options_init(&o);
    o.max_places = 1;
    refuse(&o, "max_places");
    nd_spans_options_init(&o);
    o.pairs_file = "pairs";
    o.unit = ND_SPAN_BYTES;
    refuse(&o, "pairs");
}
END_TEST

static int stop_at;

static int stop(const nd_progress *progress, void *payload) {
    (void)progress;
    return ++*(int *)payload == stop_at;
}

START_TEST(test_span_search__stops_at_any_progress) {
    nd_spans_options o;
    nd_spans_options_init(&o);
    row("a", "one two three four five six");
    row("b", "one two three four five six");
    const char *path = written();
    o.min_length = 3;
    o.progress = stop;
    for (stop_at = 1;; stop_at++) {
        int calls = 0;
        nd_run_file *run = NULL;
        o.progress_payload = &calls;
        nd_status status = nd_spans(&run, &path, 1, &o, NULL);
        nd_run_file_close(run);
        if (status == ND_OK) {
            break;
        }
        ck_assert_int_eq(status, ND_E_CANCELLED);
    }
    ck_assert_int_gt(stop_at, 2);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("span_search");
    TCase *cases = tcase_create("span_search");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, test_span_search__narrowed_repeats_are_not_listed_twice);
    tcase_add_test(cases, test_span_search__narrowed_repeats_are_in_order);
    tcase_add_test(cases, test_span_search__top_is_by_bytes);
    tcase_add_test(cases, test_span_search__texts_of_what_costs_the_most_are_there);
    tcase_add_test(cases, test_span_search__nothing_to_find);
    tcase_add_test(cases, test_span_search__options_out_of_range);
    tcase_add_test(cases, test_span_search__stops_at_any_progress);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
