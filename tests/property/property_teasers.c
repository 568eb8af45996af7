/* Marked teasers of random sites against a comparison of every marked block, and of what
 * stands behind its first tokens, with every other block, both read whole. */
#include <stdio.h>

#include "match/teasers.h"
#include "match_fixture.h"
#include "random.h"

#define DOCUMENTS 12
#define LINES 8

static const char *const words[] = {"one",
                                    "two",
                                    "tree",
                                    "Three",
                                    "trees",
                                    "3",
                                    "3.5",
                                    "don't",
                                    "don",
                                    "\xc3\xa9",
                                    "e\xcc\x81",
                                    "\xe6\xbc\xa2",
                                    "\xe5\xad\x97",
                                    "\xe0\xb8\x81\xe0\xb8\x82",
                                    "\xd0\xbc\xd0\xb8\xd1\x80",
                                    "\xd0\xbc\xd0\xb8\xd1\x80\xd0\xb0",
                                    "\xef\xac\x81n",
                                    "fin"};
static const char *const gaps[] = {" ", " ", " ", " ", "  ", ", ", "\xc2\xa0", "-", ". "};
static const char *const ends[] = {"...",        "\xe2\x80\xa6",  " ...", "[...]",
                                   " read more", "... read more", ".",    "",
                                   "... a b"};

typedef struct pool {
    char lines[64][1200];
    size_t count;
} pool;

static void draw_line(char *out, size_t room, uint64_t *state, const pool *earlier) {
    size_t at = 0;
    out[0] = '\0';
    if (earlier->count > 0 && nd_random(state) % 3 > 0) { /* the beginning of another */
        const char *from = earlier->lines[nd_random(state) % earlier->count];
        size_t cut = nd_random(state) % (strlen(from) + 1);
        while (cut > 0 && ((unsigned char)from[cut] & 0xC0u) == 0x80u) {
            cut--;
        }
        at = cut < room - 512 ? cut : 0;
        memcpy(out, from, at);
        out[at] = '\0';
    }
    if (at > 0 && at < room - 700 && nd_random(state) % 4 == 0) { /* behind something */
        char front[400];
        size_t size = 0;
        for (size_t i = 1 + nd_random(state) % 12; i > 0; i--) {
            size += (size_t)snprintf(
                front + size, sizeof front - size, "%s ",
                words[nd_random(state) % (sizeof words / sizeof words[0])]);
        }
        memmove(out + size, out, at + 1);
        memcpy(out, front, size);
        at += size;
    }
    size_t count = at > 0 && nd_random(state) % 2 > 0 ? 0 : 1 + nd_random(state) % 25;
    for (size_t i = 0; i < count; i++) {
        uint64_t drawn = nd_random(state);
        at += (size_t)snprintf(out + at, room - at, "%s%s",
                               words[drawn % (sizeof words / sizeof words[0])],
                               gaps[drawn / 64 % (sizeof gaps / sizeof gaps[0])]);
    }
    snprintf(out + at, room - at, "%s",
             ends[nd_random(state) % (sizeof ends / sizeof ends[0])]);
}

static void add_pages(fixture *f, uint64_t *state) {
    pool *earlier = calloc(1, sizeof *earlier);
    ck_assert_ptr_nonnull(earlier);
    for (size_t d = 0; d < DOCUMENTS; d++) {
        nd__buffer text = {0};
        for (size_t i = 0; i < LINES; i++) {
            char line[1200];
            draw_line(line, sizeof line, state, earlier);
            memcpy(earlier->lines[nd_random(state) % 64], line, sizeof line);
            earlier->count = earlier->count < 64 ? earlier->count + 1 : 64;
            add_string(&text, line);
            add_string(&text, "\n");
        }
        fixture_add(f, text_of(&text), nd_random(state) % 3 == 0 ? "b.org" : "a.org");
        nd__vector_clear(&text);
    }
    free(earlier);
}

typedef struct oracle {
    const fixture *f;
    nd__tokens teaser;
    nd__tokens *blocks; /* [block rows] */
} oracle;

static const char *text_of_row(const oracle *o, size_t d, size_t b) {
    return o->f->corpus.documents.items[d].text + o->f->corpus.blocks.items[b].begin;
}

