/* Ranges of what a scan leaves.
 *
 * Outline: what clean will keep of each document is one piece, or several where blocks go
 * between; a window lies in one piece. References come first, whole: they have the
 * earlier places, and are not cut. The pieces end to end are the sequence that repeated
 * windows are searched in, so neither a document nor a block that goes can be what
 * another text is cut for. */
#include "neardup/spans.h"

#include <string.h>

#include "base/threads.h"
#include "run/clean_plan.h"
#include "run/run_file.h"
#include "run/run_params.h"
#include "run/spans_ranges.h"
#include "run/texts.h"
#include "text/tokens.h"

#define OPTIONS_VERSION 1
#define LONGEST_LENGTH (UINT32_C(1) << 20)
#define TOKEN_PAD (ND__SEQUENCE_PAD / sizeof(uint64_t))
#define SLOT_BYTES ((size_t)1 << 18)

/* text[begin, end) stays. */
typedef struct piece {
    const nd__text *text;
    uint32_t begin, end;
} piece;

typedef struct token_slot {
    size_t first, end; /* pieces */
    nd__u64_vector hashes, counts;
} token_slot;

typedef struct searching {
    const nd_ranges_options *options;
    const nd__texts *texts;
    ND_VECTOR(piece) pieces;
    uint64_t text_bytes; /* of them */
    nd__buffer bytes;    /* with ND__SEQUENCE_PAD on both sides; or */
    nd__u64_vector tokens;
    nd__u64_vector ends; /* [pieces] in elements */
    nd__repeated_windows windows;
    unsigned threads;
    token_slot *slots;
    nd__tokens *readers; /* [threads] */
    size_t next_piece;
} searching;

void nd_ranges_options_init(nd_ranges_options *out) {
    *out = (nd_ranges_options){.version = OPTIONS_VERSION,
                               .min_length = 25,
                               .documents = true,
                               .repeats = true,
                               .teasers = true,
                               .boilerplate = true,
                               .seed = 1};
}

static nd_status check_options(const nd_run_file *run, const nd_ranges_options *o,
                               nd_error *err) {
    if (o->version != OPTIONS_VERSION) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "unknown version of nd_ranges_options; call nd_ranges_options_init first");
    }
    if (o->min_length < 1 || o->min_length > LONGEST_LENGTH) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "min_length is %u; it must be 1 to %u", (unsigned)o->min_length,
                        (unsigned)LONGEST_LENGTH);
    }
    if ((unsigned)o->unit > ND_SPAN_BYTES) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "unit is %u; it must be 0 or 1",
                        (unsigned)o->unit);
    }
    if (run->findings->end.has_ranges) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "the run has ranges already");
    }
    const nd__texts *texts = run->texts;
    if (texts == NULL || run->inputs == NULL || run->findings->end.has_spans) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "ranges are found in the texts of a scan of this process; a run "
                        "file has none");
    }
    /* A scan gives up its texts where memory is short. */
    return texts->items.count != run->findings->end.documents ? nd__fail_memory(err)
                                                              : ND_OK;
}

static nd_status search_progress(uint64_t done, uint64_t total, void *payload,
                                 nd_error *err) {
    const searching *s = payload;
    const nd_ranges_options *o = s->options;
    nd_progress progress = {"searching", done, total, s->texts->items.count};
    if (o->progress != NULL && o->progress(&progress, o->progress_payload) != 0) {
        return nd__fail(err, ND_E_CANCELLED, ND_NO_POSITION, "stopped on request");
    }
    return ND_OK;
}

/* ---- pieces ---- */

static nd_status add_piece(searching *s, const nd__text *text, uint64_t begin,
                           uint64_t end, nd_error *err) {
    if (begin >= end) {
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(&s->pieces, 1, err));
    s->pieces.items[s->pieces.count++] = (piece){text, (uint32_t)begin, (uint32_t)end};
    s->text_bytes += end - begin;
    return ND_OK;
}

static nd_status add_document(searching *s, nd__clean_plan *plan, const nd__text *text,
                              nd_error *err) {
    size_t count;
    uint64_t at = 0;
    if (nd__clean_plan_dropped(plan, text->n) != NULL) {
        return ND_OK;
    }
    const nd__block_finding *const *blocks = nd__clean_plan_blocks(plan, text->n, &count);
    for (size_t i = 0; i < count; i++) {
        ND_TRY(add_piece(s, text, at, blocks[i]->at.begin, err));
        at = blocks[i]->at.end > at ? blocks[i]->at.end : at;
    }
    return add_piece(s, text, at, text->size, err);
}

