/* Maximal repeats from the windows at which they begin.
 *
 * 1. Every place of a maximal repeat begins with a branching window: not all equal
 * windows have the same element in front. These are few. Sorted by a hash of their
 * elements and compared, they fall into classes of equal windows.
 * 2. Members of a class that follow each other closely are a chain of periodic text, of
 * which the first one counts (repeat_class.h does this and what follows).
 * 3. The members are sorted by the text from there on, and each set of neighbours that
 * have more in common with each other than with others, and do not all have the same
 * element in front, is a maximal repeat. */
#include "substring/maximal_repeats.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"
#include "substring/repeat_class.h"
#include "substring/suffix_method.h"

#define CLASS_HASH UINT64_C(0x6E64636C61730001)
#define STEP ((size_t)1 << 10)

typedef struct work {
    const nd__sequence *sequence;
    const nd__maximal_options *options;
    nd__keyed *windows; /* [count] key: hash of the window, value: where it begins */
    size_t count;
    nd__class_worker **workers; /* [threads] */
    unsigned threads;
} work;

void nd__maximal_repeats_clear(nd__maximal_repeats *repeats) {
    nd__vector_clear(&repeats->items);
    nd__vector_clear(&repeats->places);
}

static nd_status list_windows(work *w, const uint64_t *branching, size_t words,
                              nd_error *err) {
    for (size_t i = 0; i < words; i++) {
        w->count += (size_t)__builtin_popcountll(branching[i]);
    }
    w->windows = nd__allocate(w->count, sizeof *w->windows);
    if (w->windows == NULL) {
        return nd__fail_memory(err);
    }
    size_t at = 0;
    for (size_t i = 0; i < words; i++) {
        for (uint64_t bits = branching[i]; bits != 0; bits &= bits - 1) {
            w->windows[at++].value = 64 * i + (unsigned)__builtin_ctzll(bits);
        }
        nd__spill_read(w->sequence->spill, sizeof *branching);
    }
    return ND_OK;
}

static nd_status hash_range(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    work *w = payload;
    (void)worker;
    (void)err;
    size_t unit = w->sequence->unit;
    for (size_t i = begin; i < end; i++) {
        w->windows[i].key = nd__hash64(w->sequence->data + w->windows[i].value * unit,
                                       w->options->length * unit, CLASS_HASH);
        nd__spill_touched(w->sequence->spill, 1);
    }
    return ND_OK;
}

static nd_status sort_windows(work *w, nd_error *err) {
    ND_TRY(nd__parallel_ranges(w->threads, w->count, STEP, hash_range, w, err));
    nd__keyed *scratch = nd__allocate(w->count, sizeof *scratch);
    if (scratch == NULL) {
        return nd__fail_memory(err);
    }
    nd__sort_keyed(w->windows, scratch, w->count);
    free(scratch);
    return ND_OK;
}

/* Classes whose first window is in the range. */
static nd_status class_range(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    work *w = payload;
    size_t i = begin;
    while (i > 0 && i < end && w->windows[i].key == w->windows[i - 1].key) {
        i++;
    }
    while (i < end) {
        size_t next = i + 1;
        while (next < w->count && w->windows[next].key == w->windows[i].key) {
            next++;
        }
        ND_TRY(nd__class_add(w->workers[worker], w->windows + i, next - i, err));
        nd__spill_touched(w->sequence->spill, next - i);
        i = next;
    }
    return ND_OK;
}

typedef struct order {
    const nd__maximal_repeat *repeat;
    const nd__maximal_repeats *from;
} order;

static int compare_repeats(const void *a, const void *b) {
    const order *x = a, *y = b;
    uint64_t p = x->from->places.items[x->repeat->first_place];
    uint64_t q = y->from->places.items[y->repeat->first_place];
    if (p != q) {
        return p < q ? -1 : 1;
    }
    if (x->repeat->length != y->repeat->length) {
        return x->repeat->length > y->repeat->length ? -1 : 1;
    }
    return (int)x->repeat->chain - (int)y->repeat->chain;
}

/* What the workers found, in order. */
static nd_status join_results(nd__maximal_repeats *out, const work *w, nd_error *err) {
    size_t repeats = 0, places = 0, at = 0;
    for (unsigned t = 0; t < w->threads; t++) {
        const nd__maximal_repeats *own = nd__class_results(w->workers[t]);
        repeats += own->items.count;
        places += own->places.count;
    }
    order *orders = nd__allocate(repeats, sizeof *orders);
    if (orders == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = nd__vector_reserve(&out->items, repeats, err);
    if (status >= 0) {
        status = nd__vector_reserve(&out->places, places, err);
    }
    if (status < 0) {
        free(orders);
        return status;
    }
    for (unsigned t = 0; t < w->threads; t++) {
        const nd__maximal_repeats *own = nd__class_results(w->workers[t]);
        for (size_t i = 0; i < own->items.count; i++) {
            orders[at++] = (order){&own->items.items[i], own};
        }
    }
    qsort(orders, repeats, sizeof *orders, compare_repeats);
    for (size_t i = 0; i < repeats; i++) {
        const nd__maximal_repeat *repeat = orders[i].repeat;
        nd__maximal_repeat *own = &out->items.items[out->items.count++];
        *own = *repeat;
        own->first_place = out->places.count;
        memcpy(out->places.items + out->places.count,
               orders[i].from->places.items + repeat->first_place,
               repeat->kept_places * sizeof *out->places.items);
        out->places.count += repeat->kept_places;
    }
    free(orders);
    return ND_OK;
}

static nd_status find(work *w, nd__maximal_repeats *out,
                      const nd__repeated_windows *windows, nd_error *err) {
    w->workers = nd__allocate_zeroed(w->threads, sizeof *w->workers);
    if (w->workers == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned t = 0; t < w->threads; t++) {
        ND_TRY(nd__class_worker_create(&w->workers[t], w->sequence, w->options, err));
    }
    ND_TRY(list_windows(w, windows->branching, windows->words, err));
    ND_TRY(sort_windows(w, err));
    ND_TRY(nd__parallel_ranges(w->threads, w->count, STEP, class_range, w, err));
    return join_results(out, w, err);
}

nd_status nd__maximal_repeats_find(nd__maximal_repeats *out, const nd__sequence *sequence,
                                   const nd__repeated_windows *windows,
                                   const nd__maximal_options *options, nd_error *err) {
    if (options->suffix_array) {
        return nd__maximal_repeats_by_suffixes(out, sequence, options, err);
    }
    memset(out, 0, sizeof *out);
    work w = {.sequence = sequence,
              .options = options,
              .threads = options->threads > 0 ? options->threads : 1};
    nd_status status = find(&w, out, windows, err);
    for (unsigned t = 0; w.workers != NULL && t < w.threads; t++) {
        nd__class_worker_destroy(w.workers[t]);
    }
    free(w.workers);
    free(w.windows);
    if (status < 0) {
        nd__maximal_repeats_clear(out);
        return status;
    }
    return ND_OK;
}
