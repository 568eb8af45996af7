/* The scan as a whole: options, stages in order, what is freed. */
#include "neardup/scan.h"

#include <string.h>

#include "base/threads.h"
#include "run/input_options.h"
#include "run/run_file.h"
#include "run/scan_internal.h"
#include "run/texts.h"

#define OPTIONS_VERSION 1
/* Bands are chosen so that a pair right at the threshold is a candidate with this chance.
 */
#define BAND_RECALL 0.99

void nd_input_options_init(nd_input_options *out) {
    memset(out, 0, sizeof *out);
    out->version = OPTIONS_VERSION;
    out->max_record = ND__RECORD_LIMIT;
}

void nd_scan_options_init(nd_scan_options *out) {
    memset(out, 0, sizeof *out);
    out->version = OPTIONS_VERSION;
    nd_input_options_init(&out->input);
    out->threshold = 0.8;
    out->containment = 0.8;
    out->shingle = 5;
    out->signature_size = 128;
    out->min_span = 20;
    out->min_pages = 5;
    out->min_share = 0.3;
    out->boilerplate_threshold = 0.6;
    out->reprint_share = 0.3;
    out->seed = 1;
}

static nd_status check_share(double value, const char *name, nd_error *err) {
    if (!(value > 0 && value <= 1)) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "%s is %g; it must be above 0 and at most 1", name, value);
    }
    return ND_OK;
}

static nd_status check_choice(unsigned value, unsigned last, const char *name,
                              nd_error *err) {
    if (value > last) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "%s is %u; it must be 0 to %u",
                        name, value, last);
    }
    return ND_OK;
}

static nd_status check_options(const nd_scan_options *o, nd_error *err) {
    if (o->version != OPTIONS_VERSION || o->input.version != OPTIONS_VERSION) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "unknown version of nd_scan_options; call nd_scan_options_init first");
    }
    ND_TRY(check_share(o->threshold, "threshold", err));
    ND_TRY(check_share(o->containment, "containment", err));
    ND_TRY(check_share(o->min_share, "min_share", err));
    ND_TRY(check_share(o->boilerplate_threshold, "boilerplate_threshold", err));
    ND_TRY(check_share(o->reprint_share, "reprint_share", err));
    ND_TRY(check_choice((unsigned)o->keep, ND_KEEP_NEWEST, "keep", err));
    ND_TRY(check_choice((unsigned)o->unit, ND_UNIT_BLOCK, "unit", err));
    ND_TRY(check_choice((unsigned)o->block, ND_BLOCK_BLANK, "block", err));
    ND_TRY(check_choice((unsigned)o->input.format, ND_FORMAT_WARC, "format", err));
    if (o->shingle < 1 || o->shingle > 32) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "shingle is %u; it must be 1 to 32 tokens", (unsigned)o->shingle);
    }
    if (o->min_span < 1) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "min_span is 0; it must be 1 or more");
    }
    if (o->min_pages < 2) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "min_pages is %u; it must be 2 or more", (unsigned)o->min_pages);
    }
    return ND_OK;
}

nd_status nd__scan_progress(const nd__scan *scan, const char *phase, uint64_t done,
                            uint64_t total, nd_error *err) {
    const nd_scan_options *o = scan->options;
    nd_progress progress = {phase, done, total, scan->corpus.documents.count};
    if (o->progress != NULL && o->progress(&progress, o->progress_payload) != 0) {
        return nd__fail(err, ND_E_CANCELLED, ND_NO_POSITION, "stopped on request");
    }
    return ND_OK;
}

nd_status nd__scan_prepare(nd__scan *scan, const nd_scan_options *options,
                           nd_error *err) {
    memset(scan, 0, sizeof *scan);
    scan->options = options;
    scan->threads = options->threads == 0 ? nd__threads_available() : options->threads;
    if (scan->threads > 256) {
        scan->threads = 256;
    }
    ND_TRY(check_options(options, err));
    nd_minhash_options minhash;
    nd_minhash_options_init(&minhash);
    minhash.signature_size = options->signature_size;
    minhash.seed = options->seed;
    nd__corpus_init(&scan->corpus, options->signature_size);
    ND_TRY(nd_minhash_create(&scan->minhash, &minhash, err));
    ND_TRY(nd_bands_choose(&scan->bands, options->threshold, BAND_RECALL,
                           options->signature_size, err));
    ND_TRY(nd__credits_create(&scan->credits, options->credits, err));
    return nd__read_more_create(&scan->phrases, options->seed, err);
}

