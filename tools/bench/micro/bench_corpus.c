#include "bench_corpus.h"

#include <stdio.h>
#include <time.h>

#include "input/documents.h"
#include "text/tokens.h"

double bench_seconds(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) {
        return 0;
    }
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void bench_check(nd_status status, const nd_error *err) {
    if (status < 0) {
        fprintf(stderr, "%s\n", err->message);
        exit(1);
    }
}

void *bench_allocate(size_t count, size_t size) {
    void *bytes = nd__allocate(count, size);
    if (bytes == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return bytes;
}

static void add(bench_corpus *out, nd__tokens *tokens, const nd__record *record) {
    nd_error err;
    bench_check(nd__tokens_read(tokens, record->text, record->text_size, 1, &err), &err);
    bench_check(nd__vector_extend(&out->documents, 1, &err), &err);
    bench_check(nd__vector_extend(&out->hashes, tokens->count, &err), &err);
    out->documents.items[out->documents.count++] = (bench_document){
        out->texts.count, record->text_size, out->hashes.count, tokens->count};
    bench_check(nd__buffer_append(&out->texts, record->text, record->text_size, &err),
                &err);
    for (size_t i = 0; i < tokens->count; i++) {
        out->hashes.items[out->hashes.count++] = tokens->hash[i];
    }
    if (tokens->count > out->most_tokens) {
        out->most_tokens = tokens->count;
    }
}

void bench_corpus_read(bench_corpus *out, const char *path, size_t most_bytes) {
    *out = (bench_corpus){0};
    nd_error err;
    nd__input_options options = {.format = ND__FORMAT_AUTO};
    nd__inputs *inputs;
    nd__documents *stream;
    bench_check(nd__inputs_open(&inputs, &path, 1, &options, &err), &err);
    bench_check(nd__documents_open(&stream, inputs, &err), &err);
    nd__batch batch = {0};
    nd__tokens tokens = {0};
    while (out->texts.count < most_bytes) {
        nd_status status = nd__documents_read(stream, &batch, &err);
        bench_check(status, &err);
        if (status == ND_DONE) {
            break;
        }
        bench_check(nd__documents_parse(stream, &batch, &err), &err);
        for (size_t i = 0; i < batch.records.count; i++) {
            if (batch.records.items[i].is_document && out->texts.count < most_bytes) {
                add(out, &tokens, &batch.records.items[i]);
            }
        }
    }
    nd__tokens_clear(&tokens);
    nd__batch_clear(&batch);
    nd__documents_close(stream);
    nd__inputs_close(inputs);
    if (out->documents.count == 0) {
        fprintf(stderr, "%s has no documents\n", path);
        exit(1);
    }
}

void bench_corpus_clear(bench_corpus *corpus) {
    nd__vector_clear(&corpus->documents);
    nd__vector_clear(&corpus->texts);
    nd__vector_clear(&corpus->hashes);
}
