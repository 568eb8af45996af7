/* Who reprints whom: which copy of a text was likely the first, and how many documents of
 * each site were likely published by which other one first. */
#include <string.h>

#include "base/radix_sort.h"
#include "run/credits.h"
#include "run/first_copy.h"
#include "run/scan_internal.h"

/* ---- groups ---- */

static nd__copy copy_of(const nd__scan *scan, uint32_t d, double coverage) {
    const nd__document *document = &scan->corpus.documents.items[d];
    return (nd__copy){document->date, coverage, document->tokens, d};
}

static uint32_t site_of(const nd__scan *scan, uint32_t d) {
    return scan->corpus.documents.items[d].site_number;
}

/* Member m of cluster g: the kept document, then the others. */
static uint32_t member_of(const nd__scan *scan, const nd__cluster *cluster, size_t m) {
    return m == 0 ? cluster->kept
                  : scan->clusters.members.items[cluster->member_begin + m - 1].document;
}

nd_status nd__scan_first(size_t *first, nd__first_reason *by, const nd__scan *scan,
                         size_t g, nd_error *err) {
    const nd__cluster *cluster = &scan->clusters.clusters.items[g];
    size_t count = cluster->member_end - cluster->member_begin + 1;
    nd__copy *copies = nd__allocate(count, sizeof *copies);
    double kept_coverage = 0;
    if (copies == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t m = 1; m < count; m++) {
        const nd__cluster_member *member =
            &scan->clusters.members.items[cluster->member_begin + m - 1];
        double coverage =
            member->relation == ND__EXACT
                ? 1
                : nd__copy_other_share(member->jaccard, member->containment);
        copies[m] = copy_of(scan, member->document, coverage);
        kept_coverage =
            member->containment > kept_coverage ? member->containment : kept_coverage;
    }
    copies[0] = copy_of(scan, cluster->kept, kept_coverage);
    *first = nd__copy_first(by, copies, count);
    free(copies);
    return ND_OK;
}

/* ---- credits ---- */

nd_status nd__scan_credits(const char **out, nd__arena *arena, nd__buffer *room,
                           const nd__scan *scan, uint32_t d, nd_error *err) {
    *out = NULL;
    ND_TRY(nd__credits_find(room, scan->credits, &scan->corpus, d, err));
    if (room->items[0] != '\0') {
        *out = nd__arena_copy(arena, room->items, strlen(room->items));
        return *out == NULL ? nd__fail_memory(err) : ND_OK;
    }
    return ND_OK;
}

/* ---- edited copies ---- */

/* A verified pair, with the one first that was likely there first. */
typedef struct ordered_pair {
    uint32_t of, copy; /* documents */
    size_t pair;
    nd__first_reason by;
    double share, of_share;
} ordered_pair;

typedef ND_VECTOR(ordered_pair) ordered_pairs;

static double *measure_coverage(const nd__scan *scan) {
    double *coverage =
        nd__allocate_zeroed(scan->corpus.documents.count, sizeof *coverage);
    for (size_t i = 0; coverage != NULL && i < scan->reprints.items.count; i++) {
        const nd__reprint *r = &scan->reprints.items.items[i];
        coverage[r->a] += r->share_b;
        coverage[r->b] += r->share_a;
    }
    return coverage;
}

/* By the copy; what it has most of first. */
static int compare_ordered(const void *x, const void *y) {
    const ordered_pair *a = x, *b = y;
    if (a->copy != b->copy) {
        return a->copy < b->copy ? -1 : 1;
    }
    if (a->share > b->share || a->share < b->share) {
        return a->share > b->share ? -1 : 1;
    }
    return a->of < b->of ? -1 : a->of > b->of;
}

static nd_status order_pairs(ordered_pairs *out, const nd__scan *scan, nd_error *err) {
    size_t count = scan->reprints.items.count;
    double *coverage = measure_coverage(scan);
    if (coverage == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = nd__vector_reserve(out, count, err);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        const nd__reprint *r = &scan->reprints.items.items[i];
        nd__copy a = copy_of(scan, r->a, coverage[r->a]);
        nd__copy b = copy_of(scan, r->b, coverage[r->b]);
        ordered_pair *pair = &out->items[out->count++];
        if (nd__copy_compare(&pair->by, &a, &b) < 0) {
            *pair = (ordered_pair){r->a, r->b, i, pair->by, r->share_b, r->share_a};
        } else {
            *pair = (ordered_pair){r->b, r->a, i, pair->by, r->share_a, r->share_b};
        }
    }
    free(coverage);
    if (out->count > 1) {
        qsort(out->items, out->count, sizeof *out->items, compare_ordered);
    }
    return status;
}

