/* Expands grammars. Alternatives are cut into operations once, so that writing a sentence
 * is little more than copying words. */
#include "grammar.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEEPEST = 8, WORD = 0, RULE = 1, CAPITAL = 2, STORY = 3 };

typedef struct operation {
    const char *text;
    uint16_t size;
    uint8_t kind;
    uint8_t rule;
} operation;

typedef struct alternative {
    uint32_t first;
    uint32_t count;
} alternative;

typedef struct entry {
    uint32_t first; /* alternative */
    uint32_t count;
    bool words;
} entry;

struct grammar {
    const language *from;
    entry entries[128];
    VECTOR(alternative) alternatives;
    VECTOR(operation) operations;
};

static const language *const known[] = {&language_en, &language_fr, &language_de,
                                        &language_ru, &language_zh, &language_ja,
                                        &language_ar, &language_th};

const language *language_at(size_t i) {
    return i < sizeof known / sizeof known[0] ? known[i] : NULL;
}

const language *language_find(const char *code) {
    for (size_t i = 0; language_at(i) != NULL; i++)
        if (strcmp(known[i]->code, code) == 0)
            return known[i];
    return NULL;
}

static void add_alternative(grammar *g, const char *text, const char *end, bool *words) {
    alternative added = {(uint32_t)g->operations.size, 0};
    while (text < end) {
        operation op = {text, 0, WORD, 0};
        if (*text == '$') {
            op.kind = text[1] >= '0' && text[1] <= '9' ? STORY : RULE;
            op.rule = (uint8_t)text[1];
            text += 2;
            *words = false;
        } else if (*text == '^') {
            op.kind = CAPITAL;
            text++;
            *words = false;
        } else {
            while (text < end && *text != '$' && *text != '^')
                text++;
            op.size = (uint16_t)(text - op.text);
        }
        vector_push(&g->operations, op);
        added.count++;
    }
    vector_push(&g->alternatives, added);
}

static void add_rule(grammar *g, const rule *from) {
    entry added = {(uint32_t)g->alternatives.size, 0, true};
    const char *text = from->alternatives;
    for (;;) {
        const char *end = strchr(text, '|');
        if (end == NULL)
            end = text + strlen(text);
        add_alternative(g, text, end, &added.words);
        added.count++;
        if (*end == '\0')
            break;
        text = end + 1;
    }
    g->entries[(unsigned char)from->name] = added;
}

grammar *grammar_create(const language *from) {
    grammar *g = calloc(1, sizeof *g);
    if (g == NULL)
        fail("out of memory", "grammar");
    g->from = from;
    for (size_t i = 0; i < from->count; i++)
        add_rule(g, &from->rules[i]);
    for (size_t i = 0; i < g->operations.size; i++) {
        const operation *op = &g->operations.data[i];
        char missing[2] = {(char)op->rule, '\0'};
        if (op->kind == RULE && (op->rule >= 128 || g->entries[op->rule].count == 0))
            fail("a grammar lacks a rule", missing);
    }
    return g;
}

void grammar_destroy(grammar *g) {
    if (g == NULL)
        return;
    free(g->alternatives.data);
    free(g->operations.data);
    free(g);
}

const language *grammar_language(const grammar *g) {
    return g->from;
}

/* Upper case of the letter at `at`, for the alphabets that the grammars use: each stays
 * as long as it was. */
static void capitalise(buffer *out, size_t at) {
    if (at >= out->size)
        return;
    unsigned char *s = (unsigned char *)out->data + at;
    if (s[0] >= 'a' && s[0] <= 'z') {
        s[0] = (unsigned char)(s[0] - 32);
    } else if (at + 1 < out->size) {
        if (s[0] == 0xC3 && s[1] >= 0xA0 && s[1] <= 0xBE && s[1] != 0xB7) {
            s[1] = (unsigned char)(s[1] - 32);
        } else if (s[0] == 0xD0 && s[1] >= 0xB0 && s[1] <= 0xBF) {
            s[1] = (unsigned char)(s[1] - 32);
        } else if (s[0] == 0xD1 && s[1] >= 0x80 && s[1] <= 0x8F) {
            s[0] = 0xD0;
            s[1] = (unsigned char)(s[1] + 32);
        }
    }
}

