/* Writing of run files: each record becomes one line in a JSON buffer that is emptied
 * into the output, so memory is that of the longest line. */
#include "run/run_writer.h"

#include <string.h>

#include "run/json_record.h"

struct nd__run_writer {
    nd__output *output;
    nd__json json;
};

nd_status nd__run_writer_create(nd__run_writer **out, nd__output *output, nd_error *err) {
    nd__run_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return nd__fail_memory(err);
    }
    writer->output = output;
    *out = writer;
    return ND_OK;
}

void nd__run_writer_destroy(nd__run_writer *writer) {
    if (writer != NULL) {
        nd__json_clear(&writer->json);
        free(writer);
    }
}

static void put_optional(nd__json *json, const char *key, const char *text) {
    if (text != NULL) {
        nd__record_text(json, key, text);
    }
}

static void put_ratio(nd__json *json, const char *key, double value) {
    nd__json_key(json, key);
    nd__json_ratio(json, value);
}

static void put_flag(nd__json *json, const char *key, bool value) {
    if (value) {
        nd__json_key(json, key);
        nd__json_bool(json, true);
    }
}

static void put_doc(nd__json *json, nd__doc doc) {
    nd__record_text(json, "doc", doc.id);
    nd__record_unsigned(json, "n", doc.n);
}

/* A value that is JSON already: behind its key the writer expects one item. */
static void put_rendered(nd__json *json, const char *rendered) {
    if (nd__buffer_append(&json->out, rendered, strlen(rendered), NULL) < 0) {
        json->failed = true;
    }
    json->comma = true;
}

nd_status nd__run_writer_header(nd__run_writer *writer, const nd__run_header *header,
                                nd_error *err) {
    nd__json *json = &writer->json;
    nd__record_begin(json, "run");
    nd__record_unsigned(json, "schema", ND__RUN_SCHEMA);
    nd__record_text(json, "tool", header->tool == NULL ? "neardup" : header->tool);
    nd__record_text(json, "version",
                    header->version == NULL ? nd_version() : header->version);
    nd__json_key(json, "params");
    nd__json_begin_object(json);
    for (size_t i = 0; i < header->params.count; i++) {
        nd__json_key(json, header->params.items[i].key);
        put_rendered(json, header->params.items[i].json);
    }
    nd__json_end_object(json);
    nd__json_key(json, "inputs");
    nd__json_begin_array(json);
    for (size_t i = 0; i < header->inputs.count; i++) {
        const nd__run_input *input = &header->inputs.items[i];
        char hex[ND_DIGEST_HEX_SIZE];
        nd__hash128_hex(hex, input->digest);
        nd__json_begin_object(json);
        nd__record_text(json, "path", input->path);
        nd__record_unsigned(json, "bytes", input->bytes);
        nd__record_text(json, "digest", hex);
        put_flag(json, "reference", input->reference);
        nd__json_end_object(json);
    }
    nd__json_end_array(json);
    return nd__record_end(&writer->json, writer->output, err);
}

static void put_member(nd__json *json, const nd__member *member) {
    nd__json_begin_object(json);
    put_doc(json, member->doc);
    put_optional(json, "site", member->site);
    put_optional(json, "date", member->date);
    nd__record_unsigned(json, "bytes", member->bytes);
    put_flag(json, "reference", member->reference);
    if (member->kept) {
        put_flag(json, "kept", true);
    } else {
        nd__record_text(json, "kind", nd__match_kind_name(member->kind));
        put_ratio(json, "jaccard", member->jaccard);
        put_ratio(json, "containment", member->containment);
        nd__json_key(json, "spans");
        nd__json_begin_array(json);
        for (size_t i = 0; i < member->span_count; i++) {
            const nd__member_span *span = &member->spans[i];
            nd__json_begin_array(json);
            nd__json_unsigned(json, span->kept_begin);
            nd__json_unsigned(json, span->kept_end);
            nd__json_unsigned(json, span->member_begin);
            nd__json_unsigned(json, span->member_end);
            nd__json_end_array(json);
        }
        nd__json_end_array(json);
    }
    nd__json_end_object(json);
}

nd_status nd__run_writer_group(nd__run_writer *writer, const nd__group *group,
                               nd_error *err) {
    nd__json *json = &writer->json;
    const nd__doc kept = group->members[group->kept].doc;
    nd__record_begin(json, "group");
    nd__record_unsigned(json, "id", group->id);
    nd__record_text(json, "kind", nd__match_kind_name(group->kind));
    nd__json_key(json, "reprint");
    nd__json_bool(json, group->reprint);
    nd__record_text(json, "kept", kept.id);
    nd__record_unsigned(json, "kept_n", kept.n);
    nd__record_unsigned(json, "size", group->size);
    nd__json_key(json, "members");
    nd__json_begin_array(json);
    for (size_t i = 0; i < group->size; i++) {
        put_member(json, &group->members[i]);
    }
    nd__json_end_array(json);
    return nd__record_end(&writer->json, writer->output, err);
}

