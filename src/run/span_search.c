/* The search for spans as a whole: options, steps in order, what is freed. */
#include "neardup/spans.h"

#include <string.h>

#include "base/threads.h"
#include "run/run_file.h"
#include "run/run_params.h"
#include "run/spans_findings.h"
#include "run/spans_pairs.h"
#include "run/spans_ranges.h"
#include "run/spans_rows.h"
#include "run/spans_texts.h"

#define OPTIONS_VERSION 1
#define LONGEST_LENGTH (UINT32_C(1) << 20)

void nd_spans_options_init(nd_spans_options *out) {
    memset(out, 0, sizeof *out);
    out->version = OPTIONS_VERSION;
    nd_input_options_init(&out->input);
    out->min_length = 25;
    out->max_gap = 50;
    out->max_places = 100;
    out->seed = 1;
}

static nd_status check_range(uint64_t value, uint64_t least, uint64_t most,
                             const char *name, nd_error *err) {
    if (value < least || value > most) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "%s is %llu; it must be %llu to %llu", name,
                        (unsigned long long)value, (unsigned long long)least,
                        (unsigned long long)most);
    }
    return ND_OK;
}

static nd_status check_options(const nd_spans_options *o, nd_error *err) {
    if (o->version != OPTIONS_VERSION || o->input.version != OPTIONS_VERSION) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "unknown version of nd_spans_options; call nd_spans_options_init first");
    }
    ND_TRY(check_range(o->min_length, 1, LONGEST_LENGTH, "min_length", err));
    ND_TRY(check_range(o->unit, 0, ND_SPAN_BYTES, "unit", err));
    ND_TRY(check_range(o->output, 0, ND_SPANS_COUNT, "output", err));
    ND_TRY(check_range(o->method, 0, ND_SPANS_SUFFIX_ARRAY, "method", err));
    ND_TRY(check_range(o->input.format, 0, ND_FORMAT_WARC, "format", err));
    ND_TRY(check_range(o->max_gap, 0, 10000, "max_gap", err));
    ND_TRY(check_range(o->max_places, 2, UINT32_MAX, "max_places", err));
    if (o->pairs_file != NULL &&
        (o->unit == ND_SPAN_BYTES || o->output != ND_SPANS_REPEATS)) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "given pairs are searched for passages of tokens; neither bytes "
                        "nor ranges nor counts go with them");
    }
    return ND_OK;
}

/* Standard input is read once. */
static nd_status check_inputs(const nd_spans_options *o, const char *const *inputs,
                              size_t count, nd_error *err) {
    for (size_t i = 0; i < count; i++) {
        if (o->pairs_file != NULL && strcmp(o->pairs_file, "-") == 0 &&
            strcmp(inputs[i], "-") == 0) {
            return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                            "standard input cannot be both text and pairs; write one of "
                            "them to a file");
        }
    }
    return ND_OK;
}

typedef struct search {
    const nd_spans_options *options;
    unsigned threads;
    nd__spans_corpus corpus;
    nd__sequence sequence;
    nd__repeated_windows windows;
    nd__maximal_repeats repeats;
    nd__token_rarity *rarity;
    nd__passage_records records;
    nd__span_rows rows;
    nd__texts *texts; /* that outlive the search */
} search;

static void search_clear(search *s) {
    nd__span_rows_clear(&s->rows);
    nd__repeated_windows_clear(&s->windows);
    nd__maximal_repeats_clear(&s->repeats);
    nd__token_rarity_destroy(s->rarity);
    nd__passage_records_clear(&s->records);
    nd__spans_corpus_clear(&s->corpus); /* with the spill that the others are in */
    nd__texts_destroy(s->texts);
}

static nd_status window_progress(uint64_t done, uint64_t total, void *payload,
                                 nd_error *err) {
    const search *s = payload;
    return nd__spans_progress(s->options, "searching", done, total,
                              s->corpus.documents.count, err);
}

/* What is left for the search, beside what is held; 0: no limit. */
static size_t memory_left(const search *s) {
    uint64_t memory = s->options->memory, least = memory / 6;
    uint64_t held = s->corpus.spill != NULL
                        ? memory - least
                        : s->corpus.text.count + 8 * s->corpus.tokens.count;
    return (size_t)(memory > held && memory - held > least ? memory - held : least);
}

