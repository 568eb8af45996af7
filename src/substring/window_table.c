/* Windows by content, in a table.
 *
 * Windows that are equal hold their seed at the same distance from their beginning, so
 * distances are taken a range at a time, the greatest first, as many as the limit allows;
 * each range is a table of its own. A rolling hash names each window, and is kept from
 * range to range; equal hashes are compared element
 * by element, but where the window before was equal to the one before the entry's, only
 * the last element is looked at. An entry keeps the first window of its content, and
 * whether what stands in front of the windows differs. Each window remembers its entry,
 * so that those of the entries that branch are marked in the end. */
#include "substring/window_table.h"

#include <string.h>

#include "base/hash.h"
#include "substring/agreement.h"
#include "substring/window_marks.h"

#define BASE UINT64_C(0x9E3779B97F4A7C15)
#define PEEK ((size_t)1 << 12) /* bytes of text that may be anywhere */

typedef struct entry {
    uint64_t hash;
    uint64_t window; /* the first one */
    bool border;     /* it begins its document */
    bool marked, branching;
} entry;

struct nd__window_table {
    const nd__sequence *sequence;
    nd__seed_shape shape;
    size_t limit;
    uint64_t turn; /* what an element weighs when it leaves a window */
    ND_VECTOR(entry) entries;
    nd__u32_vector of_window; /* entry of each window of this range */
    nd__u64_vector hashes;    /* of each seed's next window */
    uint32_t *slots;          /* [mask + 1] entry + 1, or 0 */
    size_t mask, capacity;    /* capacity: slots that are allocated */
    /* Elements [far_begin, far_end), which were looked at last in the text of an entry:
     * that may be anywhere, while windows come in the order of the text. */
    const uint8_t *far;
    uint64_t far_begin, far_end;
    size_t ahead; /* elements that will be looked at behind them, perhaps */
    uint8_t peeked[PEEK];
};

nd_status nd__window_table_create(nd__window_table **out, const nd__sequence *sequence,
                                  nd__seed_shape shape, size_t limit, nd_error *err) {
    *out = nd__allocate_zeroed(1, sizeof **out);
    if (*out == NULL) {
        return nd__fail_memory(err);
    }
    (*out)->sequence = sequence;
    (*out)->shape = shape;
    (*out)->limit = limit;
    (*out)->turn = 1;
    for (size_t i = 0; i < shape.length; i++) {
        (*out)->turn *= BASE;
    }
    return ND_OK;
}

void nd__window_table_destroy(nd__window_table *table) {
    if (table != NULL) {
        nd__vector_clear(&table->entries);
        nd__vector_clear(&table->of_window);
        nd__vector_clear(&table->hashes);
        free(table->slots);
        free(table);
    }
}

static uint64_t element_at(const nd__window_table *t, uint64_t at) {
    return t->sequence->unit == 1 ? t->sequence->data[at] + UINT64_C(1)
                                  : nd__load64(t->sequence->data + 8 * at);
}

/* Elements `at` .. at + count - 1 of an entry's window, or the one in front of it. */
static const uint8_t *far_at(nd__window_table *t, uint64_t at, size_t count) {
    const nd__sequence *q = t->sequence;
    if (q->spill == NULL) {
        return q->data + at * q->unit;
    }
    if (at < t->far_begin || at + count > t->far_end) {
        size_t room = sizeof t->peeked / q->unit;
        t->far_begin = at > 0 ? at - 1 : 0;
        t->far_end = at + count + t->ahead;
        if (t->far_end - t->far_begin > room) {
            t->far_end = count + 1 > room ? at + count : t->far_begin + room;
        }
        t->far_end = t->far_end < q->count ? t->far_end : q->count;
        t->far = nd__spill_peek(q->spill, q->data + t->far_begin * q->unit,
                                (size_t)(t->far_end - t->far_begin) * q->unit, t->peeked,
                                sizeof t->peeked);
    }
    return t->far + (at - t->far_begin) * q->unit;
}

