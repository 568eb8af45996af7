#include "boilerplate/frames.h"

#include <stdio.h>

#include "match_fixture.h"

typedef struct site {
    fixture f;
    nd__clusters clusters;
    nd__frame_options options;
    nd__frame_blocks found;
    uint64_t words;
} site;

static void open_site(site *s) {
    memset(s, 0, sizeof *s);
    fixture_open(&s->f);
    s->options = (nd__frame_options){3, 0.3, 0.6, 1, 1};
    s->words = 42;
}

static void close_site(site *s) {
    nd__vector_clear(&s->found);
    nd__clusters_clear(&s->clusters);
    fixture_close(&s->f);
}

/* A page: the block, then an article of its own of `words` words. */
static void add_page(site *s, const char *name, const char *block, size_t words) {
    nd__buffer text = {0};
    add_string(&text, block);
    add_string(&text, "\n");
    add_words(&text, &s->words, words);
    add_string(&text, ".\n");
    fixture_add(&s->f, text_of(&text), name);
    nd__vector_clear(&text);
}

static size_t find(site *s) {
    nd__frame_finder *finder = NULL;
    bool *sites = nd__allocate(s->f.corpus.sites.count, sizeof *sites);
    ck_assert_ptr_nonnull(sites);
    ck_assert_int_eq(nd__frame_finder_create(&finder, &s->f.corpus, &s->options, NULL),
                     ND_OK);
    bool any = nd__frame_finder_sites(sites, finder), found = false;
    for (size_t i = 0; i < s->f.corpus.sites.count; i++) {
        found = found || sites[i];
    }
    ck_assert(any == found);
    ck_assert_int_eq(nd__frame_finder_find(&s->found, finder, &s->clusters, NULL), ND_OK);
    nd__frame_finder_destroy(finder);
    /* Frames are found on sites that have candidates, and nowhere else. */
    for (size_t i = 0; i < s->found.count; i++) {
        uint32_t document = s->found.items[i].document;
        ck_assert(sites[s->f.corpus.documents.items[document].site_number]);
    }
    free(sites);
    for (size_t i = 1; i < s->found.count; i++) {
        ck_assert_uint_gt(s->found.items[i].block, s->found.items[i - 1].block);
    }
    return s->found.count;
}

/* Makes documents [first, last] one group that `first` stands for. */
static void add_group(site *s, uint32_t first, uint32_t last, nd__relation relation) {
    size_t begin = s->clusters.members.count;
    for (uint32_t d = first + 1; d <= last; d++) {
        ck_assert_int_eq(nd__vector_extend(&s->clusters.members, 1, NULL), ND_OK);
        s->clusters.members.items[s->clusters.members.count++] =
            (nd__cluster_member){d, relation, 0.9, 0.9, true};
    }
    ck_assert_int_eq(nd__vector_extend(&s->clusters.clusters, 1, NULL), ND_OK);
    s->clusters.clusters.items[s->clusters.clusters.count++] =
        (nd__cluster){first, begin, s->clusters.members.count};
}

START_TEST(test_frames__empty) {
    site s;
    open_site(&s);
    ck_assert_uint_eq(find(&s), 0);
    fixture_add(&s.f, "", "a");
    fixture_add(&s.f, "one line", NULL);
    ck_assert_uint_eq(find(&s), 0);
    close_site(&s);
}
END_TEST

