#include "run/findings_internal.h"

#include <string.h>

const char *nd__match_kind_name(nd__match_kind kind) {
    static const char *const names[ND__MATCH_KINDS] = {"exact", "near", "contained"};
    return names[kind];
}

const char *nd__finding_kind_name(nd__finding_kind kind) {
    static const char *const names[ND__FINDING_KINDS] = {"repeat", "teaser",
                                                         "boilerplate"};
    return names[kind];
}

nd__findings *nd__findings_create(void) {
    return calloc(1, sizeof(nd__findings));
}

void nd__findings_destroy(nd__findings *findings) {
    if (findings == NULL) {
        return;
    }
    nd__vector_clear(&findings->header.params);
    nd__vector_clear(&findings->header.inputs);
    nd__vector_clear(&findings->documents);
    nd__vector_clear(&findings->groups);
    nd__vector_clear(&findings->blocks);
    nd__vector_clear(&findings->pairs);
    nd__vector_clear(&findings->reprints);
    nd__vector_clear(&findings->sites);
    if (findings->spill == NULL) {
        nd__vector_clear(&findings->spans);
        nd__vector_clear(&findings->places);
    }
    nd__spill_destroy(findings->spill);
    nd__vector_clear(&findings->ranges);
    nd__vector_clear(&findings->later);
    free(findings->slots);
    nd__arena_clear(&findings->arena);
    free(findings);
}

