#define _XOPEN_SOURCE 700 /* mkdtemp, mkstemp */
#include "clean_support.h"
#include "run/run_file.h"
#include "suite.h"

static char *folder;
static corpus c;

static void setup(void) {
    folder = make_folder();
}

static void teardown(void) {
    corpus_clear(&c);
    remove_folder(folder);
}

static void scan_one(const char *name) {
    const char *path = in(folder, name);
    corpus_scan(&c, &path, 1);
}

/* Cleans to `out`, compares, restores, compares with `name`. */
static void clean_and_back(const char *name, const char *out, const char *expected) {
    corpus_ok(&c, corpus_clean(&c, in(folder, out), in(folder, "log")));
    assert_file(in(folder, out), expected);
    corpus_ok(&c, corpus_restore(&c, in(folder, out), in(folder, "log"),
                                 in(folder, "back.jsonl")));
    assert_same_files(in(folder, name), in(folder, "back.jsonl"));
}

START_TEST(test_clean__drops_rows) {
    write_text(in(folder, "a.jsonl"),
               "{\"id\":\"x\",\"text\":\"first\"}\r\n"
               "\n"
               "{\"text\":\"second\",\"id\":\"x\"}\r\n"
               "not json\n"
               "{\"id\":\"z\",\"text\":\"third\"}");
    scan_one("a.jsonl");
    ck_assert_uint_eq(c.count, 3);
    corpus_drop(&c, 1, 0);
    corpus_drop(&c, 2, 0);
    clean_and_back("a.jsonl", "o.jsonl",
                   "{\"id\":\"x\",\"text\":\"first\"}\r\n\nnot json\n");
}
END_TEST

START_TEST(test_clean__cuts_the_literal_only) {
    write_text(
        in(folder, "a.jsonl"),
        "\xef\xbb\xbf{ \"n\" : 1e999 , \"deep\":{\"a\":[{\"b\":[1.0,-0,\"\\/\"]}]},"
        "\"text\" : \"Caf\\u00e9 \\ud83d\\ude00\\nMenu "
        "\\ud83d\\n\\nRest\\u0020\\\"q\\\"\\n"
        "Menu \\ud83d\\n\" ,\"z\":\"\\u00e9\" }\n");
    scan_one("a.jsonl");
    ck_assert_uint_eq(c.count, 1);
    corpus_block(&c, 0, "Menu \xef\xbf\xbd", true, ND__FINDING_BOILERPLATE);
    corpus_block(&c, 0, "Menu \xef\xbf\xbd", false, ND__FINDING_REPEAT);
    clean_and_back(
        "a.jsonl", "o.jsonl",
        "\xef\xbb\xbf{ \"n\" : 1e999 , \"deep\":{\"a\":[{\"b\":[1.0,-0,\"\\/\"]}]},"
        "\"text\" : \"Caf\\u00e9 \\ud83d\\ude00\\n\\nRest\\u0020\\\"q\\\"\\n\" ,"
        "\"z\":\"\\u00e9\" }\n");
}
END_TEST

START_TEST(test_clean__a_row_may_lose_all_its_text) {
    write_text(in(folder, "a.jsonl"), "{\"id\":1,\"text\":\"Menu\\nHome\",\"k\":2}\n");
    scan_one("a.jsonl");
    corpus_block(&c, 0, "Menu", true, ND__FINDING_BOILERPLATE);
    corpus_block(&c, 0, "Home", true, ND__FINDING_TEASER);
    clean_and_back("a.jsonl", "o.jsonl", "{\"id\":1,\"text\":\"\",\"k\":2}\n");
}
END_TEST

