/* sketch-accuracy [-p PAIRS] FILE: how well signatures estimate the Jaccard similarity.
 *
 * PAIRS pairs in each class of sizes. A is a piece of a document of FILE, its length in
 * tokens log-uniform within the class; B is A with edits: each token is changed, left out
 * or followed by a new one with a chance that is uniform in 0 to 0.2 for the pair. The
 * truth is counted on the sets of 5-token shingles. Beside neardup's sketch stand k
 * permutations: classic61 is (a x + b) mod 2^61 - 1 on 32-bit x, as in the datasketch
 * package; classic32 is a x + b mod 2^32.
 *
 * rmse: root mean square of estimate - truth; theory: of sqrt(J (1 - J) / k). R and P:
 * recall and precision of "estimate >= t" for "J >= t". bands: the share of the pairs
 * with J >= 0.8 that share a band of nd_bands_choose(0.8, 0.99). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "bench_corpus.h"
#include "fingerprint/variants.h"
#include "text/shingles.h"

#define CLASSES 3
#define LIMITS 3
#define MOST_TOKENS 4000
#define MOST_WORDS 512
#define SHINGLE 5

static const size_t class_least[CLASSES] = {12, 64, 256};
static const size_t class_most[CLASSES] = {63, 255, MOST_TOKENS};
static const double limits[LIMITS] = {0.5, 0.7, 0.8};

typedef enum scheme { NEARDUP, CLASSIC61, CLASSIC32 } scheme;

typedef struct contestant {
    const char *name;
    scheme scheme;
    uint32_t size;
} contestant;

static const contestant contestants[] = {
    {"neardup", NEARDUP, 64},      {"neardup", NEARDUP, 128},
    {"neardup", NEARDUP, 256},     {"neardup", NEARDUP, 512},
    {"classic61", CLASSIC61, 128}, {"classic32", CLASSIC32, 128},
    {"classic61", CLASSIC61, 256},
};
#define CONTESTANTS (sizeof contestants / sizeof *contestants)

typedef struct tally {
    double off, square, theory;
    size_t both[LIMITS], true_ones[LIMITS], said[LIMITS];
    size_t banded, near;
} tally;

typedef struct set {
    uint64_t items[2 * MOST_TOKENS]; /* an edit may add a token for each */
    size_t count;
} set;

typedef struct lab {
    bench_corpus corpus;
    uint64_t state;
    nd_minhash *minhash[CONTESTANTS];
    nd_bands bands[CONTESTANTS];
    uint64_t factor[MOST_WORDS], addend[MOST_WORDS]; /* below 2^61 - 1 */
    set a, b;
    uint64_t tokens[2 * MOST_TOKENS], scratch[2 * MOST_TOKENS];
} lab;

static uint64_t next(lab *l) {
    return nd__mix64(l->state += UINT64_C(0x9E3779B97F4A7C15));
}

static double next_share(lab *l) {
    return (double)(next(l) >> 11) / 9007199254740992.0;
}

static void make_set(lab *l, set *out, const uint64_t *tokens, size_t count) {
    out->count = nd__shingles_count(count, SHINGLE);
    nd__shingles_hash(out->items, tokens, count, SHINGLE);
    out->count = nd__shingles_make_set(out->items, out->count, l->scratch);
}

/* A piece of a document of at least that length; false where the draw has none. */
static bool draw_pair(lab *l, size_t class) {
    double low = log((double)class_least[class]),
           high = log((double)class_most[class] + 1);
    size_t length = (size_t)exp(low + next_share(l) * (high - low));
    const bench_document *document =
        &l->corpus.documents.items[next(l) % l->corpus.documents.count];
    if (document->tokens < length) {
        return false;
    }
    const uint64_t *from = l->corpus.hashes.items + document->token_begin +
                           next(l) % (document->tokens - length + 1);
    make_set(l, &l->a, from, length);
    double rate = 0.2 * next_share(l);
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned edit = next_share(l) < rate ? 1 + (unsigned)(next(l) % 3) : 0;
        if (edit != 1) {
            l->tokens[count++] = edit == 2 ? next(l) : from[i];
        }
        if (edit == 3) {
            l->tokens[count++] = next(l);
        }
    }
    make_set(l, &l->b, l->tokens, count);
    return l->a.count > 0 && l->b.count > 0;
}

static void sign_classic61(const lab *l, uint32_t *signature, uint32_t size,
                           const set *s) {
    const uint64_t prime = (UINT64_C(1) << 61) - 1;
    for (uint32_t i = 0; i < size; i++) {
        uint64_t factor = l->factor[i], least = UINT64_MAX;
        uint64_t high = factor >> 32, low = factor & UINT32_MAX;
        for (size_t j = 0; j < s->count; j++) {
            uint64_t x = s->items[j] & UINT32_MAX;
            /* high x < 2^61; times 2^32 is its low 29 bits up and the others down by 29
             */
            uint64_t top = high * x, value = (top >> 29) + ((top << 32) & prime);
            value += low * x % prime + l->addend[i];
            value %= prime;
            value &= UINT32_MAX;
            least = value < least ? value : least;
        }
        signature[i] = (uint32_t)least;
    }
}

