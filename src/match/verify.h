/* Verification: the exact similarity of candidate pairs, on their shingle sets. */
#ifndef ND_MATCH_VERIFY_H
#define ND_MATCH_VERIFY_H

#include "store/band_tables.h"
#include "store/corpus.h"

typedef struct nd__verified {
    uint32_t a, b; /* documents, a < b */
    nd_similarity similarity;
} nd__verified;

typedef ND_VECTOR(nd__verified) nd__verified_pairs;

typedef struct nd__verify_options {
    uint32_t shingle; /* n, tokens */
    uint64_t seed;
    double jaccard, containment; /* a pair is kept that reaches either; 0 keeps all */
    unsigned threads;
} nd__verify_options;

/* Appends to *out, in the order of `candidates` (sorted by (a, b), without repeats),
 * those that reach a threshold. Holds 8 bytes a shingle of the documents that pairs under
 * way are about, 28 bytes a candidate, 12 a document and 4 a document and thread. */
nd_status nd__verify_pairs(nd__verified_pairs *out, const nd__corpus *corpus,
                           const nd__pair *candidates, size_t count,
                           const nd__verify_options *options, nd_error *err);

#endif
