/* Maximal repeats of one class of windows.
 *
 * 1. A member less than half a window behind the one before it continues a chain; the
 * first one of a chain is a head. Each chain gives one repeat: the periodic text but for
 * its last period.
 * 2. Heads are sorted by the text from there to the end of their document, by merging
 * with common prefixes: no element is compared twice that is known to be equal (Ng,
 * Kakehi 2008). This gives the common prefix of neighbours too.
 * 3. Neighbours with at least r elements in common, r reached by two of them, are a
 * node of the suffix tree. A stack of open nodes visits all (Abouelhoda, Kurtz, Ohlebusch
 * 2004); each carries what stands in front of its places, and the first of them. */
#include "substring/repeat_class.h"

#include <string.h>

#include "substring/agreement.h"

#define PEEK 512 /* bytes of texts that may be anywhere which are compared first */

typedef struct head {
    uint64_t at, end; /* of its document */
    uint64_t common;  /* elements in common with the head before it */
} head;

/* A set of neighbours that have at least `depth` elements in common. */
typedef struct node {
    uint64_t depth;
    uint64_t heads;
    size_t places; /* where its places begin in the stack of places */
    uint64_t front;
    bool diverse; /* in front of them stands not one and the same */
} node;

struct nd__class_worker {
    const nd__sequence *sequence;
    const nd__maximal_options *options;
    nd__maximal_repeats found;
    ND_VECTOR(head) heads;
    ND_VECTOR(head) scratch;
    ND_VECTOR(node) nodes;
    nd__u64_vector places; /* of the nodes, the last one's on top */
    nd__u64_vector merged; /* scratch */
};

nd_status nd__class_worker_create(nd__class_worker **out, const nd__sequence *sequence,
                                  const nd__maximal_options *options, nd_error *err) {
    *out = nd__allocate_zeroed(1, sizeof **out);
    if (*out == NULL) {
        return nd__fail_memory(err);
    }
    (*out)->sequence = sequence;
    (*out)->options = options;
    return ND_OK;
}

void nd__class_worker_destroy(nd__class_worker *worker) {
    if (worker != NULL) {
        nd__maximal_repeats_clear(&worker->found);
        nd__vector_clear(&worker->heads);
        nd__vector_clear(&worker->scratch);
        nd__vector_clear(&worker->nodes);
        nd__vector_clear(&worker->places);
        nd__vector_clear(&worker->merged);
        free(worker);
    }
}

nd__maximal_repeats *nd__class_results(nd__class_worker *worker) {
    return &worker->found;
}

static const uint8_t *data_at(const nd__class_worker *w, uint64_t at) {
    return w->sequence->data + at * w->sequence->unit;
}

static uint64_t element_at(const nd__class_worker *w, uint64_t at) {
    uint8_t buffer[sizeof(uint64_t)];
    const uint8_t *bytes = nd__spill_peek(w->sequence->spill, data_at(w, at),
                                          w->sequence->unit, buffer, sizeof buffer);
    return w->sequence->unit == 1 ? *bytes : nd__load64(bytes);
}

/* Elements that a and b have in common, where the first `known` are. */
static uint64_t common_prefix(const nd__class_worker *w, const head *a, const head *b,
                              uint64_t known) {
    uint64_t most = a->end - a->at < b->end - b->at ? a->end - a->at : b->end - b->at;
    size_t unit = w->sequence->unit;
    nd__spill *spill = w->sequence->spill;
    const uint8_t *x = data_at(w, a->at + known), *y = data_at(w, b->at + known);
    size_t bytes = (size_t)(most - known) * unit, more = 0;
    if (spill != NULL) {
        uint8_t buffers[2][PEEK + 8];
        more = bytes < PEEK ? bytes : PEEK;
        more = nd__agree_forward(nd__spill_peek(spill, x, more, buffers[0], PEEK),
                                 nd__spill_peek(spill, y, more, buffers[1], PEEK), more);
    }
    if (spill == NULL || more == PEEK) {
        more += nd__agree_forward(x + more, y + more, bytes - more);
        nd__spill_touched(spill, 2);
        nd__spill_read(spill, 2 * more);
    }
    return known + more / unit;
}

static nd_status emit(nd__class_worker *w, uint64_t length, uint64_t places,
                      const uint64_t *first, size_t kept, uint32_t chain, nd_error *err) {
    nd__maximal_repeats *f = &w->found;
    ND_TRY(nd__vector_extend(&f->items, 1, err));
    ND_TRY(nd__vector_extend(&f->places, kept, err));
    f->items.items[f->items.count++] =
        (nd__maximal_repeat){length, places, f->places.count, (uint32_t)kept, chain};
    memcpy(f->places.items + f->places.count, first, kept * sizeof *first);
    f->places.count += kept;
    return ND_OK;
}

