/* The header of a WARC record (ISO 28500, versions 1.0 and 1.1). */
#ifndef ND_WARC_WARC_HEADER_H
#define ND_WARC_WARC_HEADER_H

#include <stdint.h>

#include "warc/header_lines.h"

#define ND__WARC_MAGIC "WARC/1."
#define ND__WARC_MAGIC_SIZE 7u

typedef enum nd__warc_type {
    ND__WARC_OTHER, /* warcinfo, request, metadata, continuation, what is not known */
    ND__WARC_RESPONSE,
    ND__WARC_RESOURCE,
    ND__WARC_CONVERSION,
    ND__WARC_REVISIT
} nd__warc_type;

/* Slices are borrowed from the bytes it was read from. */
typedef struct nd__warc_header {
    nd__warc_type type;
    size_t size;      /* of the header and the blank line behind it */
    uint64_t content; /* Content-Length */
    nd__slice uri, date, id, content_type; /* uri and id without the < > around them */
} nd__warc_header;

typedef enum nd__warc_header_state {
    ND__WARC_HEADER_GOOD,
    ND__WARC_HEADER_MORE,     /* the blank line has not come yet */
    ND__WARC_HEADER_NO_MAGIC, /* does not begin with WARC/1. */
    ND__WARC_HEADER_NO_LENGTH /* has no usable Content-Length; size is right */
} nd__warc_header_state;

/* Reads the header at bytes[0]. */
nd__warc_header_state nd__warc_header_read(nd__warc_header *out, const char *bytes,
                                           size_t size);

#endif
