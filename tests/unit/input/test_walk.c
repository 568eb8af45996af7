#include "input/walk.h"

#include "input_fixture.h"

static nd_status list_file(const char *path, const char *relative,
                           const struct stat *info, void *payload, nd_error *err) {
    (void)path;
    (void)info;
    (void)err;
    append_text(payload, relative);
    append_text(payload, " ");
    return ND_OK;
}

static void walk_gives(const char *want) {
    nd__inode_set seen_files = {NULL, 0, 0};
    nd__input_options options = {0};
    nd__buffer names = {NULL, 0, 0};
    nd__walk walk = {folder, &seen_files, &options, list_file, &names};
    ck_assert_int_eq(nd__walk_folder(&walk, NULL), ND_OK);
    append_text(&names, ".");
    ck_assert_int_eq(nd__buffer_append(&names, "", 1, NULL), ND_OK);
    ck_assert_str_eq(names.items, want);
    nd__vector_clear(&names);
    nd__inode_set_clear(&seen_files);
}

START_TEST(test_walk__empty_folder) {
    walk_gives(".");
}
END_TEST

START_TEST(test_walk__sorted_and_without_hidden_files) {
    write_text("b", "");
    write_text("B", "");
    write_text("a/z", "");
    write_text("a/\xc3\xa4", "");
    write_text(".hidden", "");
    write_text(".git/x", "");
    walk_gives("B a/z a/\xc3\xa4 b .");
}
END_TEST

START_TEST(test_walk__links_pipes_and_double_inodes) {
    write_text("a", "x");
    write_text("d/c", "x");
    ck_assert_int_eq(link(in_folder("a"), in_folder("d/hard")), 0);
    ck_assert_int_eq(symlink("a", in_folder("soft")), 0);
    ck_assert_int_eq(symlink("..", in_folder("d/loop")), 0);
    ck_assert_int_eq(symlink("self", in_folder("self")), 0);
    ck_assert_int_eq(mkfifo(in_folder("pipe"), 0600), 0);
    walk_gives("a d/c .");
}
END_TEST

START_TEST(test_walk__gitignore_files_at_each_depth) {
    write_text(".gitignore", "*.log\n/build\nonly/\n");
    write_text("x.log", "");
    write_text("build/x", "");
    write_text("sub/build/x", "");
    write_text("sub/.gitignore", "!keep.log\n/y\n");
    write_text("sub/keep.log", "");
    write_text("sub/other.log", "");
    write_text("sub/y", "");
    write_text("y", "");
    write_text("only/z", "");
    write_text("t/only", "");
    walk_gives("sub/build/x sub/keep.log t/only y .");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("walk");
    TCase *tests = tcase_create("walk");
    tcase_add_checked_fixture(tests, setup_folder, remove_folder);
    tcase_add_test(tests, test_walk__empty_folder);
    tcase_add_test(tests, test_walk__sorted_and_without_hidden_files);
    tcase_add_test(tests, test_walk__links_pipes_and_double_inodes);
    tcase_add_test(tests, test_walk__gitignore_files_at_each_depth);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
