/* Growing, at a cost of few steps a token.
 *
 * 1. Both texts are read along each other from a corner, as one compares a reprint: where
 *    they differ, up to SKIP tokens are passed to where they agree again.
 * 2. Where this ends, the tokens of both windows are counted in a hash table; those that
 *    side 0 lacks end at empty slots.
 * 3. Of each side in turn the run next to its border is taken whose sum is greatest. A
 *    weight is computed when a token is first asked for it, and what the corpus says of a
 *    token is kept for the next window.
 *
 * The same for what two ranges have in common. Equal tokens may be taken out of both in
 * pairs, whichever they are, as min(n + x, n + y) is n + min(x, y): so what agrees along
 * both is counted at once, and only the rest in the table. */
#include "match/passage_grow.h"

#include <string.h>

#include "match/passage_walk.h"

#define MISS ND__BIT /* as in passage_refine.c */
#define SKIP 5       /* tokens of a difference */
#define RUN 2        /* equal tokens that end one */
#define MOST_LOSS 16 /* tokens, while walking */
#define COMMON_SKIP 3
#define COMMON_RUN 2
#define COMMON_STEP 4
#define NO_WEIGHT UINT32_MAX

void nd__grower_clear(nd__grower *g) {
    nd__vector_clear(&g->slots);
    for (int side = 0; side < 2; side++) {
        nd__vector_clear(&g->slot[side]);
        nd__vector_clear(&g->rest[side]);
    }
}

