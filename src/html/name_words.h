/* Words of names: what the authors of a page call its parts. Classes, ids, roles and
 * itemprop are written for style sheets and scripts, but people name things alike: a
 * comment is seldom called anything else. */
#ifndef ND_HTML_NAME_WORDS_H
#define ND_HTML_NAME_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(KIND): what a word of a name says of the part that bears it. */
#define ND__NAME_KINDS(X) \
    X(COMMENT)            \
    X(REVIEW)             \
    X(RELATED)            \
    X(SIDEBAR)            \
    X(NAVIGATION)         \
    X(CRUMB)              \
    X(HEADER)             \
    X(FOOTER)             \
    X(SHARE)              \
    X(ACCOUNT)            \
    X(ADVERT)             \
    X(COOKIE)             \
    X(POPUP)              \
    X(BYLINE)             \
    X(TAGS)               \
    X(PICTURE)            \
    X(SEARCH)             \
    X(SHOP)               \
    X(CONTENT)            \
    X(ARTICLE)            \
    X(STORIES)            \
    X(HEADLINE)           \
    X(PRODUCT)            \
    X(DETAIL)             \
    X(LIST)               \
    X(FAQ)                \
    X(TAB)                \
    X(THREAD)             \
    X(CODE)               \
    X(WIDGET)             \
    X(HIDDEN)

typedef enum nd__name_kind {
#define ND__NAME_KIND(kind) ND__NAME_##kind,
    ND__NAME_KINDS(ND__NAME_KIND)
#undef ND__NAME_KIND
        ND__NAME_COUNT
} nd__name_kind;
_Static_assert(ND__NAME_COUNT <= 32, "a bit for each kind");

#define ND__NAME_SLOTS 1024u
#define ND__NAME_SEEN 1024u

typedef struct nd__name_slot {
    const char *word;
    uint8_t size, kind;
} nd__name_slot;

typedef struct nd__name_seen {
    uint64_t key; /* hash of the names; 0: none */
    uint32_t kinds;
} nd__name_seen;

/* Scratch of one thread. Zero is an empty one. */
typedef struct nd__name_words {
    bool made;
    nd__name_slot slots[ND__NAME_SLOTS]; /* the words, by their hash */
    nd__name_seen seen[ND__NAME_SEEN];   /* the last names: a page repeats them */
} nd__name_words;

/* The kinds of the words in names, a bit for each. Words are cut at all that is no
 * letter, and where a capital follows a small letter; of a word that is not known, its
 * longest known beginning and end count ("articlebody", "topnav"). O(length). */
uint32_t nd__name_words_read(nd__name_words *table, const char *names);

#endif
