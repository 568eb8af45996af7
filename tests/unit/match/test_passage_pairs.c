#include "match/passage_pairs.h"

#include <string.h>

#include "base/hash.h"
#include "random.h"
#include "suite.h"

#define LONGEST 60000
#define DOCUMENTS 400

typedef struct corpus {
    uint64_t hash[LONGEST];
    size_t count;
    uint64_t ends[DOCUMENTS];
    size_t documents;
    nd__maximal_repeats repeats;
} corpus;

static void add_words(corpus *c, uint64_t *state, size_t count) {
    for (size_t i = 0; i < count; i++) {
        c->hash[c->count++] = nd__mix64(nd_random(state) % 1000000);
    }
}

static void add_copy(corpus *c, const uint64_t *words, size_t count) {
    memcpy(c->hash + c->count, words, count * sizeof *words);
    c->count += count;
}

static void end_document(corpus *c) {
    c->ends[c->documents++] = c->count;
}

static void add_repeat(corpus *c, size_t length, size_t places, size_t step, size_t first,
                       uint32_t chain) {
    size_t at = c->repeats.places.count;
    ck_assert_int_eq(nd__vector_extend(&c->repeats.places, places, NULL), ND_OK);
    ck_assert_int_eq(nd__vector_extend(&c->repeats.items, 1, NULL), ND_OK);
    for (size_t i = 0; i < places; i++) {
        c->repeats.places.items[c->repeats.places.count++] = first + i * step;
    }
    c->repeats.items.items[c->repeats.items.count++] =
        (nd__maximal_repeat){length, places, at, (uint32_t)places, chain};
}

static void find(nd__passage_records *out, const corpus *c, unsigned threads,
                 bool exact) {
    nd__sequence sequence = {
        (const uint8_t *)c->hash, c->count, 8, c->ends, c->documents, NULL};
    nd__passage_pairs_options options;
    nd__passage_pairs_options_init(&options);
    options.threads = threads;
    options.passage.exact = exact;
    ck_assert_int_eq(
        nd__passage_records_find(out, &sequence, &c->repeats, &options, NULL), ND_OK);
}

static corpus *corpus_new(void) {
    corpus *c = calloc(1, sizeof *c);
    ck_assert_ptr_nonnull(c);
    return c;
}

static void corpus_free(corpus *c) {
    free(c->repeats.items.items);
    free(c->repeats.places.items);
    free(c);
}

/* Documents of 200 words, in which 30 words, one of its own and 40 words stand at 50. */
static void add_edited(corpus *c, uint64_t *state, size_t documents) {
    uint64_t story[70];
    for (size_t i = 0; i < 70; i++) {
        story[i] = nd__mix64(5000000 + i);
    }
    for (size_t d = 0; d < documents; d++) {
        add_words(c, state, 50);
        add_copy(c, story, 30);
        add_words(c, state, 1);
        add_copy(c, story + 30, 40);
        add_words(c, state, 79);
        end_document(c);
    }
    add_repeat(c, 30, documents, 200, 50, 0);
    add_repeat(c, 40, documents, 200, 81, 0);
}

START_TEST(test_passage_pairs__no_repeats) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 0);
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

START_TEST(test_passage_pairs__fragments_become_one_record) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    uint64_t state = 1;
    add_edited(c, &state, 2);
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 1);
    nd__passage_record record = out.items.items[0];
    ck_assert_uint_eq(record.places, 2);
    ck_assert_uint_eq(record.pieces, 2);
    ck_assert_uint_eq(record.matched, 70);
    ck_assert(!record.exact);
    ck_assert_uint_eq(out.places.items[record.first_place].document, 0);
    ck_assert_uint_eq(out.places.items[record.first_place].begin, 50);
    ck_assert_uint_eq(out.places.items[record.first_place].end, 121);
    ck_assert_uint_eq(out.places.items[record.first_place + 1].document, 1);
    ck_assert_uint_eq(out.places.items[record.first_place + 1].begin, 250);
    find(&out, c, 1, true);
    ck_assert_uint_eq(out.items.count, 2);
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

START_TEST(test_passage_pairs__frequent_repeats_stay) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    uint64_t state = 2;
    add_edited(c, &state, 33);
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 2);
    ck_assert_uint_eq(out.items.items[0].places, 33);
    ck_assert_uint_eq(out.items.items[0].kept_places, 33);
    ck_assert(out.items.items[0].exact);
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

/* The first document has the run twice: that pair is nobody's passage. */
START_TEST(test_passage_pairs__one_document_is_no_pair) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    uint64_t state = 3;
    add_words(c, &state, 30);
    uint64_t run[30];
    memcpy(run, c->hash, sizeof run);
    add_words(c, &state, 200);
    add_copy(c, run, 30);
    end_document(c);
    add_repeat(c, 30, 2, 230, 0, 0);
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 1);
    ck_assert(out.items.items[0].exact);
    ck_assert_uint_eq(out.items.items[0].kept_places, 2);
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

