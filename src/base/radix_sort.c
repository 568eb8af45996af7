/* Most significant digit first, from one array into the other.
 *
 * 1. The highest bit in which the keys differ is found; what is above it is the same in
 *    all and is not looked at.
 * 2. From there as many bits make the digit as give about twice as many parts as keys.
 * Keys are counted by digit and scattered, in their order, into the other array.
 * 3. Parts of up to SMALL keys are sorted by insertion, on their way to where the result
 * is wanted; larger ones from 1 on, with the arrays changing roles.
 *
 * Hashes, the usual keys, are spread evenly: one scatter, two where there are many, and
 * hardly a key that insertion has to move. Each scatter settles four bits or more, so 16
 * do for any input; numbers that were counted up need no more than hashes by step 1. */
#include "base/radix_sort.h"

#include <stdbool.h>
#include <string.h>

#define SMALL 16     /* up to here an insertion sort wins */
#define MOST_BITS 11 /* more parts at once, and the places to write to miss the cache */
#define LARGE_BITS 8 /* where the parts are far from each other */
#define LARGE ((size_t)1 << 19)

/* Bits [shift, shift + bits) of a key. */
typedef struct digit {
    unsigned shift, bits;
} digit;

/* differing is not 0. */
static digit choose_digit(uint64_t differing, size_t count) {
    unsigned highest = 0;
    for (unsigned step = 32; step > 0; step /= 2) {
        highest += differing >> (highest + step) != 0 ? step : 0;
    }
    unsigned bits = 1, most = count < LARGE ? MOST_BITS : LARGE_BITS;
    while (bits < most && count >> bits != 0) {
        bits++;
    }
    bits = bits < highest + 1 ? bits : highest + 1;
    return (digit){highest + 1 - bits, bits};
}

static size_t part_of(uint64_t key, digit by) {
    return (size_t)(key >> by.shift) & (((size_t)1 << by.bits) - 1);
}

/* counts[p] becomes the place where part p begins. */
static void starts_from_counts(size_t *counts, digit by) {
    size_t at = 0;
    for (size_t p = 0; p < (size_t)1 << by.bits; p++) {
        size_t n = counts[p];
        counts[p] = at;
        at += n;
    }
}

/* After the scatter, when ends[p] is where part p ends. */
static size_t largest_part(const size_t *ends, digit by) {
    size_t largest = 0, begin = 0;
    for (size_t p = 0; p < (size_t)1 << by.bits; p++) {
        largest = ends[p] - begin > largest ? ends[p] - begin : largest;
        begin = ends[p];
    }
    return largest;
}

#define ITEM uint64_t
#define KEY_OF(item) (item)
#define INSERT insert_u64
#define SORT sort_u64
#include "base/radix_sort_template.h"

#define ITEM nd__keyed
#define KEY_OF(item) ((item).key)
#define INSERT insert_keyed
#define SORT sort_keyed
#include "base/radix_sort_template.h"

void nd__sort_u64(uint64_t *keys, uint64_t *scratch, size_t count) {
    sort_u64(keys, scratch, count, true);
}

void nd__sort_keyed(nd__keyed *items, nd__keyed *scratch, size_t count) {
    sort_keyed(items, scratch, count, true);
}

size_t nd__unique_u64(uint64_t *keys, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || keys[kept - 1] != keys[i]) {
            keys[kept++] = keys[i];
        }
    }
    return kept;
}
