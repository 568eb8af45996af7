/* Passages: what two texts share although it was edited, reworded or shuffled. */
#ifndef ND_MATCH_PASSAGES_H
#define ND_MATCH_PASSAGES_H

#include "match/spans.h"
#include "match/token_rarity.h"

/* Tokens [a_begin, a_end) of a and [b_begin, b_end) of b. */
typedef struct nd__passage {
    uint32_t a_begin, a_end, b_begin, b_end;
    uint32_t matched;  /* tokens that both sides have, each as often as both have it */
    uint32_t pieces;   /* exact overlaps of at least min_length tokens inside */
    double similarity; /* matched / tokens of the longer side, in [0, 1] */
    bool exact;        /* both sides are equal, token for token */
} nd__passage;

typedef ND_VECTOR(nd__passage) nd__passages;

typedef struct nd__passage_options {
    uint32_t max_gap;     /* tokens on each side between two parts of a passage */
    uint32_t min_length;  /* tokens of the longer side of a passage, at least 1 */
    uint32_t least_score; /* bits of evidence of a passage without an exact overlap of
                             min_length tokens */
    bool exact; /* exact overlaps alone, which may overlap each other: nothing is chained
                   or searched */
    const nd__token_rarity *rarity; /* of the corpus; NULL: of the two texts */
} nd__passage_options;

/* max_gap 50, min_length 25, least_score 64, no rarity. */
void nd__passage_options_init(nd__passage_options *out);

/* Replaces *out by the passages of a and b, sorted by a_begin, then b_begin; no two
 * overlap on both sides.
 *
 * anchors, if not NULL, are overlaps that are known (kept is a, member is b), in any
 * order: passages are looked for at and around them only. With NULL those of min_length
 * tokens are looked for, and passages without any: that is for two texts that are known
 * to be of interest.
 *
 * All known overlaps lie in passages, unless there are more than 4096 chains of them in
 * one pair of texts: then the smallest are left out.
 *
 * ND_E_NOMEM; ND_E_LIMIT from 2^31 tokens on. After a failure *out is empty. O(n + m log
 * m) for n tokens and m anchors: with anchors n counts only what is around them.
 * Threads: any. Source: docs/algorithms/passages.md. */
nd_status nd__passages_find(nd__passages *out, nd__token_text a, nd__token_text b,
                            const nd__overlap *anchors, size_t anchor_count,
                            const nd__passage_options *options, nd_error *err);

struct nd__grower;

/* The same with room for work that is kept from one pair of texts to the next, all of
 * which have the same rarity. */
nd_status nd__passages_find_with(nd__passages *out, struct nd__grower *grower,
                                 nd__token_text a, nd__token_text b,
                                 const nd__overlap *anchors, size_t anchor_count,
                                 const nd__passage_options *options, nd_error *err);

#endif
