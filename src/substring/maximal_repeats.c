/* Maximal repeats from the windows at which they begin.
 *
 * 1. Every place of a maximal repeat begins with a branching window: not all equal
 * windows have the same element in front. These are few. Sorted by a hash of their
 * elements and compared, they fall into classes of equal windows.
 * 2. Members of a class that follow each other closely are a chain of periodic text, of
 * which the first one counts (repeat_class.h does this and what follows).
 * 3. The members are sorted by the text from there on, and each set of neighbours that
 * have more in common with each other than with others, and do not all have the same
 * element in front, is a maximal repeat.
 *
 * Where memory is short, this is done for some of the hashes at a time, and what was
 * found goes to temporary files; 32 bytes a repeat are needed to sort it. */
#include "substring/maximal_repeats.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"
#include "substring/repeat_class.h"
#include "substring/suffix_method.h"

#define CLASS_HASH UINT64_C(0x6E64636C61730001)
#define STEP ((size_t)1 << 10)
#define CHUNK ((size_t)1 << 16) /* windows whose hashes are made at once */
#define PARTS 256               /* of the hashes */

typedef struct work {
    const nd__sequence *sequence;
    const nd__maximal_options *options;
    ND_VECTOR(nd__keyed)
    windows; /* of this pass. key: hash of the window, value: where
                it begins */
    ND_VECTOR(nd__keyed) scratch;
    nd__keyed *chunk;           /* [CHUNK] */
    unsigned least, bound;      /* parts of this pass */
    nd__class_worker **workers; /* [threads] */
    unsigned threads;
    nd__maximal_repeats found;                   /* by all workers, in no order */
    nd__spill_array *found_items, *found_places; /* NULL: in memory */
} work;

void nd__maximal_repeats_clear(nd__maximal_repeats *repeats) {
    if (repeats->spill != NULL) {
        nd__spill_drop(repeats->spill, repeats->items.items);
        nd__spill_drop(repeats->spill, repeats->places.items);
    } else {
        nd__vector_clear(&repeats->items);
        nd__vector_clear(&repeats->places);
    }
    memset(repeats, 0, sizeof *repeats);
}

static nd_status hash_range(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    work *w = payload;
    (void)worker;
    (void)err;
    size_t unit = w->sequence->unit;
    for (size_t i = begin; i < end; i++) {
        w->chunk[i].key = nd__hash64(w->sequence->data + w->chunk[i].value * unit,
                                     w->options->length * unit, CLASS_HASH);
        nd__spill_touched(w->sequence->spill, 1);
    }
    return ND_OK;
}

/* Puts those of the chunk that are of this pass to its windows. */
static nd_status take_chunk(work *w, size_t count, nd_error *err) {
    ND_TRY(nd__parallel_ranges(w->threads, count, STEP, hash_range, w, err));
    ND_TRY(nd__vector_extend(&w->windows, count, err));
    for (size_t i = 0; i < count; i++) {
        unsigned part = (unsigned)(w->chunk[i].key >> 56);
        if (part >= w->least && part < w->bound) {
            w->windows.items[w->windows.count++] = w->chunk[i];
        }
    }
    return ND_OK;
}

static nd_status list_windows(work *w, const uint64_t *branching, size_t words,
                              nd_error *err) {
    size_t count = 0;
    w->windows.count = 0;
    for (size_t i = 0; i < words; i++) {
        for (uint64_t bits = branching[i]; bits != 0; bits &= bits - 1) {
            w->chunk[count++].value = 64 * i + (unsigned)__builtin_ctzll(bits);
        }
        nd__spill_read(w->sequence->spill, sizeof *branching);
        if (count > CHUNK - 64 || i + 1 == words) {
            ND_TRY(take_chunk(w, count, err));
            count = 0;
        }
    }
    return ND_OK;
}

static size_t count_windows(const work *w, const uint64_t *branching, size_t words) {
    size_t count = 0;
    for (size_t i = 0; i < words; i++) {
        count += (size_t)__builtin_popcountll(branching[i]);
        nd__spill_read(w->sequence->spill, sizeof *branching);
    }
    return count;
}

