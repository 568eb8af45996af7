#include "match/clusters.h"

#include <stdio.h>
#include <string.h>

#include "random.h"
#include "suite.h"

#define MOST 64

/* Handmade documents, classes and pairs: no text is needed for groups. */
typedef struct sample {
    nd__corpus corpus;
    nd__classes classes;
    nd__verified_pairs pairs;
    nd__cluster_options options;
    nd__clusters out;
} sample;

static void open_sample(sample *s, size_t count) {
    memset(s, 0, sizeof *s);
    s->options.jaccard = 0.8;
    s->options.containment = 0.8;
    ck_assert_int_eq(nd__vector_reserve(&s->corpus.documents, count, NULL), ND_OK);
    for (size_t d = 0; d < count; d++) {
        s->corpus.documents.items[d] =
            (nd__document){.digest = {d + 1, d + 1}, .tokens = 100};
    }
    s->corpus.documents.count = count;
}

static nd__document *document(sample *s, size_t d) {
    return &s->corpus.documents.items[d];
}

static void make_equal(sample *s, size_t a, size_t b) {
    document(s, b)->digest = document(s, a)->digest;
}

/* Pairs must be added in order of (a, b). */
static void add_pair(sample *s, uint32_t a, uint32_t b, double jaccard,
                     double containment_a, double containment_b) {
    if (nd__vector_extend(&s->pairs, 1, NULL) < 0) {
        ck_abort_msg("out of memory");
    }
    s->pairs.items[s->pairs.count++] =
        (nd__verified){a, b, {jaccard, containment_a, containment_b}};
}

static void group(sample *s) {
    nd__classes_clear(&s->classes);
    ck_assert_int_eq(nd__classes_make(&s->classes, &s->corpus, NULL), ND_OK);
    ck_assert_int_eq(
        nd__clusters_make(&s->out, &s->corpus, &s->classes, &s->pairs, &s->options, NULL),
        ND_OK);
}

/* "kept<member,member kept<member": the groups as text, and freed. N, C and E stand for
 * the relation. */
static const char *groups(sample *s) {
    static char text[4096];
    size_t at = 0;
    group(s);
    text[0] = '\0';
    for (size_t g = 0; g < s->out.clusters.count; g++) {
        const nd__cluster *c = &s->out.clusters.items[g];
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%u<", g > 0 ? " " : "",
                               (unsigned)c->kept);
        for (size_t i = c->member_begin; i < c->member_end; i++) {
            const nd__cluster_member *m = &s->out.members.items[i];
            at += (size_t)snprintf(text + at, sizeof text - at, "%c%u",
                                   "ENC"[m->relation], (unsigned)m -> document);
        }
    }
    nd__clusters_clear(&s->out);
    return text;
}

static void close_sample(sample *s) {
    nd__classes_clear(&s->classes);
    nd__clusters_clear(&s->out);
    nd__vector_clear(&s->pairs);
    nd__corpus_clear(&s->corpus);
}

