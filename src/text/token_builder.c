/* Code points are read left to right. Runs of ASCII letters and digits are copied in
 * lower case; all others are turned into normalised code points by the rules of
 * normalise.h and put together by a state machine whose state is the open token: none, a
 * word, or a single.
 *
 * Marks of combining class > 0 wait in `marks` until the next starter, so that they can
 * be put in canonical order (stable by class) before they join a token. Only a run that
 * was out of order is sorted; its marks then share one byte range, since their order in
 * the text is no longer that of the tokens.
 *
 * Invariants: ranges of finished tokens never go back; the range of a token covers every
 * code point that it came from, and marks that were dropped behind it.
 */
#include "text/token_builder.h"

#include <string.h>

#include "text/utf8.h"

/* Bytes that may be written past the end of a word without asking for room again. */
#define WORD_SLACK 32

static nd_status emit(nd__token_builder *b, const char *bytes, size_t size,
                      uint32_t begin, uint32_t end, uint8_t flags) {
    nd__tokens *tokens = b->tokens;
    if (tokens == NULL) {
        if (b->spelt_any) {
            ND_TRY(nd__buffer_append(b->text, " ", 1, b->err));
        }
        b->spelt_any = true;
        return nd__buffer_append(b->text, bytes, size, b->err);
    }
    if (tokens->count == tokens->capacity) {
        ND_TRY(nd__tokens_reserve(tokens, tokens->count + 1, b->err));
    }
    size_t i = tokens->count++;
    tokens->hash[i] = nd__word_hash(&b->key, bytes, size);
    tokens->begin[i] = begin;
    tokens->end[i] = end;
    tokens->flags[i] = flags;
    return ND_OK;
}

static nd_status close_token(nd__token_builder *b) {
    if (b->open == ND__OPEN_NONE) {
        return ND_OK;
    }
    b->open = ND__OPEN_NONE;
    return emit(b, b->word.items, b->word.count, b->begin, b->end, b->flags);
}

/* Adds a code point to the open token, or opens one of the given kind. */
static nd_status append(nd__token_builder *b, nd__open_token open, uint32_t code_point,
                        uint8_t flags, uint32_t begin, uint32_t end) {
    if (b->open != open) {
        b->word.count = 0;
        b->begin = begin;
        b->end = end;
        b->flags = 0;
        b->open = open;
    }
    if (b->word.capacity - b->word.count < WORD_SLACK) {
        ND_TRY(nd__vector_extend(&b->word, WORD_SLACK, b->err));
    }
    b->word.count += nd__utf8_encode(b->word.items + b->word.count, code_point);
    b->flags |= flags;
    b->last = code_point;
    if (end > b->end) {
        b->end = end;
    }
    return ND_OK;
}

/* Gives a normalised code point, in canonical order, to the open token. */
static nd_status apply(nd__token_builder *b, nd__normal_rule rule, uint32_t code_point,
                       uint32_t begin, uint32_t end) {
    uint32_t target = nd__normal_target(rule, code_point);
    uint8_t flags = nd__normal_flags(rule);
    switch (nd__normal_kind_of(rule)) {
        case ND__NORMAL_WORD:
            if (b->open == ND__OPEN_SINGLE) {
                ND_TRY(close_token(b));
            }
            return append(b, ND__OPEN_WORD, target, flags, begin, end);
        case ND__NORMAL_SINGLE:
            if ((rule & ND__NORMAL_JOINS) == 0 || b->open != ND__OPEN_SINGLE ||
                !nd__normal_joins(b->last, target)) {
                ND_TRY(close_token(b));
            }
            return append(b, ND__OPEN_SINGLE, target, flags, begin, end);
        case ND__NORMAL_MARK:
            if (b->open == ND__OPEN_WORD) {
                return append(b, ND__OPEN_WORD, target, flags, begin, end);
            }
            if (b->open == ND__OPEN_SINGLE && end > b->end) {
                b->end = end;
            }
            return ND_OK;
        default:
            return close_token(b);
    }
}

