#include "text/block_flags.h"

#include <string.h>

#include "suite.h"
#include "text/blocks.h"

typedef struct sample {
    const char *text;
    uint8_t flags;
} sample;

static const sample samples[] = {
    {"", 0},
    {"Plain words", 0},
    {"A sentence.", ND__BLOCK_SENTENCE},
    {"He said: \u201CGo!\u201D", ND__BLOCK_SENTENCE},
    {"Il est parti ! \u00BB", ND__BLOCK_SENTENCE},
    {"(In brackets.)", ND__BLOCK_SENTENCE},
    {"他走了。", ND__BLOCK_SENTENCE},
    {"「行くの？」", ND__BLOCK_SENTENCE},
    {"वह गया।", ND__BLOCK_SENTENCE},
    {"وہ گیا۔", ND__BLOCK_SENTENCE},
    {"هل ذهب؟", ND__BLOCK_SENTENCE},
    {"ሄደ።", ND__BLOCK_SENTENCE},
    {"Գնաց։", ND__BLOCK_SENTENCE},
    {"สวัสดี", 0},
    {"As follows:", ND__BLOCK_COLON},
    {"如下：", ND__BLOCK_COLON},
    {"More to come...", ND__BLOCK_ELLIPSIS | ND__BLOCK_SENTENCE},
    {"More to come\u2026", ND__BLOCK_ELLIPSIS | ND__BLOCK_SENTENCE},
    {"More to come [...]", ND__BLOCK_ELLIPSIS | ND__BLOCK_SENTENCE},
    {"More to come [\u2026]", ND__BLOCK_ELLIPSIS | ND__BLOCK_SENTENCE},
    {"\u201CMore...\u201D", ND__BLOCK_ELLIPSIS | ND__BLOCK_SENTENCE},
    {"- item", ND__BLOCK_LIST_ITEM},
    {"* item", ND__BLOCK_LIST_ITEM},
    {"\u2022 item", ND__BLOCK_LIST_ITEM},
    {"\u2022item", ND__BLOCK_LIST_ITEM},
    {"\u2013 item", ND__BLOCK_LIST_ITEM},
    {"\u2014 item", ND__BLOCK_LIST_ITEM},
    {"1. item", ND__BLOCK_LIST_ITEM},
    {"12) item", ND__BLOCK_LIST_ITEM},
    {"a) item", ND__BLOCK_LIST_ITEM},
    {"(b) item", ND__BLOCK_LIST_ITEM},
    {"(3) item", ND__BLOCK_LIST_ITEM},
    {"\u0661. item", ND__BLOCK_LIST_ITEM},
    {"1、项目", ND__BLOCK_LIST_ITEM},
    {"（2）项目", ND__BLOCK_LIST_ITEM},
    {"-5 degrees", 0},
    {"1.5 litres", 0},
    {"2024. was long ago", 0},
    {"A. Smith", 0},
    {"(aside) text", 0},
    {"-", 0},
    {"one\ttwo", ND__BLOCK_TABLE_ROW},
    {"one | two | three", ND__BLOCK_TABLE_ROW},
    {"| one | two |", ND__BLOCK_TABLE_ROW},
    {"one   two    3", ND__BLOCK_TABLE_ROW},
    {"one   two  3", 0},
    {"a\tb\r\nc\td", ND__BLOCK_TABLE_ROW},
    {"a\tb\nc d", 0},
};

START_TEST(test_block_flags__samples) {
    const sample *s = &samples[_i];
    ck_assert_msg(nd__block_flags_of(s->text, strlen(s->text), true) == s->flags,
                  "\"%s\": %u, not %u", s->text,
                  (unsigned)nd__block_flags_of(s->text, strlen(s->text), true),
                  (unsigned)s->flags);
}
END_TEST

/* Every ASCII letter with every byte behind it: only a bracket makes a label of it. */
START_TEST(test_block_flags__words_are_no_labels) {
    for (unsigned first = 'A'; first <= 'z'; first = first == 'Z' ? 'a' : first + 1) {
        ck_assert(!nd__block_is_list_item((const char[]){(char)first}, 1));
        for (unsigned second = 0; second < 256; second++) {
            const char text[] = {(char)first, (char)second, ' ', 'x'};
            ck_assert_int_eq(nd__block_is_list_item(text, sizeof text), second == ')');
        }
    }
    ck_assert(nd__block_is_list_item("a\xef\xbc\x89x", 5)); /* a full-width one */
    ck_assert(!nd__block_is_list_item("a)x", 3));
}
END_TEST

/* What parts cells, at every place of a text that is read in pieces. */
START_TEST(test_block_flags__may_have_cells) {
    static const char *const marks[] = {"\t", "|", "   "};
    char text[4200];
    memset(text, 'x', sizeof text);
    ck_assert(!nd__block_may_have_cells(text, 0));
    ck_assert(!nd__block_may_have_cells(text, sizeof text));
    for (size_t at = 0; at + 2 < sizeof text; at += at < 2000 || at > 2100 ? 61 : 1) {
        memset(text + at, ' ', 2);
        ck_assert(!nd__block_may_have_cells(text, sizeof text));
        for (size_t i = 0; i < 3; i++) {
            size_t size = strlen(marks[i]);
            memcpy(text + at, marks[i], size);
            ck_assert(nd__block_may_have_cells(text, at + size));
            ck_assert(nd__block_may_have_cells(text, sizeof text));
            ck_assert(!nd__block_may_have_cells(text, at + size - 1));
            memset(text + at, 'x', 3);
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("block_flags");
    TCase *cases = tcase_create("block_flags");
    tcase_add_loop_test(cases, test_block_flags__samples, 0,
                        (int)(sizeof samples / sizeof samples[0]));
    tcase_add_test(cases, test_block_flags__words_are_no_labels);
    tcase_add_test(cases, test_block_flags__may_have_cells);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
