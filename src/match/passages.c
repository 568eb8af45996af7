/* Passages of two texts.
 *
 * 1. Exact overlaps, given or found (spans.c), are chained where they follow each other
 * in both texts (passage_chain.c). The hull of a chain is a rectangle: tokens of a times
 *    tokens of b.
 * 2. Each rectangle grows at its corners: along both texts where they agree, and as long
 *    as what is around it has common rare tokens (passage_grow.c). Those that come near
 *    each other by this are joined.
 * 3. With no anchors given, rectangles are found too where common rare tokens are dense,
 *    in any order (passage_seeds.c).
 * 4. Rectangles that are near each other on both sides are joined, in any order, until
 *    there are none. What then has a score or an exact overlap is a passage. */
#include "match/passages.h"

#include <string.h>

#include "base/radix_sort.h"
#include "match/passage_chain.h"
#include "match/passage_ground.h"
#include "match/passage_grow.h"

#define MOST_RECTANGLES 4096 /* of one pair of texts: joining them compares all */
#define MOST_PASSES 16
#define WORK_A_TOKEN 64
#define LOOK_BACK 32 /* rectangles that may have grown over one */

/* Work on one pair of texts. */
typedef struct finder {
    nd__token_text text[2];
    const nd__passage_options *options;
    nd__overlaps anchors; /* maximal, by kept_begin, then member_begin */
    nd__rectangles found;
    nd__grower *grower;
    uint64_t work; /* tokens that may still be looked at */
} finder;

void nd__passage_options_init(nd__passage_options *out) {
    *out = (nd__passage_options){.max_gap = 50, .min_length = 25, .least_score = 64};
}

static uint64_t key_of(nd__overlap anchor, int which) {
    if (which == 0) {
        return (uint64_t)UINT32_MAX + anchor.member_begin - anchor.kept_begin;
    }
    return which == 1 ? anchor.kept_begin : anchor.member_begin;
}

/* Stable; which: 0 by diagonal, 1 by kept_begin, 2 by member_begin. */
static nd_status sort_anchors(nd__overlaps *anchors, int which, nd_error *err) {
    nd_status status = ND_OK;
    size_t count = anchors->count;
    nd__keyed *items = nd__allocate(count, sizeof *items);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    nd__overlap *copy = nd__allocate(count, sizeof *copy);
    if (items == NULL || scratch == NULL || copy == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        copy[i] = anchors->items[i];
        items[i] = (nd__keyed){key_of(copy[i], which), i};
    }
    nd__sort_keyed(items, scratch, count);
    for (size_t i = 0; i < count; i++) {
        anchors->items[i] = copy[items[i].value];
    }
out:
    free(items);
    free(scratch);
    free(copy);
    return status;
}

/* Anchors that touch on one diagonal are one. */
static nd_status unite_anchors(nd__overlaps *anchors, nd_error *err) {
    if (anchors->count == 0) {
        return ND_OK;
    }
    ND_TRY(sort_anchors(anchors, 1, err));
    ND_TRY(sort_anchors(anchors, 0, err));
    size_t kept = 0;
    for (size_t i = 1; i < anchors->count; i++) {
        nd__overlap *last = &anchors->items[kept], next = anchors->items[i];
        uint64_t end = (uint64_t)last->kept_begin + last->length;
        uint64_t next_end = (uint64_t)next.kept_begin + next.length;
        if (key_of(*last, 0) != key_of(next, 0) || next.kept_begin > end) {
            anchors->items[++kept] = next;
        } else if (next_end > end) {
            last->length = (uint32_t)(next_end - last->kept_begin);
        }
    }
    anchors->count = kept + 1;
    ND_TRY(sort_anchors(anchors, 2, err));
    return sort_anchors(anchors, 1, err);
}

