/* Read access to findings for callers outside: values are copied out, strings borrowed;
 * and three sorted indexes: documents by id, members by document, blocks by document. */
#include "run/run_file.h"

#include <string.h>

#include "base/radix_sort.h"
#include "run/run_reader.h"
#include "run/run_writer.h"
#include "run/texts.h"

static bool document_before(const nd__doc *documents, size_t a, size_t b) {
    int order = strcmp(documents[a].id, documents[b].id);
    return order < 0 || (order == 0 && documents[a].n < documents[b].n);
}

/* Heap sort: no recursion, no global comparator, O(n log n) whatever the ids are. */
static void sift_documents(size_t *order, size_t at, size_t count,
                           const nd__doc *documents) {
    for (size_t child; (child = at * 2 + 1) < count; at = child) {
        if (child + 1 < count &&
            document_before(documents, order[child], order[child + 1])) {
            child++;
        }
        if (!document_before(documents, order[at], order[child])) {
            return;
        }
        size_t keep = order[at];
        order[at] = order[child];
        order[child] = keep;
    }
}

nd_status nd__run_file_index_documents(nd_run_file *run, nd_error *err) {
    const nd__doc *documents = run->findings->documents.items;
    size_t count = run->findings->documents.count;
    size_t *order = nd__allocate(count, sizeof *order);
    if (order == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = count / 2; i-- > 0;) {
        sift_documents(order, i, count, documents);
    }
    for (size_t end = count; end-- > 1;) {
        size_t keep = order[0];
        order[0] = order[end];
        order[end] = keep;
        sift_documents(order, 0, end, documents);
    }
    free(run->documents);
    run->documents = order;
    run->document_count = count;
    return ND_OK;
}

static nd_status index_members(nd_run_file *run, nd_error *err) {
    const nd__findings *findings = run->findings;
    size_t count = 0;
    for (size_t i = 0; i < findings->groups.count; i++) {
        count += findings->groups.items[i].size;
    }
    nd__membership *members = nd__allocate(count, sizeof *members);
    nd__keyed *keys = nd__allocate(count, sizeof *keys);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    run->memberships = nd__allocate(count, sizeof *run->memberships);
    run->membership_count = count;
    nd_status status = ND_OK;
    if (members == NULL || keys == NULL || scratch == NULL || run->memberships == NULL) {
        status = nd__fail_memory(err);
    } else {
        size_t at = 0;
        for (size_t g = 0; g < findings->groups.count; g++) {
            const nd__group *group = &findings->groups.items[g];
            for (size_t m = 0; m < group->size; m++, at++) {
                members[at] = (nd__membership){group->members[m].doc.n, g, m};
                keys[at] = (nd__keyed){members[at].n, at};
            }
        }
        nd__sort_keyed(keys, scratch, count);
        for (size_t i = 0; i < count; i++) {
            run->memberships[i] = members[keys[i].value];
        }
    }
    free(members);
    free(keys);
    free(scratch);
    return status;
}

static nd_status index_blocks(nd_run_file *run, nd_error *err) {
    const nd__block_finding *blocks = run->findings->blocks.items;
    size_t count = run->findings->blocks.count;
    if (nd__findings_blocks_in_order(run->findings)) {
        run->blocks = nd__allocate(count, sizeof *run->blocks);
        for (size_t i = 0; run->blocks != NULL && i < count; i++) {
            run->blocks[i] = i;
        }
        return run->blocks == NULL ? nd__fail_memory(err) : ND_OK;
    }
    nd__keyed *keys = nd__allocate(count, sizeof *keys);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    run->blocks = nd__allocate(count, sizeof *run->blocks);
    nd_status status = ND_OK;
    if (keys == NULL || scratch == NULL || run->blocks == NULL) {
        status = nd__fail_memory(err);
    } else {
        for (size_t i = 0; i < count; i++) {
            keys[i] = (nd__keyed){blocks[i].at.begin, i};
        }
        nd__sort_keyed(keys, scratch, count);
        for (size_t i = 0; i < count; i++) {
            keys[i].key = blocks[keys[i].value].at.doc.n;
        }
        nd__sort_keyed(keys, scratch, count);
        for (size_t i = 0; i < count; i++) {
            run->blocks[i] = (size_t)keys[i].value;
        }
    }
    free(keys);
    free(scratch);
    return status;
}

