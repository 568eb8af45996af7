/* Where a byte stands among 64: a bit each, the first one lowest. SSE2 and NEON are part
 * of every processor of their kind, so there is nothing to choose at run time. */
#ifndef ND_BASE_BYTE_MASK_H
#define ND_BASE_BYTE_MASK_H

#include <stdint.h>
#include <string.h>

#include "base/cpu.h"

#if ND_HAVE_X86
#include <emmintrin.h>
#elif ND_HAVE_NEON
#include <arm_neon.h>
#endif

#define ND__MASK_BYTES 64

/* The high bits of the eight bytes of a number, of which no other is set, the first one
 * lowest. */
static inline uint64_t nd__high_bits(uint64_t bytes) {
    return (bytes >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* Eight bytes in one number at a time: a byte without any bit but the high one, after the
 * XOR, does not reach 0x80 when 0x7F is added. */
static inline uint64_t nd__byte_mask_portable(const char *bytes, char byte) {
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    const uint64_t wanted = UINT64_C(0x0101010101010101) * (unsigned char)byte;
    uint64_t mask = 0;
    for (unsigned i = 0; i < ND__MASK_BYTES / 8; i++) {
        uint64_t x;
        memcpy(&x, bytes + 8 * i, sizeof x);
        x ^= wanted;
        x = ~(((x & low) + low) | x | low);
        mask |= nd__high_bits(x) << (8 * i);
    }
    return mask;
}

#if ND_HAVE_X86

static inline uint64_t nd__byte_mask(const char *bytes, char byte) {
    const __m128i wanted = _mm_set1_epi8(byte);
    uint64_t mask = 0;
    for (unsigned i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, wanted))
                << (16 * i);
    }
    return mask;
}

#elif ND_HAVE_NEON

/* A bit for each of 64 bytes that are 255 or 0. NEON has no movemask: each byte keeps one
 * bit of its own, and adding neighbours three times puts eight of them into one byte. */
static inline uint64_t nd__gather_neon(const uint8x16_t part[4]) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                        1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t weight = vld1q_u8(weights);
    uint8x16_t front = vpaddq_u8(vandq_u8(part[0], weight), vandq_u8(part[1], weight));
    uint8x16_t back = vpaddq_u8(vandq_u8(part[2], weight), vandq_u8(part[3], weight));
    uint8x16_t sum = vpaddq_u8(front, back);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline uint64_t nd__byte_mask(const char *bytes, char byte) {
    uint8x16_t wanted = vdupq_n_u8((uint8_t)byte), part[4];
    for (unsigned i = 0; i < 4; i++) {
        part[i] = vceqq_u8(vld1q_u8((const uint8_t *)bytes + 16 * i), wanted);
    }
    return nd__gather_neon(part);
}

#else

static inline uint64_t nd__byte_mask(const char *bytes, char byte) {
    return nd__byte_mask_portable(bytes, byte);
}

#endif

#endif
