/* Frame runs: a page's frame comes in runs of blocks, so its neighbours tell about a
 * block. */
#ifndef ND_BOILERPLATE_FRAME_RUNS_H
#define ND_BOILERPLATE_FRAME_RUNS_H

#include "store/corpus.h"

typedef struct nd__frame_grade {
    uint32_t pages; /* different pages of the site that have the block; 0: no other has */
    bool frame;
} nd__frame_grade;

/* Extends the frame of document d, whose sure blocks are marked in grades [block rows],
 * over the blocks that its runs enclose or touch. */
void nd__frame_extend(nd__frame_grade *grades, const nd__corpus *corpus, size_t d);

#endif
