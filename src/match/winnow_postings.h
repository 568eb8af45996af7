/* The postings of winnowed shingles, as the winnowed index needs them. */
#ifndef ND_MATCH_WINNOW_POSTINGS_H
#define ND_MATCH_WINNOW_POSTINGS_H

#include "store/corpus.h"

/* A document is looked up by all its shingles where it has at most WHOLE, else by the
 * SAMPLE least. */
#define ND__WINNOW_WHOLE ((size_t)64)
#define ND__WINNOW_SAMPLE_BITS 5
#define ND__WINNOW_SAMPLE ((size_t)1 << ND__WINNOW_SAMPLE_BITS)
/* Where as many documents or more have a shingle, only this is told of their number. */
#define ND__WINNOW_MOST_BEHIND 65535

/* A document, by rank. */
typedef struct nd__winnow_ranked {
    const uint32_t *shingles; /* [0..size-1] ascending */
    uint32_t size;
    uint32_t document;
    uint32_t salt; /* of its keys */
} nd__winnow_ranked;

typedef struct nd__winnow_postings {
    /* The wanted documents that have a shingle, those with fewer first; of equals the
     * later first. */
    nd__winnow_ranked *ranks;
    size_t rank_count;
    uint64_t *postings; /* [0..count-1] key of a shingle << 32 | rank, sorted */
    size_t count;
    /* Probes, in no order, of the 2^bucket_bits documents from rank b << bucket_bits on
     * in buckets[b], [b + bucket_count] and so on: one a thread. Sorting gives each
     * document its own, the rarest shingle first. */
    nd__u64_vector *buckets; /* [threads][bucket_count] */
    size_t bucket_count;
    unsigned bucket_bits;
    unsigned threads;
} nd__winnow_postings;

/* A probe is a shingle that a document looks up and that documents of higher rank have:
 * the document's place in its bucket << 48 | how many of these there are << 32 | the end
 * of the shingle's postings, of which they are the last. */
static inline size_t nd__probe_place(uint64_t probe) {
    return (size_t)(probe >> 48);
}

static inline size_t nd__probe_behind(uint64_t probe) {
    return (size_t)(probe >> 32 & 0xFFFF);
}

static inline size_t nd__winnow_looked_up(const nd__winnow_ranked *own) {
    return own->size <= ND__WINNOW_WHOLE ? own->size : ND__WINNOW_SAMPLE;
}

/* by_site: documents of different sites have no shingle in common, but for one in 2^32.
 * ND_E_LIMIT for 2^32 postings or more. threads is 1 or more. */
nd_status nd__winnow_postings_make(nd__winnow_postings *out, const nd__corpus *corpus,
                                   const bool *wanted, bool by_site, unsigned threads,
                                   nd_error *err);
void nd__winnow_postings_clear(nd__winnow_postings *postings);

#endif
