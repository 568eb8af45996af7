/* 1. The documents that occur in candidates are marked, and their sorted shingle sets
 * made from the texts, in parallel: nothing is kept for documents that resemble no other.
 * 2. Each pair is measured by intersecting the two sets, in parallel, until it is certain
 * that it reaches no threshold; the results stand in the order of the candidates,
 * whatever thread made them. */
#include "match/verify.h"

#include "base/radix_sort.h"
#include "base/threads.h"
#include "match/content.h"
#include "text/shingles.h"

#define MERGE_STEPS ((size_t)64) /* between two looks whether it is worth going on */
#define MERGE_RATIO ((size_t)32) /* sizes further apart than this: search */

typedef struct shingle_set {
    uint64_t *hashes;
    size_t count;
    bool wanted;
} shingle_set;

typedef struct worker_scratch {
    nd__tokens tokens;
    nd__u64_vector hashes;
    nd__u64_vector sorting;
} worker_scratch;

typedef struct verifier {
    const nd__corpus *corpus;
    const nd__pair *candidates;
    const nd__verify_options *options;
    shingle_set *sets;
    worker_scratch *scratch;
    nd_similarity *results;
} verifier;

static nd_status make_set(verifier *v, size_t d, worker_scratch *own, nd_error *err) {
    ND_TRY(nd__tokens_remember(&own->tokens, err));
    ND_TRY(nd__content_hashes(&own->tokens, v->corpus, d, v->options->seed, err));
    size_t count = nd__shingles_count(own->tokens.count, v->options->shingle);
    ND_TRY(nd__vector_reserve(&own->hashes, count, err));
    ND_TRY(nd__vector_reserve(&own->sorting, count, err));
    nd__shingles_hash(own->hashes.items, own->tokens.hash, own->tokens.count,
                      v->options->shingle);
    count = nd__shingles_make_set(own->hashes.items, count, own->sorting.items);
    uint64_t *set = nd__allocate(count, sizeof *set);
    if (set == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        set[i] = own->hashes.items[i];
    }
    v->sets[d].hashes = set;
    v->sets[d].count = count;
    return ND_OK;
}

static nd_status make_sets(size_t begin, size_t end, unsigned worker, void *payload,
                           nd_error *err) {
    verifier *v = payload;
    for (size_t d = begin; d < end; d++) {
        if (v->sets[d].wanted) {
            ND_TRY(make_set(v, d, &v->scratch[worker], err));
        }
    }
    return ND_OK;
}

/* How many common shingles a pair has at least that reaches a threshold, or one less: a
 * rounding must not cost a pair. */
static size_t least_common(const nd__verify_options *options, size_t a, size_t b) {
    double contained = options->containment * (double)(a < b ? a : b);
    double near = options->jaccard / (1 + options->jaccard) * (double)(a + b);
    double least = contained < near ? contained : near;
    return least > 1 ? (size_t)least - 1 : 0;
}

/* As nd_similarity_sets, by merging; all zero as soon as `least` is out of reach. */
static nd_similarity merge_sets(const shingle_set *a, const shingle_set *b,
                                size_t least) {
    size_t i = 0, j = 0, common = 0;
    while (i < a->count && j < b->count) {
        size_t rest_a = a->count - i, rest_b = b->count - j;
        size_t rest = rest_a < rest_b ? rest_a : rest_b;
        if (common + rest < least) {
            return (nd_similarity){0, 0, 0};
        }
        /* No list ends within as many steps. */
        for (size_t steps = rest < MERGE_STEPS ? rest : MERGE_STEPS; steps > 0; steps--) {
            uint64_t x = a->hashes[i], y = b->hashes[j];
            common += x == y;
            i += x <= y;
            j += y <= x;
        }
    }
    return (nd_similarity){
        .jaccard = (double)common / (double)(a->count + b->count - common),
        .containment_a = (double)common / (double)a->count,
        .containment_b = (double)common / (double)b->count,
    };
}

static nd_similarity measure_pair(const shingle_set *a, const shingle_set *b,
                                  const nd__verify_options *options) {
    size_t smaller = a->count < b->count ? a->count : b->count;
    size_t larger = a->count < b->count ? b->count : a->count;
    if (smaller == 0 || larger / MERGE_RATIO > smaller) {
        return nd_similarity_sets(a->hashes, a->count, b->hashes, b->count);
    }
    return merge_sets(a, b, least_common(options, a->count, b->count));
}

static nd_status measure(size_t begin, size_t end, unsigned worker, void *payload,
                         nd_error *err) {
    (void)worker;
    (void)err;
    verifier *v = payload;
    for (size_t i = begin; i < end; i++) {
        const shingle_set *a = &v->sets[v->candidates[i].a];
        const shingle_set *b = &v->sets[v->candidates[i].b];
        v->results[i] = measure_pair(a, b, v->options);
    }
    return ND_OK;
}

static bool reaches(const nd_similarity *s, const nd__verify_options *options) {
    return s->jaccard >= options->jaccard || s->containment_a >= options->containment ||
           s->containment_b >= options->containment;
}

static nd_status keep_reaching(nd__verified_pairs *out, const verifier *v, size_t count,
                               nd_error *err) {
    for (size_t i = 0; i < count; i++) {
        if (reaches(&v->results[i], v->options)) {
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] =
                (nd__verified){v->candidates[i].a, v->candidates[i].b, v->results[i]};
        }
    }
    return ND_OK;
}

static void destroy_verifier(verifier *v, unsigned threads) {
    for (size_t d = 0; v->sets != NULL && d < v->corpus->documents.count; d++) {
        free(v->sets[d].hashes);
    }
    for (unsigned w = 0; v->scratch != NULL && w < threads; w++) {
        nd__tokens_clear(&v->scratch[w].tokens);
        nd__vector_clear(&v->scratch[w].hashes);
        nd__vector_clear(&v->scratch[w].sorting);
    }
    free(v->sets);
    free(v->scratch);
    free(v->results);
}

nd_status nd__verify_pairs(nd__verified_pairs *out, const nd__corpus *corpus,
                           const nd__pair *candidates, size_t count,
                           const nd__verify_options *options, nd_error *err) {
    if (count == 0) {
        return ND_OK;
    }
    unsigned threads = options->threads == 0 ? 1 : options->threads;
    verifier v = {.corpus = corpus, .candidates = candidates, .options = options};
    v.sets = nd__allocate_zeroed(corpus->documents.count, sizeof *v.sets);
    v.scratch = nd__allocate_zeroed(threads, sizeof *v.scratch);
    v.results = nd__allocate(count, sizeof *v.results);
    nd_status status = ND_OK;
    if (v.sets == NULL || v.scratch == NULL || v.results == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        v.sets[candidates[i].a].wanted = true;
        v.sets[candidates[i].b].wanted = true;
    }
    ND_TRY_OUT(
        nd__parallel_ranges(threads, corpus->documents.count, 64, make_sets, &v, err));
    ND_TRY_OUT(nd__parallel_ranges(threads, count, 256, measure, &v, err));
    status = keep_reaching(out, &v, count, err);
out:
    destroy_verifier(&v, threads);
    return status;
}
