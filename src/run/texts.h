/* Texts that belong to a run: of all documents after a scan, of those that were asked for
 * after a run file was read. */
#ifndef ND_RUN_TEXTS_H
#define ND_RUN_TEXTS_H

#include "base/arena.h"
#include "store/corpus.h"

typedef struct nd__text {
    uint64_t n;
    const char *text;
    size_t size;
    const char *id; /* of the document; NULL where it was loaded later */
    bool reference;
} nd__text;

typedef struct nd__texts {
    ND_VECTOR(nd__text) items; /* by n */
    nd__arena arena;
    struct nd__texts *older; /* loaded before: texts stay where they are; may be NULL */
} nd__texts;

/* Takes the texts of a corpus, and with them its arena: the corpus has no strings
 * afterwards. Where memory is short the texts are given up. */
void nd__texts_take(nd__texts *texts, nd__corpus *corpus);
/* NULL is fine. */
void nd__texts_destroy(nd__texts *texts);

#endif
