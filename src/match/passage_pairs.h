/* Passages of a whole corpus: from its exact repeats to what is reported. */
#ifndef ND_MATCH_PASSAGE_PAIRS_H
#define ND_MATCH_PASSAGE_PAIRS_H

#include "match/passages.h"
#include "substring/maximal_repeats.h"

/* Elements [begin, end) of the sequence, all of one document. */
typedef struct nd__record_place {
    size_t document;
    uint64_t begin, end;
} nd__record_place;

/* A passage at two places, or an exact repeat at two or more. */
typedef struct nd__passage_record {
    size_t first_place;   /* in nd__passage_records.places */
    uint32_t kept_places; /* from there on */
    uint32_t pieces;      /* exact overlaps in it; 1 for an exact repeat */
    uint64_t places;      /* all of them, also those that are not kept */
    uint32_t matched;     /* of a passage: see nd__passage */
    uint32_t chain;       /* of a repeat: not 0 where it is periodic */
    double similarity;    /* 1 for an exact repeat */
    bool exact;
} nd__passage_record;

/* Sorted by the first place's begin, its end (longest first), the second place's begin.
 */
typedef struct nd__passage_records {
    ND_VECTOR(nd__passage_record) items;
    ND_VECTOR(nd__record_place) places;
    nd__spill *spill; /* both are in it, to be read; NULL: in memory */
} nd__passage_records;

typedef struct nd__passage_pairs_options {
    nd__passage_options passage;
    uint32_t most_places; /* a repeat at more places makes no pairs: 2 to 32 */
    unsigned threads;     /* 0 counts as 1; changes no result */
    size_t memory;        /* bytes for pairs of places; about; 0: no limit; changes no
                             result */
} nd__passage_pairs_options;

/* The defaults of a passage; most_places 32. */
void nd__passage_pairs_options_init(nd__passage_pairs_options *out);

/* Replaces *out by the records of a corpus of tokens (sequence->unit is 8).
 *
 * Repeats at no more than most_places places, all kept, make the pairs of documents that
 * are looked at, with their places as anchors. A pair of places inside a passage, or
 * inside a longer exact repeat of the same two documents, is not reported again: what
 * remains of such a repeat are records that have all its other pairs of places and none
 * of those, so one place can be in several. All other repeats are one record with the
 * true count. A pair of places in one document is never part of a passage. passage.exact
 * leaves repeats as they are.
 *
 * ND_E_ARG for a unit that is not 8 or most_places out of range, ND_E_LIMIT for a
 * document of 2^31 tokens that is to be chained, ND_E_NOMEM; after a failure *out is
 * empty. Memory: some 33 bytes a pair of places, so at most (most_places - 1) / 2 of them
 * for each place of a repeat, or as the options say; 4 bytes a place; and the result,
 * which is put into the sequence's spill if it has one, but for 32 bytes a record while
 * it is sorted. */
nd_status nd__passage_records_find(nd__passage_records *out, const nd__sequence *sequence,
                                   const nd__maximal_repeats *repeats,
                                   const nd__passage_pairs_options *options,
                                   nd_error *err);
void nd__passage_records_clear(nd__passage_records *records);

#endif
