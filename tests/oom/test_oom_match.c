/* Matching, boilerplate and whole scans without memory. */
#include <stdio.h>

#include "boilerplate/frames.h"
#include "match/clusters.h"
#include "match/reprint_candidates.h"
#include "match/reprints.h"
#include "match/teasers.h"
#include "match/winnow_index.h"
#include "match_fixture.h"
#include "oom/oom.h"
#include "run/credits.h"
#include "scan_fixture.h"

/* A small corpus with all that is looked for: copies, versions, frames, teasers. */
static void fill(fixture *f) {
    nd__buffer text = {0};
    fixture_open(f);
    for (size_t d = 0; d < 24; d++) {
        uint64_t state = 1000 * (d / 4);
        text.count = 0;
        add_string(&text, "Home\nNews\nNews\nSport\n");
        if (d % 4 == 3) {
            add_words(&text, &state, 12);
            add_string(&text, " ...\n");
            state = 1000 * (d / 4);
        }
        add_words(&text, &state, 60);
        add_string(&text, d % 2 == 0 ? ".\n" : " more.\n");
        add_string(&text, "Imprint\n");
        fixture_add(f, text_of(&text), d % 3 == 0 ? NULL : "example.org");
    }
    nd__vector_clear(&text);
}

static nd_status make_classes(void *payload, nd_error *err) {
    fixture *f = payload;
    nd__classes classes;
    nd_status status = nd__classes_make(&classes, &f->corpus, err);
    if (status >= 0) {
        nd__classes_clear(&classes);
    }
    return status;
}

START_TEST(test_oom__classes) {
    fixture f;
    fill(&f);
    ck_assert_uint_ge(nd_oom_exhaust(make_classes, &f), 5);
    fixture_close(&f);
}
END_TEST

typedef struct matched {
    fixture f;
    bool *all;
    nd__classes classes;
    nd__pairs candidates;
    nd__verified_pairs pairs;
    nd__clusters clusters;
    nd__cluster_options options;
} matched;

static const nd__winnow_options winnow = {0.4, 0.7, 1000, 1, false};
static const nd__verify_options verify = {5, 1, 0.5, 0.8, 1};

static void open_matched(matched *m) {
    memset(m, 0, sizeof *m);
    fill(&m->f);
    size_t documents = m->f.corpus.documents.count;
    m->all = malloc(documents * sizeof *m->all);
    ck_assert_ptr_nonnull(m->all);
    ck_assert_int_eq(nd__classes_make(&m->classes, &m->f.corpus, NULL), ND_OK);
    for (size_t d = 0; d < documents; d++) {
        m->all[d] = m->classes.members[m->classes.begin[m->classes.of[d]]] == d;
    }
    ck_assert_int_eq(
        nd__winnow_candidates(&m->candidates, &m->f.corpus, m->all, &winnow, NULL),
        ND_OK);
    ck_assert_uint_gt(m->candidates.count, 0);
    ck_assert_int_eq(nd__verify_pairs(&m->pairs, &m->f.corpus, m->candidates.items,
                                      m->candidates.count, &verify, NULL),
                     ND_OK);
    ck_assert_uint_gt(m->pairs.count, 0);
    m->options = (nd__cluster_options){ND__KEEP_OLDEST, false, false, 0.5, 0.8, NULL};
    ck_assert_int_eq(nd__clusters_make(&m->clusters, &m->f.corpus, &m->classes, &m->pairs,
                                       &m->options, NULL),
                     ND_OK);
}

static void close_matched(matched *m) {
    nd__clusters_clear(&m->clusters);
    nd__vector_clear(&m->pairs);
    nd__vector_clear(&m->candidates);
    nd__classes_clear(&m->classes);
    free(m->all);
    fixture_close(&m->f);
}

static nd_status find_candidates(void *payload, nd_error *err) {
    matched *m = payload;
    nd__pairs pairs = {0};
    nd_status status = nd__winnow_candidates(&pairs, &m->f.corpus, m->all, &winnow, err);
    nd__vector_clear(&pairs);
    return status;
}

static nd_status verify_pairs(void *payload, nd_error *err) {
    matched *m = payload;
    nd__verified_pairs pairs = {0};
    nd_status status = nd__verify_pairs(&pairs, &m->f.corpus, m->candidates.items,
                                        m->candidates.count, &verify, err);
    nd__vector_clear(&pairs);
    return status;
}

static nd_status make_clusters(void *payload, nd_error *err) {
    matched *m = payload;
    nd__clusters clusters;
    nd_status status = nd__clusters_make(&clusters, &m->f.corpus, &m->classes, &m->pairs,
                                         &m->options, err);
    if (status >= 0) {
        nd__clusters_clear(&clusters);
    }
    return status;
}