static uint64_t far_element(nd__window_table *t, uint64_t at) {
    const uint8_t *bytes = far_at(t, at, 1);
    return t->sequence->unit == 1 ? *bytes + UINT64_C(1) : nd__load64(bytes);
}

static uint64_t hash_window(const nd__window_table *t, uint64_t window) {
    uint64_t hash = 0;
    for (size_t i = 0; i < t->shape.length; i++) {
        hash = hash * BASE + element_at(t, window + i);
    }
    return hash;
}

/* Does the window at a hold the same as the entry's window at b? */
static bool windows_agree(nd__window_table *t, uint64_t a, uint64_t b) {
    size_t unit = t->sequence->unit;
    return memcmp(t->sequence->data + a * unit, far_at(t, b, t->shape.length),
                  t->shape.length * unit) == 0;
}

static nd_status make_slots(nd__window_table *t, size_t count, nd_error *err) {
    if (count > t->capacity) {
        uint32_t *slots = nd__allocate(count, sizeof *slots);
        if (slots == NULL) {
            return nd__fail_memory(err);
        }
        free(t->slots);
        t->slots = slots;
        t->capacity = count;
    }
    memset(t->slots, 0, count * sizeof *t->slots);
    t->mask = count - 1;
    return ND_OK;
}

static nd_status grow_slots(nd__window_table *t, nd_error *err) {
    ND_TRY(make_slots(t, 2 * (t->mask + 1), err));
    for (size_t i = 0; i < t->entries.count; i++) {
        size_t slot = nd__mix64(t->entries.items[i].hash) & t->mask;
        while (t->slots[slot] != 0) {
            slot = (slot + 1) & t->mask;
        }
        t->slots[slot] = (uint32_t)i + 1;
    }
    return ND_OK;
}

/* The entry of a window; a new one where there is none. `next_of`: the window that equals
 * this one if their last elements agree, or UINT64_MAX. */
static nd_status find_entry(size_t *out, bool *is_new, nd__window_table *t,
                            uint64_t window, uint64_t hash, uint64_t next_of,
                            nd_error *err) {
    if (2 * (t->entries.count + 1) > t->mask + 1) {
        ND_TRY(grow_slots(t, err));
    }
    size_t slot = nd__mix64(hash) & t->mask, length = t->shape.length;
    for (; t->slots[slot] != 0; slot = (slot + 1) & t->mask) {
        size_t e = t->slots[slot] - 1;
        const entry *found = &t->entries.items[e];
        if (found->hash != hash) {
            continue;
        }
        bool same = found->window == next_of
                        ? element_at(t, window + length - 1) ==
                              far_element(t, found->window + length - 1)
                        : windows_agree(t, window, found->window);
        if (same) {
            *out = e;
            *is_new = false;
            return ND_OK;
        }
    }
    ND_TRY(nd__vector_extend(&t->entries, 1, err));
    t->entries.items[t->entries.count] = (entry){.hash = hash, .window = window};
    *out = t->entries.count++;
    *is_new = true;
    t->slots[slot] = (uint32_t)t->entries.count;
    return ND_OK;
}

static void meet(nd__window_table *t, nd__repeated_windows *windows, entry *e,
                 uint64_t window, bool border) {
    nd__mark_window(windows->repeated, window);
    nd__mark_window(windows->later, window);
    if (!e->marked) {
        nd__mark_window(windows->repeated, e->window);
        e->marked = true;
    }
    if (border || e->border ||
        element_at(t, window - 1) != far_element(t, e->window - 1)) {
        e->branching = true;
    }
}

/* The windows of one seed at distances least .. most from it, the farthest first. *kept:
 * the hash of the first of them, unless that is the seed's first; then of the one behind
 * the last. */
