/* Seeds by minimizers (Schleimer, Wilkerson, Aiken 2003; Roberts et al. 2004): of the
 * k-runs of a window the leftmost one of least order key.
 *
 * 1. The key of each k-run, 32 bits, by doubling: the key of 2m elements is made of the
 * keys of its halves, a whole buffer at a time, which compilers turn into vectors. Keys
 * only order: what they collide in costs time, no truth.
 * 2. The least key of each window of keys: while the current one is inside, only a lesser
 * newcomer can take its place; when it leaves, the window is searched anew, which happens
 * about twice per window length.
 * 3. Where one seed follows another of the same hash at most half a window away, the text
 * may be periodic, and all its windows have the same few contents. How far the period
 * goes is looked up; windows beyond the first period and one more are left out. */
#include "substring/seed.h"

#include "base/hash.h"
#include "substring/agreement.h"

#define CHUNK ((size_t)1 << 14) /* windows whose keys are made at once */
#define SEED_HASH UINT64_C(0x6E64736565640001)

nd__seed_shape nd__seed_shape_of(size_t length, unsigned unit) {
    /* A third of a window keeps seeds telling and leaves two thirds to choose from; a
     * byte tells less than a token. */
    size_t k = 1, least = unit == 1 ? 16 : 4;
    while (k * 2 <= length / 3) {
        k *= 2;
    }
    if (k < least) {
        k = length < least ? length : least;
    }
    if (length - k + 1 > ND__SEED_MAX_CHOICES) {
        k = length + 1 - ND__SEED_MAX_CHOICES;
    }
    return (nd__seed_shape){length, k, length - k + 1};
}

struct nd__seed_collector {
    const nd__sequence *sequence;
    nd__seed_shape shape;
    nd__variant variant;
    uint32_t *keys, *other; /* [CHUNK + length + 32] */
};

/* keys[i] of the single elements. */
static inline __attribute__((always_inline)) void first_keys(uint32_t *keys,
                                                             const uint8_t *data,
                                                             unsigned unit,
                                                             size_t count) {
    if (unit == 1) {
        for (size_t i = 0; i < count; i++) {
            keys[i] = (uint32_t)(data[i] + 1u) * UINT32_C(0x9E3779B1);
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t element = nd__load64(data + 8 * i);
        keys[i] = (uint32_t)element ^ (uint32_t)(element >> 32);
    }
}

static inline __attribute__((always_inline)) void join_keys(uint32_t *restrict out,
                                                            const uint32_t *restrict keys,
                                                            size_t distance,
                                                            uint32_t factor,
                                                            size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t key = keys[i] * factor + keys[i + distance];
        out[i] = key ^ (key >> 15);
    }
}

/* The keys of `count` k-runs from data on; returns where they are. */
static inline __attribute__((always_inline)) uint32_t *make_keys_inline(
    nd__seed_collector *c, const uint8_t *data, size_t count) {
    uint32_t *keys = c->keys, *other = c->other;
    size_t k = c->shape.k, size = 1, left = count + k - 1;
    uint32_t factor = UINT32_C(0x85EBCA77);
    first_keys(keys, data, c->sequence->unit, left);
    while (size < k) {
        /* Beyond the last power of two the halves overlap. */
        size_t distance = 2 * size <= k ? size : k - size;
        left -= distance;
        join_keys(other, keys, distance, factor, left);
        factor = factor * UINT32_C(0x27D4EB2F) + 2;
        size += distance;
        uint32_t *swap = keys;
        keys = other;
        other = swap;
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = (keys[i] ^ (keys[i] >> 16)) * UINT32_C(0x7FEB352D);
    }
    return keys;
}

static inline __attribute__((always_inline)) size_t least_key_inline(const uint32_t *keys,
                                                                     size_t count) {
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        least = keys[i] < least ? keys[i] : least;
    }
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        uint32_t hit = 0;
        for (size_t j = 0; j < 16; j++) {
            hit |= (uint32_t)(keys[i + j] == least);
        }
        if (hit) {
            break;
        }
    }
    while (keys[i] != least) {
        i++;
    }
    return i;
}

