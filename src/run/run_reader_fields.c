/* Fields of a run file's records. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "run/run_reader_internal.h"

nd_status nd__run_damaged(nd__run_reader *reader, const char *format, ...) {
    char what[240];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return nd__fail(reader->err, ND_E_FORMAT, reader->lines.line,
                    "%s:%llu: %s; scan again to get a whole run file", reader->lines.name,
                    (unsigned long long)reader->lines.line, what);
}

/* Fields. A missing optional field leaves *out as it was. */

nd_status nd__run_get_unsigned(nd__run_reader *reader, const nd__tree_node *object,
                               const char *key, bool required, uint64_t *out) {
    const nd__tree_node *node = nd__tree_find(&reader->tree, object, key);
    if (node == NULL && !required) {
        return ND_OK;
    }
    if (node == NULL || node->kind != ND__TREE_UNSIGNED) {
        return nd__run_damaged(reader, "\"%s\" is missing or not a whole number", key);
    }
    *out = node->number;
    return ND_OK;
}

nd_status nd__run_get_ratio(nd__run_reader *reader, const nd__tree_node *object,
                            const char *key, bool required, double *out) {
    const nd__tree_node *node = nd__tree_find(&reader->tree, object, key);
    if (node == NULL && !required) {
        return ND_OK;
    }
    if (node == NULL ||
        (node->kind != ND__TREE_UNSIGNED && node->kind != ND__TREE_REAL) ||
        !(node->real >= 0 && node->real <= 1)) {
        return nd__run_damaged(reader, "\"%s\" is missing or not a number from 0 to 1",
                               key);
    }
    *out = node->real;
    return ND_OK;
}

nd_status nd__run_get_text(nd__run_reader *reader, const nd__tree_node *object,
                           const char *key, bool required, const char **out) {
    const nd__tree_node *node = nd__tree_find(&reader->tree, object, key);
    if (!required && (node == NULL || node->kind == ND__TREE_NULL)) {
        return ND_OK;
    }
    if (node == NULL || node->kind != ND__TREE_STRING) {
        return nd__run_damaged(reader, "\"%s\" is missing or not a string", key);
    }
    *out = node->string;
    return ND_OK;
}

nd_status nd__run_get_flag(nd__run_reader *reader, const nd__tree_node *object,
                           const char *key, bool *out) {
    const nd__tree_node *node = nd__tree_find(&reader->tree, object, key);
    if (node == NULL) {
        return ND_OK;
    }
    if (node->kind != ND__TREE_BOOL) {
        return nd__run_damaged(reader, "\"%s\" is neither true nor false", key);
    }
    *out = node->number != 0;
    return ND_OK;
}

nd_status nd__run_get_doc(nd__run_reader *reader, const nd__tree_node *object,
                          const char *key, const char *n_key, nd__doc *out) {
    ND_TRY(nd__run_get_text(reader, object, key, true, &out->id));
    ND_TRY(nd__run_get_unsigned(reader, object, n_key, true, &out->n));
    if (out->n > reader->largest_n) {
        reader->largest_n = out->n;
    }
    return ND_OK;
}

/* [number, number, ...] of just `count` numbers. */
bool nd__run_get_numbers(uint64_t *out, size_t count, const nd__tree *tree,
                         const nd__tree_node *array) {
    size_t have = 0;
    for (const nd__tree_node *number = nd__tree_first(array);
         array->kind == ND__TREE_ARRAY && number != nd__tree_end(tree, array);
         number = nd__tree_next(tree, number)) {
        if (number->kind != ND__TREE_UNSIGNED || have == count) {
            return false;
        }
        out[have++] = number->number;
    }
    return have == count;
}

nd_status nd__run_get_spans(nd__run_reader *reader, const nd__tree_node *member,
                            size_t *count) {
    *count = 0;
    const nd__tree_node *spans = nd__tree_find(&reader->tree, member, "spans");
    if (spans == NULL) {
        return ND_OK;
    }
    for (const nd__tree_node *span = nd__tree_first(spans);
         spans->kind == ND__TREE_ARRAY && span != nd__tree_end(&reader->tree, spans);
         span = nd__tree_next(&reader->tree, span)) {
        uint64_t value[4] = {0};
        if (!nd__run_get_numbers(value, 4, &reader->tree, span) || value[0] > value[1] ||
            value[2] > value[3]) {
            return nd__run_damaged(reader, "a span is not [begin, end, begin, end]");
        }
        ND_TRY(nd__vector_extend(&reader->spans, 1, reader->err));
        reader->spans.items[reader->spans.count++] =
            (nd__member_span){value[0], value[1], value[2], value[3]};
        ++*count;
    }
    return ND_OK;
}
