/* Reading of run files.
 *
 * Outline: line by line; each line becomes a flat JSON tree, its "type" says which record
 * it is. Records are copied into the findings. Keys and types that are not known are
 * skipped, so that a later version may add some; what is known must be there and in
 * range. The last line must be the end record, and its counts must be those of the
 * records, else the file was cut or changed.
 */
#include "run/run_reader.h"

#include <string.h>

#include "run/run_reader_internal.h"
#include "run/run_writer.h"

static nd_status get_match_kind(nd__run_reader *reader, const nd__tree_node *object,
                                nd__match_kind *out) {
    const char *name = NULL;
    ND_TRY(nd__run_get_text(reader, object, "kind", true, &name));
    for (int kind = 0; kind < ND__MATCH_KINDS; kind++) {
        if (strcmp(name, nd__match_kind_name((nd__match_kind)kind)) == 0) {
            *out = (nd__match_kind)kind;
            return ND_OK;
        }
    }
    return nd__run_damaged(reader, "'%.40s' is no kind of group", name);
}

/* Records */

/* The value as JSON text again. Reals keep six decimals, as they were written. */
static void render(nd__json *json, const nd__tree *tree, const nd__tree_node *node) {
    bool is_array = node->kind == ND__TREE_ARRAY;
    switch (node->kind) {
        case ND__TREE_NULL:
            nd__json_null(json);
            return;
        case ND__TREE_BOOL:
            nd__json_bool(json, node->number != 0);
            return;
        case ND__TREE_UNSIGNED:
            nd__json_unsigned(json, node->number);
            return;
        case ND__TREE_REAL:
            nd__json_ratio(json, node->real);
            return;
        case ND__TREE_STRING:
            nd__json_string(json, node->string, node->size);
            return;
        case ND__TREE_ARRAY:
        case ND__TREE_OBJECT:
            break;
    }
    (is_array ? nd__json_begin_array : nd__json_begin_object)(json);
    for (const nd__tree_node *child = nd__tree_first(node);
         child != nd__tree_end(tree, node); child = nd__tree_next(tree, child)) {
        if (!is_array) {
            nd__json_key(json, child->key);
        }
        render(json, tree, child);
    }
    (is_array ? nd__json_end_array : nd__json_end_object)(json);
}

static nd_status read_params(nd__run_reader *reader, const nd__tree_node *params) {
    const nd__tree *tree = &reader->tree;
    for (const nd__tree_node *child = nd__tree_first(params);
         child != nd__tree_end(tree, params); child = nd__tree_next(tree, child)) {
        nd__json *json = &reader->rendered;
        json->out.count = 0;
        json->comma = false;
        render(json, tree, child);
        if (json->failed || nd__buffer_append(&json->out, "", 1, NULL) < 0) {
            return nd__fail_memory(reader->err);
        }
        ND_TRY(nd__findings_add_param(reader->findings, child->key, json->out.items,
                                      reader->err));
    }
    return ND_OK;
}

static nd_status read_input(nd__run_reader *reader, const nd__tree_node *node) {
    nd__run_input input = {0};
    const char *digest = NULL;
    ND_TRY(nd__run_get_text(reader, node, "path", true, &input.path));
    ND_TRY(nd__run_get_unsigned(reader, node, "bytes", true, &input.bytes));
    ND_TRY(nd__run_get_text(reader, node, "digest", true, &digest));
    ND_TRY(nd__run_get_flag(reader, node, "reference", &input.reference));
    if (!nd__hash128_from_hex(&input.digest, digest, strlen(digest))) {
        return nd__run_damaged(reader, "'%.40s' is no digest", digest);
    }
    return nd__findings_add_input(reader->findings, &input, reader->err);
}

