#include "run/spans_ranges.h"

#include "text/tokens.h"

typedef ND_VECTOR(nd__text_range) range_vector;

typedef struct ranging {
    const nd__ranged_texts *texts;
    bool bytes; /* elements are bytes */
    nd__tokens tokens;
    range_vector repeated, later;
} ranging;

/* The first window at or behind `at` that is in the set (wanted) or is not; `end` where
 * there is none before. */
static uint64_t next_window(const uint64_t *set, uint64_t at, uint64_t end, bool wanted) {
    while (at < end) {
        uint64_t word = wanted ? set[at >> 6] : ~set[at >> 6];
        word >>= at & 63;
        if (word != 0) {
            at += (unsigned)__builtin_ctzll(word);
            return at < end ? at : end;
        }
        at = (at | 63) + 1;
    }
    return end;
}

/* Elements [begin, end) of the text, in bytes, behind the ranges that are there. */
static nd_status add_elements(const ranging *r, range_vector *out, uint64_t begin,
                              uint64_t end, nd_error *err) {
    if (!r->bytes) {
        begin = r->tokens.begin[begin];
        end = r->tokens.end[end - 1];
    }
    nd__text_range *last = out->count > 0 ? &out->items[out->count - 1] : NULL;
    if (last != NULL && begin <= last->end) {
        last->end = end > last->end ? end : last->end;
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(out, 1, err));
    out->items[out->count++] = (nd__text_range){begin, end};
    return ND_OK;
}

/* What the windows of a set cover in one text. */
static nd_status cover(const ranging *r, range_vector *out, const uint64_t *set,
                       uint64_t first, uint64_t end, nd_error *err) {
    uint64_t length = r->texts->length;
    out->count = 0;
    for (uint64_t at = first; (at = next_window(set, at, end, true)) < end;) {
        uint64_t to = next_window(set, at, end, false);
        /* Tokens that each are a window of their own leave out what is between them. */
        for (; length == 1 && at + 1 < to; at++) {
            ND_TRY(add_elements(r, out, at - first, at - first + 1, err));
        }
        ND_TRY(add_elements(r, out, at - first, to - 1 - first + length, err));
        at = to;
    }
    return ND_OK;
}

/* Ranges of a piece are ranges of its document. */
static void move(range_vector *ranges, uint64_t offset) {
    for (size_t i = 0; i < ranges->count; i++) {
        ranges->items[i].begin += offset;
        ranges->items[i].end += offset;
    }
}

static nd_status add_text(nd__findings *out, ranging *r, const nd__ranged_text *text,
                          bool only_count, nd_error *err) {
    size_t later = 0;
    move(&r->repeated, text->offset);
    move(&r->later, text->offset);
    for (size_t i = 0; i < r->repeated.count; i++) {
        const nd__text_range *range = &r->repeated.items[i];
        size_t from = later;
        while (later < r->later.count && r->later.items[later].begin < range->end) {
            later++;
        }
        nd__range_finding finding = {.doc = text->doc,
                                     .begin = range->begin,
                                     .end = range->end,
                                     .later = r->later.items + from,
                                     .later_count = later - from};
        if (only_count) {
            nd__run_end_count_range(&out->end, &finding);
        } else {
            ND_TRY(nd__findings_add_range(out, &finding, err));
        }
    }
    return ND_OK;
}

static nd_status walk_texts(nd__findings *out, ranging *r, bool only_count,
                            nd_error *err) {
    const nd__ranged_texts *texts = r->texts;
    const nd__sequence *sequence = texts->sequence;
    uint64_t first = 0;
    for (size_t d = 0; d < sequence->documents; first = sequence->ends[d], d++) {
        uint64_t end = sequence->ends[d];
        nd__spill_read(sequence->spill, (size_t)(end - first) / 4); /* two sets of bits */
        if (next_window(texts->windows->repeated, first, end, true) == end) {
            continue;
        }
        nd__ranged_text text;
        texts->get(&text, d, texts->payload);
        if (text.silent) {
            continue;
        }
        if (!r->bytes) {
            ND_TRY(nd__tokens_read(&r->tokens, text.text, text.size, texts->seed, err));
        }
        ND_TRY(cover(r, &r->repeated, texts->windows->repeated, first, end, err));
        ND_TRY(cover(r, &r->later, texts->windows->later, first, end, err));
        ND_TRY(add_text(out, r, &text, only_count, err));
    }
    return ND_OK;
}

nd_status nd__spans_add_ranges(nd__findings *out, const nd__ranged_texts *texts,
                               bool only_count, nd_error *err) {
    ranging r = {.texts = texts, .bytes = texts->sequence->unit == 1};
    nd_status status = nd__tokens_remember(&r.tokens, err);
    out->end.has_ranges = true;
    if (status >= 0) {
        status = walk_texts(out, &r, only_count, err);
    }
    nd__tokens_clear(&r.tokens);
    nd__vector_clear(&r.repeated);
    nd__vector_clear(&r.later);
    return status;
}