static nd_status find_windows(search *s, nd_error *err) {
    const nd_spans_options *o = s->options;
    nd__window_options options = {.length = o->min_length,
                                  .threads = s->threads,
                                  .memory = memory_left(s),
                                  .branching = o->output == ND_SPANS_REPEATS,
                                  .suffix_array = o->method == ND_SPANS_SUFFIX_ARRAY,
                                  .progress = window_progress,
                                  .payload = s};
    return nd__repeated_windows_find(&s->windows, &s->sequence, &options, err);
}

static nd_status count_tokens(search *s, nd_error *err) {
    ND_TRY(nd__token_rarity_create(&s->rarity, err));
    const uint64_t *hashes = (const uint64_t *)(const void *)s->sequence.data;
    for (size_t d = 0; d < s->sequence.documents; d++) {
        uint64_t begin = nd__sequence_begin(&s->sequence, d);
        size_t count = (size_t)(s->sequence.ends[d] - begin);
        nd__token_rarity_add_document(s->rarity, hashes + begin, count);
        nd__spill_read(s->sequence.spill, count * sizeof *hashes);
    }
    return ND_OK;
}

static nd_status find_passages(search *s, nd_error *err) {
    const nd_spans_options *o = s->options;
    nd__passage_pairs_options options;
    nd__passage_pairs_options_init(&options);
    options.passage.max_gap = o->max_gap;
    options.passage.min_length = o->min_length;
    options.threads = s->threads;
    options.memory = s->corpus.spill != NULL ? memory_left(s) : 0;
    ND_TRY(nd__spans_progress(o, "chaining", 0, 0, s->corpus.documents.count, err));
    ND_TRY(count_tokens(s, err));
    options.passage.rarity = s->rarity;
    if (options.most_places > o->max_places) {
        options.most_places = o->max_places;
    }
    ND_TRY(
        nd__passage_records_find(&s->records, &s->sequence, &s->repeats, &options, err));
    nd__maximal_repeats_clear(&s->repeats);
    ND_TRY(nd__span_rows_add_records(&s->rows, &s->records, &s->sequence, err));
    nd__passage_records_clear(&s->records);
    return ND_OK;
}

static nd_status find_repeats(search *s, nd_error *err) {
    const nd_spans_options *o = s->options;
    nd__maximal_options options = {.length = o->min_length,
                                   .max_places = o->max_places,
                                   .threads = s->threads,
                                   .memory = s->corpus.spill != NULL ? memory_left(s) : 0,
                                   .suffix_array = o->method == ND_SPANS_SUFFIX_ARRAY};
    ND_TRY(find_windows(s, err));
    ND_TRY(
        nd__maximal_repeats_find(&s->repeats, &s->sequence, &s->windows, &options, err));
    nd__repeated_windows_clear(&s->windows);
    if (o->exact || o->unit == ND_SPAN_BYTES) {
        ND_TRY(nd__span_rows_add_repeats(&s->rows, &s->repeats, &s->sequence, err));
        nd__maximal_repeats_clear(&s->repeats);
        return ND_OK;
    }
    return find_passages(s, err);
}

/* ---- findings ---- */

static nd_status add_params(nd__findings *out, nd__json *json, const nd_spans_options *o,
                            nd_error *err) {
    static const char *const units[] = {"tokens", "bytes"};
    static const char *const outputs[] = {"repeats", "ranges", "count"};
    static const char *const methods[] = {"seeds", "suffix-array"};
    ND_TRY(nd__params_number(out, json, "min_length", o->min_length, err));
    ND_TRY(nd__params_text(out, json, "length_unit", units[o->unit], err));
    ND_TRY(nd__params_text(out, json, "output", outputs[o->output], err));
    ND_TRY(nd__params_text(out, json, "method", methods[o->method], err));
    ND_TRY(
        nd__params_flag(out, json, "exact", o->exact || o->unit == ND_SPAN_BYTES, err));
    ND_TRY(nd__params_number(out, json, "max_gap", o->max_gap, err));
    ND_TRY(nd__params_number(out, json, "max_places", o->max_places, err));
    ND_TRY(nd__params_number(out, json, "top", o->top, err));
    ND_TRY(nd__params_text(out, json, "pairs_file", o->pairs_file, err));
    ND_TRY(nd__params_number(out, json, "seed", o->seed, err));
    return nd__params_input(out, json, &o->input, err);
}

