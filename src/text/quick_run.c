/* As the builder, but without a list of waiting marks: marks are taken as they come, as
 * long as their combining classes do not decrease. Where they do, or a word outgrows the
 * buffer, what was read since the last safe
 * place is taken back and left to the builder. A place is safe where a character of class
 * 0 opened a token: nothing before it can change any more, nor be changed.
 *
 * A single is finished as soon as it is seen; it stays open only for what may extend its
 * range. */
#include "text/quick_run.h"

#include <stdbool.h>

#include "text/utf8.h"

typedef enum open_kind { OPEN_NONE, OPEN_WORD, OPEN_SINGLE } open_kind;

/* What the longest character takes past the last place that is looked at. */
#define SLACK 8

typedef struct quick {
    nd__tokens *out;
    const nd__word_key *key;
    open_kind open;
    uint32_t size; /* bytes of the open word */
    uint32_t last; /* the last character of the open single */
    unsigned last_order;
    uint32_t begin, end;
    uint8_t flags;
    size_t safe_place, safe_count;
    bool at_start; /* of a character of the text: its later parts are no safe place */
    size_t run_end;
    char word[ND__WORD_HASH_BYTES + SLACK];
} quick;

static inline void emit(quick *q, uint64_t hash, uint32_t begin, uint32_t end,
                        uint8_t flags) {
    size_t i = q->out->count++;
    q->out->hash[i] = hash;
    q->out->begin[i] = begin;
    q->out->end[i] = end;
    q->out->flags[i] = flags;
}

static inline void close_word(quick *q) {
    if (q->open == OPEN_WORD) {
        uint64_t part[4];
        memcpy(part, q->word, sizeof part);
        emit(q,
             q->size <= 16 ? nd__word_hash16(q->key, part[0], part[1])
                           : nd__word_hash32(q->key, part),
             q->begin, q->end, q->flags);
    }
    q->open = OPEN_NONE;
}

static inline void open_word(quick *q, uint32_t begin) {
    memset(q->word, ' ', ND__WORD_HASH_BYTES);
    q->size = 0;
    q->begin = begin;
    q->flags = 0;
    q->open = OPEN_WORD;
}

static inline size_t encode(char *out, uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0u | c >> 6);
        out[1] = (char)(0x80u | (c & 0x3Fu));
        return 2;
    }
    return nd__utf8_encode(out, c);
}

/* False where the word is too long for this way. */
static inline bool add_letter(quick *q, uint32_t c, uint8_t flags, uint32_t begin,
                              uint32_t end, bool starter) {
    if (q->open != OPEN_WORD) {
        close_word(q);
        if (starter && q->at_start) {
            q->safe_place = begin;
            q->safe_count = q->out->count;
        }
        open_word(q, begin);
    }
    q->size += (uint32_t)encode(q->word + q->size, c);
    q->flags |= flags;
    q->end = end;
    return q->size <= ND__WORD_HASH_BYTES;
}

/* The UTF-8 of a character, filled up with spaces. In a register: bytes that are stored
 * one by one and loaded together make the processor wait. */
static inline uint64_t pack(uint32_t c) {
    if (c >= 0x800 && c < 0x10000) {
        return (ND__WORD_HASH_SPACES & ~UINT64_C(0xFFFFFF)) | (0xE0u | c >> 12) |
               (0x80u | (c >> 6 & 0x3Fu)) << 8 | (0x80u | (c & 0x3Fu)) << 16;
    }
    uint64_t packed = ND__WORD_HASH_SPACES;
    char bytes[sizeof packed];
    memcpy(bytes, &packed, sizeof packed);
    nd__utf8_encode(bytes, c);
    memcpy(&packed, bytes, sizeof packed);
    return packed;
}

static inline void add_single(quick *q, uint32_t c, uint8_t flags, uint32_t begin,
                              uint32_t end, bool starter) {
    close_word(q);
    if (starter && q->at_start) {
        q->safe_place = begin;
        q->safe_count = q->out->count;
    }
    uint64_t part = pack(c);
    emit(q, nd__word_hash16(q->key, part, ND__WORD_HASH_SPACES), begin, end, flags);
    q->open = OPEN_SINGLE;
    q->last = c;
}

/* A mark that composes with the single before it: both have three bytes. */
static inline void join_single(quick *q, uint32_t mark, uint8_t flags, uint32_t end) {
    const uint64_t three = UINT64_C(0xFFFFFF);
    uint64_t part = (ND__WORD_HASH_SPACES & ~(three | three << 24)) |
                    (pack(q->last) & three) | (pack(mark) & three) << 24;
    size_t i = q->out->count - 1;
    q->out->hash[i] = nd__word_hash16(q->key, part, ND__WORD_HASH_SPACES);
    q->out->end[i] = end;
    q->out->flags[i] |= flags;
    q->last = mark;
}