/* Does the run of the chain that begins with these two begin there? Else the windows in
 * front of both are such a chain, of the same run. */
static bool begins_run(const nd__class_worker *w, uint64_t document, uint64_t first,
                       uint64_t second) {
    return first == nd__sequence_begin(w->sequence, document) ||
           element_at(w, first - 1) != element_at(w, second - 1);
}

/* Heads of windows [0..count-1], all equal; chains are emitted. */
static nd_status take_heads(nd__class_worker *w, const nd__keyed *windows, size_t count,
                            nd_error *err) {
    size_t reach = w->options->length / 2, document = 0;
    bool in_chain = false;
    w->heads.count = 0;
    ND_TRY(nd__vector_reserve(&w->heads, count, err));
    for (size_t i = 0; i < count; i++) {
        uint64_t at = windows[i].value;
        if (i == 0 || at - windows[i - 1].value > reach) {
            in_chain = false;
            document = nd__sequence_document(w->sequence, at);
            w->heads.items[w->heads.count++] =
                (head){.at = at, .end = w->sequence->ends[document]};
            continue;
        }
        head first = w->heads.items[w->heads.count - 1];
        if (!in_chain && begins_run(w, document, first.at, at)) {
            head second = {.at = at, .end = first.end};
            uint64_t places[2] = {first.at, at};
            ND_TRY(emit(w, common_prefix(w, &first, &second, w->options->length), 2,
                        places, 2, 1, err));
        }
        in_chain = true;
    }
    return ND_OK;
}

/* Is a, with `common` elements in common with b, in front of b? A suffix that ends is in
 * front of one that goes on. */
static bool in_front(const nd__class_worker *w, const head *a, const head *b,
                     uint64_t common) {
    if (a->at + common == a->end || b->at + common == b->end) {
        return a->at + common == a->end;
    }
    return element_at(w, a->at + common) < element_at(w, b->at + common);
}

/* Merges sorted [begin, middle) and [middle, end) into out. Each common is with the one
 * before in its own half; that of the first ones is `length`, what all share. */
static void merge_heads(const nd__class_worker *w, head *out, const head *in,
                        size_t middle, size_t count) {
    size_t i = 0, j = middle, k = 0;
    uint64_t length = w->options->length, left = length, right = length;
    while (i < middle && j < count) {
        bool take_left = left > right;
        if (left == right) {
            uint64_t common = common_prefix(w, &in[i], &in[j], left);
            take_left = in_front(w, &in[i], &in[j], common);
            /* The one that stays is compared with the one that goes. */
            out[k] = take_left ? in[i] : in[j];
            out[k].common = left;
            if (take_left) {
                right = common;
            } else {
                left = common;
            }
        } else {
            out[k] = take_left ? in[i] : in[j];
            out[k].common = take_left ? left : right;
        }
        k++;
        if (take_left) {
            i++;
            left = i < middle ? in[i].common : 0;
        } else {
            j++;
            right = j < count ? in[j].common : 0;
        }
    }
    for (; i < middle; i++, k++) {
        out[k] = in[i];
        out[k].common = left;
        left = i + 1 < middle ? in[i + 1].common : 0;
    }
    for (; j < count; j++, k++) {
        out[k] = in[j];
        out[k].common = right;
        right = j + 1 < count ? in[j + 1].common : 0;
    }
}

/* From the smallest runs upwards. */
static nd_status sort_heads(nd__class_worker *w, nd_error *err) {
    size_t count = w->heads.count;
    ND_TRY(nd__vector_reserve(&w->scratch, count, err));
    for (size_t i = 0; i < count; i++) {
        w->heads.items[i].common = w->options->length;
    }
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t size = count - at < 2 * width ? count - at : 2 * width;
            size_t middle = size < width ? size : width;
            merge_heads(w, w->scratch.items + at, w->heads.items + at, middle, size);
        }
        head *swap = w->heads.items;
        size_t capacity = w->heads.capacity;
        w->heads.items = w->scratch.items;
        w->heads.capacity = w->scratch.capacity;
        w->scratch.items = swap;
        w->scratch.capacity = capacity;
    }
    return ND_OK;
}

static nd_status push_node(nd__class_worker *w, node n, nd_error *err) {
    ND_TRY(nd__vector_extend(&w->nodes, 1, err));
    w->nodes.items[w->nodes.count++] = n;
    return ND_OK;
}

/* The last node's places join those of the one before it: the first ones stay. */
static nd_status join_places(nd__class_worker *w, size_t first, size_t second,
                             nd_error *err) {
    size_t end = w->places.count, i = first, j = second;
    ND_TRY(nd__vector_reserve(&w->merged, end - first, err));
    w->merged.count = 0;
    while (w->merged.count < w->options->max_places && (i < second || j < end)) {
        bool take = j == end || (i < second && w->places.items[i] < w->places.items[j]);
        w->merged.items[w->merged.count++] = w->places.items[take ? i++ : j++];
    }
    memcpy(w->places.items + first, w->merged.items,
           w->merged.count * sizeof *w->merged.items);
    w->places.count = first + w->merged.count;
    return ND_OK;
}

