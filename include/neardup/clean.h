/* neardup: writing a corpus back without what a scan found, and putting it back. */
#ifndef NEARDUP_CLEAN_H
#define NEARDUP_CLEAN_H

#include "neardup/run_file.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is cut out of a repeated range at least: a token (a word), a sentence, a block (a
 * paragraph). */
typedef enum nd_snap {
    ND_SNAP_TOKEN = 0,
    ND_SNAP_SENTENCE = 1,
    ND_SNAP_BLOCK = 2
} nd_snap;

typedef struct nd_clean_options {
    uint32_t version; /**< set by nd_clean_options_init */
    /** Where the cleaned corpus goes. One JSONL, HTML or WARC file in: this file ("-":
     * standard output; compressed where it ends in .gz or .zst). Else: this folder, which
     * must not exist yet or be empty; each file keeps its name, and its path inside a
     * folder that was given (with that folder's name in front where several were); what
     * becomes JSONL, with .jsonl behind it. */
    const char *output;
    const char *removed; /**< the removal log; NULL: none, nothing can be restored */
    bool documents, repeats, teasers, boilerplate; /**< what is removed; default all */
    bool reprints; /**< edited copies go, too; needs a run with reprints; default
                        false */
    double
        min_keep_per_site; /**< where a site would keep a smaller share of its documents
                              nothing is written, (0, 1]; 0: no floor; default 0 */
    bool spans;            /**< removed too; needs a run with ranges; default false */
    bool spans_all;    /**< ranges go whole, not only where an earlier place has the text;
                            default false */
    nd_snap snap;      /**< of spans; default ND_SNAP_TOKEN */
    uint32_t min_rest; /**< a block that spans leave fewer tokens of goes; default 5 */
    unsigned threads;  /**< 0: as many as there are processors */
    const char *temporary_directory; /**< NULL: $TMPDIR or /tmp */
    /** Called now and then with the bytes of the files that were read, of all; false asks
     * to stop. May be NULL. */
    bool (*progress)(uint64_t read, uint64_t total, void *payload);
    void *payload;
} nd_clean_options;

typedef struct nd_clean_result {
    uint64_t files, documents;       /**< read */
    uint64_t removed_documents;      /**< dropped whole */
    uint64_t removed_blocks[3];      /**< by nd_block_kind, in kept documents */
    uint64_t removed_document_bytes; /**< raw bytes: rows and whole files */
    uint64_t removed_block_bytes;    /**< raw bytes */
    uint64_t removed_spans;          /**< pieces that were cut, in kept documents */
    uint64_t removed_span_bytes;     /**< raw bytes */
    uint64_t original_bytes, cleaned_bytes; /**< decompressed */
} nd_clean_result;

/** The defaults: documents and blocks are removed, no output and no log named. */
ND_API void nd_clean_options_init(nd_clean_options *out);

/** Reads inputs [0..input_count-1] (the arguments of the scan, without its references) a
 * second time and writes them back without what `run` found. input_count 0: the inputs
 * that the scan of this process read.
 *
 * Dropped documents lose their row, or their file. In kept documents a removed block goes
 * with the white space on one side; the side with more line breaks stays, so that
 * paragraphs stay apart. Of ranges, what an earlier place in the corpus has too goes, as
 * far as options->snap allows (docs/algorithms/removal.md). Every other
 * byte stays as it is, in rows too; rows and files that are no documents are copied.
 * First the log is on the disk, then the output appears, whole or not at all.
 *
 * ND_E_LIMIT: a site would keep less than min_keep_per_site of its documents, and the
 * message names it. ND_E_ARG: an option is out of range, spans are to go and the run has
 * no ranges, or ranges of documents that go, two inputs would give one output, the output
 * is an input, or a folder that is not empty (a file is replaced, whole or not at all);
 * ND_E_FORMAT: the inputs are not those of the scan, or changed since; ND_E_IO;
 * ND_E_NOMEM; ND_E_CANCELLED: progress said stop. Nothing is written then. Threads: run
 * is only read; two calls may share it, with different outputs. Cost: one pass over the
 * inputs; memory for the findings and a few batches. */
ND_API ND_MUST_CHECK nd_status nd_clean(nd_clean_result *out, const nd_run_file *run,
                                        const char *const *inputs, size_t input_count,
                                        const nd_clean_options *options, nd_error *err);

typedef struct nd_restore_result {
    uint64_t files;    /**< written */
    uint64_t removals; /**< documents and blocks put back */
    uint64_t bytes;    /**< of the restored files, decompressed */
} nd_restore_result;

/** Puts back what nd_clean removed: from the cleaned file or folder and its removal log
 * to `back`, a file ("-": standard output) or a folder that must not exist yet or be
 * empty. The (decompressed) bytes are those of the inputs, checked by digest; files of
 * the folder that the log does not name are not looked at. ND_E_FORMAT: the cleaned bytes
 * or the log were changed, or do not belong together; ND_E_ARG, ND_E_IO, ND_E_NOMEM.
 * Nothing is written then. Threads: no state is shared between calls. Streams: memory for
 * one removal. */
ND_API ND_MUST_CHECK nd_status nd_restore(nd_restore_result *out, const char *cleaned,
                                          const char *removed, const char *back,
                                          nd_error *err);

#ifdef __cplusplus
}
#endif

#endif
