#include "store/corpus.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

static nd__corpus_entry entry_of(const char *id, const char *site, const char *text) {
    nd__corpus_entry entry = {0};
    entry.document.id = id;
    entry.site = site;
    entry.document.text = text;
    entry.document.text_size = (uint32_t)strlen(text);
    return entry;
}

START_TEST(test_corpus__copies_what_it_is_given) {
    nd__corpus corpus;
    char id[] = "one", site[] = "example.org", date[] = "2020", text[] = "a text";
    uint16_t signature[] = {1, 2, 3};
    uint32_t winnowed[] = {4, 5};
    nd__block_row blocks[] = {{.begin = 0, .end = 3}, {.begin = 4, .end = 6}};
    nd__corpus_init(&corpus, 3);
    for (int i = 0; i < 2; i++) {
        nd__corpus_entry entry = entry_of(id, site, text);
        entry.document.date = date;
        entry.document.argument = 7;
        entry.blocks = blocks;
        entry.block_count = 2;
        entry.signature = signature;
        entry.winnowed = winnowed;
        entry.winnowed_count = 2;
        ck_assert_int_eq(nd__corpus_append(&corpus, &entry, NULL), ND_OK);
    }
    id[0] = site[0] = date[0] = text[0] = '#';
    memset(blocks, 0, sizeof blocks);
    memset(signature, 0, sizeof signature);
    memset(winnowed, 0, sizeof winnowed);
    ck_assert_uint_eq(corpus.documents.count, 2);
    for (size_t d = 0; d < 2; d++) {
        const nd__document *document = &corpus.documents.items[d];
        ck_assert_str_eq(document->id, "one");
        ck_assert_str_eq(nd__corpus_site(&corpus, document), "example.org");
        ck_assert_str_eq(document->date, "2020");
        ck_assert_str_eq(document->text, "a text");
        ck_assert_uint_eq(document->site_number, 1);
        ck_assert_uint_eq(document->argument, 7);
        ck_assert_uint_eq(document->block_begin, 2 * d);
        ck_assert_uint_eq(document->block_end, 2 * d + 2);
        ck_assert_uint_eq(corpus.blocks.items[2 * d + 1].begin, 4);
        ck_assert_uint_eq(corpus.signatures.items[3 * d + 2], 3);
        ck_assert_uint_eq(corpus.winnowed.items[document->winnow_begin + 1], 5);
        ck_assert_uint_eq(document->winnow_count, 2);
    }
    nd__corpus_clear(&corpus);
}
END_TEST

START_TEST(test_corpus__nothing_but_an_id) {
    nd__corpus corpus;
    nd__corpus_init(&corpus, 128);
    nd__corpus_entry entry = entry_of("", NULL, "");
    ck_assert_int_eq(nd__corpus_append(&corpus, &entry, NULL), ND_OK);
    const nd__document *document = &corpus.documents.items[0];
    ck_assert_ptr_null(nd__corpus_site(&corpus, document));
    ck_assert_ptr_null(document->date);
    ck_assert_uint_eq(document->site_number, 0);
    ck_assert_uint_eq(document->block_end, 0);
    ck_assert_uint_eq(corpus.sites.count, 1);
    nd__corpus_clear(&corpus);
    nd__corpus_clear(&corpus);
}
END_TEST

/* Over several sizes of the table of sites. */
START_TEST(test_corpus__sites_are_numbered_once) {
    nd__corpus corpus;
    nd__corpus_init(&corpus, 0);
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 1000; i++) {
            char site[32];
            snprintf(site, sizeof site, "site%u.example", (unsigned)i);
            nd__corpus_entry entry = entry_of("x", site, "");
            if (nd__corpus_append(&corpus, &entry, NULL) != ND_OK) {
                ck_abort_msg("site %u", (unsigned)i);
            }
        }
        nd__corpus_entry entry = entry_of("x", NULL, "");
        ck_assert_int_eq(nd__corpus_append(&corpus, &entry, NULL), ND_OK);
    }
    ck_assert_uint_eq(corpus.sites.count, 1001);
    for (uint32_t i = 0; i < 1000; i++) {
        const nd__document *first = &corpus.documents.items[i];
        const nd__document *again = &corpus.documents.items[1001 + i];
        ck_assert_uint_eq(first->site_number, i + 1);
        ck_assert_uint_eq(again->site_number, i + 1);
        ck_assert_ptr_eq(nd__corpus_site(&corpus, first),
                         nd__corpus_site(&corpus, again));
    }
    ck_assert_uint_eq(corpus.documents.items[2001].site_number, 0);
    nd__corpus_clear(&corpus);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("corpus");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_corpus__copies_what_it_is_given);
    tcase_add_test(basics, test_corpus__nothing_but_an_id);
    tcase_add_test(basics, test_corpus__sites_are_numbered_once);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
