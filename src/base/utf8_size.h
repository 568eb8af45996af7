/* The one question about UTF-8 that the base floor asks; src/text/utf8.h does the rest.
 */
#ifndef ND_BASE_UTF8_SIZE_H
#define ND_BASE_UTF8_SIZE_H

#include <stddef.h>

/* Bytes of the valid UTF-8 character at p, of which `left` >= 1 bytes can be read, or 0
 * (Unicode 15, table 3-7). */
static inline size_t nd__utf8_size(const unsigned char *p, size_t left) {
    unsigned char a = p[0];
    if (a < 0x80) {
        return 1;
    }
    size_t need = a >= 0xC2 && a <= 0xDF   ? 2
                  : (a & 0xF0) == 0xE0     ? 3
                  : a >= 0xF0 && a <= 0xF4 ? 4
                                           : 0;
    if (need == 0 || left < need) {
        return 0;
    }
    unsigned char low = 0x80, high = 0xBF;
    if (a == 0xE0) {
        low = 0xA0;
    } else if (a == 0xED) {
        high = 0x9F;
    } else if (a == 0xF0) {
        low = 0x90;
    } else if (a == 0xF4) {
        high = 0x8F;
    }
    if (p[1] < low || p[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < need; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return need;
}

#endif
