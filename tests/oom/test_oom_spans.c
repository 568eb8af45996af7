/* Searches for spans without memory. */
#include "base/memory.h"
#include "input_fixture.h"
#include "neardup/clean.h"
#include "neardup/spans.h"
#include "oom/oom.h"

#define TEXT_A                                                                         \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt " \
    "before the winter comes."
#define TEXT_B "Two children found a purse, привет всем, in the park yesterday."

typedef struct use {
    const char *paths[3];
    nd_spans_options spans;
    nd_ranges_options ranges;
    bool wrong; /* asserts would allocate */
} use;

static nd_status search(void *payload, nd_error *err) {
    use *u = payload;
    nd_run_file *run = NULL;
    nd_status status = nd_spans(&run, u->paths, 3, &u->spans, err);
    nd_run_file_close(run);
    return status;
}

static nd_status scan_and_find(void *payload, nd_error *err) {
    use *u = payload;
    nd_scan_options options;
    nd_run_file *run = NULL;
    nd_scan_options_init(&options);
    options.threads = 1;
    nd_status status = nd_scan(&run, u->paths, 3, &options, err);
    if (status >= 0) {
        status = nd_run_file_find_ranges(run, &u->ranges, err);
        nd_run_totals totals;
        nd_run_file_totals(&totals, run);
        u->wrong |= totals.has_ranges != (status >= 0);
        /* What is there can be walked, also after a failure. */
        for (size_t i = 0; i < nd_run_file_document_count(run); i++) {
            nd_run_document document;
            nd_run_file_document(&document, run, i);
            u->wrong |= document.id == NULL;
        }
    }
    nd_run_file_close(run);
    return status;
}

static void prepare(use *u) {
    setup_folder();
    u->wrong = false;
    u->paths[0] = write_text("a.txt", "One. " TEXT_A "\nnot so " TEXT_B "р");
    u->paths[1] = write_text("b.txt", "Two: " TEXT_A " nor that " TEXT_B "а");
    u->paths[2] = write_text("c.txt", TEXT_B "б");
    nd_spans_options_init(&u->spans);
    nd_ranges_options_init(&u->ranges);
    u->spans.min_length = u->ranges.min_length = 6;
    u->spans.threads = u->ranges.threads = 1;
}

START_TEST(test_oom__spans) {
    use u;
    prepare(&u);
    u.spans.unit = _i % 2 == 0 ? ND_SPAN_TOKENS : ND_SPAN_BYTES;
    u.spans.output = (nd_span_output)(_i / 2 % 3);
    u.spans.exact = _i / 6;
    u.spans.top = 2;
    ck_assert_uint_ge(nd_oom_exhaust(search, &u), 20);
    remove_folder();
}
END_TEST

START_TEST(test_oom__spans_of_pairs) {
    use u;
    prepare(&u);
    char pairs[3000];
    snprintf(pairs, sizeof pairs, "%s\t%s\n%s\t%s\n", u.paths[0], u.paths[1], u.paths[2],
             u.paths[0]);
    u.spans.pairs_file = write_text("pairs", pairs);
    ck_assert_uint_ge(nd_oom_exhaust(search, &u), 20);
    remove_folder();
}
END_TEST

START_TEST(test_oom__ranges_of_a_scan) {
    use u;
    prepare(&u);
    u.ranges.unit = _i == 0 ? ND_SPAN_TOKENS : ND_SPAN_BYTES;
    u.ranges.documents = false;
    ck_assert_uint_ge(nd_oom_exhaust(scan_and_find, &u), 50);
    ck_assert(!u.wrong);
    remove_folder();
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_spans");
    TCase *tests = tcase_create("oom_spans");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_oom__spans, 0, 12);
    tcase_add_test(tests, test_oom__spans_of_pairs);
    tcase_add_loop_test(tests, test_oom__ranges_of_a_scan, 0, 2);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
