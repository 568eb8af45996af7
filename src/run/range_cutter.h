/* Which parts of a text go when repeated ranges are removed. */
#ifndef ND_RUN_RANGE_CUTTER_H
#define ND_RUN_RANGE_CUTTER_H

#include "neardup/clean.h"
#include "run/cut.h"
#include "text/blocks.h"

typedef ND_VECTOR(nd__cut) nd__cuts;

/* Zero, with the first three set, is ready. One thread at a time. */
typedef struct nd__range_cutter {
    nd_snap snap;
    size_t min_rest;
    nd__block_mode mode;
    nd__cuts cuts; /* the result: in order, apart, at character borders, none empty */
    /* Scratch: */
    nd__tokens tokens, few;
    nd__blocks blocks;
    nd__cuts whole, merged;
    nd__buffer joined;
} nd__range_cutter;

/* Replaces cutter->cuts by what goes of the text, which is valid UTF-8, when `ranges`
 * (bytes, in order and apart, each ending at `size` or before; they may begin and end
 * anywhere) are removed: for nd__cuts_plan. docs/algorithms/removal.md has the rules. */
nd_status nd__range_cutter_plan(nd__range_cutter *cutter, const nd__cut *ranges,
                                size_t count, const char *text, size_t size,
                                nd_error *err);
void nd__range_cutter_clear(nd__range_cutter *cutter);

#endif
