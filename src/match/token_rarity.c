/* A counter for each of 2^20 parts that hashes fall in. With the greatest weight at a
 * share of 1 / (2 * 64 * 63), the tokens that share a counter by chance change a weight
 * only where one of them is frequent. */
#include "match/token_rarity.h"

#include "base/memory.h"

#define COUNTERS ((size_t)1 << 20)

struct nd__token_rarity {
    uint32_t *counts; /* [COUNTERS], stopping at the greatest */
    uint64_t total;
};

/* The hash is spread evenly; its low bits are taken by other tables. */
static size_t counter_of(uint64_t hash) {
    return (size_t)((hash * UINT64_C(0x9E3779B97F4A7C15)) >> 44);
}

nd_status nd__token_rarity_create(nd__token_rarity **out, nd_error *err) {
    nd__token_rarity *rarity = nd__allocate_zeroed(1, sizeof *rarity);
    uint32_t *counts = nd__allocate_zeroed(COUNTERS, sizeof *counts);
    if (rarity == NULL || counts == NULL) {
        free(rarity);
        free(counts);
        return nd__fail_memory(err);
    }
    rarity->counts = counts;
    *out = rarity;
    return ND_OK;
}

void nd__token_rarity_add_document(nd__token_rarity *rarity, const uint64_t *hash,
                                   size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t *counter = &rarity->counts[counter_of(hash[i])];
        *counter += *counter < UINT32_MAX;
    }
    rarity->total += count;
}

void nd__token_rarity_destroy(nd__token_rarity *rarity) {
    if (rarity != NULL) {
        free(rarity->counts);
        free(rarity);
    }
}

nd__share nd__token_rarity_share(const nd__token_rarity *rarity, uint64_t hash) {
    return (nd__share){rarity->counts[counter_of(hash)], rarity->total};
}

/* log2(ratio / 2^16) in 1/256 bit, rounded down: the whole part by shifting, each further
 * bit by squaring. */
static uint32_t log2_of(uint64_t ratio) {
    uint32_t result = 0;
    while (ratio >= UINT64_C(2) << 16) {
        ratio >>= 1;
        result += ND__BIT;
    }
    for (uint32_t bit = ND__BIT / 2; bit > 0; bit /= 2) {
        ratio = (ratio * ratio) >> 16;
        if (ratio >= UINT64_C(2) << 16) {
            ratio >>= 1;
            result += bit;
        }
    }
    return result;
}

uint32_t nd__share_weight(nd__share share) {
    const uint64_t most = (UINT64_C(1) << ND__RARITY_MOST) - 1; /* 1 / (2 x) at most */
    /* Below 2^40 all products fit. */
    while ((share.count | share.of) >> 40 != 0) {
        share.count >>= 1;
        share.of >>= 1;
    }
    uint64_t expected = 2 * ND__RARITY_WINDOW * share.count; /* 2 x, times of */
    if (share.of >= most * expected) {
        return ND__RARITY_MOST * ND__BIT;
    }
    return log2_of((UINT64_C(1) << 16) + (share.of << 16) / expected);
}
