/* Marking the repeated windows of one bucket.
 *
 * 1. Of many seeds, those whose windows all hold the same elements, with the same element
 * in front, are one class; its first member stands for the rest, whose marks follow from
 * its own. Copies of a page are thus looked at once.
 * 2. Few seeds are compared each with each: from their place both texts are followed to
 * the left and to the right, no further than windows reach; windows that begin within the
 * left part and end within the right part are equal.
 * 3. Many are put into a table (window_table.h).
 * 4. More than a table takes at once are looked at by halves of the distances at which
 * their windows begin, each half as a bucket of its own. There, what all windows of a
 * seed have in common, its core, is longer: seeds whose core no other one has are done
 * with. Under a footer of a million pages so are those halves that reach into the pages
 * and, as one class, those that do not. */
#include "substring/window_bucket.h"

#include <string.h>

#include "base/hash.h"
#include "substring/agreement.h"
#include "substring/window_marks.h"
#include "substring/window_table.h"

#define FEW_SEEDS 8            /* not worth looking for classes */
#define MOST_PAIRED 24         /* seeds compared each with each */
#define PEEK ((size_t)1 << 12) /* bytes of text that may be anywhere */

struct nd__bucket_worker {
    const nd__sequence *sequence;
    nd__seed_shape shape;
    nd__repeated_windows *windows;
    nd__window_table *table;
    size_t table_windows;
    /* Stacks, packed: those of a half lie on those of the whole. */
    nd__u64_vector seeds;   /* of the bucket; of its classes after classing */
    nd__u64_vector copies;  /* the other members of classes */
    nd__u64_vector copy_of; /* [copies] the first member of their class */
    /* Scratch, for the uppermost seeds: */
    ND_VECTOR(nd__keyed) hashes; /* of the context or core, seed */
    ND_VECTOR(nd__keyed) scratch;
    nd__u32_vector class_of;
    nd__u64_vector cores;
    uint8_t peeked[PEEK];
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
    (*out)->table_windows = table_windows;
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
        nd__vector_clear(&worker->hashes);
        nd__vector_clear(&worker->scratch);
        nd__vector_clear(&worker->class_of);
        nd__vector_clear(&worker->cores);
        free(worker);
    }
}

