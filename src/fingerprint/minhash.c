/* MinHash by fast similarity sketching: Dahlgaard, Knudsen, Thorup, "Fast Similarity
 * Sketching", FOCS 2017, algorithm 1. Their t is our k, h_i(x) our round i.
 *
 * There are 2k rounds. Rounds 0..k-1 throw each shingle into a bin of its own choice,
 * round k+b throws all into bin b. A bin keeps its least value of the first round that
 * reached it. After about k ln k throws all bins are full, and later rounds are moot.
 *
 * The round is the top of the key that is compared, so one minimum does both "earlier
 * wins" and "least wins". The result then does not depend on the order of throws.
 *
 *      z = shingle * multiplier of the round
 *      bin: from the top of z        key:  | round, 10 bits | low 54 bits of z |
 *
 * Shingle hashes are mixed already, so one multiplication makes a round of them.
 * docs/algorithms/fingerprints.md has the definition bit for bit. */
#include "fingerprint/variants.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/status.h"
#include "fingerprint/limits.h"

#define OPTIONS_VERSION 1u
#define ROUND_SHIFT 54
#define VALUE_MASK ((UINT64_C(1) << ROUND_SHIFT) - 1)
#define EARLY_THROWS 3 /* times k: after these about k/20 bins are open; measured */
#define LEAST_VECTORS 24
#define HIT_BLOCK ((size_t)256)
#define GOLDEN UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio, of splitmix64 */
#define EMPTY UINT64_MAX

struct nd_minhash {
    uint32_t size;
    uint64_t multiplier[2 * ND_SIGNATURE_MAX]; /* odd, made from the seed */
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
    uint64_t start = nd__mix64(options->seed + GOLDEN);
    for (uint32_t i = 0; i < 2 * ND_SIGNATURE_MAX; i++) {
        minhash->multiplier[i] = nd__mix64(start + i * GOLDEN) | 1;
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
    return round << ROUND_SHIFT | (z & VALUE_MASK);
}

static inline size_t bin_of(uint64_t z, uint64_t size) {
    return (size_t)(((z >> 32) * size) >> 32);
}

/* While many bins are open a branch could not be foretold: always store. */
static inline void throw_one_early(uint64_t *least, uint64_t z, uint64_t size,
                                   uint64_t round) {
    size_t bin = bin_of(z, size);
    uint64_t key = key_of(z, round), old = least[bin];
    least[bin] = key < old ? key : old;
}

static void throw_early(uint64_t *least, const nd_minhash *minhash, uint32_t round,
                        const uint64_t *hash, size_t count) {
    uint64_t size = minhash->size, multiplier = minhash->multiplier[round];
    for (size_t i = 0; i < count; i++) {
        throw_one_early(least, hash[i] * multiplier, size, round);
    }
}

/* Once few throws change anything: a branch that is hardly ever taken, and no store. */
static inline void throw_one_late(uint64_t *least, uint64_t z, uint64_t size,
                                  uint64_t round) {
    size_t bin = bin_of(z, size);
    uint64_t key = key_of(z, round);
    if (key < least[bin]) {
        least[bin] = key;
    }
}

static void throw_late(uint64_t *least, const nd_minhash *minhash, uint32_t round,
                       const uint64_t *hash, size_t count) {
    uint64_t size = minhash->size, multiplier = minhash->multiplier[round];
    for (size_t i = 0; i < count; i++) {
        throw_one_late(least, hash[i] * multiplier, size, round);
    }
}

#if ND_HAVE_X86
#include <immintrin.h>

/* Eight throws at once; those into open bins, a bit of open[] each, are put aside and
 * thrown one by one later: there is nothing to foretell. */
ND_TARGET_AVX512 static void throw_late_avx512(uint64_t *least, const nd_minhash *minhash,
                                               uint32_t round, const uint64_t *hash,
                                               size_t count) {
    uint8_t open[ND_SIGNATURE_MAX / 8] = {0};
    const __m512i empty = _mm512_set1_epi64(-1);
    for (uint32_t bin = 0; bin < minhash->size; bin += 8) {
        open[bin / 8] = _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(least + bin), empty);
    }
    const __m512i bits = _mm512_loadu_si512(open);
    const __m512i size = _mm512_set1_epi64(minhash->size);
    const __m512i multiplier = _mm512_set1_epi64((int64_t)minhash->multiplier[round]);
    const __m512i one = _mm512_set1_epi64(1), low_six = _mm512_set1_epi64(63);
    uint64_t hits[HIT_BLOCK + 8];
    for (size_t begin = 0; begin < count; begin += HIT_BLOCK) {
        size_t end = count - begin < HIT_BLOCK ? count : begin + HIT_BLOCK, hit = 0;
        for (size_t i = begin; i < end; i += 8) {
            __mmask8 lanes = (__mmask8)(end - i < 8 ? (1u << (end - i)) - 1 : 255);
            __m512i z =
                _mm512_mullo_epi64(_mm512_maskz_loadu_epi64(lanes, hash + i), multiplier);
            __m512i bin =
                _mm512_srli_epi64(_mm512_mul_epu32(_mm512_srli_epi64(z, 32), size), 32);
            __m512i word = _mm512_permutexvar_epi64(_mm512_srli_epi64(bin, 6), bits);
            __m512i bit = _mm512_sllv_epi64(one, _mm512_and_si512(bin, low_six));
            __mmask8 into_open = _mm512_mask_test_epi64_mask(lanes, word, bit);
            _mm512_storeu_si512(hits + hit, _mm512_maskz_compress_epi64(into_open, z));
            hit += (size_t)_mm_popcnt_u32(into_open);
        }
        for (size_t i = 0; i < hit; i++) {
            throw_one_early(least, hits[i], minhash->size, round);
        }
    }
}
#endif

/* The last resort, round k + bin. */
static uint64_t least_of_all(const nd_minhash *minhash, uint32_t bin,
                             const uint64_t *hash, size_t count) {
    uint32_t round = minhash->size + bin;
    uint64_t multiplier = minhash->multiplier[round], least = VALUE_MASK;
    for (size_t i = 0; i < count; i++) {
        uint64_t value = hash[i] * multiplier & VALUE_MASK;
        least = value < least ? value : least;
    }
    return key_of(least, round);
}

void nd__minhash_sign_by(nd__variant variant, const nd_minhash *minhash,
                         uint32_t *signature, const uint64_t *shingle_hash,
                         size_t count) {
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
    /* A round of few shingles would be over before vectors pay. */
    bool vectors =
        variant == ND__VARIANT_AVX512 && count >= LEAST_VECTORS && count >= size / 8;
    uint32_t open = 0; /* no bin before this one is empty */
    for (uint32_t round = 0; round < size && open < size; round++) {
        if (round * count < EARLY_THROWS * size && !(vectors && round * count >= size)) {
            throw_early(least, minhash, round, shingle_hash, count);
#if ND_HAVE_X86
        } else if (vectors) {
            throw_late_avx512(least, minhash, round, shingle_hash, count);
#endif
        } else {
            throw_late(least, minhash, round, shingle_hash, count);
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
        signature[bin] = (uint32_t)least[bin];
    }
}

void nd_minhash_sign(const nd_minhash *minhash, uint32_t *signature,
                     const uint64_t *shingle_hash, size_t count) {
    nd__minhash_sign_by(nd__variant_best(), minhash, signature, shingle_hash, count);
}
