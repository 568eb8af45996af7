/* The documents of a JSONL or text file in memory: what the programs here measure on. */
#ifndef ND_BENCH_CORPUS_H
#define ND_BENCH_CORPUS_H

#include "base/memory.h"

typedef struct bench_document {
    size_t text_begin, text_size; /* in texts */
    size_t token_begin, tokens;   /* in hashes */
} bench_document;

typedef struct bench_corpus {
    ND_VECTOR(bench_document) documents;
    nd__buffer texts;
    nd__u64_vector hashes; /* token hashes */
    size_t most_tokens;    /* of one document */
} bench_corpus;

/* Reads documents of `path` until they have `most_bytes` of text. Ends the program with a
 * message where it can't. */
void bench_corpus_read(bench_corpus *out, const char *path, size_t most_bytes);
void bench_corpus_clear(bench_corpus *corpus);

/* Processor time of this process, seconds. */
double bench_seconds(void);
/* Ends the program with the message of a failure. */
void bench_check(nd_status status, const nd_error *err);
/* count * size bytes, or the end. */
void *bench_allocate(size_t count, size_t size);

#endif