static nd_status find_frames(void *payload, nd_error *err) {
    matched *m = payload;
    nd__frame_options options = {3, 0.3, 0.6, 1, 1};
    nd__frame_blocks found = {0};
    nd__frame_finder *finder = NULL;
    nd_status status = nd__frame_finder_create(&finder, &m->f.corpus, &options, err);
    if (status >= 0) {
        status = nd__frame_finder_find(&found, finder, &m->clusters, err);
    }
    nd__frame_finder_destroy(finder);
    if (status >= 0 && found.count == 0) {
        status = ND_E_INTERNAL;
    }
    nd__vector_clear(&found);
    return status;
}

static nd_status find_teasers(void *payload, nd_error *err) {
    matched *m = payload;
    bool dropped[24] = {false}, superfluous[256] = {false};
    nd__teaser_options options = {1, 1, dropped, NULL, superfluous, m->f.phrases, NULL};
    nd__teasers found = {0};
    nd_status status = nd__teasers_find(&found, &m->f.corpus, &options, err);
    if (status >= 0 && found.count == 0) {
        status = ND_E_INTERNAL;
    }
    nd__vector_clear(&found);
    return status;
}

/* Two sites with one text, edited. */
static nd_status find_reprints(void *payload, nd_error *err) {
    fixture *f = payload;
    bool wanted[2] = {true, true}, across[2] = {false, false}, left_out[16] = {false};
    nd__reprint_sources sources = {wanted, across, left_out, 1, 1};
    nd__reprint_options options = {left_out, 0.2, 20, 1, 1};
    nd__pairs pairs = {0};
    nd__reprints found = {0};
    nd_status status = nd__reprint_candidates(&pairs, &f->corpus, &sources, err);
    if (status >= 0) {
        status = nd__reprints_find(&found, &f->corpus, pairs.items, pairs.count, &options,
                                   err);
    }
    if (status >= 0 && found.items.count != 1) {
        status = ND_E_INTERNAL;
    }
    nd__vector_clear(&pairs);
    nd__reprints_clear(&found);
    return status;
}

static nd_status find_credits(void *payload, nd_error *err) {
    fixture *f = payload;
    nd__credits *credits = NULL;
    nd__buffer room = {0};
    nd_status status = nd__credits_create(&credits, NULL, err);
    if (status >= 0) {
        status = nd__credits_find(&room, credits, &f->corpus, 1, err);
    }
    if (status >= 0 && strcmp(room.items, "AP") != 0) {
        status = ND_E_INTERNAL;
    }
    nd__vector_clear(&room);
    nd__credits_destroy(credits);
    return status;
}

START_TEST(test_oom__reprints) {
    static const char *const sites[] = {"a.org", "b.org"};
    fixture f;
    fixture_open(&f);
    for (size_t d = 0; d < 2; d++) {
        nd__buffer text = {0};
        uint64_t state = 7, own = 100 * d;
        add_string(&text, d == 0 ? "" : "(AP) ");
        add_words(&text, &state, 40);
        add_string(&text, " here ");
        add_words(&text, &own, 3);
        add_string(&text, " ");
        add_words(&text, &state, 40);
        fixture_add(&f, text_of(&text), sites[d]);
        nd__vector_clear(&text);
    }
    ck_assert_uint_ge(nd_oom_exhaust(find_reprints, &f), 20);
    ck_assert_uint_ge(nd_oom_exhaust(find_credits, &f), 10);
    fixture_close(&f);
}
END_TEST

START_TEST(test_oom__matching) {
    matched m;
    open_matched(&m);
    ck_assert_uint_le(m.f.corpus.blocks.count, 256);
    ck_assert_uint_ge(nd_oom_exhaust(find_candidates, &m), 6);
    ck_assert_uint_ge(nd_oom_exhaust(verify_pairs, &m), 6);
    ck_assert_uint_ge(nd_oom_exhaust(make_clusters, &m), 7);
    m.options.components = true;
    ck_assert_uint_ge(nd_oom_exhaust(make_clusters, &m), 9);
    ck_assert_uint_ge(nd_oom_exhaust(find_frames, &m), 8);
    ck_assert_uint_ge(nd_oom_exhaust(find_teasers, &m), 6);
    close_matched(&m);
}
END_TEST

