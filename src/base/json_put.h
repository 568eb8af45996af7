/* JSON into memory that has room already: for records that are written by the million.
 * Each function writes at `at` and returns where the next byte goes; the room it may take
 * is said, and the caller has reserved it. base/json_writer.h is for everything else, and
 * gives the same bytes. */
#ifndef ND_BASE_JSON_PUT_H
#define ND_BASE_JSON_PUT_H

#include <stdint.h>
#include <string.h>

/* A number: 20 bytes; a ratio: 28 bytes. */
#define ND__PUT_UNSIGNED_ROOM 20u
#define ND__PUT_RATIO_ROOM 28u
/* A string of `size` bytes, each of them escaped, quotes, and what is stored in passing.
 */
#define nd__put_string_room(size) ((size)*6 + 32)

/* The literal's size is known when compiling, so this is a store or two. */
#define nd__put_literal(at, literal) \
    ((char *)memcpy((at), "" literal, sizeof(literal) - 1) + sizeof(literal) - 1)

char *nd__put_unsigned(char *at, uint64_t value);
/* See nd__json_ratio. */
char *nd__put_ratio(char *at, double value);
/* A string with its quotes: nd__put_string_room(size). */
char *nd__put_string(char *at, const char *bytes, size_t size);

/* The inside of a string: as many of the bytes as surely fit below limit; *used says how
 * many. Characters stay whole. All of them are used where limit - at is
 * nd__put_string_room(size) or more; some always are where it is 32 or more. */
char *nd__put_escaped(char *at, const char *limit, const char *bytes, size_t size,
                      size_t *used);

#endif
