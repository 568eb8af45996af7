#include "run/clean_plan.h"

#include "base/radix_sort.h"
#include "run/site_floor.h"

typedef ND_VECTOR(nd__dropped) dropped_list;

static nd_status add_members(dropped_list *out, const nd__group *group, nd_error *err) {
    ND_TRY(nd__vector_extend(out, group->size, err));
    for (size_t m = 0; m < group->size; m++) {
        const nd__member *member = &group->members[m];
        if (!member->kept && !member->reference) {
            out->items[out->count++] =
                (nd__dropped){member->doc, nd__match_kind_name(member->kind),
                              group->members[group->kept].doc.id, member->site};
        }
    }
    return ND_OK;
}

/* Edited copies go for one that is no copy itself, so that what they go for stays, or,
 * where it is dropped for a nearly equal text, that one. */
static nd_status add_reprints(dropped_list *out, const nd__findings *findings,
                              nd_error *err) {
    const nd__reprint_finding *reprints = findings->reprints.items;
    size_t count = findings->reprints.count;
    nd__keyed *copies = nd__allocate(count, sizeof *copies);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    nd_status status = nd__vector_extend(out, count, err);
    if (copies == NULL || scratch == NULL) {
        status = nd__fail_memory(err);
    }
    for (size_t i = 0; status >= 0 && i < count; i++) {
        copies[i] = (nd__keyed){reprints[i].copy.doc.n, i};
    }
    if (status >= 0) {
        nd__sort_keyed(copies, scratch, count);
    }
    for (size_t i = 0; status >= 0 && i < count; i++) {
        const nd__reprint_finding *r = &reprints[i];
        size_t low = 0, high = count;
        while (low < high) { /* is the other one a copy? */
            size_t middle = low + (high - low) / 2;
            if (copies[middle].key < r->of.doc.n) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        bool is_copy = low < count && copies[low].key == r->of.doc.n;
        if (!is_copy && !r->reference) {
            out->items[out->count++] =
                (nd__dropped){r->copy.doc, "reprint", r->of.doc.id, r->copy.site};
        }
    }
    free(copies);
    free(scratch);
    return status;
}

static nd_status plan_documents(nd__clean_plan *plan, const nd__findings *findings,
                                const nd_clean_options *options, nd_error *err) {
    dropped_list all = {NULL, 0, 0};
    nd_status status = ND_OK;
    nd__keyed *keys = NULL, *scratch = NULL;
    for (size_t g = 0; options->documents && g < findings->groups.count; g++) {
        ND_TRY_OUT(add_members(&all, &findings->groups.items[g], err));
    }
    if (options->reprints) {
        ND_TRY_OUT(add_reprints(&all, findings, err));
    }
    keys = nd__allocate(all.count, sizeof *keys);
    scratch = nd__allocate(all.count, sizeof *scratch);
    if (keys == NULL || scratch == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < all.count; i++) {
        keys[i] = (nd__keyed){all.items[i].doc.n, i};
    }
    nd__sort_keyed(keys, scratch, all.count);
    ND_TRY_OUT(nd__vector_extend(&plan->dropped, all.count, err));
    for (size_t i = 0; i < all.count; i++) {
        if (i == 0 || keys[i].key != keys[i - 1].key) {
            plan->dropped.items[plan->dropped.count++] = all.items[keys[i].value];
        }
    }
out:
    nd__vector_clear(&all);
    free(keys);
    free(scratch);
    return status;
}

static nd_status plan_blocks(nd__clean_plan *plan, const nd__findings *findings,
                             const bool wanted[ND__FINDING_KINDS], nd_error *err) {
    const nd__block_finding *blocks = findings->blocks.items;
    size_t count = 0;
    if (nd__findings_blocks_in_order(findings)) {
        ND_TRY(nd__vector_extend(&plan->blocks, findings->blocks.count, err));
        for (size_t i = 0; i < findings->blocks.count; i++) {
            if (wanted[blocks[i].kind]) {
                plan->blocks.items[plan->blocks.count++] = &blocks[i];
            }
        }
        return ND_OK;
    }
    nd__keyed *keys = nd__allocate(findings->blocks.count, sizeof *keys);
    nd__keyed *scratch = nd__allocate(findings->blocks.count, sizeof *scratch);
    nd_status status = ND_OK;
    if (keys == NULL || scratch == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < findings->blocks.count; i++) {
        if (wanted[blocks[i].kind]) {
            keys[count++] = (nd__keyed){blocks[i].at.begin, i};
        }
    }
    nd__sort_keyed(keys, scratch, count);
    for (size_t i = 0; i < count; i++) {
        keys[i].key = blocks[keys[i].value].at.doc.n;
    }
    nd__sort_keyed(keys, scratch, count);
    ND_TRY_OUT(nd__vector_extend(&plan->blocks, count, err));
    for (size_t i = 0; i < count; i++) {
        plan->blocks.items[plan->blocks.count++] = &blocks[keys[i].value];
    }
out:
    free(keys);
    free(scratch);
    return status;
}

/* A document that goes may be what has the earlier place of a text that another document
 * loses: nothing would be left of it. */
static nd_status check_ranges(const nd__clean_plan *plan, nd_error *err) {
    const nd__findings *findings = plan->findings;
    if (!findings->end.has_ranges) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "the run has no ranges, which say what spans there are to remove; leave out "
            "--run and they are looked for, or make a run that has them with 'neardup "
            "spans --ranges INPUT... -o RUN'");
    }
    for (size_t i = 0; i < plan->dropped.count; i++) {
        const nd__doc *doc = &plan->dropped.items[i].doc;
        size_t range = nd__findings_first_range(findings, doc->n);
        if (range < findings->ranges.count &&
            findings->documents.items[findings->ranges.items[range].document].n ==
                doc->n) {
            return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                            "spans were looked for in '%s' too, which goes, and may have "
                            "the only other place of a text; remove documents first, "
                            "then look for spans in what is left",
                            doc->id);
        }
    }
    return ND_OK;
}

