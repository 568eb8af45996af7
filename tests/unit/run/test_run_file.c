#define _XOPEN_SOURCE 700 /* mkdtemp, mkstemp */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "neardup/run_file.h"
#include "run/findings.h"
#include "run/run_file.h"
#include "run/run_reader.h"
#include "run/run_writer.h"
#include "suite.h"

#define HEADER                                                                         \
    "{\"type\":\"run\",\"schema\":1,\"tool\":\"neardup\",\"version\":\"0.1.0\","       \
    "\"params\":{\"threshold\":0.8,\"keep\":\"first\",\"shingle\":5},\"inputs\":[{"    \
    "\"path\":\"a.jsonl\",\"bytes\":9,\"digest\":\"0123456789abcdef0123456789abcdef\"" \
    "}]}\n"
#define GROUP                                                                            \
    "{\"type\":\"group\",\"id\":7,\"kind\":\"near\",\"reprint\":true,\"kept\":\"d0\","   \
    "\"kept_n\":0,\"size\":2,\"members\":[{\"doc\":\"d0\",\"n\":0,\"site\":\"s\","       \
    "\"bytes\":10,\"kept\":true},{\"doc\":\"d1\",\"n\":1,\"date\":\"2026\",\"bytes\":8," \
    "\"kind\":\"near\",\"jaccard\":0.91,\"containment\":1.0,\"spans\":[[0,4,1,5],[6,7,"  \
    "6,7]]}]}\n"
#define BLOCK                                                                       \
    "{\"type\":\"block\",\"kind\":\"repeat\",\"doc\":\"d2\",\"n\":2,\"begin\":0,"   \
    "\"end\":11,\"line\":1,\"of\":{\"doc\":\"d2\",\"n\":2,\"begin\":12,\"end\":23," \
    "\"line\":2},\"similarity\":1.0}\n"
#define PAIR                                                                          \
    "{\"type\":\"pair\",\"a\":\"d0\",\"a_n\":0,\"b\":\"d1\",\"b_n\":1,\"jaccard\":0." \
    "91,\"containment_a\":0.95,\"containment_b\":0.9}\n"
#define END                                                                           \
    "{\"type\":\"end\",\"documents\":3,\"bytes\":30,\"groups\":1,\"dropped_"          \
    "documents\":1,\"dropped_bytes\":8,\"dropped\":{\"exact\":0,\"near\":1,"          \
    "\"contained\":0},\"blocks\":1,\"block_kinds\":{\"repeat\":1,\"teaser\":0,"       \
    "\"boilerplate\":0},\"block_bytes\":{\"repeat\":11,\"teaser\":0,\"boilerplate\":" \
    "0},\"pairs\":1,\"skipped\":0}\n"

#define SPANS                                                                           \
    "{\"type\":\"span\",\"id\":3,\"length\":4,\"tokens\":2,\"count\":5,\"similarity\":" \
    "0.93,"                                                                             \
    "\"places\":[{\"doc\":\"d0\",\"n\":0,\"begin\":1,\"end\":5,\"line\":1},{\"doc\":"   \
    "\"d2\","                                                                           \
    "\"n\":2,\"begin\":7,\"end\":11,\"line\":2}]}\n"                                    \
    "{\"type\":\"span\",\"id\":4,\"length\":9,\"count\":1,\"places\":[{\"doc\":\"d1\"," \
    "\"n\":1,\"begin\":0,\"end\":9,\"line\":1}]}\n"
#define RANGES                                                                           \
    "{\"type\":\"range\",\"doc\":\"d0\",\"n\":0,\"begin\":0,\"end\":5}\n"                \
    "{\"type\":\"range\",\"doc\":\"d2\",\"n\":2,\"begin\":2,\"end\":20,\"later\":[[2,4]" \
    ",["                                                                                 \
    "4,9]]}\n"                                                                           \
    "{\"type\":\"range\",\"doc\":\"d2\",\"n\":2,\"begin\":20,\"end\":21,\"later\":[[20," \
    "21]]}\n"