void nd__scan_clear(nd__scan *scan) {
    for (size_t i = 0; scan->spans != NULL && i < scan->clusters.members.count; i++) {
        free(scan->spans[i].items);
    }
    free(scan->spans);
    free(scan->dropped);
    free(scan->kept_of);
    nd__run_inputs_clear(&scan->inputs);
    nd__vector_clear(&scan->repeats);
    nd__vector_clear(&scan->pairs);
    nd__vector_clear(&scan->whole_pairs);
    nd__vector_clear(&scan->frames);
    nd__vector_clear(&scan->teasers);
    nd__reprints_clear(&scan->reprints);
    nd__clusters_clear(&scan->clusters);
    nd__classes_clear(&scan->classes);
    nd__classes_clear(&scan->whole_classes);
    nd__corpus_clear(&scan->corpus);
    nd__inputs_close(scan->opened);
    nd__read_more_destroy(scan->phrases);
    nd__credits_destroy(scan->credits);
    nd_minhash_destroy(scan->minhash);
}

static nd_status note_dropped(nd__scan *scan, nd_error *err) {
    size_t documents = scan->corpus.documents.count;
    scan->dropped = nd__allocate_zeroed(documents, sizeof *scan->dropped);
    scan->kept_of = nd__allocate(documents, sizeof *scan->kept_of);
    if (scan->dropped == NULL || scan->kept_of == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < documents; d++) {
        scan->kept_of[d] = (uint32_t)d;
    }
    for (size_t g = 0; g < scan->clusters.clusters.count; g++) {
        const nd__cluster *cluster = &scan->clusters.clusters.items[g];
        for (size_t i = cluster->member_begin; i < cluster->member_end; i++) {
            uint32_t member = scan->clusters.members.items[i].document;
            scan->dropped[member] = true;
            scan->kept_of[member] = cluster->kept;
        }
    }
    return ND_OK;
}

static nd_status run_stages(nd__findings *findings, nd__scan *scan,
                            const char *const *inputs, size_t count, nd_error *err) {
    ND_TRY(nd__scan_read(scan, inputs, count, err));
    ND_TRY(nd__scan_frames(scan, err));
    if (scan->options->unit == ND_UNIT_BLOCK) {
        ND_TRY(nd__classes_make(&scan->classes, &scan->corpus, err));
    } else {
        scan->last_match = true;
        ND_TRY(nd__scan_match(scan, err));
    }
    ND_TRY(note_dropped(scan, err));
    ND_TRY(nd__scan_spans(scan, err));
    ND_TRY(nd__scan_teasers(scan, err));
    ND_TRY(nd__scan_reprints(scan, err));
    return nd__scan_findings(findings, scan, err);
}

/* Hands what outlives the scan over: the findings, the inputs, the texts. */
static nd_status hand_over(nd_run_file **out, nd__findings *findings, nd__scan *scan,
                           nd_error *err) {
    nd__texts *texts = calloc(1, sizeof *texts);
    if (texts == NULL) {
        nd__findings_destroy(findings);
        return nd__fail_memory(err);
    }
    nd__inputs *inputs = scan->opened;
    scan->opened = NULL;
    nd_status status = nd__run_file_create(out, findings, inputs, err);
    if (status < 0) {
        free(texts);
        return status;
    }
    (*out)->threads = scan->threads;
    nd__texts_take(texts, &scan->corpus);
    (*out)->texts = texts;
    return ND_OK;
}

nd_status nd_scan(nd_run_file **out, const char *const *inputs, size_t count,
                  const nd_scan_options *options, nd_error *err) {
    nd__scan scan;
    nd__findings *findings = NULL;
    nd_status status = nd__scan_prepare(&scan, options, err);
    if (status >= 0) {
        findings = nd__findings_create();
        status = findings == NULL ? nd__fail_memory(err)
                                  : run_stages(findings, &scan, inputs, count, err);
    }
    if (status >= 0) {
        status = hand_over(out, findings, &scan, err);
    } else {
        nd__findings_destroy(findings);
    }
    nd__scan_clear(&scan);
    return status;
}
