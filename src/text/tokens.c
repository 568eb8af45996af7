/* From bytes to tokens.
 *
 * Code points are read left to right. Plain ASCII words go a short way: they are copied
 * in lower case and hashed. All others are turned into normalised code points by the
 * rules of normalise.h and put together by a state machine whose state is the open token:
 * none, a word, or a single.
 *
 * Marks of combining class > 0 wait in `marks` until the next starter, so that they can
 * be put in canonical order (stable by class) before they join a token. Only a run that
 * was out of order is sorted; its marks then share one byte range, since their order in
 * the text is no longer that of the tokens.
 *
 * Invariants: ranges of finished tokens never go back; the range of a token covers every
 * code point that it came from, and marks that were dropped behind it.
 */
#include "text/tokens.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "text/normalise.h"
#include "text/utf8.h"

/* Bytes that may be written past the end of a word without asking for room again. */
#define WORD_SLACK 32

typedef enum open_token { OPEN_NONE, OPEN_WORD, OPEN_SINGLE } open_token;

typedef struct waiting_mark {
    nd__normal_rule rule;
    uint32_t code_point;
    uint32_t begin, end;
} waiting_mark;

/* Tokens go to `tokens` (hashed), or else to `text` (spelt out, one space between). */
typedef struct builder {
    nd__tokens *tokens;
    nd__buffer *text;
    bool spelt_any;
    uint64_t seed;
    nd_error *err;
    const nd__normal_rule *rules; /* NULL until the first character past ASCII */
    nd__buffer word;              /* normalised bytes of the open token */
    uint32_t begin, end;          /* its range */
    uint32_t last;                /* its last code point */
    uint8_t flags;
    open_token open;
    ND_VECTOR(waiting_mark) marks;
    bool marks_out_of_order;
} builder;

void nd__tokens_clear(nd__tokens *tokens) {
    free(tokens->hash);
    free(tokens->begin);
    free(tokens->end);
    free(tokens->flags);
    *tokens = (nd__tokens){0};
}

/* The four arrays grow by the same steps; `capacity` is what all of them have. */
static nd_status reserve_tokens(nd__tokens *tokens, size_t need, nd_error *err) {
    if (need <= tokens->capacity) {
        return ND_OK;
    }
    size_t room[4] = {tokens->capacity, tokens->capacity, tokens->capacity,
                      tokens->capacity};
    ND_TRY(nd__grow(&tokens->hash, &room[0], need, sizeof *tokens->hash, err));
    ND_TRY(nd__grow(&tokens->begin, &room[1], need, sizeof *tokens->begin, err));
    ND_TRY(nd__grow(&tokens->end, &room[2], need, sizeof *tokens->end, err));
    ND_TRY(nd__grow(&tokens->flags, &room[3], need, sizeof *tokens->flags, err));
    tokens->capacity = room[0];
    return ND_OK;
}

static nd_status emit(builder *b, const char *bytes, size_t size, uint32_t begin,
                      uint32_t end, uint8_t flags) {
    nd__tokens *tokens = b->tokens;
    if (tokens == NULL) {
        if (b->spelt_any) {
            ND_TRY(nd__buffer_append(b->text, " ", 1, b->err));
        }
        b->spelt_any = true;
        return nd__buffer_append(b->text, bytes, size, b->err);
    }
    if (tokens->count == tokens->capacity) {
        ND_TRY(reserve_tokens(tokens, tokens->count + 1, b->err));
    }
    size_t i = tokens->count++;
    tokens->hash[i] = nd__hash64(bytes, size, b->seed);
    tokens->begin[i] = begin;
    tokens->end[i] = end;
    tokens->flags[i] = flags;
    return ND_OK;
}

static nd_status close_token(builder *b) {
    if (b->open == OPEN_NONE) {
        return ND_OK;
    }
    b->open = OPEN_NONE;
    return emit(b, b->word.items, b->word.count, b->begin, b->end, b->flags);
}

/* Adds a code point to the open token, or opens one of the given kind. */
static nd_status append(builder *b, open_token open, uint32_t code_point, uint8_t flags,
                        uint32_t begin, uint32_t end) {
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

/* True where `mark` and the single before it are one character when composed. */
static bool joins(const builder *b, uint32_t mark) {
    uint32_t base = b->last;
    if (b->open != OPEN_SINGLE) {
        return false;
    }
    if (mark == 0x102E) {
        return base == 0x1025;
    }
    return (base >= 0x3041 && base <= 0x3096) || (base >= 0x30A1 && base <= 0x30FA) ||
           base == 0x309D || base == 0x30FD;
}

/* Gives a normalised code point, in canonical order, to the open token. */
static nd_status apply(builder *b, nd__normal_rule rule, uint32_t code_point,
                       uint32_t begin, uint32_t end) {
    uint32_t target = nd__normal_target(rule, code_point);
    uint8_t flags = nd__normal_flags(rule);
    switch (nd__normal_kind_of(rule)) {
        case ND__NORMAL_WORD:
            if (b->open == OPEN_SINGLE) {
                ND_TRY(close_token(b));
            }
            return append(b, OPEN_WORD, target, flags, begin, end);
        case ND__NORMAL_SINGLE:
            if ((rule & ND__NORMAL_JOINS) == 0 || !joins(b, target)) {
                ND_TRY(close_token(b));
            }
            return append(b, OPEN_SINGLE, target, flags, begin, end);
        case ND__NORMAL_MARK:
            if (b->open == OPEN_WORD) {
                return append(b, OPEN_WORD, target, flags, begin, end);
            }
            if (b->open == OPEN_SINGLE && end > b->end) {
                b->end = end;
            }
            return ND_OK;
        default:
            return close_token(b);
    }
}

/* Stable sort by combining class: merge sort from the bottom up, since a hostile text may
 * hold millions of marks in a row. */
static nd_status sort_marks(builder *b) {
    size_t count = b->marks.count;
    waiting_mark *scratch = nd__allocate(count, sizeof *scratch);
    if (scratch == NULL) {
        return nd__fail_memory(b->err);
    }
    waiting_mark *from = b->marks.items, *to = scratch;
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
        waiting_mark *swap = from;
        from = to;
        to = swap;
    }
    if (from != b->marks.items) {
        memcpy(b->marks.items, from, count * sizeof *from);
    }
    free(scratch);
    return ND_OK;
}

