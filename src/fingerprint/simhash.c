/* SimHash: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC
 * 2002, section 3, with the bits of each shingle hash as its random signs.
 *
 * Bit b of the result is 1 where more than half of the hashes have bit b. All 64 counts
 * are kept at once, bit-sliced: plane[p] holds bit p of each of the 64 counts. A
 * carry-save adder takes three words of one weight to one of that weight and one of twice
 * the weight; eight hashes go through seven of them and leave one word of weight 8 to
 * ripple up (Harley and Seal's population count, Warren, Hacker's Delight, section 5-1,
 * run down the columns). The comparison with half the number is bit-sliced as well. */
#include "fingerprint/bits.h"
#include "neardup/fingerprint.h"

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

static void count_columns(uint64_t plane[PLANES], const uint64_t *hash, size_t count) {
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
    /* The planes below 3 are still zero. */
    plane[0] = ones;
    plane[1] = twos;
    plane[2] = fours;
    for (; i < count; i++) {
        ripple(plane, 0, hash[i]);
    }
}

uint64_t nd_simhash(const uint64_t *shingle_set, size_t count) {
    uint64_t plane[PLANES] = {0};
    count_columns(plane, shingle_set, count);
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

uint32_t nd_simhash_distance(uint64_t a, uint64_t b) {
    return nd__count_bits(a ^ b);
}
