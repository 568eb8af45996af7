/* Random texts and random ranges: what is cut lies in the ranges, whole tokens only, and
 * what is left has just the tokens that were not cut. */
#include <string.h>

#include "base/hash.h"
#include "run/range_cutter.h"
#include "suite.h"

static uint64_t state;

static size_t random_below(size_t limit) {
    state += UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(nd__mix64(state) % limit);
}

static const char *const pieces[] = {
    "word",
    "a",
    "3",
    "Ab",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    "\n\n",
    ".",
    ". ",
    "! ",
    ",",
    "-",
    "'",
    "\"",
    "(",
    ")",
    "\xc3\xa9",
    "e\xcc\x81",
    "\xcc\x81",
    "\xe4\xb8\xad",
    "\xe6\x96\x87",
    "\xe3\x80\x82",
    "\xe3\x80\x80",
    "\xf0\x9f\x98\x80",
    "\xef\xbb\xbf",
    "\xe2\x80\x8b",
    "\xc2\xad",
    "\xe2\x80\x9c",
    "\xe2\x80\x9d",
    "\xe2\x80\x8d",
    "\xe3\x81\x8b",
    "\xe3\x82\x99",
    "\xef\xb7\xba",
    "\xea\xb0\x80",
    "\xe1\x86\xa8",
    "_",
    "\t",
    "\xc2\xa0",
};

static size_t random_text(char *text, size_t room) {
    size_t size = 0, words = random_below(60);
    /* Some texts are of few kinds of pieces, so that rare neighbours meet. */
    size_t first = random_below(sizeof pieces / sizeof *pieces);
    size_t kinds = random_below(2) == 0 ? sizeof pieces / sizeof *pieces : 6;
    for (size_t i = 0; i < words; i++) {
        const char *piece =
            pieces[(first + random_below(kinds)) % (sizeof pieces / sizeof *pieces)];
        if (random_below(3) == 0) {
            piece = random_below(2) == 0 ? " " : "word";
        }
        if (size + strlen(piece) > room) {
            break;
        }
        memcpy(text + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return size;
}

static size_t random_ranges(nd__cut *ranges, size_t size) {
    size_t count = 0, at = 0;
    while (count < 8 && at < size && random_below(5) != 0) {
        size_t begin = at + random_below(size - at);
        size_t end = begin + 1 + random_below(size - begin);
        if (random_below(2) == 0 && end > begin + 12) {
            end = begin + 12;
        }
        ranges[count++] = (nd__cut){begin, end};
        at = end + 1;
    }
    return count;
}

/* Tokens by whether the final cuts hold them; none may straddle a cut. */
static void split_tokens(const nd__tokens *tokens, const nd__cuts *cuts, nd__tokens *rest,
                         const char *text, size_t size) {
    char left[2048];
    size_t kept = 0, done = 0, matched = 0, cut = 0;
    for (size_t i = 0; i < cuts->count; i++) {
        memcpy(left + kept, text + done, cuts->items[i].begin - done);
        kept += cuts->items[i].begin - done;
        done = cuts->items[i].end;
    }
    memcpy(left + kept, text + done, size - done);
    kept += size - done;
    ck_assert_int_eq(nd__tokens_read(rest, left, kept, 1, NULL), ND_OK);
    for (size_t i = 0; i < tokens->count; i++) {
        while (cut < cuts->count && cuts->items[cut].end <= tokens->begin[i]) {
            cut++;
        }
        bool inside = cut < cuts->count && cuts->items[cut].begin <= tokens->begin[i];
        if (inside) {
            ck_assert_uint_le(tokens->end[i], cuts->items[cut].end);
            continue;
        }
        ck_assert(cut == cuts->count || tokens->end[i] <= cuts->items[cut].begin);
        ck_assert_msg(matched < rest->count && rest->hash[matched] == tokens->hash[i],
                      "'%.*s' became '%.*s'", (int)size, text, (int)kept, left);
        matched++;
    }
    ck_assert_msg(matched == rest->count, "'%.*s' became '%.*s'", (int)size, text,
                  (int)kept, left);
}

static bool in_ranges(size_t begin, size_t end, const nd__cut *ranges, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].begin <= begin && end <= ranges[i].end) {
            return true;
        }
    }
    return false;
}

