/* SimHash: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC
 * 2002, section 3, with the bits of each shingle hash as its random signs.
 *
 * Bit b of the result is 1 where more than half of the hashes have bit b. All 64 counts
 * are kept at once, bit-sliced: plane[p] holds bit p of each of the 64 counts. A
 * carry-save adder takes three words of one weight to one of that weight and one of twice
 * the weight; eight hashes go through seven of them and leave one word of weight 8 to
 * ripple up (Harley and Seal's population count, Warren, Hacker's Delight, section 5-1,
 * run down the columns). The comparison with half the number is bit-sliced as well.
 *
 * A vector of L lanes does the same with L such sets of counts, one for every L-th hash,
 * which are added up at the end. */
#include <string.h>

#include "fingerprint/bits.h"
#include "fingerprint/variants.h"

#define PLANES 64 /* counts of any size_t fit */
#define BLOCK 8   /* hashes a step, weight of plane 3 */

/* *low and the result hold the sum of three bits in each column. */
static inline uint64_t add_carry_save(uint64_t *low, uint64_t a, uint64_t b) {
    uint64_t half = *low ^ a;
    uint64_t carry = (*low & a) | (half & b);
    *low = half ^ b;
    return carry;
}

/* Adds `word`, whose bits weigh 2^from, to the counts. */
static inline void ripple(uint64_t plane[PLANES], unsigned from, uint64_t word) {
    for (unsigned p = from; word != 0; p++) {
        uint64_t carry = plane[p] & word;
        plane[p] ^= word;
        word = carry;
    }
}

/* Adds hash[0..count-1]. */
static void count_portable(uint64_t plane[PLANES], const uint64_t *hash, size_t count) {
    uint64_t ones = 0, twos = 0, fours = 0;
    size_t i = 0;
    for (; count - i >= BLOCK; i += BLOCK) {
        const uint64_t *h = hash + i;
        uint64_t two_a = add_carry_save(&ones, h[0], h[1]);
        uint64_t two_b = add_carry_save(&ones, h[2], h[3]);
        uint64_t four_a = add_carry_save(&twos, two_a, two_b);
        two_a = add_carry_save(&ones, h[4], h[5]);
        two_b = add_carry_save(&ones, h[6], h[7]);
        uint64_t four_b = add_carry_save(&twos, two_a, two_b);
        ripple(plane, 3, add_carry_save(&fours, four_a, four_b));
    }
    ripple(plane, 0, ones);
    ripple(plane, 1, twos);
    ripple(plane, 2, fours);
    for (; i < count; i++) {
        ripple(plane, 0, hash[i]);
    }
}

#if ND_HAVE_X86
#include <immintrin.h>

/* Adds the counts of one lane, of weights 1 to 2^(used - 1). */
static void add_counts(uint64_t plane[PLANES], const uint64_t *lane, size_t stride,
                       unsigned used) {
    uint64_t carry = 0;
    for (unsigned p = 0; p < used; p++) {
        carry = add_carry_save(&plane[p], lane[p * stride], carry);
    }
    ripple(plane, used, carry);
}

/* The lanes of a vector overflow after 2^LANE_PLANES hashes each. */
#define LANE_PLANES 20
#define MOST_BLOCKS ((size_t)1 << (LANE_PLANES - 4))

ND_TARGET_AVX2 static inline __m256i add_avx2(__m256i *low, __m256i a, __m256i b) {
    __m256i half = _mm256_xor_si256(*low, a);
    __m256i carry = _mm256_or_si256(_mm256_and_si256(*low, a), _mm256_and_si256(half, b));
    *low = _mm256_xor_si256(half, b);
    return carry;
}

/* Counts whole blocks of 8 vectors; gives how many hashes those were. */
ND_TARGET_AVX2 static size_t count_avx2(uint64_t plane[PLANES], const uint64_t *hash,
                                        size_t count) {
    size_t blocks = count / (4 * BLOCK);
    blocks = blocks < MOST_BLOCKS ? blocks : MOST_BLOCKS;
    __m256i sum[LANE_PLANES];
    for (unsigned p = 0; p < LANE_PLANES; p++) {
        sum[p] = _mm256_setzero_si256();
    }
    __m256i ones = sum[0], twos = sum[0], fours = sum[0];
    unsigned used = 3;
    for (size_t i = 0; i < blocks; i++) {
        const __m256i *h = (const __m256i *)(hash + i * 4 * BLOCK);
        __m256i two_a = add_avx2(&ones, _mm256_loadu_si256(h), _mm256_loadu_si256(h + 1));
        __m256i two_b =
            add_avx2(&ones, _mm256_loadu_si256(h + 2), _mm256_loadu_si256(h + 3));
        __m256i four_a = add_avx2(&twos, two_a, two_b);
        two_a = add_avx2(&ones, _mm256_loadu_si256(h + 4), _mm256_loadu_si256(h + 5));
        two_b = add_avx2(&ones, _mm256_loadu_si256(h + 6), _mm256_loadu_si256(h + 7));
        __m256i four_b = add_avx2(&twos, two_a, two_b);
        __m256i word = add_avx2(&fours, four_a, four_b);
        unsigned p = 3;
        for (; p < LANE_PLANES && _mm256_testz_si256(word, word) == 0; p++) {
            __m256i carry = _mm256_and_si256(sum[p], word);
            sum[p] = _mm256_xor_si256(sum[p], word);
            word = carry;
        }
        used = p > used ? p : used;
    }
    sum[0] = ones;
    sum[1] = twos;
    sum[2] = fours;
    uint64_t lanes[LANE_PLANES * 4];
    memcpy(lanes, sum, used * sizeof *sum);
    for (size_t lane = 0; lane < 4; lane++) {
        add_counts(plane, lanes + lane, 4, used);
    }
    return blocks * 4 * BLOCK;
}