static void read_blocks(oracle *o) {
    const nd__corpus *corpus = &o->f->corpus;
    o->blocks = nd__allocate_zeroed(corpus->blocks.count, sizeof *o->blocks);
    ck_assert_ptr_nonnull(o->blocks);
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        for (size_t b = document->block_begin; b < document->block_end; b++) {
            const nd__block_row *row = &corpus->blocks.items[b];
            ck_assert_int_eq(nd__tokens_read(&o->blocks[b], text_of_row(o, d, b),
                                             row->end - row->begin, 1, NULL),
                             ND_OK);
        }
    }
}

static void clear_oracle(oracle *o) {
    for (size_t b = 0; b < o->f->corpus.blocks.count; b++) {
        nd__tokens_clear(&o->blocks[b]);
    }
    free(o->blocks);
    nd__tokens_clear(&o->teaser);
}

/* Like the beginning of the other block's word, if it is not all of it? */
static bool word_is_cut(const char *a, const char *b, const oracle *o,
                        const nd__tokens *original, size_t i) {
    nd__buffer x = {0}, y = {0};
    ck_assert_int_eq(nd__tokens_normalise(&x, a + o->teaser.begin[i],
                                          o->teaser.end[i] - o->teaser.begin[i], NULL),
                     ND_OK);
    ck_assert_int_eq(nd__tokens_normalise(&y, b + original->begin[i],
                                          original->end[i] - original->begin[i], NULL),
                     ND_OK);
    bool cut = x.count < y.count && memcmp(x.items, y.items, x.count) == 0;
    nd__vector_clear(&x);
    nd__vector_clear(&y);
    return cut;
}

static size_t count_halves(const nd__tokens *tokens, size_t begin, size_t end) {
    size_t halves = 0;
    for (size_t i = begin; i < end; i++) {
        halves += (tokens->flags[i] & ND__TOKEN_SINGLE) != 0 ? 1 : 2;
    }
    return halves;
}

/* Reads block b from byte `from` on; *size tokens count, 0: too few. */
static const char *read_teaser(size_t *size, oracle *o, size_t d, size_t b,
                               uint32_t from) {
    const nd__block_row *row = &o->f->corpus.blocks.items[b];
    const char *text = o->f->corpus.documents.items[d].text + row->begin + from;
    size_t bytes = row->end - row->begin - from, least = from > 0 ? 8 : 5;
    ck_assert_int_eq(nd__tokens_read(&o->teaser, text, bytes, 1, NULL), ND_OK);
    *size = o->teaser.count;
    *size -= nd__read_more_tail(o->f->phrases, text, bytes, 0, o->teaser.hash,
                                o->teaser.begin, *size);
    bool few = count_halves(&o->teaser, 0, *size) / 2 < least || *size < least;
    *size = few ? 0 : *size;
    return text;
}

/* The similarity of o->teaser[0..size-1], of `text`, to the beginning of `other`; 0:
 * none.
 */
static double measure(oracle *o, const char *text, size_t size, size_t other_d,
                      size_t other) {
    const nd__tokens *original = &o->blocks[other];
    if (original->count < size ||
        memcmp(o->teaser.hash, original->hash, (size - 1) * sizeof(uint64_t)) != 0) {
        return 0;
    }
    if (o->teaser.hash[size - 1] == original->hash[size - 1]) {
        return original->count > size ? 1 : 0;
    }
    return word_is_cut(text, text_of_row(o, other_d, other), o, original, size - 1)
               ? (double)(size - 1) / (double)size
               : 0;
}

#define MARKS (ND__BLOCK_ELLIPSIS | ND__BLOCK_READ_MORE)

static bool is_paragraph(const nd__block_row *row) {
    bool other = (row->flags & (ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW)) != 0;
    bool sentence = row->weight >= 8 && (row->flags & ND__BLOCK_SENTENCE) != 0;
    return !other && (sentence || row->weight >= 20);
}

/* Tokens of a marked block without what leads on. */
static size_t uncut_size(const oracle *o, size_t d, size_t b) {
    const nd__block_row *row = &o->f->corpus.blocks.items[b];
    const nd__tokens *tokens = &o->blocks[b];
    return tokens->count - nd__read_more_tail(o->f->phrases, text_of_row(o, d, b),
                                              row->end - row->begin, 0, tokens->hash,
                                              tokens->begin, tokens->count);
}

/* The original of block b from byte `from` on: one that is not marked, of its own
 * document, else the first of its site; else one that is. */
