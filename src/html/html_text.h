/* HTML to text: what a reader of the page sees, a block a line, with what HTML says of
 * each block, and what the page says of itself. docs/algorithms/html.md has the rules. */
#ifndef ND_HTML_HTML_TEXT_H
#define ND_HTML_HTML_TEXT_H

#include "base/arena.h"
#include "base/memory.h"
#include "html/html_block.h"

/* Of UTF-8, so that offsets fit. */
#define ND__HTML_LARGEST ((size_t)1 << 30)

/* Zero is an empty one. All strings are owned by it and valid until the next read; NULL
 * where the page doesn't say. One thread. */
typedef struct nd__html_text {
    nd__buffer text;                  /* valid UTF-8 without 0; '\n' between blocks */
    ND_VECTOR(nd__html_block) blocks; /* ascending, without white space at their ends */
    const char *title;
    const char *canonical;   /* absolute http or https URL: link rel=canonical, og:url */
    const char *lang;        /* language tag, as in "pt-BR" */
    const char *date;        /* published: YYYY[-MM[-DD[THH:MM[:SS][Z|+HH:MM]]]] */
    const char *site_name;   /* og:site_name, application-name */
    const char *description; /* the page's own summary */
    const char *charset;     /* what the bytes were read as; static */
    bool mended;             /* some bytes were not of that charset: U+FFFD */
    bool plain; /* HTML that the parser was not given (docs/algorithms/html.md): tags
                   were only struck out */
    nd__arena strings;
    struct nd__html_scratch *scratch;
} nd__html_text;

/* Reads html[0..size-1]; what was there before is gone, its memory is used again.
 * @param charset  of the HTTP header, or NULL
 * @return ND_OK for any content, ND_E_LIMIT for more than ND__HTML_LARGEST bytes,
 *         ND_E_NOMEM; after a failure *out is empty.
 * *Cost*: about what the HTML parser takes; memory up to 64 bytes a byte while it
 * reads. */
nd_status nd__html_text_read(nd__html_text *out, const char *html, size_t size,
                             const char *charset, nd_error *err);
/* Frees everything. */
void nd__html_text_clear(nd__html_text *text);

#endif
