#include <stdbool.h>

#include "neardup/fingerprint.h"

#define GALLOP_RATIO 32 /* sizes further apart than this: search instead of merge */

static size_t common_by_merge(const uint64_t *a, size_t a_count, const uint64_t *b,
                              size_t b_count) {
    size_t i = 0, j = 0, common = 0;
    while (i < a_count && j < b_count) {
        uint64_t x = a[i], y = b[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return common;
}

/* The first position from `at` on whose value is not below x: steps that double (Bentley
 * and Yao 1976), then halving. */
static size_t gallop(const uint64_t *large, size_t at, size_t count, uint64_t x) {
    size_t low = at, step = 1;
    while (step <= count - low && large[low + step - 1] < x) {
        low += step;
        step *= 2;
    }
    size_t high = step < count - low ? low + step : count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (large[middle] < x) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t common_by_gallop(const uint64_t *small, size_t small_count,
                               const uint64_t *large, size_t large_count) {
    size_t at = 0, common = 0;
    for (size_t i = 0; i < small_count && at < large_count; i++) {
        at = gallop(large, at, large_count, small[i]);
        common += at < large_count && large[at] == small[i];
    }
    return common;
}

nd_similarity nd_similarity_sets(const uint64_t *a, size_t a_count, const uint64_t *b,
                                 size_t b_count) {
    if (a_count == 0 || b_count == 0) {
        return (nd_similarity){0, 0, 0};
    }
    size_t common;
    if (a_count / GALLOP_RATIO > b_count) {
        common = common_by_gallop(b, b_count, a, a_count);
    } else if (b_count / GALLOP_RATIO > a_count) {
        common = common_by_gallop(a, a_count, b, b_count);
    } else {
        common = common_by_merge(a, a_count, b, b_count);
    }
    return (nd_similarity){
        .jaccard = (double)common / (double)(a_count + b_count - common),
        .containment_a = (double)common / (double)a_count,
        .containment_b = (double)common / (double)b_count,
    };
}

/* The row of a document without shingles. */
static bool is_unsigned(const uint32_t *signature, uint32_t size) {
    for (uint32_t i = 0; i < size; i++) {
        if (signature[i] != UINT32_MAX) {
            return false;
        }
    }
    return true;
}

double nd_minhash_similarity(const uint32_t *a, const uint32_t *b, uint32_t size) {
    uint32_t equal = 0;
    for (uint32_t i = 0; i < size; i++) {
        equal += a[i] == b[i];
    }
    if (size == 0 || (equal == size && is_unsigned(a, size))) {
        return 0;
    }
    return (double)equal / (double)size;
}

nd_similarity nd_minhash_containment(double jaccard, size_t a_count, size_t b_count) {
    if (a_count == 0 || b_count == 0) {
        return (nd_similarity){0, 0, 0};
    }
    double a = (double)a_count, b = (double)b_count;
    double most = a < b ? a : b;
    /* |A and B| = J |A or B| and |A or B| = |A| + |B| - |A and B|. */
    double common = jaccard * (a + b) / (1 + jaccard);
    if (common > most) {
        common = most;
    }
    return (nd_similarity){common / (a + b - common), common / a, common / b};
}
