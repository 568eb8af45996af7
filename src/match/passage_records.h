/* Putting records together. */
#ifndef ND_MATCH_PASSAGE_RECORDS_H
#define ND_MATCH_PASSAGE_RECORDS_H

#include "match/passage_pairs.h"

/* Zero is an empty one. */
typedef struct nd__record_builder {
    nd__passage_records records;
    const nd__sequence *sequence;
    nd__spill_array *items, *places; /* NULL: in memory */
} nd__record_builder;

/* Records go into the sequence's spill, if it has one. */
nd_status nd__record_builder_open(nd__record_builder *out, const nd__sequence *sequence,
                                  nd_error *err);
/* Appends a place of the record that is added next. */
nd_status nd__record_builder_place(nd__record_builder *builder, uint64_t begin,
                                   uint64_t length, nd_error *err);
/* Appends a record with the places that were appended since the last one. */
nd_status nd__record_builder_add(nd__record_builder *builder, nd__passage_record record,
                                 nd_error *err);
/* The records in order; of equal ones those first that were added first. */
nd_status nd__record_builder_sort(nd__passage_records *out, nd__record_builder *builder,
                                  nd_error *err);
void nd__record_builder_clear(nd__record_builder *builder);

#endif