static nd_status read_header(nd__run_reader *reader, const nd__tree_node *root) {
    if (reader->has_header) {
        return nd__run_damaged(reader, "a second \"run\" line");
    }
    uint64_t schema = 0;
    const char *tool = NULL, *version = NULL;
    ND_TRY(nd__run_get_unsigned(reader, root, "schema", true, &schema));
    if (schema != ND__RUN_SCHEMA) {
        return nd__fail(
            reader->err, ND_E_UNSUPPORTED, reader->lines.line,
            "%s:%llu: run file of schema %llu, this neardup (%s) reads schema "
            "%d; use the version that wrote it or scan again",
            reader->lines.name, (unsigned long long)reader->lines.line,
            (unsigned long long)schema, nd_version(), ND__RUN_SCHEMA);
    }
    ND_TRY(nd__run_get_text(reader, root, "tool", true, &tool));
    ND_TRY(nd__run_get_text(reader, root, "version", true, &version));
    ND_TRY(nd__findings_set_tool(reader->findings, tool, version, reader->err));
    const nd__tree_node *params = nd__tree_find(&reader->tree, root, "params");
    const nd__tree_node *inputs = nd__tree_find(&reader->tree, root, "inputs");
    if (params == NULL || params->kind != ND__TREE_OBJECT || inputs == NULL ||
        inputs->kind != ND__TREE_ARRAY) {
        return nd__run_damaged(reader, "\"params\" or \"inputs\" is missing");
    }
    ND_TRY(read_params(reader, params));
    for (const nd__tree_node *child = nd__tree_first(inputs);
         child != nd__tree_end(&reader->tree, inputs);
         child = nd__tree_next(&reader->tree, child)) {
        ND_TRY(read_input(reader, child));
    }
    reader->has_header = true;
    return ND_OK;
}

static nd_status read_member(nd__run_reader *reader, const nd__tree_node *node) {
    nd__member member = {0};
    ND_TRY(nd__run_get_doc(reader, node, "doc", "n", &member.doc));
    ND_TRY(nd__run_get_text(reader, node, "site", false, &member.site));
    ND_TRY(nd__run_get_text(reader, node, "date", false, &member.date));
    ND_TRY(nd__run_get_unsigned(reader, node, "bytes", false, &member.bytes));
    ND_TRY(nd__run_get_flag(reader, node, "kept", &member.kept));
    ND_TRY(nd__run_get_flag(reader, node, "reference", &member.reference));
    ND_TRY(nd__run_get_text(reader, node, "credits", false, &member.credits));
    if (!member.kept) {
        ND_TRY(get_match_kind(reader, node, &member.kind));
        ND_TRY(nd__run_get_ratio(reader, node, "jaccard", true, &member.jaccard));
        ND_TRY(nd__run_get_ratio(reader, node, "containment", true, &member.containment));
        ND_TRY(nd__run_get_spans(reader, node, &member.span_count));
    }
    ND_TRY(nd__vector_extend(&reader->members, 1, reader->err));
    reader->members.items[reader->members.count++] = member;
    return ND_OK;
}

static nd_status read_group(nd__run_reader *reader, const nd__tree_node *root) {
    nd__group group = {0};
    nd__doc kept = {0};
    uint64_t size = 0;
    ND_TRY(nd__run_get_unsigned(reader, root, "id", true, &group.id));
    ND_TRY(get_match_kind(reader, root, &group.kind));
    ND_TRY(nd__run_get_flag(reader, root, "reprint", &group.reprint));
    ND_TRY(nd__run_get_doc(reader, root, "kept", "kept_n", &kept));
    ND_TRY(nd__run_get_unsigned(reader, root, "size", true, &size));
    const nd__tree_node *members = nd__tree_find(&reader->tree, root, "members");
    if (members == NULL || members->kind != ND__TREE_ARRAY) {
        return nd__run_damaged(reader, "\"members\" is missing");
    }
    reader->members.count = 0;
    reader->spans.count = 0;
    for (const nd__tree_node *child = nd__tree_first(members);
         child != nd__tree_end(&reader->tree, members);
         child = nd__tree_next(&reader->tree, child)) {
        ND_TRY(read_member(reader, child));
    }
    /* The spans stand behind one another; they did not move since. */
    size_t span = 0;
    group.size = reader->members.count;
    group.members = reader->members.items;
    group.kept = group.size;
    for (size_t i = 0; i < group.size; i++) {
        nd__member *member = &reader->members.items[i];
        member->spans = member->span_count == 0 ? NULL : reader->spans.items + span;
        span += member->span_count;
        if (member->kept && member->doc.n == kept.n) {
            group.kept = i;
        }
    }
    if (group.size != size || group.kept == group.size) {
        return nd__run_damaged(reader, "group %llu has not its kept document or its size",
                               (unsigned long long)group.id);
    }
    ND_TRY(nd__run_read_group_first(reader, root, &group));
    return nd__findings_add_group(reader->findings, &group, reader->err);
}