START_TEST(test_frames__least_pages_and_share) {
    site s;
    open_site(&s);
    for (size_t i = 0; i < 2; i++) {
        add_page(&s, "a", "Home news sport", 40);
    }
    ck_assert_uint_eq(find(&s), 0);
    add_page(&s, "a", "Home, NEWS, sport!", 40);
    ck_assert_uint_eq(find(&s), 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(s.found.items[i].block, 2 * i);
        ck_assert_uint_eq(s.found.items[i].document, i);
        ck_assert_uint_eq(s.found.items[i].pages, 3);
        ck_assert_double_eq(s.found.items[i].share, 1);
    }
    char line[32];
    for (size_t i = 0; i < 7; i++) {
        snprintf(line, sizeof line, "Another line %c", (char)('a' + i));
        add_page(&s, "a", line, 40);
    }
    ck_assert_uint_eq(find(&s), 3); /* 3 of 10 */
    ck_assert_double_eq(s.found.items[0].share, 0.3);
    add_page(&s, "a", "The last line", 40);
    ck_assert_uint_eq(find(&s), 0); /* 3 of 11 */
    close_site(&s);
}
END_TEST

/* Each share of hundredths is reached by just so many pages of a hundred. */
START_TEST(test_frames__share_is_not_rounded_up) {
    site s;
    open_site(&s);
    for (size_t i = 0; i < 100; i++) {
        char line[32];
        snprintf(line, sizeof line, "Another line %c%c", (char)('a' + i / 26),
                 (char)('a' + i % 26));
        add_page(&s, "a",
                 i < 7             ? "Seven"
                 : i < 7 + 14      ? "Fourteen"
                 : i < 7 + 14 + 28 ? "Twenty-eight"
                                   : line,
                 40);
    }
    s.options.min_share = 0.07;
    ck_assert_uint_eq(find(&s), 7 + 14 + 28);
    s.options.min_share = 0.14;
    ck_assert_uint_eq(find(&s), 14 + 28);
    s.options.min_share = 0.28;
    ck_assert_uint_eq(find(&s), 28);
    s.options.min_share = 0.2801;
    ck_assert_uint_eq(find(&s), 0);
    close_site(&s);
}
END_TEST

START_TEST(test_frames__digits_are_masked) {
    site s;
    open_site(&s);
    add_page(&s, "a", "Page 1 of 20", 40);
    add_page(&s, "a", "Page 12 of 7", 40);
    add_page(&s, "a", "Page 300 of 1999", 40);
    ck_assert_uint_eq(find(&s), 3);
    close_site(&s);
}
END_TEST

START_TEST(test_frames__sites_are_apart) {
    site s;
    open_site(&s);
    add_page(&s, "a", "Home news sport", 40);
    add_page(&s, "a", "Home news sport", 40);
    add_page(&s, "b", "Home news sport", 40);
    add_page(&s, NULL, "Home news sport", 40);
    add_page(&s, NULL, "Home news sport", 40);
    ck_assert_uint_eq(find(&s), 0);
    /* documents without a site are one site */
    add_page(&s, NULL, "Home news sport", 40);
    ck_assert_uint_eq(find(&s), 3);
    ck_assert_uint_eq(s.found.items[0].document, 3);
    close_site(&s);
}
END_TEST

/* Three times on one page is one page. */
START_TEST(test_frames__repeats_on_a_page_count_once) {
    site s;
    open_site(&s);
    add_page(&s, "a", "Home news sport\nHome news sport", 40);
    add_page(&s, "a", "Home news sport\nHome news sport", 40);
    ck_assert_uint_eq(find(&s), 0);
    add_page(&s, "a", "Home news sport", 40);
    ck_assert_uint_eq(find(&s), 5);
    ck_assert_uint_eq(s.found.items[0].pages, 3);
    close_site(&s);
}
END_TEST

/* "- yes" in the middle of a text is an answer. */
START_TEST(test_frames__short_items_in_the_body) {
    site s;
    open_site(&s);
    for (size_t i = 0; i < 4; i++) {
        nd__buffer text = {0};
        add_string(&text, "- Home\n");
        add_words(&text, &s.words, 30);
        add_string(&text, ".\n- yes\n1999\nThe answer is no\n");
        add_words(&text, &s.words, 30);
        add_string(&text, ".\n");
        fixture_add(&s.f, text_of(&text), NULL);
        nd__vector_clear(&text);
    }
    ck_assert_uint_eq(find(&s), 8);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_uint_eq(s.found.items[i].block % 6, i % 2 == 0 ? 0 : 4);
    }
    close_site(&s);
}
END_TEST

