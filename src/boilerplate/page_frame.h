/* Page frame: what of a page is frame by evidence, where counting did not settle it. */
#ifndef ND_BOILERPLATE_PAGE_FRAME_H
#define ND_BOILERPLATE_PAGE_FRAME_H

#include "boilerplate/page_evidence.h"

/* Scores the blocks of document d, whose sure frame blocks are marked in grades [block
 * rows], and marks those that reach `threshold` (of ND__SCORE_ONE) as frame, too. Only
 * where the document is evidently a page of a site; and never all of its running text.
 * `pages` different pages of the site are known. */
nd_status nd__page_frame_find(nd__frame_grade *grades, nd__page_evidence *evidence,
                              const nd__corpus *corpus, size_t d, uint32_t pages,
                              uint16_t threshold, nd_error *err);

#endif
