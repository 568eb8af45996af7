/* The status line and the headers of an HTTP response, as a WARC record holds it. */
#ifndef ND_WARC_HTTP_HEAD_H
#define ND_WARC_HTTP_HEAD_H

#include "warc/header_lines.h"

typedef struct nd__http_head {
    size_t size;     /* of status line and headers; where the body begins */
    unsigned status; /* 200, 404, ... */
    bool chunked;
    nd__slice content_type, content_encoding; /* borrowed */
} nd__http_head;

/* False where the bytes do not begin as an HTTP response. A head without an end is all of
 * the bytes. */
bool nd__http_head_read(nd__http_head *out, const char *bytes, size_t size);

#endif