nd_status nd__run_file_create(nd_run_file **out, nd__findings *findings,
                              nd__inputs *inputs, nd_error *err) {
    nd_run_file *run = calloc(1, sizeof *run);
    if (run == NULL) {
        nd__findings_destroy(findings);
        nd__inputs_close(inputs);
        return nd__fail_memory(err);
    }
    run->findings = findings;
    run->inputs = inputs;
    nd_status status = nd__run_file_index_documents(run, err);
    if (status >= 0) {
        status = index_members(run, err);
    }
    if (status >= 0) {
        status = index_blocks(run, err);
    }
    if (status < 0) {
        nd_run_file_close(run);
        return status;
    }
    *out = run;
    return ND_OK;
}

nd_status nd_run_file_open(nd_run_file **out, const char *path, nd_error *err) {
    nd__findings *findings = NULL;
    ND_TRY(nd__findings_read(&findings, path, err));
    return nd__run_file_create(out, findings, NULL, err);
}

nd_status nd_run_file_parse(nd_run_file **out, const char *bytes, size_t size,
                            const char *name, nd_error *err) {
    nd__findings *findings = NULL;
    ND_TRY(nd__findings_read_memory(&findings, bytes, size, name, err));
    return nd__run_file_create(out, findings, NULL, err);
}

nd_status nd_run_file_write(const nd_run_file *run, const char *path, nd_error *err) {
    nd__output *output = NULL;
    ND_TRY(nd__output_open(&output, path, err));
    nd_status status = nd__findings_write(run->findings, run->threads, output, err);
    if (status < 0) {
        nd__output_abandon(output);
        return status;
    }
    return nd__output_commit(output, err);
}

void nd_run_file_close(nd_run_file *run) {
    if (run != NULL) {
        nd__findings_destroy(run->findings);
        nd__inputs_close(run->inputs);
        nd__texts_destroy(run->texts);
        free(run->documents);
        free(run->blocks);
        free(run->memberships);
        free(run);
    }
}

const char *nd_run_file_tool(const nd_run_file *run) {
    return run->findings->header.tool;
}

const char *nd_run_file_version(const nd_run_file *run) {
    return run->findings->header.version;
}

size_t nd_run_file_param_count(const nd_run_file *run) {
    return run->findings->header.params.count;
}

const char *nd_run_file_param(const nd_run_file *run, size_t i, const char **json) {
    *json = run->findings->header.params.items[i].json;
    return run->findings->header.params.items[i].key;
}

size_t nd_run_file_input_count(const nd_run_file *run) {
    return run->findings->header.inputs.count;
}

void nd_run_file_input(nd_run_input *out, const nd_run_file *run, size_t i) {
    const nd__run_input *input = &run->findings->header.inputs.items[i];
    *out = (nd_run_input){input->path, input->hex, input->bytes, input->reference};
}

void nd_run_file_totals(nd_run_totals *out, const nd_run_file *run) {
    const nd__run_end *end = &run->findings->end;
    *out = (nd_run_totals){
        .documents = end->documents,
        .bytes = end->bytes,
        .groups = end->groups,
        .dropped_documents = end->dropped_documents,
        .dropped_bytes = end->dropped_bytes,
        .blocks = end->blocks,
        .pairs = end->pairs,
        .skipped = end->skipped,
        .revisits = end->revisits,
    };
    out->has_spans = end->has_spans;
    out->has_ranges = end->has_ranges;
    out->spans = end->spans;
    out->ranges = end->ranges;
    out->has_reprints = end->has_reprints;
    out->reprints = end->reprints;
    out->sites = end->sites;
    out->repeated_bytes = end->repeated_bytes;
    out->later_bytes = end->later_bytes;
    memcpy(out->dropped_kind, end->dropped_kind, sizeof out->dropped_kind);
    memcpy(out->block_kind, end->block_kind, sizeof out->block_kind);
    memcpy(out->block_bytes, end->block_bytes, sizeof out->block_bytes);
}

