/* Ranges of what a scan leaves. */
#include "base/memory.h"
#include "neardup/spans.h"
#include "scan_fixture.h"
#include "suite.h"

#define TEXT_A                                                                         \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt " \
    "before the winter comes, and that it would cost nobody a single penny at all."
#define TEXT_B                                                                           \
    "Two children found a purse in the park yesterday and brought it back to its owner " \
    "at once, who gave each of them a large ice cream and a warm handshake."
#define MENU "Home News Sports Weather Contact About us and all about this paper"

static nd__json rows;

static void setup(void) {
    setup_folder();
    memset(&rows, 0, sizeof rows);
}

static void teardown(void) {
    nd__json_clear(&rows);
    remove_folder();
}

static void row(const char *id, const char *text, const char *site) {
    add_row(&rows, id, text, strlen(text), site, NULL);
}

static const char *written(const char *name) {
    ck_assert_int_eq(nd__buffer_append(&rows.out, "", 1, NULL), ND_OK);
    const char *path = write_text(name, rows.out.items);
    nd__json_clear(&rows);
    memset(&rows, 0, sizeof rows);
    return path;
}

static void find(nd_run_file *run, const nd_ranges_options *options) {
    nd_error err;
    nd_status status = nd_run_file_find_ranges(run, options, &err);
    ck_assert_msg(status == ND_OK, "status %d: %s", (int)status, err.message);
}

/* How many bytes of document n have an earlier place. */
static uint64_t later_of(const nd_run_file *run, uint64_t n) {
    uint64_t sum = 0;
    size_t first, count;
    nd_run_file_ranges_of(&first, &count, run, n);
    for (size_t i = first; i < first + count; i++) {
        nd_run_range range;
        nd_run_file_range(&range, run, i);
        for (size_t p = 0; p < range.later_count; p++) {
            uint64_t begin, end;
            nd_run_file_range_later(&begin, &end, run, i, p);
            sum += end - begin;
        }
    }
    return sum;
}

static size_t ranges_of(const nd_run_file *run, uint64_t n) {
    size_t first, count;
    nd_run_file_ranges_of(&first, &count, run, n);
    return count;
}

START_TEST(test_run_ranges__dropped_documents_are_no_source) {
    nd_scan_options scan;
    nd_ranges_options ranges;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&ranges);
    scan.keep = ND_KEEP_LONGEST;
    row("short", TEXT_A "\n" TEXT_B, NULL);
    row("long", TEXT_A "\n" TEXT_B " The end.", NULL);
    row("other", "Quite another page says what it thinks of all this: " TEXT_A, NULL);
    const char *path = written("in.jsonl");
    nd_run_file *run = scan_paths(&path, 1, &scan);
    find(run, &ranges);
    ck_assert_uint_eq(ranges_of(run, 0), 0);
    ck_assert_uint_eq(ranges_of(run, 1), 1);
    ck_assert_uint_eq(later_of(run, 1), 0);
    ck_assert_uint_eq(later_of(run, 2), strlen(TEXT_A) - 1); /* no full stop */
    ck_assert(nd_run_file_document_count(run) == 3);
    nd_run_file_close(run);

    run = scan_paths(&path, 1, &scan);
    ranges.documents = false; /* it stays, so the second one loses nearly everything */
    find(run, &ranges);
    ck_assert_uint_gt(later_of(run, 1), strlen(TEXT_A TEXT_B) - 5);
    nd_run_file_close(run);
}
END_TEST

static void check_boilerplate(const char *path, bool goes) {
    nd_scan_options scan;
    nd_ranges_options ranges;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&ranges);
    scan.unit = ND_UNIT_BLOCK;
    ranges.min_length = 8;
    ranges.boilerplate = goes;
    nd_run_file *run = scan_paths(&path, 1, &scan);
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    ck_assert_uint_eq(totals.block_kind[ND_BLOCK_BOILERPLATE], 6);
    find(run, &ranges);
    ck_assert_uint_eq(later_of(run, 6), goes ? 0 : strlen(MENU));
    /* The words on both sides of a block that goes do not become one text. */
    ck_assert_uint_eq(later_of(run, 7), 0);
    nd_run_file_close(run);
}

START_TEST(test_run_ranges__removed_blocks_are_no_source) {
    char text[400];
    static const char *const words[] = {"one", "two", "three", "four", "five", "six"};
    for (size_t i = 0; i < 6; i++) {
        snprintf(text, sizeof text,
                 "The %s page of this site says that %s is not enough\n" MENU
                 "\nand that nobody %s knows better than %s of them.",
                 words[i], words[i], words[i], words[i]);
        row(words[i], text, "a.example");
    }
    row("quote", "On their pages they write\n" MENU "\nwhich nobody reads.", "b.example");
    row("joined", "that one is not enough and that nobody one knows", "b.example");
    const char *path = written("in.jsonl");
    check_boilerplate(path, true);
    check_boilerplate(path, false);
}
END_TEST

START_TEST(test_run_ranges__references_come_first) {
    nd_scan_options scan;
    nd_ranges_options ranges;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&ranges);
    row("new", "What is new here is not much. " TEXT_A, NULL);
    const char *path = written("in.jsonl");
    char copy[400];
    snprintf(copy, sizeof copy, "%s", path);
    path = copy;
    row("old", TEXT_B " " TEXT_A " " TEXT_B, NULL);
    const char *old = written("old.jsonl");
    scan.references = &old;
    scan.reference_count = 1;
    nd_run_file *run = scan_paths(&path, 1, &scan);
    find(run, &ranges);
    ck_assert_uint_eq(later_of(run, 0), strlen(TEXT_A) - 1);
    ck_assert_uint_eq(ranges_of(run, 1), 0);
    ck_assert_uint_eq(nd_run_file_range_count(run), 1);
    nd_run_file_close(run);
}
END_TEST

