/* Winnowing, and sorting what was chosen.
 *
 * The choice moves on from window s - 1 to window s in two cases: the hash that comes in
 * is not above the least so far (then it is chosen, as the rightmost), or the least so
 * far was the hash that goes out, and only that (then it is the least of the new window,
 * and is chosen anew). With m the least of the 7 hashes that both windows have, `out` the
 * one that goes and `in` the one that comes:
 *
 *      chosen  = in <= min(out, m)  or  out < m
 *      its hash = min(m, in)
 *
 * No place needs to be remembered, there is nothing to foretell, and vectors take as many
 * windows at once as they have lanes. (Where out < m, and the least of the new window
 * stands several times, the rightmost has the same hash as the others.)
 *
 * The set is sorted by linear probing (Gonnet and Munro, "The analysis of linear probing
 * sort by the use of a new mathematical transform", 1984): into a table at least four
 * times as large, at the place that the top bits name or, where it is taken, behind it in
 * order. Values that crowd at a place, or are very many, are sorted by radix. */
#include "text/winnow.h"

#include <string.h>

#define WINDOW ND__WINNOW_WINDOW
#define FREE UINT32_MAX  /* in the table; the value itself is counted apart */
#define MOST_STEPS 31    /* in the table for one value; + 1 is a multiple of 16 */
#define MOST_TABLE 16384 /* values; larger tables outgrow the first caches */
#define SMALL 24         /* below this an insertion sort wins */
#define LEAST_TABLE_BITS 6

static inline uint64_t lesser(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* The least of hash[0..6]. */
static inline uint64_t least_of_7(const uint64_t *hash) {
    uint64_t a = lesser(hash[0], hash[1]), b = lesser(hash[2], hash[3]);
    uint64_t c = lesser(hash[4], hash[5]);
    return lesser(lesser(a, b), lesser(c, hash[6]));
}

/* Windows [start, windows), start at least 1. */
static size_t choose_one_by_one(uint32_t *out, size_t taken, const uint64_t *hashes,
                                size_t start, size_t windows) {
    for (size_t s = start; s < windows; s++) {
        uint64_t m = least_of_7(hashes + s);
        uint64_t gone = hashes[s - 1], come = hashes[s + WINDOW - 1];
        out[taken] = (uint32_t)lesser(m, come);
        taken += (come <= lesser(gone, m)) | (gone < m);
    }
    return taken;
}

/* The minima of whole blocks, by doubling. */
#define BLOCK 128
static size_t choose_portable(uint32_t *out, size_t taken, const uint64_t *hashes,
                              size_t windows) {
    uint64_t two[BLOCK + 8], four[BLOCK + 8];
    size_t s = 1;
    for (; windows - s >= BLOCK && windows > s; s += BLOCK) {
        const uint64_t *hash = hashes + s;
        for (size_t i = 0; i < BLOCK + 5; i++) {
            two[i] = lesser(hash[i], hash[i + 1]);
        }
        for (size_t i = 0; i < BLOCK + 3; i++) {
            four[i] = lesser(two[i], two[i + 2]);
        }
        uint64_t gone = hashes[s - 1];
        for (size_t i = 0; i < BLOCK; i++) {
            uint64_t m = lesser(four[i], four[i + 3]), come = hash[i + WINDOW - 1];
            out[taken] = (uint32_t)lesser(m, come);
            taken += (come <= lesser(gone, m)) | (gone < m);
            gone = hash[i];
        }
    }
    return choose_one_by_one(out, taken, hashes, s, windows);
}

#if ND_HAVE_X86
#include <immintrin.h>

/* There are compares of signed numbers only: all are taken with the top bit turned over.
 */
ND_TARGET_AVX2 static inline __m256i load_signed(const uint64_t *hash) {
    return _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)hash),
                            _mm256_set1_epi64x(INT64_MIN));
}

ND_TARGET_AVX2 static inline __m256i lesser_avx2(__m256i a, __m256i b) {
    return _mm256_blendv_epi8(a, b, _mm256_cmpgt_epi64(a, b));
}

ND_TARGET_AVX2 static inline unsigned lanes_avx2(__m256i mask) {
    return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(mask));
}

