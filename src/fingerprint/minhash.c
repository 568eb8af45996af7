/* MinHash by fast similarity sketching: Dahlgaard, Knudsen, Thorup, "Fast Similarity
 * Sketching", FOCS 2017, algorithm 1. Their t is our k, h_i(x) our round i.
 *
 * There are 2k rounds. Rounds 0..k-1 throw each shingle into a bin of its own choice,
 * round k+b throws all into bin b. A bin keeps its least value of the first round that
 * reached it. After about k ln k throws all bins are full, and later rounds are moot.
 *
 * The round is the top of the key that is compared, so one minimum does both "earlier
 * wins" and "least wins". The result then does not depend on the order of throws: passes
 * may take several rounds for one shingle, and run past the round in which the last bin
 * filled.
 *
 *      key:  | round, 10 bits | low half of z, 32 bits | top of the high half, 22 bits |
 *
 * The bin comes from the high half of z. Each shingle is mixed once; a round costs one
 * multiplication more. docs/algorithms/fingerprints.md has the definition bit for bit. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/status.h"
#include "fingerprint/limits.h"
#include "neardup/fingerprint.h"

#define OPTIONS_VERSION 1u
#define ROUND_SHIFT 54
#define PASS_ROUNDS 4  /* divides every k */
#define EARLY_THROWS 3 /* times k: after these about k/20 bins are open; measured */
#define GOLDEN UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio, of splitmix64 */
#define FOLD UINT64_C(0xD6E8FEB86659FD93)   /* odd, from Rrmxmx (Evensen 2018) */
#define EMPTY UINT64_MAX

struct nd_minhash {
    uint32_t size;
    uint64_t mask;                             /* made from the seed */
    uint64_t multiplier[2 * ND_SIGNATURE_MAX]; /* odd; [0] is 1 */
};

void nd_minhash_options_init(nd_minhash_options *out) {
    *out = (nd_minhash_options){
        .version = OPTIONS_VERSION, .signature_size = 128, .seed = 1};
}

nd_status nd_minhash_create(nd_minhash **out, const nd_minhash_options *options,
                            nd_error *err) {
    *out = NULL;
    nd_minhash_options defaults;
    if (options == NULL) {
        nd_minhash_options_init(&defaults);
        options = &defaults;
    }
    if (options->version != OPTIONS_VERSION) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "version of the MinHash options was %u, not %u",
                        (unsigned)options->version, OPTIONS_VERSION);
    }
    ND_TRY(nd__signature_size_check(options->signature_size, err));
    nd_minhash *minhash = nd__allocate(1, sizeof *minhash);
    if (minhash == NULL) {
        return nd__fail_memory(err);
    }
    minhash->size = options->signature_size;
    minhash->mask = nd__mix64(options->seed + GOLDEN);
    minhash->multiplier[0] = 1;
    for (uint32_t i = 1; i < 2 * ND_SIGNATURE_MAX; i++) {
        minhash->multiplier[i] = nd__mix64(minhash->mask + i * GOLDEN) | 1;
    }
    *out = minhash;
    return ND_OK;
}

void nd_minhash_destroy(nd_minhash *minhash) {
    free(minhash);
}

uint32_t nd_minhash_size(const nd_minhash *minhash) {
    return minhash->size;
}

static inline uint64_t key_of(uint64_t z, uint64_t round) {
    return round << ROUND_SHIFT | nd__rotate_left(z, 32) >> (64 - ROUND_SHIFT);
}

static inline size_t bin_of(uint64_t z, uint64_t size) {
    return (size_t)(((z >> 32) * size) >> 32);
}

/* While many bins are open a branch could not be foretold: always store. */
static inline void throw_early(uint64_t *least, uint64_t z, uint64_t round,
                               uint64_t size) {
    size_t bin = bin_of(z, size);
    uint64_t key = key_of(z, round), old = least[bin];
    least[bin] = key < old ? key : old;
}