static void sign_classic32(const lab *l, uint32_t *signature, uint32_t size,
                           const set *s) {
    for (uint32_t i = 0; i < size; i++) {
        uint32_t factor = (uint32_t)l->factor[i] | 1, addend = (uint32_t)l->addend[i];
        uint32_t least = UINT32_MAX;
        for (size_t j = 0; j < s->count; j++) {
            uint32_t value = (uint32_t)s->items[j] * factor + addend;
            least = value < least ? value : least;
        }
        signature[i] = least;
    }
}

static void sign(const lab *l, size_t who, uint32_t *signature, const set *s) {
    uint32_t size = contestants[who].size;
    switch (contestants[who].scheme) {
        case NEARDUP:
            nd_minhash_sign(l->minhash[who], signature, s->items, s->count);
            break;
        case CLASSIC61:
            sign_classic61(l, signature, size, s);
            break;
        case CLASSIC32:
            sign_classic32(l, signature, size, s);
            break;
    }
}

static bool share_band(const nd_bands *bands, const uint32_t *a, const uint32_t *b) {
    for (uint32_t band = 0; band < bands->bands; band++) {
        size_t at = (size_t)band * bands->rows;
        if (memcmp(a + at, b + at, bands->rows * sizeof *a) == 0) {
            return true;
        }
    }
    return false;
}

static void judge(const lab *l, size_t who, tally *t, double truth) {
    uint32_t a[MOST_WORDS], b[MOST_WORDS], size = contestants[who].size;
    sign(l, who, a, &l->a);
    sign(l, who, b, &l->b);
    double estimate = nd_minhash_similarity(a, b, size), off = estimate - truth;
    t->off += off;
    t->square += off * off;
    t->theory += truth * (1 - truth) / size;
    for (size_t i = 0; i < LIMITS; i++) {
        t->true_ones[i] += truth >= limits[i];
        t->said[i] += estimate >= limits[i];
        t->both[i] += truth >= limits[i] && estimate >= limits[i];
    }
    if (truth >= 0.8) {
        t->near++;
        t->banded += share_band(&l->bands[who], a, b);
    }
}

static double share_of(size_t part, size_t whole) {
    return whole == 0 ? 1 : (double)part / (double)whole;
}

static void print_tally(const contestant *who, size_t class, const tally *t,
                        size_t pairs) {
    double n = (double)pairs;
    printf("%-10s %4lu %4zu-%-5zu %+.5f %.4f %.4f ", who->name, (unsigned long)who->size,
           class_least[class], class_most[class], t->off / n, sqrt(t->square / n),
           sqrt(t->theory / n));
    for (size_t i = 0; i < LIMITS; i++) {
        printf(" %.3f %.3f ", share_of(t->both[i], t->true_ones[i]),
               share_of(t->both[i], t->said[i]));
    }
    printf(" %.4f\n", share_of(t->banded, t->near));
    fflush(stdout);
}

static void prepare(lab *l) {
    nd_error err;
    for (size_t i = 0; i < CONTESTANTS; i++) {
        nd_minhash_options options;
        nd_minhash_options_init(&options);
        options.signature_size = contestants[i].size;
        bench_check(nd_minhash_create(&l->minhash[i], &options, &err), &err);
        bench_check(nd_bands_choose(&l->bands[i], 0.8, 0.99, contestants[i].size, &err),
                    &err);
    }
    for (size_t i = 0; i < MOST_WORDS; i++) {
        l->factor[i] = 1 + next(l) % ((UINT64_C(1) << 61) - 2);
        l->addend[i] = next(l) % ((UINT64_C(1) << 61) - 1);
    }
}

int main(int argc, char **argv) {
    size_t pairs = 10000;
    int at = 1;
    if (argc == 4 && strcmp(argv[1], "-p") == 0) {
        pairs = (size_t)strtoul(argv[2], NULL, 10);
        at = 3;
    }
    if (argc - at != 1 || argv[at][0] == '-' || pairs == 0) {
        fprintf(stderr, "usage: sketch-accuracy [-p PAIRS] FILE\n");
        return 2;
    }
    static lab l;
    l.state = 1;
    bench_corpus_read(&l.corpus, argv[at], (size_t)200 * 1000000);
    prepare(&l);
    printf("%-10s %4s %-10s %8s %6s %6s  %s  %s\n", "sketch", "k", "tokens", "bias",
           "rmse", "theory", "t=.5: R, P   t=.7: R, P   t=.8: R, P", "bands");
    for (size_t class = 0; class < CLASSES; class ++) {
        tally tallies[CONTESTANTS];
        memset(tallies, 0, sizeof tallies);
        size_t made = 0, draws = 0;
        for (; made < pairs && draws < 1000 * pairs; draws++) {
            if (!draw_pair(&l, class)) {
                continue;
            }
            made++;
            size_t common = nd__common_by(ND__VARIANT_PORTABLE, l.a.items, l.a.count,
                                          l.b.items, l.b.count);
            double truth = (double)common / (double)(l.a.count + l.b.count - common);
            for (size_t i = 0; i < CONTESTANTS; i++) {
                judge(&l, i, &tallies[i], truth);
            }
        }
        for (size_t i = 0; i < CONTESTANTS && made > 0; i++) {
            print_tally(&contestants[i], class, &tallies[i], made);
        }
    }
    for (size_t i = 0; i < CONTESTANTS; i++) {
        nd_minhash_destroy(l.minhash[i]);
    }
    bench_corpus_clear(&l.corpus);
    return 0;
}
