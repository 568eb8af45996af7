#include "boilerplate/site_frames.h"

#include <stdio.h>

#include "match_fixture.h"
#include "suite.h"
#include "text/block_key.h"

/* Frames of one site, of blocks that stand on 10, 9, ... of its 10 pages. */
static void learn(nd__site_frames *frames, const char *const *texts, size_t count,
                  bool placed) {
    nd__block_key_maker keys = {0};
    memset(frames, 0, sizeof *frames);
    frames->min_pages = 5;
    frames->min_share = 0.3;
    ck_assert_int_eq(nd__site_frames_add_site(frames, "a.example", 10, NULL), ND_OK);
    for (size_t i = 0; i < count; i++) {
        uint64_t masked;
        ck_assert_int_eq(
            nd__block_key_of_text(&masked, &keys, texts[i], strlen(texts[i]), NULL),
            ND_OK);
        ck_assert_int_eq(
            nd__site_frames_add_block(frames, texts[i], strlen(texts[i]), masked,
                                      (uint32_t)(10 - i), placed, NULL),
            ND_OK);
    }
    nd__block_key_maker_clear(&keys);
}

/* The blocks of page that are frame as letters f, others that are in place as p, the rest
 * as dots. */
static void grade(char *out, const nd__site_frames *frames, const char *page) {
    fixture f;
    nd__frame_grade grades[32];
    fixture_open(&f);
    fixture_add(&f, page, "a.example");
    size_t count = f.corpus.blocks.count;
    ck_assert_uint_le(count, 32);
    nd__site_frames_grade(grades, frames, nd__site_frames_find(frames, "a.example"),
                          f.corpus.blocks.items, count);
    for (size_t b = 0; b < count; b++) {
        out[b] = grades[b].frame ? 'f' : grades[b].in_place ? 'p' : '.';
        ck_assert_uint_eq(grades[b].score, grades[b].frame ? ND__SCORE_ONE : 0);
    }
    out[count] = '\0';
    fixture_close(&f);
}

static const char *const menu[] = {"Home page of it", "All the news", "Page 1 of 20"};
static const char text[] =
    "The ferry was late again on Monday, and nobody in the harbour knew the reason why.";

START_TEST(test_site_frames__empty_knows_nothing) {
    nd__site_frames none = {0};
    ck_assert_ptr_null(nd__site_frames_find(&none, "a.example"));
    nd__site_frames_clear(&none);
}
END_TEST

START_TEST(test_site_frames__sites_are_told_apart) {
    nd__site_frames frames = {0};
    char name[16];
    for (uint32_t i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "s%u.example", (unsigned)i);
        ck_assert_int_eq(nd__site_frames_add_site(&frames, name, i + 1, NULL), ND_OK);
        ck_assert_int_eq(nd__site_frames_add_block(&frames, "x", 1, 7, i + 1, true, NULL),
                         ND_OK);
    }
    ck_assert_int_eq(nd__site_frames_add_site(&frames, "s3.example", 1, NULL),
                     ND_E_FORMAT);
    for (uint32_t i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "s%u.example", (unsigned)i);
        const nd__known_site *site = nd__site_frames_find(&frames, name);
        ck_assert_ptr_nonnull(site);
        ck_assert_uint_eq(site->pages, i + 1);
        ck_assert_uint_eq(site->block_end, i + 1);
    }
    ck_assert_ptr_null(nd__site_frames_find(&frames, "s500.example"));
    nd__site_frames_clear(&frames);
}
END_TEST

START_TEST(test_site_frames__known_blocks_are_frame) {
    nd__site_frames frames;
    char page[400], got[33];
    learn(&frames, menu, 3, true);
    snprintf(page, sizeof page, "Home page of it\nAll the news\n%s\nPage 7 of 31\n",
             text);
    grade(got, &frames, page);
    ck_assert_str_eq(got, "ff.f"); /* digits are masked */
    nd__site_frames_clear(&frames);
}
END_TEST

START_TEST(test_site_frames__a_page_of_nothing_else_is_left_whole) {
    nd__site_frames frames;
    char got[33];
    learn(&frames, menu, 3, true);
    grade(got, &frames, "Home page of it\nAll the news\nPage 7 of 31\n");
    ck_assert_str_eq(got, "ppp");
    nd__site_frames_clear(&frames);
}
END_TEST

START_TEST(test_site_frames__a_listed_headline_over_its_text_is_not_in_place) {
    static const char *const headlines[] = {"Ferry late again", "Mill takes apprentices",
                                            "Bells ring out"};
    nd__site_frames frames;
    char page[400], got[33];
    learn(&frames, headlines, 3, false);
    frames.min_pages = 50;
    snprintf(page, sizeof page, "Ferry late again\n%s\n%s\n%s\n%s\n", text, headlines[2],
             headlines[1], headlines[0]);
    grade(got, &frames, page);
    ck_assert_str_eq(got, "...pp"); /* the list's first one is not sure either */
    nd__site_frames_clear(&frames);
}
END_TEST

START_TEST(test_site_frames__few_pages_are_not_enough) {
    static const char *const rare[] = {"a1 b", "a2 b", "a3 b", "a4 b", "a5 b", "a6 b x"};
    nd__site_frames frames;
    char page[400], got[33];
    learn(&frames, rare, 6, true); /* the first five are one block; the last: 5 pages */
    frames.min_pages = 6;
    snprintf(page, sizeof page, "a9 b\na6 b x\n%s\n", text);
    grade(got, &frames, page);
    ck_assert_str_eq(got, "fp.");
    ck_assert_uint_eq(frames.blocks.count, 2);
    nd__site_frames_clear(&frames);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("site_frames");
    TCase *cases = tcase_create("core");
    tcase_add_test(cases, test_site_frames__empty_knows_nothing);
    tcase_add_test(cases, test_site_frames__sites_are_told_apart);
    tcase_add_test(cases, test_site_frames__known_blocks_are_frame);
    tcase_add_test(cases, test_site_frames__a_page_of_nothing_else_is_left_whole);
    tcase_add_test(cases,
                   test_site_frames__a_listed_headline_over_its_text_is_not_in_place);
    tcase_add_test(cases, test_site_frames__few_pages_are_not_enough);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
