/* Where a passage begins and ends. Of each side in turn the run of tokens is taken whose
 * sum is greatest, where a token that the other side has counts its weight and one that
 * it lacks costs ND__MISS: the logarithm of how much likelier it is in reused text, of
 * which half the words are kept, than in others. Where a side has a token more often than
 * the other, the occurrences share what is there. */
#include "match/passage_ground.h"

#define MOST_ROUNDS 12
#define MISS ND__BIT /* log2 of 1/2: half the words of reused text are kept */

static void count_tokens(nd__ground *g, int side, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        g->inside[side][g->number[side][i]]++;
    }
}

static void forget_tokens(nd__ground *g, int side, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        g->inside[side][g->number[side][i]] = 0;
    }
}

/* What token i of `side` counts, both windows being counted. */
static int64_t gain(const nd__ground *g, int side, uint32_t i) {
    uint32_t number = g->number[side][i];
    int64_t other = g->inside[1 - side][number], own = g->inside[side][number];
    if (number == g->shared || other == 0) {
        return -MISS;
    }
    if (own <= other) {
        return g->weight[number];
    }
    return (g->weight[number] * other - MISS * (own - other)) / own;
}

static void spend(nd__ground *g, nd__rectangle at) {
    uint64_t work = (uint64_t)(at.end[0] - at.begin[0]) + (at.end[1] - at.begin[1]);
    g->work -= work < g->work ? work : g->work;
}

static int64_t sum_of(const nd__ground *g, int side, nd__rectangle at) {
    int64_t sum = 0;
    for (uint32_t i = at.begin[side]; i < at.end[side]; i++) {
        sum += gain(g, side, i);
    }
    return sum;
}

/* The mean of both sides. */
static int64_t score_of(nd__ground *ground, nd__rectangle at) {
    int64_t sum = 0;
    for (int side = 0; side < 2; side++) {
        count_tokens(ground, side, at.begin[side], at.end[side]);
    }
    for (int side = 0; side < 2; side++) {
        sum += sum_of(ground, side, at);
    }
    for (int side = 0; side < 2; side++) {
        forget_tokens(ground, side, at.begin[side], at.end[side]);
    }
    spend(ground, at);
    return sum / 2;
}

/* The run of window.side with the greatest sum; empty where no token counts anything. */
static void best_run(nd__ground *g, int side, nd__rectangle window, uint32_t *begin,
                     uint32_t *end) {
    int64_t best = 0, sum = 0;
    uint32_t start = window.begin[side];
    *begin = *end = start;
    for (int s = 0; s < 2; s++) {
        count_tokens(g, s, window.begin[s], window.end[s]);
    }
    for (uint32_t i = start; i < window.end[side]; i++) {
        sum += gain(g, side, i);
        if (sum <= 0) {
            sum = 0;
            start = i + 1;
        } else if (sum > best) {
            best = sum;
            *begin = start;
            *end = i + 1;
        }
    }
    for (int s = 0; s < 2; s++) {
        forget_tokens(g, s, window.begin[s], window.end[s]);
    }
    spend(g, window);
}

static uint32_t less(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* `at` with more of `side` around it. */
static nd__rectangle widened(const nd__ground *g, nd__rectangle at, int side,
                             uint32_t reach) {
    uint32_t half = (at.end[side] - at.begin[side]) / 2, count;
    reach = reach > half ? reach : half;
    count = (uint32_t)g->text[side].count;
    at.begin[side] -= less(reach, at.begin[side]);
    at.end[side] += less(reach, count - at.end[side]);
    return at;
}

static bool is_empty(nd__rectangle at) {
    return at.begin[0] == at.end[0] || at.begin[1] == at.end[1];
}

int64_t nd__ground_refine(nd__ground *ground, nd__rectangle *at, uint32_t reach) {
    for (int round = 0; round < MOST_ROUNDS && ground->work > 0; round++) {
        nd__rectangle before = *at, window = widened(ground, *at, 0, reach);
        window = widened(ground, window, 1, reach);
        best_run(ground, 0, window, &at->begin[0], &at->end[0]);
        best_run(ground, 1, widened(ground, *at, 1, reach), &at->begin[1], &at->end[1]);
        best_run(ground, 0, *at, &at->begin[0], &at->end[0]);
        if (is_empty(*at) ||
            (at->begin[0] == before.begin[0] && at->end[0] == before.end[0] &&
             at->begin[1] == before.begin[1] && at->end[1] == before.end[1])) {
            break;
        }
    }
    return is_empty(*at) ? 0 : score_of(ground, *at);
}
