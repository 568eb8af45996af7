/* Passages of texts and of a corpus without memory. */
#include <string.h>

#include "base/hash.h"
#include "match/passage_pairs.h"
#include "oom/oom.h"
#include "suite.h"

#define WORDS 400

/* Two texts in one array: 0..WORDS-1, and the same with a word changed every 30, and with
 * the last 100 in pairs that were turned round. */
static void fill(uint64_t hash[2 * WORDS]) {
    for (size_t i = 0; i < WORDS; i++) {
        size_t other = i < 300 ? i : i ^ 1;
        hash[i] = nd__mix64(i);
        hash[WORDS + i] = nd__mix64(i % 30 == 29 ? 10000 + i : other);
    }
}

static nd_status find_passages(void *payload, nd_error *err) {
    const uint64_t *hash = payload;
    nd__passages found = {0};
    nd__token_rarity *rarity = NULL;
    nd_status status = nd__token_rarity_create(&rarity, err);
    if (status >= 0) {
        nd__passage_options options;
        nd__passage_options_init(&options);
        options.rarity = rarity;
        nd__token_rarity_add_document(rarity, hash, WORDS);
        status = nd__passages_find(&found, (nd__token_text){hash, WORDS},
                                   (nd__token_text){hash + WORDS, WORDS}, NULL, 0,
                                   &options, err);
    }
    if (status >= 0 && found.count != 1) {
        status = ND_E_INTERNAL;
    }
    nd__vector_clear(&found);
    nd__token_rarity_destroy(rarity);
    return status;
}

static nd_status find_records(void *payload, nd_error *err) {
    uint64_t ends[2] = {WORDS, 2 * WORDS}, places[4] = {0, WORDS, 30, WORDS + 30};
    nd__maximal_repeat repeats[2] = {{29, 2, 0, 2, 0}, {29, 2, 2, 2, 0}};
    nd__sequence sequence = {payload, (size_t)2 * WORDS, 8, ends, 2, NULL};
    nd__maximal_repeats all = {.items = {repeats, 2, 2}, .places = {places, 4, 4}};
    nd__passage_pairs_options options;
    nd__passage_pairs_options_init(&options);
    nd__passage_records records = {0};
    nd_status status = nd__passage_records_find(&records, &sequence, &all, &options, err);
    if (status >= 0 && records.items.count != 1) {
        status = ND_E_INTERNAL;
    }
    nd__passage_records_clear(&records);
    return status;
}

START_TEST(test_oom__passages) {
    uint64_t hash[2 * WORDS];
    fill(hash);
    ck_assert_uint_ge(nd_oom_exhaust(find_passages, hash), 20);
    ck_assert_uint_ge(nd_oom_exhaust(find_records, hash), 20);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_passages");
    TCase *tests = tcase_create("oom_passages");
    tcase_add_test(tests, test_oom__passages);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