void nd__grower_begin(nd__grower *g, nd__token_text a, nd__token_text b,
                      const nd__token_rarity *rarity) {
    g->rarity = rarity;
    g->text[0] = a;
    g->text[1] = b;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* ---- numbers ---- */

static nd_status make_room(nd__grower *g, size_t a, size_t b, nd_error *err) {
    size_t slots = 64;
    while (slots < a + a / 2) {
        slots *= 2;
    }
    ND_TRY(nd__vector_reserve(&g->slots, slots, err));
    ND_TRY(nd__vector_reserve(&g->slot[0], a, err));
    ND_TRY(nd__vector_reserve(&g->slot[1], b, err));
    g->slots.count = slots;
    memset(g->slots.items, 0, slots * sizeof *g->slots.items);
    return ND_OK;
}

static uint64_t mix(uint64_t hash) {
    return (hash * UINT64_C(0x9E3779B97F4A7C15)) >> 32;
}

/* The slot of this token, or the empty one that it would be in. */
static size_t find_slot(const nd__grower *g, uint64_t hash) {
    size_t mask = g->slots.count - 1, slot = (size_t)mix(hash) & mask;
    while (g->slots.items[slot].count[0] != 0 && g->slots.items[slot].hash != hash) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static nd_status find_slots(nd__grower *g, nd__token_text a, nd__token_text b,
                            nd_error *err) {
    ND_TRY(make_room(g, a.count, b.count, err));
    g->sizes[0] = (uint32_t)a.count;
    g->sizes[1] = (uint32_t)b.count;
    for (size_t i = 0; i < a.count; i++) {
        size_t slot = find_slot(g, a.hash[i]);
        nd__grower_token *token = &g->slots.items[slot];
        token->hash = a.hash[i];
        token->weight = NO_WEIGHT;
        token->count[0]++;
        g->slot[0].items[i] = (uint32_t)slot;
    }
    for (size_t i = 0; i < b.count; i++) {
        size_t slot = find_slot(g, b.hash[i]);
        g->slots.items[slot].count[1]++;
        g->slot[1].items[i] = (uint32_t)slot;
    }
    return ND_OK;
}

/* ---- weights ---- */

static const nd__grower_rarity *rarity_of(nd__grower *g, uint64_t hash) {
    nd__grower_rarity *known = &g->known[mix(hash) % ND__GROWER_KNOWN];
    if (known->hash != hash || known->weight == 0) {
        nd__share share = nd__token_rarity_share(g->rarity, hash);
        *known =
            (nd__grower_rarity){hash, (uint32_t)share.count, nd__share_weight(share) + 1};
    }
    return known;
}

static bool greater(nd__share a, nd__share b) {
    return (double)a.count * (double)b.of > (double)b.count * (double)a.of;
}

/* As in passage_ground.c, of both windows. */
static uint32_t weigh(nd__grower *g, const nd__grower_token *token) {
    nd__share own[2];
    for (int side = 0; side < 2; side++) {
        own[side] = (nd__share){token->count[side] - 1, g->sizes[side]};
    }
    nd__share share = greater(own[1], own[0]) ? own[1] : own[0];
    uint32_t own_weight = ND__RARITY_MOST * ND__BIT;
    if (g->rarity == NULL) {
        nd__share both = {(uint64_t)token->count[0] + token->count[1] - 1,
                          (uint64_t)g->sizes[0] + g->sizes[1]};
        return nd__share_weight(greater(share, both) ? share : both);
    }
    const nd__grower_rarity *known = rarity_of(g, token->hash);
    if (share.count > 0) {
        own_weight = nd__share_weight(share);
    }
    return least(own_weight, known->weight - 1);
}

/* What a token counts that one side has `own` times and the other `other` times. */
static int64_t gain(nd__grower *g, nd__grower_token *token, int64_t own, int64_t other) {
    if (token->count[0] == 0 || other == 0) {
        return -MISS;
    }
    if (token->weight == NO_WEIGHT) {
        token->weight = weigh(g, token);
    }
    if (own <= other) {
        return token->weight;
    }
    return (token->weight * other - MISS * (own - other)) / own;
}

/* ---- walking ---- */

/* Along both texts, from a corner: to the last agreement that brought enough. A token
 * that both have counts one, one that is passed costs one. */
static void walk(const nd__grower *g, uint32_t corner[2], uint32_t reach,
                 bool backwards) {
    nd__token_reader a = {g->text[0], corner[0], backwards};
    nd__token_reader b = {g->text[1], corner[1], backwards};
    int64_t sum = 0;
    size_t skip[2] = {0, 0};
    do {
        nd__reader_pass(&a, skip[0]);
        nd__reader_pass(&b, skip[1]);
        size_t equal = nd__readers_agree(&a, &b);
        nd__reader_pass(&a, equal);
        nd__reader_pass(&b, equal);
        sum += (int64_t)equal;
        if (sum >= ND__WALK_GAIN) {
            corner[0] = (uint32_t)a.at;
            corner[1] = (uint32_t)b.at;
            sum = 0;
        }
        if (!nd__readers_skip(skip, &a, &b, least(SKIP, reach), RUN)) {
            return;
        }
        sum -= (int64_t)(skip[0] > skip[1] ? skip[0] : skip[1]);
    } while (sum > -MOST_LOSS);
}

/* ---- reaching out ---- */

/* The tokens of both windows that the corner grows by; backwards those at their ends. */
static void grow_sides(nd__grower *g, uint32_t grown[2], bool backwards) {
    grown[0] = grown[1] = 0;
    for (int side = 0; side < 2; side++) {
        int64_t best = ND__FLANK, sum = 0;
        const uint32_t *slot = g->slot[side].items;
        for (uint32_t i = 0; i < g->sizes[side]; i++) {
            nd__grower_token *token =
                &g->slots.items[slot[backwards ? g->sizes[side] - 1 - i : i]];
            sum += gain(g, token, token->count[side],
                        side == 0 ? token->count[1] : token->grown);
            if (sum >= best) {
                best = sum + 1;
                grown[side] = i + 1;
            }
        }
        for (uint32_t i = 0; side == 0 && i < grown[0]; i++) {
            g->slots.items[slot[backwards ? g->sizes[0] - 1 - i : i]].grown++;
        }
        if (grown[0] == 0) {
            return;
        }
    }
}

static nd__token_text window(nd__token_text text, uint32_t corner, uint32_t size,
                             bool backwards) {
    return (nd__token_text){text.hash + (backwards ? corner - size : corner), size};
}

/* Into what is behind a corner, or in front of it. */
static nd_status reach_out(nd__grower *g, uint32_t corner[2], uint32_t left[2],
                           uint32_t reach, bool backwards, nd_error *err) {
    uint32_t grown[2];
    nd__token_text windows[2];
    for (int side = 0; side < 2; side++) {
        uint32_t behind = (uint32_t)g->text[side].count - corner[side];
        uint32_t size =
            least(backwards ? corner[side] : behind, least(reach, left[side]));
        windows[side] = window(g->text[side], corner[side], size, backwards);
    }
    ND_TRY(find_slots(g, windows[0], windows[1], err));
    grow_sides(g, grown, backwards);
    for (int side = 0; side < 2; side++) {
        left[side] -= grown[side];
        corner[side] =
            backwards ? corner[side] - grown[side] : corner[side] + grown[side];
    }
    return ND_OK;
}

nd_status nd__grower_grow(nd__grower *g, uint32_t corner[2], bool backwards,
                          uint32_t reach, nd_error *err) {
    uint32_t left[2] = {ND__AROUND, ND__AROUND}, before[2];
    do {
        walk(g, corner, reach, backwards);
        memcpy(before, corner, sizeof before);
        ND_TRY(reach_out(g, corner, left, reach, backwards, err));
    } while (corner[0] != before[0]);
    return ND_OK;
}

/* ---- what is in common ---- */

static void leave(nd__u64_vector *rest, nd__token_reader *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        rest->items[rest->count++] = nd__reader_token(text, i);
    }
    nd__reader_pass(text, count);
}

/* Takes pairs out; returns how many. */
static uint32_t read_along(nd__grower *g, nd__token_reader a, nd__token_reader b) {
    uint32_t taken = 0;
    for (;;) {
        size_t equal = nd__readers_agree(&a, &b);
        taken += (uint32_t)equal;
        nd__reader_pass(&a, equal);
        nd__reader_pass(&b, equal);
        size_t left_a = nd__reader_left(&a), left_b = nd__reader_left(&b);
        if (left_a == 0 || left_b == 0) {
            leave(&g->rest[0], &a, left_a);
            leave(&g->rest[1], &b, left_b);
            return taken;
        }
        size_t skip[2];
        if (!nd__readers_skip(skip, &a, &b, COMMON_SKIP, COMMON_RUN)) {
            skip[0] = left_a < COMMON_STEP ? left_a : COMMON_STEP;
            skip[1] = left_b < COMMON_STEP ? left_b : COMMON_STEP;
        }
        leave(&g->rest[0], &a, skip[0]);
        leave(&g->rest[1], &b, skip[1]);
    }
}

nd_status nd__grower_common(uint32_t *out, nd__grower *g, nd__token_text a,
                            nd__token_text b, nd_error *err) {
    g->rest[0].count = g->rest[1].count = 0;
    ND_TRY(nd__vector_reserve(&g->rest[0], a.count, err));
    ND_TRY(nd__vector_reserve(&g->rest[1], b.count, err));
    *out = read_along(g, (nd__token_reader){.text = a}, (nd__token_reader){.text = b});
    nd__token_text rest_a = {g->rest[0].items, g->rest[0].count};
    nd__token_text rest_b = {g->rest[1].items, g->rest[1].count};
    if (rest_a.count > 0 && rest_b.count > 0) {
        ND_TRY(find_slots(g, rest_a, rest_b, err));
        for (size_t i = 0; i < g->slots.count; i++) {
            *out += least(g->slots.items[i].count[0], g->slots.items[i].count[1]);
        }
    }
    return ND_OK;
}
