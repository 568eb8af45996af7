/* Grammars: named rules whose alternatives are chosen at random and expanded into text.
 *
 * A rule is a letter and its alternatives, parted by '|'. In an alternative `$x` stands
 * for rule x, `^` makes the next letter a capital, and these stand for what a story is
 * about: $0 one of its topic words    $1 a person, whole name    $2 a person, last name
 *   $3 a place    $4 the organisation    $5 a number 2..99    $6 a large number
 *   $7 day and month    $8 a year    $9 a decimal fraction
 * A rule without `$` is a word list: its first words are chosen far more often.
 */
#ifndef MAKE_CRAWL_GRAMMAR_H
#define MAKE_CRAWL_GRAMMAR_H

#include "buffer.h"
#include "random.h"

typedef struct rule {
    char name;
    const char *alternatives;
} rule;

/* Rules that every language has; others are its own.
 *   S sentence  T headline  K stock sentence  L line of verse  Q poll question
 *   f first name  l last name  p place  o organisation  N noun  A adjective  D adverb  M
 * day and month u photo caption  b byline  z menu word  c cookie notice  r read-more
 * phrase g heading of related stories  d "last updated"  v "readers"  t correction notice
 * y answers of a poll  w weather  h field label  O obituary sentence  k imprint of the
 * footer */
typedef struct language {
    const char *code;
    const char *thousands; /* put between groups of three digits */
    const char *decimal;
    int spaced; /* words are parted by spaces */
    int flat; /* words of a list are equally frequent: where a word is many tokens, Zipf's
                 law would make all stories of so small a vocabulary alike */
    const rule *rules;
    size_t count;
} language;

extern const language language_en, language_fr, language_de, language_ru, language_zh,
    language_ja, language_ar, language_th;

/* The known language of this code, or NULL. */
const language *language_find(const char *code);
/* The i-th known language, or NULL past the last. */
const language *language_at(size_t i);

typedef struct grammar grammar;

grammar *grammar_create(const language *from);
void grammar_destroy(grammar *g);
const language *grammar_language(const grammar *g);

enum { CAST_PERSONS = 4, CAST_PLACES = 3, CAST_TOPICS = 6 };

typedef struct cast_name {
    char text[120];
    size_t size;
} cast_name;

/* The people, places and topics of one story. */
typedef struct cast {
    cast_name first[CAST_PERSONS], last[CAST_PERSONS], place[CAST_PLACES],
        topic[CAST_TOPICS];
    cast_name organisation;
    uint32_t year;
} cast;

void cast_fill(cast *out, const grammar *g, random_state *random);
/* Appends one expansion of the rule. */
void grammar_expand(const grammar *g, char rule_name, const cast *who,
                    random_state *random, buffer *out);
/* As grammar_expand, with a capital first letter. */
void grammar_sentence(const grammar *g, char rule_name, const cast *who,
                      random_state *random, buffer *out);

#endif
