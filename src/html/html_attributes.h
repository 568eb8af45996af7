/* The attributes that extraction looks at, and what they say. */
#ifndef ND_HTML_HTML_ATTRIBUTES_H
#define ND_HTML_HTML_ATTRIBUTES_H

#include <stdbool.h>

#include "html/html_element.h"

/* X(field, "name") */
#define ND__HTML_ATTRIBUTES(X)        \
    X(class_names, "class")           \
    X(id, "id")                       \
    X(style, "style")                 \
    X(hidden, "hidden")               \
    X(aria_hidden, "aria-hidden")     \
    X(labelled_by, "aria-labelledby") \
    X(role, "role")                   \
    X(href, "href")                   \
    X(lang, "lang")                   \
    X(xml_lang, "xml:lang")           \
    X(type, "type")                   \
    X(name, "name")                   \
    X(property, "property")           \
    X(item_property, "itemprop")      \
    X(item_type, "itemtype")          \
    X(content, "content")             \
    X(http_equiv, "http-equiv")       \
    X(relation, "rel")                \
    X(date_time, "datetime")          \
    X(published, "pubdate")           \
    X(scope, "scope")                 \
    X(summary, "summary")             \
    X(open, "open")                   \
    X(shadow, "shadowrootmode")

/* NULL where the element has none. Borrowed from the element. */
typedef struct nd__html_attributes {
#define ND__ATTRIBUTE_FIELD(field, name) const char *field;
    ND__HTML_ATTRIBUTES(ND__ATTRIBUTE_FIELD)
#undef ND__ATTRIBUTE_FIELD
} nd__html_attributes;

void nd__html_attributes_read(nd__html_attributes *out, const nd__html_element *element);

/* True where the words of a value (separated by white space) have this one, letters of
 * either case. NULL has none. */
bool nd__html_has_word(const char *value, const char *word);
/* The same text but for the case of ASCII letters. */
bool nd__html_same(const char *a, const char *b);
/* True for attributes by which the element and all in it is not displayed: hidden,
 * display:none, visibility:hidden. */
bool nd__html_is_hidden(const nd__html_attributes *attributes);
/* Hash of an element's name, id and class on top of its parent's path; each run of digits
 * counts as one 0. */
uint64_t nd__html_path(uint64_t parent, const nd__html_element *element,
                       const nd__html_attributes *attributes);

#endif