static nd_status read_place(nd__run_reader *reader, const nd__tree_node *node,
                            nd__block_place *out) {
    ND_TRY(nd__run_get_doc(reader, node, "doc", "n", &out->doc));
    ND_TRY(nd__run_get_unsigned(reader, node, "begin", true, &out->begin));
    ND_TRY(nd__run_get_unsigned(reader, node, "end", true, &out->end));
    ND_TRY(nd__run_get_unsigned(reader, node, "line", false, &out->line));
    if (out->begin > out->end) {
        return nd__run_damaged(reader, "a place ends before it begins");
    }
    return ND_OK;
}

static nd_status read_block(nd__run_reader *reader, const nd__tree_node *root) {
    nd__block_finding block = {.similarity = -1, .share = -1};
    const char *name = NULL;
    ND_TRY(nd__run_get_text(reader, root, "kind", true, &name));
    int kind = 0;
    while (kind < ND__FINDING_KINDS &&
           strcmp(name, nd__finding_kind_name((nd__finding_kind)kind)) != 0) {
        kind++;
    }
    if (kind == ND__FINDING_KINDS) {
        return nd__run_damaged(reader, "'%.40s' is no kind of block", name);
    }
    block.kind = (nd__finding_kind)kind;
    ND_TRY(read_place(reader, root, &block.at));
    const nd__tree_node *of = nd__tree_find(&reader->tree, root, "of");
    if (of != NULL && of->kind != ND__TREE_NULL) {
        block.has_of = true;
        ND_TRY(read_place(reader, of, &block.of));
    }
    ND_TRY(nd__run_get_ratio(reader, root, "similarity", false, &block.similarity));
    ND_TRY(nd__run_get_text(reader, root, "site", false, &block.site));
    ND_TRY(nd__run_get_unsigned(reader, root, "pages", false, &block.pages));
    ND_TRY(nd__run_get_ratio(reader, root, "share", false, &block.share));
    ND_TRY(nd__run_get_ratio(reader, root, "score", false, &block.score));
    return nd__findings_add_block(reader->findings, &block, reader->err);
}

static nd_status read_pair(nd__run_reader *reader, const nd__tree_node *root) {
    nd__pair_finding pair = {0};
    ND_TRY(nd__run_get_doc(reader, root, "a", "a_n", &pair.a));
    ND_TRY(nd__run_get_doc(reader, root, "b", "b_n", &pair.b));
    ND_TRY(nd__run_get_ratio(reader, root, "jaccard", true, &pair.jaccard));
    ND_TRY(nd__run_get_ratio(reader, root, "containment_a", true, &pair.containment_a));
    ND_TRY(nd__run_get_ratio(reader, root, "containment_b", true, &pair.containment_b));
    return nd__findings_add_pair(reader->findings, &pair, reader->err);
}

static nd_status read_span(nd__run_reader *reader, const nd__tree_node *root) {
    nd__span_finding span = {.similarity = -1};
    ND_TRY(nd__run_get_unsigned(reader, root, "id", true, &span.id));
    ND_TRY(nd__run_get_unsigned(reader, root, "length", true, &span.length));
    ND_TRY(nd__run_get_unsigned(reader, root, "tokens", false, &span.tokens));
    ND_TRY(nd__run_get_unsigned(reader, root, "count", true, &span.count));
    ND_TRY(nd__run_get_ratio(reader, root, "similarity", false, &span.similarity));
    const nd__tree_node *places = nd__tree_find(&reader->tree, root, "places");
    if (places == NULL || places->kind != ND__TREE_ARRAY) {
        return nd__run_damaged(reader, "\"places\" is missing");
    }
    reader->places.count = 0;
    for (const nd__tree_node *child = nd__tree_first(places);
         child != nd__tree_end(&reader->tree, places);
         child = nd__tree_next(&reader->tree, child)) {
        nd__block_place place = {.line = 0};
        ND_TRY(read_place(reader, child, &place));
        ND_TRY(nd__vector_extend(&reader->places, 1, reader->err));
        reader->places.items[reader->places.count++] = place;
    }
    span.places = reader->places.items;
    span.place_count = reader->places.count;
    return nd__findings_add_span(reader->findings, &span, reader->err);
}

