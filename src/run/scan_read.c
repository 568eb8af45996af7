/* Reading: an ordered pipeline. Read takes raw bytes, work parses them and makes each
 * document's rows, write appends these to the corpus in input order. Each worker puts the
 * texts into an arena of its own, which the corpus takes over in the end, so that no text
 * is copied by the one thread that writes. */
#include <string.h>

#include "base/threads.h"
#include "run/input_options.h"
#include "run/scan_internal.h"

typedef struct read_slot {
    nd__batch batch;
    nd__made made;
} read_slot;

typedef struct reading {
    nd__scan *scan;
    nd__inputs *inputs;
    nd__documents *stream;
    read_slot *slots;
    nd__document_maker **makers; /* one a worker */
    nd__arena *texts;            /* one a worker: what becomes the corpus's */
    uint32_t first_argument;     /* number of this set's first INPUT */
    bool reference;
    uint64_t total_bytes;
} reading;

static nd_status read_batch(size_t slot, void *payload, nd_error *err) {
    reading *r = payload;
    return nd__documents_read(r->stream, &r->slots[slot].batch, err);
}

static nd_status make_batch(size_t slot, unsigned worker, void *payload, nd_error *err) {
    reading *r = payload;
    read_slot *own = &r->slots[slot];
    nd__made *made = &own->made;
    own->batch.texts = &r->texts[worker];
    ND_TRY(nd__documents_parse(r->stream, &own->batch, err));
    made->documents.count = 0;
    made->blocks.count = 0;
    made->marks.count = 0;
    made->repeats.count = 0;
    made->signatures.count = 0;
    made->winnowed.count = 0;
    for (size_t i = 0; i < own->batch.records.count; i++) {
        if (own->batch.records.items[i].is_document) {
            ND_TRY(nd__document_maker_add(made, r->makers[worker],
                                          &own->batch.records.items[i], err));
        }
    }
    return ND_OK;
}

static nd_status append_document(reading *r, const nd__made *made,
                                 const nd__made_document *document, nd_error *err) {
    nd__scan *scan = r->scan;
    nd__corpus_entry entry = {
        .document = document->document,
        .site = document->site,
        .blocks = made->blocks.items + document->block_begin,
        .block_count = document->block_end - document->block_begin,
        .marks = document->has_marks ? made->marks.items + document->mark_begin : NULL,
        .signature = made->signatures.items + document->signature_begin,
        .winnowed = made->winnowed.items + document->winnow_begin,
        .winnowed_count = document->winnow_end - document->winnow_begin,
        .text_is_kept = true,
    };
    size_t argument = nd__inputs_file(r->inputs, document->file)->argument;
    entry.document.argument = (r->first_argument + (uint32_t)argument) & INT32_MAX;
    entry.document.reference = r->reference;
    size_t number = scan->corpus.documents.count, first_block = scan->corpus.blocks.count;
    ND_TRY(nd__corpus_append(&scan->corpus, &entry, err));
    scan->text_bytes += document->document.text_size;
    ND_TRY(nd__vector_extend(&scan->repeats,
                             document->repeat_end - document->repeat_begin, err));
    for (size_t i = document->repeat_begin; i < document->repeat_end; i++) {
        const nd__repeat *repeat = &made->repeats.items[i];
        scan->repeats.items[scan->repeats.count++] =
            (nd__repeat_row){first_block + repeat->block, first_block + repeat->of,
                             (uint32_t)number, repeat->similarity};
    }
    return ND_OK;
}

static nd_status append_batch(size_t slot, void *payload, nd_error *err) {
    reading *r = payload;
    const read_slot *own = &r->slots[slot];
    nd__documents_report(r->stream, &own->batch);
    for (size_t i = 0; i < own->batch.records.count; i++) {
        r->scan->skipped += own->batch.records.items[i].is_bad;
    }
    for (size_t i = 0; i < own->made.documents.count; i++) {
        ND_TRY(append_document(r, &own->made, &own->made.documents.items[i], err));
    }
    return nd__scan_progress(r->scan, "reading", nd__documents_bytes_read(r->stream),
                             r->total_bytes, err);
}

static nd_status prepare(reading *r, size_t slots, nd_error *err) {
    nd__scan *scan = r->scan;
    r->slots = nd__allocate_zeroed(slots, sizeof *r->slots);
    r->makers = nd__allocate_zeroed(scan->threads, sizeof *r->makers);
    r->texts = nd__allocate_zeroed(scan->threads, sizeof *r->texts);
    if (r->slots == NULL || r->makers == NULL || r->texts == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < scan->threads; w++) {
        ND_TRY(nd__document_maker_create(&r->makers[w], scan->options, scan->minhash,
                                         scan->phrases, err));
    }
    return nd__documents_open(&r->stream, r->inputs, err);
}

static void clean_up(reading *r, size_t slots) {
    for (size_t i = 0; r->slots != NULL && i < slots; i++) {
        nd__batch_clear(&r->slots[i].batch);
        nd__made_clear(&r->slots[i].made);
    }
    for (unsigned w = 0; r->makers != NULL && w < r->scan->threads; w++) {
        nd__document_maker_destroy(r->makers[w]);
    }
    for (unsigned w = 0; r->texts != NULL && w < r->scan->threads; w++) {
        nd__arena_join(&r->scan->corpus.arena, &r->texts[w]);
    }
    free(r->texts);
    free(r->slots);
    free(r->makers);
    nd__documents_close(r->stream);
    if (r->reference || r->scan->opened != NULL) {
        nd__inputs_close(r->inputs);
    } else {
        r->scan->opened = r->inputs;
    }
}

static nd_status read_set(nd__scan *scan, const char *const *arguments, size_t count,
                          uint32_t first_argument, bool reference, nd_error *err) {
    nd__input_options options = nd__input_options_of(&scan->options->input);
    reading r = {.scan = scan, .first_argument = first_argument, .reference = reference};
    size_t slots = 2 * (size_t)scan->threads + 2;
    nd_status status = nd__inputs_open(&r.inputs, arguments, count, &options, err);
    if (status < 0) {
        return status;
    }
    r.total_bytes = nd__inputs_total_bytes(r.inputs);
    status = prepare(&r, slots, err);
    if (status >= 0) {
        nd__pipeline pipeline = {.threads = scan->threads,
                                 .slots = slots,
                                 .read = read_batch,
                                 .work = make_batch,
                                 .write = append_batch,
                                 .payload = &r};
        status = nd__pipeline_run(&pipeline, err);
    }
    if (status >= 0) {
        scan->revisits += nd__documents_revisits(r.stream);
        status = nd__note_inputs(&scan->inputs, r.inputs, r.stream, reference, err);
    }
    clean_up(&r, slots);
    return status;
}

nd_status nd__scan_read(nd__scan *scan, const char *const *inputs, size_t count,
                        nd_error *err) {
    ND_TRY(read_set(scan, inputs, count, 0, false, err));
    size_t documents = scan->corpus.documents.count;
    if (documents == 0) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION, "no document was read");
    }
    if (scan->options->reference_count > 0) {
        ND_TRY(read_set(scan, scan->options->references, scan->options->reference_count,
                        (uint32_t)count, true, err));
    }
    return ND_OK;
}
