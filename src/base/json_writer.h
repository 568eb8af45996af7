/* One JSON writer for the whole project: appends to a growable buffer, escapes every
 * control character, replaces bytes that are not UTF-8 with U+FFFD, and remembers a
 * failed allocation so that callers check once, at the end. */
#ifndef ND_BASE_JSON_WRITER_H
#define ND_BASE_JSON_WRITER_H

#include <stdbool.h>

#include "base/memory.h"

typedef struct nd__json {
    nd__buffer out; /* what has been written; the caller may empty it (out.count = 0) */
    bool comma;     /* the next item needs a comma in front */
    bool failed;    /* out of memory: everything since is lost */
} nd__json;

void nd__json_clear(nd__json *json);
void nd__json_begin_object(nd__json *json);
void nd__json_end_object(nd__json *json);
void nd__json_begin_array(nd__json *json);
void nd__json_end_array(nd__json *json);
void nd__json_key(nd__json *json, const char *key);
void nd__json_string(nd__json *json, const char *bytes, size_t size);
void nd__json_text(nd__json *json, const char *zero_terminated);
void nd__json_unsigned(nd__json *json, uint64_t value);
void nd__json_bool(nd__json *json, bool value);
void nd__json_null(nd__json *json);
/* A ratio with at most six decimals, trailing zeros cut; the decimal point never follows
 * the locale. */
void nd__json_ratio(nd__json *json, double value);
void nd__json_newline(nd__json *json);

#endif
