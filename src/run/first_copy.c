#include "run/first_copy.h"

#include <string.h>

int nd__copy_compare(nd__first_reason *by, const nd__copy *a, const nd__copy *b) {
    int order = 0;
    *by = ND_FIRST_DATE;
    if (a->date != NULL && b->date != NULL) {
        order = strcmp(a->date, b->date);
    } else {
        order = (a->date == NULL) - (b->date == NULL);
    }
    if (order == 0) {
        *by = ND_FIRST_COVERAGE;
        order = (a->coverage < b->coverage) - (a->coverage > b->coverage);
    }
    if (order == 0) {
        *by = ND_FIRST_LENGTH;
        order = (a->tokens < b->tokens) - (a->tokens > b->tokens);
    }
    if (order == 0) {
        *by = ND_FIRST_ORDER;
        order = (a->n > b->n) - (a->n < b->n);
    }
    return order;
}

size_t nd__copy_first(nd__first_reason *by, const nd__copy *copies, size_t count) {
    size_t first = 0, next = SIZE_MAX;
    nd__first_reason ignored;
    for (size_t i = 1; i < count; i++) {
        if (nd__copy_compare(&ignored, &copies[i], &copies[first]) < 0) {
            next = first;
            first = i;
        } else if (next == SIZE_MAX ||
                   nd__copy_compare(&ignored, &copies[i], &copies[next]) < 0) {
            next = i;
        }
    }
    *by = ND_FIRST_ORDER;
    if (next != SIZE_MAX) {
        nd__copy_compare(by, &copies[first], &copies[next]);
    }
    return first;
}

/* With x = |A and B|: J = x / (|A| + |B| - x) and share = x / |B|, so
 * |A| / x = 1 / J - 1 / share + 1. */
double nd__copy_other_share(double jaccard, double share) {
    if (!(jaccard > 0) || !(share > 0)) {
        return 0;
    }
    double inverse = 1 / jaccard - 1 / share + 1;
    return inverse > 1 ? 1 / inverse : 1;
}
