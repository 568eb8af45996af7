/* Chains against a twin that compares all anchors with all; and what holds for passages
 * whatever the texts are. */
#include <string.h>

#include "match/passage_chain.h"
#include "match/passage_grow.h"
#include "match/passages.h"
#include "random.h"
#include "suite.h"

#define LONGEST 600
#define MOST_ANCHORS 200

static uint64_t draw(uint64_t *state, uint64_t limit) {
    return limit == 0 ? 0 : nd_random(state) % limit;
}

static int compare_anchors(const void *x, const void *y) {
    const nd__overlap *a = x, *b = y;
    if (a->kept_begin != b->kept_begin) {
        return a->kept_begin < b->kept_begin ? -1 : 1;
    }
    return (a->member_begin > b->member_begin) - (a->member_begin < b->member_begin);
}

/* All pairs; of equal scores the later anchor. */
static void naive_scores(int64_t *score, uint32_t *before, const nd__overlap *anchors,
                         size_t count, uint32_t max_gap) {
    uint32_t slack = nd__passage_slack(anchors, count);
    for (size_t k = 0; k < count; k++) {
        int64_t best = 0;
        before[k] = ND__NO_LINK;
        for (size_t j = 0; j < k; j++) {
            int64_t cost = nd__passage_link_cost(anchors[j], anchors[k], max_gap, slack);
            if (cost >= 0 && score[j] - cost > 0 && score[j] - cost >= best) {
                best = score[j] - cost;
                before[k] = (uint32_t)j;
            }
        }
        score[k] = 4 * (int64_t)anchors[k].length + best;
    }
}

static void naive_parts(const int64_t *score, uint32_t *before, size_t count) {
    bool taken[MOST_ANCHORS] = {false}, done[MOST_ANCHORS] = {false};
    for (size_t round = 0; round < count; round++) {
        size_t best = count;
        for (size_t k = 0; k < count; k++) {
            if (!done[k] && (best == count || score[k] > score[best])) {
                best = k;
            }
        }
        done[best] = true;
        for (uint32_t k = (uint32_t)best; k != ND__NO_LINK && !taken[k];) {
            taken[k] = true;
            uint32_t next = before[k];
            if (next != ND__NO_LINK && taken[next]) {
                before[k] = ND__NO_LINK;
            }
            k = next;
        }
    }
}

START_TEST(test_passages__chains_as_the_twin) {
    uint64_t state = (uint64_t)_i;
    for (size_t round = 0; round < 200; round++) {
        nd__overlap anchors[MOST_ANCHORS];
        int64_t score[MOST_ANCHORS];
        uint32_t want[MOST_ANCHORS], got[MOST_ANCHORS];
        size_t count = (size_t)draw(&state, MOST_ANCHORS);
        uint64_t range = 1 + draw(&state, 2000), lengths = 1 + draw(&state, 40);
        uint32_t max_gap = (uint32_t)draw(&state, 80);
        uint32_t least = (uint32_t)draw(&state, 30) + 1;
        for (size_t i = 0; i < count; i++) {
            anchors[i] = (nd__overlap){(uint32_t)draw(&state, range),
                                       (uint32_t)draw(&state, range),
                                       least + (uint32_t)draw(&state, lengths)};
        }
        qsort(anchors, count, sizeof *anchors, compare_anchors);
        naive_scores(score, want, anchors, count, max_gap);
        naive_parts(score, want, count);
        ck_assert_int_eq(nd__passage_chain(got, anchors, count, max_gap, NULL), ND_OK);
        for (size_t i = 0; i < count; i++) {
            ck_assert_uint_eq(got[i], want[i]);
        }
    }
}
END_TEST

static uint32_t naive_matched(const uint64_t *a, size_t a_count, const uint64_t *b,
                              size_t b_count) {
    bool used[LONGEST] = {false};
    uint32_t matched = 0;
    for (size_t i = 0; i < a_count; i++) {
        for (size_t k = 0; k < b_count; k++) {
            if (!used[k] && a[i] == b[k]) {
                used[k] = true;
                matched++;
                break;
            }
        }
    }
    return matched;
}

static void check_passage(const nd__passage *p, nd__token_text a, nd__token_text b) {
    ck_assert_uint_lt(p->a_begin, p->a_end);
    ck_assert_uint_lt(p->b_begin, p->b_end);
    ck_assert_uint_le(p->a_end, a.count);
    ck_assert_uint_le(p->b_end, b.count);
    size_t a_size = p->a_end - p->a_begin, b_size = p->b_end - p->b_begin;
    ck_assert_uint_eq(p->matched, naive_matched(a.hash + p->a_begin, a_size,
                                                b.hash + p->b_begin, b_size));
    double longer = (double)(a_size > b_size ? a_size : b_size);
    ck_assert_double_eq(p->similarity, p->matched / longer);
    bool equal = a_size == b_size && memcmp(a.hash + p->a_begin, b.hash + p->b_begin,
                                            a_size * sizeof(uint64_t)) == 0;
    ck_assert_int_eq(p->exact, equal);
}