#define SPANS_END                                                                      \
    "{\"type\":\"end\",\"documents\":3,\"bytes\":30,\"groups\":0,\"dropped_"           \
    "documents\":0,\"dropped_bytes\":0,\"dropped\":{\"exact\":0,\"near\":0,"           \
    "\"contained\":0},\"blocks\":0,\"block_kinds\":{\"repeat\":0,\"teaser\":0,"        \
    "\"boilerplate\":0},\"block_bytes\":{\"repeat\":0,\"teaser\":0,\"boilerplate\":"   \
    "0},\"pairs\":0,\"spans\":2,\"ranges\":3,\"repeated_bytes\":24,\"later_bytes\":8," \
    "\"skipped\":0}\n"

static nd_run_file *parse(const char *text) {
    nd_run_file *run = NULL;
    nd_error err;
    nd_status status = nd_run_file_parse(&run, text, strlen(text), "run.jsonl", &err);
    ck_assert_msg(status == ND_OK, "%s", err.message);
    return run;
}

static void assert_refused(const char *text, nd_status code, const char *part) {
    nd_run_file *run = NULL;
    nd_error err;
    nd_status status = nd_run_file_parse(&run, text, strlen(text), "run.jsonl", &err);
    ck_assert_int_eq(status, code);
    ck_assert_ptr_null(run);
    ck_assert_msg(strstr(err.message, part) != NULL, "'%s' is not in '%s'", part,
                  err.message);
    ck_assert_msg(strstr(err.message, "run.jsonl:") != NULL, "%s", err.message);
}

static void assert_written_as_read(const char *whole) {
    char path[] = "/tmp/neardup-test-XXXXXX", back[2048];
    nd_error err;
    nd_run_file *run = parse(whole);
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nd_run_file_write(run, path, &err), ND_OK);
    close(fd);
    FILE *file = fopen(path, "rb");
    back[fread(back, 1, sizeof back - 1, file)] = '\0';
    fclose(file);
    unlink(path);
    ck_assert_str_eq(back, whole);
    nd_run_file_close(run);
}

START_TEST(test_run_file__reads_and_writes_the_same_bytes) {
    assert_written_as_read(HEADER GROUP BLOCK PAIR END);
    assert_written_as_read(HEADER SPANS RANGES SPANS_END);
}
END_TEST

static void add_many(nd__findings *findings, size_t count) {
    nd_error err;
    ck_assert_int_eq(nd__findings_set_tool(findings, "neardup", "0", &err), ND_OK);
    for (uint64_t i = 0; i < count; i++) {
        char a[32], b[32];
        snprintf(a, sizeof a, "a\n%llu", (unsigned long long)(i / 3));
        snprintf(b, sizeof b, "a\n%llu", (unsigned long long)(i / 3 + i % 2));
        nd__doc one = {a, i / 3}, other = {b, i / 3 + i % 2};
        nd__member members[2] = {{.doc = one, .kept = true},
                                 {.doc = other, .site = "s", .jaccard = 0.5}};
        nd__group group = {.id = i, .members = members, .size = 2};
        nd__block_finding block = {.kind = (nd__finding_kind)(i % 3),
                                   .at = {one, i, i + 5, 1},
                                   .has_of = i % 3 != 2,
                                   .of = {other, 0, 5, 1},
                                   .similarity = i % 5 == 0 ? -1 : 0.25,
                                   .site = i % 4 == 0 ? NULL : "ex\"ample",
                                   .pages = i % 3,
                                   .share = 0.125};
        nd__pair_finding pair = {one, other, 1, 0.3, 1.0 / 3};
        nd__block_place places[2] = {{one, i, i + 7, 3}, {other, 0, 8, 1}};
        nd__span_finding span = {.id = i,
                                 .length = 7,
                                 .tokens = i % 2,
                                 .count = i + 2,
                                 .similarity = i % 3 == 0 ? 0.123457 : -1,
                                 .places = places,
                                 .place_count = 1 + i % 2};
        nd__text_range later[2] = {{i * 9, i * 9 + 1}, {i * 9 + 2, i * 9 + 5}};
        nd__range_finding range = {one, i * 9, i * 9 + 5, later, i % 3};
        ck_assert_int_eq(nd__findings_add_span(findings, &span, &err), ND_OK);
        ck_assert_int_eq(nd__findings_add_range(findings, &range, &err), ND_OK);
        if (i % 50 == 0) {
            ck_assert_int_eq(nd__findings_add_group(findings, &group, &err), ND_OK);
        }
        ck_assert_int_eq(nd__findings_add_block(findings, &block, &err), ND_OK);
        ck_assert_int_eq(nd__findings_add_pair(findings, &pair, &err), ND_OK);
    }
}