START_TEST(test_clean__removes_only_what_is_asked) {
    write_text(in(folder, "a.jsonl"),
               "{\"text\":\"one\\ntwo\\nthree\"}\n{\"text\":\"one\"}\n");
    scan_one("a.jsonl");
    corpus_block(&c, 0, "one", true, ND__FINDING_REPEAT);
    corpus_block(&c, 0, "two", true, ND__FINDING_TEASER);
    corpus_drop(&c, 1, 0);
    nd_clean_options options;
    nd_clean_result result;
    nd_clean_options_init(&options);
    options.output = in(folder, "o.jsonl");
    options.documents = options.repeats = false;
    corpus_ok(&c, nd__clean(&result, c.findings, c.inputs, &options, &c.err));
    assert_file(in(folder, "o.jsonl"),
                "{\"text\":\"one\\nthree\"}\n{\"text\":\"one\"}\n");
    ck_assert_uint_eq(result.removed_blocks[ND_BLOCK_TEASER], 1);
    ck_assert_uint_eq(result.removed_documents, 0);
    ck_assert_uint_eq(result.removed_block_bytes, 5);
    ck_assert_uint_eq(result.original_bytes, result.cleaned_bytes + 5);
    ck_assert(!exists(in(folder, "log")));
}
END_TEST

static nd_clean_options spans_only(void) {
    nd_clean_options options;
    nd_clean_options_init(&options);
    options.documents = options.repeats = options.teasers = options.boilerplate = false;
    options.spans = true;
    options.min_rest = 0;
    return options;
}

START_TEST(test_clean__cuts_spans) {
    write_text(in(folder, "a.jsonl"),
               "{\"text\":\"One \\u00e9t\\u00e9 \\ud83d\\ude00 two\\nthree\"}\r\n"
               "{\"text\":\"One \\u00e9t\\u00e9 \\ud83d\\ude00 two\\nthree\"}\r\n"
               "{\"text\":\"three\",\"k\":1}\n");
    scan_one("a.jsonl");
    /* O n e _ e e t e e _ 4 bytes _ t w o \n three; begins inside of a character. */
    corpus_range(&c, 0, 5, 24, (nd__text_range){0, 0});
    corpus_range(&c, 1, 5, 24, (nd__text_range){5, 18});
    corpus_range(&c, 2, 0, 5, (nd__text_range){0, 5});
    nd_clean_options options = spans_only();
    corpus_ok(&c,
              corpus_clean_as(&c, &options, in(folder, "o.jsonl"), in(folder, "log")));
    assert_file(in(folder, "o.jsonl"),
                "{\"text\":\"One \\u00e9t\\u00e9 \\ud83d\\ude00 two\\nthree\"}\r\n"
                "{\"text\":\"One \\u00e9t\\u00e9\\nthree\"}\r\n"
                "{\"text\":\"\",\"k\":1}\n");
    options.spans_all = true;
    corpus_ok(&c,
              corpus_clean_as(&c, &options, in(folder, "o.jsonl"), in(folder, "log")));
    assert_file(in(folder, "o.jsonl"),
                "{\"text\":\"One \\u00e9t\\u00e9\"}\r\n"
                "{\"text\":\"One \\u00e9t\\u00e9\"}\r\n"
                "{\"text\":\"\",\"k\":1}\n");
    corpus_ok(&c, corpus_restore(&c, in(folder, "o.jsonl"), in(folder, "log"),
                                 in(folder, "back.jsonl")));
    assert_same_files(in(folder, "a.jsonl"), in(folder, "back.jsonl"));
}
END_TEST

START_TEST(test_clean__spans_need_ranges_that_fit) {
    write_text(in(folder, "a.jsonl"), "{\"text\":\"one two\"}\n{\"text\":\"one\"}\n");
    scan_one("a.jsonl");
    nd_clean_options options = spans_only();
    nd_status status = corpus_clean_as(&c, &options, in(folder, "o.jsonl"), NULL);
    ck_assert_int_eq(status, ND_E_ARG);
    ck_assert_ptr_nonnull(strstr(c.err.message, "neardup spans --ranges"));
    corpus_range(&c, 1, 0, 4, (nd__text_range){0, 4});
    status = corpus_clean_as(&c, &options, in(folder, "o.jsonl"), NULL);
    ck_assert_int_eq(status, ND_E_FORMAT);
    corpus_drop(&c, 1, 0);
    options.documents = true;
    status = corpus_clean_as(&c, &options, in(folder, "o.jsonl"), NULL);
    ck_assert_int_eq(status, ND_E_ARG);
    ck_assert_ptr_nonnull(strstr(c.err.message, "the only other place"));
    options = spans_only();
    options.snap = (nd_snap)3;
    status = corpus_clean_as(&c, &options, in(folder, "o.jsonl"), NULL);
    ck_assert_int_eq(status, ND_E_ARG);
    ck_assert(!exists(in(folder, "o.jsonl")));
}
END_TEST

