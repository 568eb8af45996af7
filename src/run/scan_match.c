/* Matching: candidates from bands and from winnowed shingles, exact verification, groups.
 */
#include <string.h>

#include "match/winnow_index.h"
#include "run/scan_internal.h"

/* A band with more documents than this gives star edges. */
#define HOT_BAND 1024
/* A shingle in more documents than this is followed only to the first of them. */
#define HOT_SHINGLE 1024
/* Share of the smaller document's winnowed shingles that a candidate for containment c
 * must have, as a factor of c. Each edit takes chosen shingles with it that stand next to
 * it, so a document of which 80 % is contained may share only half of them; see
 * docs/algorithms/matching.md. */
#define WINNOW_SHARE 0.5
/* The least shingles are chosen whatever stands beside them, nearly always. */
#define WINNOW_SAMPLED 0.9

/* Only the first document of each class is looked up; the others share its fate. One
 * without a token matches nothing. */
static bool *mark_representatives(const nd__scan *scan, const bool *sites) {
    const nd__document *documents = scan->corpus.documents.items;
    bool *wanted = nd__allocate_zeroed(scan->corpus.documents.count, sizeof *wanted);
    for (size_t c = 0; wanted != NULL && c < scan->classes.count; c++) {
        uint32_t first = scan->classes.members[scan->classes.begin[c]];
        wanted[first] = documents[first].tokens > 0 &&
                        (sites == NULL || sites[documents[first].site_number]);
    }
    return wanted;
}

/* Can a document of class a and one of class b be a pair? Not two references, nor, with
 * cross_only, two of one INPUT. */
static bool may_pair(const nd__scan *scan, const nd__document *a, const nd__document *b) {
    return !(a->reference && b->reference) &&
           !(scan->options->cross_only && a->argument == b->argument);
}

static bool classes_may_pair(const nd__scan *scan, const nd__pair *pair) {
    const nd__classes *classes = &scan->classes;
    const nd__document *documents = scan->corpus.documents.items;
    uint32_t a = classes->of[pair->a], b = classes->of[pair->b];
    bool alone = classes->begin[a + 1] - classes->begin[a] == 1 &&
                 classes->begin[b + 1] - classes->begin[b] == 1;
    return !alone || may_pair(scan, &documents[pair->a], &documents[pair->b]);
}

static bool less(const nd__pair *x, const nd__pair *y) {
    return x->a < y->a || (x->a == y->a && x->b < y->b);
}

static bool of_one_site(const nd__scan *scan, const nd__pair *pair) {
    const nd__document *documents = scan->corpus.documents.items;
    return documents[pair->a].site_number == documents[pair->b].site_number;
}

/* Merges two sorted lists, without repeats, into *out. */
static nd_status merge_candidates(nd__pairs *out, const nd__scan *scan, bool by_site,
                                  const nd__pairs *x, const nd__pairs *y, nd_error *err) {
    size_t i = 0, j = 0;
    ND_TRY(nd__vector_reserve(out, x->count + y->count, err));
    while (i < x->count || j < y->count) {
        const nd__pair *next;
        if (j == y->count || (i < x->count && less(&x->items[i], &y->items[j]))) {
            next = &x->items[i++];
        } else {
            next = &y->items[j++];
            if (i < x->count && !less(next, &x->items[i])) {
                i++; /* the same pair */
            }
        }
        if (by_site ? of_one_site(scan, next) : classes_may_pair(scan, next)) {
            out->items[out->count++] = *next;
        }
    }
    return ND_OK;
}

static nd_status find_candidates(nd__pairs *out, nd__scan *scan, const bool *sites,
                                 nd_error *err) {
    nd__pairs banded = {0}, winnowed = {0};
    nd_status status = ND_OK;
    bool *wanted = mark_representatives(scan, sites);
    if (wanted == NULL) {
        return nd__fail_memory(err);
    }
    nd__signatures signatures = {scan->corpus.signatures.items,
                                 scan->corpus.documents.count,
                                 scan->corpus.signature_size, wanted};
    ND_TRY_OUT(nd__bands_candidates(&banded, &signatures, scan->bands,
                                    scan->options->threshold, HOT_BAND, scan->threads,
                                    &scan->hot_buckets, err));
    if (scan->last_match) {
        nd__vector_clear(&scan->corpus.signatures);
    }
    ND_TRY_OUT(nd__scan_progress(scan, "matching", 1, 4, err));
    nd__winnow_options options = {WINNOW_SHARE * scan->options->containment,
                                  WINNOW_SAMPLED * scan->options->containment,
                                  HOT_SHINGLE, scan->threads, sites != NULL};
    ND_TRY_OUT(nd__winnow_candidates(&winnowed, &scan->corpus, wanted, &options, err));
    if (scan->last_match) {
        nd__vector_clear(&scan->corpus.winnowed);
    }
    ND_TRY_OUT(nd__scan_progress(scan, "matching", 2, 4, err));
    status = merge_candidates(out, scan, sites != NULL, &banded, &winnowed, err);
out:
    free(wanted);
    nd__vector_clear(&banded);
    nd__vector_clear(&winnowed);
    return status;
}

