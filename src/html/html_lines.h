/* The text under way: white space as a browser shows it, lines that become blocks. */
#ifndef ND_HTML_HTML_LINES_H
#define ND_HTML_HTML_LINES_H

#include <stdbool.h>

#include "html/html_tag.h"
#include "html/html_text.h"

/* Where a piece of text stands. */
typedef struct nd__line_place {
    uint64_t path; /* of nd__html_block, as those below */
    uint32_t near, around;
    uint16_t flags, depth;
    bool link;  /* in a link */
    bool pre;   /* white space is kept, a line break ends the line */
    bool close; /* elements are set without gaps: code, formulas */
} nd__line_place;

/* Borders of elements between two pieces of text in a line, without white space. */
typedef enum nd__line_border {
    ND__BORDER_NONE,
    ND__BORDER_CLOSED,  /* an element has ended */
    ND__BORDER_CROSSED, /* and the next has begun: <b>one</b><i>two</i> */
    ND__BORDER_RAISED   /* sub or sup has begun */
} nd__line_border;

typedef struct nd__lines {
    nd__html_text *out;
    nd__buffer space;       /* white space that is only written before further text */
    bool open;              /* the line has begun */
    nd__line_border border; /* since the last text */
    bool link_border;       /* one of a link is among them */
    nd__html_block block;
} nd__lines;

/* Adds text, which is valid UTF-8. A line that begins gets its marks from place. */
nd_status nd__lines_add(nd__lines *lines, const char *text, size_t size,
                        const nd__line_place *place, nd_error *err);
/* As white space between words. */
nd_status nd__lines_space(nd__lines *lines, nd_error *err);
/* An element in the line begins or ends. Between the end of one and the beginning of the
 * next, style sheets put a gap almost always (docs/algorithms/html.md), so words are kept
 * apart there. */
void nd__lines_element_begins(nd__lines *lines, nd__html_tag tag);
void nd__lines_element_ends(nd__lines *lines, nd__html_tag tag);
/* Ends the line; does nothing where there is none. */
nd_status nd__lines_end(nd__lines *lines, nd_error *err);
/* Takes back the line's text from offset `begin` of the whole on. */
void nd__lines_cut(nd__lines *lines, size_t begin);

#endif