static nd_status read_range(nd__run_reader *reader, const nd__tree_node *root) {
    nd__range_finding range = {0};
    ND_TRY(nd__run_get_doc(reader, root, "doc", "n", &range.doc));
    ND_TRY(nd__run_get_unsigned(reader, root, "begin", true, &range.begin));
    ND_TRY(nd__run_get_unsigned(reader, root, "end", true, &range.end));
    const nd__tree_node *later = nd__tree_find(&reader->tree, root, "later");
    reader->later.count = 0;
    for (const nd__tree_node *child = later == NULL ? NULL : nd__tree_first(later);
         later != NULL && later->kind == ND__TREE_ARRAY &&
         child != nd__tree_end(&reader->tree, later);
         child = nd__tree_next(&reader->tree, child)) {
        uint64_t value[2] = {0};
        if (!nd__run_get_numbers(value, 2, &reader->tree, child)) {
            return nd__run_damaged(reader, "a later part is not [begin, end]");
        }
        ND_TRY(nd__vector_extend(&reader->later, 1, reader->err));
        reader->later.items[reader->later.count++] = (nd__text_range){value[0], value[1]};
    }
    range.later = reader->later.items;
    range.later_count = reader->later.count;
    return nd__findings_add_range(reader->findings, &range, reader->err);
}

/* Keys of spans and ranges stand where these were looked for, even if there is none. */
static nd_status read_span_counts(nd__run_reader *reader, const nd__tree_node *root,
                                  nd__run_end *end) {
    end->has_spans = nd__tree_find(&reader->tree, root, "spans") != NULL;
    end->has_ranges = nd__tree_find(&reader->tree, root, "ranges") != NULL;
    const nd__run_end seen = *end;
    end->spans = end->ranges = 0;
    ND_TRY(nd__run_get_unsigned(reader, root, "spans", false, &end->spans));
    ND_TRY(nd__run_get_unsigned(reader, root, "ranges", false, &end->ranges));
    ND_TRY(nd__run_get_unsigned(reader, root, "repeated_bytes", false,
                                &end->repeated_bytes));
    ND_TRY(nd__run_get_unsigned(reader, root, "later_bytes", false, &end->later_bytes));
    return end->spans == seen.spans && end->ranges == seen.ranges &&
                   end->repeated_bytes == seen.repeated_bytes &&
                   end->later_bytes == seen.later_bytes
               ? ND_OK
               : nd__run_damaged(reader,
                                 "the counts of the last line are not those of the file");
}

static nd_status read_end(nd__run_reader *reader, const nd__tree_node *root) {
    nd__run_end *end = &reader->end;
    *end = reader->findings->end;
    const nd__run_end seen = *end;
    ND_TRY(nd__run_get_unsigned(reader, root, "documents", true, &end->documents));
    ND_TRY(nd__run_get_unsigned(reader, root, "bytes", true, &end->bytes));
    ND_TRY(nd__run_get_unsigned(reader, root, "groups", true, &end->groups));
    ND_TRY(nd__run_get_unsigned(reader, root, "dropped_documents", true,
                                &end->dropped_documents));
    ND_TRY(nd__run_get_unsigned(reader, root, "blocks", false, &end->blocks));
    ND_TRY(nd__run_get_unsigned(reader, root, "pairs", false, &end->pairs));
    ND_TRY(nd__run_get_unsigned(reader, root, "skipped", false, &end->skipped));
    ND_TRY(nd__run_get_unsigned(reader, root, "revisits", false, &end->revisits));
    if (end->groups != seen.groups || end->blocks != seen.blocks ||
        end->pairs != seen.pairs || end->dropped_documents != seen.dropped_documents) {
        return nd__run_damaged(reader,
                               "the counts of the last line are not those of the file");
    }
    ND_TRY(read_span_counts(reader, root, end));
    ND_TRY(nd__run_read_site_counts(reader, root, end));
    if (reader->findings->documents.count > 0 && reader->largest_n >= end->documents) {
        return nd__run_damaged(reader, "document number %llu of %llu",
                               (unsigned long long)reader->largest_n,
                               (unsigned long long)end->documents);
    }
    reader->findings->end = *end;
    reader->has_end = true;
    return ND_OK;
}