static inline void extend(quick *q, uint32_t end) {
    if (q->open == OPEN_WORD) {
        q->end = end;
    } else if (q->open == OPEN_SINGLE) {
        q->out->end[q->out->count - 1] = end;
    }
}

static inline bool add_hangul(quick *q, uint32_t syllable, uint32_t begin, uint32_t end) {
    uint32_t index = syllable - 0xAC00, tail = index % 28;
    q->last_order = 0;
    return add_letter(q, 0x1100 + index / 588, ND__TOKEN_LETTER, begin, end, true) &&
           add_letter(q, 0x1161 + index % 588 / 28, 0, begin, end, true) &&
           (tail == 0 || add_letter(q, 0x11A7 + tail, 0, begin, end, true));
}

/* One normalised code point; false where the builder is needed. */
static inline bool add(quick *q, nd__normal_rule rule, uint32_t c, uint32_t begin,
                       uint32_t end) {
    nd__normal_kind kind = nd__normal_kind_of(rule);
    if (kind == ND__NORMAL_IGNORED) {
        return true;
    }
    if (kind == ND__NORMAL_DROPPED) {
        extend(q, end);
        return true;
    }
    unsigned order = nd__normal_order(rule);
    if (order > 0 ? order < q->last_order : false) {
        return false;
    }
    q->last_order = order;
    uint32_t target = nd__normal_target(rule, c);
    uint8_t flags = nd__normal_flags(rule);
    switch (kind) {
        case ND__NORMAL_WORD:
            return add_letter(q, target, flags, begin, end, order == 0);
        case ND__NORMAL_SINGLE:
            if ((rule & ND__NORMAL_JOINS) != 0 && q->open == OPEN_SINGLE &&
                nd__normal_joins(q->last, target)) {
                join_single(q, target, flags, end);
                return true;
            }
            add_single(q, target, flags, begin, end, order == 0);
            return true;
        case ND__NORMAL_MARK:
            if (q->open == OPEN_WORD) {
                return add_letter(q, target, flags, begin, end, order == 0);
            }
            extend(q, end);
            return true;
        default:
            close_word(q);
            return true;
    }
}

static bool add_parts(quick *q, const nd__normal_rule *rules, nd__normal_rule rule,
                      uint32_t c, uint32_t begin, uint32_t end) {
    uint32_t scratch[ND__NORMAL_EXPANSION_MAX];
    size_t count;
    const uint32_t *parts = nd__normal_expand(&count, rule, c, scratch);
    if (q->out->capacity - q->out->count < nd__quick_run_room(end, q->run_end) + count) {
        return false; /* the only way to more tokens than there is room for */
    }
    bool taken = true;
    for (size_t i = 0; i < count && taken; i++) {
        q->at_start = i == 0;
        rule = nd__normal_rule_of(rules, parts[i]);
        taken = add(q, rule, parts[i], begin, end);
    }
    q->at_start = true;
    return taken;
}

static inline bool add_character(quick *q, const nd__normal_rule *rules, uint32_t c,
                                 uint32_t begin, uint32_t end) {
    nd__normal_rule rule = c < 0x10000 ? rules[c] : nd__normal_rule_of(rules, c);
    nd__normal_kind kind = nd__normal_kind_of(rule);
    if (kind == ND__NORMAL_HANGUL) {
        return add_hangul(q, c, begin, end);
    }
    if (kind == ND__NORMAL_EXPAND) {
        return add_parts(q, rules, rule, c, begin, end);
    }
    return add(q, rule, c, begin, end);
}

/* Bytes of the character at p, 0 where it is invalid; two and three bytes are nearly
 * all. */
static inline size_t decode(uint32_t *out, const char *text, size_t size) {
    const unsigned char *p = (const unsigned char *)text;
    if (size >= 3) {
        if (p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
            *out = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
            return 2;
        }
        if (p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 &&
            (p[2] & 0xC0) == 0x80) {
            *out = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
            return 3;
        }
    }
    return nd__utf8_decode(out, text, size);
}

/* Is the character of three bytes at p a single, whose mark is in order? Then its rule
 * and code point. */
static inline bool is_plain_single(nd__normal_rule *rule, const nd__normal_rule *rules,
                                   const unsigned char *p, unsigned last_order) {
    const nd__normal_rule decisive = ND__NORMAL_JOINS | 7u << 3;
    uint32_t c = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    if (p[0] < 0xE0 || p[0] >= 0xED || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 ||
        c < 0x800) {
        return false;
    }
    *rule = rules[c];
    unsigned order = nd__normal_order(*rule);
    return (*rule & decisive) == (uint32_t)ND__NORMAL_SINGLE << 3 &&
           (order == 0 || order >= last_order) && nd__normal_target(*rule, c) >= 0x800;
}

/* Han, and most of Kana and Thai: singles in a row, as many as there are at text[begin].
 * The same as add() one by one, with all that it needs in registers. */
