/* neardup: the frames of sites, learnt from many pages and taken off one page at a time.
 */
#ifndef NEARDUP_BOILERPLATE_H
#define NEARDUP_BOILERPLATE_H

#include "neardup/scan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the pages of sites share: menus, notices, footers. Shared-read. */
typedef struct nd_site_frames nd_site_frames;

/** What is known of one site; the name is borrowed from the frames. */
typedef struct nd_known_site {
    const char *name;
    uint64_t pages;  /**< different ones that were seen */
    uint64_t blocks; /**< that stand on two of them or more */
} nd_known_site;

/** Scans inputs for the frames of their sites, as nd_scan does with these options
 *  (min_pages and min_share among them), and keeps what they have in common.
 *  @return as nd_scan; ND_E_FORMAT also where no site has two different pages.
 *  Ownership: *out is the caller's, nd_site_frames_destroy. Cost: that of nd_scan with
 *  ND_UNIT_BLOCK and of matching the pages of each site; the result holds at most 2000
 *  blocks a site. Source: docs/algorithms/blocks.md. */
ND_API ND_MUST_CHECK nd_status nd_boilerplate_learn(nd_site_frames **out,
                                                    const char *const *inputs,
                                                    size_t count,
                                                    const nd_scan_options *options,
                                                    nd_error *err);
/** Writes them to a file of JSON lines ("-": standard output), which appears whole or not
 *  at all; and reads one. ND_E_IO, ND_E_NOMEM; ND_E_FORMAT naming the line,
 *  ND_E_UNSUPPORTED for another version's. */
ND_API ND_MUST_CHECK nd_status nd_site_frames_write(const nd_site_frames *frames,
                                                    const char *path, nd_error *err);
ND_API ND_MUST_CHECK nd_status nd_site_frames_open(nd_site_frames **out, const char *path,
                                                   nd_error *err);
/** NULL is fine. */
ND_API void nd_site_frames_destroy(nd_site_frames *frames);
ND_API size_t nd_site_frames_count(const nd_site_frames *frames);
/** Site i, less than the count. */
ND_API void nd_site_frames_site(nd_known_site *out, const nd_site_frames *frames,
                                size_t i);

typedef struct nd_page_cleaner_options {
    uint32_t version; /**< set by nd_page_cleaner_options_init */
    nd_input_options
        input;        /**< format: ND_FORMAT_JSONL or ND_FORMAT_HTML; AUTO is JSONL */
    const char *site; /**< the site of all pages; NULL: each as its address says */
    double threshold; /**< score from which a block is frame, (0, 1] */
    /** Called for each page of nd_boilerplate_apply; not 0 stops it (ND_E_CANCELLED). May
     * be NULL. */
    int (*progress)(const nd_progress *progress, void *payload);
    void *progress_payload;
} nd_page_cleaner_options;

ND_API void nd_page_cleaner_options_init(nd_page_cleaner_options *out);

/** Takes frames off pages. One thread at a time. */
typedef struct nd_page_cleaner nd_page_cleaner;

/** What was done to a page. */
typedef struct nd_cleaned_page {
    const char
        *row; /**< [0..size-1] the page without its frame; borrowed until the next */
    size_t size;
    uint64_t removed_blocks, removed_bytes; /**< of row */
    bool is_page;                           /**< false: no document, passed on as it is */
    bool known_site;                        /**< something is known of its site */
} nd_cleaned_page;

/** The frames are borrowed until the cleaner goes. ND_E_ARG, ND_E_NOMEM. */
ND_API ND_MUST_CHECK nd_status
nd_page_cleaner_create(nd_page_cleaner **out, const nd_site_frames *frames,
                       const nd_page_cleaner_options *options, nd_error *err);
ND_API void nd_page_cleaner_destroy(nd_page_cleaner *cleaner);
/** Takes the frame off one page: a JSONL row, with or without its line end, or an HTML
 *  page, which becomes a JSONL row. Everything but the removed blocks stays byte for
 * byte. A row that is no document is passed on, and options->input.notice says why.
 *  @param name where the page comes from, for notices and ids. ND_E_NOMEM.
 *  Cost: O(size). */
ND_API ND_MUST_CHECK nd_status nd_page_cleaner_clean(nd_cleaned_page *out,
                                                     nd_page_cleaner *cleaner,
                                                     const char *name, uint64_t line,
                                                     const char *page, size_t size,
                                                     nd_error *err);

typedef struct nd_boilerplate_result {
    uint64_t pages;         /**< read */
    uint64_t unknown_pages; /**< of them, of sites that nothing is known of */
    uint64_t bad;           /**< rows that are no document; they are passed on */
    uint64_t removed_blocks, removed_bytes;
} nd_boilerplate_result;

/** Takes the frames off the pages of a stream: each row of `input` (a JSONL file, plain,
 * or
 *  "-": standard input; with options->input.format ND_FORMAT_HTML also one HTML page)
 * goes to `output` ("-": standard output, at once, row by row; else a file that appears
 * whole or not at all). *out is filled as far as it went. ND_E_ARG, ND_E_IO, ND_E_NOMEM.
 * Cost: memory for one page. */
ND_API ND_MUST_CHECK nd_status nd_boilerplate_apply(
    nd_boilerplate_result *out, const nd_site_frames *frames, const char *input,
    const char *output, const nd_page_cleaner_options *options, nd_error *err);

#ifdef __cplusplus
}
#endif

#endif
