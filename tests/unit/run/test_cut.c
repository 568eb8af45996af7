#include "run/cut.h"

#include <string.h>

#include "suite.h"

/* The text without the blocks that stand in [brackets] in `marked`. */
static void assert_cut(const char *marked, const char *expected) {
    char text[256] = "", left[256];
    nd__cut cuts[16] = {{0, 0}};
    size_t size = 0, count = 0, kept = 0, done = 0;
    for (const char *at = marked; *at != '\0'; at++) {
        if (*at == '[') {
            cuts[count].begin = size;
        } else if (*at == ']') {
            cuts[count++].end = size;
        } else {
            text[size++] = *at;
        }
    }
    ck_assert(nd__cuts_fit(cuts, count, text, size));
    nd__cuts_plan(cuts, count, text, size);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_ge(cuts[i].begin, done);
        ck_assert_uint_ge(cuts[i].end, cuts[i].begin);
        memcpy(left + kept, text + done, cuts[i].begin - done);
        kept += cuts[i].begin - done;
        done = cuts[i].end;
    }
    memcpy(left + kept, text + done, size - done);
    left[kept + size - done] = '\0';
    ck_assert_str_eq(left, expected);
}

START_TEST(test_cut__middle_takes_the_space_behind) {
    assert_cut("one\n\n[two]\n\nthree\n", "one\n\nthree\n");
    assert_cut("one\r\n[two]\r\nthree\r\n", "one\r\nthree\r\n");
}
END_TEST

START_TEST(test_cut__leading) {
    assert_cut("[one]\n\ntwo\n", "two\n");
    assert_cut("  [one]\n\ntwo\n", "  two\n");
}
END_TEST

START_TEST(test_cut__end_keeps_the_final_space) {
    assert_cut("one\n\n[two]\n", "one\n");
    assert_cut("one\n\n[two]", "one");
    assert_cut("one\n\n[two]\n\n[three]\n", "one\n");
    assert_cut("[one]\ntwo\n[three]\n\n[four]\r\n", "two\r\n");
}
END_TEST

START_TEST(test_cut__neighbours) {
    assert_cut("one\n[two]\n[three]\nfour", "one\nfour");
}
END_TEST

START_TEST(test_cut__the_widest_space_stays) {
    assert_cut("one\n[two]\n\n[three]\nfour", "one\n\nfour");
    assert_cut("one [two]\n[three] four", "one\nfour");
    assert_cut("[one]\n\n[two]\nthree", "three");
    assert_cut("one\n[two]\n\n[three]\n", "one\n");
}
END_TEST

START_TEST(test_cut__no_words_grow_together) {
    assert_cut("one[-two] three", "one three");
    assert_cut("one [two-]three", "one three");
    assert_cut("one\xef\xbb\xbf[two] three", "one three");
}
END_TEST

START_TEST(test_cut__all) {
    assert_cut("[one]", "");
    assert_cut("[one]\n\n[two]\n", "\n");
    assert_cut(" [one]\n", " \n");
}
END_TEST

START_TEST(test_cut__wide_space) {
    assert_cut("one\n\xe3\x80\x80[two]\xe3\x80\x80\nthree", "one\n\xe3\x80\x80three");
    assert_cut("one\xc2\xa0\n[two]\xe3\x80\x80", "one\xe3\x80\x80");
}
END_TEST

START_TEST(test_cut__overlap) {
    const char text[] = "abcdef\nrest";
    nd__cut cuts[3] = {{0, 6}, {2, 4}, {4, 6}};
    nd__cuts_plan(cuts, 3, text, sizeof text - 1);
    ck_assert_uint_eq(cuts[0].begin, 0);
    ck_assert_uint_eq(cuts[0].end, 7);
    ck_assert_uint_eq(cuts[1].begin, cuts[1].end);
    ck_assert_uint_eq(cuts[2].begin, cuts[2].end);
    const char tail[] = "kept\nabcdef\n";
    nd__cut last[2] = {{5, 11}, {7, 9}};
    nd__cuts_plan(last, 2, tail, sizeof tail - 1);
    ck_assert_uint_eq(last[0].begin, 4);
    ck_assert_uint_eq(last[0].end, 11);
    ck_assert_uint_eq(last[1].begin, last[1].end);
    ck_assert_uint_ge(last[1].begin, last[0].end);
}
END_TEST

START_TEST(test_cut__misfits) {
    const char text[] = "a\xc3\xa9z";
    ck_assert(nd__cuts_fit(&(nd__cut){1, 3}, 1, text, 4));
    ck_assert(!nd__cuts_fit(&(nd__cut){2, 3}, 1, text, 4));
    ck_assert(!nd__cuts_fit(&(nd__cut){1, 5}, 1, text, 4));
    ck_assert(!nd__cuts_fit(&(nd__cut){3, 1}, 1, text, 4));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("cut");
    TCase *tests = tcase_create("cut");
    tcase_add_test(tests, test_cut__middle_takes_the_space_behind);
    tcase_add_test(tests, test_cut__leading);
    tcase_add_test(tests, test_cut__end_keeps_the_final_space);
    tcase_add_test(tests, test_cut__neighbours);
    tcase_add_test(tests, test_cut__the_widest_space_stays);
    tcase_add_test(tests, test_cut__no_words_grow_together);
    tcase_add_test(tests, test_cut__all);
    tcase_add_test(tests, test_cut__wide_space);
    tcase_add_test(tests, test_cut__overlap);
    tcase_add_test(tests, test_cut__misfits);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
