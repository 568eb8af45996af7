/* Eight ASCII words of at most 16 bytes at a time, in vectors: what nd__word_hash16 gives
 * for each of them. The vectors of AVX2 are too short to pay. */
#ifndef ND_TEXT_WORD_BATCH_H
#define ND_TEXT_WORD_BATCH_H

#include "base/cpu.h"
#include "text/tokens.h"

#if ND_HAVE_X86
#include <immintrin.h>

#define ND__WORD_BATCH 8

typedef struct nd__word_batch {
    uint64_t hash[ND__WORD_BATCH];
    uint32_t begin[ND__WORD_BATCH], end[ND__WORD_BATCH];
    uint8_t flags[ND__WORD_BATCH];
} nd__word_batch;

/* Low and high half of a[i] * b[i], one XOR the other: four products of 32 bits. */
ND_TARGET_AVX512 static inline __m512i nd__word_fold_avx512(__m512i a, __m512i b) {
    const __m512i low_half = _mm512_set1_epi64(0xFFFFFFFF);
    __m512i a_high = _mm512_srli_epi64(a, 32), b_high = _mm512_srli_epi64(b, 32);
    __m512i low = _mm512_mul_epu32(a, b), high = _mm512_mul_epu32(a_high, b_high);
    __m512i cross = _mm512_mul_epu32(a_high, b), other = _mm512_mul_epu32(a, b_high);
    __m512i middle = _mm512_add_epi64(_mm512_add_epi64(_mm512_srli_epi64(low, 32), other),
                                      _mm512_and_si512(cross, low_half));
    high = _mm512_add_epi64(_mm512_add_epi64(high, _mm512_srli_epi64(cross, 32)),
                            _mm512_srli_epi64(middle, 32));
    low = _mm512_mask_mov_epi32(low, 0xAAAA, _mm512_slli_epi64(middle, 32));
    return _mm512_xor_si512(low, high);
}

/* Words 2 * i + odd, 16 bytes of each. */
ND_TARGET_AVX512 static inline __m512i nd__word_load_avx512(const char *text,
                                                            const uint32_t *edges,
                                                            unsigned odd) {
    const uint32_t *at = edges + 2 * odd;
#define ND__WORD_AT(i) \
    _mm_loadu_si128((const __m128i *)(const void *)(text + at[4 * (i)]))
    __m512i words = _mm512_castsi128_si512(ND__WORD_AT(0));
    words = _mm512_inserti64x2(words, ND__WORD_AT(1), 1);
    words = _mm512_inserti64x2(words, ND__WORD_AT(2), 2);
    return _mm512_inserti64x2(words, ND__WORD_AT(3), 3);
#undef ND__WORD_AT
}

/* The words between eight pairs of edges, behind whose beginnings 16 bytes can be read.
 * Returns a bit for each that is longer or not ASCII; of these only the range is right.
 */
ND_TARGET_AVX512 static inline unsigned nd__word_batch_read(nd__word_batch *out,
                                                            const nd__word_key *key,
                                                            const char *text,
                                                            const uint32_t *edges) {
    const __m512i spaces = _mm512_set1_epi64((long long)ND__WORD_HASH_SPACES);
    const __m512i ones = _mm512_set1_epi64(-1);
    __m512i pairs = _mm512_loadu_si512(edges);
    __m512i ends = _mm512_srli_epi64(pairs, 32);
    __m512i bits = _mm512_slli_epi64(
        _mm512_sub_epi32(ends, _mm512_maskz_mov_epi32(0x5555, pairs)), 3);
    __m512i even = nd__word_load_avx512(text, edges, 0);
    __m512i odd = nd__word_load_avx512(text, edges, 1);
    /* A shift by 64 or more leaves nothing: the word fills the number. */
    __m512i beyond = _mm512_max_epi64(_mm512_sub_epi64(bits, _mm512_set1_epi64(64)),
                                      _mm512_setzero_si512());
    __m512i q0 = _mm512_andnot_si512(_mm512_sllv_epi64(ones, bits),
                                     _mm512_unpacklo_epi64(even, odd));
    __m512i q1 = _mm512_andnot_si512(_mm512_sllv_epi64(ones, beyond),
                                     _mm512_unpackhi_epi64(even, odd));
    __m512i either = _mm512_or_si512(q0, q1);
    /* Digits have bit 4 and not bit 6, letters bit 6, zeros neither. */
    __m512i digits = _mm512_or_si512(_mm512_andnot_si512(_mm512_srli_epi64(q0, 2), q0),
                                     _mm512_andnot_si512(_mm512_srli_epi64(q1, 2), q1));
    __mmask8 letter = _mm512_test_epi64_mask(either, _mm512_set1_epi8(0x40));
    __mmask8 digit = _mm512_test_epi64_mask(digits, _mm512_set1_epi8(0x10));
    __mmask8 other = _mm512_test_epi64_mask(either, _mm512_set1_epi8((char)0x80)) |
                     _mm512_cmpgt_epi64_mask(bits, _mm512_set1_epi64(128));
    __m512i h =
        nd__word_fold_avx512(_mm512_xor_si512(_mm512_or_si512(q0, spaces),
                                              _mm512_set1_epi64((long long)key->k[0])),
                             _mm512_xor_si512(_mm512_or_si512(q1, spaces),
                                              _mm512_set1_epi64((long long)key->k[1])));
    h = _mm512_xor_si512(h, _mm512_set1_epi64((long long)key->rest));
    h = _mm512_xor_si512(h, _mm512_srli_epi64(h, 32));
    h = _mm512_mullo_epi64(h, _mm512_set1_epi64((long long)UINT64_C(0xD6E8FEB86659FD93)));
    h = _mm512_xor_si512(h, _mm512_srli_epi64(h, 32));
    _mm512_storeu_si512(out->hash, h);
    _mm256_storeu_si256((__m256i *)(void *)out->begin, _mm512_cvtepi64_epi32(pairs));
    _mm256_storeu_si256((__m256i *)(void *)out->end, _mm512_cvtepi64_epi32(ends));
    __m128i flags = _mm_or_si128(_mm_maskz_set1_epi8(letter, ND__TOKEN_LETTER),
                                 _mm_maskz_set1_epi8(digit, ND__TOKEN_DIGIT));
    _mm_storel_epi64((__m128i *)(void *)out->flags, flags);
    return other;
}

#endif
#endif
