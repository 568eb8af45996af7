/* The generator's own random numbers: the same on every machine, integers only. */
#ifndef MAKE_CRAWL_RANDOM_H
#define MAKE_CRAWL_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* xoshiro256** (Blackman, Vigna 2018), filled by splitmix64. */
typedef struct random_state {
    uint64_t word[4];
} random_state;

static inline uint64_t random_mix(uint64_t x) {
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* A stream of its own for each (seed, number, purpose). */
static inline random_state random_begin(uint64_t seed, uint64_t number,
                                        uint64_t purpose) {
    uint64_t x = random_mix(seed + UINT64_C(0x9e3779b97f4a7c15));
    x = random_mix(x ^ (number + UINT64_C(0x3c6ef372fe94f82b)));
    x = random_mix(x ^ (purpose + UINT64_C(0xdaa66d2c7ddf743f)));
    random_state state;
    for (int i = 0; i < 4; i++) {
        x += UINT64_C(0x9e3779b97f4a7c15);
        state.word[i] = random_mix(x);
    }
    return state;
}

static inline uint64_t random_rotate(uint64_t x, int by) {
    return (x << by) | (x >> (64 - by));
}

static inline uint64_t random_next(random_state *state) {
    uint64_t *s = state->word;
    uint64_t result = random_rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = random_rotate(s[3], 45);
    return result;
}

/* A whole number in [0, count), count >= 1. */
static inline uint32_t random_below(random_state *state, uint32_t count) {
    return (uint32_t)(((random_next(state) >> 32) * count) >> 32);
}

/* A whole number in [low, high]. */
static inline uint32_t random_between(random_state *state, uint32_t low, uint32_t high) {
    return low + random_below(state, high - low + 1);
}

/* In [0, count), small numbers far more often: the product of two uniform numbers, whose
 * density falls as -log x, is close enough to Zipf for vocabularies of some hundred
 * words. */
static inline uint32_t random_skewed(random_state *state, uint32_t count) {
    uint64_t x = random_next(state);
    uint64_t product = ((x >> 32) * (x & UINT32_MAX)) >> 32;
    return (uint32_t)((product * count) >> 32);
}

static inline bool random_chance(random_state *state, uint32_t percent) {
    return random_below(state, 100) < percent;
}

#endif
