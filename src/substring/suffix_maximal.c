/* Maximal repeats from a suffix array over everything. docs/algorithms/spans.md has the
 * definition that is followed here.
 *
 * 1. Each document ends in a border, so suffixes sort as if they ended with it. Suffixes
 *    that share `length` elements are the class of one window; none of them can be longer
 *    than its document unless all are.
 * 2. A class whose windows all have the same element in front gives nothing. Else its
 *    members are sorted by place, and parted into heads and continuations.
 * 3. Heads in suffix order, with the common prefixes of neighbours: one pass with a stack
 *    meets every LCP interval (Abouelhoda, Kurtz, Ohlebusch 2004, algorithm 4.4). Those
 *    with more than one element in front are the repeats.
 * 4. Places of open intervals lie end to end in one array, an inner one behind its outer
 *    one's; so joining them moves nothing. What grows past twice max_places is cut to the
 *    first ones. */
#include "substring/suffix_method.h"

#include <string.h>

#include "base/radix_sort.h"
#include "substring/suffix_field.h"

#define MIXED UINT64_MAX /* in front stands more than one kind, or a border */

typedef struct interval {
    uint64_t depth;  /* elements in common */
    uint64_t places; /* heads */
    size_t begin;    /* of its places in collector.pool */
    uint64_t front;  /* what stands before all of them, or MIXED */
} interval;

typedef struct collector {
    const nd__sequence *sequence;
    nd__suffix_field field;
    uint64_t length;
    size_t max_places;
    ND_VECTOR(nd__suffix) members; /* of one class, in suffix order */
    nd__u64_vector sorted;         /* the same by place */
    nd__u64_vector scratch;
    uint64_t *heads; /* set of codes */
    ND_VECTOR(interval) stack;
    nd__u64_vector pool;
    nd__maximal_repeats found; /* in any order */
} collector;

