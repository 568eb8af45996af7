/* Bytes of a page to UTF-8: what they are written in (the encoding sniffing of the WHATWG
 * HTML standard), and the conversion. */
#ifndef ND_HTML_CHARSET_H
#define ND_HTML_CHARSET_H

#include "base/memory.h"

typedef struct nd__charset_report {
    const char
        *name;      /* of the charset, as the WHATWG Encoding standard names it; static */
    bool converted; /* it was another than UTF-8 */
    bool mended;    /* some bytes were none of its characters, and are U+FFFD now */
} nd__charset_report;

/* Sets *out to the text that bytes[0..size-1] stand for, valid UTF-8 without byte order
 * mark. The charset is that of
 * 1. a byte order mark;
 * 2. the HTTP header's label (charset_from_header, may be NULL);
 * 3. where look_for_meta, a meta element or XML declaration at the beginning;
 * 4. UTF-8 where the bytes are that, but for a few; else a guess.
 * Bytes that have at least 8 characters beyond ASCII and are valid UTF-8 are UTF-8,
 * whatever a label says: no text of 8 such characters in another charset is, but by a
 * chance of less than one in a million.
 * @return ND_OK for any bytes; ND_E_NOMEM */
nd_status nd__charset_to_utf8(nd__buffer *out, nd__charset_report *report,
                              const char *bytes, size_t size,
                              const char *charset_from_header, bool look_for_meta,
                              nd_error *err);

#endif