START_TEST(test_clusters__empty) {
    sample s;
    open_sample(&s, 0);
    ck_assert_str_eq(groups(&s), "");
    s.options.components = true;
    ck_assert_str_eq(groups(&s), "");
    close_sample(&s);
    open_sample(&s, 3);
    ck_assert_str_eq(groups(&s), "");
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__no_chain_drops_a_document) {
    sample s;
    open_sample(&s, 4);
    add_pair(&s, 0, 1, 0.9, 0.95, 0.95);
    add_pair(&s, 1, 2, 0.9, 0.95, 0.95);
    add_pair(&s, 2, 3, 0.9, 0.95, 0.95);
    ck_assert_str_eq(groups(&s), "0<N1 2<N3");
    s.options.components = true;
    ck_assert_str_eq(groups(&s), "0<N1N2N3");
    group(&s);
    ck_assert(s.out.members.items[0].measured);
    ck_assert(!s.out.members.items[1].measured);
    ck_assert(!s.out.members.items[2].measured);
    ck_assert_double_eq(s.out.members.items[0].jaccard, 0.9);
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__keep_policies_and_ties) {
    sample s;
    open_sample(&s, 5);
    document(&s, 1)->tokens = 120;
    document(&s, 2)->tokens = 120;
    document(&s, 1)->date = "2020-05-01";
    document(&s, 2)->date = "2021";
    document(&s, 3)->date = "2020-05-01";
    document(&s, 4)->date = "2021";
    for (uint32_t a = 0; a < 5; a++) {
        for (uint32_t b = a + 1; b < 5; b++) {
            add_pair(&s, a, b, 0.9, 0.95, 0.95);
        }
    }
    ck_assert_str_eq(groups(&s), "0<N1N2N3N4");
    s.options.keep = ND__KEEP_LONGEST;
    ck_assert_str_eq(groups(&s), "1<N0N2N3N4");
    s.options.keep = ND__KEEP_OLDEST;
    ck_assert_str_eq(groups(&s), "1<N0N2N3N4");
    s.options.keep = ND__KEEP_NEWEST;
    ck_assert_str_eq(groups(&s), "2<N0N1N3N4");
    for (size_t d = 0; d < 5; d++) {
        document(&s, d)->date = NULL;
    }
    ck_assert_str_eq(groups(&s), "0<N1N2N3N4");
    s.options.keep = ND__KEEP_OLDEST;
    ck_assert_str_eq(groups(&s), "0<N1N2N3N4");
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__exact_and_near_copies_of_a_class) {
    sample s;
    open_sample(&s, 5);
    make_equal(&s, 0, 3);
    make_equal(&s, 1, 4);
    add_pair(&s, 0, 1, 0.85, 0.9, 0.95);
    ck_assert_str_eq(groups(&s), "0<N1E3N4");
    group(&s);
    ck_assert_double_eq(s.out.members.items[0].containment, 0.95);
    ck_assert_double_eq(s.out.members.items[1].jaccard, 1.0);
    ck_assert_double_eq(s.out.members.items[2].jaccard, 0.85);
    close_sample(&s);
    /* kept by date, from the side of b */
    open_sample(&s, 2);
    document(&s, 1)->date = "1999";
    s.options.keep = ND__KEEP_OLDEST;
    add_pair(&s, 0, 1, 0.85, 0.9, 0.95);
    group(&s);
    ck_assert_uint_eq(s.out.clusters.items[0].kept, 1);
    ck_assert_double_eq(s.out.members.items[0].containment, 0.9);
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__thresholds_are_included) {
    sample s;
    open_sample(&s, 4);
    add_pair(&s, 0, 1, 0.8, 0.9, 0.9);
    add_pair(&s, 0, 2, 0.7999, 0.7999, 0.7999);
    add_pair(&s, 0, 3, 0.5, 0.6, 0.8);
    ck_assert_str_eq(groups(&s), "0<N1C3");
    close_sample(&s);
}
END_TEST

