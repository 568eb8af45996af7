/* Maximal repeats: runs of elements that stand in the corpus more than once and cannot be
 * extended without losing a place. */
#ifndef ND_SUBSTRING_MAXIMAL_REPEATS_H
#define ND_SUBSTRING_MAXIMAL_REPEATS_H

#include "substring/repeated_windows.h"

/* A run of `length` elements at `places` places: neither the element in front nor the one
 * behind is the same for all of them (the border of a document differs from everything).
 */
typedef struct nd__maximal_repeat {
    uint64_t length;      /* elements */
    uint64_t places;      /* all of them */
    size_t first_place;   /* index in nd__maximal_repeats.places */
    uint32_t kept_places; /* from there on, ascending: the first ones, at most
                             max_places */
    uint32_t chain;       /* not 0: periodic, see below */
} nd__maximal_repeat;

/* Sorted by first place, then by length, longest first. */
typedef struct nd__maximal_repeats {
    ND_VECTOR(nd__maximal_repeat) items;
    nd__u64_vector places; /* elements at which they begin */
    nd__spill *spill;      /* both are in it, to be read; NULL: in memory */
} nd__maximal_repeats;

typedef struct nd__maximal_options {
    size_t length;     /* least elements of a repeat: as for the windows */
    size_t max_places; /* that are kept of each, at least 2 */
    unsigned threads;  /* 0 counts as 1; changes no result */
    size_t memory;     /* bytes that may be used beside sequence and result; about; 0:
                          no limit; changes no result */
    bool suffix_array; /* from suffix and LCP array over everything, the slow twin */
} nd__maximal_options;

/* All maximal repeats of at least `length` elements, from windows with `branching`. They
 * are put into the sequence's spill, if it has one.
 *
 * Periodic text has more repeats than anyone wants: in n equal letters every run is one.
 * Where windows that are equal follow each other in one document at distances of at most
 * length / 2, only the first of them stands for this chain as a place; and each maximal
 * chain gives one repeat of its own, which overlaps itself: the run less its period, at
 * the chain's first two places (chain != 0; places 2). See docs/algorithms/spans.md. */
nd_status nd__maximal_repeats_find(nd__maximal_repeats *out, const nd__sequence *sequence,
                                   const nd__repeated_windows *windows,
                                   const nd__maximal_options *options, nd_error *err);
void nd__maximal_repeats_clear(nd__maximal_repeats *repeats);

#endif
