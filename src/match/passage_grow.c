/* Growing, at a cost of few steps a token.
 *
 * 1. The tokens of a's window get numbers by a hash table; those of b's window the same
 *    numbers, or 0 where a lacks them.
 * 2. What is inside the range that is looked at is counted by number. The ranges move
 *    outwards from round to round, so only the difference is counted.
 * 3. Of each side in turn the run next to its border is taken whose sum is greatest. A
 *    weight is computed when a token is first asked for it. */
#include "match/passage_grow.h"

#include <string.h>

#include "match/passage_common.h"

#define MISS ND__BIT /* as in passage_refine.c */
#define WALK_RUN 3   /* equal tokens that end a difference */
#define WALK_LOSS 16 /* tokens that may be lost on the way */
#define NO_WEIGHT UINT32_MAX

void nd__grower_clear(nd__grower *g) {
    nd__vector_clear(&g->tokens);
    nd__vector_clear(&g->slots);
    nd__vector_clear(&g->number[0]);
    nd__vector_clear(&g->number[1]);
}

void nd__grower_begin(nd__grower *g, nd__token_text a, nd__token_text b,
                      const nd__token_rarity *rarity) {
    if (g->rarity != rarity) {
        memset(g->weight_of, 0, sizeof g->weight_of);
    }
    g->rarity = rarity;
    g->text[0] = a;
    g->text[1] = b;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t size_of(nd__rectangle at, int side) {
    return at.end[side] - at.begin[side];
}

/* ---- numbers ---- */

static nd_status make_room(nd__grower *g, nd_error *err) {
    size_t slots = 64;
    while (slots < 2 * (size_t)size_of(g->window, 0)) {
        slots *= 2;
    }
    ND_TRY(nd__vector_reserve(&g->slots, slots, err));
    ND_TRY(nd__vector_reserve(&g->tokens, (size_t)size_of(g->window, 0) + 1, err));
    for (int side = 0; side < 2; side++) {
        ND_TRY(nd__vector_reserve(&g->number[side], size_of(g->window, side), err));
    }
    g->slots.count = slots;
    memset(g->slots.items, 0, slots * sizeof *g->slots.items);
    g->tokens.items[0] = (nd__grower_token){.weight = 0};
    g->tokens.count = 1;
    memset(g->own_weight_of, 0, sizeof g->own_weight_of);
    return ND_OK;
}

/* The slot of this token, or the empty one that it would be in. */
static uint32_t *find_slot(const nd__grower *g, uint64_t hash) {
    size_t mask = g->slots.count - 1;
    size_t slot = (size_t)((hash * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    while (g->slots.items[slot] != 0 &&
           g->tokens.items[g->slots.items[slot]].hash != hash) {
        slot = (slot + 1) & mask;
    }
    return &g->slots.items[slot];
}

static void number_tokens(nd__grower *g) {
    const uint64_t *hash = g->text[0].hash + g->window.begin[0];
    for (uint32_t i = 0; i < size_of(g->window, 0); i++) {
        uint32_t *slot = find_slot(g, hash[i]);
        if (*slot == 0) {
            *slot = (uint32_t)g->tokens.count;
            g->tokens.items[g->tokens.count++] =
                (nd__grower_token){.hash = hash[i], .weight = NO_WEIGHT};
        }
        g->number[0].items[i] = *slot;
        g->tokens.items[*slot].count[0]++;
    }
    hash = g->text[1].hash + g->window.begin[1];
    for (uint32_t i = 0; i < size_of(g->window, 1); i++) {
        uint32_t number = *find_slot(g, hash[i]);
        g->number[1].items[i] = number;
        g->tokens.items[number].count[1]++;
    }
}

/* ---- weights ---- */

/* The weight of a share, which is kept in known[share.count] if there is room. */
static uint32_t known_weight(uint16_t *known, size_t size, nd__share share) {
    if (share.count >= size) {
        return nd__share_weight(share);
    }
    if (known[share.count] == 0) {
        known[share.count] = (uint16_t)(nd__share_weight(share) + 1);
    }
    return known[share.count] - 1u;
}

static bool greater(nd__share a, nd__share b) {
    return (double)a.count * (double)b.of > (double)b.count * (double)a.of;
}

/* As in passage_ground.c. */
static uint32_t weigh(nd__grower *g, const nd__grower_token *token) {
    uint64_t sizes[2] = {size_of(g->window, 0), size_of(g->window, 1)};
    nd__share share = {(uint64_t)token->count[0] + token->count[1] - 1,
                       sizes[0] + sizes[1]};
    uint16_t *known = NULL;
    size_t size = 0;
    if (g->rarity != NULL) {
        share = nd__token_rarity_share(g->rarity, token->hash);
        known = g->weight_of;
        size = sizeof g->weight_of / sizeof *g->weight_of;
    }
    for (int side = 0; side < 2; side++) {
        nd__share own = {token->count[side] - 1, sizes[side]};
        if (greater(own, share)) {
            share = own;
            known = g->own_weight_of[side];
            size = sizeof g->own_weight_of[side] / sizeof *g->own_weight_of[side];
        }
    }
    return known_weight(known, size, share);
}

/* What a token of `side` counts. */
static int64_t gain(nd__grower *g, int side, uint32_t number) {
    nd__grower_token *token = &g->tokens.items[number];
    int64_t other = token->inside[1 - side], own = token->inside[side];
    if (number == 0 || other == 0) {
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

/* ---- growing ---- */

/* Counts tokens [begin, end) of `side` in, or out. */
static void count_tokens(nd__grower *g, int side, uint32_t begin, uint32_t end, bool in) {
    for (uint32_t i = begin; i < end; i++) {
        uint32_t number = g->number[side].items[i - g->window.begin[side]];
        g->tokens.items[number].inside[side] += in ? 1 : UINT32_MAX;
    }
}

/* What is inside of `side` becomes [begin, end), which has tokens in common with what was
 * or follows it. */
static void look_at(nd__grower *g, int side, nd__rectangle range) {
    uint32_t *begin = &g->inside.begin[side], *end = &g->inside.end[side];
    count_tokens(g, side, range.begin[side], *begin, true);
    count_tokens(g, side, *begin, range.begin[side], false);
    count_tokens(g, side, *end, range.end[side], true);
    count_tokens(g, side, range.end[side], *end, false);
    *begin = range.begin[side];
    *end = range.end[side];
}

static void grow_side(nd__grower *g, nd__rectangle *at, int side) {
    const uint32_t *number = g->number[side].items;
    uint32_t first = g->window.begin[side];
    int64_t best = ND__FLANK, sum = 0;
    for (uint32_t i = at->end[side]; i < g->inside.end[side]; i++) {
        sum += gain(g, side, number[i - first]);
        if (sum >= best) {
            best = sum + 1;
            at->end[side] = i + 1;
        }
    }
    best = ND__FLANK;
    sum = 0;
    for (uint32_t i = at->begin[side]; i > g->inside.begin[side]; i--) {
        sum += gain(g, side, number[i - 1 - first]);
        if (sum >= best) {
            best = sum + 1;
            at->begin[side] = i - 1;
        }
    }
}

/* Lets the empty rectangle *at, a corner of the window, grow in it. */
static nd_status grow_in_window(nd__grower *g, nd__rectangle *at, nd_error *err) {
    ND_TRY(make_room(g, err));
    number_tokens(g);
    g->inside = *at;
    look_at(g, 0, g->window);
    look_at(g, 1, g->window);
    grow_side(g, at, 0);
    look_at(g, 0, *at);
    grow_side(g, at, 1);
    return ND_OK;
}

/* ---- corners ---- */

/* Along both texts, from a corner: the place of the last agreement that brought enough.
 * A token that both have counts one, one that is skipped costs one. */
static void walk(const nd__grower *g, uint32_t corner[2], bool backwards) {
    nd__token_reader a = {g->text[0], corner[0], backwards};
    nd__token_reader b = {g->text[1], corner[1], backwards};
    int64_t sum = 0;
    for (;;) {
        size_t skip[2], equal = nd__readers_agree(a, b);
        nd__reader_pass(&a, equal);
        nd__reader_pass(&b, equal);
        sum += (int64_t)equal;
        if (sum >= ND__WALK_GAIN) {
            corner[0] = (uint32_t)a.at;
            corner[1] = (uint32_t)b.at;
            sum = 0;
        }
        if (!nd__readers_skip(skip, a, b, WALK_RUN)) {
            return;
        }
        sum -= (int64_t)(skip[0] > skip[1] ? skip[0] : skip[1]);
        if (sum <= -WALK_LOSS) {
            return;
        }
        nd__reader_pass(&a, skip[0]);
        nd__reader_pass(&b, skip[1]);
    }
}

static bool is_empty(nd__rectangle at) {
    return at.begin[0] == at.end[0] || at.begin[1] == at.end[1];
}

/* Into what is behind a corner, or in front of it. */
static nd_status reach_out(nd__grower *g, uint32_t corner[2], bool backwards,
                           uint32_t reach, nd_error *err) {
    uint32_t left[2];
    for (int side = 0; side < 2; side++) {
        uint32_t behind = (uint32_t)g->text[side].count - corner[side];
        left[side] = least(ND__AROUND, backwards ? corner[side] : behind);
    }
    for (;;) {
        nd__rectangle at = {{corner[0], corner[1]}, {corner[0], corner[1]}};
        g->window = at;
        for (int side = 0; side < 2; side++) {
            uint32_t size = least(reach, left[side]);
            g->window.begin[side] -= backwards ? size : 0;
            g->window.end[side] += backwards ? 0 : size;
        }
        if (is_empty(g->window)) {
            return ND_OK;
        }
        ND_TRY(grow_in_window(g, &at, err));
        if (size_of(at, 0) + size_of(at, 1) == 0) {
            return ND_OK;
        }
        for (int side = 0; side < 2; side++) {
            left[side] -= size_of(at, side);
            corner[side] = backwards ? at.begin[side] : at.end[side];
        }
    }
}

nd_status nd__grower_grow(nd__grower *g, nd__rectangle *at, uint32_t reach,
                          nd_error *err) {
    walk(g, at->end, false);
    ND_TRY(reach_out(g, at->end, false, reach, err));
    walk(g, at->begin, true);
    return reach_out(g, at->begin, true, reach, err);
}