/* Copies of one text are alike among themselves, too: of a copy those pairs are said
 * whose other one is no copy of another itself; if there are none, the one that it has
 * most of. */
static nd_status keep_firsts(ordered_pairs *pairs, size_t documents, nd_error *err) {
    bool *is_copy = nd__allocate_zeroed(documents, sizeof *is_copy);
    size_t kept = 0;
    if (is_copy == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < pairs->count; i++) {
        is_copy[pairs->items[i].copy] = true;
    }
    for (size_t i = 0, end; i < pairs->count; i = end) {
        size_t before = kept;
        ordered_pair most = pairs->items[i];
        for (end = i; end < pairs->count && pairs->items[end].copy == most.copy; end++) {
            if (!is_copy[pairs->items[end].of]) {
                pairs->items[kept++] = pairs->items[end];
            }
        }
        if (kept == before) {
            pairs->items[kept++] = most;
        }
    }
    pairs->count = kept;
    free(is_copy);
    return ND_OK;
}

static int compare_spans(const void *x, const void *y) {
    const nd__member_span *a = x, *b = y;
    if (a->member_begin != b->member_begin) {
        return a->member_begin < b->member_begin ? -1 : 1;
    }
    return a->kept_begin < b->kept_begin ? -1 : a->kept_begin > b->kept_begin;
}

static nd_status set_source(nd__source *out, nd__arena *arena, nd__buffer *room,
                            const nd__scan *scan, uint32_t d, nd_error *err) {
    const nd__document *document = &scan->corpus.documents.items[d];
    *out = (nd__source){.doc = {document->id, d},
                        .site = nd__corpus_site(&scan->corpus, document),
                        .date = document->date};
    return nd__scan_credits(&out->credits, arena, room, scan, d, err);
}

static nd_status add_reprint(nd__findings *out, const nd__scan *scan,
                             const ordered_pair *pair, nd__buffer *room, nd_error *err) {
    const nd__reprint *r = &scan->reprints.items.items[pair->pair];
    const nd__reprint_span *spans = scan->reprints.spans.items + r->first_span;
    nd__reprint_finding finding = {
        .reference = scan->corpus.documents.items[pair->copy].reference,
        .by = pair->by,
        .share = pair->share,
        .of_share = pair->of_share,
        .span_count = r->span_count};
    nd__member_span *own = nd__allocate(r->span_count, sizeof *own);
    if (own == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < r->span_count; i++) {
        nd__member_span span = {spans[i].a_begin, spans[i].a_end, spans[i].b_begin,
                                spans[i].b_end};
        nd__member_span turned = {span.member_begin, span.member_end, span.kept_begin,
                                  span.kept_end};
        own[i] = r->a == pair->of ? span : turned;
    }
    qsort(own, r->span_count, sizeof *own, compare_spans);
    finding.spans = own;
    nd_status status =
        set_source(&finding.copy, &out->arena, room, scan, pair->copy, err);
    if (status >= 0) {
        status = set_source(&finding.of, &out->arena, room, scan, pair->of, err);
    }
    if (status >= 0) {
        status = nd__findings_add_reprint(out, &finding, err);
    }
    free(own);
    return status;
}

/* ---- sites ---- */

/* Of each copy on another site: (its site, the first one's site). */
static nd_status note_copy(nd__u64_vector *out, const nd__scan *scan, uint32_t copy,
                           uint32_t of, nd_error *err) {
    uint32_t site = site_of(scan, copy), first = site_of(scan, of);
    if (site != first && site != 0 && first != 0) {
        ND_TRY(nd__vector_extend(out, 1, err));
        out->items[out->count++] = (uint64_t)site << 32 | first;
    }
    return ND_OK;
}

