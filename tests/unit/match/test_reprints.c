#include "match/reprints.h"

#include <stdio.h>

#include "match/reprint_candidates.h"
#include "match_fixture.h"
#include "random.h"

#define MOST 32

typedef struct search {
    fixture f;
    bool wanted[MOST], across[MOST];
    bool *left_out;
    nd__pairs pairs;
    nd__reprints found;
} search;

static void open_search(search *s) {
    memset(s, 0, sizeof *s);
    fixture_open(&s->f);
    for (size_t d = 0; d < MOST; d++) {
        s->wanted[d] = true;
    }
}

static void find(search *s, unsigned threads, double share) {
    free(s->left_out);
    s->left_out = nd__allocate_zeroed(s->f.corpus.blocks.count, sizeof(bool));
    ck_assert_ptr_nonnull(s->left_out);
    nd__reprint_sources sources = {s->wanted, s->across, s->left_out, 1, threads};
    ck_assert_int_eq(nd__reprint_candidates(&s->pairs, &s->f.corpus, &sources, NULL),
                     ND_OK);
    nd__reprint_options options = {s->left_out, share, 40, 1, threads};
    ck_assert_int_eq(nd__reprints_find(&s->found, &s->f.corpus, s->pairs.items,
                                       s->pairs.count, &options, NULL),
                     ND_OK);
}

static void close_search(search *s) {
    nd__vector_clear(&s->pairs);
    nd__reprints_clear(&s->found);
    free(s->left_out);
    fixture_close(&s->f);
}

/* `count` words from `from` on of the stream `seed`, of which one in `every` (0: none) is
 * another one; those are the same for one `edit`. */
static void add_text(nd__buffer *text, uint64_t seed, size_t from, size_t count,
                     size_t every, uint64_t edit) {
    uint64_t state = seed;
    nd__buffer skipped = {0};
    add_words(&skipped, &state, from);
    nd__vector_clear(&skipped);
    for (size_t i = 0; i < count; i++) {
        nd__buffer word = {0};
        add_words(&word, &state, 1);
        uint64_t other = edit + i;
        if (every > 0 && nd_random(&other) % every == 0) {
            word.count = 0;
            add_words(&word, &other, 1);
        }
        add_string(&word, " ");
        if (nd__buffer_append(text, word.items, word.count, NULL) < 0) {
            ck_abort_msg("out of memory");
        }
        nd__vector_clear(&word);
    }
}

static size_t add_page(search *s, uint64_t seed, size_t from, size_t count, size_t every,
                       uint64_t edit, const char *site) {
    nd__buffer text = {0};
    add_text(&text, seed, from, count, every, edit);
    size_t d = fixture_add(&s->f, text_of(&text), site);
    nd__vector_clear(&text);
    return d;
}

static const nd__reprint *reprint_of(const search *s, size_t a, size_t b) {
    for (size_t i = 0; i < s->found.items.count; i++) {
        const nd__reprint *r = &s->found.items.items[i];
        if (r->a == a && r->b == b) {
            return r;
        }
    }
    return NULL;
}

START_TEST(test_reprints__empty) {
    search s;
    open_search(&s);
    find(&s, 1, 0.2);
    ck_assert_uint_eq(s.found.items.count, 0);
    fixture_add(&s.f, "", "a.org");
    fixture_add(&s.f, "one", "b.org");
    find(&s, 2, 0.2);
    ck_assert_uint_eq(s.found.items.count, 0);
    close_search(&s);
}
END_TEST

/* 30 % of the words changed, or half of the text cut: found; another text: not. */
START_TEST(test_reprints__edited_copies) {
    search s;
    open_search(&s);
    add_page(&s, 1000, 0, 300, 0, 0, "a.org");
    add_page(&s, 1000, 0, 300, 3, 7, "b.org");    /* every third word */
    add_page(&s, 1000, 150, 150, 10, 8, "c.org"); /* half of it */
    add_page(&s, 5000, 0, 300, 0, 0, "d.org");
    find(&s, 1, 0.2);
    const nd__reprint *third = reprint_of(&s, 0, 1), *half = reprint_of(&s, 0, 2);
    ck_assert_ptr_nonnull(third);
    ck_assert_ptr_nonnull(half);
    ck_assert(third->share_b > 0.4 && third->share_b < 0.8);
    ck_assert(half->share_b > 0.7 && half->share_b <= 1);
    ck_assert(half->share_a > 0.35 && half->share_a < 0.6);
    ck_assert_uint_ge(half->span_count, 1);
    const nd__reprint_span *span = &s.found.spans.items[half->first_span];
    ck_assert(span->a_begin < span->a_end && span->b_begin < span->b_end);
    ck_assert_ptr_null(reprint_of(&s, 0, 3));
    find(&s, 1, 0.99);
    ck_assert_ptr_null(reprint_of(&s, 0, 1));
    close_search(&s);
}
END_TEST

