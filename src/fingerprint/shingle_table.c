/* Open addressing by the top bits of the shingles, which are hashes. The table holds
 * places in the list, 4 bytes each, and is a quarter full at most, so that a guess which
 * way a branch goes is mostly right; where it would not fit in the cache any more, two
 * thirds.
 *
 * Texts that resemble each other have their shingles in the same order for long
 * stretches. So when one is found the lists are compared side by side from there on, and
 * the table is asked only where they part. Both lists are free of repeats: no shingle is
 * counted twice, whichever way it is found. */
#include "fingerprint/shingle_table.h"

#include <string.h>

#define LEAST_BITS 4
#define LARGE ((size_t)1 << 16) /* shingles: 1 MB of slots */

static nd_status prepare(nd__shingle_table *table, size_t count, nd_error *err) {
    unsigned bits = LEAST_BITS;
    size_t least = count <= LARGE ? 4 * count : count + count / 2;
    while ((size_t)1 << bits < least) {
        bits++;
    }
    size_t size = (size_t)1 << bits;
    ND_TRY(nd__vector_reserve(&table->slots, size, err));
    memset(table->slots.items, 0, size * sizeof *table->slots.items);
    table->bits = bits;
    return ND_OK;
}

/* The slot that has the shingle, or the free one where it would be. */
static inline size_t find_slot(const uint32_t *slots, unsigned bits, const uint64_t *list,
                               uint64_t shingle) {
    size_t mask = ((size_t)1 << bits) - 1;
    size_t at = (size_t)(shingle >> (64 - bits));
    while (slots[at] != 0 && list[slots[at] - 1] != shingle) {
        at = (at + 1) & mask;
    }
    return at;
}

nd_status nd__shingle_table_distinct(nd__shingle_table *table, uint64_t *list,
                                     size_t count, size_t *kept, nd_error *err) {
    ND_TRY(prepare(table, count, err));
    uint32_t *slots = table->slots.items;
    unsigned bits = table->bits;
    uint32_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t shingle = list[i];
        size_t at = find_slot(slots, bits, list, shingle);
        list[distinct] = shingle; /* what stood there has been read */
        distinct += slots[at] == 0;
        slots[at] = slots[at] == 0 ? distinct : slots[at];
    }
    *kept = distinct;
    return ND_OK;
}

nd_status nd__shingle_table_fill(nd__shingle_table *table, const uint64_t *list,
                                 size_t count, nd_error *err) {
    ND_TRY(prepare(table, count, err));
    uint32_t *slots = table->slots.items;
    size_t mask = ((size_t)1 << table->bits) - 1;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)(list[i] >> (64 - table->bits));
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = (uint32_t)i + 1;
    }
    return ND_OK;
}

/* How many values a[0..] and b[0..] have in common from their beginnings on. */
static inline size_t same_from(const uint64_t *a, const uint64_t *b, size_t count) {
    size_t i = 0;
    for (; count - i >= 4; i += 4) {
        if (((a[i] ^ b[i]) | (a[i + 1] ^ b[i + 1]) | (a[i + 2] ^ b[i + 2]) |
             (a[i + 3] ^ b[i + 3])) != 0) {
            break;
        }
    }
    while (i < count && a[i] == b[i]) {
        i++;
    }
    return i;
}

size_t nd__shingle_table_common(const nd__shingle_table *table, const uint64_t *list,
                                size_t list_count, const uint64_t *other, size_t count,
                                size_t least) {
    const uint32_t *slots = table->slots.items;
    unsigned bits = table->bits;
    if (count < least) {
        return SIZE_MAX;
    }
    size_t common = 0, may_miss = count - least;
    for (size_t i = 0; i < count;) {
        uint32_t found = slots[find_slot(slots, bits, list, other[i])];
        if (found != 0) {
            size_t place = found - 1, rest = list_count - place;
            size_t run =
                same_from(list + place, other + i, rest < count - i ? rest : count - i);
            common += run;
            i += run;
        } else if (may_miss-- == 0) {
            return SIZE_MAX;
        } else {
            i++;
        }
    }
    return common;
}

void nd__shingle_table_clear(nd__shingle_table *table) {
    nd__vector_clear(&table->slots);
    table->bits = 0;
}
