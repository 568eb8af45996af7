/* Pairs of one larger ordinal are taken together: a is read once, its overlaps with a
 * batch of others are found in one go, and those of each pair are chained and grown to
 * passages. What the corpus says of a word is counted over a sample of it. */
#include "match/reprints.h"

#include <string.h>

#include "base/threads.h"
#include "match/passage_grow.h"
#include "match/passages.h"
#include "match/reprint_text.h"
#include "text/tokens.h"

#define WORD_RUN 5            /* tokens of an exact overlap */
#define CHARACTER_RUN 8       /* of a script without spaces */
#define WORDS 25              /* tokens of a passage */
#define CHARACTERS 60         /* of a script without spaces */
#define GAP 30                /* tokens between two overlaps */
#define LEAST_SIMILARITY 0.3 /* of a passage; below, it is a few words here and there \
                               */
#define MOST_MEMBERS 64       /* of a batch */
#define SAMPLE ((size_t)8192) /* documents that words are counted in */

typedef struct scratch {
    nd__tokens a;
    nd__tokens members[MOST_MEMBERS];
    nd__token_text texts[MOST_MEMBERS];
    size_t ends[MOST_MEMBERS];
    nd__overlaps overlaps;
    nd__passages passages;
    nd__grower grower;
    nd__reprints found;
} scratch;

typedef struct search {
    const nd__corpus *corpus;
    const nd__reprint_options *options;
    const nd__pair *pairs;
    const size_t *begin; /* [groups + 1] pairs of one a */
    nd__token_rarity *rarity;
    scratch *workers;
} search;

static int compare_b(const void *x, const void *y) {
    const nd__passage *a = x, *b = y;
    return a->b_begin < b->b_begin ? -1 : a->b_begin > b->b_begin;
}

/* Tokens of side b that passages have, each once; sorts them by b. */
static size_t covered_b(nd__passages *passages) {
    size_t covered = 0, end = 0;
    if (passages->count == 0) {
        return 0;
    }
    qsort(passages->items, passages->count, sizeof *passages->items, compare_b);
    for (size_t i = 0; i < passages->count; i++) {
        const nd__passage *p = &passages->items[i];
        size_t begin = p->b_begin > end ? p->b_begin : end;
        covered += p->b_end > begin ? p->b_end - begin : 0;
        end = p->b_end > end ? p->b_end : end;
    }
    return covered;
}

static size_t covered_a(const nd__passages *passages) {
    size_t covered = 0, end = 0;
    for (size_t i = 0; i < passages->count; i++) {
        const nd__passage *p = &passages->items[i];
        size_t begin = p->a_begin > end ? p->a_begin : end;
        covered += p->a_end > begin ? p->a_end - begin : 0;
        end = p->a_end > end ? p->a_end : end;
    }
    return covered;
}

static double share_of(size_t matched, size_t covered, size_t tokens) {
    size_t least = matched < covered ? matched : covered;
    return tokens == 0 ? 0 : (double)least / (double)tokens;
}

/* Leaves out what is alike by chance. */
static size_t sift(nd__passages *passages) {
    size_t kept = 0, matched = 0;
    for (size_t i = 0; i < passages->count; i++) {
        if (passages->items[i].similarity >= LEAST_SIMILARITY) {
            matched += passages->items[i].matched;
            passages->items[kept++] = passages->items[i];
        }
    }
    passages->count = kept;
    return matched;
}

static nd_status append(scratch *own, nd__reprint *reprint, const nd__tokens *b,
                        nd_error *err) {
    const nd__passages *passages = &own->passages;
    reprint->first_span = own->found.spans.count;
    reprint->span_count = passages->count;
    ND_TRY(nd__vector_extend(&own->found.spans, passages->count, err));
    for (size_t i = 0; i < passages->count; i++) {
        const nd__passage *p = &passages->items[i];
        own->found.spans.items[own->found.spans.count++] =
            (nd__reprint_span){own->a.begin[p->a_begin], own->a.end[p->a_end - 1],
                               b->begin[p->b_begin], b->end[p->b_end - 1]};
    }
    ND_TRY(nd__vector_extend(&own->found.items, 1, err));
    own->found.items.items[own->found.items.count++] = *reprint;
    return ND_OK;
}

static nd_status measure(const search *s, scratch *own, nd__pair pair,
                         const nd__tokens *b, const nd__overlap *overlaps, size_t count,
                         size_t halves, nd_error *err) {
    nd__passage_options options;
    nd__passage_options_init(&options);
    options.rarity = s->rarity;
    options.max_gap = GAP;
    options.min_length = halves == 1 ? CHARACTERS : WORDS;
    if (count == 0) {
        return ND_OK;
    }
    nd__token_text text = {own->a.hash, own->a.count}, other = {b->hash, b->count};
    ND_TRY(nd__passages_find_with(&own->passages, &own->grower, text, other, overlaps,
                                  count, &options, err));
    size_t matched = sift(&own->passages);
    nd__reprint reprint = {.a = pair.a, .b = pair.b};
    reprint.share_a = share_of(matched, covered_a(&own->passages), own->a.count);
    reprint.share_b = share_of(matched, covered_b(&own->passages), b->count);
    double share = own->a.count < b->count ? reprint.share_a : reprint.share_b;
    bool enough = matched * halves / 2 >= s->options->words;
    return share >= s->options->share && enough ? append(own, &reprint, b, err) : ND_OK;
}