/* From tables of nothing, through the maker: tokens, blocks, repeats, fingerprints. */
static nd_status make_document(void *payload, nd_error *err) {
    fixture *f = payload;
    nd__made made = {0};
    nd__corpus corpus;
    nd__document_maker *maker = NULL;
    nd__record record;
    memset(&record, 0, sizeof record);
    record.id = "id";
    record.site = "example.org";
    record.date = "2020";
    record.text =
        "Home\nHome\nwords enough for this to be a line of running text, which "
        "is so long that near copies of it could be looked for too, 12 34\n"
        "and words enough for this to be a line of running text, which is so "
        "long that near copies of it could be looked for too, 12 34\n";
    record.text_size = strlen(record.text);
    nd__corpus_init(&corpus, f->options.signature_size);
    nd_status status =
        nd__document_maker_create(&maker, &f->options, f->minhash, f->phrases, err);
    if (status >= 0) {
        status = nd__document_maker_add(&made, maker, &record, err);
    }
    if (status >= 0 && made.repeats.count != 2) {
        status = ND_E_INTERNAL;
    }
    for (int i = 0; status >= 0 && i < 3; i++) {
        nd__corpus_entry entry = {.document = made.documents.items[0].document,
                                  .site = made.documents.items[0].site,
                                  .blocks = made.blocks.items,
                                  .block_count = made.blocks.count,
                                  .signature = made.signatures.items,
                                  .winnowed = made.winnowed.items,
                                  .winnowed_count = made.winnowed.count};
        status = nd__corpus_append(&corpus, &entry, err);
    }
    nd__corpus_clear(&corpus);
    nd__made_clear(&made);
    nd__document_maker_destroy(maker);
    return status;
}

START_TEST(test_oom__documents) {
    fixture f;
    fixture_open(&f);
    ck_assert_uint_ge(nd_oom_exhaust(make_document, &f), 20);
    fixture_close(&f);
}
END_TEST

static nd_status create_phrases(void *payload, nd_error *err) {
    nd__read_more *phrases = NULL;
    (void)payload;
    nd_status status = nd__read_more_create(&phrases, 1, err);
    if (status >= 0) {
        nd__read_more_destroy(phrases);
    }
    return status;
}

START_TEST(test_oom__read_more) {
    ck_assert_uint_ge(nd_oom_exhaust(create_phrases, NULL), 3);
}
END_TEST

typedef struct whole_scan {
    const char *path;
    char out[512];
    nd_scan_options options;
} whole_scan;

static nd_status scan_and_write(void *payload, nd_error *err) {
    whole_scan *own = payload;
    nd_run_file *run = NULL;
    nd_status status = nd_scan(&run, &own->path, 1, &own->options, err);
    if (status >= 0) {
        status = nd_run_file_write(run, own->out, err);
    }
    nd_run_file_close(run);
    return status;
}

static nd_status read_again(void *payload, nd_error *err) {
    whole_scan *own = payload;
    nd_run_file *run = NULL;
    const uint64_t wanted[] = {3, 1};
    nd_status status = nd_run_file_open(&run, own->out, err);
    if (status >= 0) {
        status = nd_run_file_load_texts(run, wanted, 2, err);
        const char *text;
        size_t size;
        if (status >= 0 &&
            (!nd_run_file_text(&text, &size, run, 3) || memcmp(text, "Home\n", 5) != 0)) {
            status = ND_E_INTERNAL;
        }
    }
    nd_run_file_close(run);
    return status;
}

START_TEST(test_oom__scan) {
    fixture f;
    whole_scan own;
    nd__json rows = {0};
    fill(&f);
    memset(&own, 0, sizeof own);
    for (size_t d = 0; d < 24; d++) {
        const nd__document *document = &f.corpus.documents.items[d];
        char id[8];
        snprintf(id, sizeof id, "d%zu", d);
        add_row(&rows, id, document->text, document->text_size,
                nd__corpus_site(&f.corpus, document), "2020");
    }
    fixture_close(&f);
    own.path = write_file("in.jsonl", rows.out.items, rows.out.count);
    strcpy(own.out, in_folder("out.jsonl"));
    nd__json_clear(&rows);
    nd_scan_options_init(&own.options);
    own.options.block = ND_BLOCK_LINE;
    own.options.input.text_field = "text";
    own.options.threads = 1;
    own.options.pairs = 1;
    own.options.threshold = 0.6;
    own.options.min_pages = 3;
    own.options.components = _i;
    nd_run_totals totals;
    nd_run_file *run = scan_paths(&own.path, 1, &own.options);
    nd_run_file_totals(&totals, run);
    nd_run_file_close(run);
    ck_assert_uint_gt(totals.groups, 0);
    ck_assert_uint_gt(totals.pairs, 0);
    for (int kind = 0; kind < 3; kind++) {
        ck_assert_uint_gt(totals.block_kind[kind], 0);
    }
    ck_assert_uint_ge(nd_oom_exhaust(scan_and_write, &own), 100);
    ck_assert_uint_ge(nd_oom_exhaust(read_again, &own), 20);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_match");
    TCase *parts = tcase_create("parts");
    tcase_add_test(parts, test_oom__reprints);
    tcase_add_test(parts, test_oom__classes);
    tcase_add_test(parts, test_oom__matching);
    tcase_add_test(parts, test_oom__documents);
    tcase_add_test(parts, test_oom__read_more);
    suite_add_tcase(suite, parts);
    TCase *whole = tcase_create("whole");
    tcase_add_unchecked_fixture(whole, setup_folder, remove_folder);
    tcase_add_loop_test(whole, test_oom__scan, 0, 2);
    suite_add_tcase(suite, whole);
    return nd_run_suite(suite);
}
