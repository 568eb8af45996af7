/* Small corpora on which substrings repeat in every way there is. */
#ifndef ND_TESTS_SUBSTRING_CORPORA_H
#define ND_TESTS_SUBSTRING_CORPORA_H

#include <check.h>
#include <stdbool.h>
#include <string.h>

#include "random.h"
#include "substring/sequence.h"

#define KINDS 13

typedef struct corpus {
    nd__buffer bytes; /* one for each element */
    nd__u64_vector ends;
    uint8_t *padded; /* what the sequence points into */
    nd__sequence sequence;
} corpus;

static uint64_t draw(uint64_t *state, uint64_t below) {
    return nd_random(state) % below;
}

static void add_byte(corpus *c, uint64_t byte) {
    if (nd__vector_extend(&c->bytes, 1, NULL) != ND_OK) {
        ck_abort_msg("out of memory");
    }
    c->bytes.items[c->bytes.count++] = (char)byte;
}

static void end_document(corpus *c) {
    ck_assert_int_eq(nd__vector_extend(&c->ends, 1, NULL), ND_OK);
    c->ends.items[c->ends.count++] = c->bytes.count;
}

/* Ends a document now and then: one in `seldom`, after it sometimes an empty one. */
static void maybe_end(corpus *c, uint64_t *state, uint64_t seldom) {
    if (draw(state, seldom) == 0) {
        end_document(c);
        if (draw(state, 4) == 0) {
            end_document(c);
        }
    }
}

static uint64_t letter_of_fibonacci(uint64_t i) {
    /* The last digit of i written in sums of Fibonacci numbers. */
    uint64_t a = 1, b = 2;
    while (b <= i) {
        uint64_t next = a + b;
        a = b;
        b = next;
    }
    while (a >= 1 && b > 1) {
        if (a <= i) {
            i -= a;
            if (a == 1) {
                return 1;
            }
        }
        uint64_t before = b - a;
        b = a;
        a = before;
    }
    return 0;
}

static uint64_t letter_of_thue_morse(uint64_t i) {
    uint64_t parity = 0;
    for (; i > 0; i &= i - 1) {
        parity ^= 1;
    }
    return parity;
}

/* Letters by a rule, documents as chance has it. */
static void fill_by_rule(corpus *c, uint64_t *state, size_t size, unsigned kind,
                         uint64_t seldom) {
    uint64_t letters = 2 + draw(state, 3), shift = draw(state, 50);
    for (size_t i = 0; c->bytes.count < size; i++) {
        uint64_t letter = 0, at = i + shift;
        switch (kind) {
            case 0:
                letter = draw(state, letters);
                break;
            case 1:
                letter = 0;
                break;
            case 2:
                letter = at % 2;
                break;
            case 3:
                letter = at % 7;
                break;
            case 4:
                letter = letter_of_fibonacci(at);
                break;
            case 5:
                letter = letter_of_thue_morse(at);
                break;
            default:
                letter = draw(state, 40) == 0;
                break; /* nearly one letter */
        }
        add_byte(c, 'a' + letter);
        maybe_end(c, state, seldom);
    }
}

/* Copies what stands somewhere before, seldom something new: DNA, or many edited copies.
 */
static void fill_by_copies(corpus *c, uint64_t *state, size_t size, uint64_t letters,
                           uint64_t longest, uint64_t seldom) {
    for (int i = 0; i < 20; i++) {
        add_byte(c, 'a' + draw(state, letters));
    }
    while (c->bytes.count < size) {
        uint64_t from = draw(state, c->bytes.count), length = draw(state, longest);
        for (uint64_t i = 0; i < length && c->bytes.count < size; i++) {
            add_byte(c, (uint64_t)c->bytes.items[from + i]);
            maybe_end(c, state, seldom);
        }
        add_byte(c, 'a' + draw(state, letters));
    }
}