static size_t read_singles(quick *q, const nd__normal_rule *rules, const char *text,
                           size_t begin, size_t end) {
    const unsigned char *bytes = (const unsigned char *)text;
    const nd__word_key key = *q->key;
    nd__normal_rule rule;
    if (end - begin < 3 || !is_plain_single(&rule, rules, bytes + begin, q->last_order)) {
        return begin;
    }
    close_word(q);
    nd__tokens out = *q->out;
    size_t i = begin, safe_place = q->safe_place, safe_count = q->safe_count;
    uint32_t target;
    unsigned order;
    do {
        target = rule >> 16;
        order = nd__normal_order(rule);
        safe_place = order == 0 ? i : safe_place;
        safe_count = order == 0 ? out.count : safe_count;
        out.hash[out.count] = nd__word_hash16(&key, pack(target), ND__WORD_HASH_SPACES);
        out.begin[out.count] = (uint32_t)i;
        out.end[out.count] = (uint32_t)i + 3;
        out.flags[out.count] = nd__normal_flags(rule);
        out.count++;
        i += 3;
    } while (end - i >= 3 && is_plain_single(&rule, rules, bytes + i, order));
    q->out->count = out.count;
    q->safe_place = safe_place;
    q->safe_count = safe_count;
    q->last_order = order;
    q->last = target;
    q->open = OPEN_SINGLE;
    return i;
}

/* ASCII and letters of two bytes that become a letter of at most two bytes, none of them
 * a mark: as many as there are at text[begin]. The same as add() one by one, with all
 * that it needs in registers. Sets *full where the word is too long for this way. */
static inline size_t read_letters(quick *q, const nd__normal_rule *rules,
                                  const char *text, size_t begin, size_t end,
                                  bool *full) {
    const nd__normal_rule decisive = 7u << 3 | 255u << 8;
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t size = q->open == OPEN_WORD ? q->size : 0;
    uint8_t flags = q->open == OPEN_WORD ? q->flags : 0;
    size_t i = begin;
    if (q->open != OPEN_WORD) {
        memset(q->word, ' ', ND__WORD_HASH_BYTES);
    }
    while (i < end && size <= ND__WORD_HASH_BYTES) {
        uint32_t c = bytes[i], packed, length = 1, taken = 1;
        if (c < 0x80) {
            packed = c | 0x20u;
            flags |= c > '9' ? ND__TOKEN_LETTER : ND__TOKEN_DIGIT;
        } else {
            if (end - i < 2 || c < 0xC2 || c >= 0xE0 || (bytes[i + 1] & 0xC0) != 0x80) {
                break;
            }
            nd__normal_rule rule = rules[(c & 0x1Fu) << 6 | (bytes[i + 1] & 0x3Fu)];
            uint32_t target = rule >> 16;
            if ((rule & decisive) != (uint32_t)ND__NORMAL_WORD << 3 || target >= 0x800) {
                break;
            }
            length = target < 0x80 ? 1 : 2;
            packed = target < 0x80
                         ? target
                         : (0xC0u | target >> 6) | (0x80u | (target & 0x3Fu)) << 8;
            flags |= nd__normal_flags(rule);
            taken = 2;
        }
        q->word[size] = (char)packed;
        q->word[size + length - 1] = (char)(packed >> 8 * (length - 1));
        size += length;
        i += taken;
    }
    if (i == begin) {
        return begin;
    }
    if (q->open != OPEN_WORD) {
        q->safe_place = begin;
        q->safe_count = q->out->count;
        q->begin = (uint32_t)begin;
        q->open = OPEN_WORD;
    }
    q->last_order = 0;
    q->size = size;
    q->flags = flags;
    q->end = (uint32_t)i;
    *full = size > ND__WORD_HASH_BYTES;
    return i;
}

size_t nd__quick_run(nd__tokens *out, const nd__normal_rule *rules,
                     const nd__word_key *key, const char *text, size_t begin,
                     size_t end) {
    quick q;
    q.out = out;
    q.key = key;
    q.run_end = end;
    q.at_start = true;
    q.open = OPEN_NONE;
    q.last_order = 0;
    q.safe_place = begin;
    q.safe_count = out->count;
    for (size_t i = begin; i < end;) {
        i = read_singles(&q, rules, text, i, end);
        bool full = false;
        i = read_letters(&q, rules, text, i, end, &full);
        if (full) {
            out->count = q.safe_count;
            return q.safe_place;
        }
        if (i == end) {
            break;
        }
        uint32_t c;
        size_t length;
        bool taken;
        if ((length = decode(&c, text + i, end - i)) != 0) {
            taken = add_character(&q, rules, c, (uint32_t)i, (uint32_t)(i + length));
        } else {
            length = 1;
            q.last_order = 0;
            close_word(&q);
            taken = true;
        }
        if (!taken) {
            out->count = q.safe_count;
            return q.safe_place;
        }
        i += length;
    }
    close_word(&q);
    return end;
}
