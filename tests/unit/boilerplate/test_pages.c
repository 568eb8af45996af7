#include "boilerplate/pages.h"

#include "match_fixture.h"

#define DOCUMENTS 4

/* One group of documents 0..3 that 0 stands for; documents 1..3 have `words` words from
 * these seeds besides what all share. */
static void check_pages(const uint64_t seeds[DOCUMENTS], size_t words,
                        nd__relation relation, const uint32_t expected[DOCUMENTS]) {
    fixture f;
    nd__clusters clusters = {0};
    uint32_t page_of[DOCUMENTS];
    nd__buffer text = {0};
    fixture_open(&f);
    for (size_t d = 0; d < DOCUMENTS; d++) {
        uint64_t frame = 1, own = seeds[d];
        text.count = 0;
        add_words(&text, &frame, 100);
        add_string(&text, "\n");
        add_words(&text, &own, words);
        fixture_add(&f, text_of(&text), "a");
    }
    bool *candidate = nd__allocate_zeroed(f.corpus.blocks.count, sizeof *candidate);
    ck_assert_ptr_nonnull(candidate);
    for (size_t d = 0; d < DOCUMENTS; d++) {
        candidate[f.corpus.documents.items[d].block_begin] = true;
    }
    ck_assert_int_eq(nd__vector_extend(&clusters.members, DOCUMENTS, NULL), ND_OK);
    for (uint32_t d = 1; d < DOCUMENTS; d++) {
        clusters.members.items[clusters.members.count++] =
            (nd__cluster_member){d, relation, 0.9, 0.9, true};
    }
    ck_assert_int_eq(nd__vector_extend(&clusters.clusters, 1, NULL), ND_OK);
    clusters.clusters.items[clusters.clusters.count++] = (nd__cluster){0, 0, 3};
    ck_assert_int_eq(nd__pages_make(page_of, &f.corpus, &clusters, candidate, 1, 2, NULL),
                     ND_OK);
    for (size_t d = 0; d < DOCUMENTS; d++) {
        ck_assert_uint_eq(page_of[d], expected[d]);
    }
    nd__clusters_clear(&clusters);
    nd__vector_clear(&text);
    free(candidate);
    fixture_close(&f);
}

START_TEST(test_pages__without_groups_each_its_own) {
    fixture f;
    nd__clusters clusters = {0};
    uint32_t page_of[2] = {9, 9};
    const bool candidate[2] = {false, false};
    fixture_open(&f);
    ck_assert_int_eq(nd__pages_make(page_of, &f.corpus, &clusters, candidate, 1, 2, NULL),
                     ND_OK);
    fixture_add(&f, "one", NULL);
    fixture_add(&f, "two", NULL);
    ck_assert_int_eq(nd__pages_make(page_of, &f.corpus, &clusters, candidate, 1, 2, NULL),
                     ND_OK);
    ck_assert_uint_eq(page_of[0], 0);
    ck_assert_uint_eq(page_of[1], 1);
    fixture_close(&f);
}
END_TEST

START_TEST(test_pages__versions_of_one_text_are_one_page) {
    const uint64_t same[] = {10, 10, 10, 10};
    check_pages(same, 40, ND__NEAR, (const uint32_t[]){0, 0, 0, 0});
    check_pages(same, 40, ND__CONTAINED, (const uint32_t[]){0, 0, 0, 0});
}
END_TEST

/* Short articles in a heavy frame. */
START_TEST(test_pages__texts_of_their_own_are_pages) {
    const uint64_t seeds[] = {10000, 20000, 30000, 40000};
    check_pages(seeds, 40, ND__NEAR, (const uint32_t[]){0, 1, 2, 3});
    check_pages(seeds, 25, ND__NEAR, (const uint32_t[]){0, 1, 2, 3});
    /* too short to be an article */
    check_pages(seeds, 24, ND__NEAR, (const uint32_t[]){0, 0, 0, 0});
    /* an exact copy is the same page, whatever else */
    check_pages(seeds, 40, ND__EXACT, (const uint32_t[]){0, 0, 0, 0});
    /* two captures of one article, and the kept one's */
    const uint64_t twice[] = {10000, 20000, 10000, 20000};
    check_pages(twice, 40, ND__NEAR, (const uint32_t[]){0, 1, 0, 1});
}
END_TEST

int main(void) {
    Suite *suite = suite_create("pages");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_pages__without_groups_each_its_own);
    tcase_add_test(basics, test_pages__versions_of_one_text_are_one_page);
    tcase_add_test(basics, test_pages__texts_of_their_own_are_pages);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
