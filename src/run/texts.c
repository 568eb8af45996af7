#include "run/texts.h"

#include <string.h>

#include "base/radix_sort.h"
#include "input/documents.h"
#include "neardup/scan.h"
#include "run/run_file.h"
#include "run/run_params.h"

void nd__texts_take(nd__texts *texts, nd__corpus *corpus) {
    if (nd__vector_reserve(&texts->items, corpus->documents.count, NULL) < 0) {
        return;
    }
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        texts->items.items[texts->items.count++] =
            (nd__text){.n = d,
                       .text = document->text,
                       .size = document->text_size,
                       .id = document->id,
                       .reference = document->reference};
    }
    texts->arena = corpus->arena;
    memset(&corpus->arena, 0, sizeof corpus->arena);
}

void nd__texts_destroy(nd__texts *texts) {
    while (texts != NULL) {
        nd__texts *older = texts->older;
        nd__vector_clear(&texts->items);
        nd__arena_clear(&texts->arena);
        free(texts);
        texts = older;
    }
}

static const nd__text *find_here(const nd__texts *texts, uint64_t n) {
    size_t low = 0, high = texts->items.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (texts->items.items[middle].n < n) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < texts->items.count && texts->items.items[low].n == n;
    return found ? &texts->items.items[low] : NULL;
}

static const nd__text *find_text(const nd__texts *texts, uint64_t n) {
    const nd__text *found = NULL;
    for (; texts != NULL && found == NULL; texts = texts->older) {
        found = find_here(texts, n);
    }
    return found;
}

bool nd_run_file_text(const char **text, size_t *size, const nd_run_file *run,
                      uint64_t n) {
    const nd__text *found = find_text(run->texts, n);
    if (found == NULL) {
        return false;
    }
    *text = found->text;
    *size = found->size;
    return true;
}

/* ---- reading the inputs of a run file again ---- */

static nd_status take_record(nd__texts *texts, const nd__record *record, uint64_t n,
                             nd_error *err) {
    ND_TRY(nd__vector_extend(&texts->items, 1, err));
    char *copy = nd__arena_copy(&texts->arena, record->text, record->text_size);
    if (copy == NULL) {
        return nd__fail_memory(err);
    }
    texts->items.items[texts->items.count++] =
        (nd__text){.n = n, .text = copy, .size = record->text_size};
    return ND_OK;
}

/* wanted [0..count-1] ascending. *n goes on counting over the sets of inputs. Reads to
 * the end, for the digest. */
static nd_status read_wanted(nd__texts *texts, nd__documents *stream,
                             const uint64_t *wanted, size_t count, size_t *at,
                             uint64_t *n, nd_error *err) {
    nd__batch batch = {0};
    nd_status status = ND_OK;
    for (;;) {
        status = nd__documents_read(stream, &batch, err);
        if (status != ND_OK) {
            break;
        }
        if (*at == count) {
            continue;
        }
        ND_TRY_OUT(nd__documents_parse(stream, &batch, err));
        for (size_t i = 0; i < batch.records.count && *at < count; i++) {
            if (!batch.records.items[i].is_document) {
                continue;
            }
            if (*n == wanted[*at]) {
                ND_TRY_OUT(take_record(texts, &batch.records.items[i], *n, err));
                ++*at;
            }
            ++*n;
        }
    }
out:
    nd__batch_clear(&batch);
    return status < 0 ? status : ND_OK;
}

static nd_status read_file(nd__texts *texts, const nd__run_input *input,
                           const nd__input_options *options, const uint64_t *wanted,
                           size_t count, size_t *at, uint64_t *n, nd_error *err) {
    nd__inputs *inputs = NULL;
    nd__documents *stream = NULL;
    nd_status status = ND_OK;
    ND_TRY_OUT(nd__inputs_open(&inputs, &input->path, 1, options, err));
    ND_TRY_OUT(nd__documents_open(&stream, inputs, err));
    ND_TRY_OUT(read_wanted(texts, stream, wanted, count, at, n, err));
    bool same = nd__inputs_count(inputs) == 1;
    if (same) {
        nd__hash128_value digest = nd__documents_digest(stream, 0);
        same = digest.low == input->digest.low && digest.high == input->digest.high;
    }
    if (!same) {
        status = nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                          "%s has changed since the scan; scan again", input->path);
    }
out:
    nd__documents_close(stream);
    nd__inputs_close(inputs);
    return status;
}

/* The header lists files, in the order of the documents: each is opened by its own path.
 */
static nd_status read_files(nd__texts *texts, const nd_run_file *run,
                            const uint64_t *wanted, size_t count, nd_error *err) {
    const nd__run_header *header = &run->findings->header;
    nd__input_options options;
    size_t at = 0;
    uint64_t n = 0;
    ND_TRY(nd__params_read_input(&options, run->findings, &texts->arena, err));
    for (size_t i = 0; i < header->inputs.count && at < count; i++) {
        ND_TRY(read_file(texts, &header->inputs.items[i], &options, wanted, count, &at,
                         &n, err));
    }
    if (at < count) {
        return nd__fail(
            err, ND_E_FORMAT, ND_NO_POSITION,
            "the inputs have fewer documents than the run file says; scan again");
    }
    return ND_OK;
}

static int compare_numbers(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

nd_status nd_run_file_load_texts(nd_run_file *run, const uint64_t *n, size_t count,
                                 nd_error *err) {
    nd__texts *texts = calloc(1, sizeof *texts);
    uint64_t *wanted = nd__allocate(count, sizeof *wanted);
    size_t missing = 0;
    nd_status status = ND_OK;
    if (texts == NULL || wanted == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        if (find_text(run->texts, n[i]) == NULL) {
            wanted[missing++] = n[i];
        }
    }
    if (missing == 0) {
        goto out;
    }
    qsort(wanted, missing, sizeof *wanted, compare_numbers);
    missing = nd__unique_u64(wanted, missing);
    ND_TRY_OUT(read_files(texts, run, wanted, missing, err));
    texts->older = run->texts;
    run->texts = texts;
    texts = NULL;
out:
    free(wanted);
    nd__texts_destroy(texts);
    return status;
}
