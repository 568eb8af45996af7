#include "match/winnow_index.h"

#include <math.h>
#include <string.h>

#include "random.h"
#include "suite.h"

static const nd__winnow_options half = {0.5, 0.7, 1000, 1, false};

/* Adds a document with these shingles, ascending and without repeats. */
static void add_document(nd__corpus *corpus, const uint32_t *shingles, size_t count) {
    if (nd__vector_extend(&corpus->documents, 1, NULL) < 0 ||
        nd__vector_extend(&corpus->winnowed, count, NULL) < 0) {
        ck_abort_msg("out of memory");
    }
    size_t begin = corpus->winnowed.count;
    if (count > 0) {
        memcpy(corpus->winnowed.items + begin, shingles, count * sizeof *shingles);
    }
    corpus->winnowed.count += count;
    corpus->documents.items[corpus->documents.count++] =
        (nd__document){.winnow_begin = begin, .winnow_count = (uint32_t)count};
}

static nd__pairs find(const nd__corpus *corpus, const nd__winnow_options *options) {
    nd__pairs pairs = {0};
    bool *wanted = nd__allocate(corpus->documents.count, sizeof *wanted);
    ck_assert_ptr_nonnull(wanted);
    memset(wanted, 1, corpus->documents.count * sizeof *wanted);
    ck_assert_int_eq(nd__winnow_candidates(&pairs, corpus, wanted, options, NULL), ND_OK);
    free(wanted);
    return pairs;
}

START_TEST(test_winnow_index__empty) {
    nd__corpus corpus = {0};
    nd__pairs pairs = find(&corpus, &half);
    ck_assert_uint_eq(pairs.count, 0);
    nd__vector_clear(&pairs);
    add_document(&corpus, NULL, 0);
    add_document(&corpus, NULL, 0);
    pairs = find(&corpus, &half);
    ck_assert_uint_eq(pairs.count, 0);
    nd__vector_clear(&pairs);
    nd__corpus_clear(&corpus);
}
END_TEST

START_TEST(test_winnow_index__share_of_the_smaller) {
    nd__corpus corpus = {0};
    add_document(&corpus, (const uint32_t[]){1, 2, 3, 4, 5, 6, 7, 8}, 8);
    add_document(&corpus, (const uint32_t[]){0, 3, 4, UINT32_MAX}, 4); /* half of it */
    add_document(&corpus, (const uint32_t[]){0, 3, 9, UINT32_MAX}, 4);
    nd__pairs pairs = find(&corpus, &half);
    ck_assert_uint_eq(pairs.count, 2);
    ck_assert_uint_eq(pairs.items[0].a, 0);
    ck_assert_uint_eq(pairs.items[0].b, 1);
    ck_assert_uint_eq(pairs.items[1].a, 1);
    ck_assert_uint_eq(pairs.items[1].b, 2);
    /* appends */
    bool wanted[] = {true, true, false};
    ck_assert_int_eq(nd__winnow_candidates(&pairs, &corpus, wanted, &half, NULL), ND_OK);
    ck_assert_uint_eq(pairs.count, 3);
    ck_assert_uint_eq(pairs.items[2].b, 1);
    nd__vector_clear(&pairs);
    nd__corpus_clear(&corpus);
}
END_TEST

START_TEST(test_winnow_index__pairs_of_one_site) {
    nd__corpus corpus = {0};
    nd__winnow_options options = half;
    options.by_site = true;
    for (uint32_t d = 0; d < 6; d++) {
        add_document(&corpus, (const uint32_t[]){1, 2, 3, 4}, 4);
        corpus.documents.items[d].site_number = d % 3;
    }
    nd__pairs pairs = find(&corpus, &options);
    ck_assert_uint_eq(pairs.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(pairs.items[i].a, i);
        ck_assert_uint_eq(pairs.items[i].b, i + 3);
    }
    nd__vector_clear(&pairs);
    nd__corpus_clear(&corpus);
}
END_TEST

/* The first `hot` documents of a shingle are met by all. */
START_TEST(test_winnow_index__hot_shingle) {
    nd__corpus corpus = {0};
    nd__winnow_options options = {0.5, 0.7, 2, 1, false};
    for (size_t d = 0; d < 5; d++) {
        add_document(&corpus, (const uint32_t[]){77}, 1);
    }
    nd__pairs pairs = find(&corpus, &options);
    ck_assert_uint_ge(pairs.count, 1 + 2 * 3);
    for (uint32_t i = 0; i < 1 + 2 * 3; i++) {
        ck_assert_uint_eq(pairs.items[i].a, i < 4 ? 0 : 1);
        ck_assert_uint_eq(pairs.items[i].b, i < 4 ? i + 1 : i - 2);
    }
    nd__vector_clear(&pairs);
    nd__corpus_clear(&corpus);
}
END_TEST

