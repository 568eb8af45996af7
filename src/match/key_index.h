/* Entries looked up by a 64-bit key, most of them in vain: a bit for each key says no
 * without a look at the entries. */
#ifndef ND_MATCH_KEY_INDEX_H
#define ND_MATCH_KEY_INDEX_H

#include "base/memory.h"
#include "base/radix_sort.h"

/* A set of keys that may say yes of a key it does not have, but never no of one it has.
 */
typedef struct nd__key_filter {
    uint64_t *bits;
    unsigned shift;
} nd__key_filter;

/* For `count` keys: 16 to 32 bits each. */
nd_status nd__key_filter_create(nd__key_filter *out, size_t count, nd_error *err);
void nd__key_filter_clear(nd__key_filter *filter);

/* Keys are hashes, but some are made of others by XOR. */
static inline uint64_t nd__key_filter_bit(const nd__key_filter *filter, uint64_t key) {
    return key * UINT64_C(0x9E3779B97F4A7C15) >> filter->shift;
}

static inline void nd__key_filter_add(nd__key_filter *filter, uint64_t key) {
    uint64_t bit = nd__key_filter_bit(filter, key);
    filter->bits[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

static inline bool nd__key_filter_may_have(const nd__key_filter *filter, uint64_t key) {
    uint64_t bit = nd__key_filter_bit(filter, key);
    return (filter->bits[bit >> 6] >> (bit & 63) & 1) != 0;
}

/* Entries of one key lie together, in the order in which they were added. */
typedef struct nd__key_index {
    ND_VECTOR(nd__keyed) entries;
    size_t count;    /* entries; the vector has as much scratch behind them */
    uint32_t *first; /* open addressing: the first entry of each key, + 1 */
    size_t slots;    /* a power of two */
    nd__key_filter filter;
} nd__key_index;

nd_status nd__key_index_add(nd__key_index *index, uint64_t key, uint64_t value,
                            nd_error *err);
/* To be called once, when all is added. ND_E_LIMIT past 4 billion entries. */
nd_status nd__key_index_finish(nd__key_index *index, nd_error *err);
/* Sets [*begin, *end) to the entries with the key; empty where there are none. */
void nd__key_index_find(size_t *begin, size_t *end, const nd__key_index *index,
                        uint64_t key);
void nd__key_index_clear(nd__key_index *index);

#endif
