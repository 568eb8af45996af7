/* The body of an HTTP response without its codings. */
#ifndef ND_WARC_HTTP_BODY_H
#define ND_WARC_HTTP_BODY_H

#include "base/memory.h"
#include "warc/http_head.h"

typedef enum nd__body_state {
    ND__BODY_WHOLE,
    ND__BODY_CUT,    /* broken off or damaged: what could be decoded is there */
    ND__BODY_LARGE,  /* would be longer than the limit; nothing is there */
    ND__BODY_UNKNOWN /* a coding that is not known; nothing is there */
} nd__body_state;

/* Scratch; zero is an empty one. One thread at a time. */
typedef struct nd__http_body {
    nd__buffer first, second;
} nd__http_body;

/* Undoes chunks, then gzip, deflate (with or without zlib's frame), br and zstd, as the
 * head says. A body that is said to be coded and is not, as many archives have it, is
 * taken as it is. *out is borrowed from body or from *scratch, until the next call. Never
 * holds much more than `limit` bytes twice, whatever the body would become. */
nd_status nd__http_body_decode(nd__slice *out, nd__body_state *state,
                               nd__http_body *scratch, const nd__http_head *head,
                               nd__slice body, size_t limit, nd_error *err);
void nd__http_body_clear(nd__http_body *scratch);

#endif
