/* The border to the HTML parser. */
#ifndef ND_HTML_GUMBO_BORDER_H
#define ND_HTML_GUMBO_BORDER_H

#include "base/arena.h"
#include "html/page_reader.h"

typedef struct nd__gumbo_step nd__gumbo_step;

/* Scratch of one thread. Zero is an empty one. */
typedef struct nd__gumbo {
    nd__arena tree;
    ND_VECTOR(nd__gumbo_step) steps; /* the way to the current node */
    ND_VECTOR(nd__html_attribute) attributes;
} nd__gumbo;

struct nd__gumbo_step {
    const void *children;
    size_t next;
};

/* Parses html[0..size-1], made by nd__html_filter_read, and gives its elements to reader.
 * *given_up: the tree would take more than `most` bytes; reader has seen nothing. */
nd_status nd__gumbo_read(nd__gumbo *gumbo, nd__page_reader *reader, const char *html,
                         size_t size, size_t most, bool *given_up, nd_error *err);
void nd__gumbo_clear(nd__gumbo *gumbo);

#endif
