#include "run/record_cuts.h"

#include "input/json_string.h"

nd_status nd__record_cuts_map(nd__cut *cuts, size_t count, const nd__record *record,
                              bool is_text, nd_error *err) {
    if (is_text) {
        for (size_t i = 0; i < count; i++) {
            cuts[i].begin += record->text_raw;
            cuts[i].end += record->text_raw;
        }
        return ND_OK;
    }
    size_t *offsets = nd__allocate(count * 4, sizeof *offsets);
    if (offsets == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        offsets[i * 2] = cuts[i].begin;
        offsets[i * 2 + 1] = cuts[i].end;
    }
    size_t *raw = offsets + count * 2;
    nd_status status =
        nd__json_string_map(raw, offsets, count * 2, record->raw + record->text_raw,
                            record->text_raw_size, err);
    for (size_t i = 0; i < count && status >= 0; i++) {
        cuts[i].begin = record->text_raw + raw[i * 2];
        cuts[i].end = record->text_raw + raw[i * 2 + 1];
    }
    free(offsets);
    return status;
}
