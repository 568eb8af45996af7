/* The repeated ranges of each document. */
#ifndef ND_RUN_SPANS_RANGES_H
#define ND_RUN_SPANS_RANGES_H

#include "run/findings.h"
#include "substring/repeated_windows.h"

/* The text whose elements are document d of the sequence: a document, or a piece of one
 * between borders of tokens. */
typedef struct nd__ranged_text {
    nd__doc doc;
    const char *text;
    size_t size;
    uint64_t offset; /* of it in the document's text */
    bool silent;     /* gives no ranges, it is only what others repeat */
} nd__ranged_text;

typedef struct nd__ranged_texts {
    const nd__sequence *sequence; /* its elements are bytes or the hashes of tokens */
    const nd__repeated_windows *windows;
    uint64_t length; /* of a window */
    uint64_t seed;   /* of the hashes */
    /* Borrowed until the next call. Those that are not silent come by (doc.n, offset). */
    void (*get)(nd__ranged_text *out, size_t d, const void *payload);
    const void *payload;
} nd__ranged_texts;

/* Adds all ranges to findings; with only_count just their sums. */
nd_status nd__spans_add_ranges(nd__findings *out, const nd__ranged_texts *texts,
                               bool only_count, nd_error *err);

#endif
