/* The heaviest chain of overlaps by dynamic programming. With best(j) the tokens of the
 * heaviest chain that ends in overlap j, and i before j in b:
 *   best(j) = max  best(i) + length(j)               where a_end(i) <= a_begin(j),
 *                  best(i) + a_end(j) - a_end(i)     where a_begin(j) < a_end(i) <
 * a_end(j) the second for overlaps that cross in a, of which the later one is cut. Both
 * are maxima over a range of a_end: two trees over the sorted ends. This is collinear
 * chaining with overlaps (Jain, Gibney and Thankachan, "Co-linear chaining with overlaps
 * and gap costs", 2022) without gap costs. */
#include "overlap_chain.h"

#include <stdint.h>
#include <stdlib.h>

#define NONE SIZE_MAX

/* A tree of maxima over ranks [0, size): node i has children 2i and 2i+1, leaves begin at
 * size. Each node names the overlap with the greatest value below it. */
typedef struct max_tree {
    size_t size;
    size_t *best;
    const int64_t *value; /* by overlap */
} max_tree;

static size_t greater(const max_tree *t, size_t x, size_t y) {
    if (x == NONE || y == NONE) {
        return x == NONE ? y : x;
    }
    if (t->value[x] != t->value[y]) {
        return t->value[x] > t->value[y] ? x : y;
    }
    return x < y ? x : y;
}

static void tree_put(max_tree *t, size_t rank, size_t overlap) {
    for (size_t node = t->size + rank; node > 0; node /= 2) {
        t->best[node] = greater(t, t->best[node], overlap);
    }
}

/* Of ranks [begin, end). */
static size_t tree_best(const max_tree *t, size_t begin, size_t end) {
    size_t best = NONE;
    for (begin += t->size, end += t->size; begin < end; begin /= 2, end /= 2) {
        if (begin % 2 == 1) {
            best = greater(t, best, t->best[begin++]);
        }
        if (end % 2 == 1) {
            best = greater(t, best, t->best[--end]);
        }
    }
    return best;
}

static int compare_sizes(const void *x, const void *y) {
    size_t a = *(const size_t *)x, b = *(const size_t *)y;
    return a < b ? -1 : a > b;
}

/* The number of ends that are less than `limit`. */
static size_t rank_of(const size_t *ends, size_t count, size_t limit) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ends[middle] < limit) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t a_end(const token_overlap *o) {
    return o->a_begin + o->length;
}

/* Marks the chain that ends in `last`, and cuts what crosses in a. */
static void mark_chain(token_overlap *overlaps, const size_t *before, size_t last) {
    for (size_t j = last; j != NONE; j = before[j]) {
        overlaps[j].in_order = true;
        if (before[j] != NONE) {
            size_t end = a_end(&overlaps[before[j]]);
            if (end > overlaps[j].a_begin) {
                size_t cut = end - overlaps[j].a_begin;
                overlaps[j].a_begin += cut;
                overlaps[j].b_begin += cut;
                overlaps[j].length -= cut;
            }
        }
    }
}

bool overlap_chain(token_overlap *overlaps, size_t count) {
    if (count == 0) {
        return true;
    }
    size_t *ends = calloc(count * 6, sizeof *ends); /* ends, before, and two trees */
    int64_t *values = calloc(count * 2, sizeof *values);
    if (ends == NULL || values == NULL) {
        free(ends);
        free(values);
        return false;
    }
    size_t *before = ends + count;
    max_tree apart = {count, ends + 2 * count, values};
    max_tree crossing = {count, ends + 4 * count, values + count};
    for (size_t i = 0; i < count; i++) {
        ends[i] = a_end(&overlaps[i]);
    }
    for (size_t i = 0; i < 4 * count; i++) {
        apart.best[i] = NONE;
    }
    qsort(ends, count, sizeof *ends, compare_sizes);
    size_t last = 0;
    for (size_t j = 0; j < count; j++) {
        size_t length = overlaps[j].length, begin = overlaps[j].a_begin;
        size_t end = begin + length;
        size_t near = rank_of(ends, count, begin + 1), far = rank_of(ends, count, end);
        size_t i = tree_best(&apart, 0, near), k = tree_best(&crossing, near, far);
        int64_t best = i == NONE ? 0 : values[i];
        int64_t cut = k == NONE ? -1 : values[count + k] + (int64_t)end;
        before[j] = cut > best + (int64_t)length ? k : i;
        values[j] = cut > best + (int64_t)length ? cut : best + (int64_t)length;
        values[count + j] = values[j] - (int64_t)end;
        last = values[j] > values[last] ? j : last;
        tree_put(&apart, far, j);
        tree_put(&crossing, far, j);
    }
    mark_chain(overlaps, before, last);
    free(ends);
    free(values);
    return true;
}
