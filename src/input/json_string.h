/* The inside of a JSON string literal, and the way between its bytes and the decoded
 * text. */
#ifndef ND_INPUT_JSON_STRING_H
#define ND_INPUT_JSON_STRING_H

#include "base/memory.h"

/* Appends the text that the literal raw[0..size-1] (without quotes) stands for. Lone
 * surrogates become U+FFFD (three bytes, as a surrogate would have had). ND_E_FORMAT for
 * a bad escape. */
nd_status nd__json_string_decode(nd__buffer *out, const char *raw, size_t size,
                                 nd_error *err);

/* For ascending offsets[0..count-1] into the decoded text (at character borders, at most
 * its size) gives the offset in raw of the escape or byte that the character starts with.
 */
nd_status nd__json_string_map(size_t *out_raw, const size_t *offsets, size_t count,
                              const char *raw, size_t size, nd_error *err);

/* True where every escape of the literal raw[0..size-1] (without quotes) is a good one.
 */
bool nd__json_string_is_valid(const char *raw, size_t size);

#endif
