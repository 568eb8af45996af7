#include "base/hash.h"

#include <stdlib.h>

/* Its functions become part of this file: a short input costs no call into the library,
 * and a long one is read by the vectors that this compiler targets. Same bits. */
#define XXH_INLINE_ALL
#include <xxhash.h>

struct nd__hash_stream {
    XXH3_state_t *state;
};

uint64_t nd__hash64(const void *bytes, size_t size, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, size, seed);
}

nd__hash128_value nd__hash128(const void *bytes, size_t size, uint64_t seed) {
    XXH128_hash_t h = XXH3_128bits_withSeed(bytes, size, seed);
    return (nd__hash128_value){h.low64, h.high64};
}

nd__hash_stream *nd__hash_stream_create(void) {
    nd__hash_stream *stream = malloc(sizeof *stream);
    if (stream == NULL) {
        return NULL;
    }
    stream->state = XXH3_createState();
    if (stream->state == NULL) {
        free(stream);
        return NULL;
    }
    XXH3_128bits_reset(stream->state);
    return stream;
}

void nd__hash_stream_add(nd__hash_stream *stream, const void *bytes, size_t size) {
    if (size > 0) {
        XXH3_128bits_update(stream->state, bytes, size);
    }
}

nd__hash128_value nd__hash_stream_value(const nd__hash_stream *stream) {
    XXH128_hash_t h = XXH3_128bits_digest(stream->state);
    return (nd__hash128_value){h.low64, h.high64};
}

void nd__hash_stream_destroy(nd__hash_stream *stream) {
    if (stream != NULL) {
        XXH3_freeState(stream->state);
        free(stream);
    }
}

void nd__hash128_hex(char out[ND_DIGEST_HEX_SIZE], nd__hash128_value value) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        out[15 - i] = digits[(value.high >> (4 * i)) & 15];
        out[31 - i] = digits[(value.low >> (4 * i)) & 15];
    }
    out[32] = '\0';
}

bool nd__hash128_from_hex(nd__hash128_value *out, const char *text, size_t size) {
    if (size != 32) {
        return false;
    }
    uint64_t halves[2] = {0, 0};
    for (size_t i = 0; i < 32; i++) {
        char c = text[i];
        unsigned digit;
        if (c >= '0' && c <= '9') {
            digit = (unsigned)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = (unsigned)(c - 'a') + 10;
        } else {
            return false;
        }
        halves[i / 16] = (halves[i / 16] << 4) | digit;
    }
    *out = (nd__hash128_value){halves[1], halves[0]};
    return true;
}
