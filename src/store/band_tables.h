/* Band tables: documents whose signatures agree in a band. */
#ifndef ND_STORE_BAND_TABLES_H
#define ND_STORE_BAND_TABLES_H

#include "base/memory.h"
#include "neardup/fingerprint.h"

/* Signatures of all documents, row-major [documents][k]: the low halves of MinHash
 * values. A document without a token is not to be wanted: its row says nothing. */
typedef struct nd__signatures {
    const uint16_t *rows;
    size_t documents;
    uint32_t size;      /* k */
    const bool *wanted; /* [documents] who takes part; NULL: all */
} nd__signatures;

typedef struct nd__pair {
    uint32_t a, b; /* a < b */
} nd__pair;

typedef ND_VECTOR(nd__pair) nd__pairs;

/* Appends each pair of documents that agree in at least one band, once, sorted by (a, b).
 * A bucket of more than `hot` documents gives star edges instead of all pairs: its first
 * document with all, then those whose estimated similarity to it is below `threshold`
 * again among themselves, for at most 16 rounds. *hot_buckets counts these. Deterministic
 * for any number of threads. */
nd_status nd__bands_candidates(nd__pairs *out, const nd__signatures *signatures,
                               nd_bands bands, double threshold, size_t hot,
                               unsigned threads, uint64_t *hot_buckets, nd_error *err);

#endif