static bool find_original(nd__teaser *out, oracle *o, size_t d, size_t b, uint32_t from) {
    const nd__corpus *corpus = &o->f->corpus;
    size_t size;
    const char *text = read_teaser(&size, o, d, b, from);
    for (int pass = 0; pass < 4 && size > 0; pass++) {
        for (size_t e = 0; e < corpus->documents.count; e++) {
            const nd__document *document = &corpus->documents.items[e];
            if ((e == d) != (pass % 2 == 0) ||
                document->site_number != corpus->documents.items[d].site_number) {
                continue;
            }
            for (size_t c = document->block_begin; c < document->block_end; c++) {
                const nd__block_row *row = &corpus->blocks.items[c];
                bool wanted = c != b && row->start != 0 &&
                              ((row->flags & MARKS) != 0) == (pass >= 2);
                wanted = wanted && (from == 0 || is_paragraph(row));
                double similarity = wanted ? measure(o, text, size, e, c) : 0;
                bool whole = similarity >= 1 && (row->flags & MARKS) != 0 &&
                             size >= uncut_size(o, e, c);
                if (similarity > 0 && !whole) {
                    *out = (nd__teaser){b, c, (uint32_t)d, (uint32_t)e, similarity, 0};
                    return true;
                }
            }
        }
    }
    return false;
}

/* Are tokens [0..count-1] of the block all of one in front of the original? */
static bool is_headline(oracle *o, const nd__tokens *whole, size_t count,
                        const nd__teaser *found) {
    const nd__document *document = &o->f->corpus.documents.items[found->of_document];
    for (size_t c = document->block_begin; c < found->of; c++) {
        if (c != found->block && o->blocks[c].count == count &&
            memcmp(o->blocks[c].hash, whole->hash, count * sizeof(uint64_t)) == 0) {
            return true;
        }
    }
    return false;
}

/* The original of block b, or of what stands behind 1 to 24 tokens. */
static bool find_teaser(nd__teaser *out, oracle *o, size_t d, size_t b) {
    const nd__tokens *whole = &o->blocks[b];
    bool found = find_original(out, o, d, b, 0);
    for (size_t k = 1; !found && k <= 24 && k < whole->count; k++) {
        if (whole->begin[k] >= whole->end[k - 1] &&
            find_original(out, o, d, b, whole->begin[k])) {
            found = true;
            bool all = count_halves(whole, 0, k) <= 12 || is_headline(o, whole, k, out);
            out->begin = all ? 0 : whole->begin[k];
        }
    }
    return found;
}

static size_t compare(oracle *o, const nd__teasers *found) {
    const nd__corpus *corpus = &o->f->corpus;
    size_t at = 0, marked = 0;
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        for (size_t b = document->block_begin; b < document->block_end; b++) {
            const nd__block_row *row = &corpus->blocks.items[b];
            nd__teaser expected;
            if ((row->flags & MARKS) == 0) {
                at += at < found->count && found->items[at].block == b; /* a listing's */
                continue;
            }
            if (row->start == 0 || !find_teaser(&expected, o, d, b)) {
                continue;
            }
            ck_assert_uint_lt(at, found->count);
            ck_assert_uint_eq(found->items[at].block, b);
            ck_assert_uint_eq(found->items[at].of, expected.of);
            ck_assert_uint_eq(found->items[at].of_document, expected.of_document);
            ck_assert_double_eq(found->items[at].similarity, expected.similarity);
            ck_assert_uint_eq(found->items[at].begin, expected.begin);
            at++;
            marked++;
        }
    }
    ck_assert_uint_eq(at, found->count);
    return marked;
}

START_TEST(property_teasers__all_pairs) {
    uint64_t state = (uint64_t)_i + 1;
    size_t marked = 0;
    for (int round = 0; round < 150; round++) {
        fixture f;
        oracle o = {.f = &f};
        nd__teasers found = {0};
        bool dropped[DOCUMENTS] = {false};
        fixture_open(&f);
        add_pages(&f, &state);
        bool *superfluous = nd__allocate_zeroed(f.corpus.blocks.count, sizeof(bool));
        ck_assert_ptr_nonnull(superfluous);
        nd__teaser_options options = {1, 1, dropped, NULL, superfluous, f.phrases, NULL};
        ck_assert_int_eq(nd__teasers_find(&found, &f.corpus, &options, NULL), ND_OK);
        read_blocks(&o);
        marked += compare(&o, &found);
        free(superfluous);
        nd__vector_clear(&found);
        clear_oracle(&o);
        fixture_close(&f);
    }
    ck_assert_uint_gt(marked, 500);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("teasers");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, property_teasers__all_pairs, 0, 3);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
