#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "suite.h"

static char folder[64];

static void set_up(void) {
    strcpy(folder, "/tmp/neardup-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* Removes the folder with what is in it, two levels deep. */
static void tear_down(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

/* folder/name in a buffer that the next call but three reuses. */
static const char *in_folder(const char *name) {
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static unsigned entries(void) {
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    unsigned count = 0;
    while (readdir(directory) != NULL) {
        count++;
    }
    closedir(directory);
    return count - 2;
}

static void expect_content(const char *path, const char *text) {
    char got[256];
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    size_t size = fread(got, 1, sizeof got - 1, file);
    fclose(file);
    got[size] = '\0';
    ck_assert_str_eq(got, text);
}

static void put_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static nd__output *open_output(const char *path) {
    nd__output *output = NULL;
    nd_error err = {0};
    ck_assert_msg(nd__output_open(&output, path, &err) == ND_OK, "%s", err.message);
    ck_assert_ptr_nonnull(output);
    return output;
}

START_TEST(test_file__appears_at_commit_only) {
    const char *path = in_folder("a");
    nd__output *output = open_output(path);
    ck_assert_int_eq(nd__output_write(output, "one ", 4, NULL), ND_OK);
    ck_assert_int_eq(nd__output_write(output, NULL, 0, NULL), ND_OK);
    ck_assert_int_eq(nd__output_write(output, "two", 3, NULL), ND_OK);
    ck_assert_uint_eq(nd__output_size(output), 7);
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert_int_eq(nd__output_commit(output, NULL), ND_OK);
    expect_content(path, "one two");
    ck_assert_uint_eq(entries(), 1);
}
END_TEST

START_TEST(test_file__empty_output) {
    ck_assert_int_eq(nd__output_commit(open_output(in_folder("a")), NULL), ND_OK);
    expect_content(in_folder("a"), "");
}
END_TEST

START_TEST(test_file__old_content_stays_until_commit) {
    const char *path = in_folder("a");
    put_file(path, "old");
    nd__output *output = open_output(path);
    ck_assert_int_eq(nd__output_write(output, "new", 3, NULL), ND_OK);
    expect_content(path, "old");
    nd__output_abandon(output);
    expect_content(path, "old");
    ck_assert_uint_eq(entries(), 1);
    output = open_output(path);
    ck_assert_int_eq(nd__output_write(output, "new", 3, NULL), ND_OK);
    ck_assert_int_eq(nd__output_commit(output, NULL), ND_OK);
    expect_content(path, "new");
    ck_assert_uint_eq(entries(), 1);
    nd__output_abandon(NULL);
}
END_TEST

START_TEST(test_file__two_outputs_of_one_name) {
    const char *path = in_folder("a");
    nd__output *first = open_output(path);
    nd__output *second = open_output(path);
    ck_assert_int_eq(nd__output_write(first, "first", 5, NULL), ND_OK);
    ck_assert_int_eq(nd__output_write(second, "second", 6, NULL), ND_OK);
    ck_assert_int_eq(nd__output_commit(second, NULL), ND_OK);
    expect_content(path, "second");
    ck_assert_int_eq(nd__output_commit(first, NULL), ND_OK);
    expect_content(path, "first");
}
END_TEST

/* Writes of many sizes around the size of the buffer give the same bytes. */
START_TEST(test_file__large_writes) {
    enum { MEGA = 1 << 20 };
    static const size_t sizes[] = {1, MEGA - 1, 1,        MEGA, MEGA + 1,
                                   3, 3 * MEGA, MEGA - 3, 5};
    static unsigned char bytes[3 * MEGA];
    const char *path = in_folder("a");
    nd__output *output = open_output(path);
    size_t total = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t k = 0; k < sizes[i]; k++) {
            bytes[k] = (unsigned char)((total + k) * 2654435761u >> 13);
        }
        ck_assert_int_eq(nd__output_write(output, bytes, sizes[i], NULL), ND_OK);
        total += sizes[i];
    }
    ck_assert_uint_eq(nd__output_size(output), total);
    ck_assert_int_eq(nd__output_commit(output, NULL), ND_OK);
    FILE *file = fopen(path, "rb");
    for (size_t at = 0; at < total; at++) {
        int c = fgetc(file);
        if (c != (unsigned char)(at * 2654435761u >> 13)) {
            ck_abort_msg("byte %zu differs", at);
        }
    }
    ck_assert_int_eq(fgetc(file), EOF);
    fclose(file);
}
END_TEST

START_TEST(test_file__full_disk) {
    nd_error err = {0};
    nd__output *output = open_output("/dev/full");
    ck_assert_int_eq(nd__output_write(output, "x", 1, &err),
                     ND_OK); /* still in the buffer */
    ck_assert_int_eq(nd__output_commit(output, &err), ND_E_IO);
    ck_assert_int_eq(err.code, ND_E_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "/dev/full"));
    ck_assert_ptr_nonnull(strstr(err.message, strerror(ENOSPC)));
}
END_TEST

/* A caller that overlooks a failed write must not get a file with a hole. */
START_TEST(test_file__failed_write_fails_the_commit) {
    static char bytes[3 << 20];
    nd_error err = {0};
    nd__output *output = open_output("/dev/full");
    ck_assert_int_eq(nd__output_write(output, bytes, sizeof bytes, &err), ND_E_IO);
    ck_assert_int_eq(nd__output_write(output, "x", 1, &err), ND_E_IO);
    ck_assert_int_eq(nd__output_commit(output, &err), ND_E_IO);
}
END_TEST

START_TEST(test_file__special_files_stay) {
    nd__output *output = open_output("/dev/null");
    ck_assert_int_eq(nd__output_write(output, "x", 1, NULL), ND_OK);
    ck_assert_int_eq(nd__output_commit(output, NULL), ND_OK);
    struct stat info;
    ck_assert_int_eq(stat("/dev/null", &info), 0);
    ck_assert(S_ISCHR(info.st_mode));
}
END_TEST

START_TEST(test_file__standard_output) {
    const char *path = in_folder("out");
    int keep = dup(STDOUT_FILENO);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_eq(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
    nd__output *output = open_output("-");
    ck_assert_int_eq(nd__output_write(output, "text", 4, NULL), ND_OK);
    nd_status status = nd__output_commit(output, NULL);
    bool open_still = fcntl(STDOUT_FILENO, F_GETFD) >= 0;
    dup2(keep, STDOUT_FILENO);
    close(keep);
    close(fd);
    ck_assert_int_eq(status, ND_OK);
    ck_assert(open_still);
    expect_content(path, "text");
    ck_assert_int_ne(access("-", F_OK), 0);
}
END_TEST

START_TEST(test_file__no_such_folder) {
    nd__output *output = NULL;
    nd_error err = {0};
    ck_assert_int_eq(nd__output_open(&output, in_folder("none/a"), &err), ND_E_IO);
    ck_assert_ptr_null(output);
    ck_assert_ptr_nonnull(strstr(err.message, "none/a"));
}
END_TEST

START_TEST(test_file__unwritable_folder) {
    if (geteuid() == 0) {
        return; /* root may write anywhere */
    }
    nd__output *output = NULL;
    nd_error err = {0};
    ck_assert_int_eq(mkdir(in_folder("locked"), 0500), 0);
    ck_assert_int_eq(nd__output_open(&output, in_folder("locked/a"), &err), ND_E_IO);
    ck_assert_ptr_nonnull(strstr(err.message, strerror(EACCES)));
}
END_TEST

/* For root as well: nobody makes files in /proc. */
START_TEST(test_file__folder_that_takes_no_files) {
    nd__output *output = NULL;
    nd_error err = {0};
    ck_assert_int_eq(nd__output_open(&output, "/proc/neardup-test", &err), ND_E_IO);
    ck_assert_ptr_null(output);
}
END_TEST

START_TEST(test_file__target_is_a_folder) {
    nd_error err = {0};
    const char *path = in_folder("sub");
    ck_assert_int_eq(mkdir(path, 0700), 0);
    nd__output *output = NULL;
    nd_status status = nd__output_open(&output, path, &err);
    if (status == ND_OK) {
        status = nd__output_commit(output, &err);
    }
    ck_assert_int_eq(status, ND_E_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "sub"));
    ck_assert_uint_eq(entries(), 1); /* no temporary is left */
}
END_TEST

START_TEST(test_file__write_all_to_a_closed_descriptor) {
    nd_error err = {0};
    ck_assert_int_eq(nd__write_all(-1, "x", 1, "thing", &err), ND_E_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "'thing'"));
    ck_assert_int_eq(nd__write_all(-1, NULL, 0, "thing", &err), ND_OK);
}
END_TEST