static char *written(const nd__findings *findings, unsigned threads, size_t *size) {
    char path[] = "/tmp/neardup-test-XXXXXX";
    nd__output *output;
    nd_error err;
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(nd__output_open(&output, path, &err), ND_OK);
    ck_assert_int_eq(nd__findings_write(findings, threads, output, &err), ND_OK);
    *size = (size_t)nd__output_size(output);
    ck_assert_int_eq(nd__output_commit(output, &err), ND_OK);
    char *bytes = malloc(*size + 1);
    FILE *file = fopen(path, "rb");
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    bytes[*size] = '\0';
    fclose(file);
    unlink(path);
    return bytes;
}

START_TEST(test_run_file__threads_do_not_change_the_bytes) {
    nd__findings *findings = nd__findings_create();
    size_t size, other_size;
    add_many(findings, 5000);
    findings->end.documents = 5000;
    char *bytes = written(findings, 1, &size);
    for (unsigned threads = 2; threads < 5; threads++) {
        char *other = written(findings, threads, &other_size);
        ck_assert_uint_eq(other_size, size);
        ck_assert(memcmp(other, bytes, size) == 0);
        free(other);
    }
    /* Read and written again it is the same, so every record is whole. */
    nd_run_file *run = parse(bytes);
    char *again = written(run->findings, 1, &other_size);
    ck_assert_uint_eq(other_size, size);
    ck_assert(memcmp(again, bytes, size) == 0);
    free(again);
    free(bytes);
    nd_run_file_close(run);
    nd__findings_destroy(findings);
}
END_TEST

