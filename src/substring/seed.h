/* Seeds: of each window the one run of k elements that stands for it. */
#ifndef ND_SUBSTRING_SEED_H
#define ND_SUBSTRING_SEED_H

#include <stdbool.h>

#include "base/radix_sort.h"
#include "base/variant.h"
#include "substring/sequence.h"

/* Windows of `length` elements have `choices` runs of k elements to choose from:
 * length = k + choices - 1. */
typedef struct nd__seed_shape {
    size_t length, k, choices;
} nd__seed_shape;

#define ND__SEED_MAX_CHOICES 2048

/* length >= 1. */
nd__seed_shape nd__seed_shape_of(size_t length, unsigned unit);

/* A seed and its windows, as (hash of its elements, the rest packed): windows begin at
 * position - before .. position - behind, before >= behind; `at_border`: the first of
 * these begins a document. Packed, they sort by position. */
typedef struct nd__seed {
    uint64_t position;
    uint32_t before, behind;
    bool at_border;
} nd__seed;

static inline uint64_t nd__seed_pack(nd__seed seed) {
    return (seed.position << 24) | ((uint64_t)seed.before << 13) |
           ((uint64_t)seed.behind << 2) | seed.at_border;
}

static inline nd__seed nd__seed_unpack(uint64_t packed) {
    return (nd__seed){packed >> 24, (packed >> 13) & 2047, (packed >> 2) & 2047,
                      packed & 1};
}

typedef ND_VECTOR(nd__keyed) nd__seed_vector;

/* Windows first .. last equal the ones `period` before them; no seed has them. */
typedef struct nd__periodic_windows {
    uint64_t first, last, period;
} nd__periodic_windows;

typedef ND_VECTOR(nd__periodic_windows) nd__periodic_vector;

/* What one thread collects into. */
typedef struct nd__seed_collector nd__seed_collector;

nd_status nd__seed_collector_create(nd__seed_collector **out,
                                    const nd__sequence *sequence, nd__seed_shape shape,
                                    nd__variant variant, nd_error *err);
void nd__seed_collector_destroy(nd__seed_collector *collector);

/* Appends the seeds of the windows that begin at first .. end - 1 of one document, in
 * order, whose hash h has least <= h >> 56 < bound; and the periodic windows, whatever
 * their hash, unless periodic is NULL. A seed whose windows go beyond [first, end) comes
 * again with the others. O(windows). */
nd_status nd__seed_collect(nd__seed_vector *out, nd__periodic_vector *periodic,
                           nd__seed_collector *collector, uint64_t document_begin,
                           uint64_t document_end, uint64_t first, uint64_t end,
                           unsigned least, unsigned bound, nd_error *err);

#endif