static void expect_join(const char *a, const char *b, const char *expected) {
    char *path = nd__path_join(a, b);
    ck_assert_str_eq(path, expected);
    free(path);
}

START_TEST(test_file__path_join_and_base) {
    expect_join("", "a", "a");
    expect_join("d", "a", "d/a");
    expect_join("d/", "a", "d/a");
    expect_join("d///", "a", "d/a");
    expect_join("/", "a", "/a");
    expect_join("//", "a", "/a");
    expect_join("d/e", "", "d/e/");
    ck_assert_str_eq(nd__path_base("a"), "a");
    ck_assert_str_eq(nd__path_base("/d/a"), "a");
    ck_assert_str_eq(nd__path_base("d/"), "");
    ck_assert_str_eq(nd__path_base(""), "");
}
END_TEST

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

START_TEST(test_file__make_directories) {
    ck_assert_int_eq(nd__make_directories(in_folder("a/b//c/"), NULL), ND_OK);
    ck_assert(is_folder(in_folder("a/b/c")));
    ck_assert_int_eq(nd__make_directories(in_folder("a/b/c"), NULL), ND_OK);
    ck_assert_int_eq(nd__make_directories("/", NULL), ND_OK);
    ck_assert_int_eq(nd__make_directories("", NULL), ND_OK);
    ck_assert_int_eq(nd__make_parents(in_folder("p/q/file"), NULL), ND_OK);
    ck_assert(is_folder(in_folder("p/q")));
    ck_assert_int_ne(access(in_folder("p/q/file"), F_OK), 0);
    ck_assert_int_eq(nd__make_parents("file", NULL), ND_OK);
    ck_assert_int_eq(nd__make_parents("/file", NULL), ND_OK);
}
END_TEST

