/* What a page says of itself: title, canonical address, language, when it was published.
 * Several places may say it; the most trustworthy one counts. */
#ifndef ND_HTML_PAGE_FACTS_H
#define ND_HTML_PAGE_FACTS_H

#include "html/html_attributes.h"
#include "html/html_date.h"
#include "html/html_text.h"

typedef enum nd__fact {
    ND__FACT_TITLE,
    ND__FACT_CANONICAL,
    ND__FACT_LANG,
    ND__FACT_SITE_NAME,
    ND__FACT_DESCRIPTION,
    ND__FACT_COUNT
} nd__fact;

typedef struct nd__fact_date {
    unsigned rank;    /* 0 is the most trustworthy */
    uint32_t article; /* where a time stands: the number of the article */
    char text[ND__DATE_SIZE];
} nd__fact_date;

/* Where an element with facts stands. */
typedef struct nd__fact_place {
    bool article; /* in an article */
    bool frame;   /* in the page's frame */
    bool answer;  /* in a comment or review */
} nd__fact_place;

typedef struct nd__page_facts {
    nd__html_text *out;
    const char *value[ND__FACT_COUNT]; /* in out->strings */
    unsigned rank[ND__FACT_COUNT];
    uint32_t articles;        /* so far, those in others aside */
    uint32_t heading_article; /* the first that has a h1, 0: none */
    ND_VECTOR(nd__fact_date) dates;
} nd__page_facts;

void nd__page_facts_start(nd__page_facts *facts, nd__html_text *out);
void nd__page_facts_clear(nd__page_facts *facts);
/* An element begins. */
nd_status nd__page_facts_element(nd__page_facts *facts, nd__html_tag tag,
                                 const nd__html_attributes *attributes,
                                 const nd__fact_place *place, nd_error *err);
/* The text of a title, or of a script with JSON-LD. */
nd_status nd__page_facts_captured(nd__page_facts *facts, nd__html_tag tag,
                                  const char *text, size_t size, nd_error *err);
/* A date that a trustworthy or less trustworthy place gives; what is none is passed over.
 */
nd_status nd__page_facts_date(nd__page_facts *facts, unsigned rank, const char *text,
                              size_t size, nd_error *err);
/* Chooses, and fills the fields of *out. */
nd_status nd__page_facts_finish(nd__page_facts *facts, nd_error *err);

#endif
