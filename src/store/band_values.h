/* The values of a band: are two rows of them equal, and a hash. */
#ifndef ND_STORE_BAND_VALUES_H
#define ND_STORE_BAND_VALUES_H

#include <string.h>

#include "base/hash.h"

static inline uint64_t nd__band_word(const uint16_t *values) {
    uint64_t word;
    memcpy(&word, values, sizeof word);
    return word;
}

static inline bool nd__band_equal(const uint16_t *a, const uint16_t *b, uint32_t rows) {
    if (rows < 4) {
        uint32_t i = 0;
        while (i < rows && a[i] == b[i]) {
            i++;
        }
        return i == rows;
    }
    for (uint32_t i = 0; i + 4 < rows; i += 4) {
        if (nd__band_word(a + i) != nd__band_word(b + i)) {
            return false;
        }
    }
    return nd__band_word(a + rows - 4) == nd__band_word(b + rows - 4);
}

/* Of `rows` values, the last four of which may have been among the ones before. */
static inline uint64_t nd__band_hash(const uint16_t *values, uint32_t rows) {
    uint64_t hash = 0;
    if (rows < 4) {
        for (uint32_t i = 0; i < rows; i++) {
            hash = hash << 16 | values[i];
        }
        return nd__mix64(hash + 1);
    }
    for (uint32_t i = 0; i + 4 < rows; i += 4) {
        hash = (hash ^ nd__band_word(values + i)) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    hash = (hash ^ nd__band_word(values + rows - 4)) * UINT64_C(0xD6E8FEB86659FD93);
    hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

#endif
