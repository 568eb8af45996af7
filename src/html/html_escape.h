/* Text and values as the HTML parser is to get them. */
#ifndef ND_HTML_HTML_ESCAPE_H
#define ND_HTML_HTML_ESCAPE_H

#include "base/memory.h"

/* Appends text in which no tag begins: '<' as a reference, control characters as soft
 * hyphens (U+0080 to U+009F as the windows-1252 that they were), numeric references past
 * Unicode as U+FFFD. literal: '&' stands for itself. */
nd_status nd__html_put_text(nd__buffer *out, const char *text, size_t size, bool literal,
                            nd_error *err);
/* Appends the value of an attribute, with references. */
nd_status nd__html_put_value(nd__buffer *out, const char *value, size_t size,
                             nd_error *err);

#endif