static void put_place(nd__json *json, const nd__block_place *place) {
    put_doc(json, place->doc);
    nd__record_unsigned(json, "begin", place->begin);
    nd__record_unsigned(json, "end", place->end);
    nd__record_unsigned(json, "line", place->line);
}

nd_status nd__run_writer_block(nd__run_writer *writer, const nd__block_finding *block,
                               nd_error *err) {
    nd__json *json = &writer->json;
    nd__record_begin(json, "block");
    nd__record_text(json, "kind", nd__finding_kind_name(block->kind));
    put_place(json, &block->at);
    if (block->has_of) {
        nd__json_key(json, "of");
        nd__json_begin_object(json);
        put_place(json, &block->of);
        nd__json_end_object(json);
        if (block->similarity >= 0) {
            put_ratio(json, "similarity", block->similarity);
        }
    }
    put_optional(json, "site", block->site);
    if (block->pages > 0) {
        nd__record_unsigned(json, "pages", block->pages);
    }
    if (block->share >= 0 && block->kind == ND__FINDING_BOILERPLATE) {
        put_ratio(json, "share", block->share);
    }
    return nd__record_end(&writer->json, writer->output, err);
}

nd_status nd__run_writer_pair(nd__run_writer *writer, const nd__pair_finding *pair,
                              nd_error *err) {
    nd__json *json = &writer->json;
    nd__record_begin(json, "pair");
    nd__record_text(json, "a", pair->a.id);
    nd__record_unsigned(json, "a_n", pair->a.n);
    nd__record_text(json, "b", pair->b.id);
    nd__record_unsigned(json, "b_n", pair->b.n);
    put_ratio(json, "jaccard", pair->jaccard);
    put_ratio(json, "containment_a", pair->containment_a);
    put_ratio(json, "containment_b", pair->containment_b);
    return nd__record_end(&writer->json, writer->output, err);
}

nd_status nd__run_writer_end(nd__run_writer *writer, const nd__run_end *end,
                             nd_error *err) {
    nd__json *json = &writer->json;
    nd__record_begin(json, "end");
    nd__record_unsigned(json, "documents", end->documents);
    nd__record_unsigned(json, "bytes", end->bytes);
    nd__record_unsigned(json, "groups", end->groups);
    nd__record_unsigned(json, "dropped_documents", end->dropped_documents);
    nd__record_unsigned(json, "dropped_bytes", end->dropped_bytes);
    nd__json_key(json, "dropped");
    nd__json_begin_object(json);
    for (int kind = 0; kind < ND__MATCH_KINDS; kind++) {
        nd__record_unsigned(json, nd__match_kind_name((nd__match_kind)kind),
                            end->dropped_kind[kind]);
    }
    nd__json_end_object(json);
    nd__record_unsigned(json, "blocks", end->blocks);
    nd__json_key(json, "block_kinds");
    nd__json_begin_object(json);
    for (int kind = 0; kind < ND__FINDING_KINDS; kind++) {
        nd__record_unsigned(json, nd__finding_kind_name((nd__finding_kind)kind),
                            end->block_kind[kind]);
    }
    nd__json_end_object(json);
    nd__json_key(json, "block_bytes");
    nd__json_begin_object(json);
    for (int kind = 0; kind < ND__FINDING_KINDS; kind++) {
        nd__record_unsigned(json, nd__finding_kind_name((nd__finding_kind)kind),
                            end->block_bytes[kind]);
    }
    nd__json_end_object(json);
    nd__record_unsigned(json, "pairs", end->pairs);
    nd__record_unsigned(json, "skipped", end->skipped);
    return nd__record_end(&writer->json, writer->output, err);
}

static nd_status write_records(nd__run_writer *writer, const nd__findings *findings,
                               nd_error *err) {
    ND_TRY(nd__run_writer_header(writer, &findings->header, err));
    for (size_t i = 0; i < findings->groups.count; i++) {
        ND_TRY(nd__run_writer_group(writer, &findings->groups.items[i], err));
    }
    for (size_t i = 0; i < findings->blocks.count; i++) {
        ND_TRY(nd__run_writer_block(writer, &findings->blocks.items[i], err));
    }
    for (size_t i = 0; i < findings->pairs.count; i++) {
        ND_TRY(nd__run_writer_pair(writer, &findings->pairs.items[i], err));
    }
    return nd__run_writer_end(writer, &findings->end, err);
}

nd_status nd__findings_write(const nd__findings *findings, nd__output *output,
                             nd_error *err) {
    nd__run_writer *writer = NULL;
    ND_TRY(nd__run_writer_create(&writer, output, err));
    nd_status status = write_records(writer, findings, err);
    nd__run_writer_destroy(writer);
    return status;
}
