#include "run/clean_plan.h"

#include "base/radix_sort.h"

static nd_status plan_documents(nd__clean_plan *plan, const nd__findings *findings,
                                nd_error *err) {
    ND_VECTOR(nd__dropped) all = {NULL, 0, 0};
    nd_status status = ND_OK;
    nd__keyed *keys = NULL, *scratch = NULL;
    for (size_t g = 0; g < findings->groups.count; g++) {
        const nd__group *group = &findings->groups.items[g];
        ND_TRY_OUT(nd__vector_extend(&all, group->size, err));
        for (size_t m = 0; m < group->size; m++) {
            if (!group->members[m].kept && !group->members[m].reference) {
                all.items[all.count++] = (nd__dropped){group, &group->members[m]};
            }
        }
    }
    keys = nd__allocate(all.count, sizeof *keys);
    scratch = nd__allocate(all.count, sizeof *scratch);
    if (keys == NULL || scratch == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < all.count; i++) {
        keys[i] = (nd__keyed){all.items[i].member->doc.n, i};
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

nd_status nd__clean_plan_create(nd__clean_plan *out, const nd__findings *findings,
                                const nd_clean_options *options, nd_error *err) {
    const bool wanted[ND__FINDING_KINDS] = {
        [ND__FINDING_REPEAT] = options->repeats,
        [ND__FINDING_TEASER] = options->teasers,
        [ND__FINDING_BOILERPLATE] = options->boilerplate,
    };
    *out = (nd__clean_plan){0};
    nd_status status = ND_OK;
    if (options->documents) {
        status = plan_documents(out, findings, err);
    }
    if (status >= 0) {
        status = plan_blocks(out, findings, wanted, err);
    }
    if (status < 0) {
        nd__clean_plan_clear(out);
    }
    return status;
}

const nd__dropped *nd__clean_plan_dropped(nd__clean_plan *plan, uint64_t n) {
    while (plan->next_dropped < plan->dropped.count &&
           plan->dropped.items[plan->next_dropped].member->doc.n < n) {
        plan->next_dropped++;
    }
    if (plan->next_dropped == plan->dropped.count ||
        plan->dropped.items[plan->next_dropped].member->doc.n != n) {
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

void nd__clean_plan_clear(nd__clean_plan *plan) {
    nd__vector_clear(&plan->dropped);
    nd__vector_clear(&plan->blocks);
}