START_TEST(test_reprints__of_two_sites_only) {
    search s;
    open_search(&s);
    add_page(&s, 1000, 0, 200, 0, 0, "a.org");
    add_page(&s, 1000, 0, 200, 5, 7, "a.org");
    find(&s, 1, 0.2);
    ck_assert_uint_eq(s.found.items.count, 0);
    s.across[1] = true; /* a copy of it is elsewhere */
    find(&s, 1, 0.2);
    ck_assert_uint_eq(s.found.items.count, 1);
    s.across[1] = false;
    add_page(&s, 1000, 0, 200, 5, 8, "b.org");
    find(&s, 1, 0.2);
    ck_assert_uint_eq(s.found.items.count, 2);
    s.wanted[2] = false;
    find(&s, 1, 0.2);
    ck_assert_uint_eq(s.found.items.count, 0);
    close_search(&s);
}
END_TEST

/* A text of 40 words and more that both have, else it is a phrase. */
START_TEST(test_reprints__least_words) {
    search s;
    open_search(&s);
    add_page(&s, 1000, 0, 30, 0, 0, "a.org");
    add_page(&s, 1000, 0, 30, 0, 0, "b.org");
    add_page(&s, 2000, 0, 50, 0, 0, "a.org");
    add_page(&s, 2000, 0, 50, 0, 0, "b.org");
    find(&s, 1, 0.2);
    ck_assert_uint_eq(s.found.items.count, 1);
    ck_assert_ptr_nonnull(reprint_of(&s, 2, 3));
    ck_assert_double_eq(reprint_of(&s, 2, 3)->share_a, 1);
    close_search(&s);
}
END_TEST

START_TEST(test_reprints__any_number_of_threads) {
    search one, more;
    open_search(&one);
    open_search(&more);
    static const char *const sites[] = {"a.org", "b.org", "c.org"};
    for (size_t d = 0; d < MOST; d++) {
        for (search *s = &one; s != NULL; s = s == &one ? &more : NULL) {
            add_page(s, 1000 * (d % 7), 10 * d, 150 + 10 * d, d % 4 + 3, d, sites[d % 3]);
        }
    }
    find(&one, 1, 0.1);
    ck_assert_uint_gt(one.found.items.count, 20);
    for (unsigned threads = 2; threads < 9; threads += 3) {
        find(&more, threads, 0.1);
        ck_assert_uint_eq(more.found.items.count, one.found.items.count);
        for (size_t i = 0; i < one.found.items.count; i++) {
            const nd__reprint *a = &one.found.items.items[i];
            const nd__reprint *b = &more.found.items.items[i];
            ck_assert(a->a == b->a && a->b == b->b && a->span_count == b->span_count);
            ck_assert_double_eq(a->share_a, b->share_a);
            ck_assert_int_eq(memcmp(one.found.spans.items + a->first_span,
                                    more.found.spans.items + b->first_span,
                                    a->span_count * sizeof(nd__reprint_span)),
                             0);
        }
    }
    close_search(&one);
    close_search(&more);
}
END_TEST

/* Copies of one text on many sites are found by the first of them. */
START_TEST(test_reprints__a_text_on_every_site) {
    search s;
    open_search(&s);
    for (size_t d = 0; d < MOST; d++) {
        char site[24];
        snprintf(site, sizeof site, "s%zu.org", d);
        add_page(&s, 1000, 0, 200, d == 0 ? 0 : 10, 50 * d, site);
    }
    find(&s, 2, 0.2);
    for (size_t d = 1; d < MOST; d++) {
        ck_assert_ptr_nonnull(reprint_of(&s, 0, d));
    }
    close_search(&s);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("reprints");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_reprints__empty);
    tcase_add_test(basics, test_reprints__edited_copies);
    tcase_add_test(basics, test_reprints__of_two_sites_only);
    tcase_add_test(basics, test_reprints__least_words);
    tcase_add_test(basics, test_reprints__any_number_of_threads);
    tcase_add_test(basics, test_reprints__a_text_on_every_site);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