static nd_status add_windows(nd__window_table *t, nd__repeated_windows *windows,
                             const nd__seed *seed, uint32_t least, uint32_t most,
                             uint64_t *kept, nd_error *err) {
    uint64_t window = seed->position - most, last = seed->position - least;
    uint64_t hash = most == seed->before ? hash_window(t, window) : *kept;
    uint64_t next_of = UINT64_MAX;
    nd__spill_touched(t->sequence->spill, 2); /* the text, an entry's marks */
    for (;; window++) {
        size_t e;
        bool is_new;
        ND_TRY(find_entry(&e, &is_new, t, window, hash, next_of, err));
        bool border = seed->at_border && window == seed->position - seed->before;
        if (is_new) {
            t->entries.items[e].border = border;
            next_of = UINT64_MAX;
        } else {
            meet(t, windows, &t->entries.items[e], window, border);
            next_of = t->entries.items[e].window + 1;
        }
        t->of_window.items[t->of_window.count++] = (uint32_t)e;
        if (window == seed->position - seed->behind) {
            return ND_OK;
        }
        hash = hash * BASE + element_at(t, window + t->shape.length) -
               t->turn * element_at(t, window);
        if (window == last) {
            *kept = hash;
            return ND_OK;
        }
    }
}

/* What of a seed's windows lies in least .. most; false: nothing. */
static bool clip(const nd__seed *seed, uint32_t *least, uint32_t *most) {
    *least = *least > seed->behind ? *least : seed->behind;
    *most = *most < seed->before ? *most : seed->before;
    return *least <= *most;
}

static void mark_branching(const nd__window_table *t, uint64_t *branching,
                           const uint64_t *seeds, size_t count, uint32_t least,
                           uint32_t most) {
    size_t at = 0;
    for (size_t s = 0; s < count; s++) {
        nd__seed seed = nd__seed_unpack(seeds[s]);
        uint32_t low = least, high = most;
        if (!clip(&seed, &low, &high)) {
            continue;
        }
        for (uint64_t window = seed.position - high; window <= seed.position - low;
             window++, at++) {
            if (t->entries.items[t->of_window.items[at]].branching) {
                nd__mark_window(branching, window);
            }
        }
    }
}

/* Seeds' windows at distances least .. most, as many as a table takes. */
static nd_status mark_range(nd__window_table *t, nd__repeated_windows *windows,
                            const uint64_t *seeds, size_t count, uint32_t least,
                            uint32_t most, nd_error *err) {
    t->entries.count = t->of_window.count = 0;
    t->ahead = most - least;
    ND_TRY(make_slots(t, 1024, err));
    for (size_t s = 0; s < count; s++) {
        nd__seed seed = nd__seed_unpack(seeds[s]);
        uint32_t low = least, high = most;
        if (clip(&seed, &low, &high)) {
            ND_TRY(nd__vector_extend(&t->of_window, high - low + 1, err));
            ND_TRY(add_windows(t, windows, &seed, low, high, &t->hashes.items[s], err));
        }
    }
    if (windows->branching != NULL) {
        mark_branching(t, windows->branching, seeds, count, least, most);
    }
    return ND_OK;
}

nd_status nd__window_table_mark(nd__window_table *table, nd__repeated_windows *windows,
                                const uint64_t *seeds, size_t count, nd_error *err) {
    uint32_t range = (uint32_t)(table->limit / count), least = UINT32_MAX, end = 0;
    range = range > 0 ? range : 1;
    ND_TRY(nd__vector_reserve(&table->hashes, count, err));
    for (size_t s = 0; s < count; s++) {
        nd__seed seed = nd__seed_unpack(seeds[s]);
        least = least < seed.behind ? least : seed.behind;
        end = end > seed.before + 1 ? end : seed.before + 1;
    }
    while (end > least) {
        uint32_t from = end - least > range ? end - range : least;
        ND_TRY(mark_range(table, windows, seeds, count, from, end - 1, err));
        end = from;
    }
    return ND_OK;
}
