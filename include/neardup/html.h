/* neardup: the text of an HTML page, as a scan extracts it. */
#ifndef NEARDUP_HTML_H
#define NEARDUP_HTML_H

#include <stdbool.h>

#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** True where a file is HTML by its name (may be NULL) or by its first bytes, as a scan
 * tells it. Threads: any. */
ND_API bool nd_html_told(const char *path, const char *bytes, size_t size);

/** Extracts the text of the page html [0..size-1]: UTF-8, a block a line, without what is
 * not shown.
 * @param charset  of the HTTP header, or NULL: found in the page.
 * @return ND_OK for any bytes; ND_E_LIMIT for more than 1 GiB; ND_E_NOMEM.
 * Ownership: *out is the caller's, by free(); a 0 stands behind *out_size bytes.
 * Cost: about that of the HTML parser. */
ND_API ND_MUST_CHECK nd_status nd_html_to_text(char **out, size_t *out_size,
                                               const char *html, size_t size,
                                               const char *charset, nd_error *err);

#ifdef __cplusplus
}
#endif

#endif
