#include "run/texts.h"

#include "scan_fixture.h"

static const char rows[] =
    "{\"id\": \"a\", \"body\": \"first text\"}\n"
    "bad row\n"
    "{\"id\": \"b\", \"body\": \"second \\u0041\"}\n"
    "{\"id\": \"c\", \"body\": \"third\"}\n";

/* A run file of two files, read back, so that it has no texts. */
static nd_run_file *open_run(void) {
    nd_scan_options o;
    nd_run_file *run;
    char path[512];
    nd_scan_options_init(&o);
    o.input.text_field = "body";
    const char *paths[2] = {write_text("in.jsonl", rows),
                            write_text("more.jsonl", "{\"body\": \"fourth\"}\n")};
    strcpy(path, in_folder("run.jsonl"));
    nd_run_file *scanned = scan_paths(paths, 2, &o);
    ck_assert_int_eq(nd_run_file_write(scanned, path, NULL), ND_OK);
    nd_run_file_close(scanned);
    ck_assert_int_eq(nd_run_file_open(&run, path, NULL), ND_OK);
    return run;
}

static void check_text(const nd_run_file *run, uint64_t n, const char *expected) {
    const char *text;
    size_t size;
    bool found = nd_run_file_text(&text, &size, run, n);
    ck_assert_int_eq(found, expected != NULL);
    if (found) {
        ck_assert_uint_eq(size, strlen(expected));
        ck_assert_mem_eq(text, expected, size);
    }
}

START_TEST(test_texts__all_after_a_scan) {
    nd_scan_options o;
    nd_scan_options_init(&o);
    const char *path = write_text("in.jsonl", rows);
    nd_run_file *run = scan_paths(&path, 1, &o);
    const uint64_t wanted[] = {2, 0};
    ck_assert_int_eq(nd_run_file_load_texts(run, wanted, 2, NULL), ND_OK);
    check_text(run, 0, "first text");
    check_text(run, 1, "second A");
    check_text(run, 2, "third");
    check_text(run, 3, NULL);
    nd_run_file_close(run);
    nd__texts_destroy(NULL);
}
END_TEST

START_TEST(test_texts__those_asked_for) {
    nd_run_file *run = open_run();
    check_text(run, 0, NULL);
    const uint64_t wanted[] = {3, 1, 3, 1};
    ck_assert_int_eq(nd_run_file_load_texts(run, wanted, 4, NULL), ND_OK);
    check_text(run, 0, NULL);
    check_text(run, 1, "second A");
    check_text(run, 2, NULL);
    check_text(run, 3, "fourth");
    ck_assert_int_eq(nd_run_file_load_texts(run, NULL, 0, NULL), ND_OK);
    nd_run_file_close(run);
}
END_TEST

/* A text stays where it is until the run is closed. */
START_TEST(test_texts__stay_when_more_are_loaded) {
    nd_run_file *run = open_run();
    const char *text;
    size_t size;
    ck_assert_int_eq(nd_run_file_load_texts(run, (const uint64_t[]){2}, 1, NULL), ND_OK);
    ck_assert(nd_run_file_text(&text, &size, run, 2));
    ck_assert_int_eq(nd_run_file_load_texts(run, (const uint64_t[]){0, 2}, 2, NULL),
                     ND_OK);
    ck_assert_int_eq(nd_run_file_load_texts(run, (const uint64_t[]){3}, 1, NULL), ND_OK);
    ck_assert_mem_eq(text, "third", 5);
    check_text(run, 0, "first text");
    check_text(run, 2, "third");
    check_text(run, 3, "fourth");
    check_text(run, 1, NULL);
    nd_run_file_close(run);
}
END_TEST

START_TEST(test_texts__input_that_is_gone_or_has_changed) {
    nd_run_file *run = open_run();
    nd_error err;
    const uint64_t first = 0, last = 3, beyond = 4;
    ck_assert_int_eq(nd_run_file_load_texts(run, &beyond, 1, &err), ND_E_FORMAT);
    /* one byte of a row behind the one that is asked for */
    char changed[sizeof rows];
    memcpy(changed, rows, sizeof rows);
    changed[sizeof rows - 5]++;
    write_text("in.jsonl", changed);
    ck_assert_int_eq(nd_run_file_load_texts(run, &first, 1, &err), ND_E_FORMAT);
    ck_assert_msg(strstr(err.message, "in.jsonl") != NULL, "%s", err.message);
    ck_assert_int_eq(nd_run_file_load_texts(run, &last, 1, &err), ND_E_FORMAT);
    check_text(run, 0, NULL);
    write_text("in.jsonl", rows);
    ck_assert_int_eq(nd_run_file_load_texts(run, &first, 1, &err), ND_OK);
    ck_assert_int_eq(unlink(in_folder("more.jsonl")), 0);
    ck_assert_int_eq(nd_run_file_load_texts(run, &last, 1, &err), ND_E_IO);
    check_text(run, 0, "first text");
    nd_run_file_close(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("texts");
    TCase *basics = tcase_create("basics");
    tcase_add_unchecked_fixture(basics, setup_folder, remove_folder);
    tcase_add_test(basics, test_texts__all_after_a_scan);
    tcase_add_test(basics, test_texts__those_asked_for);
    tcase_add_test(basics, test_texts__stay_when_more_are_loaded);
    tcase_add_test(basics, test_texts__input_that_is_gone_or_has_changed);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
