/* Elements and texts of a page, in document order, become blocks and metadata. Both
 * sources of elements call this. */
#ifndef ND_HTML_PAGE_READER_H
#define ND_HTML_PAGE_READER_H

#include "html/html_attributes.h"
#include "html/html_lines.h"
#include "html/name_words.h"
#include "html/page_facts.h"
#include "html/page_tables.h"

/* An open element. What is inherited is copied from the element around it. */
typedef struct nd__page_frame {
    uint64_t path;         /* of the element */
    uint64_t block_path;   /* of the nearest block-level element */
    uint32_t near, around; /* of nd__html_block */
    uint32_t text_begin;   /* size of the text when it began */
    uint32_t hidden;       /* hidden elements in front of its contents */
    uint16_t flags;        /* ND__HTML_*, inherited */
    uint16_t state;        /* inherited in part, see page_reader.c */
    uint16_t block_depth;
    uint8_t tag;
} nd__page_frame;

/* Scratch of one thread, used for one page after the other. Zero is an empty one. */
typedef struct nd__page_reader {
    nd__html_text *out;
    nd__lines lines;
    nd__page_facts facts;
    nd__page_tables tables;
    nd__name_words names;
    ND_VECTOR(nd__page_frame) open;
    nd__buffer captured; /* the text of the title */
    bool title_seen, heading_seen;
    /* Of hidden elements that are in no other: their number so far, the bytes of text of
     * the one that is open, the most bytes of one and its number. */
    size_t hidden, hidden_bytes, most_hidden_bytes, most_hidden;
    size_t shown; /* the hidden element with this number is shown, 0: none */
} nd__page_reader;

/* For a page whose text goes to *out, which is empty. */
void nd__page_start(nd__page_reader *reader, nd__html_text *out);
/* All elements have been read. True where one that is hidden has more text, links aside,
 * than all that is shown: a script will show it. The reader is at the start of the page
 * again then, for the same elements, and is going to show it too. */
bool nd__page_starts_again(nd__page_reader *reader);
/* An element begins. *inside: its contents are wanted, and nd__page_end is called behind
 * them; else it is over, and no call may follow for what is in it. */
nd_status nd__page_begin(nd__page_reader *reader, const nd__html_element *element,
                         bool *inside, nd_error *err);
/* Text, valid UTF-8, in the element that is open. */
nd_status nd__page_text(nd__page_reader *reader, const char *text, size_t size,
                        nd_error *err);
nd_status nd__page_end(nd__page_reader *reader, nd_error *err);
/* All elements have ended: the last line, marks that need the whole page, the metadata.
 */
nd_status nd__page_finish(nd__page_reader *reader, nd_error *err);
void nd__page_clear(nd__page_reader *reader);

#endif