static nd_status read_line(nd__run_reader *reader, const char *line, size_t size) {
    if (size == 0 || (size == 1 && line[0] == '\r')) {
        return ND_OK;
    }
    nd_error parse;
    nd_status status = nd__tree_parse(&reader->tree, line, size, &parse);
    if (status == ND_E_NOMEM) {
        return nd__fail_memory(reader->err);
    }
    const nd__tree_node *root = reader->tree.nodes.items;
    const nd__tree_node *type =
        status < 0 ? NULL : nd__tree_find(&reader->tree, root, "type");
    bool is_record = type != NULL && type->kind == ND__TREE_STRING;
    if (!reader->has_header && !(is_record && strcmp(type->string, "run") == 0)) {
        return nd__run_damaged(reader,
                               "not a run file: the first line is not of type \"run\"");
    }
    if (!is_record) {
        return nd__run_damaged(reader, "%s",
                               status < 0 ? parse.message : "a line without a \"type\"");
    }
    if (reader->has_end) {
        return nd__run_damaged(reader, "a line behind the \"end\" line");
    }
    static const struct {
        const char *type;
        nd_status (*read)(nd__run_reader *, const nd__tree_node *);
    } records[] = {{"run", read_header},
                   {"group", read_group},
                   {"block", read_block},
                   {"pair", read_pair},
                   {"span", read_span},
                   {"range", read_range},
                   {"reprint", nd__run_read_reprint},
                   {"site", nd__run_read_site},
                   {"end", read_end}};
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        if (strcmp(type->string, records[i].type) == 0) {
            nd_error why = {0};
            nd_error *caller = reader->err;
            reader->err = &why;
            status = records[i].read(reader, root);
            reader->err = caller;
            if (status == ND_E_FORMAT && why.at != reader->lines.line) {
                return nd__run_damaged(reader, "%.200s", why.message);
            }
            if (status < 0 && caller != NULL) {
                *caller = why;
            }
            return status;
        }
    }
    return ND_OK;
}

static nd_status read_all(nd__run_reader *reader) {
    reader->findings = nd__findings_create();
    if (reader->findings == NULL) {
        return nd__fail_memory(reader->err);
    }
    ND_TRY(nd__tree_init(&reader->tree, reader->err));
    for (;;) {
        const char *line = NULL;
        size_t size = 0;
        nd_status status =
            nd__line_reader_next(&reader->lines, &line, &size, reader->err);
        ND_TRY(status);
        if (status == ND_DONE) {
            break;
        }
        ND_TRY(read_line(reader, line, size));
    }
    if (!reader->has_header) {
        return nd__run_damaged(reader, "the file is empty");
    }
    if (!reader->has_end) {
        return nd__run_damaged(reader, "the file was cut short: it has no \"end\" line");
    }
    return ND_OK;
}

static nd_status read_and_close(nd__findings **out, nd__run_reader *reader) {
    nd_status status = read_all(reader);
    nd__line_reader_close(&reader->lines);
    nd__tree_clear(&reader->tree);
    nd__vector_clear(&reader->members);
    nd__vector_clear(&reader->spans);
    nd__vector_clear(&reader->places);
    nd__vector_clear(&reader->later);
    nd__vector_clear(&reader->copies);
    nd__json_clear(&reader->rendered);
    if (status < 0) {
        nd__findings_destroy(reader->findings);
        return status;
    }
    *out = reader->findings;
    return ND_OK;
}

nd_status nd__findings_read(nd__findings **out, const char *path, nd_error *err) {
    nd__run_reader reader = {.err = err};
    ND_TRY(nd__line_reader_open(&reader.lines, path, err));
    return read_and_close(out, &reader);
}

nd_status nd__findings_read_memory(nd__findings **out, const char *bytes, size_t size,
                                   const char *name, nd_error *err) {
    nd__run_reader reader = {.err = err};
    nd__line_reader_open_memory(&reader.lines, bytes, size, name);
    return read_and_close(out, &reader);
}
