#include "text/blocks.h"

#include <string.h>

#include "suite.h"

/* Checks the blocks of text: expected[0..count-1] are their bytes. */
static void expect(nd__block_mode mode, const char *text, size_t count,
                   const char *const *expected) {
    nd__tokens tokens = {0};
    nd__blocks blocks = {0};
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 0, NULL), ND_OK);
    ck_assert_int_eq(nd__blocks_cut(&blocks, text, strlen(text), &tokens, mode, NULL),
                     ND_OK);
    size_t token = 0;
    for (size_t i = 0; i < blocks.count && i < count; i++) {
        const nd__block *b = &blocks.items[i];
        char got[1024] = {0};
        memcpy(got, text + b->begin, b->end - b->begin);
        ck_assert_str_eq(got, expected[i]);
        ck_assert_uint_eq(b->token_begin, token);
        ck_assert_uint_gt(b->token_end, token);
        token = b->token_end;
    }
    ck_assert_uint_eq(blocks.count, count);
    ck_assert_uint_eq(token, tokens.count);
    nd__tokens_clear(&tokens);
    nd__vector_clear(&blocks);
}

#define EXPECT(mode, text, ...)                                                    \
    do {                                                                           \
        const char *const expected_blocks[] = {__VA_ARGS__};                       \
        expect((mode), (text), sizeof expected_blocks / sizeof expected_blocks[0], \
               expected_blocks);                                                   \
    } while (0)

static void cut(nd__blocks *blocks, const char *text, nd__block_mode mode) {
    nd__tokens tokens = {0};
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 0, NULL), ND_OK);
    ck_assert_int_eq(nd__blocks_cut(blocks, text, strlen(text), &tokens, mode, NULL),
                     ND_OK);
    nd__tokens_clear(&tokens);
}

#define PARAGRAPH                                 \
    "The miller kept three cats, and none of\n"   \
    "them had ever been seen to catch a mouse.\n" \
    "The mice, he said, were paying rent, and\n"  \
    "it would be rude to have them eaten."

#define SECOND                                    \
    "His wife kept the books and knew better,\n"  \
    "for the rent came in grains of wheat, one\n" \
    "a night, and the sacks were hers to mend."

START_TEST(test_blocks__empty) {
    expect(ND__BLOCK_AUTO, "", 0, NULL);
    expect(ND__BLOCK_AUTO, "\n\r\n \t\n---\n", 0, NULL);
    expect(ND__BLOCK_BLANK, "***", 0, NULL);
}
END_TEST

START_TEST(test_blocks__one_line) {
    EXPECT(ND__BLOCK_AUTO, "  one line\t", "one line");
    EXPECT(ND__BLOCK_BLANK, "one line\n", "one line");
}
END_TEST

START_TEST(test_blocks__lines_and_line_numbers) {
    EXPECT(ND__BLOCK_LINE, "a\r\nb\rc\n\n d ", "a", "b", "c", "d");
    nd__blocks blocks = {0};
    cut(&blocks, "a\r\nb\rc\n\n d\fe", ND__BLOCK_AUTO);
    const uint32_t lines[] = {1, 2, 3, 5, 5};
    ck_assert_uint_eq(blocks.count, 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_uint_eq(blocks.items[i].line, lines[i]);
    }
    nd__vector_clear(&blocks);
}
END_TEST

START_TEST(test_blocks__blank_lines_part_paragraphs) {
    EXPECT(ND__BLOCK_BLANK, "a\nb\n\t \nc\r\n\r\nd\n---\ne\ff", "a\nb", "c", "d", "e",
           "f");
    EXPECT(ND__BLOCK_BLANK, "a\r\rb", "a", "b");
}
END_TEST

START_TEST(test_blocks__hard_wrapped_text_is_cut_by_blank_line) {
    EXPECT(ND__BLOCK_AUTO, PARAGRAPH "\n\n" SECOND "\n", PARAGRAPH, SECOND);
}
END_TEST

START_TEST(test_blocks__verse_in_wrapped_text_is_cut_by_line) {
    EXPECT(ND__BLOCK_AUTO,
           PARAGRAPH "\n\n" SECOND
                     "\n\nWheat in the bin,\nmice in the thin\nof the "
                     "straw.",
           PARAGRAPH, SECOND, "Wheat in the bin,", "mice in the thin", "of the straw.");
}
END_TEST

