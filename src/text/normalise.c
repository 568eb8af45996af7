/* Rules of normalisation, made from utf8proc.
 *
 * A code point is decomposed canonically; each part is then case folded and decomposed by
 * compatibility (recursively), and U+0300-036F and default ignorables are taken out. The
 * combining class that orders the result is that of the canonical part: U+0345 folds to a
 * full letter but is ordered as the mark it was, so that canonically equal texts stay
 * equal (Unicode 15, 3.13, D145).
 *
 * The basic plane is kept in a flat table of packed rules and a pool of expansions, in
 * static storage filled once under pthread_once. Other planes are rare and looked up in
 * utf8proc each time.
 */
#include "text/normalise.h"

#include <pthread.h>
#include <stdbool.h>
#include <utf8proc.h>

#define PLANE 0x10000
#define POOL_SIZE 16384
/* A word border that does not show, unlike the other default ignorables. */
#define ZERO_WIDTH_SPACE 0x200B

/* Written only inside build_tables(), which pthread_once runs once. */
static nd__normal_rule rule_table[PLANE];
static uint32_t expansion_pool[POOL_SIZE];
static size_t pool_used;
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

/* Scripts written without spaces: Thai, Lao, Myanmar, Khmer, Kana, Han. */
static bool is_unspaced(uint32_t c) {
    if (c < 0x0E00) {
        return false;
    }
    return c <= 0x0EFF || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
           (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* Marks that begin a word as letters do: Arabic and the Brahmic scripts of the basic
 * plane, where a word may be cut before one. */
static bool is_starting_mark(uint32_t c) {
    return (c >= 0x0610 && c <= 0x06ED) || (c >= 0x0900 && c <= 0x0DFF);
}

static bool is_dropped(uint32_t c) {
    return c >= 0x0300 && c <= 0x036F && c != 0x0345;
}

static bool is_ignored(uint32_t c) {
    return utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

static nd__normal_rule pack(nd__normal_kind kind, unsigned flags, unsigned order,
                            uint32_t payload) {
    return (uint32_t)kind << 3 | flags | order << 8 | payload << 16;
}

static size_t decompose(uint32_t *out, size_t room, uint32_t code_point,
                        unsigned options) {
    int boundary = 0;
    utf8proc_int32_t parts[ND__NORMAL_EXPANSION_MAX];
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)code_point, parts, ND__NORMAL_EXPANSION_MAX,
        (utf8proc_option_t)options, &boundary);
    if (count < 0 || (size_t)count > room) {
        return 0;
    }
    for (size_t i = 0; i < (size_t)count; i++) {
        out[i] = (uint32_t)parts[i];
    }
    return (size_t)count;
}

/* The whole normalisation of one code point. */
static size_t expand(uint32_t out[ND__NORMAL_EXPANSION_MAX], uint32_t code_point) {
    uint32_t canonical[ND__NORMAL_EXPANSION_MAX];
    uint32_t folded[ND__NORMAL_EXPANSION_MAX];
    size_t count = 0;
    size_t parts =
        decompose(canonical, ND__NORMAL_EXPANSION_MAX, code_point, UTF8PROC_DECOMPOSE);
    for (size_t i = 0; i < parts; i++) {
        if (canonical[i] == 0x0345) {
            if (count < ND__NORMAL_EXPANSION_MAX) {
                out[count++] = 0x0345;
            }
            continue;
        }
        size_t length = decompose(
            folded, ND__NORMAL_EXPANSION_MAX, canonical[i],
            UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
        for (size_t j = 0; j < length; j++) {
            if (!is_dropped(folded[j]) && count < ND__NORMAL_EXPANSION_MAX) {
                out[count++] = folded[j];
            }
        }
    }
    return count;
}

/* The rule of a code point that stands for itself. */
static nd__normal_rule rule_of_normal(uint32_t c) {
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    nd__normal_kind kind = ND__NORMAL_SEPARATOR;
    unsigned flags = 0;
    switch ((utf8proc_category_t)property->category) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
            kind = ND__NORMAL_WORD;
            flags = ND__TOKEN_LETTER;
            break;
        case UTF8PROC_CATEGORY_ND:
            kind = ND__NORMAL_WORD;
            flags = ND__TOKEN_DIGIT;
            break;
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            kind = ND__NORMAL_WORD;
            break;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
            kind = is_starting_mark(c) ? ND__NORMAL_WORD : ND__NORMAL_MARK;
            break;
        default:
            /* Planes 2 and 3 are set aside for ideographs, named or not yet. */
            if (c >= 0x20000 && c <= 0x3FFFD) {
                kind = ND__NORMAL_WORD;
                flags = ND__TOKEN_LETTER;
            }
            break;
    }
    if (kind != ND__NORMAL_SEPARATOR && is_unspaced(c)) {
        kind = ND__NORMAL_SINGLE;
        flags |= ND__TOKEN_SINGLE;
    }
    nd__normal_rule rule =
        pack(kind, flags, (unsigned)property->combining_class, c < PLANE ? c : 0);
    /* Kana voicing marks, and the vowel of U+1026: the only marks of these scripts that
     * canonical composition joins to the character before. */
    return c == 0x3099 || c == 0x309A || c == 0x102E ? rule | ND__NORMAL_JOINS : rule;
}

static nd__normal_rule make_rule(uint32_t c, uint32_t scratch[ND__NORMAL_EXPANSION_MAX],
                                 size_t *count) {
    *count = 0;
    if (c == 0x0345) {
        return pack(ND__NORMAL_WORD, ND__TOKEN_LETTER, 240, 0x03B9);
    }
    if (is_dropped(c)) {
        return pack(ND__NORMAL_DROPPED, 0, 0, 0);
    }
    if (c == ZERO_WIDTH_SPACE) {
        return pack(ND__NORMAL_SEPARATOR, 0, 0, 0);
    }
    if (is_ignored(c)) {
        return pack(ND__NORMAL_IGNORED, 0, 0, 0);
    }
    if (c >= 0xAC00 && c <= 0xD7A3) {
        return pack(ND__NORMAL_HANGUL, ND__TOKEN_LETTER, 0, c);
    }
    *count = expand(scratch, c);
    if (*count == 0) {
        /* U+0344 and its like are made of dropped marks only, U+3164 of an ignored
         * one. */
        bool is_mark = utf8proc_get_property((utf8proc_int32_t)c)->combining_class != 0;
        return pack(is_mark ? ND__NORMAL_DROPPED : ND__NORMAL_IGNORED, 0, 0, 0);
    }
    if (*count == 1 && scratch[0] != 0x0345 && (scratch[0] < PLANE || scratch[0] == c)) {
        return rule_of_normal(scratch[0]);
    }
    return pack(ND__NORMAL_EXPAND, 0, 0, 0);
}

static void build_tables(void) {
    uint32_t scratch[ND__NORMAL_EXPANSION_MAX];
    for (uint32_t c = 0; c < PLANE; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue; /* surrogates are never decoded */
        }
        size_t count;
        nd__normal_rule rule = make_rule(c, scratch, &count);
        /* A full pool only costs speed: length 0 means "work it out". */
        if (nd__normal_kind_of(rule) == ND__NORMAL_EXPAND &&
            count <= POOL_SIZE - pool_used) {
            rule = pack(ND__NORMAL_EXPAND, 0, (unsigned)count, (uint32_t)pool_used);
            for (size_t i = 0; i < count; i++) {
                expansion_pool[pool_used++] = scratch[i];
            }
        }
        rule_table[c] = rule;
    }
}

const nd__normal_rule *nd__normal_rules(void) {
    pthread_once(&tables_once, build_tables);
    return rule_table;
}

nd__normal_rule nd__normal_rule_of(const nd__normal_rule *rules, uint32_t code_point) {
    if (code_point < PLANE) {
        return rules[code_point];
    }
    uint32_t scratch[ND__NORMAL_EXPANSION_MAX];
    size_t count;
    nd__normal_rule rule = make_rule(code_point, scratch, &count);
    /* The packed rule has no room for a target that is not the code point itself. */
    if (count == 1 && scratch[0] != code_point) {
        return pack(ND__NORMAL_EXPAND, 0, 0, 0);
    }
    return rule;
}

const uint32_t *nd__normal_expand(size_t *count, nd__normal_rule rule,
                                  uint32_t code_point,
                                  uint32_t scratch[ND__NORMAL_EXPANSION_MAX]) {
    size_t length = nd__normal_order(rule);
    if (code_point < PLANE && length > 0) {
        *count = length;
        return expansion_pool + (rule >> 16);
    }
    *count = expand(scratch, code_point);
    return scratch;
}
