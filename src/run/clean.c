/* Writing the corpus back.
 *
 * Outline: the plan holds what goes, in the order of reading. The inputs are read once
 * more by the ordered pipeline: batches are parsed by many threads, and written by one at
 * a time in order. Each document has the ordinal n that the findings know it by. Each
 * record is kept, dropped, or cut; each removal goes into the log. The digest of each
 * input must be that of the scan. All output is staged: the log is put into place first,
 * then the output, so that there is never an output without its log.
 */
#include "run/clean.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/threads.h"
#include "input/json_tree.h"
#include "run/clean_names.h"
#include "run/clean_plan.h"
#include "run/cleaned_file.h"
#include "run/run_file.h"
#include "run/run_params.h"

typedef struct cleaner {
    const nd__findings *findings;
    nd__inputs *inputs;
    const nd_clean_options *options;
    nd_clean_result *result;
    size_t input_count; /* without references */
    nd__clean_plan plan;
    nd__clean_names names;
    nd__documents *stream;
    nd__batch *batches;
    nd__cleaned_file file;
    size_t next_file; /* the one that is being written is next_file - 1 */
    uint64_t n;       /* ordinal of the next document */
} cleaner;

void nd_clean_options_init(nd_clean_options *out) {
    *out = (nd_clean_options){.version = 1,
                              .documents = true,
                              .repeats = true,
                              .teasers = true,
                              .boilerplate = true,
                              .min_rest = 5};
}

static nd_status fail_changed(const char *path, nd_error *err) {
    return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                    "'%s' is not what was scanned: it changed since, or other files were "
                    "named; scan again",
                    path);
}

/* Is this input written back? */
static bool is_written(const cleaner *c, size_t file) {
    return file < c->input_count &&
           nd__inputs_file(c->inputs, file)->format != ND__FORMAT_AUTO;
}

static nd_status end_file(cleaner *c, nd_error *err) {
    size_t file = c->next_file - 1;
    if (c->next_file == 0 || file >= c->input_count) {
        return ND_OK;
    }
    const nd__run_input *scanned = &c->findings->header.inputs.items[file];
    const char *path = nd__inputs_file(c->inputs, file)->path;
    nd__hash128_value digest = nd__documents_digest(c->stream, file);
    if (digest.low != scanned->digest.low || digest.high != scanned->digest.high ||
        nd__documents_size(c->stream, file) != scanned->bytes) {
        return fail_changed(path, err);
    }
    return c->file.name == NULL ? ND_OK
                                : nd__cleaned_file_end(&c->file, path, digest, err);
}

/* Ends files and begins the next ones until `file` is the one that is written. Files that
 * gave no record (empty ones) are passed on the way. */
static nd_status advance(cleaner *c, size_t file, nd_error *err) {
    while (c->next_file <= file) {
        ND_TRY(end_file(c, err));
        size_t next = c->next_file++;
        if (next < nd__inputs_count(c->inputs) && is_written(c, next)) {
            const nd__input_file *input = nd__inputs_file(c->inputs, next);
            bool is_text = input->format == ND__FORMAT_TEXT;
            bool is_single = is_text || input->format == ND__FORMAT_HTML;
            ND_TRY(nd__cleaned_file_begin(&c->file, c->names.names[next], is_text,
                                          is_single, input->converted, err));
        }
    }
    return ND_OK;
}

/* Ids that are not UTF-8 (paths may be so) were mended in the run file. */
static bool is_same_id(const char *scanned, const char *id) {
    return strcmp(scanned, id) == 0 || !nd__is_utf8(id, strlen(id));
}

