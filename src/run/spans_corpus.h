/* What a search for spans reads: all texts end to end, and the tokens of them. */
#ifndef ND_RUN_SPANS_CORPUS_H
#define ND_RUN_SPANS_CORPUS_H

#include "base/arena.h"
#include "input/documents.h"
#include "neardup/spans.h"
#include "run/findings.h"
#include "substring/sequence.h"

typedef struct nd__spans_document {
    const char *id;
    uint64_t text_end; /* in the texts, end to end */
} nd__spans_document;

/* Zero is an empty one. */
typedef struct nd__spans_corpus {
    ND_VECTOR(nd__spans_document) documents;
    /* Behind ND__SEQUENCE_PAD bytes, and as many at the end; where memory is short, in
     * the spill. */
    nd__buffer text;
    nd__u64_vector tokens; /* hashes, the same; not there where bytes are compared */
    nd__spill *spill;      /* NULL: everything is in memory */
    nd__spill_array *spilled_text, *spilled_tokens;
    nd__u64_vector ends; /* [documents] in elements */
    nd__run_inputs inputs;
    nd__inputs *opened;
    nd__arena arena; /* ids */
    uint64_t skipped, revisits;
    bool bytes; /* elements are bytes */
} nd__spans_corpus;

/* Reads all documents of the inputs in order. ND_E_FORMAT where there is none. */
nd_status nd__spans_corpus_read(nd__spans_corpus *corpus, const char *const *inputs,
                                size_t count, const nd_spans_options *options,
                                unsigned threads, nd_error *err);
void nd__spans_corpus_clear(nd__spans_corpus *corpus);
/* Texts and tokens go, the documents stay. */
void nd__spans_corpus_drop_texts(nd__spans_corpus *corpus);

/* The elements; borrowed. */
nd__sequence nd__spans_sequence(const nd__spans_corpus *corpus);
/* The text of document d. The spill, if there is one, is told. */
const char *nd__spans_text(size_t *size, const nd__spans_corpus *corpus, size_t d);

/* ND_E_CANCELLED where the caller wants to stop. */
nd_status nd__spans_progress(const nd_spans_options *options, const char *phase,
                             uint64_t done, uint64_t total, uint64_t documents,
                             nd_error *err);

#endif