/* Classes whose first window is in the range. */
static nd_status class_range(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    work *w = payload;
    const nd__keyed *windows = w->windows.items;
    size_t i = begin;
    while (i > 0 && i < end && windows[i].key == windows[i - 1].key) {
        i++;
    }
    while (i < end) {
        size_t next = i + 1;
        while (next < w->windows.count && windows[next].key == windows[i].key) {
            next++;
        }
        ND_TRY(nd__class_add(w->workers[worker], windows + i, next - i, err));
        nd__spill_touched(w->sequence->spill, next - i);
        i = next;
    }
    return ND_OK;
}

/* ---- what was found ---- */

/* Appends one repeat; it and its places may go to temporary files. */
static nd_status append_repeat(nd__maximal_repeats *out, nd__spill_array *items,
                               nd__spill_array *places, nd__maximal_repeat repeat,
                               const uint64_t *first, nd_error *err) {
    repeat.first_place = out->places.count;
    ND_TRY(nd__spill_put(&out->items, items, &repeat, 1, err));
    return nd__spill_put(&out->places, places, first, repeat.kept_places, err);
}

static nd_status finish(nd__maximal_repeats *out, nd__spill_array *items,
                        nd__spill_array *places, nd__spill *spill, nd_error *err) {
    out->spill = spill;
    ND_TRY(nd__spill_finish(&out->items, items, err));
    return nd__spill_finish(&out->places, places, err);
}

/* What the workers found in this pass. */
static nd_status take_found(work *w, nd_error *err) {
    for (unsigned t = 0; t < w->threads; t++) {
        nd__maximal_repeats *own = nd__class_results(w->workers[t]);
        if (w->found_items == NULL) {
            ND_TRY(nd__vector_extend(&w->found.items, own->items.count, err));
            ND_TRY(nd__vector_extend(&w->found.places, own->places.count, err));
        }
        for (size_t i = 0; i < own->items.count; i++) {
            const nd__maximal_repeat *repeat = &own->items.items[i];
            ND_TRY(append_repeat(&w->found, w->found_items, w->found_places, *repeat,
                                 own->places.items + repeat->first_place, err));
        }
        nd__maximal_repeats_clear(own);
    }
    return ND_OK;
}

/* Two repeats never agree in all of this. */
static uint64_t sort_key(const nd__maximal_repeat *repeat, uint64_t first,
                         bool by_place) {
    return by_place ? first
                    : ((UINT64_MAX >> 1) - repeat->length) << 1 | (repeat->chain != 0);
}

/* order [2 * count] of what was found: by first place, longest first. */
static void sort_found(nd__keyed *order, const nd__maximal_repeats *found) {
    size_t count = found->items.count;
    for (size_t i = 0; i < count; i++) {
        order[i].value = i;
    }
    for (int by_place = 0; by_place < 2; by_place++) {
        for (size_t i = 0; i < count; i++) {
            nd__maximal_repeat buffer;
            uint64_t first;
            const nd__maximal_repeat *repeat =
                nd__spill_peek(found->spill, &found->items.items[order[i].value],
                               sizeof buffer, &buffer, sizeof buffer);
            const uint64_t *place =
                nd__spill_peek(found->spill, &found->places.items[repeat->first_place],
                               sizeof first, &first, sizeof first);
            order[i].key = sort_key(repeat, *place, by_place != 0);
        }
        nd__sort_keyed(order, order + count, count);
    }
}

static nd_status write_sorted(nd__maximal_repeats *out, const nd__maximal_repeats *found,
                              const nd__keyed *order, nd__spill_array *items,
                              nd__spill_array *places, nd_error *err) {
    uint64_t buffer[512];
    for (size_t i = 0; i < found->items.count; i++) {
        nd__maximal_repeat own;
        const nd__maximal_repeat *repeat =
            nd__spill_peek(found->spill, &found->items.items[order[i].value], sizeof own,
                           &own, sizeof own);
        const uint64_t *first =
            nd__spill_peek(found->spill, &found->places.items[repeat->first_place],
                           repeat->kept_places * sizeof *first, buffer, sizeof buffer);
        ND_TRY(append_repeat(out, items, places, *repeat, first, err));
        nd__spill_touched(found->spill,
                          repeat->kept_places > sizeof buffer / sizeof *buffer);
    }
    return ND_OK;
}

