/* JSON string literals: decoding, and finding a place of the decoded text in the literal.
 *
 * Outline: a literal is runs of plain bytes between escapes. All functions walk it run
 * by run: a mask of 64 bytes, or memchr, finds the next backslash, read_escape
 * understands one escape. A surrogate pair written as two \u escapes is one escape of 12
 * bytes; a surrogate without its partner (Python writes such text without complaint)
 * becomes U+FFFD. Decoding never makes a literal longer: 2 bytes become 1, 6 become at
 * most 3, 12 become 4.
 */
#include "input/json_string.h"

#include <string.h>

#include "base/byte_mask.h"

#define REPLACEMENT 0xFFFDu

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits behind "\u" at raw[0..5]; false where there is no such escape. */
static bool read_unit(uint32_t *out, const char *raw, size_t size) {
    if (size < 6 || raw[0] != '\\' || raw[1] != 'u') {
        return false;
    }
    uint32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(raw[i]);
        if (digit < 0) {
            return false;
        }
        unit = unit << 4 | (uint32_t)digit;
    }
    *out = unit;
    return true;
}

/* Length of the escape at raw[0] (a backslash) and its code point; 0 where it is bad. */
static size_t read_escape(uint32_t *out, const char *raw, size_t size) {
    static const char meanings[256] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
    };
    if (size < 2) {
        return 0;
    }
    if (raw[1] != 'u') {
        *out = (unsigned char)meanings[(unsigned char)raw[1]];
        return *out == 0 ? 0 : 2;
    }
    uint32_t first, second;
    if (!read_unit(&first, raw, size)) {
        return 0;
    }
    *out = first;
    if (first < 0xD800 || first > 0xDFFF) {
        return 6;
    }
    *out = REPLACEMENT;
    if (first <= 0xDBFF && read_unit(&second, raw + 6, size - 6) && second >= 0xDC00 &&
        second <= 0xDFFF) {
        *out = 0x10000 + ((first - 0xD800) << 10 | (second - 0xDC00));
        return 12;
    }
    return 6;
}

static size_t encode(char *out, uint32_t code_point) {
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

static size_t encoded_size(uint32_t code_point) {
    return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

static nd_status fail_escape(nd_error *err, size_t at) {
    return nd__fail(err, ND_E_FORMAT, at, "bad escape in a JSON string at byte %zu", at);
}

bool nd__json_string_is_valid(const char *raw, size_t size) {
    for (size_t at = 0; at < size;) {
        uint32_t code_point;
        if (size - at >= ND__MASK_BYTES) {
            uint64_t mask = nd__byte_mask(raw + at, '\\');
            if (mask == 0) {
                at += ND__MASK_BYTES;
                continue;
            }
            at += (size_t)__builtin_ctzll(mask);
        } else {
            const char *escape = memchr(raw + at, '\\', size - at);
            if (escape == NULL) {
                break;
            }
            at = (size_t)(escape - raw);
        }
        size_t length = read_escape(&code_point, raw + at, size - at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

nd_status nd__json_string_decode(nd__buffer *out, const char *raw, size_t size,
                                 nd_error *err) {
    ND_TRY(nd__vector_extend(out, size, err));
    size_t at = 0;
    while (at < size) {
        size_t run;
        if (size - at >= ND__MASK_BYTES) {
            /* What is decoded is never longer than what it came from: there is room. */
            uint64_t mask = nd__byte_mask(raw + at, '\\');
            memcpy(out->items + out->count, raw + at, ND__MASK_BYTES);
            run = mask == 0 ? ND__MASK_BYTES : (size_t)__builtin_ctzll(mask);
        } else {
            const char *escape = memchr(raw + at, '\\', size - at);
            run = escape == NULL ? size - at : (size_t)(escape - raw) - at;
            memcpy(out->items + out->count, raw + at, run);
        }
        out->count += run;
        at += run;
        /* Text written in ASCII is mostly escapes: stay here while they follow. */
        while (at < size && raw[at] == '\\') {
            uint32_t code_point;
            size_t length = read_escape(&code_point, raw + at, size - at);
            if (length == 0) {
                return fail_escape(err, at);
            }
            out->count += encode(out->items + out->count, code_point);
            at += length;
        }
    }
    return ND_OK;
}

nd_status nd__json_string_map(size_t *out_raw, const size_t *offsets, size_t count,
                              const char *raw, size_t size, nd_error *err) {
    size_t at = 0, decoded = 0, done = 0;
    while (done < count) {
        const char *escape = at < size ? memchr(raw + at, '\\', size - at) : NULL;
        size_t run = escape == NULL ? size - at : (size_t)(escape - raw) - at;
        while (done < count && offsets[done] >= decoded &&
               offsets[done] - decoded <= run) {
            out_raw[done] = at + (offsets[done] - decoded);
            done++;
        }
        if (done == count) {
            break;
        }
        if (escape == NULL || offsets[done] < decoded) {
            return nd__fail(err, ND_E_ARG, offsets[done],
                            "offset %zu is not inside the text, or not in order",
                            offsets[done]);
        }
        at += run;
        decoded += run;
        uint32_t code_point;
        size_t length = read_escape(&code_point, escape, size - at);
        if (length == 0) {
            return fail_escape(err, at);
        }
        size_t bytes = encoded_size(code_point);
        /* An offset inside the character goes to its start. */
        while (done < count && offsets[done] >= decoded &&
               offsets[done] - decoded < bytes) {
            out_raw[done++] = at;
        }
        at += length;
        decoded += bytes;
    }
    return ND_OK;
}