/* NULL stays NULL. */
nd_status nd__findings_keep_string(const char **out, nd__findings *findings,
                                   const char *string, nd_error *err) {
    *out = NULL;
    if (string != NULL) {
        *out = nd__arena_copy(&findings->arena, string, strlen(string));
        if (*out == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

/* Neighbours mostly come from the same site. */
nd_status nd__findings_keep_site(const char **out, nd__findings *findings,
                                 const char *site, nd_error *err) {
    if (site != NULL && findings->last_site != NULL &&
        strcmp(site, findings->last_site) == 0) {
        *out = findings->last_site;
        return ND_OK;
    }
    ND_TRY(nd__findings_keep_string(out, findings, site, err));
    if (*out != NULL) {
        findings->last_site = *out;
    }
    return ND_OK;
}

/* Slots hold 1 + index into documents; 0 is free. */
static size_t slot_of(const nd__findings *findings, uint64_t n) {
    size_t mask = findings->slot_count - 1;
    size_t slot = (size_t)nd__mix64(n) & mask;
    while (findings->slots[slot] != 0 &&
           findings->documents.items[findings->slots[slot] - 1].n != n) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static nd_status grow_slots(nd__findings *findings, nd_error *err) {
    size_t count = findings->slot_count == 0 ? 64 : findings->slot_count * 2;
    size_t *fresh = nd__allocate_zeroed(count, sizeof *fresh);
    if (fresh == NULL) {
        return nd__fail_memory(err);
    }
    free(findings->slots);
    findings->slots = fresh;
    findings->slot_count = count;
    for (size_t i = 0; i < findings->documents.count; i++) {
        findings->slots[slot_of(findings, findings->documents.items[i].n)] = i + 1;
    }
    return ND_OK;
}

static nd_status check_id(const nd__doc *kept, nd__doc doc, nd_error *err) {
    if (strcmp(kept->id, doc.id) != 0) {
        return nd__fail(err, ND_E_FORMAT, doc.n, "document %llu was called '%s' and '%s'",
                        (unsigned long long)doc.n, kept->id, doc.id);
    }
    return ND_OK;
}

/* One copy of each document's id. Two ids for one n are a defect of the file. Most blocks
 * are of the document that the block before was of. */
nd_status nd__findings_keep_document(nd__doc *out, nd__findings *findings, nd__doc doc,
                                     nd_error *err) {
    size_t last = findings->last_document;
    if (last < findings->documents.count && findings->documents.items[last].n == doc.n) {
        *out = findings->documents.items[last];
        return check_id(out, doc, err);
    }
    if (findings->documents.count * 2 >= findings->slot_count) {
        ND_TRY(grow_slots(findings, err));
    }
    size_t slot = slot_of(findings, doc.n);
    if (findings->slots[slot] != 0) {
        findings->last_document = findings->slots[slot] - 1;
        *out = findings->documents.items[findings->last_document];
        return check_id(out, doc, err);
    }
    ND_TRY(nd__vector_extend(&findings->documents, 1, err));
    out->n = doc.n;
    ND_TRY(nd__findings_keep_string(&out->id, findings, doc.id, err));
    findings->documents.items[findings->documents.count++] = *out;
    findings->slots[slot] = findings->documents.count;
    findings->last_document = findings->documents.count - 1;
    return ND_OK;
}

nd_status nd__findings_set_tool(nd__findings *findings, const char *tool,
                                const char *version, nd_error *err) {
    ND_TRY(nd__findings_keep_string(&findings->header.tool, findings, tool, err));
    return nd__findings_keep_string(&findings->header.version, findings, version, err);
}

nd_status nd__findings_add_param(nd__findings *findings, const char *key,
                                 const char *json, nd_error *err) {
    nd__run_param param;
    ND_TRY(nd__findings_keep_string(&param.key, findings, key, err));
    ND_TRY(nd__findings_keep_string(&param.json, findings, json, err));
    ND_TRY(nd__vector_extend(&findings->header.params, 1, err));
    findings->header.params.items[findings->header.params.count++] = param;
    return ND_OK;
}

nd_status nd__findings_add_input(nd__findings *findings, const nd__run_input *input,
                                 nd_error *err) {
    nd__run_input kept = *input;
    ND_TRY(nd__findings_keep_string(&kept.path, findings, input->path, err));
    nd__hash128_hex(kept.hex, input->digest);
    ND_TRY(nd__vector_extend(&findings->header.inputs, 1, err));
    findings->header.inputs.items[findings->header.inputs.count++] = kept;
    return ND_OK;
}

nd_status nd__findings_keep_spans(const nd__member_span **spans, size_t count,
                                  nd__findings *findings, nd_error *err) {
    size_t size;
    if (count == 0) {
        *spans = NULL;
        return ND_OK;
    }
    if (!nd__multiply_size(&size, count, sizeof **spans)) {
        return nd__fail_memory(err);
    }
    void *kept = nd__arena_allocate(&findings->arena, size);
    if (kept == NULL) {
        return nd__fail_memory(err);
    }
    memcpy(kept, *spans, size);
    *spans = kept;
    return ND_OK;
}

static nd_status keep_member(nd__member *member, nd__findings *findings, nd_error *err) {
    ND_TRY(nd__findings_keep_document(&member->doc, findings, member->doc, err));
    ND_TRY(nd__findings_keep_site(&member->site, findings, member->site, err));
    ND_TRY(nd__findings_keep_string(&member->date, findings, member->date, err));
    ND_TRY(nd__findings_keep_string(&member->credits, findings, member->credits, err));
    return nd__findings_keep_spans(&member->spans, member->span_count, findings, err);
}

nd_status nd__findings_add_group(nd__findings *findings, const nd__group *group,
                                 nd_error *err) {
    size_t size;
    if (!nd__multiply_size(&size, group->size, sizeof *group->members)) {
        return nd__fail_memory(err);
    }
    nd__member *members = nd__arena_allocate(&findings->arena, size);
    if (members == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < group->size; i++) {
        members[i] = group->members[i];
        ND_TRY(keep_member(&members[i], findings, err));
    }
    nd__group kept = *group;
    kept.members = members;
    ND_TRY(nd__vector_extend(&findings->groups, 1, err));
    findings->groups.items[findings->groups.count++] = kept;
    nd__run_end_count_group(&findings->end, &kept);
    return ND_OK;
}

nd_status nd__findings_expect_blocks(nd__findings *findings, size_t more, nd_error *err) {
    return nd__vector_extend(&findings->blocks, more, err);
}

nd_status nd__findings_add_block(nd__findings *findings, const nd__block_finding *block,
                                 nd_error *err) {
    nd__block_finding kept = *block;
    ND_TRY(nd__findings_keep_document(&kept.at.doc, findings, block->at.doc, err));
    if (block->has_of && block->of.doc.n == block->at.doc.n) {
        ND_TRY(check_id(&kept.at.doc, block->of.doc, err));
        kept.of.doc = kept.at.doc;
    } else if (block->has_of) {
        ND_TRY(nd__findings_keep_document(&kept.of.doc, findings, block->of.doc, err));
    }
    ND_TRY(nd__findings_keep_site(&kept.site, findings, block->site, err));
    ND_TRY(nd__vector_extend(&findings->blocks, 1, err));
    findings->blocks.items[findings->blocks.count++] = kept;
    nd__run_end_count_block(&findings->end, &kept);
    return ND_OK;
}

nd_status nd__findings_add_pair(nd__findings *findings, const nd__pair_finding *pair,
                                nd_error *err) {
    nd__pair_finding kept = *pair;
    ND_TRY(nd__findings_keep_document(&kept.a, findings, pair->a, err));
    ND_TRY(nd__findings_keep_document(&kept.b, findings, pair->b, err));
    ND_TRY(nd__vector_extend(&findings->pairs, 1, err));
    findings->pairs.items[findings->pairs.count++] = kept;
    findings->end.pairs++;
    return ND_OK;
}

nd_status nd__findings_document(uint32_t *out, nd__findings *findings, nd__doc doc,
                                nd_error *err) {
    nd__doc kept;
    ND_TRY(nd__findings_keep_document(&kept, findings, doc, err));
    if (findings->last_document >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion documents");
    }
    *out = (uint32_t)findings->last_document;
    return ND_OK;
}

static nd_status fail_span(uint64_t id, const char *what, nd_error *err) {
    return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION, "span %llu %s",
                    (unsigned long long)id, what);
}

static nd_status keep_places(nd__findings *findings, const nd__span_finding *span,
                             nd_error *err) {
    ND_TRY(nd__vector_extend(&findings->places, span->place_count, err));
    for (size_t i = 0; i < span->place_count; i++) {
        const nd__block_place *place = &span->places[i];
        nd__kept_place *kept = &findings->places.items[findings->places.count + i];
        if (place->begin > place->end || place->end > UINT32_MAX ||
            place->line > UINT32_MAX) {
            return fail_span(span->id, "has a place out of range", err);
        }
        *kept = (nd__kept_place){0, (uint32_t)place->begin, (uint32_t)place->end,
                                 (uint32_t)place->line};
        ND_TRY(nd__findings_document(&kept->document, findings, place->doc, err));
    }
    findings->places.count += span->place_count;
    return ND_OK;
}

nd_status nd__findings_add_span(nd__findings *findings, const nd__span_finding *span,
                                nd_error *err) {
    if (span->place_count == 0 || span->place_count > UINT32_MAX ||
        span->count < span->place_count) {
        return fail_span(span->id, "has not the places that it counts", err);
    }
    if (span->length > UINT32_MAX || span->tokens > UINT32_MAX) {
        return fail_span(span->id, "is too long", err);
    }
    nd__kept_span kept = {.id = span->id,
                          .count = span->count,
                          .first_place = findings->places.count,
                          .place_count = (uint32_t)span->place_count,
                          .length = (uint32_t)span->length,
                          .tokens = (uint32_t)span->tokens,
                          .similarity = (float)span->similarity};
    ND_TRY(nd__vector_extend(&findings->spans, 1, err));
    ND_TRY(keep_places(findings, span, err));
    findings->spans.items[findings->spans.count++] = kept;
    nd__run_end_count_span(&findings->end);
    return ND_OK;
}

/* Do the later parts lie in the range, in order? */
static bool later_fits(const nd__range_finding *range) {
    uint64_t done = range->begin;
    for (size_t i = 0; i < range->later_count; i++) {
        const nd__text_range *part = &range->later[i];
        if (part->begin < done || part->begin >= part->end || part->end > range->end) {
            return false;
        }
        done = part->end;
    }
    return true;
}

static bool range_follows(const nd__findings *findings, const nd__range_finding *range) {
    if (findings->ranges.count == 0) {
        return true;
    }
    const nd__kept_range *last = &findings->ranges.items[findings->ranges.count - 1];
    uint64_t n = findings->documents.items[last->document].n;
    return range->doc.n > n || (range->doc.n == n && range->begin >= last->end);
}

nd_status nd__findings_add_range(nd__findings *findings, const nd__range_finding *range,
                                 nd_error *err) {
    if (range->begin >= range->end || range->end > UINT32_MAX || !later_fits(range)) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                        "a range of '%s' is empty or too large, or its later parts do "
                        "not lie in it, in order",
                        range->doc.id);
    }
    if (!range_follows(findings, range)) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                        "a range of '%s' does not follow the one before", range->doc.id);
    }
    nd__kept_range kept = {.first_later = findings->later.count,
                           .later_count = (uint32_t)range->later_count,
                           .begin = (uint32_t)range->begin,
                           .end = (uint32_t)range->end};
    ND_TRY(nd__findings_document(&kept.document, findings, range->doc, err));
    ND_TRY(nd__vector_extend(&findings->ranges, 1, err));
    ND_TRY(nd__vector_extend(&findings->later, range->later_count, err));
    for (size_t i = 0; i < range->later_count; i++) {
        findings->later.items[findings->later.count++] = (nd__kept_later){
            (uint32_t)range->later[i].begin, (uint32_t)range->later[i].end};
    }
    findings->ranges.items[findings->ranges.count++] = kept;
    nd__run_end_count_range(&findings->end, range);
    return ND_OK;
}