ND_TARGET_AVX512 static inline __m512i add_avx512(__m512i *low, __m512i a, __m512i b) {
    __m512i carry = _mm512_ternarylogic_epi64(*low, a, b, 0xE8); /* two of three */
    *low = _mm512_ternarylogic_epi64(*low, a, b, 0x96);          /* odd */
    return carry;
}

ND_TARGET_AVX512 static size_t count_avx512(uint64_t plane[PLANES], const uint64_t *hash,
                                            size_t count) {
    size_t blocks = count / (8 * BLOCK);
    blocks = blocks < MOST_BLOCKS ? blocks : MOST_BLOCKS;
    __m512i sum[LANE_PLANES];
    for (unsigned p = 0; p < LANE_PLANES; p++) {
        sum[p] = _mm512_setzero_si512();
    }
    __m512i ones = sum[0], twos = sum[0], fours = sum[0];
    unsigned used = 3;
    for (size_t i = 0; i < blocks; i++) {
        const uint64_t *h = hash + i * 8 * BLOCK;
        __m512i two_a =
            add_avx512(&ones, _mm512_loadu_si512(h), _mm512_loadu_si512(h + 8));
        __m512i two_b =
            add_avx512(&ones, _mm512_loadu_si512(h + 16), _mm512_loadu_si512(h + 24));
        __m512i four_a = add_avx512(&twos, two_a, two_b);
        two_a = add_avx512(&ones, _mm512_loadu_si512(h + 32), _mm512_loadu_si512(h + 40));
        two_b = add_avx512(&ones, _mm512_loadu_si512(h + 48), _mm512_loadu_si512(h + 56));
        __m512i four_b = add_avx512(&twos, two_a, two_b);
        __m512i word = add_avx512(&fours, four_a, four_b);
        unsigned p = 3;
        for (; p < LANE_PLANES && _mm512_test_epi64_mask(word, word) != 0; p++) {
            __m512i carry = _mm512_and_si512(sum[p], word);
            sum[p] = _mm512_xor_si512(sum[p], word);
            word = carry;
        }
        used = p > used ? p : used;
    }
    sum[0] = ones;
    sum[1] = twos;
    sum[2] = fours;
    uint64_t lanes[LANE_PLANES * 8];
    memcpy(lanes, sum, used * sizeof *sum);
    for (size_t lane = 0; lane < 8; lane++) {
        add_counts(plane, lanes + lane, 8, used);
    }
    return blocks * 8 * BLOCK;
}
#endif

uint64_t nd__simhash_by(nd__variant variant, const uint64_t *shingle_set, size_t count) {
    uint64_t plane[PLANES] = {0};
    size_t done = 0;
#if ND_HAVE_X86
    if (variant == ND__VARIANT_AVX512) {
        while (count - done >= 8 * BLOCK) {
            done += count_avx512(plane, shingle_set + done, count - done);
        }
    } else if (variant == ND__VARIANT_AVX2) {
        while (count - done >= 4 * BLOCK) {
            done += count_avx2(plane, shingle_set + done, count - done);
        }
    }
#else
    (void)variant;
#endif
    count_portable(plane, shingle_set + done, count - done);
    /* A count over floor(n / 2) is over half. From the top bit down: `above` are the
     * columns known to be larger, `equal` those undecided. */
    size_t half = count / 2;
    uint64_t above = 0, equal = UINT64_MAX;
    for (unsigned p = PLANES; p-- > 0;) {
        if ((half >> p & 1) != 0) {
            equal &= plane[p];
        } else {
            above |= equal & plane[p];
            equal &= ~plane[p];
        }
    }
    return above;
}

uint64_t nd_simhash(const uint64_t *shingle_set, size_t count) {
    return nd__simhash_by(nd__variant_best(), shingle_set, count);
}

uint32_t nd_simhash_distance(uint64_t a, uint64_t b) {
    return nd__count_bits(a ^ b);
}