static void add_name(buffer *out, const cast_name *from) {
    buffer_add(out, from->text, from->size);
}

static void add_large(const grammar *g, random_state *random, buffer *out) {
    uint32_t number = random_between(random, 1, 9999);
    if (random_chance(random, 30)) {
        buffer_number(out, number, 1);
        buffer_text(out, g->from->thousands);
        buffer_number(out, random_below(random, 1000), 3);
    } else {
        buffer_number(out, number + 99, 1);
    }
}

static void add_story_part(const grammar *g, int part, const cast *who,
                           random_state *random, buffer *out) {
    uint32_t i;
    switch (part) {
        case '0':
            add_name(out, &who->topic[random_skewed(random, CAST_TOPICS)]);
            break;
        case '1':
            i = random_skewed(random, CAST_PERSONS);
            add_name(out, &who->first[i]);
            if (g->from->spaced)
                buffer_add(out, " ", 1);
            add_name(out, &who->last[i]);
            break;
        case '2':
            add_name(out, &who->last[random_skewed(random, CAST_PERSONS)]);
            break;
        case '3':
            add_name(out, &who->place[random_skewed(random, CAST_PLACES)]);
            break;
        case '4':
            add_name(out, &who->organisation);
            break;
        case '5':
            buffer_number(out, random_between(random, 2, 99), 1);
            break;
        case '6':
            add_large(g, random, out);
            break;
        case '7':
            grammar_expand(g, 'M', who, random, out);
            break;
        case '8':
            buffer_number(out, who->year - random_skewed(random, 40), 4);
            break;
        default:
            buffer_number(out, random_below(random, 60), 1);
            buffer_text(out, g->from->decimal);
            buffer_number(out, random_below(random, 100), 1);
            break;
    }
}

static void expand(const grammar *g, int rule_name, const cast *who, random_state *random,
                   buffer *out, int depth) {
    const entry *from = &g->entries[rule_name];
    uint32_t pick = from->words && !g->from->flat ? random_skewed(random, from->count)
                    : depth < DEEPEST             ? random_below(random, from->count)
                                                  : 0;
    const alternative *chosen = &g->alternatives.data[from->first + pick];
    const operation *op = &g->operations.data[chosen->first];
    const operation *end = op + chosen->count;
    size_t capital = SIZE_MAX;
    for (; op < end; op++) {
        if (op->kind == CAPITAL) {
            capital = out->size;
            continue;
        }
        if (op->kind == WORD)
            buffer_add(out, op->text, op->size);
        else if (op->kind == RULE)
            expand(g, op->rule, who, random, out, depth + 1);
        else
            add_story_part(g, op->rule, who, random, out);
        if (capital != SIZE_MAX) {
            capitalise(out, capital);
            capital = SIZE_MAX;
        }
    }
}

void grammar_expand(const grammar *g, char rule_name, const cast *who,
                    random_state *random, buffer *out) {
    expand(g, (unsigned char)rule_name, who, random, out, 0);
}

void grammar_sentence(const grammar *g, char rule_name, const cast *who,
                      random_state *random, buffer *out) {
    size_t begin = out->size;
    expand(g, (unsigned char)rule_name, who, random, out, 0);
    capitalise(out, begin);
}

static void fill_name(cast_name *out, const grammar *g, char rule_name,
                      random_state *random, buffer *scratch) {
    scratch->size = 0;
    expand(g, (unsigned char)rule_name, NULL, random, scratch, 0);
    out->size = scratch->size < sizeof out->text ? scratch->size : 0;
    memcpy(out->text, scratch->data, out->size);
}

void cast_fill(cast *out, const grammar *g, random_state *random) {
    buffer scratch = {0};
    for (int i = 0; i < CAST_PERSONS; i++) {
        fill_name(&out->first[i], g, 'f', random, &scratch);
        fill_name(&out->last[i], g, 'l', random, &scratch);
    }
    for (int i = 0; i < CAST_PLACES; i++)
        fill_name(&out->place[i], g, 'p', random, &scratch);
    for (int i = 0; i < CAST_TOPICS; i++)
        fill_name(&out->topic[i], g, 'N', random, &scratch);
    fill_name(&out->organisation, g, 'o', random, &scratch);
    out->year = random_between(random, 2012, 2024);
    buffer_clear(&scratch);
}
