/* Outline: a string is looked at eight bytes at a time; a word of plain ASCII is stored
 * as it is, else its plain bytes in front are (the word is stored whole, what follows
 * overwrites the rest) and one character is treated by itself. Digits come two at a time
 * from a table. Little endian, as all of neardup. */
#include "base/json_put.h"

#include "base/utf8_size.h"

#define EVERY(byte) (UINT64_C(0x0101010101010101) * (byte))
#define HIGH_BITS EVERY(0x80)

/* Has a high bit set for each byte that needs a look: control characters, '"', '\\', DEL
 * and what is no ASCII. A borrow can set more bits, but only above one that is right, and
 * only the lowest is used. */
static uint64_t special_bytes(uint64_t word) {
    uint64_t control = word - EVERY(0x20);
    uint64_t quote = (word ^ EVERY('"')) - EVERY(1);
    uint64_t slash = (word ^ EVERY('\\')) - EVERY(1);
    uint64_t delete = (word ^ EVERY(0x7F)) - EVERY(1);
    return ((control | quote | slash | delete) | word) & HIGH_BITS;
}

static size_t lowest_byte(uint64_t bits) {
    return (size_t)__builtin_ctzll(bits) / 8;
}

static char *put_escape(char *at, unsigned char c) {
    static const char digits[] = "0123456789abcdef";
    char letter = c == '"'    ? '"'
                  : c == '\\' ? '\\'
                  : c == '\n' ? 'n'
                  : c == '\r' ? 'r'
                  : c == '\t' ? 't'
                              : '\0';
    *at++ = '\\';
    if (letter != '\0') {
        *at++ = letter;
        return at;
    }
    at = nd__put_literal(at, "u00");
    *at++ = digits[c >> 4];
    *at++ = digits[c & 15];
    return at;
}

/* The character at p[0..left-1], or U+FFFD for one byte of what is none. */
static char *put_character(char *at, const unsigned char *p, size_t left, size_t *used) {
    size_t length = nd__utf8_size(p, left);
    *used = length > 0 ? length : 1;
    if (length == 0) {
        return nd__put_literal(at, "\xEF\xBF\xBD");
    }
    if (length > 1) {
        memcpy(at, p, length);
        return at + length;
    }
    if (p[0] >= 0x20 && p[0] != '"' && p[0] != '\\' && p[0] != 0x7F) {
        *at = (char)p[0];
        return at + 1;
    }
    return put_escape(at, p[0]);
}

char *nd__put_escaped(char *at, const char *limit, const char *bytes, size_t size,
                      size_t *used) {
    const unsigned char *p = (const unsigned char *)bytes;
    size_t i = 0;
    /* A turn stores a word and one escape at most. */
    while (i < size && limit - at >= 16) {
        if (size - i >= 8) {
            uint64_t word;
            memcpy(&word, p + i, sizeof word);
            memcpy(at, &word, sizeof word);
            uint64_t special = special_bytes(word);
            size_t plain = special == 0 ? 8 : lowest_byte(special);
            at += plain;
            i += plain;
            if (special == 0) {
                continue;
            }
        }
        size_t length;
        at = put_character(at, p + i, size - i, &length);
        i += length;
    }
    *used = i;
    return at;
}

char *nd__put_string(char *at, const char *bytes, size_t size) {
    size_t used;
    *at++ = '"';
    at = nd__put_escaped(at, at + nd__put_string_room(size), bytes, size, &used);
    *at++ = '"';
    return at;
}

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

char *nd__put_unsigned(char *at, uint64_t value) {
    char digits[20];
    size_t begin = sizeof digits;
    while (value >= 100) {
        begin -= 2;
        memcpy(digits + begin, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        begin -= 2;
        memcpy(digits + begin, pairs + value * 2, 2);
    } else {
        digits[--begin] = (char)('0' + value);
    }
    size_t size = sizeof digits - begin;
    for (size_t i = 0; i < size; i++) {
        at[i] = digits[begin + i];
    }
    return at + size;
}

char *nd__put_ratio(char *at, double value) {
    if (!(value > 0)) {
        value = 0;
    }
    if (value > 9e12) {
        value = 9e12;
    }
    uint64_t millionths = (uint64_t)(value * 1e6 + 0.5);
    at = nd__put_unsigned(at, millionths / 1000000);
    *at++ = '.';
    uint64_t rest = millionths % 1000000;
    for (size_t i = 0; i < 3; i++) {
        memcpy(at + i * 2,
               pairs + rest /
                           (i == 0   ? 10000
                            : i == 1 ? 100
                                     : 1) %
                           100 * 2,
               2);
    }
    size_t size = 6;
    while (size > 1 && at[size - 1] == '0') {
        size--;
    }
    return at + size; /* at least ".0", so that readers see a real number */
}
