/* Repeated windows: where a run of `length` elements begins that stands in the corpus
 * more than once. */
#ifndef ND_SUBSTRING_REPEATED_WINDOWS_H
#define ND_SUBSTRING_REPEATED_WINDOWS_H

#include <stdbool.h>

#include "substring/sequence.h"

/* A window is `length` consecutive elements of one document; it is named by the element
 * it begins at. Sets of windows are bits: window i is bit i % 64 of word i / 64. */
typedef struct nd__repeated_windows {
    uint64_t
        *repeated;   /* an equal window begins elsewhere, in this document or another */
    uint64_t *later; /* an equal window begins before */
    /* Repeated, and the element in front is not the same for all equal windows, or one of
     * them begins its document. So where maximal repeats begin. NULL unless wanted. */
    uint64_t *branching;
    size_t words;     /* of each, count / 64 + 1 */
    nd__spill *spill; /* they are in it; NULL: in memory */
} nd__repeated_windows;

typedef struct nd__window_options {
    size_t length;     /* elements of a window, from 1 */
    unsigned threads;  /* 0 counts as 1; changes no result */
    size_t memory;     /* bytes that may be used beside sequence and result; about; 0:
                          no limit; changes no result */
    bool branching;    /* wanted */
    bool suffix_array; /* by a suffix array over everything, the slow twin */
    /* Called now and then from one thread at a time; a failure ends the search. */
    nd_status (*progress)(uint64_t done, uint64_t total, void *payload, nd_error *err);
    void *payload;
} nd__window_options;

/* Exactly by the definitions above. Frees nothing that *out holds; after a failure *out
 * is empty. ND_E_NOMEM, ND_E_LIMIT. Threads: any. Source and cost:
 * docs/algorithms/spans.md.
 */
nd_status nd__repeated_windows_find(nd__repeated_windows *out,
                                    const nd__sequence *sequence,
                                    const nd__window_options *options, nd_error *err);
/* Empty sets for the sequence, in its spill if it has one and they are not small. */
nd_status nd__repeated_windows_make(nd__repeated_windows *out,
                                    const nd__sequence *sequence, bool branching,
                                    nd_error *err);
void nd__repeated_windows_clear(nd__repeated_windows *windows);

/* The same by suffix and LCP array (32 bit below 2 GiB, else 64): 9 to 17 bytes of memory
 * a byte. The oracle, and --method suffix-array. */
nd_status nd__repeated_windows_by_suffixes(nd__repeated_windows *out,
                                           const nd__sequence *sequence,
                                           const nd__window_options *options,
                                           nd_error *err);

static inline bool nd__window_in(const uint64_t *set, uint64_t window) {
    return (set[window >> 6] >> (window & 63)) & 1;
}

#endif
