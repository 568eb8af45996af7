/* Which rows stay, once they are bytes of documents.
 *
 * Narrowing can make rows equal. "всем р" and "всем с", each followed by different
 * letters, have "всем " and one byte more in common with others, and narrowed that is
 * "всем " again, with fewer places than it has. Where all places of a text agree on what
 * is around it, its maximal repeat has that too; so of rows that narrow to one text, the
 * one with the most places has them all, and it alone stays. */
#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "run/spans_rows.h"

static uint64_t bytes_of(const nd__span_rows *rows, const nd__span_row *row) {
    const nd__span_place *first = nd__span_row_place(rows, row);
    return first->end - first->begin;
}

static bool is_narrowed(const nd__span_rows *rows, const nd__span_row *row) {
    return bytes_of(rows, row) != row->length;
}

static const char *text_of(size_t *size, const nd__span_rows *rows,
                           const nd__spans_corpus *corpus, uint64_t row) {
    const nd__span_place *first = nd__span_row_place(rows, &rows->items.items[row]);
    const char *text = nd__spans_text(size, corpus, first->document);
    *size = (size_t)(first->end - first->begin);
    return text + first->begin;
}

/* Rows that are marked go; the others stay in their order. */
static void drop_marked(nd__span_rows *rows, const bool *goes) {
    size_t kept = 0;
    for (size_t i = 0; i < rows->items.count; i++) {
        if (!goes[i]) {
            rows->items.items[kept++] = rows->items.items[i];
        }
    }
    rows->items.count = kept;
}

/* order [count] rows of one length: marks all but the best of each text. */
static void mark_equal_texts(bool *goes, nd__keyed *order, nd__keyed *scratch,
                             size_t count, const nd__span_rows *rows,
                             const nd__spans_corpus *corpus) {
    const nd__span_row *items = rows->items.items;
    size_t size, other_size;
    for (size_t i = 0; i < count; i++) {
        const char *text = text_of(&size, rows, corpus, order[i].value);
        order[i].key = nd__hash64(text, size, 0);
    }
    nd__sort_keyed(order, scratch, count);
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        uint64_t a = order[best].value, b = order[i].value;
        const char *text = text_of(&size, rows, corpus, a);
        const char *other = text_of(&other_size, rows, corpus, b);
        if (order[i].key != order[best].key || memcmp(text, other, size) != 0) {
            best = i;
        } else if (items[b].count > items[a].count) {
            goes[a] = true;
            best = i;
        } else {
            goes[b] = true;
        }
    }
}

/* Only rows as long as a narrowed one are looked at. */
static void mark_doubles(bool *goes, nd__keyed *order, const nd__span_rows *rows,
                         const nd__spans_corpus *corpus) {
    size_t count = rows->items.count;
    nd__keyed *scratch = order + count;
    for (size_t i = 0; i < count; i++) {
        order[i] = (nd__keyed){bytes_of(rows, &rows->items.items[i]), i};
    }
    nd__sort_keyed(order, scratch, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        bool narrowed = false;
        for (end = begin; end < count && order[end].key == order[begin].key; end++) {
            narrowed |= is_narrowed(rows, &rows->items.items[order[end].value]);
        }
        if (order[begin].key == 0) {
            for (size_t i = begin; i < end; i++) {
                goes[order[i].value] = true; /* less than a character */
            }
        } else if (narrowed && end - begin > 1) {
            mark_equal_texts(goes, order + begin, scratch, end - begin, rows, corpus);
        }
    }
}

/* By first place, longest first. */
static nd_status sort_rows(nd__span_rows *rows, nd__keyed *order, nd_error *err) {
    size_t count = rows->items.count;
    nd__span_row *sorted = nd__allocate(count, sizeof *sorted);
    if (sorted == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = (nd__keyed){UINT64_MAX - bytes_of(rows, &rows->items.items[i]), i};
    }
    nd__sort_keyed(order, order + count, count);
    for (size_t i = 0; i < count; i++) {
        const nd__span_row *row = &rows->items.items[order[i].value];
        order[i].key = nd__span_row_place(rows, row)->begin;
    }
    nd__sort_keyed(order, order + count, count);
    for (size_t i = 0; i < count; i++) {
        const nd__span_row *row = &rows->items.items[order[i].value];
        order[i].key = nd__span_row_place(rows, row)->document;
    }
    nd__sort_keyed(order, order + count, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = rows->items.items[order[i].value];
    }
    free(rows->items.items);
    rows->items.items = sorted;
    rows->items.capacity = count;
    return ND_OK;
}

nd_status nd__span_rows_drop_doubles(nd__span_rows *rows, const nd__spans_corpus *corpus,
                                     nd_error *err) {
    size_t count = rows->items.count;
    bool narrowed = false;
    for (size_t i = 0; i < count && !narrowed; i++) {
        narrowed = is_narrowed(rows, &rows->items.items[i]);
    }
    if (!corpus->bytes || !narrowed) {
        return ND_OK;
    }
    nd__keyed *order = nd__allocate(2 * count, sizeof *order);
    bool *goes = nd__allocate_zeroed(count, sizeof *goes);
    nd_status status = ND_OK;
    if (order == NULL || goes == NULL) {
        status = nd__fail_memory(err);
    } else {
        mark_doubles(goes, order, rows, corpus);
        drop_marked(rows, goes);
        status = sort_rows(rows, order, err);
    }
    free(order);
    free(goes);
    return status;
}

uint64_t nd__span_row_saved(const nd__span_rows *rows, const nd__span_row *row) {
    return (row->count - 1) * bytes_of(rows, row);
}

nd_status nd__span_rows_keep_top(nd__span_rows *rows, size_t top, nd_error *err) {
    size_t count = rows->items.count;
    if (top == 0 || count <= top) {
        return ND_OK;
    }
    nd__keyed *order = nd__allocate(2 * count, sizeof *order);
    bool *goes = nd__allocate_zeroed(count, sizeof *goes);
    if (order == NULL || goes == NULL) {
        free(order);
        free(goes);
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t saved = nd__span_row_saved(rows, &rows->items.items[i]);
        order[i] = (nd__keyed){UINT64_MAX - saved, i};
    }
    nd__sort_keyed(order, order + count, count);
    for (size_t i = top; i < count; i++) {
        goes[order[i].value] = true;
    }
    drop_marked(rows, goes);
    free(order);
    free(goes);
    return ND_OK;
}
