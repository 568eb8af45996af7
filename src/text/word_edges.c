/* 64 bytes at a time become a mask with a bit a byte, 1 for word bytes. A bit of
 * mask ^ (mask << 1 | bit before) is 1 where the kind changes: these are the edges, and
 * their numbers are written out. The last piece is copied to a block that is filled up
 * with its last byte's kind, so nothing is read past the text and no edge is added.
 *
 * The mask is made by comparing bytes in vectors. Writing the numbers has no branch for
 * the usual density: a fixed count of them is written, and what is too much is written
 * over by the next step. */
#include "text/word_edges.h"

#include <string.h>

#include "base/byte_mask.h"

#if ND_HAVE_X86
#include <immintrin.h>
#elif ND_HAVE_NEON
#include <arm_neon.h>
#endif

#define STEP 64

/* The text at `at`, of which `left` bytes may be read, as STEP readable ones. */
static inline const unsigned char *step_at(const char *text, size_t at, size_t left,
                                           unsigned char block[STEP]) {
    const unsigned char *bytes = (const unsigned char *)text + at;
    if (left >= STEP) {
        return bytes;
    }
    memcpy(block, bytes, left);
    memset(block + left, bytes[left - 1], STEP - left);
    return block;
}

/* Bit i of the result: is bytes[i] a word byte. Eight bytes in one number at a time:
 * with the high bit of each byte set, subtraction borrows nothing from its neighbour, and
 * leaves that bit where the byte was at least what was taken off. */
static inline uint64_t mask_portable(const unsigned char *bytes) {
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t mask = 0;
    for (unsigned i = 0; i < STEP / 8; i++) {
        uint64_t x, low, letter, digit;
        memcpy(&x, bytes + 8 * i, sizeof x);
        low = x & ~high;
        letter = (low | 0x20 * ones) | high;
        letter = (letter - 'a' * ones) & ~(letter - ('z' + 1) * ones);
        digit = low | high;
        digit = (digit - '0' * ones) & ~(digit - ('9' + 1) * ones);
        uint64_t word = ((letter | digit) & high & ~x) | (x & high);
        mask |= nd__high_bits(word) << (8 * i);
    }
    return mask;
}

static inline size_t write_edges_portable(uint32_t *out, uint64_t edges, uint32_t at) {
    size_t count = 0;
    while (edges != 0) {
        out[count++] = at + (uint32_t)__builtin_ctzll(edges);
        edges &= edges - 1;
    }
    return count;
}

typedef uint64_t (*mask_maker)(const unsigned char *bytes);

/* For the variants that differ in their masks alone. */
static inline size_t find_edges(mask_maker mask_of, uint32_t *out, const char *text,
                                size_t begin, size_t end, uint64_t *inside) {
    size_t count = 0;
    uint64_t before = *inside;
    unsigned char block[STEP];
    for (size_t at = begin; at < end; at += STEP) {
        uint64_t mask = mask_of(step_at(text, at, end - at, block));
        count +=
            write_edges_portable(out + count, mask ^ (mask << 1 | before), (uint32_t)at);
        before = mask >> 63;
    }
    *inside = before;
    return count;
}

size_t nd__word_edges_portable(uint32_t *out, const char *text, size_t begin, size_t end,
                               uint64_t *inside) {
    return find_edges(mask_portable, out, text, begin, end, inside);
}

#if ND_HAVE_X86

ND_TARGET_AVX2 static inline uint64_t mask_avx2(const unsigned char *bytes) {
    uint64_t mask = 0;
    for (unsigned i = 0; i < 2; i++) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32 * i));
        __m256i letter = _mm256_sub_epi8(_mm256_or_si256(x, _mm256_set1_epi8(0x20)),
                                         _mm256_set1_epi8('a'));
        __m256i digit = _mm256_sub_epi8(x, _mm256_set1_epi8('0'));
        letter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(25)), letter);
        digit = _mm256_cmpeq_epi8(_mm256_min_epu8(digit, _mm256_set1_epi8(9)), digit);
        x = _mm256_or_si256(x, _mm256_or_si256(letter, digit));
        mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(x) << (32 * i);
    }
    return mask;
}

ND_TARGET_AVX2 static inline size_t write_edges_avx2(uint32_t *out, uint64_t edges,
                                                     uint32_t at) {
    size_t count = (size_t)__builtin_popcountll(edges);
    for (unsigned i = 0; i < 24; i++) {
        out[i] = at + (uint32_t)_tzcnt_u64(edges);
        edges = _blsr_u64(edges);
    }
    for (size_t i = 24; __builtin_expect(i < count, 0); i++) {
        out[i] = at + (uint32_t)_tzcnt_u64(edges);
        edges = _blsr_u64(edges);
    }
    return count;
}

