/* Cutting a text into blocks: paragraphs by blank line or by line. */
#ifndef ND_TEXT_BLOCKS_H
#define ND_TEXT_BLOCKS_H

#include "text/tokens.h"

typedef enum nd__block_mode {
    ND__BLOCK_AUTO, /* chosen per text: hard-wrapped text by blank lines, other by line */
    ND__BLOCK_LINE,
    ND__BLOCK_BLANK
} nd__block_mode;

/* A block is text[begin, end) without white space at its ends. */
typedef struct nd__block {
    uint32_t begin, end;
    uint32_t line; /* 1-based line of begin; \n, \r\n and lone \r end a line */
    uint32_t token_begin, token_end; /* its tokens */
    uint8_t flags;                   /* ND__BLOCK_* below */
} nd__block;

#define ND__BLOCK_LIST_ITEM \
    1u /* starts with a bullet, dash, number or letter label of a list */
#define ND__BLOCK_TABLE_ROW 2u /* cells by tab, '|' or wide gaps */
#define ND__BLOCK_ELLIPSIS \
    4u /* ends in "...", "…", "[...]", "[…]" (closing quotes may follow) */
#define ND__BLOCK_SENTENCE                                                  \
    8u /* ends in a sentence's final mark of any script (closing quotes may \
          follow) */
#define ND__BLOCK_VERSE                                                           \
    16u /* several lines that were not filled: verse, an address, a list; in AUTO \
          each of these lines is a block */
#define ND__BLOCK_COLON 32u /* ends in a colon: introduces what follows */

typedef ND_VECTOR(nd__block) nd__blocks;

/* Replaces *out by the blocks of text. Blocks without a token are left out. Blocks are in
 * order and do not overlap; each token lies in exactly one. */
nd_status nd__blocks_cut(nd__blocks *out, const char *text, size_t size,
                         const nd__tokens *tokens, nd__block_mode mode, nd_error *err);

#endif
