#include "neardup/scan.h"

#include <math.h>

#include "scan_fixture.h"
#include "text/tokens.h"

#define TEXT_A                                                                         \
    "The mayor of the small town said on Monday that the old bridge would be rebuilt " \
    "before the winter comes, and that it would cost nobody a single penny at all."
#define TEXT_B                                                                           \
    "Two children found a purse in the park yesterday and brought it back to its owner " \
    "at once, who gave each of them a large ice cream and a warm handshake."

static const char *fail_with(const nd_scan_options *options, nd_status expected) {
    static nd_error err;
    const char *path = write_text("in.jsonl", "{\"text\": \"some text\"}\n");
    nd_run_file *run = NULL;
    ck_assert_int_eq(nd_scan(&run, &path, 1, options, &err), expected);
    ck_assert_ptr_null(run);
    ck_assert_int_eq(nd_scan(&run, &path, 1, options, NULL), expected);
    return err.message;
}

static void check_option(const nd_scan_options *options, const char *name) {
    const char *message = fail_with(options, ND_E_ARG);
    ck_assert_msg(strstr(message, name) != NULL, "%s: %s", name, message);
}

START_TEST(test_scan__options_out_of_range) {
    nd_scan_options o;
    const double shares[] = {0, -1, 1.0001, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < 5; i++) {
        nd_scan_options_init(&o);
        o.threshold = shares[i];
        check_option(&o, "threshold");
        nd_scan_options_init(&o);
        o.containment = shares[i];
        check_option(&o, "containment");
        nd_scan_options_init(&o);
        o.min_share = shares[i];
        check_option(&o, "min_share");
    }
    nd_scan_options_init(&o);
    o.shingle = 0;
    check_option(&o, "shingle");
    o.shingle = 33;
    check_option(&o, "shingle");
    nd_scan_options_init(&o);
    o.min_span = 0;
    check_option(&o, "min_span");
    nd_scan_options_init(&o);
    o.min_pages = 1;
    check_option(&o, "min_pages");
    const uint32_t sizes[] = {0, 56, 65, 520};
    for (size_t i = 0; i < 4; i++) {
        nd_scan_options_init(&o);
        o.signature_size = sizes[i];
        check_option(&o, "signature_size");
    }
    memset(&o, 0, sizeof o);
    check_option(&o, "nd_scan_options_init");
    nd_scan_options_init(&o);
    o.input.version = 0;
    check_option(&o, "version");
}
END_TEST

START_TEST(test_scan__choices_out_of_range) {
    nd_scan_options o;
    nd_scan_options_init(&o);
    o.keep = (nd_keep)4;
    check_option(&o, "keep");
    nd_scan_options_init(&o);
    o.unit = (nd_unit)3;
    check_option(&o, "unit");
    nd_scan_options_init(&o);
    o.block = (nd_block_cut)3;
    check_option(&o, "block");
    nd_scan_options_init(&o);
    o.input.format = (nd_format)(ND_FORMAT_WARC + 1);
    check_option(&o, "format");
}
END_TEST

START_TEST(test_scan__no_document) {
    nd_scan_options o;
    nd_error err;
    nd_run_file *run = NULL;
    nd_scan_options_init(&o);
    ck_assert_int_eq(nd_scan(&run, NULL, 0, &o, &err), ND_E_FORMAT);
    ck_assert_str_eq(err.message, "no document was read");
    const char *path = write_text("empty.jsonl", "\n\n");
    ck_assert_int_eq(nd_scan(&run, &path, 1, &o, &err), ND_E_FORMAT);
    path = in_folder("missing.jsonl");
    ck_assert_int_eq(nd_scan(&run, &path, 1, &o, &err), ND_E_IO);
    ck_assert_ptr_null(run);
    /* references are no input */
    path = write_text("empty.jsonl", "\n\n");
    const char *reference = write_text("r.jsonl", "{\"text\": \"one two\"}\n");
    o.references = &reference;
    o.reference_count = 1;
    ck_assert_int_eq(nd_scan(&run, &path, 1, &o, &err), ND_E_FORMAT);
    path = write_text("in.jsonl", "{\"text\": \"one two\"}\n");
    reference = in_folder("missing.jsonl");
    ck_assert_int_eq(nd_scan(&run, &path, 1, &o, &err), ND_E_IO);
}
END_TEST

