/* HTML without what the parser would only throw away, or choke on: the same page to a
 * reader, at a fraction of its bytes. */
#ifndef ND_HTML_HTML_FILTER_H
#define ND_HTML_HTML_FILTER_H

#include "html/html_tokens.h"
#include "html/open_depth.h"
#include "html/page_facts.h"

typedef struct nd__html_filter {
    nd__buffer out;
    nd__page_facts *facts; /* for JSON-LD scripts, which don't get further */
    nd__open_depth depth;
    bool flat;
    bool endless[ND__TAG_COUNT]; /* this tag's end tag doesn't come any more */
    size_t shadows;              /* open shadow roots */
    const char *noscript_end;    /* of the last one whose text is read */
} nd__html_filter;

/* Writes html[0..size-1], valid UTF-8, to filter->out, so that a parser finds in it:
 * - no comments, scripts, styles, selects, templates, insides of pictures; a picture or
 *   control is one <img>;
 * - the attributes of html/html_attributes.h only, each once;
 * - tags where they begin here and nowhere else, no 0;
 * - where `flat`, no element inside another, but <hr> for the borders of blocks.
 * *deep: the page nests too deep and was given up. Cost: linear. */
nd_status nd__html_filter_read(nd__html_filter *filter, bool *deep, const char *html,
                               size_t size, bool flat, nd__page_facts *facts,
                               nd_error *err);
void nd__html_filter_clear(nd__html_filter *filter);

#endif
