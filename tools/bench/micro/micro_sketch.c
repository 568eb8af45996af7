/* micro-sketch [-r RUNS] [-b MB] FILE: what each stage from text to signature costs, one
 * thread, processor time, the median of several runs. FILE is read as `neardup scan`
 * reads it.
 *
 * micro-sketch --sizes: a signature by the size of its set.
 *
 * micro-sketch --bands DOCUMENTS and --hamming FINGERPRINTS: candidates of bands (14 of 8
 * words) and all pairs of SimHash fingerprints, on made-up data of which three in ten are
 * a changed copy of an earlier one. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "bench_corpus.h"
#include "fingerprint/variants.h"
#include "neardup/simhash_index.h"
#include "store/band_tables.h"
#include "text/shingles.h"
#include "text/tokens.h"
#include "text/winnow.h"

#define MOST_RUNS 101
#define SHINGLE 5

static const char *const variant_names[] = {"portable", "avx2", "avx512"};

typedef struct bench {
    bench_corpus corpus;
    nd__u64_vector shingles; /* of all documents, at the places of their tokens */
    nd__u64_vector sets;     /* the same as sorted sets */
    size_t *set_sizes;
    uint64_t *hashes; /* scratch [most_tokens] */
    uint32_t *words, *more_words;
    nd__tokens tokens;
    nd_minhash *minhash;
    uint32_t signature[512];
    uint64_t sum; /* of results, so that none can be left out */
    nd__variant variant;
} bench;

typedef void (*stage)(bench *b, const bench_document *document, size_t number);

static size_t shingles_of(const bench_document *document) {
    return nd__shingles_count(document->tokens, SHINGLE);
}

static void run_tokens(bench *b, const bench_document *document, size_t number) {
    (void)number;
    nd_error err;
    bench_check(nd__tokens_read(&b->tokens, b->corpus.texts.items + document->text_begin,
                                document->text_size, 1, &err),
                &err);
    b->sum += b->tokens.count;
}

/* As a scan of documents reads them. */
static void run_token_hashes(bench *b, const bench_document *document, size_t number) {
    (void)number;
    nd_error err;
    bench_check(
        nd__tokens_read_hashes(&b->tokens, b->corpus.texts.items + document->text_begin,
                               document->text_size, 1, &err),
        &err);
    b->sum += b->tokens.count;
}

static void run_shingles(bench *b, const bench_document *document, size_t number) {
    (void)number;
    nd__shingles_hash_by(b->variant, b->hashes,
                         b->corpus.hashes.items + document->token_begin, document->tokens,
                         SHINGLE);
    b->sum += b->hashes[0];
}

static void run_winnow(bench *b, const bench_document *document, size_t number) {
    (void)number;
    b->sum +=
        nd__winnow_by(b->variant, b->words, b->shingles.items + document->token_begin,
                      shingles_of(document));
}

static void run_winnow_set(bench *b, const bench_document *document, size_t number) {
    (void)number;
    size_t count =
        nd__winnow_by(b->variant, b->words, b->shingles.items + document->token_begin,
                      shingles_of(document));
    b->sum += nd__winnow_make_set(b->words, count, b->more_words);
}

static void run_minhash(bench *b, const bench_document *document, size_t number) {
    (void)number;
    nd__minhash_sign_by(b->variant, b->minhash, b->signature,
                        b->shingles.items + document->token_begin, shingles_of(document));
    b->sum += b->signature[0];
}

static void run_all(bench *b, const bench_document *document, size_t number) {
    run_shingles(b, document, number);
    size_t count = shingles_of(document);
    nd__minhash_sign_by(b->variant, b->minhash, b->signature, b->hashes, count);
    count = nd__winnow_by(b->variant, b->words, b->hashes, count);
    b->sum += b->signature[0] + nd__winnow_make_set(b->words, count, b->more_words);
}

static void run_simhash(bench *b, const bench_document *document, size_t number) {
    (void)number;
    b->sum += nd__simhash_by(b->variant, b->shingles.items + document->token_begin,
                             shingles_of(document));
}