/* Once few throws change anything: a branch that is hardly ever taken, and no store. */
static inline void throw_late(uint64_t *least, uint64_t z, uint64_t round,
                              uint64_t size) {
    size_t bin = bin_of(z, size);
    uint64_t key = key_of(z, round);
    if (key < least[bin]) {
        least[bin] = key;
    }
}

/* Round 0, whose multiplier is 1. */
static void pass_first_round(uint64_t *least, const nd_minhash *minhash,
                             const uint64_t *hash, size_t count) {
    uint64_t mask = minhash->mask, size = minhash->size;
    size_t early = count < EARLY_THROWS * size ? count : (size_t)(EARLY_THROWS * size);
    size_t i = 0;
    for (; i < early; i++) {
        throw_early(least, nd__mix64(hash[i] ^ mask), 0, size);
    }
    for (; i < count; i++) {
        throw_late(least, nd__mix64(hash[i] ^ mask), 0, size);
    }
}

static void pass_one_round(uint64_t *least, const nd_minhash *minhash, uint64_t round,
                           const uint64_t *hash, size_t count) {
    uint64_t mask = minhash->mask, size = minhash->size;
    uint64_t multiplier = minhash->multiplier[round];
    for (size_t i = 0; i < count; i++) {
        throw_late(least, nd__mix64(hash[i] ^ mask) * multiplier, round, size);
    }
}

/* Several rounds for each shingle: short texts need many, and so share the mixing and
 * the loop. */
static void pass_many_rounds(uint64_t *least, const nd_minhash *minhash, uint64_t round,
                             const uint64_t *hash, size_t count) {
    uint64_t mask = minhash->mask, size = minhash->size;
    const uint64_t *multiplier = minhash->multiplier + round;
    if (round * count < EARLY_THROWS * size) {
        for (size_t i = 0; i < count; i++) {
            uint64_t y = nd__mix64(hash[i] ^ mask);
            for (unsigned r = 0; r < PASS_ROUNDS; r++) {
                throw_early(least, y * multiplier[r], round + r, size);
            }
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t y = nd__mix64(hash[i] ^ mask);
        for (unsigned r = 0; r < PASS_ROUNDS; r++) {
            throw_late(least, y * multiplier[r], round + r, size);
        }
    }
}

/* The last resort, round k + bin. */
static uint64_t least_of_all(const nd_minhash *minhash, uint32_t bin,
                             const uint64_t *hash, size_t count) {
    uint64_t round = minhash->size + bin, least = EMPTY;
    for (size_t i = 0; i < count; i++) {
        uint64_t y = nd__mix64(hash[i] ^ minhash->mask);
        uint64_t key = key_of(y * minhash->multiplier[round], round);
        least = key < least ? key : least;
    }
    return least;
}

void nd_minhash_sign(const nd_minhash *minhash, uint32_t *signature,
                     const uint64_t *shingle_hash, size_t count) {
    uint32_t size = minhash->size;
    if (count == 0) {
        for (uint32_t bin = 0; bin < size; bin++) {
            signature[bin] = UINT32_MAX;
        }
        return;
    }
    uint64_t least[ND_SIGNATURE_MAX];
    for (uint32_t bin = 0; bin < size; bin++) {
        least[bin] = EMPTY;
    }
    uint32_t step = count >= size ? 1 : PASS_ROUNDS;
    uint32_t open = 0; /* no bin before this one is empty */
    for (uint32_t round = 0; round < size && open < size; round += step) {
        if (step == 1 && round == 0) {
            pass_first_round(least, minhash, shingle_hash, count);
        } else if (step == 1) {
            pass_one_round(least, minhash, round, shingle_hash, count);
        } else {
            pass_many_rounds(least, minhash, round, shingle_hash, count);
        }
        while (open < size && least[open] != EMPTY) {
            open++;
        }
    }
    for (; open < size; open++) {
        if (least[open] == EMPTY) {
            least[open] = least_of_all(minhash, open, shingle_hash, count);
        }
    }
    for (uint32_t bin = 0; bin < size; bin++) {
        uint64_t key = least[bin];
        signature[bin] = (uint32_t)(((key ^ key >> 29) * FOLD) >> 32);
    }
}
