/* Writing of run files.
 *
 * Outline: a record becomes one line at the end of a JSON buffer. Blocks, pairs,
 * spans and ranges, of which there may be millions, are put together from literals in
 * room that is reserved once a record; the other kinds go through the JSON writer. All of
 * the findings are written by an ordered pipeline over ranges of records: many threads
 * make lines, one at a time hands them to the output, a range in one piece. The bytes are
 * those of one thread.
 */
#include "run/run_writer.h"

#include <string.h>

#include "base/json_put.h"
#include "base/threads.h"
#include "run/json_record.h"
#include "run/run_writer_sites.h"

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

/* Hands the line over. */
static nd_status flush(nd__run_writer *writer, nd_error *err) {
    nd__json *json = &writer->json;
    if (json->failed) {
        return nd__fail_memory(err);
    }
    nd_status status =
        nd__output_write(writer->output, json->out.items, json->out.count, err);
    json->out.count = 0;
    return status;
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

static void put_header(nd__json *json, const nd__run_header *header) {
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
    nd__record_close(json);
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
        nd__put_member_spans(json, member->spans, member->span_count);
    }
    put_optional(json, "credits", member->credits);
    nd__json_end_object(json);
}

static void put_group(nd__json *json, const nd__group *group) {
    const nd__doc kept = group->members[group->kept].doc;
    nd__record_begin(json, "group");
    nd__record_unsigned(json, "id", group->id);
    nd__record_text(json, "kind", nd__match_kind_name(group->kind));
    nd__json_key(json, "reprint");
    nd__json_bool(json, group->reprint);
    nd__record_text(json, "kept", kept.id);
    nd__record_unsigned(json, "kept_n", kept.n);
    nd__record_unsigned(json, "size", group->size);
    nd__put_group_first(json, group);
    nd__json_key(json, "members");
    nd__json_begin_array(json);
    for (size_t i = 0; i < group->size; i++) {
        put_member(json, &group->members[i]);
    }
    nd__json_end_array(json);
    nd__record_close(json);
}

/* Room for the literals and numbers of a record; its strings come on top. */
#define RECORD_ROOM ((size_t)768)

static size_t string_room(const char *text) {
    return text == NULL ? 0 : nd__put_string_room(strlen(text));
}

static char *put_text(char *at, const char *text) {
    return nd__put_string(at, text, strlen(text));
}

/* Room for a record at the end of the buffer, or NULL. */
static char *begin_line(nd__json *json, size_t room) {
    if (json->failed || nd__vector_extend(&json->out, room, NULL) < 0) {
        json->failed = true;
        return NULL;
    }
    return json->out.items + json->out.count;
}

static void end_line(nd__json *json, char *at) {
    at = nd__put_literal(at, "}\n");
    json->out.count = (size_t)(at - json->out.items);
    json->comma = false;
}

static char *put_place(char *at, const nd__block_place *place) {
    at = nd__put_literal(at, "\"doc\":");
    at = put_text(at, place->doc.id);
    at = nd__put_literal(at, ",\"n\":");
    at = nd__put_unsigned(at, place->doc.n);
    at = nd__put_literal(at, ",\"begin\":");
    at = nd__put_unsigned(at, place->begin);
    at = nd__put_literal(at, ",\"end\":");
    at = nd__put_unsigned(at, place->end);
    at = nd__put_literal(at, ",\"line\":");
    return nd__put_unsigned(at, place->line);
}

static void put_block(nd__json *json, const nd__block_finding *block) {
    char *at = begin_line(json, RECORD_ROOM + string_room(block->at.doc.id) +
                                    (block->has_of ? string_room(block->of.doc.id) : 0) +
                                    string_room(block->site));
    if (at == NULL) {
        return;
    }
    at = nd__put_literal(at, "{\"type\":\"block\",\"kind\":");
    at = put_text(at, nd__finding_kind_name(block->kind));
    *at++ = ',';
    at = put_place(at, &block->at);
    if (block->has_of) {
        at = nd__put_literal(at, ",\"of\":{");
        at = put_place(at, &block->of);
        *at++ = '}';
        if (block->similarity >= 0) {
            at = nd__put_literal(at, ",\"similarity\":");
            at = nd__put_ratio(at, block->similarity);
        }
    }
    if (block->site != NULL) {
        at = nd__put_literal(at, ",\"site\":");
        at = put_text(at, block->site);
    }
    if (block->pages > 0) {
        at = nd__put_literal(at, ",\"pages\":");
        at = nd__put_unsigned(at, block->pages);
    }
    if (block->share >= 0 && block->kind == ND__FINDING_BOILERPLATE) {
        at = nd__put_literal(at, ",\"share\":");
        at = nd__put_ratio(at, block->share);
    }
    if (block->score > 0 && block->kind == ND__FINDING_BOILERPLATE) {
        at = nd__put_literal(at, ",\"score\":");
        at = nd__put_ratio(at, block->score);
    }
    end_line(json, at);
}