static nd_status make_pieces(searching *s, const nd__findings *findings, nd_error *err) {
    const nd_ranges_options *o = s->options;
    nd_clean_options goes;
    nd_clean_options_init(&goes);
    goes.documents = o->documents;
    goes.repeats = o->repeats;
    goes.teasers = o->teasers;
    goes.boilerplate = o->boilerplate;
    goes.reprints = o->reprints;
    nd__clean_plan plan;
    ND_TRY(nd__clean_plan_create(&plan, findings, &goes, err));
    nd_status status = ND_OK;
    for (size_t i = 0; status >= 0 && i < s->texts->items.count; i++) {
        const nd__text *text = &s->texts->items.items[i];
        status = text->reference ? add_piece(s, text, 0, text->size, err) : ND_OK;
    }
    for (size_t i = 0; status >= 0 && i < s->texts->items.count; i++) {
        const nd__text *text = &s->texts->items.items[i];
        status = text->reference ? ND_OK : add_document(s, &plan, text, err);
    }
    nd__clean_plan_clear(&plan);
    return status;
}

/* ---- elements ---- */

static nd_status copy_bytes(searching *s, nd_error *err) {
    static const char zeros[ND__SEQUENCE_PAD];
    ND_TRY(nd__vector_reserve(&s->bytes, s->text_bytes + 2 * sizeof zeros, err));
    ND_TRY(nd__vector_reserve(&s->ends, s->pieces.count, err));
    ND_TRY(nd__buffer_append(&s->bytes, zeros, sizeof zeros, err));
    for (size_t i = 0; i < s->pieces.count; i++) {
        const piece *p = &s->pieces.items[i];
        ND_TRY(nd__buffer_append(&s->bytes, p->text->text + p->begin, p->end - p->begin,
                                 err));
        s->ends.items[s->ends.count++] = s->bytes.count - sizeof zeros;
    }
    return nd__buffer_append(&s->bytes, zeros, sizeof zeros, err);
}

static nd_status take_pieces(size_t slot, void *payload, nd_error *err) {
    searching *s = payload;
    token_slot *own = &s->slots[slot];
    size_t bytes = 0;
    (void)err;
    own->first = s->next_piece;
    while (s->next_piece < s->pieces.count && bytes < SLOT_BYTES) {
        const piece *p = &s->pieces.items[s->next_piece++];
        bytes += p->end - p->begin;
    }
    own->end = s->next_piece;
    return own->first == own->end ? ND_DONE : ND_OK;
}

static nd_status read_tokens(size_t slot, unsigned worker, void *payload, nd_error *err) {
    searching *s = payload;
    token_slot *own = &s->slots[slot];
    nd__tokens *tokens = &s->readers[worker];
    own->hashes.count = own->counts.count = 0;
    ND_TRY(nd__vector_reserve(&own->counts, own->end - own->first, err));
    for (size_t i = own->first; i < own->end; i++) {
        const piece *p = &s->pieces.items[i];
        ND_TRY(nd__tokens_read_hashes(tokens, p->text->text + p->begin, p->end - p->begin,
                                      s->options->seed, err));
        ND_TRY(nd__vector_extend(&own->hashes, tokens->count, err));
        if (tokens->count > 0) { /* else there may be no arrays */
            memcpy(own->hashes.items + own->hashes.count, tokens->hash,
                   tokens->count * sizeof *tokens->hash);
        }
        own->hashes.count += tokens->count;
        own->counts.items[own->counts.count++] = tokens->count;
    }
    return ND_OK;
}

static nd_status append_tokens(size_t slot, void *payload, nd_error *err) {
    searching *s = payload;
    const token_slot *own = &s->slots[slot];
    uint64_t end = s->tokens.count - TOKEN_PAD;
    ND_TRY(nd__vector_extend(&s->tokens, own->hashes.count + TOKEN_PAD, err));
    ND_TRY(nd__vector_extend(&s->ends, own->counts.count, err));
    if (own->hashes.count > 0) {
        memcpy(s->tokens.items + s->tokens.count, own->hashes.items,
               own->hashes.count * sizeof *own->hashes.items);
    }
    s->tokens.count += own->hashes.count;
    for (size_t i = 0; i < own->counts.count; i++) {
        end += own->counts.items[i];
        s->ends.items[s->ends.count++] = end;
    }
    return search_progress(own->end, s->pieces.count, s, err);
}

static nd_status add_token_pad(searching *s, nd_error *err) {
    ND_TRY(nd__vector_extend(&s->tokens, TOKEN_PAD, err));
    memset(s->tokens.items + s->tokens.count, 0, ND__SEQUENCE_PAD);
    s->tokens.count += TOKEN_PAD;
    return ND_OK;
}

