/* Suffixes of a sequence by libdivsufsort, which sorts bytes.
 *
 * Bytes without borders are sorted where they are. Else each element is written as its
 * rank among the distinct ones, big-endian in as few bytes as their number needs: such
 * codes sort as the ranks do, wherever a suffix begins. Suffixes that begin inside a code
 * are passed over; what two neighbours among the others share is the least of what lies
 * between them. Ranks begin at 1: code 0 is the border. */
#include "substring/suffix_field.h"

#include <string.h>

#include "base/radix_sort.h"
#include "suffix/suffix_array.h"

static unsigned width_for(uint64_t greatest) {
    unsigned width = 1;
    for (; greatest > UINT8_MAX; greatest >>= 8) {
        width++;
    }
    return width;
}

static uint8_t *put_code(uint8_t *to, uint64_t code, unsigned width) {
    for (unsigned shift = 8 * width; shift > 0; shift -= 8) {
        *to++ = (uint8_t)(code >> (shift - 8));
    }
    return to;
}

static uint64_t element_at(const nd__sequence *sequence, uint64_t at) {
    uint64_t element;
    if (sequence->unit == 1) {
        return sequence->data[at];
    }
    memcpy(&element, sequence->data + at * sizeof element, sizeof element);
    return element;
}

/* The distinct elements, ascending; *out is the caller's. */
static nd_status distinct_elements(uint64_t **out, size_t *count,
                                   const nd__sequence *sequence, nd_error *err) {
    size_t room = sequence->unit == 1 ? UINT8_MAX + 1 : sequence->count;
    uint64_t *values = nd__allocate(room, sizeof *values);
    if (values == NULL) {
        return nd__fail_memory(err);
    }
    if (sequence->unit == 1) {
        bool used[UINT8_MAX + 1] = {false};
        for (size_t i = 0; i < sequence->count; i++) {
            used[sequence->data[i]] = true;
        }
        *count = 0;
        for (uint64_t value = 0; value <= UINT8_MAX; value++) {
            if (used[value]) {
                values[(*count)++] = value;
            }
        }
    } else {
        uint64_t *scratch = nd__allocate(room, sizeof *scratch);
        if (scratch == NULL) {
            free(values);
            return nd__fail_memory(err);
        }
        for (size_t i = 0; i < sequence->count; i++) {
            values[i] = element_at(sequence, i);
        }
        nd__sort_u64(values, scratch, room);
        free(scratch);
        *count = nd__unique_u64(values, room);
    }
    *out = values;
    return ND_OK;
}

static uint64_t rank_of(const uint64_t *values, size_t count, uint64_t element) {
    const uint64_t *base = values;
    while (count > 1) {
        size_t half = count / 2;
        base += base[half - 1] < element ? half : 0;
        count -= half;
    }
    return (uint64_t)(base - values) + 1;
}

static nd_status write_codes(nd__suffix_field *out, const nd__sequence *sequence,
                             bool borders, nd_error *err) {
    uint64_t *values = NULL;
    size_t distinct = 0;
    ND_TRY(distinct_elements(&values, &distinct, sequence, err));
    unsigned width = width_for(distinct);
    size_t codes = sequence->count + (borders ? sequence->documents : 0);
    uint8_t *text = nd__allocate(codes, width);
    if (text == NULL) {
        free(values);
        return nd__fail_memory(err);
    }
    uint8_t *to = text;
    for (size_t d = 0; d < sequence->documents; d++) {
        for (uint64_t i = nd__sequence_begin(sequence, d); i < sequence->ends[d]; i++) {
            to = put_code(to, rank_of(values, distinct, element_at(sequence, i)), width);
        }
        if (borders) {
            to = put_code(to, 0, width);
        }
    }
    free(values);
    out->text = out->owned = text;
    out->size = codes * width;
    out->width = width;
    return ND_OK;
}

static nd_status sort_suffixes(nd__suffix_field *f, bool narrow, nd_error *err) {
    if (narrow) {
        f->order_32 = nd__allocate(f->size, sizeof *f->order_32);
        if (f->order_32 == NULL) {
            return nd__fail_memory(err);
        }
        ND_TRY(nd__suffix_array_32(f->order_32, NULL, f->text, f->size, err));
        f->plcp_32 = nd__allocate(f->size, sizeof *f->plcp_32);
        if (f->plcp_32 == NULL) {
            return nd__fail_memory(err);
        }
        nd__suffix_plcp_32(f->plcp_32, f->order_32, f->text, f->size);
        return ND_OK;
    }
    f->order_64 = nd__allocate(f->size, sizeof *f->order_64);
    if (f->order_64 == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__suffix_array_64(f->order_64, NULL, f->text, f->size, err));
    f->plcp_64 = nd__allocate(f->size, sizeof *f->plcp_64);
    if (f->plcp_64 == NULL) {
        return nd__fail_memory(err);
    }
    nd__suffix_plcp_64(f->plcp_64, f->order_64, f->text, f->size);
    return ND_OK;
}

nd_status nd__suffix_field_make(nd__suffix_field *out, const nd__sequence *sequence,
                                bool borders, size_t narrow_bytes, nd_error *err) {
    nd_status status = ND_OK;
    *out =
        (nd__suffix_field){.text = sequence->data, .size = sequence->count, .width = 1};
    if (borders || sequence->unit != 1) {
        ND_TRY_OUT(write_codes(out, sequence, borders, err));
    }
    bool narrow = out->size <= narrow_bytes && out->size <= INT32_MAX;
    ND_TRY_OUT(sort_suffixes(out, narrow, err));
out:
    if (status < 0) {
        nd__suffix_field_clear(out);
    }
    return status;
}

void nd__suffix_field_clear(nd__suffix_field *field) {
    free(field->owned);
    free(field->order_32);
    free(field->plcp_32);
    free(field->order_64);
    free(field->plcp_64);
    *field = (nd__suffix_field){0};
}