START_TEST(test_run_file__gives_what_is_in_it) {
    nd_run_file *run = parse(HEADER GROUP BLOCK PAIR END);
    nd_run_group group;
    nd_run_member member;
    nd_run_block block;
    nd_run_pair pair;
    nd_run_totals totals;
    nd_run_input input;
    const char *json;
    ck_assert_uint_eq(nd_run_file_param_count(run), 3);
    ck_assert_str_eq(nd_run_file_param(run, 1, &json), "keep");
    ck_assert_str_eq(json, "\"first\"");
    nd_run_file_input(&input, run, 0);
    ck_assert_str_eq(input.digest, "0123456789abcdef0123456789abcdef");
    nd_run_file_group(&group, run, 0);
    ck_assert_uint_eq(group.id, 7);
    ck_assert_str_eq(group.kept.id, "d0");
    nd_run_file_member(&member, run, 0, 1);
    ck_assert(member.jaccard > 0.909 && member.jaccard < 0.911);
    ck_assert_uint_eq(member.span_count, 2);
    ck_assert_uint_eq(member.spans[1].member_end, 7);
    nd_run_file_block(&block, run, 0);
    ck_assert_uint_eq(block.of.end, 23);
    nd_run_file_pair(&pair, run, 0);
    ck_assert_str_eq(pair.b.id, "d1");
    nd_run_file_totals(&totals, run);
    ck_assert_uint_eq(totals.documents, 3);
    ck_assert_uint_eq(totals.dropped_kind[ND_MATCH_NEAR], 1);
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_run_file__gives_spans_and_ranges) {
    nd_run_file *run = parse(HEADER SPANS RANGES SPANS_END);
    nd_run_repeat repeat;
    nd_run_place place;
    nd_run_range range;
    nd_run_totals totals;
    uint64_t begin, end;
    size_t first, count;
    ck_assert_uint_eq(nd_run_file_repeat_count(run), 2);
    nd_run_file_repeat(&repeat, run, 0);
    ck_assert_uint_eq(repeat.id, 3);
    ck_assert_uint_eq(repeat.count, 5);
    ck_assert_uint_eq(repeat.place_count, 2);
    ck_assert(repeat.similarity > 0.929 && repeat.similarity < 0.931);
    nd_run_file_repeat_place(&place, run, 0, 1);
    ck_assert_str_eq(place.document.id, "d2");
    ck_assert_uint_eq(place.end, 11);
    nd_run_file_repeat(&repeat, run, 1);
    ck_assert(repeat.similarity < 0 && repeat.tokens == 0);
    nd_run_file_ranges_of(&first, &count, run, 2);
    ck_assert_uint_eq(first, 1);
    ck_assert_uint_eq(count, 2);
    nd_run_file_range(&range, run, 1);
    ck_assert_uint_eq(range.later_count, 2);
    nd_run_file_range_later(&begin, &end, run, 1, 1);
    ck_assert_uint_eq(begin, 4);
    ck_assert_uint_eq(end, 9);
    nd_run_file_ranges_of(&first, &count, run, 1);
    ck_assert_uint_eq(count, 0);
    nd_run_file_totals(&totals, run);
    ck_assert(totals.has_spans && totals.has_ranges);
    ck_assert_uint_eq(totals.later_bytes, 8);
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_run_file__finds_documents) {
    nd_run_file *run = parse(HEADER GROUP BLOCK PAIR END);
    size_t first, count, group, member;
    nd_run_document found;
    nd_run_block block;
    nd_run_file_find(&first, &count, run, "d1");
    ck_assert_uint_eq(count, 1);
    nd_run_file_document(&found, run, first);
    ck_assert_uint_eq(found.n, 1);
    nd_run_file_find(&first, &count, run, "nobody");
    ck_assert_uint_eq(count, 0);
    ck_assert(nd_run_file_group_of(&group, &member, run, 1, 0));
    ck_assert_uint_eq(member, 1);
    ck_assert(!nd_run_file_group_of(&group, &member, run, 1, 1));
    ck_assert(!nd_run_file_group_of(&group, &member, run, 2, 0));
    nd_run_file_blocks_of(&first, &count, run, 2);
    ck_assert_uint_eq(count, 1);
    nd_run_file_block_of(&block, run, first);
    ck_assert_str_eq(block.at.document.id, "d2");
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_run_file__skips_what_it_does_not_know) {
    nd_run_file *run =
        parse(HEADER "{\"type\":\"novelty\",\"deep\":[[{}]]}\n" GROUP BLOCK PAIR END);
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_run_file__refuses_what_is_not_whole) {
    assert_refused("", ND_E_FORMAT, "empty");
    assert_refused(HEADER GROUP BLOCK PAIR, ND_E_FORMAT, "cut short");
    assert_refused(HEADER GROUP "{\"type\":\"blo", ND_E_FORMAT, ":3: ");
    assert_refused(GROUP END, ND_E_FORMAT, "not a run file");
    assert_refused("{\"type\":\"run\",\"schema\":2}\n", ND_E_UNSUPPORTED, "schema 2");
    assert_refused(HEADER GROUP PAIR END, ND_E_FORMAT, "counts");
    assert_refused(HEADER GROUP BLOCK PAIR END "{\"type\":\"end\"}\n", ND_E_FORMAT,
                   "behind");
    assert_refused(HEADER HEADER, ND_E_FORMAT, "second");
}
END_TEST