static nd_status search_batch(const search *s, scratch *own, size_t begin, size_t end,
                              nd_error *err) {
    bool singles = nd__reprint_unspaced(&own->a);
    size_t count = end - begin, from = 0;
    for (size_t i = 0; i < count; i++) {
        own->members[i].memo = own->a.memo;
        nd_status status =
            nd__reprint_text(&own->members[i], s->corpus, s->options->left_out,
                             s->pairs[begin + i].b, s->options->seed, err);
        own->members[i].memo = NULL;
        ND_TRY(status);
        own->texts[i] = (nd__token_text){own->members[i].hash, own->members[i].count};
    }
    nd__token_text a = {own->a.hash, own->a.count};
    own->overlaps.count = 0;
    ND_TRY(nd__overlaps_find(&own->overlaps, own->ends, a, own->texts, count,
                             singles ? CHARACTER_RUN : WORD_RUN, err));
    for (size_t i = 0; i < count; i++) {
        ND_TRY(measure(s, own, s->pairs[begin + i], &own->members[i],
                       own->overlaps.items + from, own->ends[i] - from, singles ? 1 : 2,
                       err));
        from = own->ends[i];
    }
    return ND_OK;
}

static nd_status search_groups(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    const search *s = payload;
    scratch *own = &s->workers[worker];
    ND_TRY(nd__tokens_remember(&own->a, err));
    for (size_t g = begin; g < end; g++) {
        size_t first = s->begin[g], last = s->begin[g + 1];
        ND_TRY(nd__reprint_text(&own->a, s->corpus, s->options->left_out,
                                s->pairs[first].a, s->options->seed, err));
        for (size_t i = first; i < last; i += MOST_MEMBERS) {
            size_t stop = last - i < MOST_MEMBERS ? last : i + MOST_MEMBERS;
            ND_TRY(search_batch(s, own, i, stop, err));
        }
    }
    return ND_OK;
}

static nd_status count_words(search *s, nd_error *err) {
    size_t documents = s->corpus->documents.count;
    size_t step = documents / SAMPLE + 1;
    nd__tokens tokens = {0};
    nd_status status = nd__token_rarity_create(&s->rarity, err);
    if (status >= 0) {
        status = nd__tokens_remember(&tokens, err);
    }
    for (size_t d = 0; status >= 0 && d < documents; d += step) {
        status = nd__reprint_hashes(&tokens, s->corpus, s->options->left_out, d,
                                    s->options->seed, err);
        if (status >= 0) {
            nd__token_rarity_add_document(s->rarity, tokens.hash, tokens.count);
        }
    }
    nd__tokens_clear(&tokens);
    return status;
}

static int compare_reprints(const void *x, const void *y) {
    const nd__reprint *a = x, *b = y;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    return a->b < b->b ? -1 : a->b > b->b;
}

/* Moves what the workers found together; the order of the spans is that of the pairs. */
static nd_status collect(nd__reprints *out, const search *s, unsigned threads,
                         nd_error *err) {
    for (unsigned w = 0; w < threads; w++) {
        const nd__reprints *found = &s->workers[w].found;
        size_t shift = out->spans.count;
        ND_TRY(nd__vector_extend(&out->items, found->items.count, err));
        ND_TRY(nd__vector_extend(&out->spans, found->spans.count, err));
        for (size_t i = 0; i < found->items.count; i++) {
            nd__reprint moved = found->items.items[i];
            moved.first_span += shift;
            out->items.items[out->items.count++] = moved;
        }
        for (size_t i = 0; i < found->spans.count; i++) {
            out->spans.items[out->spans.count++] = found->spans.items[i];
        }
    }
    if (out->items.count > 1) {
        qsort(out->items.items, out->items.count, sizeof *out->items.items,
              compare_reprints);
    }
    return ND_OK;
}

static nd_status group_pairs(size_t **out, size_t *groups, const nd__pair *pairs,
                             size_t count, nd_error *err) {
    size_t *begin = nd__allocate(count + 1, sizeof *begin);
    if (begin == NULL) {
        return nd__fail_memory(err);
    }
    *groups = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || pairs[i].a != pairs[i - 1].a) {
            begin[(*groups)++] = i;
        }
    }
    begin[*groups] = count;
    *out = begin;
    return ND_OK;
}

static void clear_worker(scratch *own) {
    nd__tokens_clear(&own->a);
    for (size_t i = 0; i < MOST_MEMBERS; i++) {
        nd__tokens_clear(&own->members[i]);
    }
    nd__vector_clear(&own->overlaps);
    nd__vector_clear(&own->passages);
    nd__grower_clear(&own->grower);
    nd__reprints_clear(&own->found);
}

void nd__reprints_clear(nd__reprints *reprints) {
    nd__vector_clear(&reprints->items);
    nd__vector_clear(&reprints->spans);
}

nd_status nd__reprints_find(nd__reprints *out, const nd__corpus *corpus,
                            const nd__pair *pairs, size_t count,
                            const nd__reprint_options *options, nd_error *err) {
    unsigned threads = options->threads == 0 ? 1 : options->threads;
    search s = {.corpus = corpus, .options = options, .pairs = pairs};
    size_t *begin = NULL, groups = 0;
    nd_status status = ND_OK;
    out->items.count = out->spans.count = 0;
    if (count == 0) {
        return ND_OK;
    }
    ND_TRY_OUT(group_pairs(&begin, &groups, pairs, count, err));
    s.begin = begin;
    ND_TRY_OUT(count_words(&s, err));
    s.workers = nd__allocate_zeroed(threads, sizeof *s.workers);
    if (s.workers == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(nd__parallel_ranges(threads, groups, 4, search_groups, &s, err));
    status = collect(out, &s, threads, err);
out:
    for (unsigned w = 0; s.workers != NULL && w < threads; w++) {
        clear_worker(&s.workers[w]);
    }
    free(s.workers);
    free(begin);
    nd__token_rarity_destroy(s.rarity);
    if (status < 0) {
        nd__reprints_clear(out);
    }
    return status;
}
