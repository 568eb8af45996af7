#include "input/inputs.h"

#include "input_fixture.h"

START_TEST(test_inputs__one_that_does_not_exist) {
    nd__inputs *inputs;
    nd__input_options options = {0};
    nd_error err;
    const char *path = in_folder("missing.txt");
    ck_assert_int_eq(nd__inputs_open(&inputs, &path, 1, &options, &err), ND_E_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "missing.txt"));
}
END_TEST

START_TEST(test_inputs__files_folders_and_links) {
    nd__inputs *inputs;
    nd__input_options options = {0};
    const char *arguments[] = {write_text("z.txt", "abc"), in_folder("link"), folder};
    write_text("d/a.txt", "de");
    ck_assert_int_eq(symlink("d", in_folder("link")), 0);
    ck_assert_int_eq(nd__inputs_open(&inputs, arguments, 3, &options, NULL), ND_OK);
    ck_assert_uint_eq(nd__inputs_count(inputs), 2);
    ck_assert_uint_eq(nd__inputs_total_bytes(inputs), 5);
    const nd__input_file *first = nd__inputs_file(inputs, 0);
    const nd__input_file *second = nd__inputs_file(inputs, 1);
    ck_assert_str_eq(first->relative, "z.txt");
    ck_assert(!first->from_folder && second->from_folder);
    ck_assert_str_eq(second->relative, "a.txt");
    ck_assert_str_eq(second->path, in_folder("link/a.txt"));
    ck_assert_uint_eq(second->argument, 1);
    nd__inputs_close(inputs);
}
END_TEST

START_TEST(test_inputs__standard_input_can_be_read_twice) {
    const char *rows = "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n";
    int fd = open(write_text("in", rows), O_RDONLY);
    ck_assert_int_ge(dup2(fd, STDIN_FILENO), 0);
    close(fd);
    seen first, second;
    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    nd__inputs *inputs;
    const char *arguments[] = {"-", "-"};
    nd__input_options options = {
        .temporary_directory = folder, .notice = hear, .payload = &first};
    ck_assert_int_eq(nd__inputs_open(&inputs, arguments, 1, &options, NULL), ND_OK);
    ck_assert_str_eq(nd__inputs_file(inputs, 0)->path, "-");
    ck_assert_str_eq(nd__inputs_file(inputs, 0)->relative, "stdin");
    read_pass(&first, inputs, 0);
    read_pass(&second, inputs, 0);
    ck_assert_str_eq(first.records.items,
                     "D 0 1 stdin#1||||a\nN 0 2 \nD 0 3 stdin#3||||b\n");
    ck_assert_str_eq(first.records.items, second.records.items);
    nd__inputs_close(inputs);
    clear_seen(&first);
    clear_seen(&second);
    options.notice = NULL;
    ck_assert_int_eq(nd__inputs_open(&inputs, arguments, 2, &options, NULL), ND_E_ARG);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("inputs");
    TCase *tests = tcase_create("inputs");
    tcase_add_checked_fixture(tests, setup_folder, remove_folder);
    tcase_add_test(tests, test_inputs__one_that_does_not_exist);
    tcase_add_test(tests, test_inputs__files_folders_and_links);
    tcase_add_test(tests, test_inputs__standard_input_can_be_read_twice);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
