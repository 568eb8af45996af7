/* What an HTML page says, for a record. */
#ifndef ND_INPUT_HTML_PAGE_H
#define ND_INPUT_HTML_PAGE_H

#include "input/page_record.h"

/* Fills text and blocks of the page (borrowed from store->html until the next one is
 * read), and title, lang, url (the canonical one) and date where the page says them; what
 * it does not say stays as it is. charset: what the header says, or NULL.
 * *too_large where the parser cannot take it; nothing is filled then. */
nd_status nd__html_page_read(nd__page *page, bool *too_large, nd__batch_store *store,
                             const char *html, size_t size, const char *charset,
                             nd_error *err);
/* A batch that is one file, as a page. */
nd_status nd__html_page_parse(nd__batch *batch, nd_error *err);

#endif
