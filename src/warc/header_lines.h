/* Header lines "Name: value", as WARC and HTTP have them. */
#ifndef ND_WARC_HEADER_LINES_H
#define ND_WARC_HEADER_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* Borrowed bytes; bytes is NULL where there is nothing. */
typedef struct nd__slice {
    const char *bytes;
    size_t size;
} nd__slice;

/* The line at bytes[*at..size-1] without its end and white space around it; *at goes
 * behind it. False at the end. Lines end in LF or CR LF. */
bool nd__header_next(nd__slice *line, const char *bytes, size_t size, size_t *at);
/* "name: value" in two, both without white space around; false where there is no colon.
 */
bool nd__header_split(nd__slice *name, nd__slice *value, nd__slice line);

/* Behind the blank line that ends the header that begins at bytes[0]; 0: not yet there.
 */
size_t nd__header_end(const char *bytes, size_t size);

/* Equal but for the case of ASCII letters. */
bool nd__slice_is(nd__slice slice, const char *text);
bool nd__slice_begins(nd__slice slice, const char *text);
nd__slice nd__slice_trim(nd__slice slice);

/* A 0-terminated copy in out[0..room-1]; NULL where it is empty or does not fit. */
const char *nd__slice_copy(char *out, size_t room, nd__slice slice);

/* The part in front of ';' of a media type: "text/html" of "text/html; charset=x". */
nd__slice nd__media_type(nd__slice content_type);
/* The value of its parameter without quotes; bytes NULL: it has none. */
nd__slice nd__media_parameter(nd__slice content_type, const char *name);

#endif
