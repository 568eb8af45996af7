/* Counting bits in plain C: without a processor's own instruction a compiler's builtin
 * is a call. */
#ifndef ND_FINGERPRINT_BITS_H
#define ND_FINGERPRINT_BITS_H

#include <stdint.h>

/* How many bits of x are set (Warren, Hacker's Delight, section 5-1). */
static inline uint32_t nd__count_bits(uint64_t x) {
    x -= (x >> 1) & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + ((x >> 2) & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)((x * UINT64_C(0x0101010101010101)) >> 56);
}

#endif
