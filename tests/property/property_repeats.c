/* Long repeats of random documents against a comparison of all pairs of blocks. */
#include <stdio.h>

#include "match_fixture.h"
#include "random.h"
#include "text/shingles.h"

#define BLOCKS 40
#define LEAST_LONG 12
#define LEAST_NEAR 20

typedef struct oracle {
    nd__tokens tokens;
    nd__blocks blocks;
    uint64_t sets[BLOCKS][128];
    size_t set_count[BLOCKS];
    uint32_t of[BLOCKS];
    double similarity[BLOCKS];
} oracle;

/* Lines with a word of their own each, so that no short rule applies, or changed from a
 * line before: words replaced, added at the end, numbers changed. */
static void draw_text(nd__buffer *out, uint64_t *state) {
    char lines[BLOCKS][60][8];
    size_t counts[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        bool fresh = i == 0 || nd_random(state) % 3 == 0;
        size_t from = fresh ? 0 : nd_random(state) % i;
        size_t count = fresh ? 8 + nd_random(state) % 40 : counts[from];
        uint64_t rate = 1 + nd_random(state) % 40;
        bool edit = nd_random(state) % 4 != 0;
        for (size_t k = 0; k < count; k++) {
            if (!fresh && !(edit && nd_random(state) % rate == 0)) {
                memcpy(lines[i][k], lines[from][k], 8);
            } else if (nd_random(state) % 25 == 0) {
                snprintf(lines[i][k], 8, "%u", (unsigned)(nd_random(state) % 30));
            } else {
                snprintf(lines[i][k], 8, "w%c%c", (char)('a' + nd_random(state) % 26),
                         (char)('a' + nd_random(state) % 26));
            }
        }
        while (!fresh && edit && count < 59 && nd_random(state) % 2 == 0) {
            snprintf(lines[i][count++], 8, "end");
        }
        counts[i] = count;
        for (size_t k = 0; k < count; k++) {
            add_string(out, k == 0 ? "x" : " ");
            add_string(out, lines[i][k]);
        }
        add_string(out, ".\n");
    }
}

static bool same_tokens(const oracle *o, size_t a, size_t b) {
    const nd__block *x = &o->blocks.items[a], *y = &o->blocks.items[b];
    size_t count = x->token_end - x->token_begin;
    return count == y->token_end - y->token_begin &&
           memcmp(o->tokens.hash + x->token_begin, o->tokens.hash + y->token_begin,
                  count * sizeof(uint64_t)) == 0;
}

static size_t numbers_of(uint64_t *out, const oracle *o, size_t block) {
    size_t count = 0;
    for (size_t i = o->blocks.items[block].token_begin;
         i < o->blocks.items[block].token_end; i++) {
        if ((o->tokens.flags[i] & ND__TOKEN_DIGIT) != 0) {
            out[count++] = o->tokens.hash[i];
        }
    }
    return count;
}

static bool same_numbers(const oracle *o, size_t a, size_t b) {
    uint64_t x[128], y[128];
    size_t count = numbers_of(x, o, a);
    return count == numbers_of(y, o, b) && memcmp(x, y, count * sizeof *x) == 0;
}

static double jaccard(const oracle *o, size_t a, size_t b) {
    size_t both = 0;
    for (size_t i = 0; i < o->set_count[a]; i++) {
        for (size_t j = 0; j < o->set_count[b]; j++) {
            both += o->sets[a][i] == o->sets[b][j];
        }
    }
    return (double)both / (double)(o->set_count[a] + o->set_count[b] - both);
}

/* Below twenty words a text that stands there three times, not beside its copy, is a
 * refrain. */
static bool is_refrain(const oracle *o, size_t i) {
    size_t places = 0, beside = 0;
    for (size_t j = 0; j < o->blocks.count; j++) {
        bool same = same_tokens(o, j, i);
        places += same;
        beside += same && (j + 1 == i || j == i + 1);
    }
    const nd__block *block = &o->blocks.items[i];
    return places >= 3 && beside == 0 &&
           block->token_end - block->token_begin < LEAST_NEAR;
}

static void find_all(oracle *o) {
    for (size_t i = 0; i < o->blocks.count; i++) {
        const nd__block *block = &o->blocks.items[i];
        size_t tokens = block->token_end - block->token_begin;
        uint64_t scratch[128];
        o->set_count[i] = nd__shingles_count(tokens, 3);
        nd__shingles_hash(o->sets[i], o->tokens.hash + block->token_begin, tokens, 3);
        o->set_count[i] = nd__shingles_make_set(o->sets[i], o->set_count[i], scratch);
        o->of[i] = UINT32_MAX;
        for (size_t j = 0; j < i && tokens >= LEAST_LONG && !is_refrain(o, i); j++) {
            if (same_tokens(o, j, i)) {
                o->of[i] = (uint32_t)j;
                o->similarity[i] = 1;
                break;
            }
        }
        if (o->of[i] != UINT32_MAX || tokens < LEAST_NEAR) {
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            const nd__block *other = &o->blocks.items[j];
            if (o->of[j] != UINT32_MAX ||
                other->token_end - other->token_begin < LEAST_NEAR) {
                continue;
            }
            double similarity = jaccard(o, i, j);
            if (similarity >= 0.8 && same_numbers(o, i, j) &&
                (o->of[i] == UINT32_MAX || similarity > o->similarity[i])) {
                o->of[i] = (uint32_t)j;
                o->similarity[i] = similarity;
            }
        }
    }
}

START_TEST(property_repeats__all_pairs) {
    uint64_t state = (uint64_t)_i + 1;
    size_t exact = 0, near = 0;
    oracle *o = calloc(1, sizeof *o);
    ck_assert_ptr_nonnull(o);
    fixture f;
    fixture_open(&f);
    for (int round = 0; round < 60; round++) {
        nd__buffer text = {0};
        draw_text(&text, &state);
        fixture_make(&f, text.items, text.count, NULL);
        ck_assert_int_eq(nd__tokens_read(&o->tokens, text.items, text.count, 1, NULL),
                         ND_OK);
        ck_assert_int_eq(nd__blocks_cut(&o->blocks, text.items, text.count, &o->tokens,
                                        ND__BLOCK_LINE, NULL),
                         ND_OK);
        ck_assert_uint_eq(o->blocks.count, BLOCKS);
        find_all(o);
        size_t at = 0;
        for (uint32_t i = 0; i < BLOCKS; i++) {
            if (o->of[i] == UINT32_MAX) {
                continue;
            }
            ck_assert_uint_lt(at, f.made.repeats.count);
            const nd__repeat *found = &f.made.repeats.items[at++];
            ck_assert_uint_eq(found->block, i);
            ck_assert_uint_eq(found->of, o->of[i]);
            ck_assert_double_eq(found->similarity, o->similarity[i]);
            exact += found->similarity >= 1;
            near += found->similarity < 1;
        }
        ck_assert_uint_eq(at, f.made.repeats.count);
        nd__vector_clear(&text);
    }
    ck_assert_uint_gt(exact, 50);
    ck_assert_uint_gt(near, 50);
    nd__tokens_clear(&o->tokens);
    nd__vector_clear(&o->blocks);
    free(o);
    fixture_close(&f);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("repeats");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, property_repeats__all_pairs, 0, 4);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