/* The good file with one piece of text exchanged. */
static void assert_refused_in(const char *whole, const char *piece, const char *other,
                              const char *part) {
    char text[4096];
    const char *at = strstr(whole, piece);
    ck_assert_ptr_nonnull(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - whole), whole, other,
             at + strlen(piece));
    assert_refused(text, ND_E_FORMAT, part);
}

static void assert_exchange_refused(const char *piece, const char *other,
                                    const char *part) {
    assert_refused_in(HEADER GROUP BLOCK PAIR END, piece, other, part);
}

START_TEST(test_run_file__refuses_spans_out_of_range) {
    static const char whole[] = HEADER SPANS RANGES SPANS_END;
    assert_refused_in(whole, "\"count\":5", "\"count\":1", "count");
    assert_refused_in(whole, "\"length\":4", "\"length\":4294967296", "too long");
    assert_refused_in(whole, "\"places\":[{\"doc\":\"d1\"",
                      "\"places\":[],\"x\":[{\"d\":1", "places");
    assert_refused_in(whole, "\"end\":9,", "\"end\":4294967296,", "out of range");
    assert_refused_in(whole, "\"begin\":2,\"end\":20", "\"begin\":2,\"end\":2", "empty");
    assert_refused_in(whole, "[4,9]", "[4,21]", "lie in it");
    assert_refused_in(whole, "[4,9]", "[3,9]", "lie in it");
    assert_refused_in(whole, "[4,9]", "[4]", "later");
    assert_refused_in(whole, "[4,9]", "[4,-9]", "later");
    assert_refused_in(whole, "\"begin\":20", "\"begin\":19", "follow");
    assert_refused_in(whole, "\"ranges\":3", "\"ranges\":2", "counts");
    assert_refused_in(whole, "\"ranges\":3,", "", "counts");
    assert_refused_in(whole, "\"spans\":2", "\"spans\":3", "counts");
    assert_refused_in(whole, "\"documents\":3", "\"documents\":2", "document number");
}
END_TEST

START_TEST(test_run_file__refuses_values_out_of_range) {
    assert_exchange_refused("\"begin\":0,\"end\":11", "\"begin\":12,\"end\":11",
                            "begins");
    assert_exchange_refused("[0,4,1,5]", "[5,4,1,5]", "span");
    assert_exchange_refused("[0,4,1,5]", "[0,4,1]", "span");
    assert_exchange_refused("0.91", "1.5", "jaccard");
    assert_exchange_refused("\"repeat\"", "\"echo\"", "kind");
    assert_exchange_refused("\"documents\":3", "\"documents\":2", "document number");
    assert_exchange_refused("\"a_n\":0", "\"a_n\":2", "called");
    assert_exchange_refused("\"kept_n\":0", "\"kept_n\":1", "kept document");
    assert_exchange_refused("\"size\":2", "\"size\":3", "size");
    assert_exchange_refused("\"n\":2,\"begin\":0", "\"n\":-2,\"begin\":0",
                            "whole number");
    assert_exchange_refused("cdef\"}", "cdeg\"}", "digest");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("run_file");
    TCase *tests = tcase_create("run_file");
    tcase_add_test(tests, test_run_file__reads_and_writes_the_same_bytes);
    tcase_add_test(tests, test_run_file__threads_do_not_change_the_bytes);
    tcase_add_test(tests, test_run_file__gives_what_is_in_it);
    tcase_add_test(tests, test_run_file__gives_spans_and_ranges);
    tcase_add_test(tests, test_run_file__finds_documents);
    tcase_add_test(tests, test_run_file__skips_what_it_does_not_know);
    tcase_add_test(tests, test_run_file__refuses_what_is_not_whole);
    tcase_add_test(tests, test_run_file__refuses_values_out_of_range);
    tcase_add_test(tests, test_run_file__refuses_spans_out_of_range);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
