/* Marking the repeated windows of one bucket.
 *
 * 1. Of many seeds, those whose windows all hold the same elements, with the same element
 * in front, are one class; its first member stands for the rest, whose marks follow from
 * its own. Copies of a page are thus looked at once.
 * 2. Few seeds are compared each with each: from their place both texts are followed to
 * the left and to the right, no further than windows reach; windows that begin within the
 * left part and end within the right part are equal.
 * 3. Many are put into a table (window_table.h). */
#include "substring/window_bucket.h"

#include <string.h>

#include "base/hash.h"
#include "substring/agreement.h"
#include "substring/window_marks.h"
#include "substring/window_table.h"

#define FEW_SEEDS 8    /* not worth looking for classes */
#define MOST_PAIRED 24 /* seeds compared each with each */

struct nd__bucket_worker {
    const nd__sequence *sequence;
    nd__seed_shape shape;
    nd__repeated_windows *windows;
    nd__window_table *table;
    ND_VECTOR(nd__seed) seeds;     /* of the bucket; of its classes after classing */
    ND_VECTOR(nd__seed) copies;    /* the other members of classes */
    nd__u32_vector copy_of;        /* [copies] their class */
    ND_VECTOR(nd__keyed) contexts; /* scratch: hash of the context, seed */
    ND_VECTOR(nd__keyed) scratch;
    nd__u32_vector class_of; /* scratch */
};

nd_status nd__bucket_worker_create(nd__bucket_worker **out, const nd__sequence *sequence,
                                   nd__seed_shape shape, nd__repeated_windows *windows,
                                   size_t table_windows, nd_error *err) {
    *out = nd__allocate_zeroed(1, sizeof **out);
    if (*out == NULL) {
        return nd__fail_memory(err);
    }
    (*out)->sequence = sequence;
    (*out)->shape = shape;
    (*out)->windows = windows;
    nd_status status =
        nd__window_table_create(&(*out)->table, sequence, shape, table_windows, err);
    if (status < 0) {
        nd__bucket_worker_destroy(*out);
        *out = NULL;
    }
    return status;
}

void nd__bucket_worker_destroy(nd__bucket_worker *worker) {
    if (worker != NULL) {
        nd__window_table_destroy(worker->table);
        nd__vector_clear(&worker->seeds);
        nd__vector_clear(&worker->copies);
        nd__vector_clear(&worker->copy_of);
        nd__vector_clear(&worker->contexts);
        nd__vector_clear(&worker->scratch);
        nd__vector_clear(&worker->class_of);
        free(worker);
    }
}