size_t nd__findings_first_range(const nd__findings *findings, uint64_t n) {
    size_t low = 0, high = findings->ranges.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t document = findings->ranges.items[middle].document;
        if (findings->documents.items[document].n < n) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

nd__block_place nd__findings_place(const nd__findings *findings, size_t i) {
    const nd__kept_place *kept = &findings->places.items[i];
    nd__spill_read(findings->spill, sizeof *kept + sizeof(nd__kept_span));
    return (nd__block_place){findings->documents.items[kept->document], kept->begin,
                             kept->end, kept->line};
}

void nd__run_end_count_group(nd__run_end *end, const nd__group *group) {
    end->groups++;
    for (size_t i = 0; i < group->size; i++) {
        const nd__member *member = &group->members[i];
        if (!member->kept) {
            end->dropped_documents++;
            end->dropped_bytes += member->bytes;
            end->dropped_kind[member->kind]++;
        }
    }
}

void nd__run_end_count_block(nd__run_end *end, const nd__block_finding *block) {
    end->blocks++;
    end->block_kind[block->kind]++;
    end->block_bytes[block->kind] += block->at.end - block->at.begin;
}

void nd__run_end_count_span(nd__run_end *end) {
    end->has_spans = true;
    end->spans++;
}

void nd__run_end_count_range(nd__run_end *end, const nd__range_finding *range) {
    end->has_ranges = true;
    end->ranges++;
    end->repeated_bytes += range->end - range->begin;
    for (size_t i = 0; i < range->later_count; i++) {
        end->later_bytes += range->later[i].end - range->later[i].begin;
    }
}

bool nd__findings_blocks_in_order(const nd__findings *findings) {
    const nd__block_finding *blocks = findings->blocks.items;
    for (size_t i = 1; i < findings->blocks.count; i++) {
        const nd__block_place *a = &blocks[i - 1].at, *b = &blocks[i].at;
        if (a->doc.n > b->doc.n || (a->doc.n == b->doc.n && a->begin > b->begin)) {
            return false;
        }
    }
    return true;
}