static nd_status make_tokens(searching *s, nd_error *err) {
    nd__pipeline pipeline = {.threads = s->threads,
                             .slots = 2 * (size_t)s->threads + 2,
                             .read = take_pieces,
                             .work = read_tokens,
                             .write = append_tokens,
                             .payload = s};
    nd_status status;
    s->slots = nd__allocate_zeroed(pipeline.slots, sizeof *s->slots);
    s->readers = nd__allocate_zeroed(s->threads, sizeof *s->readers);
    if (s->slots == NULL || s->readers == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (unsigned w = 0; w < s->threads; w++) {
        ND_TRY_OUT(nd__tokens_remember(&s->readers[w], err));
    }
    ND_TRY_OUT(add_token_pad(s, err));
    ND_TRY_OUT(nd__pipeline_run(&pipeline, err));
    status = add_token_pad(s, err);
out:
    for (size_t i = 0; s->slots != NULL && i < pipeline.slots; i++) {
        nd__vector_clear(&s->slots[i].hashes);
        nd__vector_clear(&s->slots[i].counts);
    }
    for (unsigned w = 0; s->readers != NULL && w < s->threads; w++) {
        nd__tokens_clear(&s->readers[w]);
    }
    free(s->slots);
    free(s->readers);
    return status < 0 ? status : ND_OK;
}

/* ---- the search ---- */

static void get_piece(nd__ranged_text *out, size_t d, const void *payload) {
    const searching *s = payload;
    const piece *p = &s->pieces.items[d];
    *out = (nd__ranged_text){.doc = {p->text->id, p->text->n},
                             .text = p->text->text + p->begin,
                             .size = p->end - p->begin,
                             .offset = p->begin,
                             .silent = p->text->reference};
}

static nd_status search(nd__findings *findings, searching *s, nd_error *err) {
    const nd_ranges_options *o = s->options;
    bool bytes = o->unit == ND_SPAN_BYTES;
    ND_TRY(make_pieces(s, findings, err));
    ND_TRY(bytes ? copy_bytes(s, err) : make_tokens(s, err));
    findings->end.has_ranges = true;
    if (s->pieces.count == 0 || s->ends.items[s->pieces.count - 1] == 0) {
        return ND_OK;
    }
    nd__sequence sequence = {
        .data = bytes ? (const uint8_t *)s->bytes.items + ND__SEQUENCE_PAD
                      : (const uint8_t *)(s->tokens.items + TOKEN_PAD),
        .count = (size_t)s->ends.items[s->pieces.count - 1],
        .unit = bytes ? 1 : sizeof(uint64_t),
        .ends = s->ends.items,
        .documents = s->pieces.count,
    };
    nd__window_options windows = {.length = o->min_length,
                                  .threads = s->threads,
                                  .memory = (size_t)o->memory,
                                  .progress = search_progress,
                                  .payload = s};
    ND_TRY(nd__repeated_windows_find(&s->windows, &sequence, &windows, err));
    nd__ranged_texts texts = {.sequence = &sequence,
                              .windows = &s->windows,
                              .length = o->min_length,
                              .seed = o->seed,
                              .get = get_piece,
                              .payload = s};
    return nd__spans_add_ranges(findings, &texts, false, err);
}

static nd_status add_params(nd__findings *findings, const nd_ranges_options *o,
                            nd_error *err) {
    nd__json json = {0};
    nd_status status =
        nd__params_number(findings, &json, "min_length", o->min_length, err);
    if (status >= 0) {
        status = nd__params_text(findings, &json, "length_unit",
                                 o->unit == ND_SPAN_BYTES ? "bytes" : "tokens", err);
    }
    nd__json_clear(&json);
    return status;
}

nd_status nd_run_file_find_ranges(nd_run_file *run, const nd_ranges_options *options,
                                  nd_error *err) {
    ND_TRY(check_options(run, options, err));
    nd__findings *findings = run->findings;
    searching s = {.options = options, .texts = run->texts};
    s.threads = options->threads > 0 ? options->threads : nd__threads_available();
    s.threads = s.threads < 256 ? s.threads : 256;
    size_t params = findings->header.params.count;
    nd_status status = add_params(findings, options, err);
    if (status >= 0) {
        status = search(findings, &s, err);
    }
    if (status >= 0) {
        status = nd__run_file_index_documents(run, err);
    }
    if (status < 0) { /* as if nothing had been tried */
        findings->header.params.count = params;
        findings->ranges.count = findings->later.count = 0;
        findings->end.has_ranges = false;
        findings->end.ranges = findings->end.repeated_bytes = 0;
        findings->end.later_bytes = 0;
    }
    nd__vector_clear(&s.pieces);
    nd__vector_clear(&s.bytes);
    nd__vector_clear(&s.tokens);
    nd__vector_clear(&s.ends);
    nd__repeated_windows_clear(&s.windows);
    return status;
}
