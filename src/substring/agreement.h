/* How far two places of a sequence agree. */
#ifndef ND_SUBSTRING_AGREEMENT_H
#define ND_SUBSTRING_AGREEMENT_H

#include <stdint.h>
#include <string.h>

static inline uint64_t nd__load64(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Bytes that a and b have in common from there on, at most `most`; up to 8 bytes behind
 * that are read. Little endian. */
static inline size_t nd__agree_forward(const uint8_t *a, const uint8_t *b, size_t most) {
    for (size_t i = 0; i < most; i += 8) {
        uint64_t differ = nd__load64(a + i) ^ nd__load64(b + i);
        if (differ != 0) {
            i += (size_t)__builtin_ctzll(differ) / 8;
            return i < most ? i : most;
        }
    }
    return most;
}

/* Bytes in common that end in front of a and b. */
static inline size_t nd__agree_backward(const uint8_t *a, const uint8_t *b, size_t most) {
    for (size_t i = 0; i < most; i += 8) {
        uint64_t differ = nd__load64(a - i - 8) ^ nd__load64(b - i - 8);
        if (differ != 0) {
            i += (size_t)__builtin_clzll(differ) / 8;
            return i < most ? i : most;
        }
    }
    return most;
}

#endif