static void check_passages(const nd__passages *found, nd__token_text a, nd__token_text b,
                           const nd__overlaps *anchors) {
    for (size_t i = 0; i < found->count; i++) {
        const nd__passage *p = &found->items[i];
        check_passage(p, a, b);
        for (size_t k = 0; k < i; k++) {
            const nd__passage *q = &found->items[k];
            ck_assert(q->a_begin <= p->a_begin);
            ck_assert(q->a_end <= p->a_begin || q->b_end <= p->b_begin ||
                      p->b_end <= q->b_begin);
        }
    }
    for (size_t i = 0; i < anchors->count; i++) {
        nd__overlap at = anchors->items[i];
        size_t holders = 0;
        for (size_t k = 0; k < found->count; k++) {
            const nd__passage *p = &found->items[k];
            holders += p->a_begin <= at.kept_begin && p->b_begin <= at.member_begin &&
                       at.kept_begin + at.length <= p->a_end &&
                       at.member_begin + at.length <= p->b_end;
        }
        ck_assert_uint_ge(holders, 1);
    }
}

/* b is made of runs of a, cut, changed and moved. */
static size_t edit(uint64_t *b, const uint64_t *a, size_t a_count, uint64_t letters,
                   uint64_t *state) {
    size_t count = 0, from = 0;
    while (count < LONGEST && from < a_count) {
        uint64_t what = draw(state, 30);
        if (what < 2) {
            b[count++] = draw(state, letters);
            from += what;
        } else if (what == 2) {
            from = (size_t)draw(state, a_count);
        } else {
            b[count++] = a[from++];
        }
    }
    return count;
}

START_TEST(test_passages__invariants) {
    uint64_t state = 100 + (uint64_t)_i;
    const uint64_t letters[] = {1, 2, 5, 50, 500, 100000};
    for (size_t round = 0; round < 30; round++) {
        uint64_t a_text[LONGEST], b_text[LONGEST];
        size_t a_count = (size_t)draw(&state, LONGEST);
        for (size_t i = 0; i < a_count; i++) {
            a_text[i] = draw(&state, letters[round % 6]);
        }
        nd__token_text a = {a_text, a_count};
        nd__token_text b = {b_text,
                            edit(b_text, a_text, a_count, letters[round % 6], &state)};
        nd__passage_options options;
        nd__passage_options_init(&options);
        options.min_length = 1 + (uint32_t)draw(&state, 30);
        options.max_gap = (uint32_t)draw(&state, 60);
        options.least_score = (uint32_t)draw(&state, 80);
        nd__overlaps anchors = {0};
        size_t end;
        ck_assert_int_eq(
            nd__overlaps_find(&anchors, &end, a, &b, 1, options.min_length, NULL), ND_OK);
        nd__passages found = {0};
        ck_assert_int_eq(nd__passages_find(&found, a, b, NULL, 0, &options, NULL), ND_OK);
        check_passages(&found, a, b, &anchors);
        if (anchors.count > 0) {
            ck_assert_int_eq(nd__passages_find(&found, a, b, anchors.items, anchors.count,
                                               &options, NULL),
                             ND_OK);
            check_passages(&found, a, b, &anchors);
        }
        nd__vector_clear(&found);
        nd__vector_clear(&anchors);
    }
}
END_TEST

/* ---- a corner, step by step ---- */

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

static bool naive_agree(nd__token_text a, size_t i, nd__token_text b, size_t k,
                        size_t run) {
    for (size_t r = 0; r < run; r++) {
        if (i + r >= a.count || k + r >= b.count || a.hash[i + r] != b.hash[k + r]) {
            return false;
        }
    }
    return true;
}

/* Of all ways to pass up to 5 tokens, or `most`, of each the one whose greater part is
 * least, then whose other part is greatest, then that passes more of a. */
static bool naive_skip(size_t skip[2], nd__token_text a, size_t i, nd__token_text b,
                       size_t k, size_t most) {
    bool any = false;
    most = smaller(most, 5);
    for (size_t x = 0; x <= most; x++) {
        for (size_t y = 0; y <= most; y++) {
            size_t more = x > y ? x : y, less = smaller(x, y);
            size_t old_more = skip[0] > skip[1] ? skip[0] : skip[1];
            size_t old_less = smaller(skip[0], skip[1]);
            if (more > 0 && naive_agree(a, i + x, b, k + y, 2) &&
                (!any || more < old_more ||
                 (more == old_more &&
                  (less > old_less || (less == old_less && x > skip[0]))))) {
                skip[0] = x;
                skip[1] = y;
                any = true;
            }
        }
    }
    return any;
}

static void naive_walk(nd__token_text a, nd__token_text b, size_t corner[2],
                       size_t reach) {
    size_t i = corner[0], k = corner[1], skip[2] = {0, 0};
    int64_t sum = 0;
    do {
        while (naive_agree(a, i, b, k, 1)) {
            i++;
            k++;
            sum++;
        }
        if (sum >= ND__WALK_GAIN) {
            corner[0] = i;
            corner[1] = k;
            sum = 0;
        }
        if (!naive_skip(skip, a, i, b, k, reach)) {
            return;
        }
        i += skip[0];
        k += skip[1];
        sum -= (int64_t)(skip[0] > skip[1] ? skip[0] : skip[1]);
    } while (sum > -16);
}