/* The document that the code at `at` belongs to; borders belong to the one they end. */
static size_t document_of(const nd__sequence *sequence, uint64_t at) {
    size_t low = 0, high = sequence->documents;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sequence->ends[middle] + middle < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Elements from there to the end of the document. */
static uint64_t room_at(const nd__sequence *sequence, uint64_t at) {
    size_t document = document_of(sequence, at);
    return sequence->ends[document] + document - at;
}

static uint64_t front_of(const collector *c, uint64_t at) {
    uint64_t code = at == 0 ? 0 : nd__suffix_code(&c->field, at - 1);
    return code == 0 ? MIXED : code;
}

static nd_status sort_places(collector *c, uint64_t *places, size_t count,
                             nd_error *err) {
    ND_TRY(nd__vector_reserve(&c->scratch, count, err));
    nd__sort_u64(places, c->scratch.items, count);
    return ND_OK;
}

/* places[0..count-1] are codes, ascending. */
static nd_status add_repeat(collector *c, nd__maximal_repeat repeat,
                            const uint64_t *places, size_t count, nd_error *err) {
    nd__maximal_repeats *found = &c->found;
    repeat.first_place = found->places.count;
    repeat.kept_places = (uint32_t)(count < c->max_places ? count : c->max_places);
    ND_TRY(nd__vector_extend(&found->items, 1, err));
    ND_TRY(nd__vector_extend(&found->places, repeat.kept_places, err));
    for (size_t i = 0; i < repeat.kept_places; i++) {
        found->places.items[found->places.count++] =
            places[i] - document_of(c->sequence, places[i]);
    }
    found->items.items[found->items.count++] = repeat;
    return ND_OK;
}

/* Heads among the sorted members; each chain that no equal element could extend to the
 * left gives its repeat. */
static nd_status part_members(collector *c, nd_error *err) {
    const uint64_t *at = c->sorted.items;
    bool after_head = false;
    for (size_t i = 0; i < c->sorted.count; i++) {
        /* Less than a window apart: in the same document, or the window would not fit. */
        bool head = i == 0 || at[i] - at[i - 1] > c->length / 2;
        if (head) {
            c->heads[at[i] >> 6] |= UINT64_C(1) << (at[i] & 63);
        } else if (after_head) {
            uint64_t front = front_of(c, at[i - 1]);
            if (front == MIXED || front != front_of(c, at[i])) {
                uint64_t length = c->length;
                while (nd__suffix_code(&c->field, at[i - 1] + length) ==
                       nd__suffix_code(&c->field, at[i] + length)) {
                    length++; /* the border of the document ends it */
                }
                ND_TRY(add_repeat(
                    c, (nd__maximal_repeat){.length = length, .places = 2, .chain = 1},
                    at + i - 1, 2, err));
            }
        }
        after_head = head;
    }
    return ND_OK;
}

/* Sorts the places of the last interval and keeps the first ones. */
static nd_status cut_places(collector *c, size_t begin, nd_error *err) {
    size_t count = c->pool.count - begin;
    ND_TRY(sort_places(c, c->pool.items + begin, count, err));
    c->pool.count = begin + (count < c->max_places ? count : c->max_places);
    return ND_OK;
}

static nd_status absorb(collector *c, interval *outer, const interval *inner,
                        nd_error *err) {
    outer->places += inner->places;
    outer->front = outer->front == inner->front ? outer->front : MIXED;
    if (c->pool.count - outer->begin > c->max_places * 2) {
        return cut_places(c, outer->begin, err);
    }
    return ND_OK;
}

static nd_status report_interval(collector *c, const interval *it, nd_error *err) {
    if (it->front != MIXED) {
        return ND_OK;
    }
    ND_TRY(cut_places(c, it->begin, err));
    nd__maximal_repeat repeat = {.length = it->depth, .places = it->places};
    return add_repeat(c, repeat, c->pool.items + it->begin, c->pool.count - it->begin,
                      err);
}

/* One head, and what it has in common with the next one (0 behind the last). */
static nd_status visit_head(collector *c, uint64_t at, uint64_t common, nd_error *err) {
    ND_TRY(nd__vector_extend(&c->pool, 1, err));
    ND_TRY(nd__vector_extend(&c->stack, 1, err));
    interval inner = {.places = 1, .begin = c->pool.count, .front = front_of(c, at)};
    c->pool.items[c->pool.count++] = at;
    while (c->stack.count > 0 && c->stack.items[c->stack.count - 1].depth > common) {
        interval top = c->stack.items[c->stack.count - 1];
        ND_TRY(absorb(c, &top, &inner, err));
        ND_TRY(report_interval(c, &top, err));
        c->stack.count--;
        inner = top;
    }
    if (common == 0) {
        return ND_OK;
    }
    if (c->stack.count > 0 && c->stack.items[c->stack.count - 1].depth == common) {
        return absorb(c, &c->stack.items[c->stack.count - 1], &inner, err);
    }
    inner.depth = common;
    c->stack.items[c->stack.count++] = inner;
    return ND_OK;
}

static nd_status visit_heads(collector *c, nd_error *err) {
    uint64_t last = 0, common = UINT64_MAX;
    bool any = false;
    c->pool.count = c->stack.count = 0;
    for (size_t i = 0; i < c->members.count; i++) {
        nd__suffix member = c->members.items[i];
        common = member.common < common ? member.common : common;
        if (!nd__window_in(c->heads, member.at)) {
            continue;
        }
        if (any) {
            /* Past the border of one there is the border of the other. */
            uint64_t room = room_at(c->sequence, member.at);
            ND_TRY(visit_head(c, last, common < room ? common : room, err));
        }
        last = member.at;
        common = UINT64_MAX;
        any = true;
    }
    return visit_head(c, last, 0, err);
}

static nd_status visit_class(collector *c, nd_error *err) {
    size_t count = c->members.count;
    const nd__suffix *members = c->members.items;
    if (count < 2 || room_at(c->sequence, members[0].at) < c->length) {
        return ND_OK;
    }
    uint64_t front = front_of(c, members[0].at);
    for (size_t i = 1; i < count && front != MIXED; i++) {
        front = front_of(c, members[i].at) == front ? front : MIXED;
    }
    if (front != MIXED) {
        return ND_OK;
    }
    ND_TRY(nd__vector_reserve(&c->sorted, count, err));
    for (size_t i = 0; i < count; i++) {
        c->sorted.items[i] = members[i].at;
    }
    c->sorted.count = count;
    ND_TRY(sort_places(c, c->sorted.items, count, err));
    ND_TRY(part_members(c, err));
    return visit_heads(c, err);
}

static nd_status visit_classes(collector *c, nd_error *err) {
    nd__suffix suffix;
    for (size_t rank = 0; nd__suffix_next(&suffix, &c->field, &rank);) {
        if (suffix.common < c->length) {
            ND_TRY(visit_class(c, err));
            c->members.count = 0;
            suffix.common = UINT64_MAX;
        }
        ND_TRY(nd__vector_extend(&c->members, 1, err));
        c->members.items[c->members.count++] = suffix;
    }
    return visit_class(c, err);
}

/* By first place, then length, longest first; of one length what overlaps itself last. */
static nd_status sort_repeats(nd__maximal_repeats *out, const nd__maximal_repeats *from,
                              nd_error *err) {
    size_t count = from->items.count;
    nd_status status = ND_OK;
    nd__keyed *order = nd__allocate(count, sizeof *order);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    if (order == NULL || scratch == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(nd__vector_reserve(&out->items, count, err));
    ND_TRY_OUT(nd__vector_reserve(&out->places, from->places.count, err));
    for (size_t i = 0; i < count; i++) {
        const nd__maximal_repeat *it = &from->items.items[i];
        order[i] = (nd__keyed){~(it->length << 1 | (it->chain == 0)), i};
    }
    nd__sort_keyed(order, scratch, count);
    for (size_t i = 0; i < count; i++) {
        order[i].key = from->places.items[from->items.items[order[i].value].first_place];
    }
    nd__sort_keyed(order, scratch, count);
    for (size_t i = 0; i < count; i++) {
        nd__maximal_repeat repeat = from->items.items[order[i].value];
        const uint64_t *places = from->places.items + repeat.first_place;
        repeat.first_place = out->places.count;
        memcpy(out->places.items + out->places.count, places,
               repeat.kept_places * sizeof *places);
        out->places.count += repeat.kept_places;
        out->items.items[out->items.count++] = repeat;
    }
out:
    free(order);
    free(scratch);
    return status;
}

static void repeats_free(nd__maximal_repeats *repeats) {
    nd__vector_clear(&repeats->items);
    nd__vector_clear(&repeats->places);
}

nd_status nd__maximal_repeats_by_suffixes_limited(nd__maximal_repeats *out,
                                                  const nd__sequence *sequence,
                                                  const nd__maximal_options *options,
                                                  size_t narrow_bytes, nd_error *err) {
    nd_status status = ND_OK;
    collector c = {.sequence = sequence,
                   .length = options->length > 0 ? options->length : 1,
                   .max_places = options->max_places > 2 ? options->max_places : 2};
    c.max_places = c.max_places < UINT32_MAX / 2 ? c.max_places : UINT32_MAX / 2;
    *out = (nd__maximal_repeats){0};
    size_t words = (sequence->count + sequence->documents) / 64 + 1;
    c.heads = nd__allocate_zeroed(words, sizeof *c.heads);
    if (c.heads == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(nd__suffix_field_make(&c.field, sequence, true, narrow_bytes, err));
    ND_TRY_OUT(visit_classes(&c, err));
    nd__suffix_field_clear(&c.field);
    ND_TRY_OUT(sort_repeats(out, &c.found, err));
out:
    nd__suffix_field_clear(&c.field);
    nd__vector_clear(&c.members);
    nd__vector_clear(&c.sorted);
    nd__vector_clear(&c.scratch);
    nd__vector_clear(&c.stack);
    nd__vector_clear(&c.pool);
    repeats_free(&c.found);
    free(c.heads);
    if (status < 0) {
        repeats_free(out);
    }
    return status;
}

nd_status nd__maximal_repeats_by_suffixes(nd__maximal_repeats *out,
                                          const nd__sequence *sequence,
                                          const nd__maximal_options *options,
                                          nd_error *err) {
    return nd__maximal_repeats_by_suffixes_limited(out, sequence, options, INT32_MAX,
                                                   err);
}
