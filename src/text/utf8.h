/* UTF-8 as Unicode 15 defines it (table 3-7): no overlong forms, no surrogates. */
#ifndef ND_TEXT_UTF8_H
#define ND_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at text[0 .. size-1] and its code point, or 0 where it is
 * invalid. */
size_t nd__utf8_decode(uint32_t *out, const char *text, size_t size);
/* Offset of the first byte that is not part of valid UTF-8, or size where all is valid.
 */
size_t nd__utf8_first_invalid(const char *text, size_t size);
/* Writes code_point (a scalar value) to out[0..3], returns its length. */
size_t nd__utf8_encode(char *out, uint32_t code_point);

#endif
