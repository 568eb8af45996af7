#include "base/radix_sort.h"

#include <string.h>

#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)
#define PASSES 6 /* 6 * 11 >= 64 */
#define SMALL 64 /* below this an insertion sort wins */

static unsigned digit_of(uint64_t key, unsigned pass) {
    return (unsigned)(key >> (pass * DIGIT_BITS)) & (DIGITS - 1);
}

static void insertion_sort_u64(uint64_t *keys, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint64_t key = keys[i];
        size_t j = i;
        for (; j > 0 && keys[j - 1] > key; j--) {
            keys[j] = keys[j - 1];
        }
        keys[j] = key;
    }
}

static void insertion_sort_keyed(nd__keyed *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        nd__keyed item = items[i];
        size_t j = i;
        for (; j > 0 && items[j - 1].key > item.key; j--) {
            items[j] = items[j - 1];
        }
        items[j] = item;
    }
}

/* Turns counts into start positions; false where one digit holds all keys. */
static int starts_from_counts(size_t counts[DIGITS], size_t total) {
    size_t at = 0;
    for (unsigned d = 0; d < DIGITS; d++) {
        size_t n = counts[d];
        if (n == total) {
            return 0;
        }
        counts[d] = at;
        at += n;
    }
    return 1;
}

void nd__sort_u64(uint64_t *keys, uint64_t *scratch, size_t count) {
    if (count < SMALL) {
        insertion_sort_u64(keys, count);
        return;
    }
    uint64_t *from = keys, *to = scratch;
    for (unsigned pass = 0; pass < PASSES; pass++) {
        size_t counts[DIGITS] = {0};
        for (size_t i = 0; i < count; i++) {
            counts[digit_of(from[i], pass)]++;
        }
        if (!starts_from_counts(counts, count)) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            to[counts[digit_of(from[i], pass)]++] = from[i];
        }
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys) {
        memcpy(keys, from, count * sizeof *keys);
    }
}

void nd__sort_keyed(nd__keyed *items, nd__keyed *scratch, size_t count) {
    if (count < SMALL) {
        insertion_sort_keyed(items, count);
        return;
    }
    nd__keyed *from = items, *to = scratch;
    for (unsigned pass = 0; pass < PASSES; pass++) {
        size_t counts[DIGITS] = {0};
        for (size_t i = 0; i < count; i++) {
            counts[digit_of(from[i].key, pass)]++;
        }
        if (!starts_from_counts(counts, count)) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            to[counts[digit_of(from[i].key, pass)]++] = from[i];
        }
        nd__keyed *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) {
        memcpy(items, from, count * sizeof *items);
    }
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
