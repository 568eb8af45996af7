/* The text under way: white space as a browser shows it, lines that become blocks. */
#ifndef ND_HTML_HTML_LINES_H
#define ND_HTML_HTML_LINES_H

#include <stdbool.h>

#include "html/html_text.h"

/* Where a piece of text stands. */
typedef struct nd__line_place {
    uint64_t path;
    uint16_t flags, depth; /* of nd__html_block */
    bool link;             /* in a link */
    bool pre;              /* white space is kept, a line break ends the line */
} nd__line_place;

typedef struct nd__lines {
    nd__html_text *out;
    nd__buffer space; /* white space that is only written before further text */
    bool open;        /* the line has begun */
    nd__html_block block;
} nd__lines;

/* Adds text, which is valid UTF-8. A line that begins gets its marks from place. */
nd_status nd__lines_add(nd__lines *lines, const char *text, size_t size,
                        const nd__line_place *place, nd_error *err);
/* As white space between words. */
nd_status nd__lines_space(nd__lines *lines, nd_error *err);
/* Ends the line; does nothing where there is none. */
nd_status nd__lines_end(nd__lines *lines, nd_error *err);
/* Takes back the line's text from offset `begin` of the whole on. */
void nd__lines_cut(nd__lines *lines, size_t begin);

#endif
