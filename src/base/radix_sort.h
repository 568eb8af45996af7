/* Sorting of 64-bit keys by their bits: O(n) for hashes, whatever their number; at most
 * 16 passes for any keys. Stable. Up to 300 KB of stack. */
#ifndef ND_BASE_RADIX_SORT_H
#define ND_BASE_RADIX_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts keys[0..count-1] ascending; scratch has room for count keys. */
void nd__sort_u64(uint64_t *keys, uint64_t *scratch, size_t count);

typedef struct nd__keyed {
    uint64_t key;
    uint64_t value;
} nd__keyed;

/* Sorts by key, stable. */
void nd__sort_keyed(nd__keyed *items, nd__keyed *scratch, size_t count);

/* Removes equal neighbours of a sorted array; returns how many remain. */
size_t nd__unique_u64(uint64_t *keys, size_t count);

#endif
