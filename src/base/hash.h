/* Hashing: the one place that knows xxHash. Every hash here is part of neardup's stored
 * definitions (docs/algorithms/fingerprints.md): changing one changes results. */
#ifndef ND_BASE_HASH_H
#define ND_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* XXH3-64 of bytes with a seed. */
uint64_t nd__hash64(const void *bytes, size_t size, uint64_t seed);

typedef struct nd__hash128_value {
    uint64_t low, high;
} nd__hash128_value;

/* XXH3-128 of bytes with a seed. */
nd__hash128_value nd__hash128(const void *bytes, size_t size, uint64_t seed);

/* A running XXH3-128 (seed 0) of a stream of bytes. */
typedef struct nd__hash_stream nd__hash_stream;
nd__hash_stream *nd__hash_stream_create(void); /* NULL: out of memory */
void nd__hash_stream_add(nd__hash_stream *stream, const void *bytes, size_t size);
nd__hash128_value nd__hash_stream_value(const nd__hash_stream *stream);
void nd__hash_stream_destroy(nd__hash_stream *stream);

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection that spreads every
 * bit. */
static inline uint64_t nd__mix64(uint64_t x) {
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static inline uint64_t nd__rotate_left(uint64_t x, unsigned bits) {
    return (x << (bits & 63u)) | (x >> ((64u - bits) & 63u));
}

#define ND_DIGEST_HEX_SIZE 33
/* 32 hexadecimal digits, high half first, and a 0. */
void nd__hash128_hex(char out[ND_DIGEST_HEX_SIZE], nd__hash128_value value);
/* False where the text is not 32 hexadecimal digits. */
bool nd__hash128_from_hex(nd__hash128_value *out, const char *text, size_t size);

#endif
