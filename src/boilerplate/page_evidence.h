/* Page evidence: how likely each block of a page is to be frame, from what its site, its
 * neighbours and the block itself say. */
#ifndef ND_BOILERPLATE_PAGE_EVIDENCE_H
#define ND_BOILERPLATE_PAGE_EVIDENCE_H

#include "boilerplate/page_place.h"
#include "boilerplate/page_sections.h"
#include "boilerplate/path_table.h"
#include "html/name_words.h"

/* What is known of a block before its page is looked at. */
typedef struct nd__frame_grade {
    uint32_t pages; /* different pages of the site that have the block; 0: no other has */
    uint16_t score; /* of ND__SCORE_ONE: how sure it is frame */
    bool frame;
    bool in_place; /* another page has it beside the same block */
} nd__frame_grade;

#define ND__SCORE_ONE 10000u

/* Kinds of evidence. Each block has one case of each kind. In texts of a site with
 * several pages the weights of the cases add up, else trees decide by them
 * (evidence_trees.h). */
typedef enum nd__evidence {
    ND__EVIDENCE_LENGTH, /* words, and how it ends */
    ND__EVIDENCE_SITE,   /* does another page have it, in the same place */
    ND__EVIDENCE_PAGES,  /* how many pages the site has */
    ND__EVIDENCE_COMMAS,
    ND__EVIDENCE_DIGITS,
    ND__EVIDENCE_MARKS,   /* a letter, a colon at its end */
    ND__EVIDENCE_BEFORE,  /* the block in front of it */
    ND__EVIDENCE_BEFORE2, /* the one in front of that */
    ND__EVIDENCE_BEHIND,
    ND__EVIDENCE_BEHIND2,
    ND__EVIDENCE_STRETCH, /* running text around it, against the page's longest */
    ND__EVIDENCE_SEEN,    /* blocks of other pages between it and the longest stretch */
    ND__EVIDENCE_MENUS,   /* the same with blocks that look like menus */
    ND__EVIDENCE_PLACE,   /* the part of the page's blocks in front of it, */
    ND__EVIDENCE_PROSE_BEFORE, /* and of its running text */
    ND__EVIDENCE_PAGE_BLOCKS,  /* of the page: how many blocks, */
    ND__EVIDENCE_PAGE_TEXT,    /* its words of running text, */
    ND__EVIDENCE_PROSE,        /* their part of all words */
    ND__EVIDENCE_TEXT_BEFORE,  /* running text in the few blocks in front, */
    ND__EVIDENCE_TEXT_BEHIND,  /* and behind; */
    ND__EVIDENCE_SHORT_BEFORE, /* short lines among them, */
    ND__EVIDENCE_SHORT_BEHIND,
    ND__EVIDENCE_WORDS_BEFORE, /* all words of more of them */
    ND__EVIDENCE_WORDS_BEHIND,
    /* Of HTML; 0 without it. */
    ND__EVIDENCE_LINKS,
    ND__EVIDENCE_TAG,
    ND__EVIDENCE_AREA,        /* nav, header, footer, aside; main, article */
    ND__EVIDENCE_LINK_BEFORE, /* links of the block in front */
    ND__EVIDENCE_LINK_BEHIND,
    ND__EVIDENCE_PATH_LINKS,    /* over the site's pages, of its tag path: links, */
    ND__EVIDENCE_PATH_SHARED,   /* words that other pages have, */
    ND__EVIDENCE_PATH_PROSE,    /* its part of the site's running text, */
    ND__EVIDENCE_PATH_ENDED,    /* blocks that end as sentences do */
    ND__EVIDENCE_PAGE_PROSE,    /* the path's part of the page's running text */
    ND__EVIDENCE_SECTION,       /* words under the heading above */
    ND__EVIDENCE_SECTION_PROSE, /* their part of the page's running text */
    ND__EVIDENCE_TITLE,         /* blocks from the title */
    ND__EVIDENCE_SECTIONED,    /* does the page mark its header, navigation, main part? */
    ND__EVIDENCE_PAGE_LINKS,   /* the part of its words in links, */
    ND__EVIDENCE_LIKE_BLOCKS,  /* on the same tag path in the page: how many blocks, */
    ND__EVIDENCE_LIKE_LENGTH,  /* how long they are, */
    ND__EVIDENCE_LIKE_LINKS,   /* the part of their words in links, */
    ND__EVIDENCE_LIKE_WORDS,   /* their part of the page's words, */
    ND__EVIDENCE_LIKE_BESIDE,  /* directly in front or behind */
    ND__EVIDENCE_LINKS_AROUND, /* the part of links in both */
    ND__EVIDENCE_NAMED,        /* have any parts of the page telling names? */
    ND__EVIDENCE_NAMES,        /* from here on: has the part around it such a name? */
    ND__EVIDENCES = ND__EVIDENCE_NAMES + ND__NAME_COUNT
} nd__evidence;