static size_t naive_count(nd__token_text text, size_t begin, size_t size,
                          uint64_t token) {
    size_t count = 0;
    for (size_t i = begin; i < begin + size; i++) {
        count += text.hash[i] == token;
    }
    return count;
}

/* The run of `side` from its corner with the greatest sum. */
static size_t naive_run(const nd__token_text *text, const size_t *corner,
                        const size_t *size, int side, size_t other_size) {
    int64_t sum = 0, best = ND__FLANK;
    size_t grown = 0;
    for (size_t i = 0; i < size[side]; i++) {
        uint64_t token = text[side].hash[corner[side] + i];
        size_t count[2];
        for (int s = 0; s < 2; s++) {
            count[s] = naive_count(text[s], corner[s], size[s], token);
        }
        int64_t own = (int64_t)count[side];
        int64_t other =
            (int64_t)naive_count(text[1 - side], corner[1 - side], other_size, token);
        if (other == 0) {
            sum -= ND__BIT;
        } else {
            uint32_t w[3] = {nd__share_weight((nd__share){count[0] - 1, size[0]}),
                             nd__share_weight((nd__share){count[1] - 1, size[1]}),
                             nd__share_weight((nd__share){count[0] + count[1] - 1,
                                                          size[0] + size[1]})};
            int64_t weight = (int64_t)smaller(w[0], smaller(w[1], w[2]));
            sum +=
                own <= other ? weight : (weight * other - ND__BIT * (own - other)) / own;
        }
        if (sum >= best) {
            best = sum + 1;
            grown = i + 1;
        }
    }
    return grown;
}

static void naive_grow(const nd__token_text *text, size_t corner[2], size_t reach) {
    size_t left[2] = {ND__AROUND, ND__AROUND}, grown[2];
    do {
        size_t size[2];
        naive_walk(text[0], text[1], corner, reach);
        for (int s = 0; s < 2; s++) {
            size[s] = smaller(smaller(reach, left[s]), text[s].count - corner[s]);
        }
        grown[0] = naive_run(text, corner, size, 0, size[1]);
        grown[1] = naive_run(text, corner, size, 1, grown[0]);
        for (int s = 0; s < 2; s++) {
            left[s] -= grown[s];
            corner[s] += grown[s];
        }
    } while (grown[0] > 0);
}

static void turn(uint64_t *out, nd__token_text text) {
    for (size_t i = 0; i < text.count; i++) {
        out[i] = text.hash[text.count - 1 - i];
    }
}

/* Backwards is forwards in texts that are turned round. */
START_TEST(test_passages__grow_as_the_twin) {
    uint64_t state = 200 + (uint64_t)_i, room[4][LONGEST];
    const uint64_t letters[] = {1, 3, 20, 200, 100000};
    nd__grower grower = {0};
    for (size_t round = 0; round < 200; round++) {
        nd__token_text text[2] = {{room[0], (size_t)draw(&state, LONGEST)}, {room[1], 0}};
        for (size_t i = 0; i < text[0].count; i++) {
            room[0][i] = draw(&state, letters[round % 5]);
        }
        text[1].count = edit(room[1], room[0], text[0].count, letters[round % 5], &state);
        size_t want[2] = {(size_t)draw(&state, text[0].count + 1),
                          (size_t)draw(&state, text[1].count + 1)};
        if (round % 2 == 0) {
            want[1] = smaller(want[0], text[1].count);
        }
        uint32_t got[2] = {(uint32_t)want[0], (uint32_t)want[1]};
        uint32_t turned[2] = {(uint32_t)(text[0].count - want[0]),
                              (uint32_t)(text[1].count - want[1])};
        uint32_t reach = (uint32_t)draw(&state, 80);
        naive_grow(text, want, reach);
        nd__grower_begin(&grower, text[0], text[1], NULL);
        ck_assert_int_eq(nd__grower_grow(&grower, got, false, reach, NULL), ND_OK);
        turn(room[2], text[0]);
        turn(room[3], text[1]);
        nd__grower_begin(&grower, (nd__token_text){room[2], text[0].count},
                         (nd__token_text){room[3], text[1].count}, NULL);
        ck_assert_int_eq(nd__grower_grow(&grower, turned, true, reach, NULL), ND_OK);
        for (int s = 0; s < 2; s++) {
            ck_assert_uint_eq(got[s], want[s]);
            ck_assert_uint_eq(turned[s], text[s].count - want[s]);
        }
    }
    nd__grower_clear(&grower);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("passages");
    TCase *tests = tcase_create("passages");
    tcase_add_loop_test(tests, test_passages__chains_as_the_twin, 0, 8);
    tcase_add_loop_test(tests, test_passages__invariants, 0, 8);
    tcase_add_loop_test(tests, test_passages__grow_as_the_twin, 0, 8);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
