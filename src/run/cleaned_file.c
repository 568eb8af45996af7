#include "run/cleaned_file.h"

#include <string.h>

#include "run/record_cuts.h"

#define HELD_LIMIT 64 /* more than a byte-order mark needs */

nd_status nd__cleaned_file_begin(nd__cleaned_file *file, const char *name, bool is_text,
                                 bool is_single, bool converted, nd_error *err) {
    file->name = name;
    file->is_text = is_text;
    file->is_single = is_single;
    file->sink = NULL;
    file->held.count = 0;
    file->pending_size = 0;
    file->whole_removed = false;
    file->original_bytes = 0;
    nd__hash_stream_destroy(file->original);
    file->original = converted ? nd__hash_stream_create() : NULL;
    return converted && file->original == NULL ? nd__fail_memory(err) : ND_OK;
}

/* The record's bytes are of the file that restore will make. */
static void count_original(nd__cleaned_file *file, const nd__record *record) {
    file->original_bytes += record->raw_size;
    if (file->original != NULL) {
        nd__hash_stream_add(file->original, record->raw, record->raw_size);
    }
}

static nd_status open_sink(nd__cleaned_file *file, nd_error *err) {
    if (file->sink != NULL) {
        return ND_OK;
    }
    char *path = NULL;
    ND_TRY(nd__staged_path(&path, file->staged, file->name, err));
    nd_status status = nd__sink_open(&file->sink, path, file->name, err);
    free(path);
    ND_TRY(status);
    return nd__sink_write(file->sink, file->held.items, file->held.count, err);
}

static nd_status put(nd__cleaned_file *file, const char *bytes, size_t size,
                     nd_error *err) {
    ND_TRY(open_sink(file, err));
    return nd__sink_write(file->sink, bytes, size, err);
}

nd_status nd__cleaned_file_flush(nd__cleaned_file *file, nd_error *err) {
    size_t size = file->pending_size;
    file->pending_size = 0;
    return size == 0 ? ND_OK : put(file, file->pending, size, err);
}

/* Bytes of a whole file that is removed, `at` 0, one after the other. */
static nd_status log_whole(nd__cleaned_file *file, const char *bytes, size_t size,
                           const nd__record *record, const nd__dropped *why,
                           nd_error *err) {
    nd__removal removal = {.file = file->name,
                           .bytes = bytes,
                           .size = size,
                           .whole_file = file->whole_removed,
                           .at = file->sink == NULL ? 0 : nd__sink_size(file->sink),
                           .kind = "rest",
                           .doc = record->id == NULL ? "" : record->id};
    if (why != NULL) {
        removal.kind = why->kind;
        removal.n = why->doc.n;
        removal.of = why->of;
    }
    file->result->removed_document_bytes += size;
    return nd__removal_writer_add(file->log, &removal, err);
}

nd_status nd__cleaned_file_keep(nd__cleaned_file *file, const nd__record *record,
                                nd_error *err) {
    count_original(file, record);
    if (file->whole_removed) {
        return log_whole(file, record->raw, record->raw_size, record, NULL, err);
    }
    if (file->is_text && !record->is_document && file->sink == NULL &&
        file->pending_size == 0 && file->held.count + record->raw_size <= HELD_LIMIT) {
        return nd__buffer_append(&file->held, record->raw, record->raw_size, err);
    }
    if (file->pending_size > 0 && file->pending + file->pending_size == record->raw) {
        file->pending_size += record->raw_size;
        return ND_OK;
    }
    ND_TRY(nd__cleaned_file_flush(file, err));
    file->pending = record->raw;
    file->pending_size = record->raw_size;
    return ND_OK;
}

nd_status nd__cleaned_file_drop(nd__cleaned_file *file, const nd__record *record,
                                const nd__dropped *why, nd_error *err) {
    ND_TRY(nd__cleaned_file_flush(file, err));
    count_original(file, record);
    file->result->removed_documents++;
    if (!file->is_single) {
        ND_TRY(open_sink(file, err));
        return log_whole(file, record->raw, record->raw_size, record, why, err);
    }
    file->whole_removed = file->sink == NULL;
    if (file->whole_removed && file->held.count > 0) {
        ND_TRY(log_whole(file, file->held.items, file->held.count, record, why, err));
    }
    return log_whole(file, record->raw, record->raw_size, record, why, err);
}

/* One piece that is cut, into the log. */
static nd_status log_piece(nd__cleaned_file *file, const nd__record *record, nd__cut cut,
                           const nd__block_finding *block, uint64_t n, nd_error *err) {
    nd__removal removal = {.file = file->name,
                           .at = nd__sink_size(file->sink),
                           .bytes = record->raw + cut.begin,
                           .size = cut.end - cut.begin,
                           .kind = "span",
                           .doc = record->id,
                           .n = n};
    if (block == NULL) {
        file->result->removed_spans++;
        file->result->removed_span_bytes += removal.size;
    } else {
        removal.kind = nd__finding_kind_name(block->kind);
        removal.of = block->has_of ? block->of.doc.id : NULL;
        file->result->removed_blocks[block->kind]++;
        file->result->removed_block_bytes += removal.size;
    }
    return nd__removal_writer_add(file->log, &removal, err);
}