START_TEST(test_frames__an_article_captured_five_times) {
    for (int relation = ND__EXACT; relation <= ND__CONTAINED; relation++) {
        site s;
        open_site(&s);
        /* A line of its own each, or they would be left alone as pages without text. */
        static const char *const captures[] = {"A headline of the article\nSeen by Ann",
                                               "A headline of the article\nSeen by Bob",
                                               "A headline of the article\nSeen by Cid",
                                               "A headline of the article\nSeen by Dan",
                                               "A headline of the article\nSeen by Eve"};
        for (size_t i = 0; i < 5; i++) {
            s.words = 9; /* the same article */
            add_page(&s, "a", captures[i], 80);
        }
        add_page(&s, "a", "Another headline", 40);
        ck_assert_uint_eq(find(&s), 10);
        add_group(&s, 0, 4, (nd__relation)relation);
        ck_assert_uint_eq(find(&s), 0);
        close_site(&s);
    }
}
END_TEST

/* The frame is larger than the articles, so that they are near duplicates by it. */
START_TEST(test_frames__heavy_frame_with_short_articles) {
    site s;
    open_site(&s);
    nd__buffer frame = {0};
    for (size_t i = 0; i < 10; i++) {
        uint64_t state = i + 1000;
        add_words(&frame, &state, 30);
        add_string(&frame, i < 9 ? "\n" : "");
    }
    for (size_t i = 0; i < 5; i++) {
        s.words = 777 + i * 100003;
        add_page(&s, "a", text_of(&frame), 30);
    }
    add_group(&s, 0, 4, ND__NEAR);
    ck_assert_uint_eq(find(&s), 50);
    ck_assert_uint_eq(s.found.items[0].pages, 5);
    nd__vector_clear(&frame);
    close_site(&s);
}
END_TEST

/* One template filled in with other numbers: there is no text that it could frame. */
START_TEST(test_frames__a_page_is_no_frame_as_a_whole) {
    site s;
    open_site(&s);
    for (int i = 1; i <= 9; i++) {
        char text[64];
        snprintf(text, sizeof text, "Order %d\nShipped on day %d\n", i, i);
        fixture_add(&s.f, text, "a");
    }
    ck_assert_uint_eq(find(&s), 0);
    /* nor are such pages evidence against a page with text */
    add_page(&s, "a", "Order 10", 40);
    ck_assert_uint_eq(find(&s), 0);
    close_site(&s);
}
END_TEST

START_TEST(test_frames__one_site_of_many_is_quick) {
    site s;
    open_site(&s);
    for (size_t i = 0; i < 20000; i++) {
        add_page(&s, "a", "Home\nNews\nSport\nJobs\nImprint", 12);
    }
    ck_assert_uint_eq(find(&s), 100000);
    close_site(&s);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("frames");
    TCase *basics = tcase_create("basics");
    tcase_set_timeout(basics, 20);
    tcase_add_test(basics, test_frames__empty);
    tcase_add_test(basics, test_frames__least_pages_and_share);
    tcase_add_test(basics, test_frames__share_is_not_rounded_up);
    tcase_add_test(basics, test_frames__digits_are_masked);
    tcase_add_test(basics, test_frames__sites_are_apart);
    tcase_add_test(basics, test_frames__repeats_on_a_page_count_once);
    tcase_add_test(basics, test_frames__short_items_in_the_body);
    tcase_add_test(basics, test_frames__an_article_captured_five_times);
    tcase_add_test(basics, test_frames__heavy_frame_with_short_articles);
    tcase_add_test(basics, test_frames__a_page_is_no_frame_as_a_whole);
    tcase_add_test(basics, test_frames__one_site_of_many_is_quick);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
