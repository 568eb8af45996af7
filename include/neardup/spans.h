/* neardup: the exact repeats of a whole corpus, and passages that survive editing.
 *
 * nd_spans_options_init, change what is to differ, nd_spans, read what was found by the
 * functions of run_file.h (repeats, ranges), nd_run_file_close. To remove spans together
 * with documents and blocks: nd_scan, nd_run_file_find_ranges, nd_clean. */
#ifndef NEARDUP_SPANS_H
#define NEARDUP_SPANS_H

#include "neardup/run_file.h"
#include "neardup/scan.h"
#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the length of a repeat is counted in: tokens of the normalised text, or bytes. */
typedef enum nd_span_unit { ND_SPAN_TOKENS, ND_SPAN_BYTES } nd_span_unit;
/** What is made of the repeats. REPEATS: each with its places; RANGES: for each document
 * what of it stands elsewhere, too; COUNT: only sums (nd_run_totals). */
typedef enum nd_span_output {
    ND_SPANS_REPEATS,
    ND_SPANS_RANGES,
    ND_SPANS_COUNT
} nd_span_output;
/** How they are found; both give the same. SEEDS: fast. SUFFIX_ARRAY: a suffix array over
 * everything, 10 to 30 bytes of memory a byte. */
typedef enum nd_span_method { ND_SPANS_SEEDS, ND_SPANS_SUFFIX_ARRAY } nd_span_method;

/** How repeats are searched. Read only during nd_spans; strings are borrowed for it. */
typedef struct nd_spans_options {
    uint32_t version; /**< set by nd_spans_options_init */
    nd_input_options input;
    uint32_t min_length; /**< of a repeat, 1 to 1048576 units; default 25 */
    nd_span_unit unit;   /**< default ND_SPAN_TOKENS */
    nd_span_output output;
    nd_span_method method;
    int exact;           /**< repeats are not chained into passages */
    uint32_t max_gap;    /**< tokens between two parts of a passage, on each side, 0 to
                              10000; default 50 */
    uint32_t max_places; /**< that are listed of a repeat, 2 or more; default 100 */
    uint32_t top; /**< only that many repeats, those that save most bytes; 0: all */
    const char *pairs_file; /**< two ids a line, apart by a tab or else by blanks: only
                                 these pairs are searched, and short common pieces, too;
                                 NULL: everything with everything */
    uint64_t seed;          /**< of the token hashes; default 1 */
    uint64_t memory;  /**< bytes to get along with, about; 0: no limit. Past it texts and
                           what is found are in temporary files, these as long as the
                           run is open; some 60 bytes a document and a repeat are not.
                           Changes no result */
    uint32_t threads; /**< 0: the processors there are */
    /** Called now and then from one thread at a time; not 0 stops the search
     * (ND_E_CANCELLED). May be NULL. */
    int (*progress)(const nd_progress *progress, void *payload);
    void *progress_payload;
} nd_spans_options;

/** Fills in the defaults. Threads: any. */
ND_API void nd_spans_options_init(nd_spans_options *out);

/** Finds text that stands in the inputs more than once.
 *
 * Exactly: an element (token or byte) of a document is repeated if a run of min_length
 * elements of this document that covers it stands in the corpus at another place, too.
 * Repeats are the maximal ones: extended to either side they would lose a place; listed
 * by first place, longest first, never across documents; where bytes are counted, places
 * are narrowed to whole characters. Unless options->exact, and for tokens only, repeats
 * that lie in order in two documents are chained into passages, with a similarity.
 *
 * @param inputs [0..count-1] paths of files and folders, or "-"
 * @return ND_OK; ND_E_ARG naming the option out of range; ND_E_IO; ND_E_FORMAT where no
 * document was read, or the pairs file names one that there is not; ND_E_NOMEM;
 * ND_E_LIMIT; ND_E_CANCELLED. *out is set only by ND_OK.
 *
 * nd_run_file_text has the texts of the repeats that save most, for who shows them, up to
 * 32 documents and 64 MiB.
 *
 * Ownership: *out is the caller's, for nd_run_file_close.
 * Threads: searches may run beside each other. The result does not depend on their
 * number.
 * Cost: linear time; holds the texts, for tokens 8 bytes a token too, and about half a
 * byte a byte.
 * Source: docs/algorithms/spans.md and passages.md. */
ND_API ND_MUST_CHECK nd_status nd_spans(nd_run_file **out, const char *const *inputs,
                                        size_t count, const nd_spans_options *options,
                                        nd_error *err);

/** How the ranges of a scanned corpus are found. Read only during the call. */
typedef struct nd_ranges_options {
    uint32_t version;    /**< set by nd_ranges_options_init */
    uint32_t min_length; /**< of a repeat, 1 to 1048576 units; default 25 */
    nd_span_unit unit;   /**< default ND_SPAN_TOKENS */
    /** What clean is going to remove beside spans; default all. It is not searched, and
     * nothing is cut because it stands there. */
    bool documents, repeats, teasers, boilerplate;
    bool reprints;    /**< the same; default false */
    uint64_t seed;    /**< of the token hashes; default 1 */
    uint64_t memory;  /**< as in nd_spans_options */
    uint32_t threads; /**< 0: the processors there are */
    /** As in nd_spans_options. */
    int (*progress)(const nd_progress *progress, void *payload);
    void *progress_payload;
} nd_ranges_options;

/** Fills in the defaults. Threads: any. */
ND_API void nd_ranges_options_init(nd_ranges_options *out);

/** Adds to a run of nd_scan the ranges of what is left of its documents: what nd_spans
 * would find in them after a clean by options. So documents, blocks and spans are removed
 * by one nd_clean, whose options must name no more than these.
 *
 * A text is not followed over a block that goes. References count as earlier than all
 * other documents; they have no ranges themselves.
 *
 * @param run of nd_scan in this process, without ranges
 * @return ND_OK; ND_E_ARG naming the option out of range, or for another run; ND_E_NOMEM;
 * ND_E_LIMIT; ND_E_CANCELLED. After a failure the run has no ranges.
 *
 * Threads: one at a time, nothing else beside it on this run. The result does not depend
 * on options->threads.
 * Cost: linear time; for bytes a copy of the texts, for tokens 8 bytes a token, and about
 * half a byte a byte. Source: docs/algorithms/removal.md. */
ND_API ND_MUST_CHECK nd_status nd_run_file_find_ranges(nd_run_file *run,
                                                       const nd_ranges_options *options,
                                                       nd_error *err);

#ifdef __cplusplus
}
#endif

#endif
