/* From repeated ranges to what is cut.
 *
 * Outline:
 * 1. The text's tokens and blocks are read.
 * 2. Ranges are snapped inwards: to tokens, or to the sentences or blocks all of whose
 *    tokens lie in one range.
 * 3. A block that lost something and has fewer than min_rest tokens left goes whole.
 * 4. At the edges of cuts punctuation is put in order, and words that would grow together
 *    are kept apart (cut_tidy.c).
 * 5. A cut that holds more line breaks than stand beside it is made two, so that the
 *    paragraphs it begins and ends in stay apart.
 * White space is nd__cuts_plan's.
 */
#include "run/range_cutter.h"

#include <string.h>

#include "run/cut_tidy.h"
#include "text/block_flags.h"
#include "text/utf8.h"

/* Bytes in front of a place that tell whether a sentence ends there. */
#define ENDING_BYTES ((size_t)64)

static nd_status add_cut(nd__cuts *cuts, size_t begin, size_t end, nd_error *err) {
    ND_TRY(nd__vector_extend(cuts, 1, err));
    cuts->items[cuts->count++] = (nd__cut){begin, end};
    return ND_OK;
}

static nd_status cut_tokens(nd__range_cutter *cutter, const nd__cut *ranges, size_t count,
                            const char *text, size_t size, nd_error *err) {
    for (size_t i = 0; i < count; i++) {
        size_t begin = nd__snap_up(ranges[i].begin, text, size, &cutter->tokens);
        size_t end = nd__snap_down(ranges[i].end, text, size, &cutter->tokens);
        begin = nd__skip_space(text, begin, size);
        if (begin < end) {
            end = nd__skip_space_back(text, end, begin);
            ND_TRY(add_cut(&cutter->cuts, begin, end, err));
        }
    }
    return ND_OK;
}

/* Where sentences are taken from a block, or the block as the only one. */
typedef struct walk {
    const nd__cut *ranges;
    size_t count;
    size_t range;  /* those in front of it end too early */
    bool last_cut; /* the unit before this one, of the same block, goes */
} walk;

/* text[begin, end) with tokens [first, last) goes if all of its tokens lie in one range;
 * what has no token goes with what stands in front of it. */
static nd_status cut_unit(nd__range_cutter *cutter, walk *w, nd__cut unit, size_t first,
                          size_t last, nd_error *err) {
    if (first < last) {
        size_t begin = cutter->tokens.begin[first], end = cutter->tokens.end[last - 1];
        while (w->range < w->count && w->ranges[w->range].end < end) {
            w->range++;
        }
        bool goes = w->range < w->count && w->ranges[w->range].begin <= begin;
        if (goes && !w->last_cut) {
            w->last_cut = true;
            return add_cut(&cutter->cuts, unit.begin, unit.end, err);
        }
        w->last_cut = goes;
    }
    if (w->last_cut) {
        cutter->cuts.items[cutter->cuts.count - 1].end = unit.end;
    }
    return ND_OK;
}

/* Ends a sentence also where no space follows. */
static bool is_wide_mark(uint32_t c) {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF0E || c == 0xFF1F || c == 0xFF61;
}

static bool follows_wide_mark(uint32_t c) {
    return is_wide_mark(c) || c == 0x2026 || c == 0x300D || c == 0x300F || c == 0xFF09 ||
           c == 0x3011 || c == 0x300B || c == 0x3009 || c == 0x201D || c == 0x2019 ||
           c == '"' || c == ')' || c == ']';
}

/* The end of the sentence that begins at `begin`, within a block that ends at `end`. */
static size_t sentence_end(const char *text, size_t begin, size_t end) {
    bool wide = false;
    for (size_t at = begin; at < end;) {
        uint32_t c;
        size_t length = nd__utf8_decode(&c, text + at, end - at);
        if (wide && !follows_wide_mark(c)) {
            return at;
        }
        if (nd__block_is_space(c)) {
            size_t back = at - begin < ENDING_BYTES ? at - begin : ENDING_BYTES;
            if ((nd__block_ending(text + at - back, back) & ND__BLOCK_SENTENCE) != 0) {
                return at;
            }
        }
        wide = wide || is_wide_mark(c);
        at += length == 0 ? 1 : length;
    }
    return end;
}

static nd_status cut_units(nd__range_cutter *cutter, const nd__cut *ranges, size_t count,
                           const char *text, nd_error *err) {
    const nd__tokens *tokens = &cutter->tokens;
    walk w = {.ranges = ranges, .count = count};
    for (size_t i = 0; i < cutter->blocks.count; i++) {
        const nd__block *block = &cutter->blocks.items[i];
        w.last_cut = false;
        if (cutter->snap == ND_SNAP_BLOCK) {
            ND_TRY(cut_unit(cutter, &w, (nd__cut){block->begin, block->end},
                            block->token_begin, block->token_end, err));
            continue;
        }
        size_t token = block->token_begin;
        for (size_t at = block->begin; at < block->end;) {
            size_t end = sentence_end(text, at, block->end), first = token;
            while (token < block->token_end && tokens->begin[token] < end) {
                token++;
            }
            ND_TRY(cut_unit(cutter, &w, (nd__cut){at, end}, first, token, err));
            at = nd__skip_space(text, end, block->end);
        }
    }
    return ND_OK;
}

