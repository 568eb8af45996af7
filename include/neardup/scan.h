/* neardup: the scan, from inputs to findings.
 *
 * nd_scan_options_init, change what is to differ, nd_scan, read what was found by the
 * functions of run_file.h, nd_run_file_close. */
#ifndef NEARDUP_SCAN_H
#define NEARDUP_SCAN_H

#include "neardup/run_file.h"
#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What input files are; AUTO: each by its name, else by its first line. */
typedef enum nd_format {
    ND_FORMAT_AUTO,
    ND_FORMAT_TEXT,
    ND_FORMAT_JSONL,
    ND_FORMAT_HTML, /**< pages; and JSONL files, by name or first line, whose texts are */
    ND_FORMAT_WARC  /**< WARC and WET */
} nd_format;
/** Which document of a group is kept. Ties: the first. A document that is contained in a
 * larger one comes after all that are not. */
typedef enum nd_keep {
    ND_KEEP_FIRST,   /**< the first in input order */
    ND_KEEP_LONGEST, /**< the one with the most tokens */
    ND_KEEP_OLDEST,  /**< the least date, compared as text; those without a date last */
    ND_KEEP_NEWEST   /**< the greatest date */
} nd_keep;
/** What is looked for: ALL: documents, compared without the frames of their sites, and
 * blocks; DOCUMENT: documents alone; BLOCK: repeats, teasers and boilerplate alone. */
typedef enum nd_unit { ND_UNIT_ALL, ND_UNIT_DOCUMENT, ND_UNIT_BLOCK } nd_unit;
/** How a text is cut into blocks: AUTO: hard-wrapped text by paragraphs, other by lines.
 */
typedef enum nd_block_cut { ND_BLOCK_AUTO, ND_BLOCK_LINE, ND_BLOCK_BLANK } nd_block_cut;

/** Where a scan is. */
typedef struct nd_progress {
    const char *phase;  /**< "reading", "matching", ...; static text */
    uint64_t done;      /**< bytes of the input files in "reading", else steps */
    uint64_t total;     /**< 0: unknown */
    uint64_t documents; /**< read so far */
} nd_progress;

/** How inputs are read. Strings are borrowed for the call; NULL means "discover". */
typedef struct nd_input_options {
    uint32_t version; /**< set by nd_input_options_init */
    nd_format format;
    /** Fields of a JSONL row, each a key or a dotted path: meta.text */
    const char *text_field;
    const char *id_field;
    const char *url_field;
    const char *site_field;
    const char *date_field;
    const char *temporary_directory; /**< NULL: $TMPDIR, else /tmp */
    /** One line for a person: `bad` for input that was skipped and counted, else a
     * remark. May be NULL. Called from one thread at a time, in input order. */
    void (*notice)(int bad, const char *line, void *payload);
    void *payload;
    /** Bytes of a WARC record, or of its decoded body, or of an HTML page; larger ones
     * are skipped; default 64 MiB */
    uint64_t max_record;
} nd_input_options;

/** Fills in the defaults: all fields discovered, no notices. Threads: any. */
ND_API void nd_input_options_init(nd_input_options *out);

/** How a scan is made. Read only during nd_scan. Strings and arrays are borrowed for it.
 */
