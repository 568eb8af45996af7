/* What a group of sites is made of while it is in memory. */
#ifndef MAKE_CRAWL_CRAWL_H
#define MAKE_CRAWL_CRAWL_H

#include "grammar.h"

enum { NO_PAGE = -1 };

/* A piece of a page's body: a paragraph, a poem, a table. */
typedef struct piece {
    size_t begin, end; /* in group.bodies */
    size_t at;         /* where it begins in the page's text, once composed */
    bool keep;         /* must not be found as a repeat */
} piece;

typedef enum page_kind {
    PAGE_PLAIN,   /* title, caption, paragraphs */
    PAGE_LISTING, /* teasers of other pages */
    PAGE_DATA,    /* a template filled with values, a poem, a poll */
    PAGE_COPY     /* the text of another page */
} page_kind;

typedef enum mark_kind {
    MARK_FRAME,
    MARK_TEASER,
    MARK_REPEAT,
    MARK_KEEP,
    MARK_RELATED /* headlines and dates of other pages, in a box */
} mark_kind;

/* A labelled range of a page's text; source_* for teasers and repeats. */
typedef struct mark {
    size_t begin, end;
    size_t source_piece, source_size; /* of group.pieces; its first bytes */
    int source_page;
    mark_kind kind;
} mark;

typedef struct page {
    page_kind kind;
    int site;
    int number; /* among the pages of its site */
    int copy_of;
    bool listed; /* may be shown on listings and in boxes */
    cast who;
    size_t title_begin, title_end;   /* in group.bodies */
    size_t first_piece, piece_count; /* in group.pieces */
    size_t text_begin, text_end;     /* in group.texts */
    size_t first_mark, mark_count;   /* in group.marks */
    uint32_t year, month, day;
    const char *credit; /* the agency that it names, or NULL */
    bool described;     /* its lede's beginning stands above the text, too */
    bool keep_title;    /* the headline is the lede's first words */
} page;

/* How a site shows other pages on listings and in boxes: what stands in front of a
 * teaser, and how it ends. */
typedef enum teaser_style {
    STYLE_ELLIPSIS,       /* the headline on its own line; cut, with an ellipsis */
    STYLE_DATE,           /* the same, and a date on the teaser's line */
    STYLE_BYLINE,         /* the same, and a byline */
    STYLE_HEADLINE,       /* the headline on the teaser's line */
    STYLE_SENTENCE,       /* whole sentences, no ellipsis */
    STYLE_DATED_SENTENCE, /* the same, and a date between headline and teaser */
    STYLE_COUNT
} teaser_style;

typedef struct site {
    char host[64];
    buffer menu, cookie, imprint, heading, more;
    const char *gap; /* between the blocks of a body */
    bool menu_in_line, related, dated_head, cookie_first;
    teaser_style style;
    int wanted, count; /* pages */
} site;

typedef struct group {
    uint64_t seed, number;
    uint32_t language_count;
    const grammar *words;
    random_state random;
    site *sites;
    int site_count;
    VECTOR(page) pages;
    VECTOR(piece) pieces;
    VECTOR(mark) marks;
    buffer bodies, texts;
    buffer truth; /* records that need no offsets */
} group;

/* story.c: bodies. Each appends to group.bodies and group.pieces and sets the page's. */
void story_write(group *g, page *to, random_state *random, uint32_t paragraphs);
/* A version of `from` in `to`: permille of the words are changed, in runs when `bursts`;
 * the last `cut` pieces, at most half of them, are left out; `added` new paragraphs and a
 * correction notice follow. */
typedef struct edit {
    uint32_t permille, cut, added;
    bool bursts, correction;
    const char *credit; /* NULL: none, or no longer */
} edit;
void story_edit(group *g, page *to, const page *from, edit *how);
/* Adds paragraphs until the frame of its site is about a fifth of the page; their
 * number. */
uint32_t story_lengthen(group *g, page *to, random_state *random);
/* Where a sentence of the piece ends, behind `least` bytes, with more behind it; 0: none.
 */
size_t story_sentence_end(const group *g, const piece *from, size_t least);
/* The agency of a story, or NULL. */
const char *story_credit(const group *g, random_state *random);
void story_append(group *g, page *to, const page *from); /* its pieces, in `to` too */
void story_paragraph(group *g, page *to, random_state *random, bool stock);
typedef enum template_kind {
    TEMPLATE_WEATHER,
    TEMPLATE_STOCKS,
    TEMPLATE_OBITUARY,
    TEMPLATE_PRODUCT,
    TEMPLATE_POEM,
    TEMPLATE_POLL,
    TEMPLATE_TABLE,
    TEMPLATE_COUNT
} template_kind;
void template_write(group *g, page *to, template_kind kind);

/* page.c */
void site_fill(group *g, site *out, random_state *random);
void site_clear(site *s);
void page_compose(group *g, int index, const int *shown, size_t shown_count);

typedef struct output output;

/* plan.c */
/* Writes one group of about bytes_wanted bytes. */
void plan_group(group *g, int most_sites, uint64_t bytes_wanted, output *out);
void group_clear(group *g);

/* output.c: files */
output *output_open(const char *crawl, const char *truth, uint32_t split, uint64_t size);
void output_page(output *out, const group *g, const page *of);
void output_truth(output *out, const char *data, size_t size);
uint64_t output_bytes(const output *out);
void output_close(output *out);
void output_add_id(buffer *to, uint64_t group_number, int site_number, int page_number);
void output_page_truth(output *out, const group *g, const page *of);

#endif
