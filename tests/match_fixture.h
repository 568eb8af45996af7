/* A corpus from texts, as a scan makes it, for tests of what works on corpora. */
#ifndef ND_TESTS_MATCH_FIXTURE_H
#define ND_TESTS_MATCH_FIXTURE_H

#include <string.h>

#include "run/document_maker.h"
#include "suite.h"

typedef struct fixture {
    nd_scan_options options;
    nd_minhash *minhash;
    nd__read_more *phrases;
    nd__document_maker *maker;
    nd__made made;
    nd__corpus corpus;
} fixture;

static inline void fixture_open(fixture *f) {
    memset(f, 0, sizeof *f);
    nd_scan_options_init(&f->options);
    f->options.block = ND_BLOCK_LINE;
    ck_assert_int_eq(nd_minhash_create(&f->minhash, NULL, NULL), ND_OK);
    ck_assert_int_eq(nd__read_more_create(&f->phrases, f->options.seed, NULL), ND_OK);
    ck_assert_int_eq(
        nd__document_maker_create(&f->maker, &f->options, f->minhash, f->phrases, NULL),
        ND_OK);
    nd__corpus_init(&f->corpus, f->options.signature_size);
}

static inline void fixture_close(fixture *f) {
    nd__corpus_clear(&f->corpus);
    nd__made_clear(&f->made);
    nd__document_maker_destroy(f->maker);
    nd__read_more_destroy(f->phrases);
    nd_minhash_destroy(f->minhash);
}

static inline void fixture_make(fixture *f, const char *text, size_t size,
                                const char *site) {
    nd__record record;
    memset(&record, 0, sizeof record);
    record.is_document = true;
    record.id = "id";
    record.site = site;
    record.text = text;
    record.text_size = size;
    record.line = 1;
    f->made.documents.count = 0;
    f->made.blocks.count = 0;
    f->made.repeats.count = 0;
    f->made.signatures.count = 0;
    f->made.winnowed.count = 0;
    ck_assert_int_eq(nd__document_maker_add(&f->made, f->maker, &record, NULL), ND_OK);
}

/* Adds a document; site may be NULL. */
static inline size_t fixture_add(fixture *f, const char *text, const char *site) {
    fixture_make(f, text, strlen(text), site);
    nd__corpus_entry entry = {.document = f->made.documents.items[0].document,
                              .site = f->made.documents.items[0].site,
                              .blocks = f->made.blocks.items,
                              .block_count = f->made.blocks.count,
                              .signature = f->made.signatures.items,
                              .winnowed = f->made.winnowed.items,
                              .winnowed_count = f->made.winnowed.count};
    if (nd__corpus_append(&f->corpus, &entry, NULL) != ND_OK) {
        ck_abort_msg("out of memory");
    }
    return f->corpus.documents.count - 1;
}

/* Appends `count` made-up words to text; different seeds share next to no run of them. */
static inline void add_words(nd__buffer *text, uint64_t *state, size_t count) {
    for (size_t i = 0; i < count; i++) {
        *state += UINT64_C(0x9E3779B97F4A7C15);
        uint64_t number = nd__mix64(*state);
        char word[10];
        size_t size = 2 + number % 7;
        for (size_t k = 0; k < size; k++) {
            word[k] = (char)('a' + (number >> (8 + 5 * k)) % 26);
        }
        word[size] = ' ';
        if (nd__buffer_append(text, word, size + (i + 1 < count), NULL) < 0) {
            ck_abort_msg("out of memory");
        }
    }
}

static inline void add_string(nd__buffer *text, const char *string) {
    if (nd__buffer_append(text, string, strlen(string), NULL) < 0) {
        ck_abort_msg("out of memory");
    }
}

/* The text with a 0 behind it. */
static inline const char *text_of(nd__buffer *text) {
    if (nd__vector_extend(text, 1, NULL) < 0) {
        ck_abort_msg("out of memory");
    }
    text->items[text->count] = '\0';
    return text->items;
}

#endif