static nd_status take_anchors(finder *f, const nd__overlap *anchors, size_t count,
                              nd_error *err) {
    if (anchors == NULL) {
        size_t end;
        ND_TRY(nd__overlaps_find(&f->anchors, &end, f->text[0], &f->text[1], 1,
                                 f->options->min_length, err));
    } else {
        ND_TRY(nd__vector_reserve(&f->anchors, count, err));
        if (count > 0) {
            memcpy(f->anchors.items, anchors, count * sizeof *anchors);
        }
        f->anchors.count = count;
    }
    return unite_anchors(&f->anchors, err);
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static nd__rectangle hull(nd__rectangle x, nd__rectangle y) {
    for (int side = 0; side < 2; side++) {
        x.begin[side] = least(x.begin[side], y.begin[side]);
        x.end[side] = most(x.end[side], y.end[side]);
    }
    return x;
}

static nd__rectangle hull_of_anchor(nd__overlap anchor) {
    return (nd__rectangle){
        {anchor.kept_begin, anchor.member_begin},
        {anchor.kept_begin + anchor.length, anchor.member_begin + anchor.length}};
}

/* The hull of each chain. */
static nd_status take_chains(finder *f, nd_error *err) {
    size_t count = f->anchors.count;
    if (count == 0) {
        return ND_OK;
    }
    nd_status status = ND_OK;
    uint32_t *before = nd__allocate(count, sizeof *before);
    uint32_t *chain = nd__allocate(count, sizeof *chain);
    if (before == NULL || chain == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(nd__vector_extend(&f->found, count, err));
    ND_TRY_OUT(
        nd__passage_chain(before, f->anchors.items, count, f->options->max_gap, err));
    for (size_t k = 0; k < count; k++) {
        nd__rectangle at = hull_of_anchor(f->anchors.items[k]);
        if (before[k] == ND__NO_LINK) {
            chain[k] = (uint32_t)f->found.count;
            f->found.items[f->found.count++] = at;
        } else {
            chain[k] = chain[before[k]];
            f->found.items[chain[k]] = hull(f->found.items[chain[k]], at);
        }
    }
out:
    free(before);
    free(chain);
    return status;
}

static nd__token_text slice(nd__token_text text, uint32_t begin, uint32_t end) {
    return (nd__token_text){text.hash + begin, end - begin};
}

static nd_status make_ground(nd__ground *out, const finder *f, nd__rectangle at,
                             nd_error *err) {
    ND_TRY(nd__ground_make(out, slice(f->text[0], at.begin[0], at.end[0]),
                           slice(f->text[1], at.begin[1], at.end[1]), f->options->rarity,
                           err));
    out->work = (out->text[0].count + out->text[1].count) * WORK_A_TOKEN;
    return ND_OK;
}

static nd__rectangle whole(const finder *f) {
    return (nd__rectangle){{0, 0},
                           {(uint32_t)f->text[0].count, (uint32_t)f->text[1].count}};
}

static nd_status take_dense(finder *f, nd_error *err) {
    nd__ground ground;
    ND_TRY(make_ground(&ground, f, whole(f), err));
    nd_status status = nd__ground_dense(&f->found, &ground, f->options->max_gap,
                                        (int64_t)f->options->least_score * ND__BIT, err);
    nd__ground_clear(&ground);
    return status;
}

/* In order of a_begin, then b_begin. */
static int compare_rectangles(const void *x, const void *y) {
    const nd__rectangle *a = x, *b = y;
    for (int side = 0; side < 2; side++) {
        if (a->begin[side] != b->begin[side]) {
            return a->begin[side] < b->begin[side] ? -1 : 1;
        }
        if (a->end[side] != b->end[side]) {
            return a->end[side] < b->end[side] ? -1 : 1;
        }
    }
    return 0;
}

static int compare_sizes(const void *x, const void *y) {
    const nd__rectangle *a = x, *b = y;
    uint64_t size_a = (uint64_t)(a->end[0] - a->begin[0]) + (a->end[1] - a->begin[1]);
    uint64_t size_b = (uint64_t)(b->end[0] - b->begin[0]) + (b->end[1] - b->begin[1]);
    return size_a != size_b ? (size_a > size_b ? -1 : 1) : compare_rectangles(x, y);
}

static bool near(nd__rectangle x, nd__rectangle y, int side, uint32_t gap) {
    return (uint64_t)x.end[side] + gap >= y.begin[side] &&
           (uint64_t)y.end[side] + gap >= x.begin[side];
}

/* One pass over sorted rectangles; true where any two were joined. */
static bool join_pass(nd__rectangles *found, uint32_t gap) {
    bool any = false;
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        nd__rectangle at = found->items[i];
        bool joined = false;
        for (size_t k = kept; k-- > 0 && !joined;) {
            nd__rectangle *other = &found->items[k];
            if (near(*other, at, 0, gap) && near(*other, at, 1, gap)) {
                *other = hull(*other, at);
                joined = true;
            }
        }
        if (!joined) {
            found->items[kept++] = at;
        }
        any |= joined;
    }
    found->count = kept;
    return any;
}

/* Of two that overlap the larger stays. */
static void drop_overlapping(nd__rectangles *found) {
    size_t kept = 0;
    qsort(found->items, found->count, sizeof *found->items, compare_sizes);
    for (size_t i = 0; i < found->count; i++) {
        nd__rectangle at = found->items[i];
        bool free_of_others = true;
        for (size_t k = 0; k < kept && free_of_others; k++) {
            nd__rectangle other = found->items[k];
            free_of_others = !near(other, at, 0, 0) || !near(other, at, 1, 0);
        }
        if (free_of_others) {
            found->items[kept++] = at;
        }
    }
    found->count = kept;
    qsort(found->items, found->count, sizeof *found->items, compare_rectangles);
}

static void join(nd__rectangles *found, uint32_t gap) {
    if (found->count > MOST_RECTANGLES) {
        qsort(found->items, found->count, sizeof *found->items, compare_sizes);
        found->count = MOST_RECTANGLES;
    }
    for (int pass = 0; pass < MOST_PASSES && found->count > 1; pass++) {
        qsort(found->items, found->count, sizeof *found->items, compare_rectangles);
        if (!join_pass(found, gap)) {
            return;
        }
    }
    if (found->count > 1) {
        drop_overlapping(found);
    }
}

static bool is_inside(nd__rectangle inner, nd__rectangle outer) {
    return inner.begin[0] >= outer.begin[0] && inner.end[0] <= outer.end[0] &&
           inner.begin[1] >= outer.begin[1] && inner.end[1] <= outer.end[1];
}

/* The first anchor that begins at `begin` or behind. */
static size_t first_anchor(const finder *f, uint32_t begin) {
    size_t low = 0, high = f->anchors.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->anchors.items[middle].kept_begin < begin) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static nd_status describe(nd__passage *out, finder *f, nd__rectangle at, nd_error *err) {
    nd__token_text a = slice(f->text[0], at.begin[0], at.end[0]);
    nd__token_text b = slice(f->text[1], at.begin[1], at.end[1]);
    *out = (nd__passage){.a_begin = at.begin[0],
                         .a_end = at.end[0],
                         .b_begin = at.begin[1],
                         .b_end = at.end[1]};
    out->exact =
        a.count == b.count && memcmp(a.hash, b.hash, a.count * sizeof *a.hash) == 0;
    out->matched = (uint32_t)a.count;
    if (!out->exact) {
        ND_TRY(nd__grower_common(&out->matched, f->grower, a, b, err));
    }
    out->similarity =
        (double)out->matched / (double)(a.count > b.count ? a.count : b.count);
    for (size_t i = first_anchor(f, at.begin[0]);
         i < f->anchors.count && f->anchors.items[i].kept_begin < at.end[0]; i++) {
        out->pieces += is_inside(hull_of_anchor(f->anchors.items[i]), at);
    }
    return ND_OK;
}

/* Lets one corner grow, as long as there is work left to do. */
static nd_status grow_corner(finder *f, uint32_t corner[2], bool backwards,
                             nd_error *err) {
    uint32_t before[2] = {corner[0], corner[1]};
    if (f->work == 0) {
        return ND_OK;
    }
    ND_TRY(nd__grower_grow(f->grower, corner, backwards, f->options->max_gap, err));
    uint64_t work = 2 * (uint64_t)f->options->max_gap;
    for (int side = 0; side < 2; side++) {
        work += backwards ? before[side] - corner[side] : corner[side] - before[side];
    }
    f->work -= work < f->work ? work : f->work;
    return ND_OK;
}

/* One of the last of the first `count` rectangles that this one is near to, or NULL. */
static nd__rectangle *find_near(const finder *f, size_t count, nd__rectangle at) {
    for (size_t k = count; k > 0 && k + LOOK_BACK > count; k--) {
        nd__rectangle *other = &f->found.items[k - 1];
        if (near(*other, at, 0, f->options->max_gap) &&
            near(*other, at, 1, f->options->max_gap)) {
            return other;
        }
    }
    return NULL;
}

/* Lets rectangles grow, in the order in which their chains begin in a. What they come
 * near to is joined to them, and they grow on from there. */
static nd_status grow_chains(finder *f, nd_error *err) {
    size_t kept = 0;
    f->work = (f->text[0].count + f->text[1].count) * WORK_A_TOKEN;
    for (size_t i = 0; i < f->found.count; i++) {
        nd__rectangle at = f->found.items[i], *other = find_near(f, kept, at);
        if (other == NULL) {
            ND_TRY(grow_corner(f, at.end, false, err));
            ND_TRY(grow_corner(f, at.begin, true, err));
            f->found.items[kept++] = at;
        } else if (!is_inside(at, *other)) {
            at = hull(at, *other);
            if (at.end[0] > other->end[0] || at.end[1] > other->end[1]) {
                ND_TRY(grow_corner(f, at.end, false, err));
            }
            *other = at;
        }
    }
    f->found.count = kept;
    return ND_OK;
}

static nd_status find_rectangles(finder *f, bool given, nd_error *err) {
    if (f->options->exact) {
        ND_TRY(nd__vector_reserve(&f->found, f->anchors.count, err));
        for (size_t i = 0; i < f->anchors.count; i++) {
            f->found.items[f->found.count++] = hull_of_anchor(f->anchors.items[i]);
        }
        return ND_OK;
    }
    ND_TRY(take_chains(f, err));
    ND_TRY(grow_chains(f, err));
    if (!given) {
        ND_TRY(take_dense(f, err));
    }
    join(&f->found, f->options->max_gap);
    return ND_OK;
}

nd_status nd__passages_find_with(nd__passages *out, nd__grower *grower, nd__token_text a,
                                 nd__token_text b, const nd__overlap *anchors,
                                 size_t anchor_count, const nd__passage_options *options,
                                 nd_error *err) {
    nd_status status;
    finder f = {.text = {a, b}, .options = options, .grower = grower};
    nd__vector_clear(out);
    nd__grower_begin(grower, a, b, options->rarity);
    ND_TRY_OUT(take_anchors(&f, anchors, anchor_count, err));
    ND_TRY_OUT(find_rectangles(&f, anchors != NULL, err));
    for (size_t i = 0; i < f.found.count; i++) {
        nd__rectangle at = f.found.items[i];
        uint32_t longest = most(at.end[0] - at.begin[0], at.end[1] - at.begin[1]);
        if (longest >= options->min_length) {
            ND_TRY_OUT(nd__vector_extend(out, 1, err));
            ND_TRY_OUT(describe(&out->items[out->count], &f, at, err));
            out->count++;
        }
    }
out:
    nd__vector_clear(&f.anchors);
    nd__vector_clear(&f.found);
    if (status < 0) {
        nd__vector_clear(out);
    }
    return status;
}

nd_status nd__passages_find(nd__passages *out, nd__token_text a, nd__token_text b,
                            const nd__overlap *anchors, size_t anchor_count,
                            const nd__passage_options *options, nd_error *err) {
    nd__grower grower = {0};
    nd_status status =
        nd__passages_find_with(out, &grower, a, b, anchors, anchor_count, options, err);
    nd__grower_clear(&grower);
    return status;
}