static nd_status flush_marks(builder *b) {
    size_t count = b->marks.count;
    if (count == 0) {
        return ND_OK;
    }
    waiting_mark *marks = b->marks.items;
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

static nd_status wait_with_mark(builder *b, waiting_mark mark) {
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
static nd_status put(builder *b, nd__normal_rule rule, uint32_t code_point,
                     uint32_t begin, uint32_t end) {
    nd__normal_kind kind = nd__normal_kind_of(rule);
    if (kind == ND__NORMAL_IGNORED) {
        return ND_OK;
    }
    if (kind == ND__NORMAL_DROPPED) {
        if (b->marks.count > 0) {
            b->marks.items[b->marks.count - 1].end = end;
        } else if (b->open != OPEN_NONE) {
            b->end = end;
        }
        return ND_OK;
    }
    if (nd__normal_order(rule) > 0) {
        return wait_with_mark(b, (waiting_mark){rule, code_point, begin, end});
    }
    ND_TRY(flush_marks(b));
    return apply(b, rule, code_point, begin, end);
}

static nd_status put_hangul(builder *b, uint32_t syllable, uint32_t begin, uint32_t end) {
    uint32_t index = syllable - 0xAC00;
    uint32_t tail = index % 28;
    ND_TRY(flush_marks(b));
    if (b->open == OPEN_SINGLE) {
        ND_TRY(close_token(b));
    }
    ND_TRY(append(b, OPEN_WORD, 0x1100 + index / 588, ND__TOKEN_LETTER, begin, end));
    ND_TRY(append(b, OPEN_WORD, 0x1161 + index % 588 / 28, 0, begin, end));
    return tail == 0 ? ND_OK : append(b, OPEN_WORD, 0x11A7 + tail, 0, begin, end);
}

static nd_status put_code_point(builder *b, uint32_t code_point, uint32_t begin,
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
static nd_status put_ascii(builder *b, const char *text, size_t size, size_t *at) {
    size_t begin = *at, i = begin;
    uint8_t flags = 0, class;
    while (i < size && (class = ascii_class((unsigned char)text[i])) != 0) {
        flags |= class;
        i++;
    }
    if (b->marks.count > 0) {
        ND_TRY(flush_marks(b));
    }
    if (b->open == OPEN_SINGLE) {
        ND_TRY(close_token(b));
    }
    if (b->open == OPEN_NONE) {
        b->word.count = 0;
        b->begin = (uint32_t)begin;
        b->flags = 0;
        b->open = OPEN_WORD;
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

static nd_status separate(builder *b) {
    ND_TRY(flush_marks(b));
    return close_token(b);
}

static nd_status build(builder *b, const char *text, size_t size) {
    size_t i = 0;
    while (i < size) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x80) {
            if (ascii_class(c) != 0) {
                ND_TRY(put_ascii(b, text, size, &i));
            } else {
                ND_TRY(separate(b));
                i++;
            }
            continue;
        }
        uint32_t code_point;
        size_t length = nd__utf8_decode(&code_point, text + i, size - i);
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

static nd_status run(builder *b, const char *text, size_t size) {
    if (size > UINT32_MAX) {
        return nd__fail(b->err, ND_E_LIMIT, ND_NO_POSITION,
                        "the text had %zu bytes, more than 4294967295", size);
    }
    nd_status status = nd__vector_reserve(&b->word, 256, b->err);
    if (status >= 0) {
        status = build(b, text, size);
    }
    nd__vector_clear(&b->word);
    nd__vector_clear(&b->marks);
    return status;
}

nd_status nd__tokens_read(nd__tokens *out, const char *text, size_t size, uint64_t seed,
                          nd_error *err) {
    out->count = 0;
    builder b = {.tokens = out, .seed = seed, .err = err};
    return run(&b, text, size);
}

nd_status nd__tokens_normalise(nd__buffer *out, const char *text, size_t size,
                               nd_error *err) {
    builder b = {.text = out, .err = err};
    return run(&b, text, size);
}