/* Closes the last node; it becomes a part of the one before it. */
static nd_status close_node(nd__class_worker *w, nd_error *err) {
    node last = w->nodes.items[--w->nodes.count];
    if (last.heads > 1 && last.diverse) {
        ND_TRY(emit(w, last.depth, last.heads, w->places.items + last.places,
                    w->places.count - last.places, 0, err));
    }
    if (w->nodes.count == 0) {
        w->places.count = last.places;
        return ND_OK;
    }
    node *parent = &w->nodes.items[w->nodes.count - 1];
    parent->diverse = parent->heads == 0 ? last.diverse
                                         : parent->diverse || last.diverse ||
                                               parent->front != last.front;
    parent->front = last.front;
    parent->heads += last.heads;
    return join_places(w, parent->places, last.places, err);
}

/* Leaves that a node of this depth takes in are closed, and it is opened where it was
 * not.
 */
static nd_status close_down_to(nd__class_worker *w, uint64_t depth, nd_error *err) {
    for (;;) {
        size_t count = w->nodes.count;
        if (w->nodes.items[count - 1].depth <= depth) {
            return ND_OK;
        }
        if (count == 1 || w->nodes.items[count - 2].depth < depth) {
            /* A new node below the last one, which becomes its first child. */
            node last = w->nodes.items[count - 1];
            ND_TRY(push_node(w, last, err));
            w->nodes.items[count - 1] = (node){.depth = depth, .places = last.places};
        }
        ND_TRY(close_node(w, err));
    }
}

static nd_status visit_nodes(nd__class_worker *w, nd_error *err) {
    w->nodes.count = w->places.count = 0;
    for (size_t i = 0; i < w->heads.count; i++) {
        const head *h = &w->heads.items[i];
        if (i > 0) {
            ND_TRY(close_down_to(w, h->common, err));
        }
        size_t document = nd__sequence_document(w->sequence, h->at);
        bool border = h->at == nd__sequence_begin(w->sequence, document);
        ND_TRY(nd__vector_extend(&w->places, 1, err));
        /* A leaf is deeper than what it has in common with any other. A border in front
         * differs from all; alone it makes no repeat. */
        ND_TRY(push_node(w,
                         (node){.depth = UINT64_MAX,
                                .heads = 1,
                                .places = w->places.count,
                                .front = border ? 0 : element_at(w, h->at - 1),
                                .diverse = border},
                         err));
        w->places.items[w->places.count++] = h->at;
    }
    while (w->nodes.count > 0) {
        ND_TRY(close_node(w, err));
    }
    return ND_OK;
}

static nd_status add_equal(nd__class_worker *w, const nd__keyed *windows, size_t count,
                           nd_error *err) {
    ND_TRY(take_heads(w, windows, count, err));
    if (w->heads.count < 2) {
        return ND_OK;
    }
    ND_TRY(sort_heads(w, err));
    return visit_nodes(w, err);
}

static bool holds(const nd__class_worker *w, uint64_t window, const uint8_t *bytes,
                  size_t size) {
    uint8_t buffer[8 * PEEK];
    const uint8_t *own = nd__spill_peek(w->sequence->spill, data_at(w, window), size,
                                        buffer, sizeof buffer);
    nd__spill_touched(w->sequence->spill, size > sizeof buffer);
    return memcmp(bytes, own, size) == 0;
}

nd_status nd__class_add(nd__class_worker *worker, const nd__keyed *windows, size_t count,
                        nd_error *err) {
    size_t size = worker->options->length * worker->sequence->unit, same = 1;
    const uint8_t *first = data_at(worker, windows[0].value);
    while (same < count && holds(worker, windows[same].value, first, size)) {
        same++;
    }
    if (same == count) {
        return add_equal(worker, windows, count, err);
    }
    /* Two contents of one hash: those like the first one, then the others. */
    size_t rest = 0;
    nd__keyed *parted = nd__allocate(2 * count, sizeof *parted);
    if (parted == NULL) {
        return nd__fail_memory(err);
    }
    same = 0;
    for (size_t i = 0; i < count; i++) {
        bool equal = holds(worker, windows[i].value, first, size);
        parted[equal ? same++ : count + rest++] = windows[i];
    }
    nd_status status = add_equal(worker, parted, same, err);
    if (status >= 0) {
        status = nd__class_add(worker, parted + count, rest, err);
    }
    free(parted);
    return status;
}