/* The same document again and again, whole or with a change, under one footer. */
static void fill_by_documents(corpus *c, uint64_t *state, size_t size, bool edits) {
    size_t length = 1 + (size_t)draw(state, size / 3);
    for (size_t i = 0; i < length; i++) {
        add_byte(c, 'a' + draw(state, 3));
    }
    end_document(c);
    while (c->bytes.count < size) {
        size_t cut = draw(state, 3) == 0 ? (size_t)draw(state, length + 1) : length;
        for (size_t i = 0; i < cut; i++) {
            bool edit = edits && draw(state, 30) == 0;
            add_byte(c, edit ? 'x' : (uint64_t)c->bytes.items[i]);
        }
        for (const char *footer = "foot"; *footer != 0; footer++) {
            add_byte(c, (uint64_t)*footer);
        }
        end_document(c);
    }
}

/* Every window of 8 binary letters once (de Bruijn, prefer one), twice over. */
static void fill_de_bruijn(corpus *c, uint64_t *state, size_t size) {
    while (c->bytes.count < size) {
        bool seen[256] = {true};
        unsigned window = 0;
        for (int i = 0; i < 256; i++) {
            unsigned one = (window << 1 | 1) & 255, zero = (window << 1) & 255;
            window = seen[one] ? zero : one;
            seen[window] = true;
            add_byte(c, 'a' + (window & 1));
            maybe_end(c, state, 300);
        }
        end_document(c);
    }
}

static void fill_sentences(corpus *c, uint64_t *state, size_t size) {
    static const char *const words[] = {"the ", "a ",    "mill ",  "river ", "old ",
                                        "by ",  "near ", "stood ", "ran ",   "and "};
    while (c->bytes.count < size) {
        for (const char *at = words[draw(state, 10)]; *at != 0; at++) {
            add_byte(c, (uint64_t)*at);
        }
        maybe_end(c, state, 25);
    }
}

/* Runs of different periods, each ending in a border, a break or the next run. */
static void fill_runs(corpus *c, uint64_t *state, size_t size) {
    while (c->bytes.count < size) {
        uint64_t period = 1 + draw(state, 9), length = draw(state, 90);
        uint64_t seed = draw(state, 3);
        for (uint64_t i = 0; i < length; i++) {
            add_byte(c, 'a' + letter_of_thue_morse(i % period + seed));
        }
        if (draw(state, 3) == 0) {
            add_byte(c, 'x' + draw(state, 2));
        }
        maybe_end(c, state, 2);
    }
}

/* Elements of 1 or 8 bytes; with many, so many kinds that a code needs two bytes. */
static void seal(corpus *c, unsigned unit, bool many) {
    if (many) {
        for (uint64_t i = 0; i < 256; i++) {
            add_byte(c, i);
        }
    }
    end_document(c);
    size_t count = c->bytes.count;
    c->padded = nd__allocate_zeroed(count * unit + (size_t)2 * ND__SEQUENCE_PAD, 1);
    ck_assert_ptr_nonnull(c->padded);
    /* What stands outside would go on with a run. */
    memset(c->padded, 'a', count * unit + (size_t)2 * ND__SEQUENCE_PAD);
    uint8_t *data = c->padded + ND__SEQUENCE_PAD;
    for (size_t i = 0; i < count; i++) {
        uint64_t element = (uint8_t)c->bytes.items[i];
        if (unit == 8) {
            element = nd_random(&element);
        }
        memcpy(data + i * unit, &element, unit);
    }
    c->sequence = (nd__sequence){data, count, unit, c->ends.items, c->ends.count, NULL};
}

/* About `size` elements; the same for the same kind and seed. */
static void corpus_make(corpus *c, unsigned kind, uint64_t seed, size_t size,
                        unsigned unit, bool many) {
    uint64_t state = seed * 1000 + kind;
    *c = (corpus){0};
    uint64_t seldom = 20 + draw(&state, size);
    switch (kind) {
        case 7:
            fill_by_copies(c, &state, size, 4, 80, seldom);
            break;
        case 8:
            fill_by_documents(c, &state, size, true);
            break;
        case 9:
            fill_de_bruijn(c, &state, size);
            break;
        case 10:
            fill_sentences(c, &state, size);
            break;
        case 11:
            fill_runs(c, &state, size);
            break;
        case 12:
            fill_by_documents(c, &state, size, false);
            break;
        default:
            fill_by_rule(c, &state, size, kind, seldom);
            break;
    }
    seal(c, unit, many);
}

static void corpus_clear(corpus *c) {
    nd__vector_clear(&c->bytes);
    nd__vector_clear(&c->ends);
    free(c->padded);
}

#endif