static nd_status sort_results(nd__maximal_repeats *out, work *w, nd_error *err) {
    size_t count = w->found.items.count;
    nd__spill *spill = w->sequence->spill;
    nd__spill_array *items = NULL, *places = NULL;
    ND_TRY(finish(&w->found, w->found_items, w->found_places, spill, err));
    if (spill != NULL) {
        ND_TRY(nd__spill_array_open(&items, spill, err));
        ND_TRY(nd__spill_array_open(&places, spill, err));
    } else {
        ND_TRY(nd__vector_reserve(&out->items, count, err));
        ND_TRY(nd__vector_reserve(&out->places, w->found.places.count, err));
    }
    nd__keyed *order = nd__allocate(2 * count, sizeof *order);
    if (order == NULL) {
        return nd__fail_memory(err);
    }
    sort_found(order, &w->found);
    nd_status status = write_sorted(out, &w->found, order, items, places, err);
    free(order);
    return status < 0 ? status : finish(out, items, places, spill, err);
}

/* ---- all of it ---- */

static nd_status prepare(work *w, nd_error *err) {
    w->workers = nd__allocate_zeroed(w->threads, sizeof *w->workers);
    w->chunk = nd__allocate(CHUNK, sizeof *w->chunk);
    if (w->workers == NULL || w->chunk == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned t = 0; t < w->threads; t++) {
        ND_TRY(nd__class_worker_create(&w->workers[t], w->sequence, w->options, err));
    }
    if (w->sequence->spill != NULL) {
        ND_TRY(nd__spill_array_open(&w->found_items, w->sequence->spill, err));
        ND_TRY(nd__spill_array_open(&w->found_places, w->sequence->spill, err));
    }
    return ND_OK;
}

/* How many parts a pass may take, for that many windows. */
static unsigned parts_of_pass(const work *w, size_t windows) {
    size_t most = w->options->memory / (2 * sizeof(nd__keyed));
    if (w->options->memory == 0 || windows <= most) {
        return PARTS;
    }
    size_t parts = (size_t)((double)PARTS * (double)most / (double)windows);
    return parts > 0 ? (unsigned)parts : 1;
}

static nd_status find(work *w, nd__maximal_repeats *out,
                      const nd__repeated_windows *windows, nd_error *err) {
    ND_TRY(prepare(w, err));
    size_t count = count_windows(w, windows->branching, windows->words);
    unsigned step = parts_of_pass(w, count);
    ND_TRY(nd__vector_reserve(&w->windows, count / PARTS * step + CHUNK, err));
    for (w->least = 0; w->least < PARTS; w->least += step) {
        w->bound = w->least + step;
        ND_TRY(list_windows(w, windows->branching, windows->words, err));
        ND_TRY(nd__vector_reserve(&w->scratch, w->windows.count, err));
        nd__sort_keyed(w->windows.items, w->scratch.items, w->windows.count);
        nd__vector_clear(&w->scratch);
        ND_TRY(
            nd__parallel_ranges(w->threads, w->windows.count, STEP, class_range, w, err));
        ND_TRY(take_found(w, err));
    }
    nd__vector_clear(&w->windows);
    return sort_results(out, w, err);
}

nd_status nd__maximal_repeats_find(nd__maximal_repeats *out, const nd__sequence *sequence,
                                   const nd__repeated_windows *windows,
                                   const nd__maximal_options *options, nd_error *err) {
    memset(out, 0, sizeof *out);
    if (options->suffix_array) {
        return nd__maximal_repeats_by_suffixes(out, sequence, options, err);
    }
    work w = {.sequence = sequence,
              .options = options,
              .threads = options->threads > 0 ? options->threads : 1};
    nd_status status = find(&w, out, windows, err);
    for (unsigned t = 0; w.workers != NULL && t < w.threads; t++) {
        nd__class_worker_destroy(w.workers[t]);
    }
    nd__maximal_repeats_clear(&w.found);
    nd__vector_clear(&w.windows);
    nd__vector_clear(&w.scratch);
    free(w.workers);
    free(w.chunk);
    if (status < 0) {
        nd__maximal_repeats_clear(out);
        return status;
    }
    return ND_OK;
}
