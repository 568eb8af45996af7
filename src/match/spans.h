/* Spans: the exact overlaps of a kept text and the members of its group. */
#ifndef ND_MATCH_SPANS_H
#define ND_MATCH_SPANS_H

#include <stdbool.h>

#include "base/memory.h"

/* An overlap in tokens: kept[kept_begin .. kept_begin + length) equals
 * member[member_begin .. member_begin + length). */
typedef struct nd__overlap {
    uint32_t kept_begin, member_begin, length;
} nd__overlap;

typedef ND_VECTOR(nd__overlap) nd__overlaps;

/* A text as token hashes. */
typedef struct nd__token_text {
    const uint64_t *hash;
    size_t count;
} nd__token_text;

/* For each member m in 0..members-1, all maximal runs of at least minimum tokens of the
 * member that stand in kept too: maximal means that the run can be extended neither way;
 * of runs nested in the member the longest; where kept has the run in several places, the
 * place that goes on from the overlap before it, else the first. Sorted by member_begin.
 * Appends the overlaps of member m to *out and sets ends[m] to out->count after it.
 * minimum 0 counts as 1. After a failure *out is as it was; ND_E_LIMIT where kept and a
 * member have nearly 2^32 tokens together.
 *
 * By seeds, in O(n) time, with up to 20 bytes of memory a token of kept text; where a
 * text repeats itself much by one suffix array for the kept text and a batch of members,
 * in O(n log n), with codes of w = 1 to 4 bytes the greater of 8 + 5 w and 24 bytes a
 * token of these. The result depends on neither. See docs/algorithms/spans.md. */
nd_status nd__overlaps_find(nd__overlaps *out, size_t *ends, nd__token_text kept,
                            const nd__token_text *members, size_t member_count,
                            size_t minimum, nd_error *err);

/* How the work is cut up; nothing here changes the result. For tests. */
typedef struct nd__overlaps_limits {
    size_t batch_tokens; /* members are taken together up to this many tokens, or as many
                            as kept has */
    size_t narrow_bytes; /* up to here the 32-bit suffix array; at most INT32_MAX */
    bool no_seeds;       /* suffix arrays alone */
} nd__overlaps_limits;

nd_status nd__overlaps_find_limited(nd__overlaps *out, size_t *ends, nd__token_text kept,
                                    const nd__token_text *members, size_t member_count,
                                    size_t minimum, const nd__overlaps_limits *limits,
                                    nd_error *err);

#endif