static void put_pair(nd__json *json, const nd__pair_finding *pair) {
    char *at =
        begin_line(json, RECORD_ROOM + string_room(pair->a.id) + string_room(pair->b.id));
    if (at == NULL) {
        return;
    }
    at = nd__put_literal(at, "{\"type\":\"pair\",\"a\":");
    at = put_text(at, pair->a.id);
    at = nd__put_literal(at, ",\"a_n\":");
    at = nd__put_unsigned(at, pair->a.n);
    at = nd__put_literal(at, ",\"b\":");
    at = put_text(at, pair->b.id);
    at = nd__put_literal(at, ",\"b_n\":");
    at = nd__put_unsigned(at, pair->b.n);
    at = nd__put_literal(at, ",\"jaccard\":");
    at = nd__put_ratio(at, pair->jaccard);
    at = nd__put_literal(at, ",\"containment_a\":");
    at = nd__put_ratio(at, pair->containment_a);
    at = nd__put_literal(at, ",\"containment_b\":");
    at = nd__put_ratio(at, pair->containment_b);
    end_line(json, at);
}

/* The head of a span; its places follow, then the end. */
static void begin_span(nd__json *json, const nd__span_finding *span) {
    char *at = begin_line(json, RECORD_ROOM);
    if (at == NULL) {
        return;
    }
    at = nd__put_literal(at, "{\"type\":\"span\",\"id\":");
    at = nd__put_unsigned(at, span->id);
    at = nd__put_literal(at, ",\"length\":");
    at = nd__put_unsigned(at, span->length);
    if (span->tokens > 0) {
        at = nd__put_literal(at, ",\"tokens\":");
        at = nd__put_unsigned(at, span->tokens);
    }
    at = nd__put_literal(at, ",\"count\":");
    at = nd__put_unsigned(at, span->count);
    if (span->similarity >= 0) {
        at = nd__put_literal(at, ",\"similarity\":");
        at = nd__put_ratio(at, span->similarity);
    }
    at = nd__put_literal(at, ",\"places\":[");
    json->out.count = (size_t)(at - json->out.items);
}

static void put_span_place(nd__json *json, const nd__block_place *place, bool first) {
    char *at = begin_line(json, RECORD_ROOM + string_room(place->doc.id));
    if (at == NULL) {
        return;
    }
    if (!first) {
        *at++ = ',';
    }
    *at++ = '{';
    at = put_place(at, place);
    *at++ = '}';
    json->out.count = (size_t)(at - json->out.items);
}

static void end_list_record(nd__json *json) {
    char *at = begin_line(json, RECORD_ROOM);
    if (at != NULL) {
        *at++ = ']';
        end_line(json, at);
    }
}

static void put_kept_span(nd__json *json, const nd__findings *findings, size_t i) {
    const nd__kept_span *kept = &findings->spans.items[i];
    const nd__span_finding span = {.id = kept->id,
                                   .length = kept->length,
                                   .tokens = kept->tokens,
                                   .count = kept->count,
                                   .similarity = (double)kept->similarity};
    begin_span(json, &span);
    for (size_t p = 0; p < kept->place_count; p++) {
        const nd__block_place place = nd__findings_place(findings, kept->first_place + p);
        put_span_place(json, &place, p == 0);
    }
    end_list_record(json);
}