/* With the next document, and every other time with itself. */
static void run_similarity(bench *b, const bench_document *document, size_t number) {
    size_t other =
        number % 2 == 0 || number + 1 == b->corpus.documents.count ? number : number + 1;
    b->sum += nd__common_by(b->variant, b->sets.items + document->token_begin,
                            b->set_sizes[number],
                            b->sets.items + b->corpus.documents.items[other].token_begin,
                            b->set_sizes[other]);
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(double *times, unsigned runs) {
    qsort(times, runs, sizeof *times, compare_doubles);
    return times[runs / 2];
}

static void measure(bench *b, const char *name, stage run, bool has_variants,
                    unsigned runs) {
    nd__variant last = has_variants ? nd__variant_best() : ND__VARIANT_PORTABLE;
    for (int v = ND__VARIANT_PORTABLE; v <= (int)last; v++) {
        b->variant = (nd__variant)v;
        double times[MOST_RUNS];
        uint64_t sum = 0;
        for (unsigned i = 0; i < runs; i++) {
            b->sum = 0;
            double begin = bench_seconds();
            for (size_t d = 0; d < b->corpus.documents.count; d++) {
                if (b->corpus.documents.items[d].tokens > 0) {
                    run(b, &b->corpus.documents.items[d], d);
                }
            }
            times[i] = bench_seconds() - begin;
            sum = b->sum;
        }
        double median = median_of(times, runs);
        printf("%-16s %-9s %9.0f %9.3f %9.0f  %016llx\n", name,
               has_variants ? variant_names[v] : "-",
               (double)b->corpus.texts.count / median / 1e6,
               median / (double)b->corpus.hashes.count * 1e9,
               median / (double)b->corpus.documents.count * 1e9, (unsigned long long)sum);
        fflush(stdout);
    }
}

static void set_minhash(bench *b, uint32_t size) {
    nd_error err;
    nd_minhash_options options;
    nd_minhash_options_init(&options);
    options.signature_size = size;
    nd_minhash_destroy(b->minhash);
    bench_check(nd_minhash_create(&b->minhash, &options, &err), &err);
}

static void prepare(bench *b) {
    nd_error err;
    size_t all = b->corpus.hashes.count, most = b->corpus.most_tokens + 1;
    bench_check(nd__vector_reserve(&b->shingles, all, &err), &err);
    bench_check(nd__vector_reserve(&b->sets, all, &err), &err);
    b->hashes = bench_allocate(most, sizeof *b->hashes);
    b->words = bench_allocate(most, sizeof *b->words);
    b->more_words = bench_allocate(nd__winnow_scratch(most), sizeof *b->more_words);
    b->set_sizes = bench_allocate(b->corpus.documents.count, sizeof *b->set_sizes);
    for (size_t d = 0; d < b->corpus.documents.count; d++) {
        const bench_document *document = &b->corpus.documents.items[d];
        uint64_t *shingles = b->shingles.items + document->token_begin;
        uint64_t *set = b->sets.items + document->token_begin;
        size_t count = shingles_of(document);
        nd__shingles_hash(shingles, b->corpus.hashes.items + document->token_begin,
                          document->tokens, SHINGLE);
        if (count > 0) {
            memcpy(set, shingles, count * sizeof *set);
        }
        b->set_sizes[d] = nd__shingles_make_set(set, count, b->hashes);
    }
}

static void bench_file(const char *path, size_t most_bytes, unsigned runs) {
    static bench b;
    bench_corpus_read(&b.corpus, path, most_bytes);
    prepare(&b);
    printf("%zu documents, %zu tokens, %.1f MB of text\n", b.corpus.documents.count,
           b.corpus.hashes.count, (double)b.corpus.texts.count / 1e6);
    printf("%-16s %-9s %9s %9s %9s  %s\n", "stage", "variant", "MB/s", "ns/token",
           "ns/text", "checksum");
    nd_error err;
    bench_check(nd__tokens_remember(&b.tokens, &err), &err);
    measure(&b, "tokens", run_tokens, false, runs);
    measure(&b, "token hashes", run_token_hashes, false, runs);
    measure(&b, "shingles", run_shingles, true, runs);
    measure(&b, "winnow", run_winnow, true, runs);
    measure(&b, "winnow+set", run_winnow_set, true, runs);
    set_minhash(&b, 128);
    measure(&b, "minhash 128", run_minhash, true, runs);
    measure(&b, "all of these", run_all, true, runs);
    set_minhash(&b, 256);
    measure(&b, "minhash 256", run_minhash, true, runs);
    measure(&b, "simhash", run_simhash, true, runs);
    measure(&b, "similarity", run_similarity, true, runs);
    nd__tokens_clear(&b.tokens);
    nd_minhash_destroy(b.minhash);
    free(b.hashes);
    free(b.words);
    free(b.more_words);
    free(b.set_sizes);
    nd__vector_clear(&b.shingles);
    nd__vector_clear(&b.sets);
    bench_corpus_clear(&b.corpus);
}

/* ---- bands and Hamming search ---- */

static uint64_t next(uint64_t *state) {
    return nd__mix64(*state += UINT64_C(0x9E3779B97F4A7C15));
}

static void bench_bands(size_t documents, unsigned runs) {
    enum { WORDS = 112 };
    uint64_t state = 1;
    uint16_t *rows = bench_allocate(documents * WORDS, sizeof *rows);
    for (size_t d = 0; d < documents; d++) {
        bool copy = d > 0 && next(&state) % 10 < 3;
        const uint16_t *from = copy ? rows + next(&state) % d * WORDS : NULL;
        for (size_t i = 0; i < WORDS; i++) {
            uint64_t random = next(&state);
            rows[d * WORDS + i] =
                from != NULL && random % 100 >= 12 ? from[i] : (uint16_t)(random >> 32);
        }
    }
    double times[MOST_RUNS];
    nd__pairs pairs = {0};
    for (unsigned i = 0; i < runs; i++) {
        nd_error err;
        nd__signatures signatures = {rows, documents, WORDS, NULL};
        nd_bands bands = {.bands = 14, .rows = 8};
        uint64_t hot;
        pairs.count = 0;
        double begin = bench_seconds();
        bench_check(
            nd__bands_candidates(&pairs, &signatures, bands, 0.8, 64, 1, &hot, &err),
            &err);
        times[i] = bench_seconds() - begin;
    }
    double median = median_of(times, runs);
    printf(
        "bands: %zu documents in 14 bands: %.3f s, %.1f million entries/s, %zu pairs\n",
        documents, median, (double)documents * 14 / median / 1e6, pairs.count);
    nd__vector_clear(&pairs);
    free(rows);
}

static void bench_hamming(size_t count, unsigned runs) {
    uint64_t state = 1;
    uint64_t *prints = bench_allocate(count, sizeof *prints);
    for (size_t i = 0; i < count; i++) {
        prints[i] = next(&state);
        if (i > 0 && next(&state) % 10 < 3) {
            prints[i] = prints[next(&state) % i];
            for (uint64_t flips = next(&state) % 10; flips > 0; flips--) {
                prints[i] ^= UINT64_C(1) << next(&state) % 64;
            }
        }
    }
    static const uint32_t distances[] = {3, 7};
    for (size_t k = 0; k < 2; k++) {
        double times[MOST_RUNS], build[MOST_RUNS], query[MOST_RUNS];
        nd_simhash_pairs pairs = {0};
        size_t matches = 0, queries = count < 20000 ? count : 20000;
        for (unsigned i = 0; i < runs; i++) {
            nd_error err;
            double begin = bench_seconds();
            bench_check(
                nd_simhash_pairs_find(&pairs, prints, count, distances[k], 1, &err),
                &err);
            times[i] = bench_seconds() - begin;
            nd_simhash_index *index;
            begin = bench_seconds();
            bench_check(
                nd_simhash_index_create(&index, prints, count, distances[k], &err), &err);
            build[i] = bench_seconds() - begin;
            nd_simhash_matches found = {0};
            matches = 0;
            begin = bench_seconds();
            for (size_t q = 0; q < queries; q++) {
                bench_check(nd_simhash_index_query(&found, index,
                                                   prints[count / queries * q], &err),
                            &err);
                matches += found.count;
            }
            query[i] = (bench_seconds() - begin) / (double)queries;
            nd_simhash_matches_clear(&found);
            nd_simhash_index_destroy(index);
        }
        printf(
            "hamming: %zu fingerprints, distance %lu: all pairs %.3f s (%zu pairs), "
            "index %.3f s, query %.2f us (%zu matches)\n",
            count, (unsigned long)distances[k], median_of(times, runs), pairs.count,
            median_of(build, runs), 1e6 * median_of(query, runs), matches);
        nd_simhash_pairs_clear(&pairs);
    }
    free(prints);
}

/* Signatures of made-up sets of one size, new ones each time; nanoseconds. */
static void bench_sizes(unsigned runs) {
    static const size_t counts[] = {1, 10, 30, 100, 387, 1000, 4000, 30000};
    static const uint32_t sizes[] = {64, 128, 256, 512};
    const size_t all = 3000000;
    uint64_t state = 1, sum = 0;
    uint64_t *hashes = bench_allocate(all, sizeof *hashes);
    for (size_t i = 0; i < all; i++) {
        hashes[i] = next(&state);
    }
    static bench b;
    printf("%-4s %-9s", "k", "variant");
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        printf(" %8zu", counts[c]);
    }
    printf("\n");
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        set_minhash(&b, sizes[s]);
        for (int v = ND__VARIANT_PORTABLE; v <= (int)nd__variant_best(); v++) {
            printf("%-4lu %-9s", (unsigned long)sizes[s], variant_names[v]);
            for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
                size_t sets = all / counts[c] < 5000 ? all / counts[c] : 5000;
                double times[MOST_RUNS];
                for (unsigned i = 0; i < runs; i++) {
                    double begin = bench_seconds();
                    for (size_t d = 0; d < sets; d++) {
                        nd__minhash_sign_by((nd__variant)v, b.minhash, b.signature,
                                            hashes + d * counts[c], counts[c]);
                        sum += b.signature[0];
                    }
                    times[i] = (bench_seconds() - begin) / (double)sets;
                }
                printf(" %8.0f", 1e9 * median_of(times, runs));
            }
            printf("\n");
        }
    }
    printf("checksum %016llx\n", (unsigned long long)sum);
    nd_minhash_destroy(b.minhash);
    free(hashes);
}