START_TEST(test_clean__cuts_blocks_and_spans) {
    write_text(in(folder, "a.jsonl"),
               "{\"text\":\"one two\\nMenu here\\nthree four\"}\n");
    scan_one("a.jsonl");
    corpus_block(&c, 0, "Menu here", true, ND__FINDING_REPEAT);
    corpus_range(&c, 0, 4, 12, (nd__text_range){4, 12});   /* "two\nMenu" */
    corpus_range(&c, 0, 18, 23, (nd__text_range){18, 23}); /* "three" */
    nd_clean_options options = spans_only();
    options.repeats = true;
    corpus_ok(&c,
              corpus_clean_as(&c, &options, in(folder, "o.jsonl"), in(folder, "log")));
    assert_file(in(folder, "o.jsonl"), "{\"text\":\"one\\nfour\"}\n");
    corpus_ok(&c, corpus_restore(&c, in(folder, "o.jsonl"), in(folder, "log"),
                                 in(folder, "back.jsonl")));
    assert_same_files(in(folder, "a.jsonl"), in(folder, "back.jsonl"));
}
END_TEST

START_TEST(test_clean__compresses_by_name) {
    static const char *const names[] = {"o.jsonl.gz", "o.jsonl.zst"};
    write_text(in(folder, "a.jsonl"), "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    scan_one("a.jsonl");
    corpus_drop(&c, 1, 0);
    for (size_t i = 0; i < 2; i++) {
        size_t size = 0;
        corpus_ok(&c, corpus_clean(&c, in(folder, names[i]), in(folder, "log")));
        char *bytes = read_bytes(in(folder, names[i]), &size);
        ck_assert_int_eq(memcmp(bytes, i == 0 ? "\x1f\x8b" : "\x28\xb5", 2), 0);
        free(bytes);
        corpus_ok(&c, corpus_restore(&c, in(folder, names[i]), in(folder, "log"),
                                     in(folder, "back")));
        assert_same_files(in(folder, "back"), in(folder, "a.jsonl"));
    }
}
END_TEST

static void make_tree(void) {
    mkdir(in(folder, "in"), 0777);
    mkdir(in(folder, "in/sub"), 0777);
    write_text(in(folder, "in/a.txt"), "\xef\xbb\xbfMenu\n\nStory one.\n");
    write_text(in(folder, "in/b.txt"), "\xef\xbb\xbfMenu\n\nStory one.\n");
    write_text(in(folder, "in/empty.txt"), "");
    write_text(in(folder, "in/sub/c.txt"), "Menu\r\n");
    write_text(in(folder, "in/sub/d.jsonl"), "{\"text\":\"Menu\"}\n");
    write_bytes(in(folder, "in/sub/e.txt"), "\xff\xfe\x00 not UTF-8 \n", 15);
}

START_TEST(test_clean__folders) {
    make_tree();
    scan_one("in");
    ck_assert_uint_ge(c.count, 4);
    corpus_block(&c, 0, "Menu", true, ND__FINDING_BOILERPLATE);
    for (size_t n = 1; n < c.count; n++) {
        if (strstr(c.documents[n].id, "c.txt") != NULL) {
            corpus_block(&c, n, "Menu", true, ND__FINDING_BOILERPLATE);
        } else if (strstr(c.documents[n].id, "b.txt") != NULL ||
                   strstr(c.documents[n].id, "d.jsonl") != NULL) {
            corpus_drop(&c, n, 0);
        }
    }
    corpus_ok(&c, corpus_clean(&c, in(folder, "out/"), in(folder, "log")));
    assert_file(in(folder, "out/a.txt"), "\xef\xbb\xbfStory one.\n");
    ck_assert(!exists(in(folder, "out/b.txt")));
    assert_file(in(folder, "out/empty.txt"), "");
    assert_file(in(folder, "out/sub/c.txt"), "\r\n");
    assert_file(in(folder, "out/sub/d.jsonl"), "");
    assert_same_files(in(folder, "out/sub/e.txt"), in(folder, "in/sub/e.txt"));
    corpus_ok(
        &c, corpus_restore(&c, in(folder, "out"), in(folder, "log"), in(folder, "back")));
    char command[700];
    snprintf(command, sizeof command, "diff -r '%s/in' '%s/back'", folder, folder);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(test_clean__several_folders) {
    mkdir(in(folder, "one"), 0777);
    mkdir(in(folder, "two"), 0777);
    write_text(in(folder, "one/a.txt"), "1");
    write_text(in(folder, "two/a.txt"), "2");
    const char *arguments[] = {in(folder, "one"), in(folder, "two")};
    corpus_scan(&c, arguments, 2);
    corpus_ok(&c, corpus_clean(&c, in(folder, "out"), in(folder, "log")));
    assert_file(in(folder, "out/one/a.txt"), "1");
    assert_file(in(folder, "out/two/a.txt"), "2");
}
END_TEST

START_TEST(test_clean__the_way_of_the_public_functions) {
    write_text(in(folder, "a.jsonl"), "{\"body\":\"one\",\"text\":\"two\\nthree\"}\n");
    scan_one("a.jsonl");
    nd__findings_destroy(c.findings);
    c.findings = NULL;
    char text[2048];
    size_t size = 0;
    char *bytes = read_bytes(in(folder, "a.jsonl"), &size);
    char hex[ND_DIGEST_HEX_SIZE];
    nd__hash128_hex(hex, nd__hash128(bytes, size, 0));
    free(bytes);
    snprintf(
        text, sizeof text,
        "{\"type\":\"run\",\"schema\":1,\"tool\":\"t\",\"version\":\"1\",\"params\":{"
        "\"text_field\":\"body\"},\"inputs\":[{\"path\":\"x\",\"bytes\":%zu,"
        "\"digest\":\"%s\"}]}\n"
        "{\"type\":\"block\",\"kind\":\"repeat\",\"doc\":\"%s\",\"n\":0,\"begin\":0,"
        "\"end\":3}\n"
        "{\"type\":\"end\",\"documents\":1,\"bytes\":3,\"groups\":0,"
        "\"dropped_documents\":0,\"blocks\":1}\n",
        size, hex, c.documents[0].id);
    nd_run_file *run = NULL;
    nd_status status = nd_run_file_parse(&run, text, strlen(text), "run", &c.err);
    ck_assert_msg(status == ND_OK, "%s", c.err.message);
    nd_clean_options options;
    nd_clean_result result;
    nd_clean_options_init(&options);
    options.output = in(folder, "o.jsonl");
    const char *path = in(folder, "a.jsonl");
    corpus_ok(&c, nd_clean(&result, run, &path, 1, &options, &c.err));
    assert_file(in(folder, "o.jsonl"), "{\"body\":\"\",\"text\":\"two\\nthree\"}\n");
    nd_run_file_close(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("clean");
    TCase *tests = tcase_create("clean");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_clean__drops_rows);
    tcase_add_test(tests, test_clean__cuts_the_literal_only);
    tcase_add_test(tests, test_clean__a_row_may_lose_all_its_text);
    tcase_add_test(tests, test_clean__removes_only_what_is_asked);
    tcase_add_test(tests, test_clean__cuts_spans);
    tcase_add_test(tests, test_clean__spans_need_ranges_that_fit);
    tcase_add_test(tests, test_clean__cuts_blocks_and_spans);
    tcase_add_test(tests, test_clean__compresses_by_name);
    tcase_add_test(tests, test_clean__folders);
    tcase_add_test(tests, test_clean__several_folders);
    tcase_add_test(tests, test_clean__the_way_of_the_public_functions);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