static void draw_document(nd__corpus *corpus, uint64_t *state, uint32_t range) {
    uint32_t shingles[64];
    size_t count = 0;
    uint32_t at = 0;
    size_t most = nd_random(state) % 60;
    while (count < most) {
        at += 1 + (uint32_t)(nd_random(state) % range);
        shingles[count++] = at * UINT32_C(0x1000);
    }
    add_document(corpus, shingles, count);
}

static size_t size_of(const nd__document *document) {
    return document->winnow_count;
}

static size_t naive_shared(const nd__corpus *corpus, size_t a, size_t b) {
    const nd__document *x = &corpus->documents.items[a], *y = &corpus->documents.items[b];
    size_t shared = 0;
    for (size_t i = x->winnow_begin; i < x->winnow_begin + x->winnow_count; i++) {
        for (size_t j = y->winnow_begin; j < y->winnow_begin + y->winnow_count; j++) {
            shared += corpus->winnowed.items[i] == corpus->winnowed.items[j];
        }
    }
    return shared;
}

START_TEST(test_winnow_index__all_pairs_of_random_documents) {
    uint64_t state = (uint64_t)_i + 1;
    const double shares[] = {0.3, 0.4, 0.5, 0.75, 1};
    for (int round = 0; round < 10; round++) {
        nd__corpus corpus = {0};
        for (size_t d = 0; d < 40; d++) {
            draw_document(&corpus, &state, 1 + (uint32_t)round);
        }
        for (size_t s = 0; s < 5; s++) {
            nd__winnow_options options = {shares[s], shares[s], 1000,
                                          1 + (unsigned)(s % 3), false};
            nd__pairs pairs = find(&corpus, &options);
            size_t at = 0;
            for (uint32_t a = 0; a < 40; a++) {
                for (uint32_t b = a + 1; b < 40; b++) {
                    size_t x = size_of(&corpus.documents.items[a]);
                    size_t y = size_of(&corpus.documents.items[b]);
                    size_t shared = naive_shared(&corpus, a, b);
                    double need = shares[s] * (double)(x < y ? x : y);
                    if (shared > 0 && (double)shared >= need - 1e-9) {
                        ck_assert_uint_lt(at, pairs.count);
                        ck_assert_uint_eq(pairs.items[at].a, a);
                        ck_assert_uint_eq(pairs.items[at].b, b);
                        at++;
                    }
                }
            }
            ck_assert_uint_eq(at, pairs.count);
            nd__vector_clear(&pairs);
        }
        nd__corpus_clear(&corpus);
    }
}
END_TEST

/* Many quotations from one long book: each must not cost a walk through the book. */
START_TEST(test_winnow_index__a_book_and_its_quotations) {
    const size_t book = 1000000, quotations = 20000;
    nd__corpus corpus = {0};
    uint32_t *shingles = malloc(book * sizeof *shingles);
    ck_assert_ptr_nonnull(shingles);
    for (size_t i = 0; i < book; i++) {
        shingles[i] = (uint32_t)(i * 4000);
    }
    add_document(&corpus, shingles, book);
    for (size_t q = 0; q < quotations; q++) {
        const uint32_t *from = shingles + q * 40;
        uint32_t own[4] = {from[0], from[0] + 1, from[20], from[39] + 7};
        add_document(&corpus, own, 4);
    }
    nd__pairs pairs = find(&corpus, &half);
    ck_assert_uint_eq(pairs.count, quotations);
    for (size_t i = 0; i < pairs.count; i++) {
        if (pairs.items[i].a != 0 || pairs.items[i].b != i + 1) {
            ck_abort_msg("pair %zu", i);
        }
    }
    nd__vector_clear(&pairs);
    nd__corpus_clear(&corpus);
    free(shingles);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("winnow_index");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_winnow_index__empty);
    tcase_add_test(basics, test_winnow_index__share_of_the_smaller);
    tcase_add_test(basics, test_winnow_index__pairs_of_one_site);
    tcase_add_test(basics, test_winnow_index__hot_shingle);
    tcase_add_loop_test(basics, test_winnow_index__all_pairs_of_random_documents, 0, 4);
    suite_add_tcase(suite, basics);
    TCase *large = tcase_create("large");
    tcase_set_timeout(large, 20);
    tcase_add_test(large, test_winnow_index__a_book_and_its_quotations);
    suite_add_tcase(suite, large);
    return nd_run_suite(suite);
}
