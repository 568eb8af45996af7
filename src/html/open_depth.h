/* How many elements the HTML parser will have open at once: it looks at all of them for
 * most tags, and takes hours for a page of a million <div>. */
#ifndef ND_HTML_OPEN_DEPTH_H
#define ND_HTML_OPEN_DEPTH_H

#include <stdbool.h>

#include "html/html_tag.h"

/* Where browsers stop too (Blink, WebKit: 512). */
#define ND__OPEN_DEPTH_MOST 512u

/* Formatting elements that were never closed. Pages have a handful. */
#define ND__OPEN_DEPTH_ORPHANS 1024u

/* An estimate from above: some elements that the parser closes by itself count as open.
 * Zero is the beginning of a page. */
typedef struct nd__open_depth {
    uint8_t tags[ND__OPEN_DEPTH_MOST];
    uint32_t
        notes[ND__OPEN_DEPTH_MOST]; /* the name of an unknown tag, orphans at a cell */
    size_t count;
    uint32_t orphans; /* formatting elements that other end tags closed: the parser opens
                         them again, and may never close them */
} nd__open_depth;

/* A start tag that is not void; false where that is one too many. name: a hash of the
 * name of an unknown tag. */
bool nd__open_depth_open(nd__open_depth *depth, nd__html_tag tag, uint32_t name);
/* An end tag. */
void nd__open_depth_close(nd__open_depth *depth, nd__html_tag tag, uint32_t name);

#endif