/* Tokens of a block that lie in cuts. *at: cuts before it end in front of the block. */
static size_t tokens_cut(const nd__range_cutter *cutter, const nd__block *block,
                         size_t *at) {
    const nd__cuts *cuts = &cutter->cuts;
    size_t cut = 0;
    while (*at < cuts->count && cuts->items[*at].end <= block->begin) {
        ++*at;
    }
    for (size_t i = *at; i < cuts->count && cuts->items[i].begin < block->end; i++) {
        size_t first = nd__token_from(&cutter->tokens, cuts->items[i].begin);
        size_t last = nd__token_from(&cutter->tokens, cuts->items[i].end);
        first = first < block->token_begin ? block->token_begin : first;
        last = last > block->token_end ? block->token_end : last;
        cut += last > first ? last - first : 0;
    }
    return cut;
}

/* Cuts and whole blocks become one list. */
static nd_status merge_whole(nd__range_cutter *cutter, nd_error *err) {
    const nd__cuts *cuts = &cutter->cuts, *whole = &cutter->whole;
    nd__cuts *out = &cutter->merged;
    out->count = 0;
    for (size_t c = 0, w = 0; c < cuts->count || w < whole->count;) {
        bool is_cut = w == whole->count ||
                      (c < cuts->count && cuts->items[c].begin <= whole->items[w].begin);
        nd__cut next = is_cut ? cuts->items[c++] : whole->items[w++];
        if (out->count > 0 && next.begin <= out->items[out->count - 1].end) {
            size_t *end = &out->items[out->count - 1].end;
            *end = *end < next.end ? next.end : *end;
        } else {
            ND_TRY(add_cut(out, next.begin, next.end, err));
        }
    }
    nd__cuts keep = cutter->cuts;
    cutter->cuts = cutter->merged;
    cutter->merged = keep;
    return ND_OK;
}

static nd_status cut_small_rests(nd__range_cutter *cutter, nd_error *err) {
    size_t at = 0;
    cutter->whole.count = 0;
    for (size_t i = 0; i < cutter->blocks.count; i++) {
        const nd__block *block = &cutter->blocks.items[i];
        size_t cut = tokens_cut(cutter, block, &at);
        size_t rest = block->token_end - block->token_begin - cut;
        if (cut > 0 && rest < cutter->min_rest) {
            ND_TRY(add_cut(&cutter->whole, block->begin, block->end, err));
        }
    }
    return cutter->whole.count == 0 ? ND_OK : merge_whole(cutter, err);
}

/* Line breaks in the white space at text[begin ..), and where that ends. */
static size_t count_breaks(size_t *space_end, const char *text, size_t begin,
                           size_t end) {
    size_t breaks = 0;
    *space_end = nd__skip_space(text, begin, end);
    for (size_t i = begin; i < *space_end; i++) {
        breaks += text[i] == '\n';
    }
    return breaks;
}

/* The widest white space in the cut, if it has more than `least` line breaks; else empty.
 */
static nd__cut widest_space(nd__cut cut, const char *text, size_t least) {
    nd__cut widest = {cut.end, cut.end};
    for (size_t at = cut.begin; at < cut.end;) {
        const char *found = memchr(text + at, '\n', cut.end - at);
        if (found == NULL) {
            break;
        }
        size_t begin = nd__skip_space_back(text, (size_t)(found - text), cut.begin), end;
        size_t breaks = count_breaks(&end, text, begin, cut.end);
        if (breaks > least) {
            least = breaks;
            widest = (nd__cut){begin, end};
        }
        at = end;
    }
    return widest;
}

static nd_status split_wide_cuts(nd__range_cutter *cutter, const char *text, size_t size,
                                 nd_error *err) {
    nd__cuts *out = &cutter->merged;
    out->count = 0;
    for (size_t i = 0; i < cutter->cuts.count; i++) {
        nd__cut cut = cutter->cuts.items[i];
        size_t end, front = nd__skip_space_back(text, cut.begin, 0);
        size_t before = count_breaks(&end, text, front, cut.begin);
        size_t behind = count_breaks(&end, text, cut.end, size);
        nd__cut space = widest_space(cut, text, before > behind ? before : behind);
        ND_TRY(add_cut(out, cut.begin, space.begin, err));
        if (space.begin < space.end) {
            ND_TRY(add_cut(out, space.end, cut.end, err));
        }
    }
    nd__cuts keep = cutter->cuts;
    cutter->cuts = *out;
    *out = keep;
    return ND_OK;
}

nd_status nd__range_cutter_plan(nd__range_cutter *cutter, const nd__cut *ranges,
                                size_t count, const char *text, size_t size,
                                nd_error *err) {
    cutter->cuts.count = 0;
    ND_TRY(nd__tokens_read(&cutter->tokens, text, size, 1, err));
    ND_TRY(
        nd__blocks_cut(&cutter->blocks, text, size, &cutter->tokens, cutter->mode, err));
    ND_TRY(cutter->snap == ND_SNAP_TOKEN
               ? cut_tokens(cutter, ranges, count, text, size, err)
               : cut_units(cutter, ranges, count, text, err));
    ND_TRY(cut_small_rests(cutter, err));
    nd__tidy tidy = {.text = text,
                     .size = size,
                     .tokens = &cutter->tokens,
                     .few = &cutter->few,
                     .joined = &cutter->joined};
    ND_TRY(nd__cuts_tidy(cutter->cuts.items, &cutter->cuts.count, &tidy, err));
    return split_wide_cuts(cutter, text, size, err);
}

void nd__range_cutter_clear(nd__range_cutter *cutter) {
    nd__vector_clear(&cutter->cuts);
    nd__vector_clear(&cutter->whole);
    nd__vector_clear(&cutter->merged);
    nd__vector_clear(&cutter->joined);
    nd__vector_clear(&cutter->blocks);
    nd__tokens_clear(&cutter->tokens);
    nd__tokens_clear(&cutter->few);
}
