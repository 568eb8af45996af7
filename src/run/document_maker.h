/* One thread's workshop: from a record to the rows of the corpus. */
#ifndef ND_RUN_DOCUMENT_MAKER_H
#define ND_RUN_DOCUMENT_MAKER_H

#include "input/documents.h"
#include "match/read_more.h"
#include "match/repeats.h"
#include "neardup/scan.h"
#include "store/corpus.h"
#include "text/tokens.h"

/* Rows of many documents, to be appended in order. Offsets are into the vectors here. */
typedef struct nd__made_document {
    nd__document document; /* strings and text borrowed from the record */
    const char *site;
    size_t file;
    size_t block_begin, block_end;
    size_t mark_begin; /* where has_marks: as many as blocks */
    bool has_marks;
    size_t repeat_begin, repeat_end;
    size_t signature_begin;
    size_t winnow_begin, winnow_end;
} nd__made_document;

typedef struct nd__made {
    ND_VECTOR(nd__made_document) documents;
    ND_VECTOR(nd__block_row) blocks;
    ND_VECTOR(nd__block_mark) marks;
    nd__repeats repeats; /* block numbers count from the document's first block */
    nd__u16_vector signatures;
    nd__u32_vector winnowed;
} nd__made;

void nd__made_clear(nd__made *made);

typedef struct nd__document_maker nd__document_maker;

nd_status nd__document_maker_create(nd__document_maker **out,
                                    const nd_scan_options *options,
                                    const nd_minhash *minhash,
                                    const nd__read_more *phrases, nd_error *err);
void nd__document_maker_destroy(nd__document_maker *maker);

/* Appends one document's rows to *made. */
nd_status nd__document_maker_add(nd__made *made, nd__document_maker *maker,
                                 const nd__record *record, nd_error *err);

/* Fingerprints of tokens as nd__document_maker_add makes them. signature
 * [signature_size]; *winnowed is replaced. */
nd_status nd__document_maker_fingerprint(uint16_t *signature, nd__u32_vector *winnowed,
                                         nd__document_maker *maker,
                                         const nd__tokens *tokens, nd_error *err);

#endif