static nd_status put_cut_record(nd__cleaned_file *file, const nd__record *record,
                                uint64_t n, nd_error *err) {
    size_t done = 0;
    for (size_t i = 0; i < file->cuts.count; i++) {
        nd__cut cut = file->cuts.items[i];
        if (cut.begin == cut.end) {
            continue;
        }
        ND_TRY(put(file, record->raw + done, cut.begin - done, err));
        done = cut.end;
        ND_TRY(log_piece(file, record, cut, file->reasons.items[i], n, err));
    }
    return put(file, record->raw + done, record->raw_size - done, err);
}

/* Blocks, and what the ranges become, by begin. */
static nd_status collect_cuts(nd__cleaned_file *file, const nd__removed_parts *parts,
                              nd_error *err) {
    const nd__cuts *spans = &file->cutter.cuts;
    size_t span_count = parts->range_count == 0 ? 0 : spans->count;
    ND_TRY(nd__vector_reserve(&file->cuts, parts->block_count + span_count, err));
    ND_TRY(nd__vector_reserve(&file->reasons, parts->block_count + span_count, err));
    file->cuts.count = file->reasons.count = parts->block_count + span_count;
    for (size_t i = 0, b = 0, s = 0; i < file->cuts.count; i++) {
        if (b == parts->block_count ||
            (s < span_count && spans->items[s].begin < parts->blocks[b]->at.begin)) {
            file->reasons.items[i] = NULL;
            file->cuts.items[i] = spans->items[s++];
        } else {
            const nd__block_finding *block = parts->blocks[b++];
            file->reasons.items[i] = block;
            file->cuts.items[i] =
                (nd__cut){(size_t)block->at.begin, (size_t)block->at.end};
        }
    }
    return ND_OK;
}

nd_status nd__cleaned_file_cut(nd__cleaned_file *file, const nd__record *record,
                               const nd__removed_parts *parts, nd_error *err) {
    ND_TRY(nd__cleaned_file_flush(file, err));
    /* As the scan cut it: text of HTML has a block a line. */
    file->cutter.mode = record->html != NULL ? ND__BLOCK_LINE : file->mode;
    count_original(file, record);
    bool fits = parts->range_count == 0 ||
                parts->ranges[parts->range_count - 1].end <= record->text_size;
    if (fits && parts->range_count > 0) {
        ND_TRY(nd__range_cutter_plan(&file->cutter, parts->ranges, parts->range_count,
                                     record->text, record->text_size, err));
    }
    if (fits) {
        ND_TRY(collect_cuts(file, parts, err));
    }
    if (!fits || !nd__cuts_fit(file->cuts.items, file->cuts.count, record->text,
                               record->text_size)) {
        return nd__fail(err, ND_E_FORMAT, record->line,
                        "the text of '%s' is not the one that was scanned; scan again",
                        record->id);
    }
    nd__cuts_plan(file->cuts.items, file->cuts.count, record->text, record->text_size);
    if (file->cuts.count > 0) {
        ND_TRY(nd__record_cuts_map(file->cuts.items, file->cuts.count, record,
                                   file->is_text, err));
    }
    return put_cut_record(file, record, parts->n, err);
}

nd_status nd__cleaned_file_end(nd__cleaned_file *file, const char *input,
                               nd__hash128_value original_digest, nd_error *err) {
    ND_TRY(nd__cleaned_file_flush(file, err));
    nd__removal_file line = {
        .file = file->name,
        .input = input,
        .whole_file_removed = file->whole_removed,
        .original_bytes = file->original_bytes,
        .original_digest = file->original != NULL ? nd__hash_stream_value(file->original)
                                                  : original_digest,
        .cleaned_digest = nd__hash128("", 0, 0)};
    file->result->files++;
    file->result->original_bytes += file->original_bytes;
    if (!file->whole_removed) {
        ND_TRY(open_sink(file, err));
        line.cleaned_bytes = nd__sink_size(file->sink);
        line.cleaned_digest = nd__sink_digest(file->sink);
        nd__sink *sink = file->sink;
        file->sink = NULL;
        ND_TRY(nd__sink_commit(sink, err));
    }
    file->result->cleaned_bytes += line.cleaned_bytes;
    file->name = NULL;
    return nd__removal_writer_file(file->log, &line, err);
}

void nd__cleaned_file_clear(nd__cleaned_file *file) {
    nd__sink_abandon(file->sink);
    file->sink = NULL;
    nd__hash_stream_destroy(file->original);
    file->original = NULL;
    nd__vector_clear(&file->cuts);
    nd__vector_clear(&file->reasons);
    nd__range_cutter_clear(&file->cutter);
    nd__vector_clear(&file->held);
}