static nd_status add_header(nd__findings *out, const search *s, nd_error *err) {
    nd__json json = {0};
    ND_TRY(nd__findings_set_tool(out, "neardup", nd_version(), err));
    nd_status status = add_params(out, &json, s->options, err);
    nd__json_clear(&json);
    for (size_t i = 0; status >= 0 && i < s->corpus.inputs.count; i++) {
        status = nd__findings_add_input(out, &s->corpus.inputs.items[i], err);
    }
    out->end.documents = s->corpus.documents.count;
    out->end.bytes = s->corpus.documents.items[s->corpus.documents.count - 1].text_end;
    out->end.skipped = s->corpus.skipped;
    out->end.revisits = s->corpus.revisits;
    return status;
}

static nd_status add_rows(nd__findings *out, search *s, nd_error *err) {
    const nd_spans_options *o = s->options;
    ND_TRY(nd__span_rows_locate(&s->rows, &s->corpus, o, s->threads, err));
    ND_TRY(nd__span_rows_drop_doubles(&s->rows, &s->corpus, err));
    ND_TRY(nd__span_rows_keep_top(&s->rows, o->top, err));
    ND_TRY(nd__span_rows_keep_texts(s->texts, &s->rows, &s->corpus, err));
    nd__spans_corpus_drop_texts(&s->corpus);
    return nd__span_rows_hand_over(out, &s->rows, &s->corpus, err);
}

static void ranged_text(nd__ranged_text *out, size_t d, const void *payload) {
    const nd__spans_corpus *corpus = payload;
    *out = (nd__ranged_text){.doc = {corpus->documents.items[d].id, d}};
    out->text = nd__spans_text(&out->size, corpus, d);
}

static nd_status add_ranges(nd__findings *out, const search *s, nd_error *err) {
    nd__ranged_texts texts = {.sequence = &s->sequence,
                              .windows = &s->windows,
                              .length = s->options->min_length,
                              .seed = s->options->seed,
                              .get = ranged_text,
                              .payload = &s->corpus};
    return nd__spans_add_ranges(out, &texts, s->options->output == ND_SPANS_COUNT, err);
}

static nd_status run_steps(nd__findings *out, search *s, const char *const *inputs,
                           size_t count, nd_error *err) {
    const nd_spans_options *o = s->options;
    ND_TRY(nd__spans_corpus_read(&s->corpus, inputs, count, o, s->threads, err));
    s->sequence = nd__spans_sequence(&s->corpus);
    ND_TRY(add_header(out, s, err));
    if (o->output != ND_SPANS_REPEATS) {
        ND_TRY(find_windows(s, err));
        return add_ranges(out, s, err);
    }
    if (o->pairs_file != NULL) {
        ND_TRY(count_tokens(s, err));
        ND_TRY(
            nd__span_rows_add_pairs(&s->rows, &s->corpus, o, s->rarity, s->threads, err));
    } else {
        ND_TRY(find_repeats(s, err));
    }
    return add_rows(out, s, err);
}

static nd_status hand_over(nd_run_file **out, nd__findings *findings, search *s,
                           nd_error *err) {
    nd__inputs *opened = s->corpus.opened;
    s->corpus.opened = NULL;
    ND_TRY(nd__run_file_create(out, findings, opened, err));
    (*out)->threads = s->threads;
    (*out)->texts = s->texts;
    s->texts = NULL;
    return ND_OK;
}

nd_status nd_spans(nd_run_file **out, const char *const *inputs, size_t count,
                   const nd_spans_options *options, nd_error *err) {
    ND_TRY(check_options(options, err));
    ND_TRY(check_inputs(options, inputs, count, err));
    search s = {
        .options = options,
        .threads = options->threads > 0 ? options->threads : nd__threads_available()};
    s.threads = s.threads < 256 ? s.threads : 256;
    nd__findings *findings = nd__findings_create();
    s.texts = calloc(1, sizeof *s.texts);
    nd_status status = findings == NULL || s.texts == NULL
                           ? nd__fail_memory(err)
                           : run_steps(findings, &s, inputs, count, err);
    if (status >= 0) {
        status = hand_over(out, findings, &s, err);
    } else {
        nd__findings_destroy(findings);
    }
    search_clear(&s);
    return status;
}
