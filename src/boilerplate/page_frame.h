/* Page frame: what of a page is frame by evidence, where counting did not settle it. */
#ifndef ND_BOILERPLATE_PAGE_FRAME_H
#define ND_BOILERPLATE_PAGE_FRAME_H

#include "boilerplate/page_evidence.h"

/* What a document is to evidence. */
typedef enum nd__page_kind {
    ND__PAGE_NONE, /* not evidently a page: evidence is not heard */
    ND__PAGE_TEXT,
    ND__PAGE_HTML
} nd__page_kind;

nd__page_kind nd__page_kind_of(const nd__page *page, const char *site);

/* Scores the blocks of a page whose sure frame blocks are marked in its grades, and marks
 * those that reach `threshold` (of ND__SCORE_ONE) as frame, too. Only where it is HTML,
 * or evidently a page of a site: `site` is the site's name or NULL. */
nd_status nd__page_frame_find(nd__page_evidence *evidence, const nd__page *page,
                              const char *site, uint16_t threshold, nd_error *err);

#endif
