#include <string.h>

#include "neardup/text.h"
#include "suite.h"

static nd_text *read_text(const char *bytes, const nd_text_options *options) {
    nd_text *text = NULL;
    ck_assert_int_eq(nd_text_create(&text, options, bytes, strlen(bytes), NULL), ND_OK);
    return text;
}

START_TEST(test_text_reading__empty) {
    nd_text *text = read_text("", NULL);
    size_t count = 7;
    ck_assert_uint_eq(nd_text_token_count(text), 0);
    ck_assert_uint_eq(nd_text_block_count(text), 0);
    nd_text_shingles(text, &count);
    ck_assert_uint_eq(count, 0);
    nd_text_destroy(text);
    nd_text_destroy(NULL);
}
END_TEST

START_TEST(test_text_reading__tokens_know_their_bytes) {
    nd_text *text = read_text("L'été, \xE6\xBC\xA2!", NULL);
    ck_assert_uint_eq(nd_text_token_count(text), 3);
    ck_assert_uint_eq(nd_text_begins(text)[1], 2);
    ck_assert_uint_eq(nd_text_ends(text)[1], 7);
    ck_assert_uint_eq(nd_text_begins(text)[2], 9);
    ck_assert_uint_eq(nd_text_ends(text)[2], 12);
    nd_text *plain = read_text("l ETE \xE6\xBC\xA2", NULL);
    ck_assert_mem_eq(nd_text_hashes(text), nd_text_hashes(plain), 3 * sizeof(uint64_t));
    nd_digest a = nd_text_digest(text), b = nd_text_digest(plain);
    ck_assert(a.low == b.low && a.high == b.high);
    nd_text_destroy(text);
    nd_text_destroy(plain);
}
END_TEST

START_TEST(test_text_reading__blocks_have_shingles_of_their_own) {
    nd_text_options options;
    nd_text_options_init(&options);
    options.shingle = 2;
    nd_text *text = read_text("one two one two one\nx\none two one two one\n", &options);
    nd_text *line = read_text("one two one two one", &options);
    uint64_t set[5];
    size_t whole;
    ck_assert_uint_eq(nd_text_block_count(text), 3);
    ck_assert_uint_eq(nd_text_block_shingles(set, 5, text, 2), 2);
    const uint64_t *expected = nd_text_shingles(line, &whole);
    ck_assert_uint_eq(whole, 2);
    ck_assert_mem_eq(set, expected, 2 * sizeof *set);
    nd_text_block block;
    nd_text_block_at(&block, text, 2);
    ck_assert_uint_eq(block.line, 3);
    ck_assert_uint_eq(block.begin, 22);
    ck_assert_uint_eq(block.end, 41);
    nd_digest a = nd_text_block_digest(text, 0), b = nd_text_block_digest(text, 2);
    ck_assert(a.low == b.low && a.high == b.high);
    ck_assert_uint_eq(nd_text_block_shingles(set, 1, text, 2), 0);
    nd_text_destroy(text);
    nd_text_destroy(line);
}
END_TEST

START_TEST(test_text_reading__options_out_of_range) {
    nd_text_options options;
    nd_text *text = NULL;
    nd_error error = {0};
    nd_text_options_init(&options);
    options.shingle = 33;
    ck_assert_int_eq(nd_text_create(&text, &options, "a", 1, &error), ND_E_ARG);
    ck_assert_str_eq(error.message, "shingle is 33; it must be 1 to 32 tokens");
    nd_text_options_init(&options);
    options.block = (nd_block_cut)9;
    ck_assert_int_eq(nd_text_create(&text, &options, "a", 1, &error), ND_E_ARG);
    options.version = 0;
    ck_assert_int_eq(nd_text_create(&text, &options, "a", 1, NULL), ND_E_ARG);
    ck_assert_ptr_null(text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("text_reading");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, test_text_reading__empty);
    tcase_add_test(tests, test_text_reading__tokens_know_their_bytes);
    tcase_add_test(tests, test_text_reading__blocks_have_shingles_of_their_own);
    tcase_add_test(tests, test_text_reading__options_out_of_range);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