/* Stable sort by combining class: merge sort from the bottom up, since a hostile text may
 * hold millions of marks in a row. */
static nd_status sort_marks(nd__token_builder *b) {
    size_t count = b->marks.count;
    nd__waiting_mark *scratch = nd__allocate(count, sizeof *scratch);
    if (scratch == NULL) {
        return nd__fail_memory(b->err);
    }
    nd__waiting_mark *from = b->marks.items, *to = scratch;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = count - low < width ? count : low + width;
            size_t high = count - low < 2 * width ? count : low + 2 * width;
            size_t left = low, right = middle;
            for (size_t i = low; i < high; i++) {
                bool take_left =
                    left < middle &&
                    (right == high || nd__normal_order(from[left].rule) <=
                                          nd__normal_order(from[right].rule));
                to[i] = from[take_left ? left++ : right++];
            }
        }
        nd__waiting_mark *swap = from;
        from = to;
        to = swap;
    }
    if (from != b->marks.items) {
        memcpy(b->marks.items, from, count * sizeof *from);
    }
    free(scratch);
    return ND_OK;
}

static nd_status flush_marks(nd__token_builder *b) {
    size_t count = b->marks.count;
    if (count == 0) {
        return ND_OK;
    }
    nd__waiting_mark *marks = b->marks.items;
    if (b->marks_out_of_order) {
        uint32_t begin = marks[0].begin, end = marks[count - 1].end;
        ND_TRY(sort_marks(b));
        for (size_t i = 0; i < count; i++) {
            marks[i].begin = begin;
            marks[i].end = end;
        }
    }
    b->marks.count = 0;
    b->marks_out_of_order = false;
    for (size_t i = 0; i < count; i++) {
        ND_TRY(
            apply(b, marks[i].rule, marks[i].code_point, marks[i].begin, marks[i].end));
    }
    return ND_OK;
}

static nd_status wait_with_mark(nd__token_builder *b, nd__waiting_mark mark) {
    size_t count = b->marks.count;
    if (count > 0 &&
        nd__normal_order(b->marks.items[count - 1].rule) > nd__normal_order(mark.rule)) {
        b->marks_out_of_order = true;
    }
    ND_TRY(nd__vector_extend(&b->marks, 1, b->err));
    b->marks.items[b->marks.count++] = mark;
    return ND_OK;
}

/* One normalised code point, in text order; its rule is not EXPAND. */
static nd_status put(nd__token_builder *b, nd__normal_rule rule, uint32_t code_point,
                     uint32_t begin, uint32_t end) {
    nd__normal_kind kind = nd__normal_kind_of(rule);
    if (kind == ND__NORMAL_IGNORED) {
        return ND_OK;
    }
    if (kind == ND__NORMAL_DROPPED) {
        if (b->marks.count > 0) {
            b->marks.items[b->marks.count - 1].end = end;
        } else if (b->open != ND__OPEN_NONE) {
            b->end = end;
        }
        return ND_OK;
    }
    if (nd__normal_order(rule) > 0) {
        return wait_with_mark(b, (nd__waiting_mark){rule, code_point, begin, end});
    }
    ND_TRY(flush_marks(b));
    return apply(b, rule, code_point, begin, end);
}

static nd_status put_hangul(nd__token_builder *b, uint32_t syllable, uint32_t begin,
                            uint32_t end) {
    uint32_t index = syllable - 0xAC00;
    uint32_t tail = index % 28;
    ND_TRY(flush_marks(b));
    if (b->open == ND__OPEN_SINGLE) {
        ND_TRY(close_token(b));
    }
    ND_TRY(append(b, ND__OPEN_WORD, 0x1100 + index / 588, ND__TOKEN_LETTER, begin, end));
    ND_TRY(append(b, ND__OPEN_WORD, 0x1161 + index % 588 / 28, 0, begin, end));
    return tail == 0 ? ND_OK : append(b, ND__OPEN_WORD, 0x11A7 + tail, 0, begin, end);
}

