/* One output file of clean: what goes into it, and what its removal log says. */
#ifndef ND_RUN_CLEANED_FILE_H
#define ND_RUN_CLEANED_FILE_H

#include "input/documents.h"
#include "neardup/clean.h"
#include "run/clean_plan.h"
#include "run/cut.h"
#include "run/range_cutter.h"
#include "run/removal_log.h"
#include "run/sink.h"
#include "run/staged.h"

typedef struct nd__cleaned_file {
    /* The same for all files: */
    nd__staged *staged;
    nd__removal_writer *log;
    nd_clean_result *result;
    nd__range_cutter cutter; /* its options are set by the owner */
    nd__block_mode mode;     /* of texts that were not HTML */
    /* Scratch: what is cut from a document, and for which block; NULL: for its ranges */
    nd__cuts cuts;
    ND_VECTOR(const nd__block_finding *) reasons;
    /* This file: */
    const char *name; /* NULL: none is open */
    bool is_text;
    bool is_single; /* one document is all of it: it goes as a whole, or not at all */
    nd__hash_stream *original; /* of a converted input: of the JSONL that it becomes */
    nd__sink *sink;      /* opened at the first byte, as a text file may go as a whole */
    nd__buffer held;     /* a text file's byte-order mark, until its text has come */
    const char *pending; /* kept bytes that lie side by side in the batch, unwritten */
    size_t pending_size;
    bool whole_removed;
    uint64_t original_bytes;
} nd__cleaned_file;

/* is_single: text, or one page. converted: the records' raws are not the input's bytes,
 * so that the log is told what they are. */
nd_status nd__cleaned_file_begin(nd__cleaned_file *file, const char *name, bool is_text,
                                 bool is_single, bool converted, nd_error *err);
/* A record that stays as it is; its bytes must last until the next flush. */
nd_status nd__cleaned_file_keep(nd__cleaned_file *file, const nd__record *record,
                                nd_error *err);
/* Writes what was kept so far; before the memory of the records goes. */
nd_status nd__cleaned_file_flush(nd__cleaned_file *file, nd_error *err);
nd_status nd__cleaned_file_drop(nd__cleaned_file *file, const nd__record *record,
                                const nd__dropped *why, nd_error *err);
/* What goes of document n: blocks sorted by begin; ranges in order and apart. */
typedef struct nd__removed_parts {
    uint64_t n;
    const nd__block_finding *const *blocks;
    size_t block_count;
    const nd__cut *ranges;
    size_t range_count;
} nd__removed_parts;

/* A document without these parts. ND_E_FORMAT where they do not fit its text. */
nd_status nd__cleaned_file_cut(nd__cleaned_file *file, const nd__record *record,
                               const nd__removed_parts *parts, nd_error *err);
nd_status nd__cleaned_file_end(nd__cleaned_file *file, const char *input,
                               nd__hash128_value original_digest, nd_error *err);
void nd__cleaned_file_clear(nd__cleaned_file *file);

#endif