/* A token of a range stays only where it keeps its neighbours from growing into a word:
 * no space stands behind it; or where it shares a character with a neighbour. */
static bool keeps_apart(const nd__tokens *tokens, size_t i, const char *text) {
    if (i > 0 && tokens->end[i - 1] > tokens->begin[i]) {
        return true;
    }
    if (i + 1 == tokens->count) {
        return false;
    }
    for (size_t at = tokens->end[i]; at < tokens->begin[i + 1]; at++) {
        if (text[at] == ' ' || text[at] == '\n') {
            return false;
        }
    }
    return true;
}

/* Every token that goes lies in a range, or its block keeps fewer than min_rest; every
 * block that keeps fewer goes; by token, all that ranges hold goes. */
static void check_tokens(const nd__range_cutter *cutter, const nd__cut *ranges,
                         size_t count, const char *text) {
    const nd__tokens *tokens = &cutter->tokens;
    for (size_t b = 0; b < cutter->blocks.count; b++) {
        const nd__block *block = &cutter->blocks.items[b];
        size_t rest = 0, gone = 0, strange = 0;
        for (size_t i = block->token_begin; i < block->token_end; i++) {
            bool cut = in_ranges(tokens->begin[i], tokens->end[i], cutter->cuts.items,
                                 cutter->cuts.count);
            bool repeated = in_ranges(tokens->begin[i], tokens->end[i], ranges, count);
            rest += !cut;
            if (cutter->snap == ND_SNAP_TOKEN && repeated && !cut) {
                ck_assert(keeps_apart(tokens, i, text));
            }
            gone += cut && repeated;
            strange += cut && !repeated;
        }
        ck_assert(strange == 0 || (gone > 0 && rest == 0 && strange < cutter->min_rest));
        ck_assert(gone == 0 || rest == 0 || rest >= cutter->min_rest);
        if (cutter->snap == ND_SNAP_BLOCK) {
            ck_assert(gone == 0 || rest == 0);
        }
    }
}

START_TEST(test_removal__what_is_left_has_the_tokens_that_stay) {
    nd__tokens rest = {0};
    nd__range_cutter cutter = {0};
    for (int round = 0; round < 20000; round++) {
        char text[1024];
        nd__cut ranges[8];
        state = (uint64_t)_i * 1000003 + (uint64_t)round;
        size_t size = random_text(text, sizeof text);
        size_t count = random_ranges(ranges, size);
        cutter.snap = (nd_snap)random_below(3);
        cutter.min_rest = random_below(2) * random_below(8);
        ck_assert_int_eq(nd__range_cutter_plan(&cutter, ranges, count, text, size, NULL),
                         ND_OK);
        ck_assert(nd__cuts_fit(cutter.cuts.items, cutter.cuts.count, text, size));
        check_tokens(&cutter, ranges, count, text);
        for (size_t i = 0; i < cutter.cuts.count; i++) {
            ck_assert(cutter.cuts.items[i].begin < cutter.cuts.items[i].end);
            ck_assert(i == 0 ||
                      cutter.cuts.items[i - 1].end <= cutter.cuts.items[i].begin);
        }
        nd__cuts_plan(cutter.cuts.items, cutter.cuts.count, text, size);
        split_tokens(&cutter.tokens, &cutter.cuts, &rest, text, size);
    }
    nd__range_cutter_clear(&cutter);
    nd__tokens_clear(&rest);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("removal");
    TCase *tests = tcase_create("removal");
    tcase_add_loop_test(tests, test_removal__what_is_left_has_the_tokens_that_stay, 0, 4);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