nd_status nd__clean_plan_create(nd__clean_plan *out, const nd__findings *findings,
                                const nd_clean_options *options, nd_error *err) {
    const bool wanted[ND__FINDING_KINDS] = {
        [ND__FINDING_REPEAT] = options->repeats,
        [ND__FINDING_TEASER] = options->teasers,
        [ND__FINDING_BOILERPLATE] = options->boilerplate,
    };
    if (options->reprints && !findings->end.has_reprints) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "the run has no reprints; scan with --reprints to find them");
    }
    *out = (nd__clean_plan){
        .findings = findings, .spans = options->spans, .spans_all = options->spans_all};
    nd_status status = ND_OK;
    if (options->documents || options->reprints) {
        status = plan_documents(out, findings, options, err);
    }
    if (status >= 0 && options->min_keep_per_site > 0) {
        status = nd__site_floor_check(out, findings, options->min_keep_per_site, err);
    }
    if (status >= 0) {
        status = plan_blocks(out, findings, wanted, err);
    }
    if (status >= 0 && options->spans) {
        status = check_ranges(out, err);
    }
    if (status < 0) {
        nd__clean_plan_clear(out);
    }
    return status;
}

const nd__dropped *nd__clean_plan_dropped(nd__clean_plan *plan, uint64_t n) {
    while (plan->next_dropped < plan->dropped.count &&
           plan->dropped.items[plan->next_dropped].doc.n < n) {
        plan->next_dropped++;
    }
    if (plan->next_dropped == plan->dropped.count ||
        plan->dropped.items[plan->next_dropped].doc.n != n) {
        return NULL;
    }
    return &plan->dropped.items[plan->next_dropped];
}

const nd__block_finding *const *nd__clean_plan_blocks(nd__clean_plan *plan, uint64_t n,
                                                      size_t *count) {
    while (plan->next_block < plan->blocks.count &&
           plan->blocks.items[plan->next_block]->at.doc.n < n) {
        plan->next_block++;
    }
    size_t end = plan->next_block;
    while (end < plan->blocks.count && plan->blocks.items[end]->at.doc.n == n) {
        end++;
    }
    *count = end - plan->next_block;
    return plan->blocks.items + (*count == 0 ? 0 : plan->next_block);
}

/* Parts that touch are one. */
static nd_status add_range(nd__clean_plan *plan, size_t begin, size_t end,
                           nd_error *err) {
    nd__cut *last =
        plan->ranges.count == 0 ? NULL : &plan->ranges.items[plan->ranges.count - 1];
    if (last != NULL && last->end == begin) {
        last->end = end;
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(&plan->ranges, 1, err));
    plan->ranges.items[plan->ranges.count++] = (nd__cut){begin, end};
    return ND_OK;
}

nd_status nd__clean_plan_ranges(nd__clean_plan *plan, uint64_t n, const char **id,
                                nd_error *err) {
    const nd__findings *findings = plan->findings;
    const nd__doc *documents = findings->documents.items;
    plan->ranges.count = 0;
    for (; plan->spans && plan->next_range < findings->ranges.count; plan->next_range++) {
        const nd__kept_range *range = &findings->ranges.items[plan->next_range];
        if (documents[range->document].n > n) {
            break;
        }
        if (documents[range->document].n < n) {
            continue;
        }
        *id = documents[range->document].id;
        const nd__kept_later *later = findings->later.items + range->first_later;
        if (plan->spans_all) {
            ND_TRY(add_range(plan, range->begin, range->end, err));
        }
        for (size_t i = 0; !plan->spans_all && i < range->later_count; i++) {
            ND_TRY(add_range(plan, later[i].begin, later[i].end, err));
        }
    }
    return ND_OK;
}

void nd__clean_plan_clear(nd__clean_plan *plan) {
    nd__vector_clear(&plan->ranges);
    nd__vector_clear(&plan->dropped);
    nd__vector_clear(&plan->blocks);
}