START_TEST(test_blocks__list_in_wrapped_text) {
    EXPECT(ND__BLOCK_AUTO,
           PARAGRAPH
           "\n\n"
           "- the grey cat, which slept all day upon\n"
           "  the warm stones of the oven;\n"
           "- the black cat, which slept all night.\n",
           PARAGRAPH,
           "- the grey cat, which slept all day upon\n  the warm stones of the oven;",
           "- the black cat, which slept all night.");
}
END_TEST

START_TEST(test_blocks__wrapped_paragraphs_without_blank_line) {
    /* The last line ends a sentence and is short. */
    EXPECT(ND__BLOCK_AUTO,
           "They agreed on it over breakfast, and so\nit went.\n" PARAGRAPH "\n",
           "They agreed on it over breakfast, and so\nit went.", PARAGRAPH);
    /* The next line is indented. */
    EXPECT(ND__BLOCK_AUTO, PARAGRAPH "\n   " SECOND "\n", PARAGRAPH, SECOND);
    /* Neither. */
    EXPECT(ND__BLOCK_AUTO, PARAGRAPH "\n" SECOND "\n", PARAGRAPH "\n" SECOND);
}
END_TEST

START_TEST(test_blocks__one_paragraph_a_line_is_cut_by_line) {
    EXPECT(ND__BLOCK_AUTO,
           "The mill stands by the river.\nIts wheel has not turned for years.\n"
           "Nobody remembers who built it, or why.\nThe owls may know.",
           "The mill stands by the river.", "Its wheel has not turned for years.",
           "Nobody remembers who built it, or why.", "The owls may know.");
}
END_TEST

#define CHINESE                                                   \
    "磨坊主人养了三只猫，谁也没有见过它们抓\n" \
    "老鼠。他说老鼠是付房租的，吃掉它们太没\n" \
    "有礼貌了。他的妻子管着账，心里比他明白\n" \
    "得多，因为房租是一夜一粒麦子，而口袋都\n" \
    "要由她来补。"

START_TEST(test_blocks__wrapped_chinese) {
    EXPECT(ND__BLOCK_AUTO, CHINESE "\n\n" CHINESE, CHINESE, CHINESE);
}
END_TEST

START_TEST(test_blocks__very_long_lines) {
    static char text[400 * 1000 + 1];
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        text[i] = i % 1000 == 999 ? '\n' : i % 7 == 6 ? ' ' : 'x';
    }
    nd__blocks blocks = {0};
    cut(&blocks, text, ND__BLOCK_AUTO);
    ck_assert_uint_eq(blocks.count, 400);
    nd__vector_clear(&blocks);
}
END_TEST

START_TEST(test_blocks__verse_flag) {
    nd__blocks blocks = {0};
    cut(&blocks, PARAGRAPH "\n\nWheat in the bin,\nmice in the thin", ND__BLOCK_BLANK);
    ck_assert_uint_eq(blocks.count, 2);
    ck_assert_uint_eq(blocks.items[0].flags, ND__BLOCK_SENTENCE);
    ck_assert_uint_eq(blocks.items[1].flags, ND__BLOCK_VERSE);
    nd__vector_clear(&blocks);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("blocks");
    TCase *cases = tcase_create("blocks");
    tcase_add_test(cases, test_blocks__empty);
    tcase_add_test(cases, test_blocks__one_line);
    tcase_add_test(cases, test_blocks__lines_and_line_numbers);
    tcase_add_test(cases, test_blocks__blank_lines_part_paragraphs);
    tcase_add_test(cases, test_blocks__hard_wrapped_text_is_cut_by_blank_line);
    tcase_add_test(cases, test_blocks__verse_in_wrapped_text_is_cut_by_line);
    tcase_add_test(cases, test_blocks__list_in_wrapped_text);
    tcase_add_test(cases, test_blocks__wrapped_paragraphs_without_blank_line);
    tcase_add_test(cases, test_blocks__one_paragraph_a_line_is_cut_by_line);
    tcase_add_test(cases, test_blocks__wrapped_chinese);
    tcase_add_test(cases, test_blocks__very_long_lines);
    tcase_add_test(cases, test_blocks__verse_flag);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
