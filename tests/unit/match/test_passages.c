#include "match/passages.h"

#include <string.h>

#include "base/hash.h"
#include "random.h"
#include "suite.h"

#define LONGEST 4096

typedef struct text {
    uint64_t hash[LONGEST];
    size_t count;
} text;

static nd__token_text view(const text *t) {
    return (nd__token_text){t->hash, t->count};
}

static void add(text *t, const uint64_t *hash, size_t count) {
    memcpy(t->hash + t->count, hash, count * sizeof *hash);
    t->count += count;
}

/* Words of a language: one in two is one of 40, the others are rare. */
static void add_words(text *t, uint64_t *state, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word = nd_random(state) % 2 == 0 ? nd_random(state) % 40
                                                  : 40 + nd_random(state) % 100000;
        t->hash[t->count++] = nd__mix64(word);
    }
}

static void find(nd__passages *out, const text *a, const text *b, bool exact) {
    nd__passage_options options;
    nd__passage_options_init(&options);
    options.exact = exact;
    ck_assert_int_eq(nd__passages_find(out, view(a), view(b), NULL, 0, &options, NULL),
                     ND_OK);
}

static void find_at(nd__passages *out, const text *a, const text *b, nd__overlap anchor) {
    nd__passage_options options;
    nd__passage_options_init(&options);
    ck_assert_int_eq(nd__passages_find(out, view(a), view(b), &anchor, anchor.length > 0,
                                       &options, NULL),
                     ND_OK);
}

START_TEST(test_passages__nothing) {
    text a = {.count = 0}, b = {.count = 0};
    nd__passages out = {0};
    find(&out, &a, &b, false);
    ck_assert_uint_eq(out.count, 0);
    uint64_t state = 1;
    add_words(&a, &state, 1000);
    find(&out, &a, &b, false);
    ck_assert_uint_eq(out.count, 0);
    add_words(&b, &state, 1000);
    find(&out, &a, &b, false);
    ck_assert_uint_eq(out.count, 0);
    nd__vector_clear(&out);
}
END_TEST

START_TEST(test_passages__equal_texts) {
    text a = {.count = 0};
    nd__passages out = {0};
    uint64_t state = 2;
    add_words(&a, &state, 300);
    find(&out, &a, &a, false);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(out.items[0].a_begin, 0);
    ck_assert_uint_eq(out.items[0].b_end, 300);
    ck_assert_uint_eq(out.items[0].matched, 300);
    ck_assert_uint_eq(out.items[0].pieces, 1);
    ck_assert(out.items[0].exact);
    ck_assert_double_eq(out.items[0].similarity, 1.0);
    nd__vector_clear(&out);
}
END_TEST

/* A reprint with an edit every 30 words reads as one finding. */
START_TEST(test_passages__edited_reprint) {
    text a = {.count = 0}, b = {.count = 0}, story = {.count = 0};
    nd__passages out = {0};
    uint64_t state = 3;
    add_words(&story, &state, 600);
    add_words(&a, &state, 200);
    add(&a, story.hash, 600);
    add_words(&a, &state, 200);
    add_words(&b, &state, 100);
    for (size_t at = 0; at < 600; at += 30) {
        add(&b, story.hash + at, 30);
        add_words(&b, &state, at < 570);
    }
    add_words(&b, &state, 100);
    find(&out, &a, &b, false);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(out.items[0].pieces, 20);
    ck_assert(!out.items[0].exact);
    ck_assert_uint_ge(out.items[0].matched, 600);
    ck_assert_uint_le(out.items[0].a_begin, 200);
    ck_assert_uint_ge(out.items[0].a_begin, 190);
    ck_assert_uint_ge(out.items[0].a_end, 800);
    ck_assert_uint_le(out.items[0].b_end, 729);
    find(&out, &a, &b, true);
    ck_assert_uint_eq(out.count, 20);
    find_at(&out, &a, &b, (nd__overlap){200, 100, 30});
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(out.items[0].a_begin, 200);
    ck_assert_uint_gt(out.items[0].a_end, 430);
    nd__vector_clear(&out);
}
END_TEST

START_TEST(test_passages__gap_of_strange_words) {
    nd__passages out = {0};
    for (size_t gap = 40; gap <= 120; gap += 80) {
        text a = {.count = 0}, b = {.count = 0}, story = {.count = 0};
        uint64_t state = 4;
        add_words(&story, &state, 60);
        add(&a, story.hash, 30);
        add_words(&a, &state, gap);
        add(&a, story.hash + 30, 30);
        add(&b, story.hash, 30);
        add_words(&b, &state, gap);
        add(&b, story.hash + 30, 30);
        find(&out, &a, &b, false);
        ck_assert_uint_eq(out.count, gap == 40 ? 1 : 2);
    }
    nd__vector_clear(&out);
}
END_TEST