/* Of three places two are in a passage; the third is exact with each of them. */
START_TEST(test_passage_pairs__what_remains_of_a_repeat) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    uint64_t state = 4;
    add_edited(c, &state, 2);
    uint64_t run[30];
    memcpy(run, c->hash + 50, sizeof run);
    add_words(c, &state, 50);
    add_copy(c, run, 30);
    add_words(c, &state, 120);
    end_document(c);
    c->repeats.items.count = c->repeats.places.count = 0;
    add_repeat(c, 30, 3, 200, 50, 0);
    add_repeat(c, 40, 2, 200, 81, 0);
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 3);
    ck_assert(!out.items.items[0].exact);
    for (size_t i = 1; i < 3; i++) {
        ck_assert(out.items.items[i].exact);
        ck_assert_uint_eq(out.items.items[i].places, 2);
        size_t first = out.items.items[i].first_place;
        ck_assert_uint_eq(out.places.items[first].document, i - 1);
        ck_assert_uint_eq(out.places.items[first + 1].document, 2);
    }
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

/* Documents 0 and 1 share 60 words, the last 40 of which are in document 2 too: between 0
 * and 1 these 40 are not said again. */
START_TEST(test_passage_pairs__nested_repeats) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    uint64_t state = 8;
    add_words(c, &state, 60);
    uint64_t run[60];
    memcpy(run, c->hash, sizeof run);
    end_document(c);
    add_copy(c, run, 60);
    end_document(c);
    add_copy(c, run + 20, 40);
    end_document(c);
    add_repeat(c, 60, 2, 60, 0, 0);
    add_repeat(c, 40, 3, 0, 0, 0);
    c->repeats.places.items[2] = 20;
    c->repeats.places.items[3] = 80;
    c->repeats.places.items[4] = 120;
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const nd__passage_record *record = &out.items.items[i];
        ck_assert(record->exact);
        ck_assert_uint_eq(record->places, 2);
        size_t second = record->first_place + 1;
        ck_assert_uint_eq(out.places.items[second].document, i == 0 ? 1 : 2);
        ck_assert_uint_eq(record->matched, i == 0 ? 60 : 40);
    }
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

START_TEST(test_passage_pairs__periodic_repeats_stay) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    uint64_t state = 5;
    add_words(c, &state, 100);
    end_document(c);
    add_words(c, &state, 100);
    end_document(c);
    add_repeat(c, 60, 2, 3, 0, 1);
    find(&out, c, 1, false);
    ck_assert_uint_eq(out.items.count, 1);
    ck_assert_uint_eq(out.items.items[0].chain, 1);
    nd__passage_records_clear(&out);
    corpus_free(c);
}
END_TEST

START_TEST(test_passage_pairs__refuses) {
    corpus *c = corpus_new();
    nd__passage_records out = {0};
    nd__sequence sequence = {(const uint8_t *)c->hash, 0, 1, c->ends, 0, NULL};
    nd__passage_pairs_options options;
    nd__passage_pairs_options_init(&options);
    ck_assert_int_eq(
        nd__passage_records_find(&out, &sequence, &c->repeats, &options, NULL), ND_E_ARG);
    sequence.unit = 8;
    options.most_places = 33;
    ck_assert_int_eq(
        nd__passage_records_find(&out, &sequence, &c->repeats, &options, NULL), ND_E_ARG);
    corpus_free(c);
}
END_TEST

START_TEST(test_passage_pairs__threads_change_nothing) {
    corpus *c = corpus_new();
    nd__passage_records one = {0}, four = {0};
    uint64_t state = 6;
    add_edited(c, &state, 16);
    find(&one, c, 1, false);
    ck_assert_uint_eq(one.items.count, 120);
    find(&four, c, 4, false);
    ck_assert_uint_eq(four.items.count, one.items.count);
    for (size_t i = 0; i < one.items.count; i++) {
        nd__record_place a = one.places.items[one.items.items[i].first_place];
        nd__record_place b = four.places.items[four.items.items[i].first_place];
        ck_assert_uint_eq(a.begin, b.begin);
        ck_assert_uint_eq(a.end, b.end);
        ck_assert_uint_eq(one.items.items[i].matched, four.items.items[i].matched);
    }
    nd__passage_records_clear(&one);
    nd__passage_records_clear(&four);
    corpus_free(c);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("passage_pairs");
    TCase *tests = tcase_create("passage_pairs");
    tcase_add_test(tests, test_passage_pairs__no_repeats);
    tcase_add_test(tests, test_passage_pairs__fragments_become_one_record);
    tcase_add_test(tests, test_passage_pairs__frequent_repeats_stay);
    tcase_add_test(tests, test_passage_pairs__one_document_is_no_pair);
    tcase_add_test(tests, test_passage_pairs__what_remains_of_a_repeat);
    tcase_add_test(tests, test_passage_pairs__nested_repeats);
    tcase_add_test(tests, test_passage_pairs__periodic_repeats_stay);
    tcase_add_test(tests, test_passage_pairs__refuses);
    tcase_add_test(tests, test_passage_pairs__threads_change_nothing);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