/* The bytes that bring the words of the lanes in a mask to the front. */
static const uint8_t compress_bytes[16][16] = {
#define W(i) 4 * (i), 4 * (i) + 1, 4 * (i) + 2, 4 * (i) + 3
    {W(0), W(0), W(0), W(0)}, {W(0), W(0), W(0), W(0)}, {W(1), W(0), W(0), W(0)},
    {W(0), W(1), W(0), W(0)}, {W(2), W(0), W(0), W(0)}, {W(0), W(2), W(0), W(0)},
    {W(1), W(2), W(0), W(0)}, {W(0), W(1), W(2), W(0)}, {W(3), W(0), W(0), W(0)},
    {W(0), W(3), W(0), W(0)}, {W(1), W(3), W(0), W(0)}, {W(0), W(1), W(3), W(0)},
    {W(2), W(3), W(0), W(0)}, {W(0), W(2), W(3), W(0)}, {W(1), W(2), W(3), W(0)},
    {W(0), W(1), W(2), W(3)},
#undef W
};

ND_TARGET_AVX2 static size_t choose_avx2(uint32_t *out, size_t taken,
                                         const uint64_t *hashes, size_t windows) {
    size_t s = 1;
    for (; s + 4 <= windows; s += 4) {
        const uint64_t *hash = hashes + s;
        __m256i a = lesser_avx2(load_signed(hash), load_signed(hash + 1));
        __m256i b = lesser_avx2(load_signed(hash + 2), load_signed(hash + 3));
        __m256i c = lesser_avx2(load_signed(hash + 4), load_signed(hash + 5));
        c = lesser_avx2(c, load_signed(hash + 6));
        __m256i m = lesser_avx2(lesser_avx2(a, b), c);
        __m256i gone = load_signed(hashes + s - 1);
        __m256i come = load_signed(hash + WINDOW - 1);
        __m256i stays = _mm256_cmpgt_epi64(come, lesser_avx2(gone, m));
        __m256i left = _mm256_cmpgt_epi64(m, gone);
        unsigned chosen = (lanes_avx2(stays) ^ 15u) | lanes_avx2(left);
        __m256i least = lesser_avx2(m, come); /* the low halves are as they were */
        __m128i words = _mm_castps_si128(
            _mm_shuffle_ps(_mm_castsi128_ps(_mm256_castsi256_si128(least)),
                           _mm_castsi128_ps(_mm256_extracti128_si256(least, 1)), 0x88));
        __m128i order = _mm_loadu_si128((const __m128i *)compress_bytes[chosen]);
        /* Not more than s were taken, so four fit. */
        _mm_storeu_si128((__m128i *)(out + taken), _mm_shuffle_epi8(words, order));
        taken += (size_t)_mm_popcnt_u32(chosen);
    }
    return choose_one_by_one(out, taken, hashes, s, windows);
}

ND_TARGET_AVX512 static size_t choose_avx512(uint32_t *out, size_t taken,
                                             const uint64_t *hashes, size_t windows) {
    size_t s = 1;
    for (; s + 8 <= windows; s += 8) {
        const uint64_t *hash = hashes + s;
        __m512i a =
            _mm512_min_epu64(_mm512_loadu_si512(hash), _mm512_loadu_si512(hash + 1));
        __m512i b =
            _mm512_min_epu64(_mm512_loadu_si512(hash + 2), _mm512_loadu_si512(hash + 3));
        __m512i c =
            _mm512_min_epu64(_mm512_loadu_si512(hash + 4), _mm512_loadu_si512(hash + 5));
        c = _mm512_min_epu64(c, _mm512_loadu_si512(hash + 6));
        __m512i m = _mm512_min_epu64(_mm512_min_epu64(a, b), c);
        __m512i gone = _mm512_loadu_si512(hashes + s - 1);
        __m512i come = _mm512_loadu_si512(hash + WINDOW - 1);
        __mmask8 chosen =
            (__mmask8)(_mm512_cmple_epu64_mask(come, _mm512_min_epu64(gone, m)) |
                       _mm512_cmplt_epu64_mask(gone, m));
        __m256i words = _mm512_cvtepi64_epi32(_mm512_min_epu64(m, come));
        /* Not more than s were taken, so eight fit. */
        _mm256_storeu_si256((__m256i *)(out + taken),
                            _mm256_maskz_compress_epi32(chosen, words));
        taken += (size_t)_mm_popcnt_u32(chosen);
    }
    return choose_one_by_one(out, taken, hashes, s, windows);
}
#endif

size_t nd__winnow_by(nd__variant variant, uint32_t *out, const uint64_t *hashes,
                     size_t count) {
    if (count == 0) {
        return 0;
    }
    size_t first = count < WINDOW ? count : WINDOW;
    uint64_t least = hashes[0];
    for (size_t i = 1; i < first; i++) {
        least = lesser(least, hashes[i]);
    }
    out[0] = (uint32_t)least;
    if (count <= WINDOW) {
        return 1;
    }
    size_t windows = count - WINDOW + 1;
#if ND_HAVE_X86
    if (variant == ND__VARIANT_AVX512) {
        return choose_avx512(out, 1, hashes, windows);
    }
    if (variant == ND__VARIANT_AVX2) {
        return choose_avx2(out, 1, hashes, windows);
    }
#else
    (void)variant;
#endif
    return choose_portable(out, 1, hashes, windows);
}

