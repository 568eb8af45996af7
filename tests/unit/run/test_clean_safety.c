#define _XOPEN_SOURCE 700 /* mkdtemp, mkstemp */
/* What must not happen: half an output, an overwritten input, a silent change. */
#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "clean_support.h"
#include "suite.h"

static char *folder;
static corpus c;

static void setup(void) {
    folder = make_folder();
    write_text(in(folder, "a.jsonl"), "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    const char *path = in(folder, "a.jsonl");
    corpus_scan(&c, &path, 1);
    corpus_drop(&c, 1, 0);
}

static void teardown(void) {
    corpus_clear(&c);
    remove_folder(folder);
}

/* How many files are in the folder, hidden ones too. */
static size_t file_count(void) {
    size_t count = 0;
    DIR *entries = opendir(folder);
    while (readdir(entries) != NULL) {
        count++;
    }
    closedir(entries);
    return count - 2;
}

static void assert_clean_fails(const char *output, nd_status code, const char *part) {
    size_t before = file_count();
    ck_assert_int_eq(corpus_clean(&c, output, in(folder, "log")), code);
    ck_assert_msg(strstr(c.err.message, part) != NULL, "%s", c.err.message);
    ck_assert_uint_eq(file_count(), before);
}

START_TEST(test_clean__input_changed) {
    write_text(in(folder, "a.jsonl"), "{\"text\":\"one\"}\n{\"text\":\"twO\"}\n");
    assert_clean_fails(in(folder, "o"), ND_E_FORMAT, "changed");
    write_text(in(folder, "a.jsonl"), "{\"text\":\"one\"}\n");
    assert_clean_fails(in(folder, "o"), ND_E_FORMAT, "changed");
    unlink(in(folder, "a.jsonl"));
    assert_clean_fails(in(folder, "o"), ND_E_FORMAT, "changed");
}
END_TEST

START_TEST(test_clean__block_that_does_not_fit) {
    nd__block_finding block = {.at = {corpus_doc(&c, 0), 1, 400, 1}, .similarity = -1};
    ck_assert_int_eq(nd__findings_add_block(c.findings, &block, NULL), ND_OK);
    assert_clean_fails(in(folder, "o"), ND_E_FORMAT, "scan again");
}
END_TEST

START_TEST(test_clean__output_is_an_input) {
    assert_clean_fails(in(folder, "a.jsonl"), ND_E_ARG, "never overwritten");
    ck_assert_int_eq(symlink(in(folder, "a.jsonl"), in(folder, "link")), 0);
    assert_clean_fails(in(folder, "link"), ND_E_ARG, "never overwritten");
    ck_assert_int_eq(corpus_clean(&c, in(folder, "o"), in(folder, "a.jsonl")), ND_E_ARG);
    ck_assert_int_eq(corpus_clean(&c, in(folder, "o"), in(folder, "o")), ND_E_ARG);
}
END_TEST

START_TEST(test_clean__unwritable) {
    assert_clean_fails("/dev/full", ND_E_IO, "/dev/full");
    assert_clean_fails("/proc/nowhere/o.jsonl", ND_E_IO, "/proc");
    ck_assert_int_eq(corpus_clean(&c, in(folder, "o"), "/dev/full"), ND_E_IO);
    ck_assert(!exists(in(folder, "o")));
}
END_TEST

START_TEST(test_clean__folder_that_is_full) {
    corpus_clear(&c);
    mkdir(in(folder, "in"), 0777);
    write_text(in(folder, "in/a.txt"), "text");
    const char *path = in(folder, "in");
    corpus_scan(&c, &path, 1);
    assert_clean_fails(folder, ND_E_ARG, "exists already");
    mkdir(in(folder, "out"), 0777);
    corpus_ok(&c, corpus_clean(&c, in(folder, "out"), in(folder, "log")));
    assert_file(in(folder, "out/a.txt"), "text");
}
END_TEST

START_TEST(test_clean__equal_names) {
    corpus_clear(&c);
    mkdir(in(folder, "x"), 0777);
    mkdir(in(folder, "y"), 0777);
    write_text(in(folder, "x/a.txt"), "1");
    write_text(in(folder, "y/a.txt"), "2");
    const char *arguments[] = {in(folder, "x/a.txt"), in(folder, "y/a.txt")};
    corpus_scan(&c, arguments, 2);
    assert_clean_fails(in(folder, "out"), ND_E_ARG, "x/a.txt' and '");
}
END_TEST

START_TEST(test_restore__refuses_other_bytes) {
    corpus_ok(&c, corpus_clean(&c, in(folder, "o"), in(folder, "log")));
    write_text(in(folder, "o"), "{\"text\":\"One\"}\n");
    size_t before = file_count();
    ck_assert_int_eq(
        corpus_restore(&c, in(folder, "o"), in(folder, "log"), in(folder, "back")),
        ND_E_FORMAT);
    write_text(in(folder, "o"), "");
    ck_assert_int_eq(
        corpus_restore(&c, in(folder, "o"), in(folder, "log"), in(folder, "back")),
        ND_E_FORMAT);
    ck_assert_int_eq(
        corpus_restore(&c, in(folder, "none"), in(folder, "log"), in(folder, "back")),
        ND_E_IO);
    ck_assert_int_eq(
        corpus_restore(&c, in(folder, "o"), in(folder, "a.jsonl"), in(folder, "back")),
        ND_E_FORMAT);
    ck_assert_uint_eq(file_count(), before);
}
END_TEST

START_TEST(test_restore__refuses_a_changed_log) {
    corpus_ok(&c, corpus_clean(&c, in(folder, "o"), in(folder, "log")));
    size_t size = 0;
    char *log = read_bytes(in(folder, "log"), &size);
    char *two = strstr(log, "two");
    ck_assert_ptr_nonnull(two);
    two[2] = 'O';
    write_bytes(in(folder, "log"), log, size);
    ck_assert_int_eq(
        corpus_restore(&c, in(folder, "o"), in(folder, "log"), in(folder, "back")),
        ND_E_FORMAT);
    two[2] = 'o';
    write_bytes(in(folder, "log"), log, size - 20);
    ck_assert_int_eq(
        corpus_restore(&c, in(folder, "o"), in(folder, "log"), in(folder, "back")),
        ND_E_FORMAT);
    ck_assert(!exists(in(folder, "back")));
    free(log);
}
END_TEST

/* Killed at any moment, the output is the old one or the new one. */
START_TEST(test_clean__killed) {
    FILE *file = fopen(in(folder, "a.jsonl"), "wb");
    for (int i = 0; i < 60000; i++) {
        fprintf(file, "{\"text\":\"document number %d\"}\n", i);
    }
    fclose(file);
    static corpus big;
    corpus_clear(&c);
    memset(&c, 0, sizeof c);
    const char *path = in(folder, "a.jsonl");
    nd__input_options options;
    memset(&options, 0, sizeof options);
    ck_assert_int_eq(nd__inputs_open(&big.inputs, &path, 1, &options, NULL), ND_OK);
    size_t size = 0;
    char *bytes = read_bytes(path, &size);
    big.findings = nd__findings_create();
    nd__run_input input = {
        .path = path, .bytes = size, .digest = nd__hash128(bytes, size, 0)};
    ck_assert_int_eq(nd__findings_add_input(big.findings, &input, NULL), ND_OK);
    free(bytes);
    for (int round = 0; round < 20; round++) {
        write_text(in(folder, "o"), "old");
        pid_t child = fork();
        if (child == 0) {
            _exit(corpus_clean(&big, in(folder, "o"), in(folder, "log")) == ND_OK ? 0
                                                                                  : 1);
        }
        struct timespec pause = {0, 2000000L * round};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        size_t left = 0;
        char *have = read_bytes(in(folder, "o"), &left);
        ck_assert_ptr_nonnull(have);
        ck_assert(left == size || strcmp(have, "old") == 0);
        ck_assert(left != size || exists(in(folder, "log")));
        free(have);
    }
    corpus_clear(&big);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("clean_safety");
    TCase *tests = tcase_create("clean_safety");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_clean__input_changed);
    tcase_add_test(tests, test_clean__block_that_does_not_fit);
    tcase_add_test(tests, test_clean__output_is_an_input);
    tcase_add_test(tests, test_clean__unwritable);
    tcase_add_test(tests, test_clean__folder_that_is_full);
    tcase_add_test(tests, test_clean__equal_names);
    tcase_add_test(tests, test_restore__refuses_other_bytes);
    tcase_add_test(tests, test_restore__refuses_a_changed_log);
    tcase_add_test(tests, test_clean__killed);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
