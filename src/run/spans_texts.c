#include "run/spans_texts.h"

#define MOST_ROWS 160
#define MOST_DOCUMENTS 32
#define MOST_BYTES ((uint64_t)64 << 20)

typedef struct best_row {
    uint64_t saved;
    uint32_t document;
} best_row;

/* The rows that save most, the first of equal ones first: best [0..count-1]. */
static size_t choose_rows(best_row best[MOST_ROWS], const nd__span_rows *rows) {
    size_t count = 0;
    for (size_t i = 0; i < rows->items.count; i++) {
        const nd__span_row *row = &rows->items.items[i];
        uint64_t saved = nd__span_row_saved(rows, row);
        if (count == MOST_ROWS && saved <= best[count - 1].saved) {
            continue;
        }
        size_t at = count < MOST_ROWS ? count++ : count - 1;
        for (; at > 0 && best[at - 1].saved < saved; at--) {
            best[at] = best[at - 1];
        }
        best[at] = (best_row){saved, nd__span_row_place(rows, row)->document};
    }
    return count;
}

/* Adds a document to an ascending list, unless it is there. */
static size_t add_document(uint32_t list[MOST_DOCUMENTS], size_t count,
                           uint32_t document) {
    size_t at = count;
    while (at > 0 && list[at - 1] >= document) {
        at--;
    }
    if (at < count && list[at] == document) {
        return count;
    }
    for (size_t i = count; i > at; i--) {
        list[i] = list[i - 1];
    }
    list[at] = document;
    return count + 1;
}

static size_t choose_documents(uint32_t chosen[MOST_DOCUMENTS], const nd__span_rows *rows,
                               const nd__spans_corpus *corpus) {
    best_row best[MOST_ROWS];
    size_t row_count = choose_rows(best, rows), count = 0;
    uint64_t bytes = 0;
    for (size_t i = 0; i < row_count && count < MOST_DOCUMENTS; i++) {
        size_t size;
        nd__spans_text(&size, corpus, best[i].document);
        if (bytes + size <= MOST_BYTES) {
            size_t before = count;
            count = add_document(chosen, count, best[i].document);
            bytes += count > before ? size : 0;
        }
    }
    return count;
}

nd_status nd__span_rows_keep_texts(nd__texts *out, const nd__span_rows *rows,
                                   const nd__spans_corpus *corpus, nd_error *err) {
    uint32_t chosen[MOST_DOCUMENTS];
    size_t count = choose_documents(chosen, rows, corpus);
    ND_TRY(nd__vector_reserve(&out->items, count, err));
    for (size_t i = 0; i < count; i++) {
        size_t size;
        const char *text = nd__spans_text(&size, corpus, chosen[i]);
        const char *copy = nd__arena_copy(&out->arena, text, size);
        if (copy == NULL) {
            return nd__fail_memory(err);
        }
        out->items.items[out->items.count++] =
            (nd__text){.n = chosen[i], .text = copy, .size = size};
    }
    return ND_OK;
}