static nd_run_document outer_document(nd__doc doc) {
    return (nd_run_document){doc.id, doc.n};
}

size_t nd_run_file_group_count(const nd_run_file *run) {
    return run->findings->groups.count;
}

void nd_run_file_group(nd_run_group *out, const nd_run_file *run, size_t i) {
    const nd__group *group = &run->findings->groups.items[i];
    *out = (nd_run_group){.id = group->id,
                          .kind = (nd_match_kind)group->kind,
                          .reprint = group->reprint,
                          .kept = outer_document(group->members[group->kept].doc),
                          .kept_member = group->kept,
                          .size = group->size,
                          .has_first = group->has_first,
                          .first_member = group->first,
                          .first_by = group->first_by};
}

void nd_run_file_member(nd_run_member *out, const nd_run_file *run, size_t group,
                        size_t member) {
    const nd__member *inner = &run->findings->groups.items[group].members[member];
    *out = (nd_run_member){.document = outer_document(inner->doc),
                           .site = inner->site,
                           .date = inner->date,
                           .bytes = inner->bytes,
                           .kept = inner->kept,
                           .reference = inner->reference,
                           .kind = (nd_match_kind)inner->kind,
                           .jaccard = inner->jaccard,
                           .containment = inner->containment,
                           .spans = inner->spans,
                           .span_count = inner->span_count,
                           .credits = inner->credits};
}

static nd_run_place outer_place(const nd__block_place *place) {
    return (nd_run_place){outer_document(place->doc), place->begin, place->end,
                          place->line};
}

size_t nd_run_file_block_count(const nd_run_file *run) {
    return run->findings->blocks.count;
}

void nd_run_file_block(nd_run_block *out, const nd_run_file *run, size_t i) {
    const nd__block_finding *block = &run->findings->blocks.items[i];
    memset(out, 0, sizeof *out);
    out->kind = (nd_block_kind)block->kind;
    out->at = outer_place(&block->at);
    out->has_of = block->has_of;
    if (block->has_of) {
        out->of = outer_place(&block->of);
    }
    out->similarity = block->has_of ? block->similarity : -1;
    out->site = block->site;
    out->pages = block->pages;
    out->share = block->share;
    out->score = block->score;
}

size_t nd_run_file_pair_count(const nd_run_file *run) {
    return run->findings->pairs.count;
}

void nd_run_file_pair(nd_run_pair *out, const nd_run_file *run, size_t i) {
    const nd__pair_finding *pair = &run->findings->pairs.items[i];
    *out = (nd_run_pair){outer_document(pair->a), outer_document(pair->b), pair->jaccard,
                         pair->containment_a, pair->containment_b};
}

static nd_run_source outer_source(const nd__source *source) {
    return (nd_run_source){outer_document(source->doc), source->site, source->date,
                           source->credits};
}

size_t nd_run_file_reprint_count(const nd_run_file *run) {
    return run->findings->reprints.count;
}

void nd_run_file_reprint(nd_run_reprint *out, const nd_run_file *run, size_t i) {
    const nd__reprint_finding *reprint = &run->findings->reprints.items[i];
    *out = (nd_run_reprint){.copy = outer_source(&reprint->copy),
                            .of = outer_source(&reprint->of),
                            .reference = reprint->reference,
                            .by = reprint->by,
                            .share = reprint->share,
                            .of_share = reprint->of_share,
                            .spans = reprint->spans,
                            .span_count = reprint->span_count};
}

size_t nd_run_file_site_count(const nd_run_file *run) {
    return run->findings->sites.count;
}

void nd_run_file_site(nd_run_site *out, const nd_run_file *run, size_t i) {
    const nd__site_finding *site = &run->findings->sites.items[i];
    *out = (nd_run_site){site->site, site->documents, site->dropped, site->of_count};
}

