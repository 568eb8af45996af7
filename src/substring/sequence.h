/* All documents of a corpus as one array of elements: bytes, or the hashes of tokens. */
#ifndef ND_SUBSTRING_SEQUENCE_H
#define ND_SUBSTRING_SEQUENCE_H

#include "base/memory.h"
#include "base/spill.h"

/* Readable bytes in front of and behind the elements, of any value: vectors may read
 * past both ends. */
#define ND__SEQUENCE_PAD 64

/* Borrowed. Documents stand end to end; document d is the elements
 * [d == 0 ? 0 : ends[d-1], ends[d]), and may be empty. count < 2^40. */
typedef struct nd__sequence {
    const uint8_t *data;  /* [count * unit], with ND__SEQUENCE_PAD bytes on both sides */
    size_t count;         /* elements */
    unsigned unit;        /* bytes of an element: 1, or 8 (uint64_t) */
    const uint64_t *ends; /* [documents] ascending; the last one is count */
    size_t documents;
    nd__spill *spill; /* where data is; NULL: in memory. Who reads tells it */
} nd__sequence;

/* The document that element `at` < count belongs to. O(log documents). */
size_t nd__sequence_document(const nd__sequence *sequence, uint64_t at);

static inline uint64_t nd__sequence_begin(const nd__sequence *sequence, size_t document) {
    return document == 0 ? 0 : sequence->ends[document - 1];
}

#endif