START_TEST(test_scan__empty_texts) {
    nd_scan_options o;
    nd_scan_options_init(&o);
    o.pairs = 1;
    const char *path = write_text(
        "in.jsonl", "{\"text\": \"\"}\n{\"text\": \"\"}\n{\"text\": \"...\"}\n");
    nd_run_file *run = scan_paths(&path, 1, &o);
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    ck_assert_uint_eq(totals.documents, 3);
    ck_assert_uint_eq(totals.groups + totals.pairs + totals.blocks, 0);
    nd_run_file_close(run);
}
END_TEST

static void count_notice(int bad, const char *line, void *payload) {
    size_t *counts = payload;
    ck_assert_ptr_nonnull(line);
    counts[bad != 0]++;
}

START_TEST(test_scan__unreadable_rows_are_counted) {
    nd_scan_options o;
    size_t counts[2] = {0};
    nd_scan_options_init(&o);
    o.input.notice = count_notice;
    o.input.payload = counts;
    const char *path = write_text("in.jsonl", "{\"text\": \"" TEXT_A
                                              "\"}\n"
                                              "{\"text\": \"" TEXT_B
                                              "\n"
                                              "\n"
                                              "{\"other\": 7}\n"
                                              "not json\n"
                                              "{\"text\": \"" TEXT_A "\"}\n");
    nd_run_file *run = scan_paths(&path, 1, &o);
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    ck_assert_uint_eq(totals.documents, 2);
    ck_assert_uint_eq(totals.skipped, 3);
    ck_assert_uint_eq(totals.bytes, 2 * strlen(TEXT_A));
    ck_assert_uint_eq(counts[1], 3);
    ck_assert_uint_eq(totals.dropped_documents, 1);
    ck_assert_uint_eq(totals.dropped_kind[ND_MATCH_EXACT], 1);
    nd_run_file_close(run);
}
END_TEST

/* An exact copy, a page with a repeated block. */
static const char *write_small(void) {
    return write_text("in.jsonl", "{\"id\": \"a\", \"text\": \"" TEXT_A
                                  "\"}\n"
                                  "{\"id\": \"b\", \"text\": \"" TEXT_A
                                  "\"}\n"
                                  "{\"id\": \"c\", \"text\": \"" TEXT_B "\\n" TEXT_A
                                  "\\n" TEXT_B "\"}\n");
}

START_TEST(test_scan__units) {
    const char *path = write_small();
    for (int unit = ND_UNIT_ALL; unit <= ND_UNIT_BLOCK; unit++) {
        nd_scan_options o;
        nd_scan_options_init(&o);
        o.unit = (nd_unit)unit;
        nd_run_file *run = scan_paths(&path, 1, &o);
        nd_run_totals totals;
        nd_run_file_totals(&totals, run);
        ck_assert_uint_eq(totals.documents, 3);
        ck_assert_uint_eq(totals.groups, unit == ND_UNIT_BLOCK ? 0 : 1);
        ck_assert_uint_eq(totals.dropped_documents, unit == ND_UNIT_BLOCK ? 0 : 2);
        ck_assert_uint_eq(totals.blocks, unit == ND_UNIT_DOCUMENT ? 0 : 1);
        nd_run_file_close(run);
    }
}
END_TEST

START_TEST(test_scan__seeds_change_hashes_only) {
    const char *path = write_small();
    for (uint64_t seed = 0; seed < 40; seed++) {
        nd_scan_options o;
        nd_scan_options_init(&o);
        o.seed = seed == 39 ? UINT64_MAX : seed;
        o.pairs = 1;
        nd_run_file *run = scan_paths(&path, 1, &o);
        nd_run_totals totals;
        nd_run_file_totals(&totals, run);
        ck_assert_uint_eq(totals.dropped_documents, 2);
        ck_assert_uint_eq(totals.blocks, 1);
        ck_assert_uint_eq(totals.pairs, 3);
        nd_run_file_close(run);
    }
}
END_TEST

typedef struct stopper {
    size_t calls, stop_at;
    char phases[512];
} stopper;

static int hear_progress(const nd_progress *progress, void *payload) {
    stopper *own = payload;
    ck_assert_ptr_nonnull(progress->phase);
    ck_assert(progress->total == 0 || progress->done <= progress->total);
    if (strstr(own->phases, progress->phase) == NULL &&
        strlen(own->phases) + strlen(progress->phase) + 2 < sizeof own->phases) {
        strcat(strcat(own->phases, progress->phase), ";");
    }
    return ++own->calls == own->stop_at;
}