size_t nd__winnow(uint32_t *out, const uint64_t *hashes, size_t count) {
    return nd__winnow_by(nd__variant_best(), out, hashes, count);
}

/* ---- the set ---- */

/* The table has 4 to 8 places for a value, so that most find their own free. */
static unsigned table_bits(size_t count) {
    unsigned bits = LEAST_TABLE_BITS;
    while ((size_t)1 << bits < 4 * count) {
        bits++;
    }
    return bits;
}

size_t nd__winnow_scratch(size_t count) {
    size_t tabled = count < MOST_TABLE ? count : MOST_TABLE;
    size_t table = ((size_t)1 << table_bits(tabled)) + MOST_STEPS + 1;
    return count > table ? count : table;
}

static void insertion_sort(uint32_t *values, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint32_t value = values[i];
        size_t j = i;
        for (; j > 0 && values[j - 1] > value; j--) {
            values[j] = values[j - 1];
        }
        values[j] = value;
    }
}

static void radix_sort(uint32_t *values, size_t count, uint32_t *scratch) {
    uint32_t *from = values, *to = scratch;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < count; i++) {
            starts[(from[i] >> shift & 255) + 1]++;
        }
        for (size_t digit = 1; digit < 257; digit++) {
            starts[digit] += starts[digit - 1];
        }
        for (size_t i = 0; i < count; i++) {
            to[starts[from[i] >> shift & 255]++] = from[i];
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    /* After four passes they are back in values. */
}

static size_t unique(uint32_t *values, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        values[kept] = values[i];
        kept += i + 1 == count || values[i + 1] != values[i];
    }
    return kept;
}

/* False where values crowd. *tops counts those that equal FREE. */
static bool fill_table(uint32_t *table, unsigned bits, size_t *tops,
                       const uint32_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t value = values[i];
        size_t at = value >> (32 - bits), limit = at + MOST_STEPS;
        *tops += value == FREE;
        while (value != FREE && table[at] != value) {
            if (at == limit) {
                return false;
            }
            uint32_t there = table[at];
            table[at++] = value < there ? value : there;
            value = value < there ? there : value;
        }
    }
    return true;
}

#if ND_HAVE_X86
ND_TARGET_AVX512 static size_t gather_avx512(uint32_t *values, const uint32_t *table,
                                             size_t size) {
    const __m512i nothing = _mm512_set1_epi32(-1);
    size_t kept = 0;
    for (size_t at = 0; at < size; at += 16) {
        __m512i words = _mm512_loadu_si512(table + at);
        __mmask16 full = _mm512_cmpneq_epi32_mask(words, nothing);
        unsigned n = (unsigned)_mm_popcnt_u32(full);
        _mm512_mask_storeu_epi32(values + kept, (__mmask16)_bzhi_u32(0xFFFF, n),
                                 _mm512_maskz_compress_epi32(full, words));
        kept += n;
    }
    return kept;
}
#endif

/* What stands in the table. size is a multiple of 16. */
static size_t gather(uint32_t *values, const uint32_t *table, size_t size) {
#if ND_HAVE_X86
    if (nd__variant_best() == ND__VARIANT_AVX512) {
        return gather_avx512(values, table, size);
    }
#endif
    size_t kept = 0;
    for (size_t at = 0; at < size; at++) {
        if (table[at] != FREE) {
            values[kept++] = table[at];
        }
    }
    return kept;
}

size_t nd__winnow_make_set(uint32_t *values, size_t count, uint32_t *scratch) {
    if (count < SMALL) {
        insertion_sort(values, count);
        return unique(values, count);
    }
    unsigned bits = table_bits(count);
    size_t size = ((size_t)1 << bits) + MOST_STEPS + 1, tops = 0, kept = 0;
    if (count <= MOST_TABLE) {
        memset(scratch, 0xFF, size * sizeof *scratch);
    }
    if (count > MOST_TABLE || !fill_table(scratch, bits, &tops, values, count)) {
        radix_sort(values, count, scratch);
        return unique(values, count);
    }
    kept = gather(values, scratch, size);
    if (tops > 0) {
        values[kept++] = FREE;
    }
    return kept;
}