/* The shorter text goes, wherever it stands; of equals the later. */
START_TEST(test_clusters__contained_goes) {
    sample s;
    open_sample(&s, 2);
    document(&s, 0)->tokens = 50;
    add_pair(&s, 0, 1, 0.5, 0.98, 0.5);
    ck_assert_str_eq(groups(&s), "1<C0");
    s.pairs.items[0].similarity = (nd_similarity){0.75, 0.85, 0.85};
    ck_assert_str_eq(groups(&s), "0<C1");
    /* both sides reach the threshold: only the one that has more of itself there goes */
    s.pairs.items[0].similarity = (nd_similarity){0.75, 0.9, 0.82};
    ck_assert_str_eq(groups(&s), "1<C0");
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__contained_chain) {
    sample s;
    open_sample(&s, 3); /* 2 > 1 > 0, and 2 has all of 0 */
    document(&s, 0)->tokens = 30;
    document(&s, 1)->tokens = 60;
    add_pair(&s, 0, 1, 0.5, 1, 0.5);
    add_pair(&s, 0, 2, 0.3, 1, 0.3);
    add_pair(&s, 1, 2, 0.6, 1, 0.6);
    ck_assert_str_eq(groups(&s), "2<C0C1");
    /* 2 has too little of 0: 1 is dropped, so 0 must stay */
    s.pairs.items[1] = s.pairs.items[2];
    s.pairs.count = 2;
    ck_assert_str_eq(groups(&s), "2<C1");
    /* whatever the policy */
    for (int keep = ND__KEEP_FIRST; keep <= ND__KEEP_NEWEST; keep++) {
        s.options.keep = (nd__keep)keep;
        ck_assert_str_eq(groups(&s), "2<C1");
    }
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__references_are_never_dropped) {
    sample s;
    open_sample(&s, 5);
    document(&s, 3)->reference = true;
    document(&s, 4)->reference = true;
    make_equal(&s, 0, 3);
    make_equal(&s, 0, 4);
    add_pair(&s, 0, 1, 0.9, 0.95, 0.95);
    add_pair(&s, 0, 2, 0.3, 0.3, 0.9);
    ck_assert_str_eq(groups(&s), "3<E0N1C2");
    close_sample(&s);
    /* a reference that is contained in a document */
    open_sample(&s, 2);
    document(&s, 1)->reference = true;
    add_pair(&s, 0, 1, 0.3, 0.3, 1);
    ck_assert_str_eq(groups(&s), "");
    s.options.components = true;
    ck_assert_str_eq(groups(&s), "1<C0");
    close_sample(&s);
}
END_TEST

START_TEST(test_clusters__cross_only) {
    sample s;
    open_sample(&s, 5);
    for (size_t d = 1; d < 5; d++) {
        make_equal(&s, 0, d);
    }
    document(&s, 2)->argument = 1;
    document(&s, 4)->argument = 1;
    ck_assert_str_eq(groups(&s), "0<E1E2E3E4");
    s.options.cross_only = true;
    ck_assert_str_eq(groups(&s), "0<E2E4");
    s.options.components = true;
    ck_assert_str_eq(groups(&s), "0<E2E4");
    close_sample(&s);
}
END_TEST

/* What is kept within a class of one INPUT still takes what others can't. */
START_TEST(test_clusters__cross_only_near) {
    sample s;
    open_sample(&s, 6);
    s.options.cross_only = true;
    make_equal(&s, 0, 2);
    make_equal(&s, 1, 4);
    document(&s, 3)->argument = 1; /* near 1 and 4, alone in its class */
    document(&s, 5)->argument = 2;
    add_pair(&s, 1, 3, 0.9, 0.95, 0.95);
    add_pair(&s, 3, 5, 0.9, 0.95, 0.95);
    ck_assert_str_eq(groups(&s), "1<N3");
    close_sample(&s);
}
END_TEST

static bool in_pair(const sample *s, uint32_t kept, uint32_t member, double *jaccard,
                    double *containment, bool *smaller) {
    uint32_t a = s->classes.members[s->classes.begin[s->classes.of[kept]]];
    uint32_t b = s->classes.members[s->classes.begin[s->classes.of[member]]];
    for (size_t i = 0; i < s->pairs.count; i++) {
        const nd__verified *p = &s->pairs.items[i];
        if ((p->a == a && p->b == b) || (p->a == b && p->b == a)) {
            *jaccard = p->similarity.jaccard;
            *containment =
                p->a == a ? p->similarity.containment_b : p->similarity.containment_a;
            double other =
                p->a == a ? p->similarity.containment_a : p->similarity.containment_b;
            *smaller = *containment > other || (*containment == other && p->b == b);
            return true;
        }
    }
    return false;
}