START_TEST(test_file__make_directories_where_a_file_is) {
    nd_error err = {0};
    put_file(in_folder("a"), "");
    ck_assert_int_eq(nd__make_directories(in_folder("a"), &err), ND_E_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "/a'"));
    ck_assert_int_eq(nd__make_directories(in_folder("a/b"), &err), ND_E_IO);
    /* A link to a folder is as good as a folder. */
    ck_assert_int_eq(mkdir(in_folder("real"), 0700), 0);
    ck_assert_int_eq(symlink("real", in_folder("link")), 0);
    ck_assert_int_eq(nd__make_directories(in_folder("link/sub"), &err), ND_OK);
    ck_assert(is_folder(in_folder("real/sub")));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("file");
    TCase *tests = tcase_create("file");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, test_file__appears_at_commit_only);
    tcase_add_test(tests, test_file__empty_output);
    tcase_add_test(tests, test_file__old_content_stays_until_commit);
    tcase_add_test(tests, test_file__two_outputs_of_one_name);
    tcase_add_test(tests, test_file__large_writes);
    tcase_add_test(tests, test_file__full_disk);
    tcase_add_test(tests, test_file__failed_write_fails_the_commit);
    tcase_add_test(tests, test_file__special_files_stay);
    tcase_add_test(tests, test_file__standard_output);
    tcase_add_test(tests, test_file__no_such_folder);
    tcase_add_test(tests, test_file__unwritable_folder);
    tcase_add_test(tests, test_file__folder_that_takes_no_files);
    tcase_add_test(tests, test_file__target_is_a_folder);
    tcase_add_test(tests, test_file__write_all_to_a_closed_descriptor);
    tcase_add_test(tests, test_file__path_join_and_base);
    tcase_add_test(tests, test_file__make_directories);
    tcase_add_test(tests, test_file__make_directories_where_a_file_is);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
