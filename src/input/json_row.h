/* One row of JSONL: is it a JSON object, and where in it do the wanted fields stand. The
 * border to simdjson: nothing of C++ and no exception passes it. */
#ifndef ND_INPUT_JSON_ROW_H
#define ND_INPUT_JSON_ROW_H

#include "base/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ND__JSON_PADDING 64   /* readable bytes wanted behind a row */
#define ND__JSON_MAX_PATHS 16 /* fields that can be looked for at once */
#define ND__JSON_MAX_DEPTH 512

typedef enum nd__json_kind {
    ND__JSON_ABSENT,
    ND__JSON_STRING,
    ND__JSON_NUMBER,
    ND__JSON_OTHER /* null, true, false, an object, an array */
} nd__json_kind;

typedef struct nd__json_value {
    nd__json_kind kind;
    bool escaped;       /* a string with a backslash in it */
    size_t begin, size; /* in the row; a string without its quotes */
} nd__json_value;

typedef enum nd__row_state {
    ND__ROW_OBJECT,
    ND__ROW_NOT_OBJECT, /* does not begin with '{' */
    ND__ROW_BROKEN,     /* not valid JSON */
    ND__ROW_DEEP,       /* nested more than ND__JSON_MAX_DEPTH deep */
    ND__ROW_ENCODING    /* not valid UTF-8 */
} nd__row_state;

/* Scratch of one thread. */
typedef struct nd__json_parser nd__json_parser;

nd__json_parser *nd__json_parser_create(void); /* NULL: out of memory */
void nd__json_parser_destroy(nd__json_parser *parser);
/* Gives back memory that only an unusually long row needed. */
void nd__json_parser_trim(nd__json_parser *parser);

/* Checks all of row[0..size-1] (behind which ND__JSON_PADDING bytes may be read) and
 * finds paths[0..path_count-1], at most ND__JSON_MAX_PATHS: the literal key "a.b" before
 * key b of object a, the last of equal keys. A NULL path is absent. values are meaningful
 * only for ND__ROW_OBJECT. */
nd_status nd__json_row_parse(nd__json_parser *parser, nd__row_state *state,
                             nd__json_value *values, const char *const *paths,
                             size_t path_count, const char *row, size_t size,
                             nd_error *err);

/* Appends the names of the row's string fields, decoded, as 'a', 'b', ... (at most 12);
 * for a row that is an object. */
nd_status nd__json_row_string_fields(nd__json_parser *parser, nd__buffer *out,
                                     const char *row, size_t size, nd_error *err);

/* Offset of the first byte that is not part of valid UTF-8, or size. */
size_t nd__first_invalid_byte(const char *bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif
