/* Reading for spans: an ordered pipeline. Work parses a batch and cuts its texts into
 * tokens; write puts texts and tokens behind those that are there. */
#include "run/spans_corpus.h"

#include <string.h>

#include "base/threads.h"
#include "run/input_options.h"
#include "text/tokens.h"

#define TOKEN_PAD (ND__SEQUENCE_PAD / sizeof(uint64_t))

typedef struct read_slot {
    nd__batch batch;
    nd__u64_vector hashes; /* of all documents of the batch */
    nd__u64_vector counts; /* of each */
} read_slot;

typedef struct reading {
    nd__spans_corpus *corpus;
    const nd_spans_options *options;
    nd__documents *stream;
    read_slot *slots;   /* [slot_count] */
    nd__tokens *tokens; /* [threads] */
    size_t slot_count;
    unsigned threads;
} reading;

nd_status nd__spans_progress(const nd_spans_options *options, const char *phase,
                             uint64_t done, uint64_t total, uint64_t documents,
                             nd_error *err) {
    nd_progress progress = {phase, done, total, documents};
    if (options->progress != NULL &&
        options->progress(&progress, options->progress_payload) != 0) {
        return nd__fail(err, ND_E_CANCELLED, ND_NO_POSITION, "stopped on request");
    }
    return ND_OK;
}

static nd_status read_batch(size_t slot, void *payload, nd_error *err) {
    reading *r = payload;
    return nd__documents_read(r->stream, &r->slots[slot].batch, err);
}

static nd_status parse_batch(size_t slot, unsigned worker, void *payload, nd_error *err) {
    reading *r = payload;
    read_slot *own = &r->slots[slot];
    ND_TRY(nd__documents_parse(r->stream, &own->batch, err));
    own->hashes.count = own->counts.count = 0;
    for (size_t i = 0; i < own->batch.records.count; i++) {
        const nd__record *record = &own->batch.records.items[i];
        if (!record->is_document || r->options->unit == ND_SPAN_BYTES) {
            continue;
        }
        nd__tokens *tokens = &r->tokens[worker];
        ND_TRY(nd__tokens_read_hashes(tokens, record->text, record->text_size,
                                      r->options->seed, err));
        ND_TRY(nd__vector_extend(&own->counts, 1, err));
        own->counts.items[own->counts.count++] = tokens->count;
        ND_TRY(nd__vector_extend(&own->hashes, tokens->count, err));
        if (tokens->count > 0) { /* else there may be no arrays */
            memcpy(own->hashes.items + own->hashes.count, tokens->hash,
                   tokens->count * sizeof *tokens->hash);
        }
        own->hashes.count += tokens->count;
    }
    return ND_OK;
}

static nd_status append_text(nd__spans_corpus *c, const char *bytes, size_t size,
                             nd_error *err) {
    return c->spill != NULL ? nd__spill_append(c->spilled_text, bytes, size, err)
                            : nd__buffer_append(&c->text, bytes, size, err);
}

static nd_status append_tokens(nd__spans_corpus *c, const uint64_t *hashes, size_t count,
                               nd_error *err) {
    if (c->spill != NULL) {
        return count == 0 ? ND_OK
                          : nd__spill_append(c->spilled_tokens, hashes,
                                             count * sizeof *hashes, err);
    }
    ND_TRY(nd__vector_extend(&c->tokens, count, err));
    if (count == 0) {
        return ND_OK;
    }
    memcpy(c->tokens.items + c->tokens.count, hashes, count * sizeof *hashes);
    c->tokens.count += count;
    return ND_OK;
}

/* tokens: its hashes, [count]. */
static nd_status append_document(nd__spans_corpus *c, const nd__record *record,
                                 const uint64_t *hashes, size_t count, nd_error *err) {
    size_t before = c->documents.count;
    uint64_t text_end = record->text_size, end = record->text_size;
    ND_TRY(nd__vector_extend(&c->documents, 1, err));
    ND_TRY(nd__vector_extend(&c->ends, 1, err));
    ND_TRY(append_text(c, record->text, record->text_size, err));
    if (!c->bytes) {
        ND_TRY(append_tokens(c, hashes, count, err));
        end = count;
    }
    char *id = nd__arena_copy(&c->arena, record->id, strlen(record->id));
    if (id == NULL) {
        return nd__fail_memory(err);
    }
    if (before > 0) {
        text_end += c->documents.items[before - 1].text_end;
        end += c->ends.items[before - 1];
    }
    c->documents.items[c->documents.count++] = (nd__spans_document){id, text_end};
    c->ends.items[c->ends.count++] = end;
    return ND_OK;
}

static nd_status append_batch(size_t slot, void *payload, nd_error *err) {
    reading *r = payload;
    read_slot *own = &r->slots[slot];
    nd__spans_corpus *c = r->corpus;
    nd__documents_report(r->stream, &own->batch);
    size_t at = 0, document = 0;
    for (size_t i = 0; i < own->batch.records.count; i++) {
        const nd__record *record = &own->batch.records.items[i];
        c->skipped += record->is_bad;
        if (record->is_document) {
            size_t count = c->bytes ? 0 : (size_t)own->counts.items[document++];
            const uint64_t *hashes = count > 0 ? own->hashes.items + at : NULL;
            ND_TRY(append_document(c, record, hashes, count, err));
            at += count;
        }
    }
    return nd__spans_progress(r->options, "reading", nd__documents_bytes_read(r->stream),
                              nd__inputs_total_bytes(c->opened), c->documents.count, err);
}

/* Zeros in front of the first element or behind the last one. */
static nd_status add_pads(nd__spans_corpus *c, nd_error *err) {
    static const uint64_t zeros[TOKEN_PAD];
    ND_TRY(append_text(c, (const char *)zeros, sizeof zeros, err));
    return c->bytes ? ND_OK : append_tokens(c, zeros, TOKEN_PAD, err);
}

/* Would texts and tokens, with what is needed beside them, take more than the memory that
 * is allowed? Compressed files hold some five times their size. */
static bool is_too_large(const nd__spans_corpus *c, const nd_spans_options *options) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < nd__inputs_count(c->opened); i++) {
        const nd__input_file *file = nd__inputs_file(c->opened, i);
        bytes += file->bytes * (file->gzip || file->zstd ? 5 : 1);
    }
    return options->memory > 0 && bytes > options->memory / (c->bytes ? 3 : 4);
}

static nd_status open_spill(nd__spans_corpus *c, const nd_spans_options *options,
                            nd_error *err) {
    if (!is_too_large(c, options)) {
        return ND_OK;
    }
    ND_TRY(nd__spill_create(&c->spill, options->input.temporary_directory,
                            (size_t)options->memory / 8, err));
    ND_TRY(nd__spill_array_open(&c->spilled_text, c->spill, err));
    return c->bytes ? ND_OK : nd__spill_array_open(&c->spilled_tokens, c->spill, err);
}

/* What was appended to the spill becomes memory to read. */
static nd_status map_spill(nd__spans_corpus *c, nd_error *err) {
    void *memory;
    if (c->spill == NULL) {
        return ND_OK;
    }
    ND_TRY(nd__spill_map(&memory, c->spilled_text, err));
    c->text.items = memory;
    if (!c->bytes) {
        ND_TRY(nd__spill_map(&memory, c->spilled_tokens, err));
        c->tokens.items = memory;
    }
    return ND_OK;
}

static nd_status prepare(reading *r, nd_error *err) {
    r->slots = nd__allocate_zeroed(r->slot_count, sizeof *r->slots);
    r->tokens = nd__allocate_zeroed(r->threads, sizeof *r->tokens);
    if (r->slots == NULL || r->tokens == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < r->threads; w++) {
        ND_TRY(nd__tokens_remember(&r->tokens[w], err));
    }
    ND_TRY(open_spill(r->corpus, r->options, err));
    ND_TRY(add_pads(r->corpus, err));
    return nd__documents_open(&r->stream, r->corpus->opened, err);
}

static void clean_up(reading *r) {
    for (size_t i = 0; r->slots != NULL && i < r->slot_count; i++) {
        nd__batch_clear(&r->slots[i].batch);
        nd__vector_clear(&r->slots[i].hashes);
        nd__vector_clear(&r->slots[i].counts);
    }
    for (unsigned w = 0; r->tokens != NULL && w < r->threads; w++) {
        nd__tokens_clear(&r->tokens[w]);
    }
    free(r->slots);
    free(r->tokens);
    nd__documents_close(r->stream);
}

nd_status nd__spans_corpus_read(nd__spans_corpus *corpus, const char *const *inputs,
                                size_t count, const nd_spans_options *options,
                                unsigned threads, nd_error *err) {
    corpus->bytes = options->unit == ND_SPAN_BYTES;
    nd__input_options input = nd__input_options_of(&options->input);
    ND_TRY(nd__inputs_open(&corpus->opened, inputs, count, &input, err));
    reading r = {.corpus = corpus,
                 .options = options,
                 .threads = threads,
                 .slot_count = 2 * (size_t)threads + 2};
    nd_status status = prepare(&r, err);
    if (status >= 0) {
        nd__pipeline pipeline = {.threads = threads,
                                 .slots = r.slot_count,
                                 .read = read_batch,
                                 .work = parse_batch,
                                 .write = append_batch,
                                 .payload = &r};
        status = nd__pipeline_run(&pipeline, err);
    }
    if (status >= 0) {
        corpus->revisits = nd__documents_revisits(r.stream);
        status = nd__note_inputs(&corpus->inputs, corpus->opened, r.stream, false, err);
    }
    if (status >= 0) {
        status = add_pads(corpus, err);
    }
    if (status >= 0) {
        status = map_spill(corpus, err);
    }
    clean_up(&r);
    if (status >= 0 && corpus->documents.count == 0) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION, "no document was read");
    }
    return status < 0 ? status : ND_OK;
}

void nd__spans_corpus_drop_texts(nd__spans_corpus *corpus) {
    if (corpus->spill == NULL) {
        nd__vector_clear(&corpus->text);
        nd__vector_clear(&corpus->tokens);
    } else {
        nd__spill_drop(corpus->spill, corpus->text.items);
        nd__spill_drop(corpus->spill, corpus->tokens.items);
        corpus->text.items = NULL;
        corpus->tokens.items = NULL;
    }
}

void nd__spans_corpus_clear(nd__spans_corpus *corpus) {
    nd__vector_clear(&corpus->documents);
    nd__spans_corpus_drop_texts(corpus);
    nd__spill_destroy(corpus->spill);
    nd__vector_clear(&corpus->ends);
    nd__run_inputs_clear(&corpus->inputs);
    nd__inputs_close(corpus->opened);
    nd__arena_clear(&corpus->arena);
    memset(corpus, 0, sizeof *corpus);
}

nd__sequence nd__spans_sequence(const nd__spans_corpus *corpus) {
    bool bytes = corpus->bytes;
    size_t documents = corpus->documents.count;
    return (nd__sequence){
        .data = bytes ? (const uint8_t *)corpus->text.items + ND__SEQUENCE_PAD
                      : (const uint8_t *)(corpus->tokens.items + TOKEN_PAD),
        .count = (size_t)corpus->ends.items[documents - 1],
        .unit = bytes ? 1 : sizeof(uint64_t),
        .ends = corpus->ends.items,
        .documents = documents,
        .spill = corpus->spill,
    };
}

const char *nd__spans_text(size_t *size, const nd__spans_corpus *corpus, size_t d) {
    uint64_t begin = d == 0 ? 0 : corpus->documents.items[d - 1].text_end;
    *size = (size_t)(corpus->documents.items[d].text_end - begin);
    nd__spill_touched(corpus->spill, 1);
    nd__spill_read(corpus->spill, *size);
    return corpus->text.items + ND__SEQUENCE_PAD + begin;
}
