/* How many elements the HTML parser will have open at once: it looks at all of them for
 * most tags, and takes hours for a page of a million <div>. */
#ifndef ND_HTML_OPEN_DEPTH_H
#define ND_HTML_OPEN_DEPTH_H

#include <stdbool.h>

#include "html/html_tag.h"

/* Where browsers stop too (Blink, WebKit: 512). */
#define ND__OPEN_DEPTH_MOST 512u

/* An estimate from above: some elements that the parser closes by itself count as open.
 * Zero is the beginning of a page. */
typedef struct nd__open_depth {
    uint8_t tags[ND__OPEN_DEPTH_MOST];
    uint32_t names[ND__OPEN_DEPTH_MOST]; /* hashes of the names of unknown tags */
    size_t count;
} nd__open_depth;

/* A start tag that is not void; false where that is one too many. name: a hash of the
 * name of an unknown tag. */
bool nd__open_depth_open(nd__open_depth *depth, nd__html_tag tag, uint32_t name);
/* An end tag. */
void nd__open_depth_close(nd__open_depth *depth, nd__html_tag tag, uint32_t name);

#endif
