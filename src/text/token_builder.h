/* The general way from characters to tokens: one code point at a time, with all rules.
 * tokens.c takes shorter ways where these come to the same. */
#ifndef ND_TEXT_TOKEN_BUILDER_H
#define ND_TEXT_TOKEN_BUILDER_H

#include "text/normalise.h"
#include "text/tokens.h"
#include "text/word_hash.h"

typedef enum nd__open_token {
    ND__OPEN_NONE,
    ND__OPEN_WORD,
    ND__OPEN_SINGLE
} nd__open_token;

/* A mark of combining class > 0 that waits for its neighbours, to be put in order. */
typedef struct nd__waiting_mark {
    nd__normal_rule rule;
    uint32_t code_point;
    uint32_t begin, end;
} nd__waiting_mark;

/* Tokens go to `tokens` (hashed), or else to `text` (spelt out, one space between). */
typedef struct nd__token_builder {
    nd__tokens *tokens;
    nd__buffer *text;
    bool spelt_any;
    nd__word_key key;
    nd_error *err;
    const nd__normal_rule *rules; /* NULL until the first character past ASCII */
    nd__buffer word;              /* normalised bytes of the open token */
    uint32_t begin, end;          /* its range */
    uint32_t last;                /* its last code point */
    uint8_t flags;
    nd__open_token open;
    ND_VECTOR(nd__waiting_mark) marks;
    bool marks_out_of_order;
} nd__token_builder;

void nd__token_builder_clear(nd__token_builder *b);

/* Reads text[begin .. end-1], which stands between separators of text, and closes its
 * last token: nothing of one call is seen by the next. */
nd_status nd__token_builder_read(nd__token_builder *b, const char *text, size_t begin,
                                 size_t end);

/* Room in the arrays of tokens for `need` of them. */
nd_status nd__tokens_reserve(nd__tokens *tokens, size_t need, nd_error *err);

#endif
