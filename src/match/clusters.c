/* Star grouping. Documents are visited in the order of who would rather be kept:
 * references, then documents that no larger one contains, by the user's policy, then
 * contained ones, the largest first. Whoever is visited and belongs to no group yet is
 * kept, and takes those of its direct neighbours that are free. No chain A~B~C drops C
 * for A's sake: each member was measured against the kept copy itself. Pairs are between
 * classes (documents of equal text); members of a class share its neighbours, so that ten
 * thousand exact copies cost ten thousand steps.
 *
 * Cost: a kept document visits its class and its neighbour classes once. */
#include "match/clusters.h"

#include <string.h>

#define FREE UINT32_MAX
#define BARE (UINT32_MAX - 1)

typedef struct edge {
    uint32_t to; /* class */
    bool near;   /* Jaccard reaches the threshold */
    bool covers; /* `to` is contained in this class, far enough to be dropped for it */
    double jaccard;
    double containment; /* share of `to`'s shingles that this class has */
} edge;

typedef struct grouping {
    const nd__corpus *corpus;
    const nd__classes *classes;
    const nd__cluster_options *options;
    edge *edges;
    size_t *edge_begin; /* [classes + 1] */
    bool *contained;    /* [classes] a larger class covers this one */
    uint32_t *order;    /* documents, who is visited first */
    uint32_t *kept_by;  /* [documents] FREE, or the kept document of its group (itself if
                           kept) */
    uint32_t *swept_by; /* [classes] FREE, the INPUT whose kept document has taken from
                           it, or BARE: no member is left to be taken */
    nd__clusters *out;
} grouping;

/* Of a pair that is not near, which side goes? The one that has more of itself in the
 * other; of equals the later. */
static bool b_is_contained(const nd__verified *pair) {
    return pair->similarity.containment_b >= pair->similarity.containment_a;
}

static void fill_edge(edge *e, const nd__verified *pair, bool from_a,
                      const nd__cluster_options *options) {
    const nd_similarity *s = &pair->similarity;
    e->jaccard = s->jaccard;
    e->containment = from_a ? s->containment_b : s->containment_a;
    e->near = s->jaccard >= options->jaccard;
    e->covers = !e->near && e->containment >= options->containment &&
                b_is_contained(pair) == from_a;
}

static nd_status build_edges(grouping *g, const nd__verified_pairs *pairs,
                             nd_error *err) {
    const uint32_t *class_of = g->classes->of;
    size_t classes = g->classes->count;
    g->edges = nd__allocate(pairs->count, 2 * sizeof *g->edges);
    g->edge_begin = nd__allocate_zeroed(classes + 2, sizeof *g->edge_begin);
    g->contained = nd__allocate_zeroed(classes, sizeof *g->contained);
    if (g->edges == NULL || g->edge_begin == NULL || g->contained == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < pairs->count; i++) {
        g->edge_begin[class_of[pairs->items[i].a] + 2]++;
        g->edge_begin[class_of[pairs->items[i].b] + 2]++;
    }
    for (size_t c = 2; c < classes + 2; c++) {
        g->edge_begin[c] += g->edge_begin[c - 1];
    }
    for (size_t i = 0; i < pairs->count; i++) {
        const nd__verified *pair = &pairs->items[i];
        uint32_t a = class_of[pair->a], b = class_of[pair->b];
        edge *from_a = &g->edges[g->edge_begin[a + 1]++];
        edge *from_b = &g->edges[g->edge_begin[b + 1]++];
        from_a->to = b;
        from_b->to = a;
        fill_edge(from_a, pair, true, g->options);
        fill_edge(from_b, pair, false, g->options);
        g->contained[b] |= from_a->covers;
        g->contained[a] |= from_b->covers;
    }
    return ND_OK;
}

/* ---- who is visited first ---- */

typedef struct ranked {
    const nd__document *document;
    uint32_t number;
    uint32_t site; /* its rank */
    bool contained;
} ranked;

/* Dates are compared as text: ISO 8601 sorts so. A document without a date comes last. */
static int compare_dates(const nd__document *a, const nd__document *b, bool newest) {
    if (a->date == NULL || b->date == NULL) {
        return (a->date == NULL) - (b->date == NULL);
    }
    int order = strcmp(a->date, b->date);
    return newest ? -order : order;
}

static int compare_sizes(const nd__document *a, const nd__document *b) {
    return a->tokens > b->tokens ? -1 : a->tokens < b->tokens;
}

static int compare_ranked(const ranked *a, const ranked *b, nd__keep keep) {
    if (a->document->reference != b->document->reference) {
        return a->document->reference ? -1 : 1;
    }
    if (a->contained != b->contained) {
        return a->contained ? 1 : -1;
    }
    int order = 0;
    if (a->contained) {
        order = compare_sizes(a->document, b->document);
    }
    if (order == 0) {
        order = a->site < b->site ? -1 : a->site > b->site;
    }
    if (order == 0 && keep == ND__KEEP_LONGEST) {
        order = compare_sizes(a->document, b->document);
    } else if (order == 0 && keep != ND__KEEP_FIRST) {
        order = compare_dates(a->document, b->document, keep == ND__KEEP_NEWEST);
    }
    if (order == 0) {
        order = a->number < b->number ? -1 : a->number > b->number;
    }
    return order;
}