static nd_status write_document(cleaner *c, const nd__record *record, nd_error *err) {
    uint64_t n = c->n++;
    const char *range_id = NULL;
    nd__removed_parts parts = {.n = n};
    const nd__dropped *dropped = nd__clean_plan_dropped(&c->plan, n);
    parts.blocks = nd__clean_plan_blocks(&c->plan, n, &parts.block_count);
    ND_TRY(nd__clean_plan_ranges(&c->plan, n, &range_id, err));
    parts.ranges = c->plan.ranges.items;
    parts.range_count = c->plan.ranges.count;
    c->result->documents++;
    if ((dropped != NULL && !is_same_id(dropped->doc.id, record->id)) ||
        (parts.block_count > 0 && !is_same_id(parts.blocks[0]->at.doc.id, record->id)) ||
        (range_id != NULL && !is_same_id(range_id, record->id))) {
        return fail_changed(nd__inputs_file(c->inputs, record->file)->path, err);
    }
    if (dropped != NULL) {
        return nd__cleaned_file_drop(&c->file, record, dropped, err);
    }
    return parts.block_count + parts.range_count > 0
               ? nd__cleaned_file_cut(&c->file, record, &parts, err)
               : nd__cleaned_file_keep(&c->file, record, err);
}

/* The stages of the pipeline. */

static nd_status read_batch(size_t slot, void *payload, nd_error *err) {
    cleaner *c = payload;
    return nd__documents_read(c->stream, &c->batches[slot], err);
}

static nd_status parse_batch(size_t slot, unsigned worker, void *payload, nd_error *err) {
    cleaner *c = payload;
    (void)worker;
    return nd__documents_parse(c->stream, &c->batches[slot], err);
}

static nd_status write_batch(size_t slot, void *payload, nd_error *err) {
    cleaner *c = payload;
    const nd__batch *batch = &c->batches[slot];
    for (size_t i = 0; i < batch->records.count; i++) {
        const nd__record *record = &batch->records.items[i];
        if (record->file >= c->input_count) {
            break; /* a reference */
        }
        ND_TRY(advance(c, record->file, err));
        ND_TRY(record->is_document ? write_document(c, record, err)
                                   : nd__cleaned_file_keep(&c->file, record, err));
    }
    ND_TRY(nd__cleaned_file_flush(&c->file, err));
    if (c->options->progress != NULL &&
        !c->options->progress(nd__documents_bytes_read(c->stream),
                              nd__inputs_total_bytes(c->inputs), c->options->payload)) {
        return nd__fail(err, ND_E_CANCELLED, ND_NO_POSITION, "stopped");
    }
    return ND_OK;
}

static nd_status write_all(cleaner *c, nd_error *err) {
    unsigned threads =
        c->options->threads == 0 ? nd__threads_available() : c->options->threads;
    nd__pipeline pipeline = {.threads = threads,
                             .slots = (size_t)threads * 2 + 1,
                             .read = read_batch,
                             .work = parse_batch,
                             .write = write_batch,
                             .payload = c};
    c->batches = nd__allocate_zeroed(pipeline.slots, sizeof *c->batches);
    nd_status status = c->batches == NULL
                           ? nd__fail_memory(err)
                           : nd__documents_open(&c->stream, c->inputs, err);
    for (size_t i = 0; c->batches != NULL && i < pipeline.slots; i++) {
        c->batches[i].rows = true;
    }
    if (status >= 0) {
        nd__documents_silence(c->stream);
        status = nd__pipeline_run(&pipeline, err);
    }
    if (status >= 0) {
        status = advance(c, nd__inputs_count(c->inputs), err);
    }
    for (size_t i = 0; c->batches != NULL && i < pipeline.slots; i++) {
        nd__batch_clear(&c->batches[i]);
    }
    free(c->batches);
    return status;
}

/* Are these as many inputs as were scanned, with or without the references? */
static nd_status match_inputs(cleaner *c, nd_error *err) {
    const nd__run_header *header = &c->findings->header;
    size_t have = nd__inputs_count(c->inputs);
    size_t written = 0;
    while (written < header->inputs.count && !header->inputs.items[written].reference) {
        written++;
    }
    for (size_t i = written; i < header->inputs.count; i++) {
        if (!header->inputs.items[i].reference) {
            return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                            "the run file names references before inputs; scan again");
        }
    }
    if (have != written && have != header->inputs.count) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                        "the inputs are %zu files, the run was made of %zu; name the "
                        "same inputs, or scan again",
                        have, written);
    }
    if (written == 0) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "there is no input to clean");
    }
    c->input_count = written;
    return ND_OK;
}