static nd_status put_code_point(nd__token_builder *b, uint32_t code_point, uint32_t begin,
                                uint32_t end) {
    nd__normal_rule rule = nd__normal_rule_of(b->rules, code_point);
    if (nd__normal_kind_of(rule) == ND__NORMAL_HANGUL) {
        return put_hangul(b, code_point, begin, end);
    }
    if (nd__normal_kind_of(rule) != ND__NORMAL_EXPAND) {
        return put(b, rule, code_point, begin, end);
    }
    uint32_t scratch[ND__NORMAL_EXPANSION_MAX];
    size_t count;
    const uint32_t *parts = nd__normal_expand(&count, rule, code_point, scratch);
    for (size_t i = 0; i < count; i++) {
        rule = nd__normal_rule_of(b->rules, parts[i]);
        ND_TRY(put(b, rule, parts[i], begin, end));
    }
    return ND_OK;
}

/* 0 separator, else the flags of a letter or a digit. */
static uint8_t ascii_class(unsigned char c) {
    if ((unsigned char)((c | 0x20u) - 'a') < 26) {
        return ND__TOKEN_LETTER;
    }
    return (unsigned char)(c - '0') < 10 ? ND__TOKEN_DIGIT : 0;
}

/* Adds the run of ASCII letters and digits at text[at], gives where it ends. */
static nd_status put_ascii(nd__token_builder *b, const char *text, size_t size,
                           size_t *at) {
    size_t begin = *at, i = begin;
    uint8_t flags = 0, class;
    while (i < size && (class = ascii_class((unsigned char)text[i])) != 0) {
        flags |= class;
        i++;
    }
    if (b->marks.count > 0) {
        ND_TRY(flush_marks(b));
    }
    if (b->open == ND__OPEN_SINGLE) {
        ND_TRY(close_token(b));
    }
    if (b->open == ND__OPEN_NONE) {
        b->word.count = 0;
        b->begin = (uint32_t)begin;
        b->flags = 0;
        b->open = ND__OPEN_WORD;
    }
    size_t length = i - begin;
    if (b->word.capacity - b->word.count < length + WORD_SLACK) {
        ND_TRY(nd__vector_extend(&b->word, length + WORD_SLACK, b->err));
    }
    /* Bit 5 makes a capital small and is set in digits and small letters already. */
    char *out = b->word.items + b->word.count;
    for (size_t j = 0; j < length; j++) {
        out[j] = (char)(text[begin + j] | 0x20);
    }
    b->word.count += length;
    b->flags |= flags;
    b->last = 0;
    b->end = (uint32_t)i;
    *at = i;
    return ND_OK;
}

static nd_status separate(nd__token_builder *b) {
    ND_TRY(flush_marks(b));
    return close_token(b);
}

nd_status nd__token_builder_read(nd__token_builder *b, const char *text, size_t begin,
                                 size_t end) {
    if (b->word.capacity == 0) {
        ND_TRY(nd__vector_reserve(&b->word, 256, b->err));
    }
    size_t i = begin;
    while (i < end) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x80) {
            if (ascii_class(c) != 0) {
                ND_TRY(put_ascii(b, text, end, &i));
            } else {
                ND_TRY(separate(b));
                i++;
            }
            continue;
        }
        uint32_t code_point;
        size_t length = nd__utf8_decode(&code_point, text + i, end - i);
        if (length == 0) {
            ND_TRY(separate(b));
            i++;
            continue;
        }
        if (b->rules == NULL) {
            b->rules = nd__normal_rules();
        }
        ND_TRY(put_code_point(b, code_point, (uint32_t)i, (uint32_t)(i + length)));
        i += length;
    }
    return separate(b);
}

void nd__token_builder_clear(nd__token_builder *b) {
    nd__vector_clear(&b->word);
    nd__vector_clear(&b->marks);
}
