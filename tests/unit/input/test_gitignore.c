#include "input/gitignore.h"

#include <string.h>

#include "suite.h"

static int ask(const char *rules, const char *path, bool is_folder) {
    nd__gitignore *ignore = nd__gitignore_parse(rules, strlen(rules));
    ck_assert_ptr_nonnull(ignore);
    int verdict = nd__gitignore_match(ignore, path, is_folder);
    nd__gitignore_destroy(ignore);
    return verdict;
}

typedef struct question {
    const char *rules, *path;
    bool is_folder;
    int want;
} question;

/* Each answer was compared with git check-ignore. */
static const question questions[] = {
    {"", "a", false, -1},
    {"# a\n\n  \n", "a", false, -1},
    {"a", "a", false, 1},
    {"a\r\n", "a", false, 1},
    {"a", "x/a", false, 1},
    {"a  ", "a", false, 1},
    {"a\\ ", "a ", false, 1},
    {"/a", "x/a", false, -1},
    {"/a", "a", false, 1},
    {"x/a", "x/a", false, 1},
    {"x/a", "y/x/a", false, -1},
    {"a/", "a", false, -1},
    {"a/", "a", true, 1},
    {"a/", "x/a", true, 1},
    {"*.log\n!keep.log", "keep.log", false, 0},
    {"!keep.log\n*.log", "keep.log", false, 1},
    {"*.log", "x/y.log", false, 1},
    {"/*.log", "x/y.log", false, -1},
    {"x*y", "x/y", false, -1},
    {"**/a", "a", false, 1},
    {"**/a", "x/y/a", false, 1},
    {"**/x/a", "y/x/a", false, 1},
    {"a/**", "a/b/c", false, 1},
    {"a/**", "a", true, -1},
    {"a/**/b", "a/b", false, 1},
    {"a/**/b", "a/x/y/b", false, 1},
    {"a/**/b", "a/x/y/c", false, -1},
    {"a/**/b/**/c", "a/b/x/b/c", false, 1},
    {"a**b", "axxb", false, 1},
    {"x/a**b", "x/ay/b", false, -1},
    {"a?c", "abc", false, 1},
    {"a?c", "a/c", false, -1},
    {"[ab]c", "bc", false, 1},
    {"[!ab]c", "bc", false, -1},
    {"[^ab]c", "xc", false, 1},
    {"[a-c]", "b", false, 1},
    {"[]]", "]", false, 1},
    {"[[:digit:]]x", "3x", false, 1},
    {"[ab", "[ab", false, -1},
    {"\\#a", "#a", false, 1},
    {"\\!a", "!a", false, 1},
    {"a\\*", "a*", false, 1},
    {"a\\*", "ab", false, -1},
    {"/", "a", true, -1},
    {"*", "a", true, 1},
};

START_TEST(test_gitignore__rules) {
    const question *each = &questions[_i];
    ck_assert_msg(ask(each->rules, each->path, each->is_folder) == each->want,
                  "'%s' for '%s': not %d", each->rules, each->path, each->want);
}
END_TEST

START_TEST(test_gitignore__hostile_stars_are_quick) {
    char rules[512] = "", path[2048];
    for (int i = 0; i < 60; i++) {
        strcat(rules, "a*a*");
    }
    strcat(rules, "b");
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    ck_assert_int_eq(ask(rules, path, false), -1);
    rules[0] = '\0';
    for (int i = 0; i < 80; i++) {
        strcat(rules, "**/a/");
    }
    strcat(rules, "b");
    for (size_t i = 1; i < sizeof path - 1; i += 2) {
        path[i] = '/';
    }
    ck_assert_int_eq(ask(rules, path, false), -1);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("gitignore");
    TCase *tests = tcase_create("gitignore");
    tcase_add_loop_test(tests, test_gitignore__rules, 0,
                        (int)(sizeof questions / sizeof *questions));
    tcase_add_test(tests, test_gitignore__hostile_stars_are_quick);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
