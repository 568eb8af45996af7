/* Tags and text of HTML as they stand, without a tree. */
#ifndef ND_HTML_HTML_TOKENS_H
#define ND_HTML_HTML_TOKENS_H

#include <stdbool.h>

#include "html/html_tag.h"

typedef enum nd__html_token_kind {
    ND__TOKEN_TEXT,
    ND__TOKEN_OPEN,
    ND__TOKEN_CLOSE,
    ND__TOKEN_DOCTYPE /* begin, size: with its '<' and '>' */
} nd__html_token_kind;

typedef struct nd__html_token {
    nd__html_token_kind kind;
    nd__html_tag tag;
    bool closed;       /* an open tag that ends in "/>" */
    const char *begin; /* of text, or of a tag's name */
    size_t size;
    const char *attributes, *attributes_end;
} nd__html_token;

/* A place in HTML; begin with {html, html + size}. */
typedef struct nd__html_tokens {
    const char *at, *end;
} nd__html_tokens;

/* The next text or tag; false at the end. Comments and the like are passed over.
 * Behind the start tag of a raw element, nd__html_tokens_raw has to be called. Cost:
 * linear in all. */
bool nd__html_tokens_next(nd__html_tokens *tokens, nd__html_token *out);
/* The contents of the raw element whose start tag was the last token, without its end
 * tag, which is passed over; to the end of all where it has none. */
void nd__html_tokens_raw(nd__html_tokens *tokens, nd__html_tag tag, const char **begin,
                         size_t *size);
/* Goes behind the end tag that belongs to a start tag which was the last token, with what
 * is in it. False where there is none: then the place is as it was. */
bool nd__html_tokens_skip(nd__html_tokens *tokens, nd__html_tag tag);

typedef struct nd__html_raw_attribute {
    const char *name, *value;
    size_t name_size, value_size;
} nd__html_raw_attribute;

/* The attribute that begins at or behind *at; false where there is none before end. */
bool nd__html_tokens_attribute(const char **at, const char *end,
                               nd__html_raw_attribute *out);

#endif
