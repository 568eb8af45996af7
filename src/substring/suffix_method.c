/* Repeated windows from a suffix array over everything.
 *
 * Suffixes that share `length` elements stand together in suffix order: a run of ranks
 * where each shares that much with the one before. Those of them whose document has as
 * many elements left are the equal windows; a suffix that reaches into the next document
 * may stand between them and is passed over. So no border is needed in the text.
 *
 * Each run is read twice: for its least window and what stands in front, then to mark. */
#include "substring/suffix_method.h"

#include "substring/suffix_field.h"

#define PROGRESS_STEP ((size_t)1 << 22)

typedef struct marker {
    nd__repeated_windows *out;
    const nd__suffix_field *field;
    uint64_t *fits;   /* windows that lie in their document */
    uint64_t *begins; /* first elements of documents */
} marker;

static void put(uint64_t *set, uint64_t at) {
    set[at >> 6] |= UINT64_C(1) << (at & 63);
}

static void mark_documents(marker *m, const nd__sequence *sequence, uint64_t length) {
    for (size_t d = 0; d < sequence->documents; d++) {
        uint64_t begin = nd__sequence_begin(sequence, d), end = sequence->ends[d];
        if (begin < end) {
            put(m->begins, begin);
        }
        for (uint64_t at = begin; end - at >= length; at++) {
            put(m->fits, at);
        }
    }
}

/* What stands in front of the windows of one run: nothing yet, one element, or more than
 * one kind. */
typedef struct front {
    uint64_t code;
    bool any, mixed;
} front;

static void front_add(front *f, const marker *m, uint64_t at) {
    if (f->mixed || nd__window_in(m->begins, at)) {
        f->mixed = true;
        return;
    }
    uint64_t code = nd__suffix_code(m->field, at - 1);
    f->mixed = f->any && code != f->code;
    f->code = code;
    f->any = true;
}

/* Suffixes of ranks [begin, end) share a window. */
static void mark_run(marker *m, size_t begin, size_t end) {
    nd__suffix suffix;
    uint64_t windows = 0, first = UINT64_MAX;
    front before = {0};
    for (size_t rank = begin; rank < end && nd__suffix_next(&suffix, m->field, &rank);) {
        if (nd__window_in(m->fits, suffix.at)) {
            windows++;
            first = suffix.at < first ? suffix.at : first;
            if (m->out->branching != NULL) {
                front_add(&before, m, suffix.at);
            }
        }
    }
    if (windows < 2) {
        return;
    }
    for (size_t rank = begin; rank < end && nd__suffix_next(&suffix, m->field, &rank);) {
        if (!nd__window_in(m->fits, suffix.at)) {
            continue;
        }
        put(m->out->repeated, suffix.at);
        if (suffix.at != first) {
            put(m->out->later, suffix.at);
        }
        if (before.mixed) {
            put(m->out->branching, suffix.at);
        }
    }
}

static nd_status report(const nd__window_options *options, uint64_t done, uint64_t total,
                        nd_error *err) {
    return options->progress == NULL
               ? ND_OK
               : options->progress(done, total, options->payload, err);
}

static nd_status mark_all(marker *m, const nd__window_options *options, uint64_t length,
                          nd_error *err) {
    nd__suffix suffix;
    size_t begin = 0, before = 0, members = 0, next = 0;
    for (size_t rank = 0; nd__suffix_next(&suffix, m->field, &rank); before = rank) {
        if (suffix.common < length) {
            if (members > 1) {
                mark_run(m, begin, before);
            }
            begin = before;
            members = 0;
        }
        members++;
        if (rank >= next) {
            ND_TRY(report(options, rank, m->field->size, err));
            next = rank + PROGRESS_STEP;
        }
    }
    if (members > 1) {
        mark_run(m, begin, before);
    }
    return ND_OK;
}

nd_status nd__repeated_windows_by_suffixes_limited(nd__repeated_windows *out,
                                                   const nd__sequence *sequence,
                                                   const nd__window_options *options,
                                                   size_t narrow_bytes, nd_error *err) {
    uint64_t length = options->length > 0 ? options->length : 1;
    nd_status status = ND_OK;
    nd__suffix_field field = {0};
    marker m = {.out = out, .field = &field};
    ND_TRY(nd__repeated_windows_make(out, sequence, options->branching, err));
    m.fits = nd__allocate_zeroed(out->words, sizeof *m.fits);
    m.begins = nd__allocate_zeroed(out->words, sizeof *m.begins);
    if (m.fits == NULL || m.begins == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    mark_documents(&m, sequence, length);
    ND_TRY_OUT(nd__suffix_field_make(&field, sequence, false, narrow_bytes, err));
    ND_TRY_OUT(mark_all(&m, options, length, err));
out:
    nd__suffix_field_clear(&field);
    free(m.fits);
    free(m.begins);
    if (status < 0) {
        nd__repeated_windows_clear(out);
    }
    return status;
}

nd_status nd__repeated_windows_by_suffixes(nd__repeated_windows *out,
                                           const nd__sequence *sequence,
                                           const nd__window_options *options,
                                           nd_error *err) {
    return nd__repeated_windows_by_suffixes_limited(out, sequence, options, INT32_MAX,
                                                    err);
}