/* Half of the words gone, the others in any order. */
START_TEST(test_passages__shuffled_words) {
    text a = {.count = 0}, b = {.count = 0}, story = {.count = 0};
    nd__passages out = {0};
    uint64_t state = 5;
    add_words(&story, &state, 120);
    add_words(&a, &state, 500);
    add(&a, story.hash, 120);
    add_words(&a, &state, 500);
    for (size_t i = 119; i > 0; i--) {
        size_t k = (size_t)(nd_random(&state) % (i + 1));
        uint64_t word = story.hash[i];
        story.hash[i] = story.hash[k];
        story.hash[k] = word;
    }
    add_words(&b, &state, 300);
    add(&b, story.hash, 70);
    add_words(&b, &state, 300);
    find(&out, &a, &b, false);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(out.items[0].pieces, 0);
    ck_assert_uint_ge(out.items[0].a_begin, 490);
    ck_assert_uint_le(out.items[0].a_end, 630);
    ck_assert_uint_ge(out.items[0].b_begin, 290);
    ck_assert_uint_le(out.items[0].b_end, 380);
    ck_assert_uint_ge(out.items[0].matched, 60);
    find(&out, &a, &b, true);
    ck_assert_uint_eq(out.count, 0);
    find_at(&out, &a, &b, (nd__overlap){0, 0, 0});
    ck_assert_uint_eq(out.count, 0);
    nd__vector_clear(&out);
}
END_TEST

/* Two copies in b of what a has once: they overlap on one side only. */
START_TEST(test_passages__copied_twice) {
    text a = {.count = 0}, b = {.count = 0}, story = {.count = 0};
    nd__passages out = {0};
    uint64_t state = 6;
    add_words(&story, &state, 100);
    add(&a, story.hash, 100);
    add(&b, story.hash, 100);
    add_words(&b, &state, 300);
    add(&b, story.hash, 100);
    nd__overlap both[2] = {{0, 0, 100}, {0, 400, 100}};
    nd__passage_options options;
    nd__passage_options_init(&options);
    ck_assert_int_eq(nd__passages_find(&out, view(&a), view(&b), both, 2, &options, NULL),
                     ND_OK);
    ck_assert_uint_eq(out.count, 2);
    ck_assert(out.items[0].exact && out.items[1].exact);
    ck_assert_uint_eq(out.items[1].b_begin, 400);
    nd__vector_clear(&out);
}
END_TEST

/* Cut up on their diagonal, anchors are still one piece. */
START_TEST(test_passages__anchors_that_overlap) {
    text a = {.count = 0};
    nd__passages out = {0};
    uint64_t state = 7;
    add_words(&a, &state, 100);
    nd__overlap parts[3] = {{50, 50, 50}, {0, 0, 60}, {10, 10, 30}};
    nd__passage_options options;
    nd__passage_options_init(&options);
    ck_assert_int_eq(
        nd__passages_find(&out, view(&a), view(&a), parts, 3, &options, NULL), ND_OK);
    ck_assert_uint_eq(out.count, 1);
    ck_assert_uint_eq(out.items[0].pieces, 1);
    ck_assert_uint_eq(out.items[0].matched, 100);
    nd__vector_clear(&out);
}
END_TEST

/* All of these would take minutes if they cost the square of their size. */
START_TEST(test_passages__hostile) {
    const size_t count = 400000;
    uint64_t *a = malloc(count * sizeof *a), *b = malloc(count * sizeof *b);
    ck_assert(a != NULL && b != NULL);
    nd__passage_options options;
    nd__passage_options_init(&options);
    nd__passages out = {0};
    const size_t periods[] = {1, 2, 7, 60, 1000, count / 4};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        for (size_t k = 0; k < count; k++) {
            a[k] = nd__mix64(k % periods[i]);
            b[k] = nd__mix64((k * 7) % periods[i]);
        }
        ck_assert_int_eq(
            nd__passages_find(&out, (nd__token_text){a, count},
                              (nd__token_text){b, count}, NULL, 0, &options, NULL),
            ND_OK);
    }
    nd__vector_clear(&out);
    free(a);
    free(b);
}
END_TEST

/* Anchors that lie everywhere. */
START_TEST(test_passages__hostile_anchors) {
    const size_t count = 100000, anchors = 100000;
    uint64_t *a = malloc(count * sizeof *a);
    nd__overlap *all = malloc(anchors * sizeof *all);
    ck_assert(a != NULL && all != NULL);
    for (size_t i = 0; i < count; i++) {
        a[i] = nd__mix64(i % 3);
    }
    nd__passage_options options;
    nd__passage_options_init(&options);
    nd__passages out = {0};
    for (uint64_t grid = 1; grid <= 300; grid *= 300) {
        uint64_t state = 9, places = (count - 60) / grid / 3;
        for (size_t i = 0; i < anchors; i++) {
            all[i] = (nd__overlap){(uint32_t)(nd_random(&state) % places * 3 * grid),
                                   (uint32_t)(nd_random(&state) % places * 3 * grid), 25};
        }
        ck_assert_int_eq(
            nd__passages_find(&out, (nd__token_text){a, count},
                              (nd__token_text){a, count}, all, anchors, &options, NULL),
            ND_OK);
        ck_assert_uint_ge(out.count, 1);
    }
    nd__vector_clear(&out);
    free(a);
    free(all);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("passages");
    TCase *tests = tcase_create("passages");
    tcase_add_test(tests, test_passages__nothing);
    tcase_add_test(tests, test_passages__equal_texts);
    tcase_add_test(tests, test_passages__edited_reprint);
    tcase_add_test(tests, test_passages__gap_of_strange_words);
    tcase_add_test(tests, test_passages__shuffled_words);
    tcase_add_test(tests, test_passages__copied_twice);
    tcase_add_test(tests, test_passages__anchors_that_overlap);
    tcase_add_test(tests, test_passages__hostile);
    tcase_add_test(tests, test_passages__hostile_anchors);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
