/* Set similarity by merging, by blocks or by galloping.
 *
 * Blocks (Schlegel, Willhalm, Lehner, "Fast sorted-set intersection using SIMD
 * instructions", ADMS 2011): each of L values of a is compared with each of L values of
 * b; then the block whose last value is less goes on, or both. Every pair of blocks that
 * can have a value in common meets once. */
#include <stdbool.h>

#include "fingerprint/variants.h"

#define GALLOP_RATIO 32 /* sizes further apart than this: search instead of merge */

static size_t common_by_merge(const uint64_t *a, size_t a_count, const uint64_t *b,
                              size_t b_count) {
    size_t i = 0, j = 0, common = 0;
    while (i < a_count && j < b_count) {
        uint64_t x = a[i], y = b[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return common;
}

/* Steps that double (Bentley and Yao 1976), then halving. */
size_t nd__gallop(const uint64_t *large, size_t at, size_t count, uint64_t x) {
    size_t low = at, step = 1;
    while (step <= count - low && large[low + step - 1] < x) {
        low += step;
        step *= 2;
    }
    size_t high = step < count - low ? low + step : count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (large[middle] < x) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t common_by_gallop(const uint64_t *small, size_t small_count,
                               const uint64_t *large, size_t large_count) {
    size_t at = 0, common = 0;
    for (size_t i = 0; i < small_count && at < large_count; i++) {
        at = nd__gallop(large, at, large_count, small[i]);
        common += at < large_count && large[at] == small[i];
    }
    return common;
}

#if ND_HAVE_X86
#include <immintrin.h>

/* Counts what whole blocks of 4 have in common; *i and *j say how far they went. */
ND_TARGET_AVX2 static size_t common_avx2(const uint64_t *a, size_t a_count, size_t *i,
                                         const uint64_t *b, size_t b_count, size_t *j) {
    size_t common = 0;
    while (a_count - *i >= 4 && b_count - *j >= 4) {
        uint64_t a_last = a[*i + 3], b_last = b[*j + 3];
        __m256i x = _mm256_loadu_si256((const __m256i *)(a + *i));
        __m256i y = _mm256_loadu_si256((const __m256i *)(b + *j));
        __m256i even = _mm256_cmpeq_epi64(x, y);
        __m256i odd = _mm256_cmpeq_epi64(x, _mm256_permute4x64_epi64(y, 0x39));
        even = _mm256_or_si256(even,
                               _mm256_cmpeq_epi64(x, _mm256_permute4x64_epi64(y, 0x4E)));
        odd = _mm256_or_si256(odd,
                              _mm256_cmpeq_epi64(x, _mm256_permute4x64_epi64(y, 0x93)));
        __m256i any = _mm256_or_si256(even, odd);
        common += (size_t)_mm_popcnt_u32(
            (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(any)));
        *i += a_last <= b_last ? 4 : 0;
        *j += b_last <= a_last ? 4 : 0;
    }
    return common;
}

/* The same with blocks of 8. */
ND_TARGET_AVX512 static size_t common_avx512(const uint64_t *a, size_t a_count, size_t *i,
                                             const uint64_t *b, size_t b_count,
                                             size_t *j) {
    size_t common = 0;
    while (a_count - *i >= 8 && b_count - *j >= 8) {
        uint64_t a_last = a[*i + 7], b_last = b[*j + 7];
        __m512i x = _mm512_loadu_si512(a + *i), y = _mm512_loadu_si512(b + *j);
        __m512i z = _mm512_shuffle_i64x2(y, y, 0x4E); /* halves changed over */
        unsigned equal = _mm512_cmpeq_epi64_mask(x, y);
        equal |= _mm512_cmpeq_epi64_mask(x, z);
        equal |= _mm512_cmpeq_epi64_mask(x, _mm512_permutex_epi64(y, 0x39));
        equal |= _mm512_cmpeq_epi64_mask(x, _mm512_permutex_epi64(z, 0x39));
        equal |= _mm512_cmpeq_epi64_mask(x, _mm512_permutex_epi64(y, 0x4E));
        equal |= _mm512_cmpeq_epi64_mask(x, _mm512_permutex_epi64(z, 0x4E));
        equal |= _mm512_cmpeq_epi64_mask(x, _mm512_permutex_epi64(y, 0x93));
        equal |= _mm512_cmpeq_epi64_mask(x, _mm512_permutex_epi64(z, 0x93));
        common += (size_t)_mm_popcnt_u32(equal);
        *i += a_last <= b_last ? 8 : 0;
        *j += b_last <= a_last ? 8 : 0;
    }
    return common;
}
#endif

size_t nd__common_by(nd__variant variant, const uint64_t *a, size_t a_count,
                     const uint64_t *b, size_t b_count) {
    if (a_count / GALLOP_RATIO > b_count) {
        return common_by_gallop(b, b_count, a, a_count);
    }
    if (b_count / GALLOP_RATIO > a_count) {
        return common_by_gallop(a, a_count, b, b_count);
    }
    size_t i = 0, j = 0, common = 0;
#if ND_HAVE_X86
    if (variant == ND__VARIANT_AVX512) {
        common = common_avx512(a, a_count, &i, b, b_count, &j);
    } else if (variant == ND__VARIANT_AVX2) {
        common = common_avx2(a, a_count, &i, b, b_count, &j);
    }
#else
    (void)variant;
#endif
    return common + common_by_merge(a + i, a_count - i, b + j, b_count - j);
}

nd_similarity nd_similarity_sets(const uint64_t *a, size_t a_count, const uint64_t *b,
                                 size_t b_count) {
    if (a_count == 0 || b_count == 0) {
        return (nd_similarity){0, 0, 0};
    }
    size_t common = nd__common_by(nd__variant_best(), a, a_count, b, b_count);
    return (nd_similarity){
        .jaccard = (double)common / (double)(a_count + b_count - common),
        .containment_a = (double)common / (double)a_count,
        .containment_b = (double)common / (double)b_count,
    };
}

/* The row of a document without shingles. */
static bool is_unsigned(const uint32_t *signature, uint32_t size) {
    for (uint32_t i = 0; i < size; i++) {
        if (signature[i] != UINT32_MAX) {
            return false;
        }
    }
    return true;
}

double nd_minhash_similarity(const uint32_t *a, const uint32_t *b, uint32_t size) {
    uint32_t equal = 0;
    for (uint32_t i = 0; i < size; i++) {
        equal += a[i] == b[i];
    }
    if (size == 0 || (equal == size && is_unsigned(a, size))) {
        return 0;
    }
    return (double)equal / (double)size;
}

nd_similarity nd_minhash_containment(double jaccard, size_t a_count, size_t b_count) {
    if (a_count == 0 || b_count == 0) {
        return (nd_similarity){0, 0, 0};
    }
    double a = (double)a_count, b = (double)b_count;
    double most = a < b ? a : b;
    /* |A and B| = J |A or B| and |A or B| = |A| + |B| - |A and B|. */
    double common = jaccard * (a + b) / (1 + jaccard);
    if (common > most) {
        common = most;
    }
    return (nd_similarity){common / (a + b - common), common / a, common / b};
}
