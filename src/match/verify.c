/* 1. Candidates are put in the order of the connected components they form, since the
 * pairs of a component share documents, and cut into tasks: some small components, or
 * MOST_PAIRS of a large one.
 * 2. A task makes the shingle set of a document from its text when the first pair needs
 * it, and frees it behind the last one: few sets are held at a time, however many
 * documents resemble another.
 * 3. A pair is measured by asking the table of the larger set for the shingles of the
 * smaller one, until it is certain that it reaches no threshold. Only one table is held:
 * pairs of the same larger document are measured in a row. Results stand in the order of
 * the candidates, whatever thread made them. */
#include "match/verify.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "fingerprint/shingle_table.h"
#include "match/content.h"
#include "text/shingles.h"

/* Pairs of a task. A document of a large component is read once in each of its tasks. */
#define LEAST_PAIRS ((size_t)256)
#define MOST_PAIRS ((size_t)16384)
#define NO_SET SIZE_MAX

typedef struct shingle_set {
    uint64_t *hashes; /* distinct, in the order of the text; NULL: not made yet, or done
                         with */
    size_t count;
    size_t uses; /* pairs of the task that still need it */
    uint32_t document;
} shingle_set;

typedef struct worker_scratch {
    nd__tokens tokens;
    nd__u64_vector hashes;
    ND_VECTOR(shingle_set) sets; /* of the task */
    uint32_t *place;             /* [documents] 1 + index in sets, 0 between tasks */
    ND_VECTOR(nd__keyed) queue;  /* pairs of the task, and as many to sort them */
    nd__shingle_table table;     /* finds in sets[table_of] */
    nd__shingle_table other;     /* to make a set that is only looked up */
    size_t table_of;             /* or NO_SET */
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
                          nd__shingle_table *table, nd_error *err) {
    ND_TRY(nd__tokens_remember(&own->tokens, err));
    ND_TRY(nd__content_hashes(&own->tokens, v->corpus, set->document, v->options->seed,
                              err));
    size_t count = nd__shingles_count(own->tokens.count, v->options->shingle);
    ND_TRY(nd__vector_reserve(&own->hashes, count, err));
    nd__shingles_hash(own->hashes.items, own->tokens.hash, own->tokens.count,
                      v->options->shingle);
    ND_TRY(nd__shingle_table_distinct(table, own->hashes.items, count, &set->count, err));
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

/* Makes sets[s] and its table, where they are not there. */
static nd_status use_table(const verifier *v, worker_scratch *own, size_t s,
                           nd_error *err) {
    shingle_set *set = &own->sets.items[s];
    if (own->table_of == s) {
        return ND_OK;
    }
    own->table_of = NO_SET;
    if (set->hashes == NULL) {
        ND_TRY(make_set(v, set, own, &own->table, err));
    } else {
        ND_TRY(nd__shingle_table_fill(&own->table, set->hashes, set->count, err));
    }
    own->table_of = s;
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

/* All zero as soon as it is certain that no threshold is reached. */
static nd_similarity measure_pair(const nd__shingle_table *table, const shingle_set *a,
                                  const shingle_set *b, bool table_is_of_a,
                                  const nd__verify_options *options) {
    const shingle_set *large = table_is_of_a ? a : b, *small = table_is_of_a ? b : a;
    if (a->count == 0 || b->count == 0) {
        return (nd_similarity){0, 0, 0};
    }
    size_t common =
        nd__shingle_table_common(table, large->hashes, large->count, small->hashes,
                                 small->count, least_common(options, a->count, b->count));
    if (common == SIZE_MAX) {
        return (nd_similarity){0, 0, 0};
    }
    return (nd_similarity){
        .jaccard = (double)common / (double)(a->count + b->count - common),
        .containment_a = (double)common / (double)a->count,
        .containment_b = (double)common / (double)b->count,
    };
}

/* The document of a pair that has more tokens: it has the table. */
static uint32_t larger_of(const verifier *v, const nd__pair *pair) {
    const nd__document *documents = v->corpus->documents.items;
    return documents[pair->a].tokens < documents[pair->b].tokens ? pair->b : pair->a;
}

/* The pairs of a task by their larger document, in the order in which these come. */
static nd_status queue_pairs(const verifier *v, size_t begin, size_t end,
                             worker_scratch *own, nd_error *err) {
    size_t count = end - begin;
    ND_TRY(nd__vector_reserve(&own->queue, 2 * count, err));
    for (size_t i = 0; i < count; i++) {
        const nd__pair *pair = &v->candidates[v->order[begin + i]];
        ND_TRY(note_use(own, pair->a, err));
        ND_TRY(note_use(own, pair->b, err));
        own->queue.items[i] =
            (nd__keyed){own->place[larger_of(v, pair)] - 1, v->order[begin + i]};
    }
    nd__sort_keyed(own->queue.items, own->queue.items + count, count);
    return ND_OK;
}

static nd_status measure_task(verifier *v, size_t begin, size_t end, worker_scratch *own,
                              nd_error *err) {
    own->table_of = NO_SET;
    ND_TRY(queue_pairs(v, begin, end, own, err));
    for (size_t i = 0; i < end - begin; i++) {
        size_t large = (size_t)own->queue.items[i].key;
        size_t candidate = (size_t)own->queue.items[i].value;
        const nd__pair *pair = &v->candidates[candidate];
        shingle_set *a = &own->sets.items[own->place[pair->a] - 1];
        shingle_set *b = &own->sets.items[own->place[pair->b] - 1];
        bool table_is_of_a = a == &own->sets.items[large];
        shingle_set *small = table_is_of_a ? b : a;
        ND_TRY(use_table(v, own, large, err));
        if (small->hashes == NULL) {
            ND_TRY(make_set(v, small, own, &own->other, err));
        }
        v->results[candidate] =
            measure_pair(&own->table, a, b, table_is_of_a, v->options);
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
        nd__vector_clear(&v->scratch[w].sets);
        nd__vector_clear(&v->scratch[w].queue);
        nd__shingle_table_clear(&v->scratch[w].table);
        nd__shingle_table_clear(&v->scratch[w].other);
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