START_TEST(test_scan__stops_at_any_progress) {
    const char *path = write_small();
    size_t stop_at = 1;
    for (bool stopped = true; stopped; stop_at++) {
        nd_scan_options o;
        nd_error err;
        nd_run_file *run = NULL;
        stopper own = {0, stop_at, ""};
        nd_scan_options_init(&o);
        o.progress = hear_progress;
        o.progress_payload = &own;
        o.threads = (uint32_t)(1 + stop_at % 3);
        nd_status status = nd_scan(&run, &path, 1, &o, &err);
        stopped = own.calls == stop_at;
        ck_assert_int_eq(status, stopped ? ND_E_CANCELLED : ND_OK);
        ck_assert(stopped == (run == NULL));
        if (!stopped) {
            ck_assert_str_eq(own.phases,
                             "reading;finding boilerplate;matching;locating "
                             "overlaps;finding teasers;");
        }
        nd_run_file_close(run);
    }
    ck_assert_uint_gt(stop_at, 8);
}
END_TEST

START_TEST(test_scan__references) {
    nd_scan_options o;
    nd_scan_options_init(&o);
    const char *path = write_small();
    char kept[512];
    strcpy(kept, write_text("ref.jsonl", "{\"id\": \"r\", \"text\": \"" TEXT_A "\"}\n"
                                         "{\"id\": \"s\", \"text\": \"" TEXT_A "\"}\n"));
    const char *reference = kept;
    o.references = &reference;
    o.reference_count = 1;
    o.pairs = 1;
    nd_run_file *run = scan_paths(&path, 1, &o);
    nd_run_group group;
    ck_assert_uint_eq(nd_run_file_group_count(run), 1);
    nd_run_file_group(&group, run, 0);
    ck_assert_str_eq(group.kept.id, "r");
    ck_assert_uint_eq(group.kept.n, 3);
    ck_assert_uint_eq(group.size, 3);
    for (size_t i = 0; i < nd_run_file_pair_count(run); i++) {
        nd_run_pair pair;
        nd_run_file_pair(&pair, run, i);
        ck_assert(pair.a.n < 3);
    }
    nd_run_input input;
    ck_assert_uint_eq(nd_run_file_input_count(run), 2);
    nd_run_file_input(&input, run, 1);
    ck_assert(input.reference);
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_scan__cross_only) {
    nd_scan_options o;
    nd_scan_options_init(&o);
    o.cross_only = 1;
    o.pairs = 1;
    const char *path = write_small();
    nd_run_file *run = scan_paths(&path, 1, &o);
    ck_assert_uint_eq(nd_run_file_group_count(run), 0);
    ck_assert_uint_eq(nd_run_file_pair_count(run), 0);
    nd_run_file_close(run);
    const char *paths[2] = {path,
                            write_text("other.jsonl", "{\"text\": \"" TEXT_A "\"}\n")};
    run = scan_paths(paths, 2, &o);
    ck_assert_uint_eq(nd_run_file_group_count(run), 1);
    ck_assert_uint_eq(nd_run_file_pair_count(run), 3);
    nd_run_file_close(run);
}
END_TEST

/* Five captures of three articles on a site with a frame larger than the articles. */
static nd__json framed_rows(void) {
    nd__json rows = {0};
    for (int i = 0; i < 15; i++) {
        char text[4096], id[8];
        int article = i / 5;
        size_t at = 0;
        for (int line = 0; line < 12; line++) {
            at += (size_t)snprintf(text + at, sizeof text - at,
                                   "Menu entry %c about something quite important\n",
                                   (char)('a' + line));
        }
        for (int word = 0; word < 40; word++) {
            at += (size_t)snprintf(text + at, sizeof text - at, "word%c%c%c ",
                                   (char)('a' + article), (char)('a' + word / 26),
                                   (char)('a' + word % 26));
        }
        at += (size_t)snprintf(text + at, sizeof text - at, ".\nImprint and contact\n");
        snprintf(id, sizeof id, "p%d", i);
        add_row(&rows, id, text, at, "example.org", NULL);
    }
    return rows;
}

START_TEST(test_scan__groups_are_of_texts_without_their_frame) {
    nd_scan_options o;
    nd_scan_options_init(&o);
    o.min_pages = 3;
    o.block = ND_BLOCK_LINE;
    nd__json rows = framed_rows();
    const char *path = write_file("in.jsonl", rows.out.items, rows.out.count);
    nd_run_file *run = scan_paths(&path, 1, &o);
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    ck_assert_uint_eq(totals.groups, 3);
    ck_assert_uint_eq(totals.dropped_kind[ND_MATCH_EXACT], 12);
    ck_assert_uint_eq(totals.block_kind[ND_BLOCK_BOILERPLATE], 15 * 13);
    nd_run_file_close(run);
    nd__json_clear(&rows);
}
END_TEST