void nd_run_file_site_of(const char **of, uint64_t *documents, const nd_run_file *run,
                         size_t i, size_t k) {
    *of = run->findings->sites.items[i].of[k].site;
    *documents = run->findings->sites.items[i].of[k].documents;
}

size_t nd_run_file_repeat_count(const nd_run_file *run) {
    return run->findings->spans.count;
}

void nd_run_file_repeat(nd_run_repeat *out, const nd_run_file *run, size_t i) {
    const nd__kept_span *span = &run->findings->spans.items[i];
    *out = (nd_run_repeat){.id = span->id,
                           .length = span->length,
                           .tokens = span->tokens,
                           .count = span->count,
                           .similarity = (double)span->similarity,
                           .place_count = span->place_count};
}

void nd_run_file_repeat_place(nd_run_place *out, const nd_run_file *run, size_t repeat,
                              size_t place) {
    size_t first = run->findings->spans.items[repeat].first_place;
    const nd__block_place inner = nd__findings_place(run->findings, first + place);
    *out = outer_place(&inner);
}

size_t nd_run_file_range_count(const nd_run_file *run) {
    return run->findings->ranges.count;
}

void nd_run_file_range(nd_run_range *out, const nd_run_file *run, size_t i) {
    const nd__kept_range *range = &run->findings->ranges.items[i];
    nd__doc doc = run->findings->documents.items[range->document];
    *out = (nd_run_range){.document = outer_document(doc),
                          .begin = range->begin,
                          .end = range->end,
                          .later_count = range->later_count};
}

void nd_run_file_range_later(uint64_t *begin, uint64_t *end, const nd_run_file *run,
                             size_t i, size_t part) {
    size_t first = run->findings->ranges.items[i].first_later;
    *begin = run->findings->later.items[first + part].begin;
    *end = run->findings->later.items[first + part].end;
}

void nd_run_file_ranges_of(size_t *first, size_t *count, const nd_run_file *run,
                           uint64_t n) {
    *first = nd__findings_first_range(run->findings, n);
    *count =
        n == UINT64_MAX ? 0 : nd__findings_first_range(run->findings, n + 1) - *first;
}

size_t nd_run_file_document_count(const nd_run_file *run) {
    return run->document_count;
}

void nd_run_file_document(nd_run_document *out, const nd_run_file *run, size_t i) {
    *out = outer_document(run->findings->documents.items[run->documents[i]]);
}

void nd_run_file_find(size_t *first, size_t *count, const nd_run_file *run,
                      const char *id) {
    const nd__doc *documents = run->findings->documents.items;
    size_t low = 0, high = run->document_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(documents[run->documents[middle]].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    while (high < run->document_count &&
           strcmp(documents[run->documents[high]].id, id) == 0) {
        high++;
    }
    *count = high - low;
}

bool nd_run_file_group_of(size_t *group, size_t *member, const nd_run_file *run,
                          uint64_t n, size_t from) {
    size_t low = 0, high = run->membership_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const nd__membership *at = &run->memberships[middle];
        if (at->n < n || (at->n == n && at->group < from)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == run->membership_count || run->memberships[low].n != n) {
        return false;
    }
    *group = run->memberships[low].group;
    *member = run->memberships[low].member;
    return true;
}

static size_t first_block(const nd_run_file *run, uint64_t n, bool behind) {
    const nd__block_finding *blocks = run->findings->blocks.items;
    size_t low = 0, high = run->findings->blocks.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t at = blocks[run->blocks[middle]].at.doc.n;
        if (at < n || (behind && at == n)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void nd_run_file_blocks_of(size_t *first, size_t *count, const nd_run_file *run,
                           uint64_t n) {
    *first = first_block(run, n, false);
    *count = first_block(run, n, true) - *first;
}

void nd_run_file_block_of(nd_run_block *out, const nd_run_file *run, size_t i) {
    nd_run_file_block(out, run, run->blocks[i]);
}