static int compare_first(const void *a, const void *b) {
    return compare_ranked(a, b, ND__KEEP_FIRST);
}

static int compare_longest(const void *a, const void *b) {
    return compare_ranked(a, b, ND__KEEP_LONGEST);
}

static int compare_oldest(const void *a, const void *b) {
    return compare_ranked(a, b, ND__KEEP_OLDEST);
}

static int compare_newest(const void *a, const void *b) {
    return compare_ranked(a, b, ND__KEEP_NEWEST);
}

static nd_status order_documents(grouping *g, nd_error *err) {
    static int (*const compare[])(const void *, const void *) = {
        [ND__KEEP_FIRST] = compare_first,
        [ND__KEEP_LONGEST] = compare_longest,
        [ND__KEEP_OLDEST] = compare_oldest,
        [ND__KEEP_NEWEST] = compare_newest,
    };
    size_t count = g->corpus->documents.count;
    ranked *rank = nd__allocate(count, sizeof *rank);
    g->order = nd__allocate(count, sizeof *g->order);
    if (rank == NULL || g->order == NULL) {
        free(rank);
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < count; d++) {
        const nd__document *document = &g->corpus->documents.items[d];
        const uint32_t *sites = g->options->site_rank;
        rank[d] = (ranked){document, (uint32_t)d,
                           sites == NULL ? 0 : sites[document->site_number],
                           g->contained[g->classes->of[d]]};
    }
    qsort(rank, count, sizeof *rank, compare[g->options->keep]);
    for (size_t i = 0; i < count; i++) {
        g->order[i] = rank[i].number;
    }
    free(rank);
    return ND_OK;
}

/* ---- stars ---- */

static bool may_drop(const grouping *g, uint32_t kept, uint32_t member) {
    const nd__document *documents = g->corpus->documents.items;
    return g->kept_by[member] == FREE && member != kept && !documents[member].reference &&
           !(g->options->cross_only &&
             documents[kept].argument == documents[member].argument);
}

static nd_status add_member(grouping *g, uint32_t kept, nd__cluster_member member,
                            nd_error *err) {
    ND_TRY(nd__vector_extend(&g->out->members, 1, err));
    g->out->members.items[g->out->members.count++] = member;
    g->kept_by[member.document] = kept;
    return ND_OK;
}

/* Is there nothing in the class that kept may take, since another has taken from it
 * before? That one left only members of its own INPUT, and these only with cross_only.
 * Without this, copies that must all be kept would each look at all others. */
static bool is_swept(grouping *g, uint32_t kept, uint32_t class_number) {
    uint32_t argument = g->corpus->documents.items[kept].argument;
    uint32_t *by = &g->swept_by[class_number];
    if (*by == BARE || *by == argument) {
        return true;
    }
    *by = *by == FREE && g->options->cross_only ? argument : BARE;
    return false;
}

static nd_status take_class(grouping *g, uint32_t kept, uint32_t class_number,
                            nd__cluster_member model, nd_error *err) {
    const nd__classes *classes = g->classes;
    if (is_swept(g, kept, class_number)) {
        return ND_OK;
    }
    for (size_t i = classes->begin[class_number]; i < classes->begin[class_number + 1];
         i++) {
        model.document = classes->members[i];
        if (may_drop(g, kept, model.document)) {
            ND_TRY(add_member(g, kept, model, err));
        }
    }
    return ND_OK;
}

static int compare_members(const void *a, const void *b) {
    uint32_t x = ((const nd__cluster_member *)a)->document;
    uint32_t y = ((const nd__cluster_member *)b)->document;
    return x < y ? -1 : x > y;
}

static nd_status finish_group(grouping *g, uint32_t kept, size_t begin, nd_error *err) {
    nd__clusters *out = g->out;
    if (out->members.count == begin) {
        return ND_OK;
    }
    qsort(out->members.items + begin, out->members.count - begin,
          sizeof(nd__cluster_member), compare_members);
    ND_TRY(nd__vector_extend(&out->clusters, 1, err));
    out->clusters.items[out->clusters.count++] =
        (nd__cluster){kept, begin, out->members.count};
    return ND_OK;
}

static nd_status make_star(grouping *g, uint32_t kept, nd_error *err) {
    size_t begin = g->out->members.count;
    uint32_t own = g->classes->of[kept];
    g->kept_by[kept] = kept;
    ND_TRY(take_class(g, kept, own, (nd__cluster_member){0, ND__EXACT, 1.0, 1.0, true},
                      err));
    for (size_t i = g->edge_begin[own]; i < g->edge_begin[own + 1]; i++) {
        const edge *e = &g->edges[i];
        if (e->near || e->covers) {
            nd__cluster_member model = {0, e->near ? ND__NEAR : ND__CONTAINED, e->jaccard,
                                        e->containment, true};
            ND_TRY(take_class(g, kept, e->to, model, err));
        }
    }
    return finish_group(g, kept, begin, err);
}