ND_TARGET_AVX2 size_t nd__word_edges_avx2(uint32_t *out, const char *text, size_t begin,
                                          size_t end, uint64_t *inside) {
    size_t count = 0;
    uint64_t before = *inside;
    unsigned char block[STEP];
    for (size_t at = begin; at < end; at += STEP) {
        uint64_t mask = mask_avx2(step_at(text, at, end - at, block));
        count += write_edges_avx2(out + count, mask ^ (mask << 1 | before), (uint32_t)at);
        before = mask >> 63;
    }
    *inside = before;
    return count;
}

ND_TARGET_AVX512 static inline uint64_t mask_avx512(const unsigned char *bytes) {
    __m512i x = _mm512_loadu_si512(bytes);
    __m512i letter = _mm512_sub_epi8(_mm512_or_si512(x, _mm512_set1_epi8(0x20)),
                                     _mm512_set1_epi8('a'));
    __m512i digit = _mm512_sub_epi8(x, _mm512_set1_epi8('0'));
    return _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26)) |
           _mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10)) | _mm512_movepi8_mask(x);
}

ND_TARGET_AVX512 static inline size_t write_edges_avx512(uint32_t *out, uint64_t edges,
                                                         __m512i numbers, uint32_t at) {
    size_t count = (size_t)__builtin_popcountll(edges);
    __m512i chosen = _mm512_maskz_compress_epi8(edges, numbers);
    __m512i base = _mm512_set1_epi32((int)at);
    __m128i part[4] = {
        _mm512_castsi512_si128(chosen), _mm512_extracti32x4_epi32(chosen, 1),
        _mm512_extracti32x4_epi32(chosen, 2), _mm512_extracti32x4_epi32(chosen, 3)};
    _mm512_storeu_si512(out, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part[0])));
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part[1])));
    if (__builtin_expect(count > 32, 0)) {
        _mm512_storeu_si512(out + 32,
                            _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part[2])));
        _mm512_storeu_si512(out + 48,
                            _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part[3])));
    }
    return count;
}

ND_TARGET_AVX512 size_t nd__word_edges_avx512(uint32_t *out, const char *text,
                                              size_t begin, size_t end,
                                              uint64_t *inside) {
    size_t count = 0;
    uint64_t before = *inside;
    unsigned char block[STEP];
    for (unsigned i = 0; i < STEP; i++) {
        block[i] = (unsigned char)i;
    }
    __m512i numbers = _mm512_loadu_si512(block);
    for (size_t at = begin; at < end; at += STEP) {
        uint64_t mask = mask_avx512(step_at(text, at, end - at, block));
        count += write_edges_avx512(out + count, mask ^ (mask << 1 | before), numbers,
                                    (uint32_t)at);
        before = mask >> 63;
    }
    *inside = before;
    return count;
}

#endif

#if ND_HAVE_NEON

static inline uint8x16_t words_neon(uint8x16_t x) {
    uint8x16_t letter = vsubq_u8(vorrq_u8(x, vdupq_n_u8(0x20)), vdupq_n_u8('a'));
    uint8x16_t digit = vsubq_u8(x, vdupq_n_u8('0'));
    return vorrq_u8(
        vcgeq_u8(x, vdupq_n_u8(0x80)),
        vorrq_u8(vcltq_u8(letter, vdupq_n_u8(26)), vcltq_u8(digit, vdupq_n_u8(10))));
}

static inline uint64_t mask_neon(const unsigned char *bytes) {
    const uint8x16_t part[4] = {
        words_neon(vld1q_u8(bytes)), words_neon(vld1q_u8(bytes + 16)),
        words_neon(vld1q_u8(bytes + 32)), words_neon(vld1q_u8(bytes + 48))};
    return nd__gather_neon(part);
}

size_t nd__word_edges_neon(uint32_t *out, const char *text, size_t begin, size_t end,
                           uint64_t *inside) {
    return find_edges(mask_neon, out, text, begin, end, inside);
}

#endif

size_t nd__word_edges(uint32_t *out, const char *text, size_t begin, size_t end,
                      uint64_t *inside) {
#if ND_HAVE_X86
    if (nd__cpu_has_avx512()) {
        return nd__word_edges_avx512(out, text, begin, end, inside);
    }
    if (nd__cpu_has_avx2()) {
        return nd__word_edges_avx2(out, text, begin, end, inside);
    }
    return nd__word_edges_portable(out, text, begin, end, inside);
#elif ND_HAVE_NEON
    return nd__word_edges_neon(out, text, begin, end, inside);
#else
    return nd__word_edges_portable(out, text, begin, end, inside);
#endif
}