static int usage(void) {
    fprintf(stderr,
            "usage: micro-sketch [-r RUNS] [-b MB] FILE\n"
            "       micro-sketch [-r RUNS] --bands DOCUMENTS\n"
            "       micro-sketch [-r RUNS] --hamming FINGERPRINTS\n");
    return 2;
}

int main(int argc, char **argv) {
    unsigned long runs = 7, megabytes = 100;
    int at = 1;
    for (; at + 1 < argc && (strcmp(argv[at], "-r") == 0 || strcmp(argv[at], "-b") == 0);
         at += 2) {
        unsigned long value = strtoul(argv[at + 1], NULL, 10);
        *(argv[at][1] == 'r' ? &runs : &megabytes) = value;
    }
    if (runs < 1 || runs > MOST_RUNS || megabytes < 1 || at >= argc) {
        return usage();
    }
    if (argc - at == 2 && strcmp(argv[at], "--bands") == 0) {
        bench_bands((size_t)strtoul(argv[at + 1], NULL, 10), (unsigned)runs);
    } else if (argc - at == 2 && strcmp(argv[at], "--hamming") == 0) {
        bench_hamming((size_t)strtoul(argv[at + 1], NULL, 10), (unsigned)runs);
    } else if (argc - at == 1 && strcmp(argv[at], "--sizes") == 0) {
        bench_sizes((unsigned)runs);
    } else if (argc - at == 1 && argv[at][0] != '-') {
        bench_file(argv[at], (size_t)megabytes * 1000000, (unsigned)runs);
    } else {
        return usage();
    }
    return 0;
}
