/* suffix-sort [-w LENGTH] FILE: what a suffix array over all text of FILE costs: the time
 * of libdivsufsort alone, of the permuted LCP array, and of the LCP array from that;
 * processor time, one thread. FILE is read as `neardup scan` reads it, documents end to
 * end. -w LENGTH: also which windows of LENGTH bytes repeat, by that method (sorts once
 * more) and by seeds, and whether both say the same. Prints one line of JSON. */
#include <stdio.h>
#include <string.h>

#include "bench_corpus.h"
#include "substring/suffix_method.h"
#include "suffix/suffix_array.h"

typedef struct times {
    double sort, plcp, lcp;
    uint64_t most_common; /* longest common prefix */
} times;

/* Suffix array, PLCP and LCP of one width of index. */
#define DEFINE_SORT(NAME, INDEX, SORT, PLCP)                             \
    static times NAME(const uint8_t *text, size_t size) {                \
        times result = {0};                                              \
        nd_error err;                                                    \
        INDEX *sa = bench_allocate(size, sizeof *sa);                    \
        double begin = bench_seconds();                                  \
        bench_check(SORT(sa, NULL, text, size, &err), &err);             \
        result.sort = bench_seconds() - begin;                           \
        INDEX *plcp = bench_allocate(size, sizeof *plcp);                \
        begin = bench_seconds();                                         \
        PLCP(plcp, sa, text, size);                                      \
        result.plcp = bench_seconds() - begin;                           \
        begin = bench_seconds();                                         \
        for (size_t i = 0; i < size; i++) {                              \
            sa[i] = plcp[sa[i]]; /* each is read once: no third array */ \
            if ((uint64_t)sa[i] > result.most_common) {                  \
                result.most_common = (uint64_t)sa[i];                    \
            }                                                            \
        }                                                                \
        result.lcp = bench_seconds() - begin;                            \
        free(sa);                                                        \
        free(plcp);                                                      \
        return result;                                                   \
    }

DEFINE_SORT(sort_32, int32_t, nd__suffix_array_32, nd__suffix_plcp_32)
DEFINE_SORT(sort_64, int64_t, nd__suffix_array_64, nd__suffix_plcp_64)

static uint64_t count_set(const uint64_t *set, size_t words) {
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++) {
        for (uint64_t word = set[i]; word != 0; word &= word - 1) {
            count++;
        }
    }
    return count;
}

static void print_windows(const bench_corpus *corpus, const uint8_t *text, size_t size,
                          size_t length) {
    nd_error err;
    uint64_t *ends = bench_allocate(corpus->documents.count, sizeof *ends);
    for (size_t d = 0; d < corpus->documents.count; d++) {
        bench_document document = corpus->documents.items[d];
        ends[d] = document.text_begin + document.text_size;
    }
    nd__sequence sequence = {text, size, 1, ends, corpus->documents.count, NULL};
    nd__window_options options = {.length = length};
    nd__repeated_windows windows;
    double begin = bench_seconds();
    bench_check(nd__repeated_windows_by_suffixes(&windows, &sequence, &options, &err),
                &err);
    printf(",\"windows_s\":%.3f,\"repeated\":%llu,\"later\":%llu",
           bench_seconds() - begin,
           (unsigned long long)count_set(windows.repeated, windows.words),
           (unsigned long long)count_set(windows.later, windows.words));
    nd__repeated_windows by_seeds;
    begin = bench_seconds();
    bench_check(nd__repeated_windows_find(&by_seeds, &sequence, &options, &err), &err);
    size_t bytes = windows.words * sizeof *windows.later;
    printf(",\"seeds_s\":%.3f,\"same\":%s", bench_seconds() - begin,
           memcmp(by_seeds.repeated, windows.repeated, bytes) == 0 &&
                   memcmp(by_seeds.later, windows.later, bytes) == 0
               ? "true"
               : "false");
    nd__repeated_windows_clear(&by_seeds);
    nd__repeated_windows_clear(&windows);
    free(ends);
}

int main(int argc, char **argv) {
    size_t length = 0;
    int at = 1;
    if (argc == 4 && strcmp(argv[1], "-w") == 0) {
        length = (size_t)strtoul(argv[2], NULL, 10);
        at = 3;
    }
    if (argc != at + 1 || (at == 3 && length == 0)) {
        fprintf(stderr, "usage: suffix-sort [-w LENGTH] FILE\n");
        return 2;
    }
    bench_corpus corpus;
    bench_corpus_read(&corpus, argv[at], SIZE_MAX);
    nd__vector_clear(&corpus.hashes);
    size_t size = corpus.texts.count;
    uint8_t *padded = bench_allocate(size + (size_t)2 * ND__SEQUENCE_PAD, 1);
    uint8_t *text = padded + ND__SEQUENCE_PAD;
    memset(padded, 0, ND__SEQUENCE_PAD);
    memcpy(text, corpus.texts.items, size);
    memset(text + size, 0, ND__SEQUENCE_PAD);
    nd__vector_clear(&corpus.texts);
    times t = size <= INT32_MAX ? sort_32(text, size) : sort_64(text, size);
    printf(
        "{\"bytes\":%zu,\"documents\":%zu,\"sort_s\":%.3f,\"plcp_s\":%.3f,"
        "\"lcp_s\":%.3f,\"longest\":%llu",
        size, corpus.documents.count, t.sort, t.plcp, t.lcp,
        (unsigned long long)t.most_common);
    if (length > 0) {
        print_windows(&corpus, text, size, length);
    }
    printf("}\n");
    free(padded);
    bench_corpus_clear(&corpus);
    return 0;
}