typedef struct nd_scan_options {
    uint32_t version; /**< set by nd_scan_options_init */
    nd_input_options input;
    double threshold;   /**< Jaccard similarity of near duplicates, (0, 1]; default 0.8 */
    double containment; /**< share of a contained document, (0, 1]; default 0.8 */
    uint32_t shingle;   /**< n, tokens of a shingle, 1 to 32; default 5 */
    uint32_t signature_size; /**< k, 64 to 512, a multiple of 8; default 128 */
    uint32_t min_span;  /**< tokens of an overlap that is shown, 1 or more; default 20 */
    uint32_t min_pages; /**< pages that boilerplate stands on, 2 or more; default 5 */
    double min_share;   /**< of a site's pages, (0, 1]; default 0.3 */
    double boilerplate_threshold; /**< score from which other blocks of a page are
                                     boilerplate, too, (0, 1]; default 0.6 */
    uint64_t seed;      /**< of all hashes; default 1 */
    nd_keep keep;
    /** [keep_site_count] sites whose documents are rather kept, the first most; `keep`
     * decides between documents of one site, and of others. NULL: none. */
    const char *const *keep_sites;
    size_t keep_site_count;
    nd_unit unit;
    nd_block_cut block;
    int components;       /**< groups are connected components (--link single) */
    int cross_only;       /**< only documents of different inputs are compared */
    int pairs;            /**< list every verified pair */
    int no_spans;         /**< leave the overlaps of members out: span_count is then 0 */
    int reprints;         /**< look for edited copies across sites, too */
    double reprint_share; /**< of the smaller text that such a copy must share with
                             the other, (0, 1]; default 0.3 */
    /** A file of more wire agencies, in the form of data/credits.txt; NULL: none. */
    const char *credits;
    uint32_t threads; /**< 0: the processors there are; more than 256 count as 256 */
    const char *const
        *references; /**< [reference_count] inputs compared against, never dropped */
    size_t reference_count;
    /** Called now and then from one thread at a time; not 0 stops the scan
     * (ND_E_CANCELLED). May be NULL. */
    int (*progress)(const nd_progress *progress, void *payload);
    void *progress_payload;
} nd_scan_options;

/** Fills in the defaults. Threads: any. */
ND_API void nd_scan_options_init(nd_scan_options *out);

/** Scans inputs and finds what stands in them more than once.
 *
 * Groups of documents of which one is enough (the same tokens, Jaccard similarity or
 * containment at or above the thresholds, each measured exactly against the kept one),
 * with their overlaps; and blocks that are repeats, teasers or boilerplate.
 *
 * @param inputs [0..count-1] paths of files and folders, or "-": standard input; in this
 * order. A file that is found twice is read once
 * @param options made by nd_scan_options_init; not NULL
 * @return ND_OK, whatever was found and whatever had to be skipped (nd_run_totals says
 * how much); ND_E_ARG naming the option out of range; ND_E_IO for an input that is not
 * there; ND_E_FORMAT where no document was read at all; ND_E_LIMIT for more documents,
 * blocks or shingles than 2^32; ND_E_NOMEM; ND_E_CANCELLED. *out is set only by ND_OK.
 *
 * Ownership: *out is the caller's, for nd_run_file_close. It holds the inputs open, so
 * that clean can read them again.
 * Threads: scans may run beside each other; options->threads at most are used by this
 * one. The result does not depend on their number.
 * Cost: holds the texts; about three times their size in all. Time grows with the text
 * and with how often its shingles recur.
 * Source: docs/algorithms/matching.md and blocks.md, with the papers.
 */
ND_API ND_MUST_CHECK nd_status nd_scan(nd_run_file **out, const char *const *inputs,
                                       size_t count, const nd_scan_options *options,
                                       nd_error *err);

/** Makes the texts of documents available to nd_run_file_text.
 *
 * After nd_scan all are; for a run file its inputs are read again, as the run file says.
 *
 * @param n [0..count-1] ordinals of documents, in any order, repeats allowed
 * @return ND_OK; ND_E_IO for an input that is not there any more; ND_E_FORMAT for one
 * that has changed since; ND_E_NOMEM. Texts that were loaded before stay, also
 * after a failure.
 *
 * Threads: one at a time, and no nd_run_file_text beside it. Cost: reads the inputs from
 * their beginnings, holds the wanted texts. */
ND_API ND_MUST_CHECK nd_status nd_run_file_load_texts(nd_run_file *run, const uint64_t *n,
                                                      size_t count, nd_error *err);
/** The text of document n: *text [0..*size-1], UTF-8, may hold any byte but NUL, and
 * does not end in 0. False where it was not loaded; the outputs are then untouched.
 *
 * Ownership: borrowed until nd_run_file_close.
 * Threads: shared-read. Cost: O(log texts). */
ND_API bool nd_run_file_text(const char **text, size_t *size, const nd_run_file *run,
                             uint64_t n);

#ifdef __cplusplus
}
#endif

#endif
