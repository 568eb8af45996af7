#include "match/classes.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"

void nd__classes_clear(nd__classes *classes) {
    free(classes->of);
    free(classes->members);
    free(classes->begin);
    memset(classes, 0, sizeof *classes);
}

static bool same_text(const nd__document *a, const nd__document *b, bool by_site) {
    return (!by_site || a->site_number == b->site_number) &&
           a->digest.low == b->digest.low && a->digest.high == b->digest.high &&
           a->tokens == b->tokens;
}

/* Sets first[d] to the first document with d's text, d itself where there is none.
 * `sorted` holds (low half of the digest, document), so equal texts are near each other
 * and in input order. */
static void find_first(uint32_t *first, const nd__keyed *sorted, const nd__corpus *corpus,
                       bool by_site) {
    const nd__document *documents = corpus->documents.items;
    size_t count = corpus->documents.count;
    for (size_t begin = 0; begin < count;) {
        size_t end = begin;
        while (end < count && sorted[end].key == sorted[begin].key) {
            end++;
        }
        for (size_t i = begin; i < end; i++) {
            uint32_t d = (uint32_t)sorted[i].value;
            first[d] = d;
            /* The low half alone decides but for one pair in 2^64. */
            for (size_t j = begin; j < i && documents[d].tokens > 0; j++) {
                uint32_t other = (uint32_t)sorted[j].value;
                if (same_text(&documents[other], &documents[d], by_site)) {
                    first[d] = first[other];
                    break;
                }
            }
        }
        begin = end;
    }
}

static void number_classes(nd__classes *classes, const uint32_t *first,
                           size_t documents) {
    for (size_t d = 0; d < documents; d++) {
        classes->of[d] =
            first[d] == d ? (uint32_t)classes->count++ : classes->of[first[d]];
    }
    memset(classes->begin, 0, (documents + 1) * sizeof *classes->begin);
    for (size_t d = 0; d < documents; d++) {
        classes->begin[classes->of[d] + 1]++;
    }
    for (size_t c = 0; c < classes->count; c++) {
        classes->begin[c + 1] += classes->begin[c];
    }
    for (size_t d = 0; d < documents; d++) {
        classes->members[classes->begin[classes->of[d]]++] = (uint32_t)d;
    }
    /* Filling moved each begin to the next class's: move them back. */
    memmove(classes->begin + 1, classes->begin, classes->count * sizeof *classes->begin);
    classes->begin[0] = 0;
}

static nd_status make(nd__classes *out, const nd__corpus *corpus, bool by_site,
                      nd_error *err) {
    size_t count = corpus->documents.count;
    memset(out, 0, sizeof *out);
    out->of = nd__allocate(count, sizeof *out->of);
    out->members = nd__allocate(count, sizeof *out->members);
    out->begin = nd__allocate(count + 1, sizeof *out->begin);
    nd__keyed *sorted = nd__allocate(count, 2 * sizeof *sorted);
    uint32_t *first = nd__allocate(count, sizeof *first);
    nd_status status = ND_OK;
    if (out->of == NULL || out->members == NULL || out->begin == NULL || sorted == NULL ||
        first == NULL) {
        status = nd__fail_memory(err);
    } else {
        for (size_t d = 0; d < count; d++) {
            const nd__document *document = &corpus->documents.items[d];
            uint64_t site = by_site ? nd__mix64((uint64_t)document->site_number) : 0;
            sorted[d] = (nd__keyed){document->digest.low ^ site, d};
        }
        nd__sort_keyed(sorted, sorted + count, count);
        find_first(first, sorted, corpus, by_site);
        number_classes(out, first, count);
    }
    free(sorted);
    free(first);
    if (status < 0) {
        nd__classes_clear(out);
    }
    return status;
}

nd_status nd__classes_make(nd__classes *out, const nd__corpus *corpus, nd_error *err) {
    return make(out, corpus, false, err);
}

nd_status nd__classes_make_by_site(nd__classes *out, const nd__corpus *corpus,
                                   nd_error *err) {
    return make(out, corpus, true, err);
}