/* The head of a range, and its end where it has no later parts. */
static void begin_range(nd__json *json, nd__doc doc, uint64_t begin, uint64_t end,
                        bool has_later) {
    char *at = begin_line(json, RECORD_ROOM + string_room(doc.id));
    if (at == NULL) {
        return;
    }
    at = nd__put_literal(at, "{\"type\":\"range\",\"doc\":");
    at = put_text(at, doc.id);
    at = nd__put_literal(at, ",\"n\":");
    at = nd__put_unsigned(at, doc.n);
    at = nd__put_literal(at, ",\"begin\":");
    at = nd__put_unsigned(at, begin);
    at = nd__put_literal(at, ",\"end\":");
    at = nd__put_unsigned(at, end);
    if (!has_later) {
        end_line(json, at);
        return;
    }
    at = nd__put_literal(at, ",\"later\":[");
    json->out.count = (size_t)(at - json->out.items);
}

static void put_later(nd__json *json, uint64_t begin, uint64_t end, bool first) {
    char *at = begin_line(json, RECORD_ROOM);
    if (at == NULL) {
        return;
    }
    if (!first) {
        *at++ = ',';
    }
    *at++ = '[';
    at = nd__put_unsigned(at, begin);
    *at++ = ',';
    at = nd__put_unsigned(at, end);
    *at++ = ']';
    json->out.count = (size_t)(at - json->out.items);
}

static void put_kept_range(nd__json *json, const nd__findings *findings, size_t i) {
    const nd__kept_range *kept = &findings->ranges.items[i];
    begin_range(json, findings->documents.items[kept->document], kept->begin, kept->end,
                kept->later_count > 0);
    for (size_t k = 0; k < kept->later_count; k++) {
        const nd__kept_later *part = &findings->later.items[kept->first_later + k];
        put_later(json, part->begin, part->end, k == 0);
    }
    if (kept->later_count > 0) {
        end_list_record(json);
    }
}

nd_status nd__run_writer_header(nd__run_writer *writer, const nd__run_header *header,
                                nd_error *err) {
    put_header(&writer->json, header);
    return flush(writer, err);
}

nd_status nd__run_writer_group(nd__run_writer *writer, const nd__group *group,
                               nd_error *err) {
    put_group(&writer->json, group);
    return flush(writer, err);
}

nd_status nd__run_writer_block(nd__run_writer *writer, const nd__block_finding *block,
                               nd_error *err) {
    put_block(&writer->json, block);
    return flush(writer, err);
}

nd_status nd__run_writer_pair(nd__run_writer *writer, const nd__pair_finding *pair,
                              nd_error *err) {
    put_pair(&writer->json, pair);
    return flush(writer, err);
}

nd_status nd__run_writer_span(nd__run_writer *writer, const nd__span_finding *span,
                              nd_error *err) {
    begin_span(&writer->json, span);
    for (size_t i = 0; i < span->place_count; i++) {
        put_span_place(&writer->json, &span->places[i], i == 0);
    }
    end_list_record(&writer->json);
    return flush(writer, err);
}

nd_status nd__run_writer_range(nd__run_writer *writer, const nd__range_finding *range,
                               nd_error *err) {
    begin_range(&writer->json, range->doc, range->begin, range->end,
                range->later_count > 0);
    for (size_t i = 0; i < range->later_count; i++) {
        put_later(&writer->json, range->later[i].begin, range->later[i].end, i == 0);
    }
    if (range->later_count > 0) {
        end_list_record(&writer->json);
    }
    return flush(writer, err);
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
    if (end->has_spans) {
        nd__record_unsigned(json, "spans", end->spans);
    }
    if (end->has_ranges) {
        nd__record_unsigned(json, "ranges", end->ranges);
        nd__record_unsigned(json, "repeated_bytes", end->repeated_bytes);
        nd__record_unsigned(json, "later_bytes", end->later_bytes);
    }
    if (end->has_reprints) {
        nd__record_unsigned(json, "reprints", end->reprints);
    }
    if (end->sites > 0) {
        nd__record_unsigned(json, "sites", end->sites);
    }
    nd__record_unsigned(json, "skipped", end->skipped);
    if (end->revisits > 0) {
        nd__record_unsigned(json, "revisits", end->revisits);
    }
    nd__record_close(json);
    return flush(writer, err);
}

/* ---- all findings ---- */

