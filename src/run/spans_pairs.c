/* Passages of given pairs: the file is read, its ids are looked up, and the pairs are
 * searched, many at once. */
#include "run/spans_pairs.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"
#include "match/passages.h"
#include "run/line_reader.h"

typedef struct given_pair {
    uint32_t a, b;
    nd__passages passages;
} given_pair;

typedef struct pairing {
    const nd__spans_corpus *corpus;
    const nd_spans_options *options;
    nd__sequence sequence;
    nd__passage_options passage;
    uint32_t *slots; /* [mask + 1] document + 1 by the hash of its id, or 0 */
    size_t mask;
    ND_VECTOR(given_pair) pairs;
} pairing;

static nd_status make_slots(pairing *p, nd_error *err) {
    size_t documents = p->corpus->documents.count;
    for (p->mask = 16; p->mask < 2 * documents;) {
        p->mask *= 2;
    }
    p->slots = nd__allocate_zeroed(p->mask, sizeof *p->slots);
    p->mask--;
    if (p->slots == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < documents; d++) {
        const char *id = p->corpus->documents.items[d].id;
        size_t slot = nd__hash64(id, strlen(id), 0) & p->mask;
        while (p->slots[slot] != 0 &&
               strcmp(p->corpus->documents.items[p->slots[slot] - 1].id, id) != 0) {
            slot = (slot + 1) & p->mask;
        }
        if (p->slots[slot] == 0) { /* of several documents of one id the first */
            p->slots[slot] = (uint32_t)d + 1;
        }
    }
    return ND_OK;
}

static nd_status find_document(uint32_t *out, const pairing *p, const char *id,
                               size_t line, nd_error *err) {
    size_t slot = nd__hash64(id, strlen(id), 0) & p->mask;
    for (; p->slots[slot] != 0; slot = (slot + 1) & p->mask) {
        if (strcmp(p->corpus->documents.items[p->slots[slot] - 1].id, id) == 0) {
            *out = p->slots[slot] - 1;
            return ND_OK;
        }
    }
    return nd__fail(err, ND_E_FORMAT, line, "%s:%zu: no document has the id '%s'",
                    p->options->pairs_file, line, id);
}

/* Where the second id begins, and *first the first; NULL: there are no two. Ids may hold
 * blanks where a tab parts them. */
static char *cut_line(const char **first, char *line) {
    line[strcspn(line, "\r\n")] = '\0';
    char *end = strchr(line, '\t');
    line += end == NULL ? strspn(line, " ") : 0;
    *first = line;
    if (end != NULL) {
        *end++ = '\0';
        end[strcspn(end, "\t")] = '\0'; /* further columns say what they like */
    } else if ((end = strchr(line, ' ')) != NULL) {
        *end++ = '\0';
        end += strspn(end, " ");
        end[strcspn(end, " ")] = '\0';
    }
    return end == NULL || *end == '\0' || *line == '\0' ? NULL : end;
}

static nd_status add_line(pairing *p, char *line, size_t number, nd_error *err) {
    if (line[strspn(line, " \t\r\n")] == '\0') {
        return ND_OK;
    }
    const char *first;
    char *second = cut_line(&first, line);
    if (second == NULL) {
        return nd__fail(err, ND_E_FORMAT, number,
                        "%s:%zu: not two ids; write one pair a line, with a tab between",
                        p->options->pairs_file, number);
    }
    given_pair pair = {0};
    ND_TRY(find_document(&pair.a, p, first, number, err));
    ND_TRY(find_document(&pair.b, p, second, number, err));
    if (pair.a == pair.b) {
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(&p->pairs, 1, err));
    p->pairs.items[p->pairs.count++] = pair;
    return ND_OK;
}

static nd_status read_lines(pairing *p, nd__line_reader *reader, nd__buffer *line,
                            nd_error *err) {
    for (;;) {
        const char *bytes;
        size_t size;
        nd_status status = nd__line_reader_next(reader, &bytes, &size, err);
        if (status != ND_OK) {
            return status == ND_DONE ? ND_OK : status;
        }
        line->count = 0;
        ND_TRY(nd__buffer_append(line, bytes, size, err));
        ND_TRY(nd__buffer_append(line, "", 1, err));
        ND_TRY(add_line(p, line->items, (size_t)reader->line, err));
    }
}