/* Checks that a span holds the same words on both sides. */
static void check_span(const nd_run_file *run, uint64_t kept, uint64_t other,
                       const nd_run_span *span) {
    const char *a, *b;
    size_t a_size, b_size;
    nd__buffer x = {0}, y = {0};
    ck_assert(nd_run_file_text(&a, &a_size, run, kept));
    ck_assert(nd_run_file_text(&b, &b_size, run, other));
    ck_assert_uint_le(span->kept_end, a_size);
    ck_assert_uint_le(span->member_end, b_size);
    ck_assert_int_eq(nd__tokens_normalise(&x, a + span->kept_begin,
                                          span->kept_end - span->kept_begin, NULL),
                     ND_OK);
    ck_assert_int_eq(nd__tokens_normalise(&y, b + span->member_begin,
                                          span->member_end - span->member_begin, NULL),
                     ND_OK);
    ck_assert_uint_eq(x.count, y.count);
    ck_assert_mem_eq(x.items, y.items, x.count);
    nd__vector_clear(&x);
    nd__vector_clear(&y);
}

/* An advertisement with changing numbers stands in the middle of each article: the spans
 * of two captures must not run over it. */
START_TEST(test_scan__spans_do_not_run_over_a_frame) {
    const char *ends[] = {"", " More words."};
    for (size_t e = 0; e < 2; e++) {
        nd_scan_options o;
        nd__json rows = {0};
        nd_scan_options_init(&o);
        o.min_pages = 3;
        o.min_span = 5;
        o.block = ND_BLOCK_LINE;
        for (int i = 0; i < 8; i++) {
            char text[2048], id[8];
            snprintf(id, sizeof id, "p%d", i);
            int size =
                i < 2 ? snprintf(text, sizeof text,
                                 TEXT_A "\nOffer %d for only %d euros today\n" TEXT_B
                                        "%s\n",
                                 i + 10, i + 20, i == 1 ? ends[e] : "")
                      : snprintf(text, sizeof text,
                                 "Another text %c about a thing that is %c and nothing "
                                 "else than that\nOffer %d for only %d euros today\n"
                                 "The end of the text %c which is also rather short\n",
                                 'a' + i, 'p' + i, i + 10, i + 20, 'a' + i);
            add_row(&rows, id, text, (size_t)size, "example.org", NULL);
        }
        const char *path = write_file("in.jsonl", rows.out.items, rows.out.count);
        nd_run_file *run = scan_paths(&path, 1, &o);
        nd_run_totals totals;
        nd_run_member member;
        nd_run_file_totals(&totals, run);
        ck_assert_uint_ge(totals.block_kind[ND_BLOCK_BOILERPLATE], 8);
        ck_assert_uint_eq(totals.dropped_kind[e == 0 ? ND_MATCH_EXACT : ND_MATCH_NEAR],
                          1);
        nd_run_file_member(&member, run, 0, 1);
        ck_assert_uint_eq(member.document.n, 1);
        ck_assert_uint_ge(member.span_count, 2);
        for (size_t i = 0; i < member.span_count; i++) {
            check_span(run, 0, 1, &member.spans[i]);
        }
        nd_run_file_close(run);
        o.no_spans = 1;
        run = scan_paths(&path, 1, &o);
        nd_run_file_member(&member, run, 0, 1);
        ck_assert_uint_eq(member.document.n, 1);
        ck_assert_uint_eq(member.span_count, 0);
        nd_run_file_close(run);
        nd__json_clear(&rows);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("scan");
    TCase *basics = tcase_create("basics");
    tcase_add_unchecked_fixture(basics, setup_folder, remove_folder);
    tcase_add_test(basics, test_scan__options_out_of_range);
    tcase_add_test(basics, test_scan__choices_out_of_range);
    tcase_add_test(basics, test_scan__no_document);
    tcase_add_test(basics, test_scan__empty_texts);
    tcase_add_test(basics, test_scan__unreadable_rows_are_counted);
    tcase_add_test(basics, test_scan__units);
    tcase_add_test(basics, test_scan__seeds_change_hashes_only);
    tcase_add_test(basics, test_scan__stops_at_any_progress);
    tcase_add_test(basics, test_scan__references);
    tcase_add_test(basics, test_scan__cross_only);
    tcase_add_test(basics, test_scan__groups_are_of_texts_without_their_frame);
    tcase_add_test(basics, test_scan__spans_do_not_run_over_a_frame);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
