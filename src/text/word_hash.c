#include "text/word_hash.h"

#include "base/hash.h"

#define GOLDEN UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio, of splitmix64 */

void nd__word_key_make(nd__word_key *out, uint64_t seed) {
    uint64_t state = nd__mix64(seed + GOLDEN);
    for (unsigned i = 0; i < 4; i++) {
        state += GOLDEN;
        out->k[i] = (nd__mix64(state) & ~UINT64_C(0xFF)) | (i > 0);
    }
    out->rest =
        nd__word_fold(ND__WORD_HASH_SPACES ^ out->k[2], ND__WORD_HASH_SPACES ^ out->k[3]);
}

uint64_t nd__word_hash(const nd__word_key *key, const char *bytes, size_t size) {
    if (size > ND__WORD_HASH_BYTES) {
        return nd__hash64(bytes, size, key->k[0]);
    }
    uint64_t q[4] = {ND__WORD_HASH_SPACES, ND__WORD_HASH_SPACES, ND__WORD_HASH_SPACES,
                     ND__WORD_HASH_SPACES};
    memcpy(q, bytes, size);
    return nd__word_hash32(key, q);
}