static nd_status note_groups(nd__u64_vector *out, const nd__scan *scan, nd_error *err) {
    for (size_t g = 0; g < scan->clusters.clusters.count; g++) {
        const nd__cluster *cluster = &scan->clusters.clusters.items[g];
        size_t count = cluster->member_end - cluster->member_begin + 1, first = 0;
        nd__first_reason by;
        ND_TRY(nd__scan_first(&first, &by, scan, g, err));
        for (size_t m = 0; m < count; m++) {
            ND_TRY(note_copy(out, scan, member_of(scan, cluster, m),
                             member_of(scan, cluster, first), err));
        }
    }
    return ND_OK;
}

typedef struct site_counts {
    uint64_t documents, dropped;
} site_counts;

static site_counts *count_documents(const nd__scan *scan) {
    site_counts *counts = nd__allocate_zeroed(scan->corpus.sites.count, sizeof *counts);
    for (size_t d = 0; counts != NULL && d < scan->corpus.documents.count; d++) {
        const nd__document *document = &scan->corpus.documents.items[d];
        if (!document->reference) {
            counts[document->site_number].documents++;
            counts[document->site_number].dropped += scan->dropped[d];
        }
    }
    return counts;
}

static int compare_copies(const void *x, const void *y) {
    const nd__site_copies *a = x, *b = y;
    if (a->documents != b->documents) {
        return a->documents > b->documents ? -1 : 1;
    }
    return strcmp(a->site, b->site);
}

/* copies is sorted; *at is the first of this site or a later one. */
static nd_status add_site(nd__findings *out, const nd__scan *scan, size_t site,
                          site_counts counts, const nd__u64_vector *copies, size_t *at,
                          nd_error *err) {
    ND_VECTOR(nd__site_copies) of = {NULL, 0, 0};
    nd_status status = ND_OK;
    for (size_t end; *at < copies->count && copies->items[*at] >> 32 == site; *at = end) {
        for (end = *at;
             end < copies->count && copies->items[end] == copies->items[*at];) {
            end++;
        }
        ND_TRY_OUT(nd__vector_extend(&of, 1, err));
        of.items[of.count++] = (nd__site_copies){
            scan->corpus.sites.items[(uint32_t)copies->items[*at]], end - *at};
    }
    if (of.count == 0 && counts.dropped == 0) {
        return ND_OK;
    }
    if (of.count > 1) {
        qsort(of.items, of.count, sizeof *of.items, compare_copies);
    }
    nd__site_finding finding = {scan->corpus.sites.items[site], counts.documents,
                                counts.dropped, of.items, of.count};
    status = nd__findings_add_site(out, &finding, err);
out:
    nd__vector_clear(&of);
    return status;
}

static nd_status add_sites(nd__findings *out, const nd__scan *scan,
                           nd__u64_vector *copies, nd_error *err) {
    size_t at = 0;
    ND_TRY(nd__vector_reserve(copies, 2 * copies->count, err));
    if (copies->count > 0) {
        nd__sort_u64(copies->items, copies->items + copies->count, copies->count);
    }
    site_counts *counts = count_documents(scan);
    nd_status status = counts == NULL ? nd__fail_memory(err) : ND_OK;
    for (size_t site = 1; status >= 0 && site < scan->corpus.sites.count; site++) {
        status = add_site(out, scan, site, counts[site], copies, &at, err);
    }
    free(counts);
    return status;
}

nd_status nd__scan_sites(nd__findings *out, const nd__scan *scan, nd_error *err) {
    nd__u64_vector copies = {0};
    nd__buffer room = {0};
    ordered_pairs pairs = {NULL, 0, 0};
    nd_status status = ND_OK;
    ND_TRY_OUT(order_pairs(&pairs, scan, err));
    ND_TRY_OUT(keep_firsts(&pairs, scan->corpus.documents.count, err));
    out->end.has_reprints = scan->options->reprints != 0;
    for (size_t i = 0; i < pairs.count; i++) {
        ND_TRY_OUT(add_reprint(out, scan, &pairs.items[i], &room, err));
        bool same = i > 0 && pairs.items[i].copy == pairs.items[i - 1].copy;
        if (!same) { /* the one that it has most of */
            ND_TRY_OUT(
                note_copy(&copies, scan, pairs.items[i].copy, pairs.items[i].of, err));
        }
    }
    ND_TRY_OUT(note_groups(&copies, scan, err));
    status = add_sites(out, scan, &copies, err);
out:
    nd__vector_clear(&copies);
    nd__vector_clear(&room);
    nd__vector_clear(&pairs);
    return status;
}
