/* 1. Candidates are put in the order of the connected components they form, since the
 * pairs of a component share documents, and cut into tasks: some small components, or
 * MOST_PAIRS of a large one.
 * 2. A task makes the sorted shingle set of a document from its text when the first pair
 * needs it, and frees it behind the last one: few sets are held at a time, however many
 * documents resemble another.
 * 3. A pair is measured by intersecting the two sets, until it is certain that it reaches
 * no threshold; results stand in the order of the candidates, whatever thread made
 * them. */
#include "match/verify.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "fingerprint/variants.h"
#include "match/content.h"
#include "text/shingles.h"

#define PIECE                                                                \
    ((size_t)256) /* shingles between two looks whether it is worth going on \
                   */
#define MERGE_RATIO ((size_t)32) /* sizes further apart than this: search */
/* Pairs of a task. A document of a large component is read once in each of its tasks. */
#define LEAST_PAIRS ((size_t)256)
#define MOST_PAIRS ((size_t)16384)

typedef struct shingle_set {
    uint64_t *hashes; /* NULL: not made yet, or done with */
    size_t count;
    size_t uses; /* pairs of the task that still need it */
    uint32_t document;
} shingle_set;

typedef struct worker_scratch {
    nd__tokens tokens;
    nd__u64_vector hashes;
    nd__u64_vector sorting;
    ND_VECTOR(shingle_set) sets; /* of the task */
    uint32_t *place;             /* [documents] 1 + index in sets, 0 between tasks */
} worker_scratch;

typedef struct verifier {
    const nd__corpus *corpus;
    const nd__pair *candidates;
    const nd__verify_options *options;
    uint32_t *order;         /* [candidates] by component, then as they stand */
    ND_VECTOR(size_t) tasks; /* where each begins in order, and an end */
    worker_scratch *scratch;
    nd_similarity *results;
} verifier;

/* ---- components and tasks ---- */

static uint32_t find_root(uint32_t *parent, uint32_t d) {
    while (parent[d] != d) {
        parent[d] = parent[parent[d]];
        d = parent[d];
    }
    return d;
}

/* Of two roots the lesser stays: components stand in the order of their first document.
 */
static void join_components(uint32_t *parent, const nd__pair *pairs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t a = find_root(parent, pairs[i].a), b = find_root(parent, pairs[i].b);
        if (a < b) {
            parent[b] = a;
        } else {
            parent[a] = b;
        }
    }
}

/* Orders the candidates by the root of their component, by counting. */
static nd_status order_by_component(verifier *v, uint32_t *parent, size_t count,
                                    nd_error *err) {
    size_t documents = v->corpus->documents.count;
    size_t *ends = nd__allocate_zeroed(documents + 1, sizeof *ends);
    if (ends == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        ends[find_root(parent, v->candidates[i].a) + 1]++;
    }
    for (size_t d = 0; d < documents; d++) {
        ends[d + 1] += ends[d];
    }
    for (size_t i = 0; i < count; i++) {
        v->order[ends[find_root(parent, v->candidates[i].a)]++] = (uint32_t)i;
    }
    free(ends);
    return ND_OK;
}

static nd_status cut_tasks(verifier *v, uint32_t *parent, size_t count, nd_error *err) {
    uint32_t component = UINT32_MAX;
    size_t begin = 0;
    for (size_t i = 0; i <= count; i++) {
        uint32_t next =
            i == count ? UINT32_MAX : find_root(parent, v->candidates[v->order[i]].a);
        bool full =
            i - begin >= MOST_PAIRS || (i - begin >= LEAST_PAIRS && next != component);
        if (i == 0 || full || i == count) {
            ND_TRY(nd__vector_extend(&v->tasks, 1, err));
            v->tasks.items[v->tasks.count++] = i;
            begin = i;
        }
        component = next;
    }
    return ND_OK;
}

static nd_status make_tasks(verifier *v, size_t count, nd_error *err) {
    size_t documents = v->corpus->documents.count;
    uint32_t *parent = nd__allocate(documents, sizeof *parent);
    v->order = nd__allocate(count, sizeof *v->order);
    nd_status status = ND_OK;
    if (parent == NULL || v->order == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t d = 0; d < documents; d++) {
        parent[d] = (uint32_t)d;
    }
    join_components(parent, v->candidates, count);
    ND_TRY_OUT(order_by_component(v, parent, count, err));
    status = cut_tasks(v, parent, count, err);
out:
    free(parent);
    return status;
}

/* ---- sets ---- */

static nd_status make_set(const verifier *v, shingle_set *set, worker_scratch *own,
                          nd_error *err) {
    ND_TRY(nd__tokens_remember(&own->tokens, err));
    ND_TRY(nd__content_hashes(&own->tokens, v->corpus, set->document, v->options->seed,
                              err));
    size_t count = nd__shingles_count(own->tokens.count, v->options->shingle);
    ND_TRY(nd__vector_reserve(&own->hashes, count, err));
    ND_TRY(nd__vector_reserve(&own->sorting, count, err));
    nd__shingles_hash(own->hashes.items, own->tokens.hash, own->tokens.count,
                      v->options->shingle);
    set->count = nd__shingles_make_set(own->hashes.items, count, own->sorting.items);
    set->hashes = nd__allocate(set->count, sizeof *set->hashes);
    if (set->hashes == NULL) {
        return nd__fail_memory(err);
    }
    if (set->count > 0) {
        memcpy(set->hashes, own->hashes.items, set->count * sizeof *set->hashes);
    }
    return ND_OK;
}

