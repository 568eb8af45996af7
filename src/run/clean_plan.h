/* What is removed from which document, in the order of reading. */
#ifndef ND_RUN_CLEAN_PLAN_H
#define ND_RUN_CLEAN_PLAN_H

#include "neardup/clean.h"
#include "run/cut.h"
#include "run/findings.h"

typedef struct nd__dropped {
    nd__doc doc;
    const char *kind; /* as in the removal log */
    const char *of;   /* the document that stays */
    const char *site; /* NULL: unknown */
} nd__dropped;

/* Borrows from the findings. */
typedef struct nd__clean_plan {
    ND_VECTOR(nd__dropped) dropped;              /* by n, one each */
    ND_VECTOR(const nd__block_finding *) blocks; /* by (n, begin) */
    size_t next_dropped, next_block;
    const nd__findings *findings;
    bool spans, spans_all;
    size_t next_range;
    ND_VECTOR(nd__cut) ranges; /* of the document that was asked for */
} nd__clean_plan;

nd_status nd__clean_plan_create(nd__clean_plan *out, const nd__findings *findings,
                                const nd_clean_options *options, nd_error *err);
/* For ascending n: why document n is dropped (NULL: it is not), and its blocks. */
const nd__dropped *nd__clean_plan_dropped(nd__clean_plan *plan, uint64_t n);
const nd__block_finding *const *nd__clean_plan_blocks(nd__clean_plan *plan, uint64_t n,
                                                      size_t *count);
/* Ranges of its text to be removed, in order and apart, until the next call; *id is what
 * the run calls the document, where there are any. */
nd_status nd__clean_plan_ranges(nd__clean_plan *plan, uint64_t n, const char **id,
                                nd_error *err);
void nd__clean_plan_clear(nd__clean_plan *plan);

#endif