/* Where nothing else goes, they are those of nd_spans. */
static void check_twin(const char *path, uint32_t length, nd_span_unit unit) {
    nd_scan_options scan;
    nd_ranges_options ranges;
    nd_spans_options spans;
    nd_run_file *run, *twin = NULL;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&ranges);
    nd_spans_options_init(&spans);
    ranges.min_length = spans.min_length = length;
    ranges.unit = spans.unit = unit;
    spans.output = ND_SPANS_RANGES;
    ranges.documents = ranges.repeats = ranges.teasers = ranges.boilerplate = false;
    ranges.threads = 2;
    run = scan_paths(&path, 1, &scan);
    find(run, &ranges);
    ck_assert_int_eq(nd_spans(&twin, &path, 1, &spans, NULL), ND_OK);
    ck_assert_uint_eq(nd_run_file_range_count(run), nd_run_file_range_count(twin));
    ck_assert(length > 28 || nd_run_file_range_count(run) > 0);
    for (size_t i = 0; i < nd_run_file_range_count(run); i++) {
        nd_run_range a, b;
        nd_run_file_range(&a, run, i);
        nd_run_file_range(&b, twin, i);
        ck_assert_uint_eq(a.document.n, b.document.n);
        ck_assert_str_eq(a.document.id, b.document.id);
        ck_assert_uint_eq(a.begin, b.begin);
        ck_assert_uint_eq(a.end, b.end);
        ck_assert_uint_eq(later_of(run, a.document.n), later_of(twin, b.document.n));
    }
    nd_run_file_close(run);
    nd_run_file_close(twin);
}

START_TEST(test_run_ranges__are_those_of_spans) {
    row("a", TEXT_A, NULL);
    row("b", "", NULL);
    row("c", "h\xc3\xa9 " TEXT_B "\n\n" TEXT_A, NULL);
    row("d", TEXT_B TEXT_B, NULL);
    row("e", "...", NULL);
    row("f", "\xe4\xbd\xa0\xe5\xa5\xbd " TEXT_B, NULL);
    const char *path = written("in.jsonl");
    for (uint32_t length = 1; length < 40; length += 3) {
        check_twin(path, length, ND_SPAN_TOKENS);
        check_twin(path, length, ND_SPAN_BYTES);
    }
}
END_TEST

START_TEST(test_run_ranges__of_nothing) {
    nd_scan_options scan;
    nd_ranges_options ranges;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&ranges);
    row("empty", "", NULL);
    row("marks", "... !!!", NULL);
    const char *path = written("in.jsonl");
    for (int unit = 0; unit < 2; unit++) {
        ranges.unit = (nd_span_unit)unit;
        nd_run_file *run = scan_paths(&path, 1, &scan);
        find(run, &ranges);
        ck_assert_uint_eq(nd_run_file_range_count(run), 0);
        nd_run_file_close(run);
    }
}
END_TEST

static int stop(const nd_progress *progress, void *payload) {
    (void)payload;
    return strcmp(progress->phase, "searching") == 0;
}

START_TEST(test_run_ranges__refuses_and_fails) {
    nd_scan_options scan;
    nd_ranges_options o;
    nd_error err;
    nd_run_totals totals;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&o);
    row("a", TEXT_A, NULL);
    row("b", TEXT_B TEXT_A, NULL);
    const char *path = written("in.jsonl");
    nd_run_file *run = scan_paths(&path, 1, &scan);
    o.min_length = 0;
    ck_assert_int_eq(nd_run_file_find_ranges(run, &o, &err), ND_E_ARG);
    ck_assert_ptr_nonnull(strstr(err.message, "min_length"));
    nd_ranges_options_init(&o);
    o.version = 7;
    ck_assert_int_eq(nd_run_file_find_ranges(run, &o, &err), ND_E_ARG);
    nd_ranges_options_init(&o);
    o.progress = stop;
    ck_assert_int_eq(nd_run_file_find_ranges(run, &o, &err), ND_E_CANCELLED);
    nd_run_file_totals(&totals, run);
    ck_assert(!totals.has_ranges);
    o.progress = NULL;
    o.documents = false; /* the first one is contained */
    find(run, &o);
    ck_assert_uint_eq(nd_run_file_range_count(run), 2);
    ck_assert_int_eq(nd_run_file_find_ranges(run, &o, &err), ND_E_ARG);
    const char *saved = in_folder("saved.run");
    ck_assert_int_eq(nd_run_file_write(run, saved, NULL), ND_OK);
    nd_run_file_close(run);
    run = scan_paths(&path, 1, &scan);
    ck_assert_int_eq(nd_run_file_write(run, saved, NULL), ND_OK);
    nd_run_file_close(run);
    ck_assert_int_eq(nd_run_file_open(&run, saved, NULL), ND_OK);
    ck_assert_int_eq(nd_run_file_find_ranges(run, &o, &err), ND_E_ARG);
    nd_run_file_close(run);
}
END_TEST

static Suite *make_suite(void) {
    Suite *suite = suite_create("run_ranges");
    TCase *cases = tcase_create("run_ranges");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, test_run_ranges__dropped_documents_are_no_source);
    tcase_add_test(cases, test_run_ranges__removed_blocks_are_no_source);
    tcase_add_test(cases, test_run_ranges__references_come_first);
    tcase_add_test(cases, test_run_ranges__are_those_of_spans);
    tcase_add_test(cases, test_run_ranges__of_nothing);
    tcase_add_test(cases, test_run_ranges__refuses_and_fails);
    suite_add_tcase(suite, cases);
    return suite;
}

int main(void) {
    return nd_run_suite(make_suite());
}
