/* Which of several copies of a text was likely the first. */
#ifndef ND_RUN_FIRST_COPY_H
#define ND_RUN_FIRST_COPY_H

#include "run/findings.h"

typedef struct nd__copy {
    const char *date; /* NULL: unknown */
    double coverage;  /* how much of the others it has */
    uint32_t tokens;
    uint64_t n;
} nd__copy;

/* Below 0 where a was likely there before b, above 0 where b was; *by is why. Dates are
 * compared as text (ISO 8601 sorts so); a copy without a date comes behind one with. Then
 * the one that has more of the others, the longer one, the one that came first. A total
 * order: never 0 for two n. */
int nd__copy_compare(nd__first_reason *by, const nd__copy *a, const nd__copy *b);

/* The first of copies [0..count-1], count > 0; *by is why it comes before the next. */
size_t nd__copy_first(nd__first_reason *by, const nd__copy *copies, size_t count);

/* The share of a that b has, from the share of b that a has and their Jaccard similarity;
 * 0 where nothing is shared. */
double nd__copy_other_share(double jaccard, double share);

#endif
