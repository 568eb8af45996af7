/* Which fields of a JSONL row hold the text, its id, URL, site and date. */
#ifndef ND_INPUT_FIELDS_H
#define ND_INPUT_FIELDS_H

#include "input/documents.h"
#include "input/json_row.h"

typedef enum nd__field {
    ND__FIELD_TEXT,
    ND__FIELD_ID,
    ND__FIELD_URL,
    ND__FIELD_SITE,
    ND__FIELD_DATE,
    ND__FIELD_COUNT
} nd__field;

/* The names, borrowed from the options or constant. text is NULL while none was found. */
typedef struct nd__fields {
    const char *names[ND__FIELD_COUNT];
    bool found[ND__FIELD_COUNT]; /* stood in the row that decided */
    bool html;                   /* the text is HTML */
    bool site_named; /* by the user: it goes before the URL, and is taken as it is */
} nd__fields;

/* What holds before any row was seen: the named ones, and the usual names of the rest. */
void nd__fields_begin(nd__fields *fields, const nd__input_options *options);
/* Looks for the fields in one row. *decided is set where it has a text. */
nd_status nd__fields_discover(nd__fields *fields, bool *decided,
                              const nd__input_options *options, nd__json_parser *parser,
                              const char *row, size_t size, nd_error *err);
/* "text from 'text', id from 'id', site from 'url'", at most size - 1 bytes. */
void nd__fields_describe(char *out, size_t size, const nd__fields *fields);

#endif
