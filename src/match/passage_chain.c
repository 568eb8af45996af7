/* Sparse dynamic programming (Eppstein, Galil, Giancarlo, Italiano 1992) over anchors as
 * Abouelhoda and Ohlebusch 2005 describe it for gap costs in L1.
 *
 * The score of a chain is 4 for each token of its anchors less 1 for each token of the
 * gaps on both sides. With a_end + b_end added to the score of each anchor the cost of a
 * link is that sum less a_begin + b_begin of the next one, which the anchors that can be
 * in front have in common: the best is the greatest among those that end in a window of
 * max_gap on both sides.
 *
 * A line sweeps over a. Anchors enter when it passes their end, and leave max_gap later.
 * A tree of maxima has them by their end in b, so the window on that side is a range. */
#include "match/passage_chain.h"

#include <string.h>

#include "base/radix_sort.h"

#define TOKEN 4 /* quarters */
#define MOST_SLACK 16

typedef struct sweep {
    const nd__overlap *anchors;
    size_t count;
    uint32_t max_gap, slack;
    uint32_t *before;
    int64_t *score;  /* [count] of the best chain that ends with it */
    nd__keyed *by_a; /* ends in a, ascending: value is the anchor */
    nd__keyed *by_b; /* ends in b, ascending */
    uint32_t *rank;  /* [count] of an anchor in by_b */
    uint32_t *tree;  /* [2 * count] the better anchor + 1 below each node, or 0 */
    bool *taken;
} sweep;

uint32_t nd__passage_slack(const nd__overlap *anchors, size_t count) {
    uint32_t slack = MOST_SLACK;
    for (size_t i = 0; i < count; i++) {
        slack = anchors[i].length / 2 < slack ? anchors[i].length / 2 : slack;
    }
    return slack;
}

int64_t nd__passage_link_cost(nd__overlap before, nd__overlap next, uint32_t max_gap,
                              uint32_t slack) {
    uint64_t a = (uint64_t)next.kept_begin + slack;
    uint64_t b = (uint64_t)next.member_begin + slack;
    uint64_t a_end = (uint64_t)before.kept_begin + before.length;
    uint64_t b_end = (uint64_t)before.member_begin + before.length;
    uint64_t reach = (uint64_t)max_gap + slack;
    if (a_end > a || b_end > b || a - a_end > reach || b - b_end > reach) {
        return -1;
    }
    return (int64_t)(a - a_end + (b - b_end));
}

static uint64_t end_in_a(const sweep *s, size_t k) {
    return (uint64_t)s->anchors[k].kept_begin + s->anchors[k].length;
}

static uint64_t end_in_b(const sweep *s, size_t k) {
    return (uint64_t)s->anchors[k].member_begin + s->anchors[k].length;
}

static int64_t value(const sweep *s, uint32_t k) {
    return s->score[k] + (int64_t)(end_in_a(s, k) + end_in_b(s, k));
}

/* Of two entries of the tree the one with the greater value; the later one where they are
 * equal. */
static uint32_t better(const sweep *s, uint32_t x, uint32_t y) {
    if (x == 0 || y == 0) {
        return x | y;
    }
    int64_t at_x = value(s, x - 1), at_y = value(s, y - 1);
    if (at_x != at_y) {
        return at_x > at_y ? x : y;
    }
    return x > y ? x : y;
}

static void tree_set(sweep *s, size_t rank, uint32_t entry) {
    size_t node = rank + s->count;
    s->tree[node] = entry;
    for (node /= 2; node > 0; node /= 2) {
        s->tree[node] = better(s, s->tree[2 * node], s->tree[2 * node + 1]);
    }
}

/* The best of ranks [low, high). */
static uint32_t tree_best(const sweep *s, size_t low, size_t high) {
    uint32_t best = 0;
    for (low += s->count, high += s->count; low < high; low /= 2, high /= 2) {
        if (low % 2 == 1) {
            best = better(s, best, s->tree[low++]);
        }
        if (high % 2 == 1) {
            best = better(s, best, s->tree[--high]);
        }
    }
    return best;
}

/* How many anchors end in b before `limit`. */
static size_t rank_of(const sweep *s, uint64_t limit) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->by_b[middle].key < limit) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The best chain that ends with anchor k, all that can be in front being in the tree. */
static void take_best(sweep *s, size_t k) {
    nd__overlap next = s->anchors[k];
    uint64_t place = (uint64_t)next.member_begin + s->slack;
    uint64_t reach = (uint64_t)s->max_gap + s->slack;
    size_t low = rank_of(s, place > reach ? place - reach : 0);
    uint32_t best = tree_best(s, low, rank_of(s, place + 1));
    s->score[k] = (int64_t)next.length * TOKEN;
    s->before[k] = ND__NO_LINK;
    if (best != 0) {
        int64_t with =
            s->score[best - 1] -
            nd__passage_link_cost(s->anchors[best - 1], next, s->max_gap, s->slack);
        if (with > 0) {
            s->score[k] += with;
            s->before[k] = best - 1;
        }
    }
}

static void run_sweep(sweep *s) {
    size_t entered = 0, left = 0;
    for (size_t k = 0; k < s->count; k++) {
        uint64_t place = (uint64_t)s->anchors[k].kept_begin + s->slack;
        uint64_t reach = (uint64_t)s->max_gap + s->slack;
        for (; entered < s->count && s->by_a[entered].key <= place; entered++) {
            uint32_t anchor = (uint32_t)s->by_a[entered].value;
            tree_set(s, s->rank[anchor], anchor + 1);
        }
        for (; left < entered && s->by_a[left].key + reach < place; left++) {
            tree_set(s, s->rank[s->by_a[left].value], 0);
        }
        take_best(s, k);
    }
}

/* Where chains part, the best one keeps what they have in common. */
static void part_chains(sweep *s, nd__keyed *scratch) {
    for (size_t k = 0; k < s->count; k++) {
        s->by_a[k] = (nd__keyed){~(uint64_t)s->score[k], k};
    }
    nd__sort_keyed(s->by_a, scratch, s->count);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t k = (uint32_t)s->by_a[i].value;
        while (k != ND__NO_LINK && !s->taken[k]) {
            s->taken[k] = true;
            uint32_t before = s->before[k];
            if (before != ND__NO_LINK && s->taken[before]) {
                s->before[k] = ND__NO_LINK;
            }
            k = before;
        }
    }
}

static void sort_ends(sweep *s, nd__keyed *scratch) {
    for (size_t k = 0; k < s->count; k++) {
        s->by_a[k] = (nd__keyed){end_in_a(s, k), k};
        s->by_b[k] = (nd__keyed){end_in_b(s, k), k};
    }
    nd__sort_keyed(s->by_a, scratch, s->count);
    nd__sort_keyed(s->by_b, scratch, s->count);
    for (size_t i = 0; i < s->count; i++) {
        s->rank[s->by_b[i].value] = (uint32_t)i;
    }
}

nd_status nd__passage_chain(uint32_t *before, const nd__overlap *anchors, size_t count,
                            uint32_t max_gap, nd_error *err) {
    nd_status status = ND_OK;
    sweep s = {.anchors = anchors,
               .count = count,
               .max_gap = max_gap,
               .slack = nd__passage_slack(anchors, count),
               .before = before};
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    s.score = nd__allocate(count, sizeof *s.score);
    s.by_a = nd__allocate(count, sizeof *s.by_a);
    s.by_b = nd__allocate(count, sizeof *s.by_b);
    s.rank = nd__allocate(count, sizeof *s.rank);
    s.tree = nd__allocate_zeroed(2 * count, sizeof *s.tree);
    s.taken = nd__allocate_zeroed(count, sizeof *s.taken);
    if (scratch == NULL || s.score == NULL || s.by_a == NULL || s.by_b == NULL ||
        s.rank == NULL || s.tree == NULL || s.taken == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    sort_ends(&s, scratch);
    run_sweep(&s);
    part_chains(&s, scratch);
out:
    free(scratch);
    free(s.score);
    free(s.by_a);
    free(s.by_b);
    free(s.rank);
    free(s.tree);
    free(s.taken);
    return status;
}
