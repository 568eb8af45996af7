/* The hash of a token: of its normalised UTF-8, w bytes.
 *
 * w <= 32: the bytes, filled up with spaces to 32, are four numbers q[0..3], little end
 * first. With the folded product fold(a, b) = low half of a * b XOR its high half:
 *
 *      h = fold(q[0] ^ k[0], q[1] ^ k[1]) ^ fold(q[2] ^ k[2], q[3] ^ k[3])
 *      h = (h ^ h >> 32) * 0xD6E8FEB86659FD93,  hash = h ^ h >> 32
 *
 * w > 32: XXH3-64, seeded with k[0].
 *
 * k[i] is made from the run's seed. No byte of a token is 0, 1 or a space, and the low
 * bytes of k[0..3] are 0, 1, 1, 1, so no factor of a product is ever 0, which would lose
 * the other one. The last step spreads what a product leaves in place: without it, words
 * that differ in one byte collide in some 32 of their 64 bits more often than chance. */
#ifndef ND_TEXT_WORD_HASH_H
#define ND_TEXT_WORD_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ND__WORD_HASH_BYTES 32
#define ND__WORD_HASH_SPACES UINT64_C(0x2020202020202020)

typedef struct nd__word_key {
    uint64_t k[4];
    uint64_t rest; /* fold of a second half that is all spaces */
} nd__word_key;

void nd__word_key_make(nd__word_key *out, uint64_t seed);

static inline uint64_t nd__word_fold(uint64_t a, uint64_t b) {
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t nd__word_finish(uint64_t h) {
    h = (h ^ h >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return h ^ h >> 32;
}

/* Of a word of at most 16 bytes. */
static inline uint64_t nd__word_hash16(const nd__word_key *key, uint64_t q0,
                                       uint64_t q1) {
    return nd__word_finish(nd__word_fold(q0 ^ key->k[0], q1 ^ key->k[1]) ^ key->rest);
}

static inline uint64_t nd__word_hash32(const nd__word_key *key, const uint64_t q[4]) {
    return nd__word_finish(nd__word_fold(q[0] ^ key->k[0], q[1] ^ key->k[1]) ^
                           nd__word_fold(q[2] ^ key->k[2], q[3] ^ key->k[3]));
}

/* Of any word. */
uint64_t nd__word_hash(const nd__word_key *key, const char *bytes, size_t size);

#endif