static uint32_t greater(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static const uint8_t *at(const nd__bucket_worker *w, uint64_t element) {
    return w->sequence->data + element * w->sequence->unit;
}

/* Is what stands in front of the two seeds' windows at this distance the same? of_b: what
 * stands there in front of b's. */
static bool same_in_front(const nd__bucket_worker *w, const nd__seed *a,
                          const nd__seed *b, uint32_t distance, const uint8_t *of_b) {
    return !(a->at_border && distance == a->before) &&
           !(b->at_border && distance == b->before) &&
           memcmp(at(w, a->position - distance - 1), of_b, w->sequence->unit) == 0;
}

/* a stands before b, which may be anywhere. */
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
    const uint8_t *here = at(w, b->position);
    nd__spill_touched(w->sequence->spill, 2); /* a's text, b's marks */
    if (w->sequence->spill != NULL) {
        size_t front = (most + 1) * unit + 8; /* may be in the pad */
        here = nd__spill_peek(w->sequence->spill, here - front, front + want * unit + 8,
                              w->peeked, sizeof w->peeked);
        here += front;
    }
    size_t right = nd__agree_forward(at(w, a->position), here, want * unit) / unit;
    if (right < w->shape.k) {
        return; /* two seeds of one hash */
    }
    uint32_t low = greater(least, (uint32_t)(spare - (right - w->shape.k)));
    if (low > most) {
        return;
    }
    uint32_t left =
        (uint32_t)(nd__agree_backward(at(w, a->position), here, most * unit) / unit);
    if (low > left) {
        return;
    }
    nd__mark_windows(w->windows->repeated, a->position - left, a->position - low);
    nd__mark_windows(w->windows->repeated, b->position - left, b->position - low);
    nd__mark_windows(w->windows->later, b->position - left, b->position - low);
    const uint8_t *front = here - (size_t)(left + 1) * unit;
    if (w->windows->branching != NULL &&
        (left < most || !same_in_front(w, a, b, left, front))) {
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

/* b is where the text is read; a may be anywhere. */
static bool same_context(nd__bucket_worker *w, const nd__seed *a, const nd__seed *b) {
    size_t a_size, b_size;
    if (a->before != b->before || a->behind != b->behind ||
        a->at_border != b->at_border) {
        return false;
    }
    const uint8_t *x = context(&a_size, w, a), *y = context(&b_size, w, b);
    x = nd__spill_peek(w->sequence->spill, x, a_size, w->peeked, sizeof w->peeked);
    nd__spill_touched(w->sequence->spill, 1);
    return memcmp(x, y, a_size) == 0;
}

static nd__seed seed_at(const nd__bucket_worker *w, size_t i) {
    return nd__seed_unpack(w->seeds.items[i]);
}

static uint32_t least_of(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* What all windows of a seed that begin `least` to `most` before it have in common. */
static uint64_t hash_core(const nd__bucket_worker *w, const nd__seed *seed,
                          uint32_t least, uint32_t most) {
    size_t size = w->shape.length - (most - least);
    return nd__hash64(at(w, seed->position - least), size * w->sequence->unit, 0);
}

/* Distances at which windows of seeds begin. */
typedef struct distances {
    uint32_t least, most;
} distances;

/* Gives each seed from `begin` on the first seed that may be of its class, as both hashes
 * are the same; and, where the distances are a half, its core. */
static nd_status find_classes(nd__bucket_worker *w, size_t begin, const distances *half,
                              nd_error *err) {
    size_t count = w->seeds.count - begin;
    ND_TRY(nd__vector_reserve(&w->hashes, count, err));
    ND_TRY(nd__vector_reserve(&w->scratch, count, err));
    ND_TRY(nd__vector_reserve(&w->class_of, count, err));
    ND_TRY(nd__vector_reserve(&w->cores, half != NULL ? count : 0, err));
    for (size_t i = 0; i < count; i++) {
        nd__seed seed = seed_at(w, begin + i);
        size_t size;
        const uint8_t *bytes = context(&size, w, &seed);
        w->hashes.items[i].key =
            nd__hash64(bytes, size, w->seeds.items[begin + i] & 0xFFFFFF);
        w->hashes.items[i].value = i;
        w->class_of.items[i] = (uint32_t)i;
        if (half != NULL) {
            w->cores.items[i] = hash_core(w, &seed, half->least, half->most);
        }
        nd__spill_touched(w->sequence->spill, 1);
    }
    nd__sort_keyed(w->hashes.items, w->scratch.items, count);
    for (size_t i = 1; i < count; i++) {
        const nd__keyed *before = &w->hashes.items[i - 1], *own = &w->hashes.items[i];
        if (own->key == before->key) {
            w->class_of.items[own->value] = w->class_of.items[before->value];
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

static nd_status push(nd__u64_vector *stack, uint64_t packed, nd_error *err) {
    ND_TRY(nd__vector_extend(stack, 1, err));
    stack->items[stack->count++] = packed;
    return ND_OK;
}

/* Leaves the first seeds of classes in seeds, and puts the others into copies. What is
 * compared is taken in the order of the text, as it may not be in memory. */
static nd_status split_classes(nd__bucket_worker *w, size_t begin, bool has_cores,
                               nd_error *err) {
    size_t kept = 0, count = w->seeds.count - begin;
    uint64_t *seeds = w->seeds.items + begin;
    for (size_t i = 0; i < count; i++) {
        /* The first one has been seen: its row here tells where it is kept. */
        uint32_t first = w->class_of.items[i];
        uint64_t packed = first < i ? seeds[w->class_of.items[first]] : 0;
        nd__seed a = nd__seed_unpack(packed), b = nd__seed_unpack(seeds[i]);
        if (first == i || !same_context(w, &a, &b)) {
            w->class_of.items[i] = (uint32_t)kept;
            if (has_cores) {
                w->cores.items[kept] = w->cores.items[i];
            }
            seeds[kept++] = seeds[i];
            continue;
        }
        mark_copy(w, &a, &b);
        if (w->windows->branching != NULL) {
            ND_TRY(push(&w->copies, seeds[i], err));
            ND_TRY(push(&w->copy_of, packed, err));
        }
    }
    w->seeds.count = begin + kept;
    return ND_OK;
}

/* Seeds from `begin` on whose core no other one has go. */
static void drop_alone(nd__bucket_worker *w, size_t begin) {
    size_t kept = begin, count = w->seeds.count - begin;
    nd__keyed *hashes = w->hashes.items;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = (nd__keyed){w->cores.items[i], i};
        w->class_of.items[i] = false;
    }
    nd__sort_keyed(hashes, w->scratch.items, count);
    for (size_t i = 1; i < count; i++) {
        if (hashes[i].key == hashes[i - 1].key) {
            w->class_of.items[hashes[i].value] = true;
            w->class_of.items[hashes[i - 1].value] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (w->class_of.items[i]) {
            w->seeds.items[kept++] = w->seeds.items[begin + i];
        }
    }
    w->seeds.count = kept;
}

/* Copies from `begin` on have what their firsts have; they go. */
static void copy_branching(nd__bucket_worker *w, size_t begin) {
    for (size_t i = begin; i < w->copies.count; i++) {
        nd__seed copy = nd__seed_unpack(w->copies.items[i]);
        nd__seed first = nd__seed_unpack(w->copy_of.items[i]);
        nd__spill_touched(w->sequence->spill, 1);
        for (uint32_t d = copy.behind; d <= copy.before; d++) {
            uint64_t window = first.position - d;
            uint64_t word =
                __atomic_load_n(&w->windows->branching[window >> 6], __ATOMIC_RELAXED);
            if ((word >> (window & 63)) & 1) {
                nd__mark_window(w->windows->branching, copy.position - d);
            }
        }
    }
    w->copies.count = w->copy_of.count = begin;
}

static nd_status mark_seeds(nd__bucket_worker *w, size_t begin, const distances *half,
                            nd_error *err);

static nd_status mark_half(nd__bucket_worker *w, size_t begin, distances half,
                           nd_error *err) {
    size_t end = w->seeds.count;
    for (size_t i = begin; i < end; i++) {
        nd__seed seed = seed_at(w, i);
        seed.at_border &= seed.before <= half.most;
        seed.before = least_of(seed.before, half.most);
        seed.behind = greater(seed.behind, half.least);
        if (seed.behind <= seed.before) {
            ND_TRY(push(&w->seeds, nd__seed_pack(seed), err));
        }
    }
    return mark_seeds(w, end, &half, err);
}

/* Seeds from `begin` on, more than are compared by pairs. */
static nd_status mark_many(nd__bucket_worker *w, size_t begin, nd_error *err) {
    size_t count = w->seeds.count - begin;
    distances all = {UINT32_MAX, 0};
    for (size_t i = begin; i < w->seeds.count; i++) {
        nd__seed seed = seed_at(w, i);
        all.least = least_of(all.least, seed.behind);
        all.most = greater(all.most, seed.before);
    }
    if (all.least == all.most || count <= w->table_windows / (all.most - all.least + 1)) {
        return nd__window_table_mark(w->table, w->windows, w->seeds.items + begin, count,
                                     err);
    }
    uint32_t middle = all.least + (all.most - all.least) / 2;
    ND_TRY(mark_half(w, begin, (distances){middle + 1, all.most}, err));
    return mark_half(w, begin, (distances){all.least, middle}, err);
}

/* Marks what is repeated among the windows of the seeds from `begin` on, which go; half:
 * the distances that they were cut to, NULL: they were not. */
static nd_status mark_seeds(nd__bucket_worker *w, size_t begin, const distances *half,
                            nd_error *err) {
    size_t copies = w->copies.count;
    if (w->seeds.count - begin > FEW_SEEDS) {
        ND_TRY(find_classes(w, begin, half, err));
        ND_TRY(split_classes(w, begin, half != NULL, err));
        if (half != NULL) {
            drop_alone(w, begin);
        }
    }
    if (w->seeds.count - begin <= MOST_PAIRED) {
        for (size_t j = begin + 1; j < w->seeds.count; j++) {
            nd__seed b = seed_at(w, j);
            for (size_t i = begin; i < j; i++) {
                nd__seed a = seed_at(w, i);
                mark_pair(w, &a, &b);
            }
        }
    } else {
        ND_TRY(mark_many(w, begin, err));
    }
    copy_branching(w, copies);
    w->seeds.count = begin;
    return ND_OK;
}

nd_status nd__bucket_mark(nd__bucket_worker *worker, const nd__keyed *seeds, size_t count,
                          nd_error *err) {
    worker->seeds.count = worker->copies.count = worker->copy_of.count = 0;
    if (count == 2) {
        nd__seed a = nd__seed_unpack(seeds[0].value), b = nd__seed_unpack(seeds[1].value);
        mark_pair(worker, &a, &b);
        return ND_OK;
    }
    ND_TRY(nd__vector_reserve(&worker->seeds, count, err));
    for (size_t i = 0; i < count; i++) {
        worker->seeds.items[i] = seeds[i].value;
    }
    worker->seeds.count = count;
    return mark_seeds(worker, 0, NULL, err);
}
