/* Frame lessons: from the graded blocks of a crawl to the frames of its sites. */
#ifndef ND_BOILERPLATE_FRAME_LESSONS_H
#define ND_BOILERPLATE_FRAME_LESSONS_H

#include "boilerplate/site_frames.h"

/* Adds the sites of the corpus that have two different pages or more, in input order, and
 * of each at most ND__SITE_BLOCKS blocks that stand on two or more, those of the most
 * pages, in the order of the page that has them first. Running text below
 * frames->min_pages is left out: it is an article that was captured twice. grades [block
 * rows]; site_pages [sites], different pages. frames is empty but for its options.
 * O(blocks). */
#define ND__SITE_BLOCKS 2000u
nd_status nd__frame_lessons_learn(nd__site_frames *frames, const nd__corpus *corpus,
                                  const nd__frame_grade *grades,
                                  const uint32_t *site_pages, const nd__path_table *paths,
                                  nd_error *err);

#endif
