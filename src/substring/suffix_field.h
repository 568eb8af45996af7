/* The suffixes of a whole sequence in order, with the prefixes that neighbours share. */
#ifndef ND_SUBSTRING_SUFFIX_FIELD_H
#define ND_SUBSTRING_SUFFIX_FIELD_H

#include <stdbool.h>

#include "substring/sequence.h"

/* Positions are in codes: elements, or with borders element + document. */
typedef struct nd__suffix_field {
    const uint8_t *text; /* [size] codes, big-endian */
    uint8_t *owned;      /* the same where it had to be written */
    size_t size;         /* bytes */
    unsigned width;      /* bytes of a code */
    int32_t *order_32;   /* suffix array, NULL where the text is long */
    int32_t *plcp_32;
    int64_t *order_64;
    int64_t *plcp_64;
} nd__suffix_field;

/* With borders each document ends in a code 0 that no element has; so suffixes sort as
 * if each ended with its document, the shorter first. Without, text runs on from one
 * document to the next. 64 bit where the text has more than narrow_bytes. On failure
 * *out is empty. Memory: 9 bytes (17) for each byte of code, which is one for bytes. */
nd_status nd__suffix_field_make(nd__suffix_field *out, const nd__sequence *sequence,
                                bool borders, size_t narrow_bytes, nd_error *err);
void nd__suffix_field_clear(nd__suffix_field *field);

typedef struct nd__suffix {
    uint64_t at;     /* position */
    uint64_t common; /* codes in common with the suffix before it */
} nd__suffix;

/* The suffix at *rank or the next one that begins a code, and moves *rank behind it;
 * false at the end. */
static inline bool nd__suffix_next(nd__suffix *out, const nd__suffix_field *field,
                                   size_t *rank) {
    uint64_t common = UINT64_MAX;
    while (*rank < field->size) {
        size_t i = (*rank)++;
        uint64_t at, shared;
        if (field->order_32 != NULL) {
            at = (uint64_t)field->order_32[i];
            shared = (uint64_t)field->plcp_32[at];
        } else {
            at = (uint64_t)field->order_64[i];
            shared = (uint64_t)field->plcp_64[at];
        }
        common = shared < common ? shared : common;
        if (field->width == 1) {
            *out = (nd__suffix){at, common};
            return true;
        }
        if (at % field->width == 0) {
            *out = (nd__suffix){at / field->width, common / field->width};
            return true;
        }
    }
    return false;
}

static inline uint64_t nd__suffix_code(const nd__suffix_field *field, uint64_t at) {
    const uint8_t *from = field->text + at * field->width;
    uint64_t code = 0;
    for (unsigned i = 0; i < field->width; i++) {
        code = code << 8 | from[i];
    }
    return code;
}

#endif