/* The log of an output that did not come to be. */
static void remove_log(const char *path) {
    struct stat info;
    if (lstat(path, &info) == 0 && S_ISREG(info.st_mode)) {
        unlink(path);
    }
}

static nd_status stage_and_publish(cleaner *c, nd_error *err) {
    nd__staged *staged = NULL;
    ND_TRY(nd__staged_open(&staged, c->options->output, c->names.is_folder,
                           c->options->temporary_directory, err));
    nd_status status;
    ND_TRY_OUT(nd__removal_writer_open(&c->file.log, c->options->removed,
                                       c->names.is_folder, err));
    c->file.staged = staged;
    c->file.result = c->result;
    ND_TRY_OUT(write_all(c, err));
    nd__removal_writer *log = c->file.log;
    c->file.log = NULL;
    ND_TRY_OUT(nd__removal_writer_commit(log, err));
    status = nd__staged_publish(staged, err);
    if (status < 0 && c->options->removed != NULL) {
        remove_log(c->options->removed);
    }
    return status;
out:
    nd__cleaned_file_clear(&c->file);
    nd__staged_discard(staged);
    return status;
}

static nd_status check_options(const nd_clean_options *options, nd_error *err) {
    const char *what =
        options->version != 1 ? "options of an unknown version"
        : options->output == NULL || options->output[0] == '\0' ? "no output was named"
        : (unsigned)options->snap > ND_SNAP_BLOCK ? "snap is not one of its values"
                                                  : NULL;
    return what == NULL ? ND_OK : nd__fail(err, ND_E_ARG, ND_NO_POSITION, "%s", what);
}

/* Blocks as the run has cut them. */
static nd__block_mode block_mode(const nd__findings *findings) {
    for (size_t i = 0; i < findings->header.params.count; i++) {
        const nd__run_param *param = &findings->header.params.items[i];
        if (strcmp(param->key, "block") == 0) {
            return strcmp(param->json, "\"line\"") == 0    ? ND__BLOCK_LINE
                   : strcmp(param->json, "\"blank\"") == 0 ? ND__BLOCK_BLANK
                                                           : ND__BLOCK_AUTO;
        }
    }
    return ND__BLOCK_AUTO;
}

nd_status nd__clean(nd_clean_result *out, const nd__findings *findings,
                    nd__inputs *inputs, const nd_clean_options *options, nd_error *err) {
    ND_TRY(check_options(options, err));
    cleaner c;
    memset(&c, 0, sizeof c);
    *out = (nd_clean_result){0};
    c.findings = findings;
    c.inputs = inputs;
    c.options = options;
    c.result = out;
    c.file.cutter.snap = options->snap;
    c.file.cutter.min_rest = options->min_rest;
    c.file.mode = block_mode(findings);
    nd_status status;
    ND_TRY_OUT(match_inputs(&c, err));
    ND_TRY_OUT(nd__clean_names_create(&c.names, inputs, c.input_count, options->output,
                                      options->removed, err));
    ND_TRY_OUT(nd__clean_plan_create(&c.plan, findings, options, err));
    status = stage_and_publish(&c, err);
out:
    nd__cleaned_file_clear(&c.file);
    nd__removal_writer_abandon(c.file.log);
    nd__documents_close(c.stream);
    nd__clean_plan_clear(&c.plan);
    nd__clean_names_clear(&c.names);
    return status;
}

nd_status nd_clean(nd_clean_result *out, const nd_run_file *run,
                   const char *const *inputs, size_t input_count,
                   const nd_clean_options *options, nd_error *err) {
    if (input_count == 0) {
        if (run->inputs == NULL) {
            return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "no input was named");
        }
        return nd__clean(out, run->findings, run->inputs, options, err);
    }
    nd__arena arena = {NULL, 0};
    nd__input_options how;
    nd__inputs *opened = NULL;
    nd_status status = nd__params_read_input(&how, run->findings, &arena, err);
    how.temporary_directory = options->temporary_directory;
    if (status >= 0) {
        status = nd__inputs_open(&opened, inputs, input_count, &how, err);
    }
    if (status >= 0) {
        status = nd__clean(out, run->findings, opened, options, err);
    }
    nd__inputs_close(opened);
    nd__arena_clear(&arena);
    return status;
}
