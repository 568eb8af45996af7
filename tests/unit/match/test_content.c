#include "match/content.h"

#include "match_fixture.h"

static const char text[] = "home news sport\n  The mayor, said: ok.  \ncontact us\nlast";

static void check_token(const nd__tokens *tokens, size_t i, const char *word) {
    ck_assert_uint_lt(i, tokens->count);
    ck_assert_uint_eq(tokens->end[i] - tokens->begin[i], strlen(word));
    ck_assert_mem_eq(text + tokens->begin[i], word, strlen(word));
    nd__tokens alone = {0};
    ck_assert_int_eq(nd__tokens_read(&alone, word, strlen(word), 1, NULL), ND_OK);
    ck_assert_uint_eq(alone.hash[0], tokens->hash[i]);
    nd__tokens_clear(&alone);
}

/* Hashes alone are the hashes of the tokens. */
static void check_hashes(const nd__tokens *tokens, const fixture *f) {
    nd__tokens hashes = {0};
    ck_assert_int_eq(nd__content_hashes(&hashes, &f->corpus, 0, 1, NULL), ND_OK);
    ck_assert_uint_eq(hashes.count, tokens->count);
    for (size_t i = 0; i < tokens->count; i++) {
        ck_assert_uint_eq(hashes.hash[i], tokens->hash[i]);
    }
    nd__tokens_clear(&hashes);
}

START_TEST(test_content__without_frame_all) {
    fixture f;
    nd__tokens tokens = {0};
    fixture_open(&f);
    fixture_add(&f, text, NULL);
    ck_assert_int_eq(nd__content_tokens(&tokens, &f.corpus, 0, 1, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 10);
    check_hashes(&tokens, &f);
    nd__tokens_clear(&tokens);
    fixture_close(&f);
}
END_TEST

START_TEST(test_content__frame_is_left_out) {
    fixture f;
    nd__tokens tokens = {0};
    fixture_open(&f);
    fixture_add(&f, text, NULL);
    ck_assert_uint_eq(f.corpus.blocks.count, 4);
    f.corpus.blocks.items[0].flags |= ND__BLOCK_FRAME;
    f.corpus.blocks.items[2].flags |= ND__BLOCK_FRAME;
    ck_assert_int_eq(nd__content_tokens(&tokens, &f.corpus, 0, 1, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 5);
    check_token(&tokens, 0, "The");
    check_token(&tokens, 3, "ok");
    check_token(&tokens, 4, "last");
    check_hashes(&tokens, &f);
    for (size_t i = 0; i < 5; i++) {
        bool behind = (tokens.flags[i] & ND__TOKEN_BEHIND_FRAME) != 0;
        ck_assert_int_eq(behind, i == 0 || i == 4);
    }
    for (size_t b = 0; b < 4; b++) {
        f.corpus.blocks.items[b].flags |= ND__BLOCK_FRAME;
    }
    ck_assert_int_eq(nd__content_tokens(&tokens, &f.corpus, 0, 1, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 0);
    check_hashes(&tokens, &f);
    nd__tokens_clear(&tokens);
    fixture_close(&f);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("content");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_content__without_frame_all);
    tcase_add_test(basics, test_content__frame_is_left_out);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
