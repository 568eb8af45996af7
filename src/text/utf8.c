#include "text/utf8.h"

#include <string.h>

static int is_tail(unsigned char byte) {
    return (byte & 0xC0u) == 0x80u;
}

/* The lead byte decides the length; the second byte's range excludes overlong forms,
 * surrogates and what lies past U+10FFFF (table 3-7). */
size_t nd__utf8_decode(uint32_t *out, const char *text, size_t size) {
    const unsigned char *p = (const unsigned char *)text;
    if (size == 0) {
        return 0;
    }
    unsigned lead = p[0];
    if (lead < 0x80) {
        *out = lead;
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || size < 2 || !is_tail(p[1])) {
        return 0;
    }
    if (lead < 0xE0) {
        *out = (lead & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (size < 3 || !is_tail(p[2])) {
        return 0;
    }
    uint32_t code = (uint32_t)(p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    if (lead < 0xF0) {
        code |= (lead & 0x0Fu) << 12;
        if (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF)) {
            return 0;
        }
        *out = code;
        return 3;
    }
    if (size < 4 || !is_tail(p[3])) {
        return 0;
    }
    code = (lead & 0x07u) << 18 | code << 6 | (p[3] & 0x3Fu);
    if (code < 0x10000 || code > 0x10FFFF) {
        return 0;
    }
    *out = code;
    return 4;
}

size_t nd__utf8_first_invalid(const char *text, size_t size) {
    size_t i = 0;
    while (i < size) {
        uint64_t word;
        if (size - i >= sizeof word) {
            memcpy(&word, text + i, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof word;
                continue;
            }
        }
        uint32_t code_point;
        size_t length = nd__utf8_decode(&code_point, text + i, size - i);
        if (length == 0) {
            return i;
        }
        i += length;
    }
    return size;
}

size_t nd__utf8_encode(char *out, uint32_t code_point) {
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0u | code_point >> 6);
        out[1] = (char)(0x80u | (code_point & 0x3Fu));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0u | code_point >> 12);
        out[1] = (char)(0x80u | (code_point >> 6 & 0x3Fu));
        out[2] = (char)(0x80u | (code_point & 0x3Fu));
        return 3;
    }
    out[0] = (char)(0xF0u | code_point >> 18);
    out[1] = (char)(0x80u | (code_point >> 12 & 0x3Fu));
    out[2] = (char)(0x80u | (code_point >> 6 & 0x3Fu));
    out[3] = (char)(0x80u | (code_point & 0x3Fu));
    return 4;
}