/* The first key below `bar` of keys[from .. end-1], or end. */
static inline __attribute__((always_inline)) size_t first_below_inline(
    const uint32_t *keys, size_t from, size_t end, uint32_t bar) {
    for (; from + 16 <= end; from += 16) {
        uint32_t hit = 0;
        for (size_t j = 0; j < 16; j++) {
            hit |= (uint32_t)(keys[from + j] < bar);
        }
        if (hit) {
            break;
        }
    }
    while (from < end && keys[from] >= bar) {
        from++;
    }
    return from;
}

#define VARIANT(name, target)                                                            \
    target static uint32_t *make_keys_##name(nd__seed_collector *c, const uint8_t *data, \
                                             size_t count) {                             \
        return make_keys_inline(c, data, count);                                         \
    }                                                                                    \
    target static size_t least_key_##name(const uint32_t *keys, size_t count) {          \
        return least_key_inline(keys, count);                                            \
    }                                                                                    \
    target static size_t first_below_##name(const uint32_t *keys, size_t from,           \
                                            size_t end, uint32_t bar) {                  \
        return first_below_inline(keys, from, end, bar);                                 \
    }

VARIANT(portable, )
#if ND_HAVE_X86
VARIANT(avx2, ND_TARGET_AVX2)
VARIANT(avx512, ND_TARGET_AVX512)
#define DISPATCH(function, variant, ...)                              \
    ((variant) == ND__VARIANT_AVX512 ? function##_avx512(__VA_ARGS__) \
     : (variant) == ND__VARIANT_AVX2 ? function##_avx2(__VA_ARGS__)   \
                                     : function##_portable(__VA_ARGS__))
#else
#define DISPATCH(function, variant, ...) \
    ((void)(variant), function##_portable(__VA_ARGS__))
#endif

nd_status nd__seed_collector_create(nd__seed_collector **out,
                                    const nd__sequence *sequence, nd__seed_shape shape,
                                    nd__variant variant, nd_error *err) {
    nd__seed_collector *c = nd__allocate_zeroed(1, sizeof *c);
    *out = c;
    if (c == NULL) {
        return nd__fail_memory(err);
    }
    c->sequence = sequence;
    c->shape = shape;
    c->variant = variant;
    c->keys = nd__allocate(CHUNK + shape.length + 32, sizeof *c->keys);
    c->other = nd__allocate(CHUNK + shape.length + 32, sizeof *c->other);
    if (c->keys == NULL || c->other == NULL) {
        nd__seed_collector_destroy(c);
        *out = NULL;
        return nd__fail_memory(err);
    }
    return ND_OK;
}

void nd__seed_collector_destroy(nd__seed_collector *collector) {
    if (collector != NULL) {
        free(collector->keys);
        free(collector->other);
        free(collector);
    }
}

/* One walk over the windows of a document. */
typedef struct walk {
    nd__seed_collector *c;
    nd__seed_vector *out;
    nd__periodic_vector *periodic;
    uint64_t document_begin, document_end, end; /* end: of the windows asked for */
    unsigned least, bound;
    bool open;           /* a seed has windows that are not written yet */
    uint64_t first;      /* of them */
    uint64_t seed, hash; /* the seed seen last */
    bool seen;
} walk;

static const uint8_t *data_at(const walk *w, uint64_t element) {
    return w->c->sequence->data + element * w->c->sequence->unit;
}

/* Writes the seed with its windows up to the one before `next`. */
static nd_status write_seed(walk *w, uint64_t next, nd_error *err) {
    w->open = false;
    unsigned part = (unsigned)(w->hash >> 56);
    if (part < w->least || part >= w->bound) {
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(w->out, 1, err));
    nd__seed seed = {w->seed, (uint32_t)(w->seed - w->first),
                     (uint32_t)(w->seed - (next - 1)), w->first == w->document_begin};
    w->out->items[w->out->count++] = (nd__keyed){w->hash, nd__seed_pack(seed)};
    return ND_OK;
}

/* Where the seed at `seed` follows one `period` before it: how many of the windows from
 * `window` on equal those one period earlier, in text that was periodic long before. */
static uint64_t periodic_from(const walk *w, uint64_t seed, uint64_t period,
                              uint64_t window) {
    unsigned unit = w->c->sequence->unit;
    const uint8_t *here = data_at(w, seed), *there = here - period * unit;
    uint64_t begin = seed - period, length = w->c->shape.length;
    begin -= nd__agree_backward(there, here, (size_t)(begin - w->document_begin) * unit) /
             unit;
    uint64_t end =
        seed +
        nd__agree_forward(there, here, (size_t)(w->document_end - seed) * unit) / unit;
    if (window < begin + period + 1 || end < window + 2 * length) {
        return 0;
    }
    uint64_t bound = end - length + 1;
    return (bound < w->end ? bound : w->end) - window;
}

/* The window at `window` chooses the seed at `seed`. *skip: that many windows from it on
 * are left out. */
static nd_status take_seed(walk *w, uint64_t window, uint64_t seed, uint64_t *skip,
                           nd_error *err) {
    *skip = 0;
    if (w->seen && seed == w->seed) {
        if (!w->open) {
            w->open = true;
            w->first = window;
        }
        return ND_OK;
    }
    if (w->open) {
        ND_TRY(write_seed(w, window, err));
    }
    const nd__seed_shape *shape = &w->c->shape;
    uint64_t hash =
        nd__hash64(data_at(w, seed), shape->k * w->c->sequence->unit, SEED_HASH);
    if (w->seen && hash == w->hash && seed - w->seed <= shape->length / 2) {
        uint64_t period = seed - w->seed;
        *skip = periodic_from(w, seed, period, window);
        if (*skip >= 2 * shape->length) {
            if (w->periodic != NULL) {
                ND_TRY(nd__vector_extend(w->periodic, 1, err));
                w->periodic->items[w->periodic->count++] =
                    (nd__periodic_windows){window, window + *skip - 1, period};
            }
            w->seen = false;
            return ND_OK;
        }
        *skip = 0;
    }
    w->seen = w->open = true;
    w->first = window;
    w->seed = seed;
    w->hash = hash;
    return ND_OK;
}

/* The windows base .. base + count - 1, whose keys are made. *done: how many of them were
 * seen to; more than count after a skip. */
static nd_status walk_chunk(walk *w, const uint32_t *keys, uint64_t base, size_t count,
                            uint64_t *done, nd_error *err) {
    nd__variant variant = w->c->variant;
    size_t choices = w->c->shape.choices, i = 0;
    uint64_t skip;
    size_t chosen = DISPATCH(least_key, variant, keys, choices);
    for (;;) {
        ND_TRY(take_seed(w, base + i, base + chosen, &skip, err));
        if (skip > 0) {
            *done = i + skip;
            return ND_OK;
        }
        /* Windows up to this one have the chosen seed, unless a lesser one comes in. */
        size_t stay = chosen + 1 < count ? chosen + 1 : count;
        size_t newest = DISPATCH(first_below, variant, keys, i + choices,
                                 stay + choices - 1, keys[chosen]);
        if (newest < stay + choices - 1) {
            i = newest - choices + 1;
            chosen = newest;
            continue;
        }
        i = stay;
        if (i >= count) {
            *done = count;
            return ND_OK;
        }
        chosen = i + DISPATCH(least_key, variant, keys + i, choices);
    }
}

nd_status nd__seed_collect(nd__seed_vector *out, nd__periodic_vector *periodic,
                           nd__seed_collector *collector, uint64_t document_begin,
                           uint64_t document_end, uint64_t first, uint64_t end,
                           unsigned least, unsigned bound, nd_error *err) {
    walk w = {.c = collector,
              .out = out,
              .periodic = periodic,
              .document_begin = document_begin,
              .document_end = document_end,
              .end = end,
              .least = least,
              .bound = bound};
    uint64_t at = first;
    while (at < end) {
        size_t count = end - at < CHUNK ? (size_t)(end - at) : CHUNK;
        const uint32_t *keys =
            DISPATCH(make_keys, collector->variant, collector, data_at(&w, at),
                     count + collector->shape.choices - 1);
        uint64_t done = 0;
        ND_TRY(walk_chunk(&w, keys, at, count, &done, err));
        at += done;
    }
    return w.open ? write_seed(&w, end, err) : ND_OK;
}
