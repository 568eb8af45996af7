/* Groups: one document that is kept, and those that it makes superfluous. */
#ifndef ND_MATCH_CLUSTERS_H
#define ND_MATCH_CLUSTERS_H

#include "match/classes.h"
#include "match/verify.h"

typedef enum nd__keep {
    ND__KEEP_FIRST,
    ND__KEEP_LONGEST,
    ND__KEEP_OLDEST,
    ND__KEEP_NEWEST
} nd__keep;

typedef enum nd__relation { ND__EXACT, ND__NEAR, ND__CONTAINED } nd__relation;

typedef struct nd__cluster_options {
    nd__keep keep;
    bool components; /* groups are connected components instead of direct neighbours */
    bool cross_only; /* only documents of different INPUT arguments make a pair */
    double jaccard, containment;
    const uint32_t *site_rank; /* [site numbers] whose documents are rather kept, the
                                  least first; NULL: all alike */
} nd__cluster_options;

typedef struct nd__cluster_member {
    uint32_t document;
    nd__relation relation; /* to the kept document */
    double jaccard;
    double containment; /* share of the member's shingles that the kept document has */
    bool measured; /* false: not a direct neighbour of the kept one (components only) */
} nd__cluster_member;

typedef struct nd__cluster {
    uint32_t kept;
    size_t member_begin, member_end; /* the others, in input order */
} nd__cluster;

typedef struct nd__clusters {
    ND_VECTOR(nd__cluster) clusters; /* by the kept document's place in the input */
    ND_VECTOR(nd__cluster_member) members;
} nd__clusters;

/* `pairs` are verified pairs of class representatives (the first member of each class),
 * sorted. Every member is a direct neighbour of the document that is kept: of the same
 * class, or its Jaccard similarity reaches the threshold, or it is contained in the kept
 * one. A document that is contained in a larger one is kept only where no kept document
 * covers it. References are always kept. */
nd_status nd__clusters_make(nd__clusters *out, const nd__corpus *corpus,
                            const nd__classes *classes, const nd__verified_pairs *pairs,
                            const nd__cluster_options *options, nd_error *err);
void nd__clusters_clear(nd__clusters *groups);

#endif
