/* What each code point becomes: the tables behind the token stream. */
#ifndef ND_TEXT_NORMALISE_H
#define ND_TEXT_NORMALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/tokens.h"

/* The role of a code point once it is normalised. */
typedef enum nd__normal_kind {
    ND__NORMAL_SEPARATOR, /* ends a token: space, punctuation, symbol, unassigned */
    ND__NORMAL_IGNORED,   /* vanishes and joins: soft hyphen, joiners, selectors */
    ND__NORMAL_DROPPED,   /* U+0300-036F: vanishes, belongs to the token before it */
    ND__NORMAL_WORD,      /* letter or number: starts or continues a word */
    ND__NORMAL_MARK,      /* continues a word, starts none */
    ND__NORMAL_SINGLE,    /* a token of its own */
    ND__NORMAL_EXPAND,    /* several code points, see nd__normal_expand */
    ND__NORMAL_HANGUL     /* a syllable: two or three jamo by arithmetic */
} nd__normal_kind;

/* Packed: bits 0-2 ND__TOKEN_* flags, bits 3-5 nd__normal_kind, bit 6 set where it joins
 * a SINGLE before it that it would compose with, bits 8-15 canonical combining class (or
 * the length of an expansion), bits 16-31 the normalised code point (or the place of the
 * expansion in the pool). Code points beyond the basic plane have no room in it: their
 * rule carries 0 there and they stand for themselves. */
typedef uint32_t nd__normal_rule;

#define ND__NORMAL_JOINS 64u

static inline nd__normal_kind nd__normal_kind_of(nd__normal_rule rule) {
    return (nd__normal_kind)(rule >> 3 & 7u);
}
static inline uint8_t nd__normal_flags(nd__normal_rule rule) {
    return (uint8_t)(rule & 7u);
}
static inline unsigned nd__normal_order(nd__normal_rule rule) {
    return rule >> 8 & 255u;
}
static inline uint32_t nd__normal_target(nd__normal_rule rule, uint32_t code_point) {
    return code_point < 0x10000 ? rule >> 16 : code_point;
}

/* True where `mark`, whose rule says that it joins, and `base` are one character when
 * composed. */
static inline bool nd__normal_joins(uint32_t base, uint32_t mark) {
    if (mark == 0x102E) {
        return base == 0x1025;
    }
    return (base >= 0x3041 && base <= 0x3096) || (base >= 0x30A1 && base <= 0x30FA) ||
           base == 0x309D || base == 0x30FD;
}

/* The longest expansion is that of U+FDFA, 18 code points. */
#define ND__NORMAL_EXPANSION_MAX 32

/* The rules of U+0000-FFFF. They are made at the first call and constant after it;
 * internally locked. */
const nd__normal_rule *nd__normal_rules(void);

/* The rule of any code point; `rules` is what nd__normal_rules gave. */
nd__normal_rule nd__normal_rule_of(const nd__normal_rule *rules, uint32_t code_point);

/* The code points that a code point of kind EXPAND becomes; the rule of each of them is
 * never EXPAND. Points to the tables or to scratch. */
const uint32_t *nd__normal_expand(size_t *count, nd__normal_rule rule,
                                  uint32_t code_point,
                                  uint32_t scratch[ND__NORMAL_EXPANSION_MAX]);

#endif
