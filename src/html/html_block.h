/* What HTML says of one block of the text that was extracted from it. */
#ifndef ND_HTML_HTML_BLOCK_H
#define ND_HTML_HTML_BLOCK_H

#include <stdint.h>

#define ND__HTML_HEADING 1u   /* h1 to h6 */
#define ND__HTML_LIST_ITEM 2u /* in li, dt, dd */
#define ND__HTML_TABLE 4u     /* in a cell of a table that has data, not layout */
#define ND__HTML_FRAME \
    8u /* in nav, header or footer of the page, aside, or a role of these */
#define ND__HTML_MAIN 16u      /* in main or article, or a role of these */
#define ND__HTML_PARAGRAPH 32u /* in p or blockquote */
#define ND__HTML_CAPTION 64u   /* in figcaption or caption */
#define ND__HTML_PRE 128u      /* in pre */
#define ND__HTML_TITLE 256u    /* the first h1, or says what the title says */

typedef struct nd__html_block {
    uint32_t begin, end; /* of the extracted text, without white space at its ends */
    uint32_t link_bytes; /* of them inside links */
    uint16_t flags;      /* ND__HTML_* */
    uint16_t depth;      /* elements around it */
    uint64_t path; /* hash of its tag path: names, ids and classes with digits masked */
    uint32_t
        near; /* kinds of words (name_words.h) of the nearest element with such names */
    uint32_t around; /* and of all the elements around that */
} nd__html_block;

#endif
