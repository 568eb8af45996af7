#include "match/classes.h"

#include "suite.h"

/* A corpus of documents with these digests and 5 tokens each. */
static void set_digests(nd__corpus *corpus, const uint64_t *low, size_t count) {
    nd__corpus_init(corpus, 0);
    ck_assert_int_eq(nd__vector_reserve(&corpus->documents, count, NULL), ND_OK);
    for (size_t d = 0; d < count; d++) {
        corpus->documents.items[d] =
            (nd__document){.digest = {low[d], low[d]}, .tokens = 5};
    }
    corpus->documents.count = count;
}

static void check_class(const nd__classes *classes, size_t c, const uint32_t *members,
                        size_t count) {
    ck_assert_uint_eq(classes->begin[c + 1] - classes->begin[c], count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(classes->members[classes->begin[c] + i], members[i]);
        ck_assert_uint_eq(classes->of[members[i]], c);
    }
}

START_TEST(test_classes__empty) {
    nd__corpus corpus;
    nd__classes classes;
    nd__corpus_init(&corpus, 0);
    ck_assert_int_eq(nd__classes_make(&classes, &corpus, NULL), ND_OK);
    ck_assert_uint_eq(classes.count, 0);
    ck_assert_uint_eq(classes.begin[0], 0);
    nd__classes_clear(&classes);
    nd__classes_clear(&classes);
}
END_TEST

START_TEST(test_classes__numbered_by_first_member) {
    const uint64_t low[] = {9, 4, 9, 1, 4, 4};
    nd__corpus corpus;
    nd__classes classes;
    set_digests(&corpus, low, 6);
    ck_assert_int_eq(nd__classes_make(&classes, &corpus, NULL), ND_OK);
    ck_assert_uint_eq(classes.count, 3);
    check_class(&classes, 0, (const uint32_t[]){0, 2}, 2);
    check_class(&classes, 1, (const uint32_t[]){1, 4, 5}, 3);
    check_class(&classes, 2, (const uint32_t[]){3}, 1);
    nd__classes_clear(&classes);
    nd__corpus_clear(&corpus);
}
END_TEST

/* Equal in half of the digest, or but for the number of tokens: not the same text. */
START_TEST(test_classes__half_a_digest_is_not_enough) {
    const uint64_t low[] = {7, 7, 7, 7, 7};
    nd__corpus corpus;
    nd__classes classes;
    set_digests(&corpus, low, 5);
    corpus.documents.items[1].digest.high = 8;
    corpus.documents.items[2].tokens = 6;
    corpus.documents.items[3].digest.high = 8;
    ck_assert_int_eq(nd__classes_make(&classes, &corpus, NULL), ND_OK);
    ck_assert_uint_eq(classes.count, 3);
    check_class(&classes, 0, (const uint32_t[]){0, 4}, 2);
    check_class(&classes, 1, (const uint32_t[]){1, 3}, 2);
    check_class(&classes, 2, (const uint32_t[]){2}, 1);
    nd__classes_clear(&classes);
    nd__corpus_clear(&corpus);
}
END_TEST

START_TEST(test_classes__no_tokens_match_nothing) {
    const uint64_t low[] = {7, 7, 7};
    nd__corpus corpus;
    nd__classes classes;
    set_digests(&corpus, low, 3);
    for (size_t d = 0; d < 3; d++) {
        corpus.documents.items[d].tokens = 0;
    }
    ck_assert_int_eq(nd__classes_make(&classes, &corpus, NULL), ND_OK);
    ck_assert_uint_eq(classes.count, 3);
    nd__classes_clear(&classes);
    nd__corpus_clear(&corpus);
}
END_TEST

/* 300,000 copies of one text, and as many without a token: quadratic work would not end.
 */
START_TEST(test_classes__many_copies_are_linear) {
    const size_t count = 600000;
    nd__corpus corpus;
    nd__classes classes;
    uint64_t *low = malloc(count * sizeof *low);
    ck_assert_ptr_nonnull(low);
    for (size_t d = 0; d < count; d++) {
        low[d] = d % 2;
    }
    set_digests(&corpus, low, count);
    for (size_t d = 1; d < count; d += 2) {
        corpus.documents.items[d].tokens = 0;
    }
    ck_assert_int_eq(nd__classes_make(&classes, &corpus, NULL), ND_OK);
    ck_assert_uint_eq(classes.count, 1 + count / 2);
    ck_assert_uint_eq(classes.begin[1], count / 2);
    ck_assert_uint_eq(classes.members[count / 2 - 1], count - 2);
    nd__classes_clear(&classes);
    nd__corpus_clear(&corpus);
    free(low);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("classes");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_classes__empty);
    tcase_add_test(basics, test_classes__numbered_by_first_member);
    tcase_add_test(basics, test_classes__half_a_digest_is_not_enough);
    tcase_add_test(basics, test_classes__no_tokens_match_nothing);
    tcase_add_test(basics, test_classes__many_copies_are_linear);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