static nd_status make_stars(grouping *g, nd_error *err) {
    for (size_t i = 0; i < g->corpus->documents.count; i++) {
        if (g->kept_by[g->order[i]] == FREE) {
            ND_TRY(make_star(g, g->order[i], err));
        }
    }
    return ND_OK;
}

/* ---- connected components ---- */

/* The edge from kept's class to another, or NULL. The pairs are sorted, and with them the
 * edges of a class. */
static const edge *find_edge(const grouping *g, uint32_t from_class, uint32_t to_class) {
    size_t low = g->edge_begin[from_class], end = g->edge_begin[from_class + 1];
    for (size_t high = end; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (g->edges[middle].to < to_class) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < end && g->edges[low].to == to_class ? &g->edges[low] : NULL;
}

static nd_status take_component(grouping *g, uint32_t kept, uint32_t *queue, bool *seen,
                                nd_error *err) {
    size_t begin = g->out->members.count;
    uint32_t own = g->classes->of[kept];
    size_t head = 0, tail = 0;
    g->kept_by[kept] = kept;
    queue[tail++] = own;
    seen[own] = true;
    while (head < tail) {
        uint32_t current = queue[head++];
        const edge *direct = current == own ? NULL : find_edge(g, own, current);
        nd__cluster_member model = {0, ND__EXACT, 1.0, 1.0, true};
        if (current != own) {
            bool near = direct != NULL && direct->near;
            model.relation = direct != NULL && !near ? ND__CONTAINED : ND__NEAR;
            model.jaccard = direct == NULL ? 0 : direct->jaccard;
            model.containment = direct == NULL ? 0 : direct->containment;
            model.measured = direct != NULL;
        }
        ND_TRY(take_class(g, kept, current, model, err));
        for (size_t i = g->edge_begin[current]; i < g->edge_begin[current + 1]; i++) {
            if (!seen[g->edges[i].to]) {
                seen[g->edges[i].to] = true;
                queue[tail++] = g->edges[i].to;
            }
        }
    }
    return finish_group(g, kept, begin, err);
}

static nd_status make_components(grouping *g, nd_error *err) {
    uint32_t *queue = nd__allocate(g->classes->count, sizeof *queue);
    bool *seen = nd__allocate_zeroed(g->classes->count, sizeof *seen);
    nd_status status = ND_OK;
    if (queue == NULL || seen == NULL) {
        status = nd__fail_memory(err);
    }
    for (size_t i = 0; status >= 0 && i < g->corpus->documents.count; i++) {
        uint32_t d = g->order[i];
        if (g->kept_by[d] == FREE) {
            /* What a component could not take (a reference, the same INPUT) stands alone.
             */
            status = seen[g->classes->of[d]] ? make_star(g, d, err)
                                             : take_component(g, d, queue, seen, err);
        }
    }
    free(queue);
    free(seen);
    return status;
}

static int compare_groups(const void *a, const void *b) {
    uint32_t x = ((const nd__cluster *)a)->kept, y = ((const nd__cluster *)b)->kept;
    return x < y ? -1 : x > y;
}

void nd__clusters_clear(nd__clusters *groups) {
    nd__vector_clear(&groups->clusters);
    nd__vector_clear(&groups->members);
}

nd_status nd__clusters_make(nd__clusters *out, const nd__corpus *corpus,
                            const nd__classes *classes, const nd__verified_pairs *pairs,
                            const nd__cluster_options *options, nd_error *err) {
    memset(out, 0, sizeof *out);
    grouping g = {.corpus = corpus, .classes = classes, .options = options, .out = out};
    nd_status status = build_edges(&g, pairs, err);
    if (status >= 0) {
        status = order_documents(&g, err);
    }
    if (status >= 0) {
        g.kept_by = nd__allocate(corpus->documents.count, sizeof *g.kept_by);
        g.swept_by = nd__allocate(classes->count, sizeof *g.swept_by);
        if (g.kept_by == NULL || g.swept_by == NULL) {
            status = nd__fail_memory(err);
        }
    }
    if (status >= 0) {
        memset(g.kept_by, 0xFF, corpus->documents.count * sizeof *g.kept_by);
        memset(g.swept_by, 0xFF, classes->count * sizeof *g.swept_by);
        status = options->components ? make_components(&g, err) : make_stars(&g, err);
    }
    if (status >= 0 && out->clusters.count > 1) {
        qsort(out->clusters.items, out->clusters.count, sizeof(nd__cluster),
              compare_groups);
    }
    if (status < 0) {
        nd__clusters_clear(out);
    }
    free(g.edges);
    free(g.edge_begin);
    free(g.contained);
    free(g.order);
    free(g.kept_by);
    free(g.swept_by);
    return status;
}
