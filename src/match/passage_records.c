#include "match/passage_records.h"

#include <string.h>

#include "base/radix_sort.h"

void nd__passage_records_clear(nd__passage_records *records) {
    if (records->spill != NULL) {
        nd__spill_drop(records->spill, records->items.items);
        nd__spill_drop(records->spill, records->places.items);
    } else {
        nd__vector_clear(&records->items);
        nd__vector_clear(&records->places);
    }
    memset(records, 0, sizeof *records);
}

nd_status nd__record_builder_open(nd__record_builder *out, const nd__sequence *sequence,
                                  nd_error *err) {
    memset(out, 0, sizeof *out);
    out->sequence = sequence;
    if (sequence->spill != NULL) {
        ND_TRY(nd__spill_array_open(&out->items, sequence->spill, err));
        ND_TRY(nd__spill_array_open(&out->places, sequence->spill, err));
    }
    return ND_OK;
}

void nd__record_builder_clear(nd__record_builder *builder) {
    nd__passage_records_clear(&builder->records);
}

nd_status nd__record_builder_place(nd__record_builder *builder, uint64_t begin,
                                   uint64_t length, nd_error *err) {
    nd__record_place place = {nd__sequence_document(builder->sequence, begin), begin,
                              begin + length};
    return nd__spill_put(&builder->records.places, builder->places, &place, 1, err);
}

nd_status nd__record_builder_add(nd__record_builder *builder, nd__passage_record record,
                                 nd_error *err) {
    record.first_place = builder->records.places.count - record.kept_places;
    return nd__spill_put(&builder->records.items, builder->items, &record, 1, err);
}

static nd_status finish(nd__record_builder *b, nd_error *err) {
    b->records.spill = b->sequence->spill;
    ND_TRY(nd__spill_finish(&b->records.items, b->items, err));
    return nd__spill_finish(&b->records.places, b->places, err);
}

/* A stable sort by one key of the first two places. order: [2 * count] */
static void sort_by(nd__keyed *order, const nd__passage_records *records, int which) {
    nd__passage_record record;
    nd__record_place places[2];
    for (size_t i = 0; i < records->items.count; i++) {
        const nd__passage_record *own =
            nd__spill_peek(records->spill, &records->items.items[order[i].value],
                           sizeof record, &record, sizeof record);
        const nd__record_place *at =
            nd__spill_peek(records->spill, &records->places.items[own->first_place],
                           sizeof places, places, sizeof places);
        order[i].key = which == 0 ? at[1].begin : which == 1 ? ~at[0].end : at[0].begin;
    }
    nd__sort_keyed(order, order + records->items.count, records->items.count);
}

static nd_status write_sorted(nd__record_builder *out, const nd__passage_records *records,
                              const nd__keyed *order, nd_error *err) {
    nd__passage_record record;
    nd__record_place buffer[128];
    for (size_t i = 0; i < records->items.count; i++) {
        const nd__passage_record *own =
            nd__spill_peek(records->spill, &records->items.items[order[i].value],
                           sizeof record, &record, sizeof record);
        size_t size = own->kept_places * sizeof *buffer;
        const nd__record_place *places =
            nd__spill_peek(records->spill, &records->places.items[own->first_place], size,
                           buffer, sizeof buffer);
        nd__spill_touched(records->spill, size > sizeof buffer);
        ND_TRY(nd__spill_put(&out->records.places, out->places, places, own->kept_places,
                             err));
        ND_TRY(nd__record_builder_add(out, *own, err));
    }
    return finish(out, err);
}

nd_status nd__record_builder_sort(nd__passage_records *out, nd__record_builder *builder,
                                  nd_error *err) {
    nd__record_builder sorted;
    size_t count = builder->records.items.count;
    ND_TRY(finish(builder, err));
    ND_TRY(nd__record_builder_open(&sorted, builder->sequence, err));
    nd__keyed *order = nd__allocate(2 * count, sizeof *order);
    nd_status status = order == NULL ? nd__fail_memory(err) : ND_OK;
    if (status >= 0) {
        for (size_t i = 0; i < count; i++) {
            order[i].value = i;
        }
        for (int which = 0; which < 3; which++) {
            sort_by(order, &builder->records, which);
        }
        status = write_sorted(&sorted, &builder->records, order, err);
    }
    free(order);
    if (status < 0) {
        nd__record_builder_clear(&sorted);
        return status;
    }
    *out = sorted.records;
    return ND_OK;
}
