/* Outline: bytes of overlaps become tokens; overlaps are cut so that they do not cross in
 * b; the heaviest chain of them is in order (overlap_chain.h), the others are moved. The
 * moved ones take what room the chain leaves in a. Then the chain is walked: between two
 * of its overlaps stands a gap, which is diffed word by word where it is short and
 * nothing in it was moved, else is listed side by side. */
#include "alignment.h"

#include <stdint.h>
#include <stdlib.h>

#include "overlap_chain.h"
#include "word_diff.h"

/* A moved overlap in one text. */
typedef struct place {
    size_t begin, end, label;
    bool again;
} place;

typedef struct aligner {
    alignment *out;
    const nd_text *a, *b;
    token_overlap *overlaps;
    size_t count;
    place *in_a, *in_b; /* by begin */
    size_t in_a_count, in_b_count;
    size_t next_a, next_b; /* not yet walked past */
    bool failed;
} aligner;

/* The first token that begins at or behind byte `at`. */
static size_t token_at(const uint32_t *begins, size_t count, size_t at) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (begins[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add(aligner *l, piece_kind kind, size_t label, const size_t range[4]) {
    alignment *out = l->out;
    if (out->count == out->capacity) {
        size_t capacity = out->capacity == 0 ? 64 : out->capacity * 2;
        piece *grown = realloc(out->pieces, capacity * sizeof *grown);
        if (grown == NULL) {
            l->failed = true;
            return;
        }
        out->pieces = grown;
        out->capacity = capacity;
    }
    out->pieces[out->count++] =
        (piece){kind, false, label, range[0], range[1], range[2], range[3]};
}

static void add_a(aligner *l, piece_kind kind, size_t label, size_t begin, size_t end,
                  size_t b) {
    if (begin < end) {
        add(l, kind, label, (const size_t[]){begin, end, b, b});
    }
}

static void add_b(aligner *l, piece_kind kind, size_t label, size_t begin, size_t end,
                  size_t a) {
    if (begin < end) {
        add(l, kind, label, (const size_t[]){a, a, begin, end});
    }
}

/* Overlaps as tokens that do not cross in b. */
static bool read_overlaps(aligner *l, const nd_overlap *overlaps, size_t count) {
    const uint32_t *a = nd_text_begins(l->a), *b = nd_text_begins(l->b);
    size_t a_count = nd_text_token_count(l->a), b_count = nd_text_token_count(l->b);
    size_t walked = 0;
    l->overlaps = calloc(count + 1, sizeof *l->overlaps);
    if (l->overlaps == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const nd_overlap *o = &overlaps[i];
        size_t a_begin = token_at(a, a_count, o->a_begin);
        size_t a_end = token_at(a, a_count, o->a_end);
        size_t b_begin = token_at(b, b_count, o->b_begin);
        size_t b_end = token_at(b, b_count, o->b_end);
        size_t length = a_begin < a_end ? a_end - a_begin : 0;
        size_t cut = walked > b_begin ? walked - b_begin : 0;
        if (b_begin + length > b_end) {
            length = b_begin < b_end ? b_end - b_begin : 0;
        }
        if (length > cut) {
            l->overlaps[l->count++] =
                (token_overlap){a_begin + cut, b_begin + cut, length - cut, i + 1, false};
            walked = b_begin + length;
        }
    }
    return true;
}

static int compare_places(const void *x, const void *y) {
    const place *a = x, *b = y;
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return a->label < b->label ? -1 : a->label > b->label;
}

/* Gives each moved overlap what the chain, and moved ones before it, leave of its place
 * in a. */
static void place_in_a(aligner *l) {
    size_t chain = 0, walked = 0, kept = 0;
    qsort(l->in_a, l->in_a_count, sizeof *l->in_a, compare_places);
    for (size_t i = 0; i < l->in_a_count; i++) {
        place p = l->in_a[i];
        p.begin = p.begin < walked ? walked : p.begin;
        for (; chain < l->count; chain++) {
            const token_overlap *o = &l->overlaps[chain];
            if (o->in_order && o->a_begin + o->length > p.begin) {
                if (o->a_begin > p.begin) {
                    p.end = o->a_begin < p.end ? o->a_begin : p.end;
                    break;
                }
                p.begin = o->a_begin + o->length;
            }
        }
        walked = p.begin; /* the chain has all up to here */
        if (p.begin < p.end) {
            l->in_a[kept++] = p;
            walked = p.end;
        }
    }
    l->in_a_count = kept;
}

static bool place_moved(aligner *l) {
    bool *has_place = calloc(l->count + 1, sizeof *has_place);
    l->in_a = calloc(l->count + 1, sizeof *l->in_a);
    l->in_b = calloc(l->count + 1, sizeof *l->in_b);
    if (has_place == NULL || l->in_a == NULL || l->in_b == NULL) {
        free(has_place);
        return false;
    }
    for (size_t i = 0; i < l->count; i++) {
        const token_overlap *o = &l->overlaps[i];
        if (!o->in_order) { /* of in_a the label is an index first */
            l->in_a[l->in_a_count++] = (place){o->a_begin, o->a_begin + o->length, i, 0};
            l->in_b[l->in_b_count++] = (place){o->b_begin, o->b_begin + o->length, i, 0};
        }
    }
    place_in_a(l);
    for (size_t i = 0; i < l->in_a_count; i++) {
        has_place[l->in_a[i].label] = true;
        l->in_a[i].label = l->overlaps[l->in_a[i].label].label;
    }
    for (size_t i = 0; i < l->in_b_count; i++) {
        l->in_b[i].again = !has_place[l->in_b[i].label];
        l->in_b[i].label = l->overlaps[l->in_b[i].label].label;
    }
    free(has_place);
    return true;
}

static void add_shared(aligner *l, size_t label, size_t a, size_t b, size_t length) {
    if (length > 0) {
        add(l, PIECE_SHARED, label, (const size_t[]){a, a + length, b, b + length});
    }
}

static void add_diff(aligner *l, size_t a, size_t a_end, size_t b, size_t b_end) {
    word_edit edits[WORD_DIFF_MOST + 1];
    size_t count;
    word_diff(edits, &count, nd_text_hashes(l->a) + a, a_end - a,
              nd_text_hashes(l->b) + b, b_end - b);
    for (size_t i = 0; i < count; i++) {
        add_a(l, PIECE_ONLY_A, 0, a, a + edits[i].only_a, b);
        a += edits[i].only_a;
        add_b(l, PIECE_ONLY_B, 0, b, b + edits[i].only_b, a);
        b += edits[i].only_b;
        add_shared(l, 0, a, b, edits[i].shared);
        a += edits[i].shared;
        b += edits[i].shared;
    }
}

/* Pieces of a in [a, a_end), then of b in [b, b_end): moved, or in one alone. */
static void add_sides(aligner *l, size_t a, size_t a_end, size_t b, size_t b_end) {
    for (; l->next_a < l->in_a_count && l->in_a[l->next_a].begin < a_end; l->next_a++) {
        const place *p = &l->in_a[l->next_a];
        add_a(l, PIECE_ONLY_A, 0, a, p->begin, b);
        add_a(l, PIECE_MOVED_A, p->label, p->begin, p->end, b);
        a = p->end;
    }
    add_a(l, PIECE_ONLY_A, 0, a, a_end, b);
    for (; l->next_b < l->in_b_count && l->in_b[l->next_b].begin < b_end; l->next_b++) {
        const place *p = &l->in_b[l->next_b];
        add_b(l, PIECE_ONLY_B, 0, b, p->begin, a_end);
        add_b(l, PIECE_MOVED_B, p->label, p->begin, p->end, a_end);
        if (!l->failed) {
            l->out->pieces[l->out->count - 1].again = p->again;
        }
        b = p->end;
    }
    add_b(l, PIECE_ONLY_B, 0, b, b_end, a_end);
}

/* Where the moved overlaps of a gap end: the last one that begins before `end`. */
static size_t moved_end(const place *places, size_t count, size_t next, size_t begin,
                        size_t end) {
    for (; next < count && places[next].begin < end; next++) {
        begin = places[next].end;
    }
    return begin;
}

static size_t lesser(size_t x, size_t y) {
    return x < y ? x : y;
}

/* What stands between two overlaps of the chain. Where something in it was moved, or it
 * is long, the words that both sides begin and end with are shared still. */
static void add_gap(aligner *l, size_t a, size_t a_end, size_t b, size_t b_end) {
    const uint64_t *x = nd_text_hashes(l->a), *y = nd_text_hashes(l->b);
    size_t a_free =
        l->next_a < l->in_a_count ? lesser(l->in_a[l->next_a].begin, a_end) : a_end;
    size_t b_free =
        l->next_b < l->in_b_count ? lesser(l->in_b[l->next_b].begin, b_end) : b_end;
    bool moved = a_free < a_end || b_free < b_end;
    if (!moved && a < a_end && b < b_end && a_end - a <= WORD_DIFF_MOST &&
        b_end - b <= WORD_DIFF_MOST) {
        add_diff(l, a, a_end, b, b_end);
        return;
    }
    size_t front = 0, back = 0;
    while (a + front < a_free && b + front < b_free && x[a + front] == y[b + front]) {
        front++;
    }
    size_t a_last = moved_end(l->in_a, l->in_a_count, l->next_a, a + front, a_end);
    size_t b_last = moved_end(l->in_b, l->in_b_count, l->next_b, b + front, b_end);
    while (a_end - back > a_last && b_end - back > b_last &&
           x[a_end - back - 1] == y[b_end - back - 1]) {
        back++;
    }
    add_shared(l, 0, a, b, front);
    add_sides(l, a + front, a_end - back, b + front, b_end - back);
    add_shared(l, 0, a_end - back, b_end - back, back);
}

bool alignment_make(alignment *out, const nd_overlap *overlaps, size_t count,
                    const nd_text *a, const nd_text *b) {
    *out = (alignment){NULL, 0, 0};
    aligner l = {.out = out, .a = a, .b = b};
    l.failed = !read_overlaps(&l, overlaps, count) ||
               !overlap_chain(l.overlaps, l.count) || !place_moved(&l);
    if (!l.failed) {
        size_t at_a = 0, at_b = 0;
        for (size_t i = 0; i < l.count; i++) {
            const token_overlap *o = &l.overlaps[i];
            if (o->in_order) {
                size_t a_end = o->a_begin + o->length, b_end = o->b_begin + o->length;
                add_gap(&l, at_a, o->a_begin, at_b, o->b_begin);
                add_shared(&l, o->label, o->a_begin, o->b_begin, o->length);
                at_a = a_end;
                at_b = b_end;
            }
        }
        add_gap(&l, at_a, nd_text_token_count(a), at_b, nd_text_token_count(b));
    }
    free(l.overlaps);
    free(l.in_a);
    free(l.in_b);
    if (l.failed) {
        alignment_clear(out);
    }
    return !l.failed;
}

void alignment_clear(alignment *pieces) {
    free(pieces->pieces);
    *pieces = (alignment){NULL, 0, 0};
}
