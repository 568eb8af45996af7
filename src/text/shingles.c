/* Shingle hashes.
 *
 * A shingle of tokens t[0..n-1] has x = XOR of rotl(t[i], 13 i mod 64). 13 is odd, so up
 * to 64 tokens are each turned by an amount of their own, and x can be carried on from
 * one shingle to the next: take t[0] out, turn back by 13, put the new token in at the
 * last place. That is one chain from shingle to shingle; for small n the vectors make
 * several shingles at once, each from its n tokens.
 *
 * Tokens are hashes already, so x is spread over all its bits. It is linear in them,
 * though: the shingles of ab, ab', a'b, a'b' add up to nothing. One multiplication
 * between two foldings ends that, and lets every bit of x reach the top half; it is a
 * bijection, and so makes no collisions of its own. */
#include "text/shingles.h"

#include "base/hash.h"
#include "base/radix_sort.h"

#define TURN 13u
#define MULTIPLIER UINT64_C(0xBF58476D1CE4E5B9) /* the first one of nd__mix64 */
#define FOLD_IN 32
#define FOLD_OUT 29
#define MOST_DIRECT 8 /* from here on carrying on is cheaper */

size_t nd__shingles_count(size_t tokens, unsigned n) {
    if (tokens >= n) {
        return tokens - n + 1;
    }
    return tokens > 0 ? 1 : 0;
}

static inline uint64_t finish(uint64_t x) {
    x = (x ^ (x >> FOLD_IN)) * MULTIPLIER;
    return x ^ (x >> FOLD_OUT);
}

static uint64_t sum_of(const uint64_t *token, size_t n) {
    uint64_t x = 0;
    for (size_t i = 0; i < n; i++) {
        x ^= nd__rotate_left(token[i], (unsigned)i * TURN);
    }
    return x;
}

/* Shingles [begin, end) of tokens that are enough. */
static void hash_carrying(uint64_t *out, const uint64_t *token, size_t begin, size_t end,
                          unsigned n) {
    if (begin >= end) {
        return;
    }
    uint64_t x = sum_of(token + begin, n);
    unsigned last_turn = (n - 1) * TURN;
    for (size_t i = begin; i + 1 < end; i++) {
        out[i] = finish(x);
        x = nd__rotate_left(x ^ token[i], 64u - TURN);
        x ^= nd__rotate_left(token[i + n], last_turn);
    }
    out[end - 1] = finish(x);
}

#if ND_HAVE_X86
#include <immintrin.h>

/* Each gives the shingles [0, result) of `count`, in whole vectors. n is a constant where
 * these are inlined for the usual n, so that the inner loop is unrolled. */
ND_TARGET_AVX2 static inline __attribute__((always_inline)) size_t hash_avx2(
    uint64_t *out, const uint64_t *token, size_t count, unsigned n) {
    const __m256i low = _mm256_set1_epi64x((int64_t)(MULTIPLIER & UINT32_MAX));
    const __m256i high = _mm256_set1_epi64x((int64_t)(MULTIPLIER >> 32));
    size_t i = 0;
    for (; count - i >= 4; i += 4) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(token + i));
        for (unsigned j = 1; j < n; j++) {
            __m256i t = _mm256_loadu_si256((const __m256i *)(token + i + j));
            int turn = (int)(j * TURN % 64);
            x = _mm256_xor_si256(x, _mm256_slli_epi64(t, turn));
            x = _mm256_xor_si256(x, _mm256_srli_epi64(t, 64 - turn));
        }
        __m256i top = _mm256_srli_epi64(x, FOLD_IN);
        x = _mm256_xor_si256(x, top);
        /* x * MULTIPLIER mod 2^64, from 32-bit halves; the top half stayed as it was. */
        __m256i cross =
            _mm256_add_epi64(_mm256_mul_epu32(x, high), _mm256_mul_epu32(top, low));
        x = _mm256_add_epi64(_mm256_mul_epu32(x, low), _mm256_slli_epi64(cross, 32));
        x = _mm256_xor_si256(x, _mm256_srli_epi64(x, FOLD_OUT));
        _mm256_storeu_si256((__m256i *)(out + i), x);
    }
    return i;
}

ND_TARGET_AVX512 static inline __attribute__((always_inline)) size_t hash_avx512(
    uint64_t *out, const uint64_t *token, size_t count, unsigned n) {
    const __m512i multiplier = _mm512_set1_epi64((int64_t)MULTIPLIER);
    size_t i = 0;
    for (; count - i >= 8; i += 8) {
        __m512i x = _mm512_loadu_si512(token + i);
        for (unsigned j = 1; j < n; j++) {
            __m512i t = _mm512_loadu_si512(token + i + j);
            __m512i turn = _mm512_set1_epi64((int64_t)(j * TURN % 64));
            x = _mm512_xor_si512(x, _mm512_rolv_epi64(t, turn));
        }
        x = _mm512_xor_si512(x, _mm512_srli_epi64(x, FOLD_IN));
        x = _mm512_mullo_epi64(x, multiplier);
        x = _mm512_xor_si512(x, _mm512_srli_epi64(x, FOLD_OUT));
        _mm512_storeu_si512(out + i, x);
    }
    return i;
}

ND_TARGET_AVX2 static size_t hash_direct_avx2(uint64_t *out, const uint64_t *token,
                                              size_t count, unsigned n) {
    return n == 5 ? hash_avx2(out, token, count, 5) : hash_avx2(out, token, count, n);
}

ND_TARGET_AVX512 static size_t hash_direct_avx512(uint64_t *out, const uint64_t *token,
                                                  size_t count, unsigned n) {
    return n == 5 ? hash_avx512(out, token, count, 5) : hash_avx512(out, token, count, n);
}
#endif

void nd__shingles_hash_by(nd__variant variant, uint64_t *out, const uint64_t *token_hash,
                          size_t tokens, unsigned n) {
    if (tokens < n) {
        if (tokens > 0) {
            out[0] = finish(sum_of(token_hash, tokens) ^ nd__mix64(tokens));
        }
        return;
    }
    size_t count = tokens - n + 1, done = 0;
#if ND_HAVE_X86
    if (variant == ND__VARIANT_AVX512 && n <= MOST_DIRECT) {
        done = hash_direct_avx512(out, token_hash, count, n);
    } else if (variant == ND__VARIANT_AVX2 && n <= MOST_DIRECT) {
        done = hash_direct_avx2(out, token_hash, count, n);
    }
#else
    (void)variant;
#endif
    hash_carrying(out, token_hash, done, count, n);
}

void nd__shingles_hash(uint64_t *out, const uint64_t *token_hash, size_t tokens,
                       unsigned n) {
    nd__shingles_hash_by(nd__variant_best(), out, token_hash, tokens, n);
}

size_t nd__shingles_make_set(uint64_t *hashes, size_t count, uint64_t *scratch) {
    nd__sort_u64(hashes, scratch, count);
    return nd__unique_u64(hashes, count);
}