static nd__verify_options verify_options(const nd__scan *scan) {
    return (nd__verify_options){scan->options->shingle, scan->options->seed,
                                scan->options->threshold, scan->options->containment,
                                scan->threads};
}

/* Members of a connected component that are no direct neighbours of the kept copy still
 * get their true similarity to it. */
static nd_status measure_distant(nd__scan *scan, nd_error *err) {
    nd__pairs pairs = {0};
    nd__verified_pairs measured = {0};
    nd_status status = ND_OK;
    nd__cluster_member *members = scan->clusters.members.items;
    for (size_t g = 0; g < scan->clusters.clusters.count; g++) {
        const nd__cluster *cluster = &scan->clusters.clusters.items[g];
        for (size_t i = cluster->member_begin; i < cluster->member_end; i++) {
            if (!members[i].measured) {
                ND_TRY_OUT(nd__vector_extend(&pairs, 1, err));
                pairs.items[pairs.count++] =
                    (nd__pair){cluster->kept, members[i].document};
            }
        }
    }
    nd__verify_options options = verify_options(scan);
    options.jaccard = 0;
    ND_TRY_OUT(nd__verify_pairs(&measured, &scan->corpus, pairs.items, pairs.count,
                                &options, err));
    size_t at = 0;
    for (size_t i = 0; i < scan->clusters.members.count; i++) {
        if (!members[i].measured) {
            members[i].jaccard = measured.items[at].similarity.jaccard;
            members[i].containment = measured.items[at].similarity.containment_b;
            members[i].measured = true;
            at++;
        }
    }
out:
    nd__vector_clear(&pairs);
    nd__vector_clear(&measured);
    return status;
}

/* The place of each site in the list of those that are rather kept. */
static nd_status rank_sites(uint32_t **out, const nd__scan *scan, nd_error *err) {
    const nd_scan_options *o = scan->options;
    if (o->keep_site_count == 0) {
        return ND_OK;
    }
    uint32_t *ranks = nd__allocate(scan->corpus.sites.count, sizeof *ranks);
    if (ranks == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t s = 0; s < scan->corpus.sites.count; s++) {
        const char *site = scan->corpus.sites.items[s];
        size_t rank = 0;
        while (rank < o->keep_site_count &&
               (site == NULL || strcmp(site, o->keep_sites[rank]) != 0)) {
            rank++;
        }
        ranks[s] = (uint32_t)rank;
    }
    *out = ranks;
    return ND_OK;
}

/* sites [sites]: only documents of these are matched, and only with others of their
 * site; NULL: all with all. */
static nd_status match(nd__scan *scan, const bool *sites, nd_error *err) {
    nd__pairs candidates = {0};
    uint32_t *ranks = NULL;
    nd_status status = nd__scan_progress(scan, "matching", 0, 4, err);
    ND_TRY_OUT(status);
    ND_TRY_OUT(rank_sites(&ranks, scan, err));
    ND_TRY_OUT((sites == NULL ? nd__classes_make : nd__classes_make_by_site)(
        &scan->classes, &scan->corpus, err));
    ND_TRY_OUT(find_candidates(&candidates, scan, sites, err));
    nd__verify_options verify = verify_options(scan);
    ND_TRY_OUT(nd__verify_pairs(&scan->pairs, &scan->corpus, candidates.items,
                                candidates.count, &verify, err));
    ND_TRY_OUT(nd__scan_progress(scan, "matching", 3, 4, err));
    nd__cluster_options options = {(nd__keep)scan->options->keep,
                                   sites == NULL && scan->options->components != 0,
                                   sites == NULL && scan->options->cross_only != 0,
                                   scan->options->threshold,
                                   scan->options->containment,
                                   sites == NULL ? ranks : NULL};
    ND_TRY_OUT(nd__clusters_make(&scan->clusters, &scan->corpus, &scan->classes,
                                 &scan->pairs, &options, err));
    if (options.components) {
        ND_TRY_OUT(measure_distant(scan, err));
    }
    status = nd__scan_progress(scan, "matching", 4, 4, err);
out:
    free(ranks);
    nd__vector_clear(&candidates);
    return status;
}

nd_status nd__scan_match(nd__scan *scan, nd_error *err) {
    return match(scan, NULL, err);
}

nd_status nd__scan_match_sites(nd__scan *scan, const bool *sites, nd_error *err) {
    return match(scan, sites, err);
}

void nd__scan_unmatch(nd__scan *scan) {
    nd__classes_clear(&scan->classes);
    nd__clusters_clear(&scan->clusters);
    nd__vector_clear(&scan->pairs);
    scan->hot_buckets = 0;
}
