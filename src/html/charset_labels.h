/* The charsets of the web and their labels (WHATWG Encoding standard, 4.2). */
#ifndef ND_HTML_CHARSET_LABELS_H
#define ND_HTML_CHARSET_LABELS_H

#include <stddef.h>

typedef struct nd__charset {
    const char *name;
    const char *iconv_name; /* NULL: the same as name */
} nd__charset;

extern const nd__charset *const nd__charset_utf8, *const nd__charset_utf16le,
                                                      *const nd__charset_utf16be,
                                                          *const nd__charset_windows1252;

/* The charset with this label, white space and quotes around it aside; NULL: unknown. */
const nd__charset *nd__charset_find(const char *label, size_t size);

#endif