static bool may_drop(const sample *s, uint32_t kept, uint32_t member) {
    const nd__document *k = &s->corpus.documents.items[kept];
    const nd__document *m = &s->corpus.documents.items[member];
    return kept != member && !m->reference &&
           !(s->options.cross_only && k->argument == m->argument);
}

static bool covers(const sample *s, uint32_t kept, uint32_t member) {
    if (!may_drop(s, kept, member)) {
        return false;
    }
    if (s->classes.of[kept] == s->classes.of[member]) {
        return true;
    }
    double jaccard, containment;
    bool smaller;
    return in_pair(s, kept, member, &jaccard, &containment, &smaller) &&
           (jaccard >= s->options.jaccard ||
            (containment >= s->options.containment && smaller));
}

static void draw_sample(sample *s, uint64_t *state) {
    size_t count = 2 + nd_random(state) % (MOST - 2);
    open_sample(s, count);
    static const char *const dates[] = {NULL, "2001", "2002", "2003"};
    for (size_t d = 0; d < count; d++) {
        document(s, d)->argument = (uint32_t)(nd_random(state) % 3) & INT32_MAX;
        document(s, d)->reference = nd_random(state) % 8 == 0;
        document(s, d)->date = dates[nd_random(state) % 4];
        document(s, d)->tokens = (uint32_t)(1 + nd_random(state) % 50);
        if (d > 0 && nd_random(state) % 3 == 0) {
            make_equal(s, nd_random(state) % d, d);
        }
    }
    ck_assert_int_eq(nd__classes_make(&s->classes, &s->corpus, NULL), ND_OK);
    for (size_t a = 0; a < s->classes.count; a++) {
        for (size_t b = a + 1; b < s->classes.count; b++) {
            if (nd_random(state) % 4 == 0) {
                double x = 0.5 + (double)(nd_random(state) % 50) / 100;
                double y = 0.5 + (double)(nd_random(state) % 50) / 100;
                double jaccard = 1 / (1 / x + 1 / y - 1);
                add_pair(s, s->classes.members[s->classes.begin[a]],
                         s->classes.members[s->classes.begin[b]], jaccard, x, y);
            }
        }
    }
    s->options.keep = (nd__keep)(nd_random(state) % 4);
    s->options.cross_only = nd_random(state) % 2 == 0;
}

/* Each member is a direct neighbour of the document that is kept, and whoever is kept was
 * visited before a document that covers it. */
START_TEST(test_clusters__stars_of_random_graphs) {
    uint64_t state = (uint64_t)_i + 1;
    for (int round = 0; round < 200; round++) {
        sample s;
        draw_sample(&s, &state);
        group(&s);
        bool dropped[MOST] = {false}, seen[MOST] = {false};
        for (size_t g = 0; g < s.out.clusters.count; g++) {
            const nd__cluster *c = &s.out.clusters.items[g];
            ck_assert(!seen[c->kept]);
            seen[c->kept] = true;
            ck_assert(g == 0 || c->kept > s.out.clusters.items[g - 1].kept);
            ck_assert_uint_lt(c->member_begin, c->member_end);
            for (size_t i = c->member_begin; i < c->member_end; i++) {
                const nd__cluster_member *m = &s.out.members.items[i];
                ck_assert(!seen[m->document]);
                seen[m->document] = dropped[m->document] = true;
                ck_assert(i == c->member_begin || m->document > m[-1].document);
                ck_assert(covers(&s, c->kept, m->document));
                ck_assert(m->measured);
                double jaccard, containment;
                bool smaller;
                if (s.classes.of[c->kept] == s.classes.of[m->document]) {
                    ck_assert_int_eq(m->relation, ND__EXACT);
                    continue;
                }
                ck_assert(
                    in_pair(&s, c->kept, m->document, &jaccard, &containment, &smaller));
                ck_assert_double_eq(m->jaccard, jaccard);
                ck_assert_double_eq(m->containment, containment);
                ck_assert_int_eq(m->relation, jaccard >= 0.8 ? ND__NEAR : ND__CONTAINED);
            }
        }
        /* Of one class only references, or documents of one INPUT, are kept together. */
        for (uint32_t a = 0; a < s.corpus.documents.count; a++) {
            for (uint32_t b = 0; b < s.corpus.documents.count; b++) {
                if (!dropped[a] && !dropped[b] && a != b &&
                    s.classes.of[a] == s.classes.of[b]) {
                    ck_assert(!may_drop(&s, a, b) || !may_drop(&s, b, a));
                }
            }
        }
        close_sample(&s);
    }
}
END_TEST