static nd_status read_pairs(pairing *p, nd_error *err) {
    nd__line_reader reader;
    nd__buffer line = {0};
    ND_TRY(nd__line_reader_open(&reader, p->options->pairs_file, err));
    nd_status status = read_lines(p, &reader, &line, err);
    nd__line_reader_close(&reader);
    nd__vector_clear(&line);
    return status;
}

static uint64_t key_of(const given_pair *pair) {
    uint64_t a = pair->a, b = pair->b;
    return a < b ? (a << 32) | b : (b << 32) | a;
}

/* Pairs that were there before go. */
static nd_status drop_doubles(pairing *p, nd_error *err) {
    size_t count = p->pairs.count, kept = 0;
    nd__keyed *order = nd__allocate(2 * count, sizeof *order);
    if (order == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = (nd__keyed){key_of(&p->pairs.items[i]), i};
    }
    nd__sort_keyed(order, order + count, count);
    for (size_t i = 1; i < count; i++) {
        if (order[i].key == order[i - 1].key) {
            p->pairs.items[order[i].value].b = UINT32_MAX;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (p->pairs.items[i].b != UINT32_MAX) {
            p->pairs.items[kept++] = p->pairs.items[i];
        }
    }
    p->pairs.count = kept;
    free(order);
    return ND_OK;
}

static nd__token_text tokens_of(const pairing *p, uint32_t document) {
    uint64_t begin = nd__sequence_begin(&p->sequence, document);
    const uint64_t *hashes = (const uint64_t *)(const void *)p->sequence.data;
    return (nd__token_text){hashes + begin, (size_t)(p->sequence.ends[document] - begin)};
}

static nd_status search_range(size_t begin, size_t end, unsigned worker, void *payload,
                              nd_error *err) {
    pairing *p = payload;
    (void)worker;
    for (size_t i = begin; i < end; i++) {
        given_pair *pair = &p->pairs.items[i];
        ND_TRY(nd__passages_find(&pair->passages, tokens_of(p, pair->a),
                                 tokens_of(p, pair->b), NULL, 0, &p->passage, err));
    }
    return ND_OK;
}

static nd_status add_rows(nd__span_rows *rows, const pairing *p, nd_error *err) {
    for (size_t i = 0; i < p->pairs.count; i++) {
        const given_pair *pair = &p->pairs.items[i];
        uint64_t a = nd__sequence_begin(&p->sequence, pair->a);
        uint64_t b = nd__sequence_begin(&p->sequence, pair->b);
        ND_TRY(nd__vector_extend(&rows->items, pair->passages.count, err));
        for (size_t j = 0; j < pair->passages.count; j++) {
            const nd__passage *passage = &pair->passages.items[j];
            rows->items.items[rows->items.count++] = (nd__span_row){
                2, rows->places.count, 2, passage->a_end - passage->a_begin,
                passage->exact ? -1.0F : (float)passage->similarity};
            ND_TRY(nd__span_rows_add_place(rows, &p->sequence, a + passage->a_begin,
                                           a + passage->a_end, pair->a, err));
            ND_TRY(nd__span_rows_add_place(rows, &p->sequence, b + passage->b_begin,
                                           b + passage->b_end, pair->b, err));
        }
    }
    return ND_OK;
}

nd_status nd__span_rows_add_pairs(nd__span_rows *rows, const nd__spans_corpus *corpus,
                                  const nd_spans_options *options,
                                  const nd__token_rarity *rarity, unsigned threads,
                                  nd_error *err) {
    pairing p = {
        .corpus = corpus, .options = options, .sequence = nd__spans_sequence(corpus)};
    nd__passage_options_init(&p.passage);
    p.passage.max_gap = options->max_gap;
    p.passage.min_length = options->min_length;
    p.passage.exact = options->exact != 0;
    p.passage.rarity = rarity;
    nd_status status;
    ND_TRY_OUT(make_slots(&p, err));
    ND_TRY_OUT(read_pairs(&p, err));
    ND_TRY_OUT(drop_doubles(&p, err));
    ND_TRY_OUT(nd__parallel_ranges(threads, p.pairs.count, 8, search_range, &p, err));
    status = add_rows(rows, &p, err);
out:
    for (size_t i = 0; i < p.pairs.count; i++) {
        nd__vector_clear(&p.pairs.items[i].passages);
    }
    nd__vector_clear(&p.pairs);
    free(p.slots);
    return status;
}