#define ND__EVIDENCES_WEIGHED ND__EVIDENCE_PLACE
#define ND__EVIDENCE_CASES 21

typedef int16_t nd__evidence_table[ND__EVIDENCES_WEIGHED][ND__EVIDENCE_CASES];

/* [kind][case] in hundredths of a nat, positive for frame. evidence_weights.c */
extern const nd__evidence_table nd__text_weights;

/* A page: its blocks, and what is known of its site. Everything borrowed. */
typedef struct nd__page {
    const char *text;
    const nd__block_row *rows;   /* [count] */
    const nd__block_mark *marks; /* [count]; NULL: no HTML */
    nd__frame_grade *grades;     /* [count] */
    const nd__path_table *paths; /* of its site, with marks */
    size_t count;
    uint32_t site;
    uint32_t pages; /* different pages that are known of the site */
} nd__page;

/* Scratch for one thread. */
typedef struct nd__page_evidence {
    nd__u32_vector seen;         /* [blocks + 1] blocks in front that other pages have */
    nd__u32_vector firm;         /* [blocks + 1] blocks in front that are likely frame */
    nd__u32_vector menus;        /* [blocks + 1] blocks in front that look like menus */
    nd__u32_vector stretch;      /* [blocks] words of running text in its stretch */
    nd__page_places places;      /* of the blocks, where trees decide */
    ND_VECTOR(double) prose;     /* [blocks] as in nd__path_sum, likewise */
    nd__path_table paths;        /* of the page, with marks */
    nd__page_sections sections;  /* likewise */
    bool named;                  /* likewise: some part has a telling name */
    bool sectioned;              /* likewise: some parts are marked as navigation, main */
    size_t main_begin, main_end; /* the stretch that has most; empty: there is none */
    uint32_t main_words;         /* of running text in it */
} nd__page_evidence;

void nd__page_evidence_clear(nd__page_evidence *evidence);

/* Has another page the block, too, so that it counts? */
bool nd__is_seen(const nd__page *page, size_t block);
/* Is it sure frame, or in the same place on so many pages that it may be one? */
bool nd__is_firm(const nd__page *page, size_t block);

/* Reads a page. Then the cases of each block can be asked for. O(count). */
nd_status nd__page_evidence_read(nd__page_evidence *evidence, const nd__page *page,
                                 nd_error *err);
void nd__page_evidence_cases(uint8_t cases[ND__EVIDENCES],
                             const nd__page_evidence *evidence, const nd__page *page,
                             size_t block);
/* Those that HTML gives; the page has marks. html_evidence.c */
void nd__html_evidence_cases(uint8_t cases[ND__EVIDENCES],
                             const nd__page_evidence *evidence, const nd__page *page,
                             size_t block);
/* Blocks in front and behind whose text counts. */
#define ND__AROUND 6

/* of / all, 0 where there is nothing. */
double nd__evidence_part(double of, double all);
/* How many of the ascending limits the value reaches. */
uint8_t nd__evidence_steps(double value, const double *limits, size_t count);

#define ND__STEPS(value, ...)                                  \
    nd__evidence_steps((value), (const double[]){__VA_ARGS__}, \
                       sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Blocks that other pages have, between the block and the longest stretch, without the
 * block itself; and those of them that are firm. */
uint32_t nd__seen_between(const nd__page_evidence *evidence, size_t block);
uint32_t nd__firm_between(const nd__page_evidence *evidence, size_t block);
/* Menu lines, likewise; the block itself counts. */
uint32_t nd__menus_between(const nd__page_evidence *evidence, size_t block);

/* The sum of the weights of a block, in thousandths of a nat. */
int nd__evidence_sum(const uint8_t cases[ND__EVIDENCES],
                     const nd__evidence_table *weights);
/* 1 / (1 + exp(-log_odds)), in ND__SCORE_ONE, rounded down; log_odds in thousandths of a
 * nat, of which more than ND__LOG_ODDS_MOST count as that. The same with any C library:
 * exp(0) is 1, and for others the quotient differs from whole numbers by more than what
 * libraries differ in. */
uint16_t nd__evidence_score(int log_odds);
#define ND__LOG_ODDS_MOST 20000

#endif