static nd_status note_use(worker_scratch *own, uint32_t document, nd_error *err) {
    if (own->place[document] == 0) {
        ND_TRY(nd__vector_extend(&own->sets, 1, err));
        own->sets.items[own->sets.count++] = (shingle_set){.document = document};
        own->place[document] = (uint32_t)own->sets.count;
    }
    own->sets.items[own->place[document] - 1].uses++;
    return ND_OK;
}

static nd_status use_set(shingle_set **out, const verifier *v, worker_scratch *own,
                         uint32_t document, nd_error *err) {
    shingle_set *set = &own->sets.items[own->place[document] - 1];
    if (set->hashes == NULL) {
        ND_TRY(make_set(v, set, own, err));
    }
    *out = set;
    return ND_OK;
}

static void leave_set(shingle_set *set) {
    if (--set->uses == 0) {
        free(set->hashes);
        set->hashes = NULL;
    }
}

static void leave_task(worker_scratch *own) {
    for (size_t i = 0; i < own->sets.count; i++) {
        free(own->sets.items[i].hashes);
        own->place[own->sets.items[i].document] = 0;
    }
    own->sets.count = 0;
}

/* ---- pairs ---- */

/* How many common shingles a pair has at least that reaches a threshold, or one less: a
 * rounding must not cost a pair. */
static size_t least_common(const nd__verify_options *options, size_t a, size_t b) {
    double contained = options->containment * (double)(a < b ? a : b);
    double near = options->jaccard / (1 + options->jaccard) * (double)(a + b);
    double least = contained < near ? contained : near;
    return least > 1 ? (size_t)least - 1 : 0;
}

/* As nd_similarity_sets, a piece at a time; all zero as soon as `least` is out of reach.
 */
static nd_similarity merge_sets(const shingle_set *a, const shingle_set *b,
                                size_t least) {
    nd__variant variant = nd__variant_best();
    size_t i = 0, j = 0, common = 0;
    while (i < a->count && j < b->count) {
        size_t rest_a = a->count - i, rest_b = b->count - j;
        if (common + (rest_a < rest_b ? rest_a : rest_b) < least) {
            return (nd_similarity){0, 0, 0};
        }
        size_t end = rest_a < PIECE ? a->count : i + PIECE;
        uint64_t last = a->hashes[end - 1];
        size_t b_end =
            last == UINT64_MAX ? b->count : nd__gallop(b->hashes, j, b->count, last + 1);
        common +=
            nd__common_by(variant, a->hashes + i, end - i, b->hashes + j, b_end - j);
        i = end;
        j = b_end;
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

static nd_status measure_task(verifier *v, size_t begin, size_t end, worker_scratch *own,
                              nd_error *err) {
    for (size_t i = begin; i < end; i++) {
        ND_TRY(note_use(own, v->candidates[v->order[i]].a, err));
        ND_TRY(note_use(own, v->candidates[v->order[i]].b, err));
    }
    for (size_t i = begin; i < end; i++) {
        const nd__pair *pair = &v->candidates[v->order[i]];
        shingle_set *a, *b;
        ND_TRY(use_set(&a, v, own, pair->a, err));
        ND_TRY(use_set(&b, v, own, pair->b, err));
        v->results[v->order[i]] = measure_pair(a, b, v->options);
        leave_set(a);
        leave_set(b);
    }
    return ND_OK;
}

static nd_status measure_tasks(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    verifier *v = payload;
    worker_scratch *own = &v->scratch[worker];
    nd_status status = ND_OK;
    for (size_t t = begin; t < end && status >= 0; t++) {
        status = measure_task(v, v->tasks.items[t], v->tasks.items[t + 1], own, err);
        leave_task(own);
    }
    return status;
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
    for (unsigned w = 0; v->scratch != NULL && w < threads; w++) {
        nd__tokens_clear(&v->scratch[w].tokens);
        nd__vector_clear(&v->scratch[w].hashes);
        nd__vector_clear(&v->scratch[w].sorting);
        nd__vector_clear(&v->scratch[w].sets);
        free(v->scratch[w].place);
    }
    nd__vector_clear(&v->tasks);
    free(v->order);
    free(v->scratch);
    free(v->results);
}

static nd_status create_scratch(verifier *v, unsigned threads, nd_error *err) {
    v->scratch = nd__allocate_zeroed(threads, sizeof *v->scratch);
    if (v->scratch == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < threads; w++) {
        v->scratch[w].place =
            nd__allocate_zeroed(v->corpus->documents.count, sizeof(uint32_t));
        if (v->scratch[w].place == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

nd_status nd__verify_pairs(nd__verified_pairs *out, const nd__corpus *corpus,
                           const nd__pair *candidates, size_t count,
                           const nd__verify_options *options, nd_error *err) {
    if (count == 0) {
        return ND_OK;
    }
    if (count > UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "more than 4 billion candidate pairs");
    }
    unsigned threads = options->threads == 0 ? 1 : options->threads;
    verifier v = {.corpus = corpus, .candidates = candidates, .options = options};
    nd_status status = make_tasks(&v, count, err);
    ND_TRY_OUT(status);
    ND_TRY_OUT(create_scratch(&v, threads, err));
    v.results = nd__allocate(count, sizeof *v.results);
    if (v.results == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(
        nd__parallel_ranges(threads, v.tasks.count - 1, 1, measure_tasks, &v, err));
    status = keep_reaching(out, &v, count, err);
out:
    destroy_verifier(&v, threads);
    return status;
}