/* Records are counted through: groups, then blocks, pairs, spans, ranges, reprints,
 * sites. */
typedef struct writing {
    const nd__findings *findings;
    nd__output *output;
    nd__json *lines; /* [slots] */
    size_t *begin;   /* [slots] first record of the slot's range */
    size_t next, count;
} writing;

/* About 100 to 200 kB of blocks; a group's members count too. */
#define RANGE_RECORDS ((size_t)1024)

static nd_status take_range(size_t slot, void *payload, nd_error *err) {
    writing *w = payload;
    (void)err;
    if (w->next == w->count) {
        return ND_DONE;
    }
    w->begin[slot] = w->next;
    w->next += w->count - w->next < RANGE_RECORDS ? w->count - w->next : RANGE_RECORDS;
    return ND_OK;
}

static nd_status make_lines(size_t slot, unsigned worker, void *payload, nd_error *err) {
    const writing *w = payload;
    const nd__findings *findings = w->findings;
    nd__json *json = &w->lines[slot];
    size_t groups = findings->groups.count;
    size_t blocks = groups + findings->blocks.count;
    size_t pairs = blocks + findings->pairs.count;
    size_t spans = pairs + findings->spans.count;
    size_t ranges = spans + findings->ranges.count;
    size_t reprints = ranges + findings->reprints.count;
    size_t begin = w->begin[slot];
    size_t end = w->count - begin < RANGE_RECORDS ? w->count : begin + RANGE_RECORDS;
    (void)worker;
    json->out.count = 0;
    for (size_t i = begin; i < end; i++) {
        if (i < groups) {
            put_group(json, &findings->groups.items[i]);
        } else if (i < blocks) {
            put_block(json, &findings->blocks.items[i - groups]);
        } else if (i < pairs) {
            put_pair(json, &findings->pairs.items[i - blocks]);
        } else if (i < spans) {
            put_kept_span(json, findings, i - pairs);
        } else if (i < ranges) {
            put_kept_range(json, findings, i - spans);
        } else if (i < reprints) {
            nd__put_reprint(json, &findings->reprints.items[i - ranges]);
        } else {
            nd__put_site(json, &findings->sites.items[i - reprints]);
        }
    }
    return json->failed ? nd__fail_memory(err) : ND_OK;
}

static nd_status write_lines(size_t slot, void *payload, nd_error *err) {
    const writing *w = payload;
    const nd__buffer *lines = &w->lines[slot].out;
    return nd__output_write(w->output, lines->items, lines->count, err);
}

static nd_status write_records(const nd__findings *findings, unsigned threads,
                               nd__output *output, nd_error *err) {
    writing w = {.findings = findings,
                 .output = output,
                 .count = findings->groups.count + findings->blocks.count +
                          findings->pairs.count + findings->spans.count +
                          findings->ranges.count + findings->reprints.count +
                          findings->sites.count};
    nd__pipeline pipeline = {.threads = threads,
                             .slots = threads <= 1 ? 1 : (size_t)threads * 2 + 1,
                             .read = take_range,
                             .work = make_lines,
                             .write = write_lines,
                             .payload = &w};
    w.lines = nd__allocate_zeroed(pipeline.slots, sizeof *w.lines);
    w.begin = nd__allocate_zeroed(pipeline.slots, sizeof *w.begin);
    nd_status status = w.lines == NULL || w.begin == NULL
                           ? nd__fail_memory(err)
                           : nd__pipeline_run(&pipeline, err);
    for (size_t i = 0; w.lines != NULL && i < pipeline.slots; i++) {
        nd__json_clear(&w.lines[i]);
    }
    free(w.lines);
    free(w.begin);
    return status;
}

nd_status nd__findings_write(const nd__findings *findings, unsigned threads,
                             nd__output *output, nd_error *err) {
    nd__run_writer *writer = NULL;
    ND_TRY(nd__run_writer_create(&writer, output, err));
    nd_status status = nd__run_writer_header(writer, &findings->header, err);
    if (status >= 0) {
        status = write_records(findings, threads, output, err);
    }
    if (status >= 0) {
        status = nd__run_writer_end(writer, &findings->end, err);
    }
    nd__run_writer_destroy(writer);
    return status;
}