static uint32_t greater(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static const uint8_t *at(const nd__bucket_worker *w, uint64_t element) {
    return w->sequence->data + element * w->sequence->unit;
}

/* Is what stands in front of the two seeds' windows at this distance the same? */
static bool same_in_front(const nd__bucket_worker *w, const nd__seed *a,
                          const nd__seed *b, uint32_t distance) {
    return !(a->at_border && distance == a->before) &&
           !(b->at_border && distance == b->before) &&
           memcmp(at(w, a->position - distance - 1), at(w, b->position - distance - 1),
                  w->sequence->unit) == 0;
}

/* a stands before b. */
static void mark_pair(nd__bucket_worker *w, const nd__seed *a, const nd__seed *b) {
    if (a->position == b->position) {
        return;
    }
    size_t unit = w->sequence->unit;
    size_t spare = w->shape.length - w->shape.k;
    uint32_t most = a->before < b->before ? a->before : b->before;
    uint32_t least = greater(a->behind, b->behind);
    if (least > most) {
        return;
    }
    /* No window ends further to the right than the one that begins `least` before. */
    size_t want = w->shape.k + spare - least;
    size_t right =
        nd__agree_forward(at(w, a->position), at(w, b->position), want * unit) / unit;
    if (right < w->shape.k) {
        return; /* two seeds of one hash */
    }
    uint32_t low = greater(least, (uint32_t)(spare - (right - w->shape.k)));
    if (low > most) {
        return;
    }
    uint32_t left = (uint32_t)(nd__agree_backward(at(w, a->position), at(w, b->position),
                                                  most * unit) /
                               unit);
    if (low > left) {
        return;
    }
    nd__mark_windows(w->windows->repeated, a->position - left, a->position - low);
    nd__mark_windows(w->windows->repeated, b->position - left, b->position - low);
    nd__mark_windows(w->windows->later, b->position - left, b->position - low);
    if (w->windows->branching != NULL && (left < most || !same_in_front(w, a, b, left))) {
        nd__mark_window(w->windows->branching, a->position - left);
        nd__mark_window(w->windows->branching, b->position - left);
    }
}

/* The elements that a seed's windows cover, and the one in front. */
static const uint8_t *context(size_t *size, const nd__bucket_worker *w,
                              const nd__seed *seed) {
    uint64_t begin = seed->position - seed->before - !seed->at_border;
    uint64_t end = seed->position - seed->behind + w->shape.length;
    *size = (size_t)(end - begin) * w->sequence->unit;
    return at(w, begin);
}

static bool same_context(const nd__bucket_worker *w, const nd__seed *a,
                         const nd__seed *b) {
    size_t a_size, b_size;
    nd__spill_touched(w->sequence->spill, 2);
    const uint8_t *x = context(&a_size, w, a), *y = context(&b_size, w, b);
    return a->before == b->before && a->behind == b->behind &&
           a->at_border == b->at_border && memcmp(x, y, a_size) == 0;
}

/* Gives each seed the first seed of its class. */
static nd_status find_classes(nd__bucket_worker *w, nd_error *err) {
    size_t count = w->seeds.count;
    ND_TRY(nd__vector_reserve(&w->contexts, count, err));
    ND_TRY(nd__vector_reserve(&w->scratch, count, err));
    ND_TRY(nd__vector_reserve(&w->class_of, count, err));
    for (size_t i = 0; i < count; i++) {
        const nd__seed *seed = &w->seeds.items[i];
        size_t size;
        const uint8_t *bytes = context(&size, w, seed);
        w->contexts.items[i].key =
            nd__hash64(bytes, size, nd__seed_pack(*seed) & 0xFFFFFF);
        nd__spill_touched(w->sequence->spill, 1);
        w->contexts.items[i].value = i;
        w->class_of.items[i] = (uint32_t)i;
    }
    nd__sort_keyed(w->contexts.items, w->scratch.items, count);
    for (size_t i = 1; i < count; i++) {
        const nd__keyed *before = &w->contexts.items[i - 1], *own = &w->contexts.items[i];
        uint32_t first = w->class_of.items[before->value];
        if (own->key == before->key &&
            same_context(w, &w->seeds.items[first], &w->seeds.items[own->value])) {
            w->class_of.items[own->value] = first;
        }
    }
    return ND_OK;
}

static void mark_copy(nd__bucket_worker *w, const nd__seed *first, const nd__seed *copy) {
    nd__spill_touched(w->sequence->spill, 2);
    nd__mark_windows(w->windows->repeated, first->position - first->before,
                     first->position - first->behind);
    nd__mark_windows(w->windows->repeated, copy->position - copy->before,
                     copy->position - copy->behind);
    nd__mark_windows(w->windows->later, copy->position - copy->before,
                     copy->position - copy->behind);
    if (w->windows->branching != NULL && first->at_border) {
        nd__mark_window(w->windows->branching, first->position - first->before);
    }
}

/* Leaves the first seeds of classes in seeds, and puts the others into copies. */
static nd_status split_classes(nd__bucket_worker *w, nd_error *err) {
    size_t kept = 0;
    w->copies.count = w->copy_of.count = 0;
    for (size_t i = 0; i < w->seeds.count; i++) {
        uint32_t first = w->class_of.items[i];
        if (first == i) {
            w->class_of.items[i] = (uint32_t)kept;
            w->seeds.items[kept++] = w->seeds.items[i];
            continue;
        }
        /* The first one has been seen: its row here now tells where it is kept. */
        uint32_t row = w->class_of.items[first];
        mark_copy(w, &w->seeds.items[row], &w->seeds.items[i]);
        ND_TRY(nd__vector_extend(&w->copies, 1, err));
        ND_TRY(nd__vector_extend(&w->copy_of, 1, err));
        w->copies.items[w->copies.count++] = w->seeds.items[i];
        w->copy_of.items[w->copy_of.count++] = row;
    }
    w->seeds.count = kept;
    return ND_OK;
}

static void copy_branching(nd__bucket_worker *w) {
    for (size_t i = 0; w->windows->branching != NULL && i < w->copies.count; i++) {
        const nd__seed *copy = &w->copies.items[i];
        const nd__seed *first = &w->seeds.items[w->copy_of.items[i]];
        for (uint32_t d = copy->behind; d <= copy->before; d++) {
            uint64_t window = first->position - d;
            uint64_t word =
                __atomic_load_n(&w->windows->branching[window >> 6], __ATOMIC_RELAXED);
            if ((word >> (window & 63)) & 1) {
                nd__mark_window(w->windows->branching, copy->position - d);
            }
        }
    }
}

nd_status nd__bucket_mark(nd__bucket_worker *worker, const nd__keyed *seeds, size_t count,
                          nd_error *err) {
    worker->seeds.count = worker->copies.count = 0;
    if (count == 2) {
        nd__seed a = nd__seed_unpack(seeds[0].value), b = nd__seed_unpack(seeds[1].value);
        mark_pair(worker, &a, &b);
        return ND_OK;
    }
    ND_TRY(nd__vector_reserve(&worker->seeds, count, err));
    for (size_t i = 0; i < count; i++) {
        worker->seeds.items[worker->seeds.count++] = nd__seed_unpack(seeds[i].value);
    }
    if (count > FEW_SEEDS) {
        ND_TRY(find_classes(worker, err));
        ND_TRY(split_classes(worker, err));
    }
    if (worker->seeds.count <= MOST_PAIRED) {
        for (size_t b = 1; b < worker->seeds.count; b++) {
            for (size_t a = 0; a < b; a++) {
                mark_pair(worker, &worker->seeds.items[a], &worker->seeds.items[b]);
            }
        }
    } else {
        ND_TRY(nd__window_table_mark(worker->table, worker->windows, worker->seeds.items,
                                     worker->seeds.count, err));
    }
    copy_branching(worker);
    return ND_OK;
}
