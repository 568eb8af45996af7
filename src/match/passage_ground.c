/* The ground: tokens of both texts are sorted together by hash, so that those of one
 * number stand side by side, and counted. A token's share is the greatest of its share of
 * the corpus, and of those of both texts without the occurrence in question: a word that
 * one text is about is no sign of reuse. */
#include "match/passage_ground.h"

#include <string.h>

#include "base/radix_sort.h"

#define SIDE (UINT64_C(1) << 32)

void nd__ground_clear(nd__ground *ground) {
    for (int side = 0; side < 2; side++) {
        free(ground->number[side]);
        free(ground->begin[side]);
        free(ground->places[side]);
        free(ground->inside[side]);
    }
    free(ground->weight);
    memset(ground, 0, sizeof *ground);
}

static bool greater(nd__share a, nd__share b) {
    return (double)a.count * (double)b.of > (double)b.count * (double)a.of;
}

static uint32_t weigh(const nd__ground *g, const nd__token_rarity *rarity, uint64_t hash,
                      size_t count_a, size_t count_b) {
    nd__share share = {count_a + count_b - 1, g->text[0].count + g->text[1].count};
    if (rarity != NULL) {
        share = nd__token_rarity_share(rarity, hash);
    }
    nd__share own[2] = {{count_a - 1, g->text[0].count}, {count_b - 1, g->text[1].count}};
    for (int side = 0; side < 2; side++) {
        share = greater(own[side], share) ? own[side] : share;
    }
    return nd__share_weight(share);
}

/* The tokens of both texts, sorted by hash; the value is the side and the place. */
static nd_status sort_tokens(nd__keyed **out, const nd__ground *g, nd_error *err) {
    size_t count = g->text[0].count + g->text[1].count, at = 0;
    nd__keyed *items = nd__allocate(count, sizeof *items);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    if (items == NULL || scratch == NULL) {
        free(items);
        free(scratch);
        return nd__fail_memory(err);
    }
    for (uint64_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < g->text[side].count; i++) {
            items[at++] = (nd__keyed){g->text[side].hash[i], side * SIDE | i};
        }
    }
    nd__sort_keyed(items, scratch, count);
    free(scratch);
    *out = items;
    return ND_OK;
}

/* The end of the group that begins at i; *middle is where side 1 begins. */
static size_t group_end(size_t *middle, const nd__keyed *items, size_t i, size_t count) {
    size_t end = i;
    *middle = i;
    while (end < count && items[end].key == items[i].key) {
        *middle += (items[end].value & SIDE) == 0;
        end++;
    }
    return end;
}

static nd_status allocate_numbers(nd__ground *g, const nd__keyed *items, size_t count,
                                  nd_error *err) {
    size_t held[2] = {0}, middle;
    for (size_t i = 0, end; i < count; i = end) {
        end = group_end(&middle, items, i, count);
        if (middle > i && middle < end) {
            g->shared++;
            held[0] += middle - i;
            held[1] += end - middle;
        }
    }
    bool missing = false;
    for (int side = 0; side < 2; side++) {
        g->number[side] = nd__allocate(g->text[side].count, sizeof(uint32_t));
        g->begin[side] = nd__allocate((size_t)g->shared + 1, sizeof(uint32_t));
        g->places[side] = nd__allocate(held[side], sizeof(uint32_t));
        g->inside[side] = nd__allocate_zeroed((size_t)g->shared + 1, sizeof(uint32_t));
        missing |= g->number[side] == NULL || g->begin[side] == NULL ||
                   g->places[side] == NULL || g->inside[side] == NULL;
    }
    g->weight = nd__allocate((size_t)g->shared + 1, sizeof *g->weight);
    return missing || g->weight == NULL ? nd__fail_memory(err) : ND_OK;
}

static void fill_numbers(nd__ground *g, const nd__keyed *items, size_t count,
                         const nd__token_rarity *rarity) {
    uint32_t next = 0, filled[2] = {0};
    size_t middle;
    for (size_t i = 0, end; i < count; i = end) {
        end = group_end(&middle, items, i, count);
        bool common = middle > i && middle < end;
        if (common) {
            g->weight[next] = weigh(g, rarity, items[i].key, middle - i, end - middle);
            g->begin[0][next] = filled[0];
            g->begin[1][next] = filled[1];
        }
        for (size_t k = i; k < end; k++) {
            int side = k >= middle;
            uint32_t place = (uint32_t)items[k].value;
            g->number[side][place] = common ? next : g->shared;
            if (common) {
                g->places[side][filled[side]++] = place;
            }
        }
        next += common;
    }
    g->weight[next] = 0;
    g->begin[0][next] = filled[0];
    g->begin[1][next] = filled[1];
}

nd_status nd__ground_make(nd__ground *out, nd__token_text a, nd__token_text b,
                          const nd__token_rarity *rarity, nd_error *err) {
    memset(out, 0, sizeof *out);
    if (a.count > INT32_MAX || b.count > INT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "texts of %zu and %zu tokens were too long to look for passages",
                        a.count, b.count);
    }
    out->text[0] = a;
    out->text[1] = b;
    nd__keyed *items = NULL;
    ND_TRY(sort_tokens(&items, out, err));
    nd_status status = allocate_numbers(out, items, a.count + b.count, err);
    if (status >= 0) {
        fill_numbers(out, items, a.count + b.count, rarity);
    } else {
        nd__ground_clear(out);
    }
    free(items);
    return status;
}
