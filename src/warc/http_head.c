#include "warc/http_head.h"

#include <string.h>

/* "HTTP/1.1 200 OK": the number behind the first space. */
static bool read_status(unsigned *status, nd__slice line) {
    if (!nd__slice_begins(line, "HTTP/")) {
        return false;
    }
    const char *space = memchr(line.bytes, ' ', line.size);
    if (space == NULL || line.bytes + line.size - space < 4) {
        return false;
    }
    *status = 0;
    for (size_t i = 1; i <= 3; i++) {
        if (space[i] < '0' || space[i] > '9') {
            return false;
        }
        *status = *status * 10 + (unsigned)(space[i] - '0');
    }
    return true;
}

bool nd__http_head_read(nd__http_head *out, const char *bytes, size_t size) {
    nd__slice line, name, value;
    size_t at = 0;
    memset(out, 0, sizeof *out);
    if (!nd__header_next(&line, bytes, size, &at) || !read_status(&out->status, line)) {
        return false;
    }
    while (nd__header_next(&line, bytes, size, &at) && line.size > 0) {
        if (!nd__header_split(&name, &value, line)) {
            continue;
        }
        if (nd__slice_is(name, "Content-Type")) {
            out->content_type = value;
        } else if (nd__slice_is(name, "Content-Encoding")) {
            out->content_encoding = value;
        } else if (nd__slice_is(name, "Transfer-Encoding")) {
            /* "gzip, chunked": chunked comes last */
            out->chunked =
                value.size >= 7 &&
                nd__slice_is((nd__slice){value.bytes + value.size - 7, 7}, "chunked");
        }
    }
    out->size = at;
    return true;
}