static void open_class(sample *s, size_t count) {
    open_sample(s, count);
    for (size_t d = 1; d < count; d++) {
        make_equal(s, 0, d);
    }
}

START_TEST(test_clusters__copies_are_linear) {
    const size_t count = 200000;
    sample s;
    open_class(&s, count);
    group(&s);
    ck_assert_uint_eq(s.out.clusters.count, 1);
    ck_assert_uint_eq(s.out.members.count, count - 1);
    nd__clusters_clear(&s.out);
    /* of one INPUT: each is kept */
    s.options.cross_only = true;
    group(&s);
    ck_assert_uint_eq(s.out.clusters.count, 0);
    s.options.components = true;
    group(&s);
    ck_assert_uint_eq(s.out.clusters.count, 0);
    /* references are all kept, of many INPUTs */
    for (int cross = 0; cross < 2; cross++) {
        s.options.components = false;
        s.options.cross_only = cross != 0;
        for (size_t d = 0; d < count; d++) {
            document(&s, d)->reference = true;
            document(&s, d)->argument = (uint32_t)(d % 5) & INT32_MAX;
        }
        group(&s);
        ck_assert_uint_eq(s.out.clusters.count, 0);
    }
    close_sample(&s);
}
END_TEST

/* A template with many variants, each near the first one only. */
START_TEST(test_clusters__hub_of_a_component_is_linear) {
    const uint32_t count = 200000;
    sample s;
    open_sample(&s, count);
    for (uint32_t d = 1; d < count; d++) {
        add_pair(&s, 0, d, 0.9, 0.95, 0.95);
    }
    s.options.components = true;
    group(&s);
    ck_assert_uint_eq(s.out.clusters.count, 1);
    ck_assert_uint_eq(s.out.members.count, count - 1);
    for (uint32_t d = 1; d < count; d++) {
        if (!s.out.members.items[d - 1].measured) {
            ck_abort_msg("document %u was not measured", (unsigned)d);
        }
    }
    close_sample(&s);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("clusters");
    TCase *basics = tcase_create("basics");
    tcase_add_test(basics, test_clusters__empty);
    tcase_add_test(basics, test_clusters__no_chain_drops_a_document);
    tcase_add_test(basics, test_clusters__keep_policies_and_ties);
    tcase_add_test(basics, test_clusters__exact_and_near_copies_of_a_class);
    tcase_add_test(basics, test_clusters__thresholds_are_included);
    tcase_add_test(basics, test_clusters__contained_goes);
    tcase_add_test(basics, test_clusters__contained_chain);
    tcase_add_test(basics, test_clusters__references_are_never_dropped);
    tcase_add_test(basics, test_clusters__cross_only);
    tcase_add_test(basics, test_clusters__cross_only_near);
    tcase_add_loop_test(basics, test_clusters__stars_of_random_graphs, 0, 4);
    suite_add_tcase(suite, basics);
    TCase *large = tcase_create("large");
    tcase_set_timeout(large, 20);
    tcase_add_test(large, test_clusters__copies_are_linear);
    tcase_add_test(large, test_clusters__hub_of_a_component_is_linear);
    suite_add_tcase(suite, large);
    return nd_run_suite(suite);
}
