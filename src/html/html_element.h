/* One element as the sources of elements hand it to the page: the tree of the HTML
 * parser, or the plain scan of tags. */
#ifndef ND_HTML_HTML_ELEMENT_H
#define ND_HTML_HTML_ELEMENT_H

#include <stddef.h>

#include "html/html_tag.h"

typedef struct nd__html_attribute {
    const char *name;  /* lower case, a 0 behind it */
    const char *value; /* references decoded, valid UTF-8, a 0 behind it */
} nd__html_attribute;

/* Borrowed for the call it is given to. */
typedef struct nd__html_element {
    nd__html_tag tag;
    const char *name; /* as written */
    size_t name_size;
    const nd__html_attribute *attributes;
    size_t attribute_count;
} nd__html_element;

#endif
