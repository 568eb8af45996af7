/* neardup: reading and writing run files, what a scan found.
 *
 * docs/formats.md has the file key by key. The functions that read values out are
 * shared-read, need no memory, never fail, and take constant time where nothing else is
 * said; `out` is always filled whole. An index must be less than its count. */
#ifndef NEARDUP_RUN_FILE_H
#define NEARDUP_RUN_FILE_H

#include <stdbool.h>

#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a scan found: from a run file, or from a scan in this process. Shared-read, but
 * for nd_run_file_load_texts. All strings and arrays that its functions give are borrowed
 * until nd_run_file_close; strings are UTF-8 and end in 0. */
typedef struct nd_run_file nd_run_file;

/** Why a document is superfluous. */
typedef enum nd_match_kind {
    ND_MATCH_EXACT = 0,    /**< the same tokens */
    ND_MATCH_NEAR = 1,     /**< Jaccard similarity at or above the threshold */
    ND_MATCH_CONTAINED = 2 /**< nearly all of it is in the kept document */
} nd_match_kind;

/** Why a copy is taken for the first one: its date is the least; it has most of what the
 * others have; it is the longest; it came first in the input. */
typedef enum nd_first_reason {
    ND_FIRST_DATE = 0,
    ND_FIRST_COVERAGE = 1,
    ND_FIRST_LENGTH = 2,
    ND_FIRST_ORDER = 3
} nd_first_reason;

/** Why a block is superfluous. */
typedef enum nd_block_kind {
    ND_BLOCK_REPEAT = 0,     /**< stands in the document more than once */
    ND_BLOCK_TEASER = 1,     /**< the cut-off beginning of another block */
    ND_BLOCK_BOILERPLATE = 2 /**< on many pages of the site */
} nd_block_kind;

/** A document by its id, and by its 0-based ordinal in the input, which is unique. */
typedef struct nd_run_document {
    const char *id;
    uint64_t n;
} nd_run_document;

/** A file that was scanned. */
typedef struct nd_run_input {
    const char *path;
    const char *digest; /**< XXH3-128 of the decompressed bytes, 32 hexadecimal digits */
    uint64_t bytes;     /**< decompressed */
    bool reference;     /**< compared against, never dropped */
} nd_run_input;

/** Documents that are alike, one of which is kept. */
typedef struct nd_run_group {
    uint64_t id;
    nd_match_kind kind; /**< the weakest of its members' */
    bool reprint;       /**< the same text on several sites */
    nd_run_document kept;
    size_t kept_member;       /**< which member is kept */
    size_t size;              /**< members */
    bool has_first;           /**< whether the next two are known; where reprint */
    size_t first_member;      /**< which member is likely the first that was published */
    nd_first_reason first_by; /**< why */
} nd_run_group;

/** Text bytes [kept_begin, kept_end) of the kept document equal, token by token,
 * [member_begin, member_end) of the member. */
typedef struct nd_run_span {
    uint64_t kept_begin, kept_end, member_begin, member_end;
} nd_run_span;

/** A document of a group. */
typedef struct nd_run_member {
    nd_run_document document;
    const char *site, *date; /**< NULL where unknown */
    uint64_t bytes;          /**< size of its text */
    bool kept, reference;
    /* For members that are not kept: */
    nd_match_kind kind;
    double jaccard;     /**< of its shingle set and the kept one's, in [0, 1], exact */
    double containment; /**< share of its shingles that the kept document has */
    const nd_run_span *spans; /**< [0..span_count-1] by member_begin; NULL where none */
    size_t span_count;
    const char *credits; /**< wire agencies that its text names, "AP, Reuters"; NULL: none
                            known */
} nd_run_member;

/** A document that is, or has, a reprint. */
typedef struct nd_run_source {
    nd_run_document document;
    const char *site, *date, *credits; /**< NULL where unknown */
} nd_run_source;

/** An edited copy of a text on another site, too different to be in a group with it. */
typedef struct nd_run_reprint {
    nd_run_source copy;
    nd_run_source of;   /**< likely the first */
    bool reference;     /**< the copy is one */
    nd_first_reason by; /**< why */
    double share;       /**< of the copy's running text that is in passages of both */
    double of_share;    /**< of the other's */
    const nd_run_span *spans; /**< the passages: kept_* in `of`, member_* in the copy;
                                 they are edited, not equal */
    size_t span_count;
} nd_run_reprint;

/** A site of which documents are dropped, or were likely published elsewhere first. */
typedef struct nd_run_site {
    const char *site;
    uint64_t documents; /**< read, without references */
    uint64_t dropped;   /**< of these */
    size_t of_count;    /**< sites that it has copies of */
} nd_run_site;

/** text[begin, end) of a document; line is 1-based. */
typedef struct nd_run_place {
    nd_run_document document;
    uint64_t begin, end, line;
} nd_run_place;

/** A block that is superfluous. */
typedef struct nd_run_block {
    nd_block_kind kind;
    nd_run_place at;
    bool has_of;
    nd_run_place of;   /**< what it repeats */
    double similarity; /**< negative: none */
    const char *site;  /**< NULL where unknown */
    uint64_t pages;    /**< pages of the site that have it; 0: not counted */
    double share;      /**< of the site's pages; negative: none */
    double score;      /**< how sure it is that this is boilerplate, (0, 1]; 1: so many
                          pages have it; 0: not known, or no boilerplate */
} nd_run_block;

/** Two documents that are alike, of whole texts; a share of a's shingles that b has, and
 * the other way. */
typedef struct nd_run_pair {
    nd_run_document a, b;
    double jaccard, containment_a, containment_b;
} nd_run_pair;

/** Text that stands in the corpus more than once. */
typedef struct nd_run_repeat {
    uint64_t id;
    uint64_t length; /**< bytes of its first place */
    uint64_t tokens; /**< 0: not counted */
    uint64_t count;  /**< all places of it */
    double
        similarity; /**< of the places, which are only alike; negative: they are equal */
    size_t place_count; /**< places that are listed, the first ones; 1 to count */
} nd_run_repeat;

/** text[begin, end) of a document, all of which stands elsewhere in the corpus, too.
 * Bytes: a range may begin or end within a UTF-8 character. */
typedef struct nd_run_range {
    nd_run_document document;
    uint64_t begin, end;
    size_t later_count; /**< parts of it that an earlier place has */
} nd_run_range;

/** Sums over a run. */
typedef struct nd_run_totals {
    uint64_t documents, bytes; /**< read, references too */
    uint64_t groups, dropped_documents, dropped_bytes;
    uint64_t blocks, pairs, skipped; /**< skipped: rows and files that were not read */
    uint64_t dropped_kind[3];        /**< by nd_match_kind */
    uint64_t block_kind[3];          /**< by nd_block_kind */
    uint64_t block_bytes[3];
    bool has_spans, has_ranges; /**< they were looked for */
    bool has_reprints;          /**< edited copies were looked for */
    uint64_t reprints, sites;
    uint64_t spans, ranges;
    uint64_t repeated_bytes; /**< in ranges */
    uint64_t later_bytes;    /**< in their later parts */
    uint64_t revisits; /**< copies of pages that WARC files note without their text; not
                            in documents */
} nd_run_totals;

/** Reads the run file at path ("-": standard input) whole and checks it.
 *
 * @return ND_OK; ND_E_IO; ND_E_FORMAT for a file that is cut short, damaged or has values
 * out of range; ND_E_UNSUPPORTED for another schema: all name the line and what to do;
 * ND_E_NOMEM. *out is set only by ND_OK.
 *
 * Ownership: the caller's, for nd_run_file_close. Threads: any. Cost: time and memory
 * O(file), and sorting what it names. */
ND_API ND_MUST_CHECK nd_status nd_run_file_open(nd_run_file **out, const char *path,
                                                nd_error *err);
/** The same from bytes [0..size-1], which are not kept; `name` stands in messages. */
ND_API ND_MUST_CHECK nd_status nd_run_file_parse(nd_run_file **out, const char *bytes,
                                                 size_t size, const char *name,
                                                 nd_error *err);
/** Writes it to path ("-": standard output), whole or not at all: under another name
 * beside it first, flushed to the disk, then renamed. A file that is there is replaced.
 *
 * @return ND_OK; ND_E_IO: then the old file is as it was; ND_E_NOMEM.
 * Threads: shared-read for the run. Cost: O(findings). The bytes depend on the findings
 * alone. */
ND_API ND_MUST_CHECK nd_status nd_run_file_write(const nd_run_file *run, const char *path,
                                                 nd_error *err);
/** Frees it, and closes the inputs of a scan. NULL is fine. */
ND_API void nd_run_file_close(nd_run_file *run);

/** The tool that made it; below, its version. */
ND_API const char *nd_run_file_tool(const nd_run_file *run);
ND_API const char *nd_run_file_version(const nd_run_file *run);
/** Parameters of the scan, in the order of the file. */
ND_API size_t nd_run_file_param_count(const nd_run_file *run);
/** Key of parameter i; *json is its value as JSON text. */
ND_API const char *nd_run_file_param(const nd_run_file *run, size_t i, const char **json);
/** Files that were scanned, in input order, references last. */
ND_API size_t nd_run_file_input_count(const nd_run_file *run);
ND_API void nd_run_file_input(nd_run_input *out, const nd_run_file *run, size_t i);
ND_API void nd_run_file_totals(nd_run_totals *out, const nd_run_file *run);

/** Groups, by the kept document's place in the input, and the members of each. */
ND_API size_t nd_run_file_group_count(const nd_run_file *run);
ND_API void nd_run_file_group(nd_run_group *out, const nd_run_file *run, size_t i);
ND_API void nd_run_file_member(nd_run_member *out, const nd_run_file *run, size_t group,
                               size_t member);
/** Blocks are in the order of the file: by document, then by place. */
ND_API size_t nd_run_file_block_count(const nd_run_file *run);
ND_API void nd_run_file_block(nd_run_block *out, const nd_run_file *run, size_t i);
/** Pairs, a before b in the input: first those of equal texts. Each stands once; none
 * where the scan was not asked for them. */
ND_API size_t nd_run_file_pair_count(const nd_run_file *run);
ND_API void nd_run_file_pair(nd_run_pair *out, const nd_run_file *run, size_t i);

/** Edited copies, by the copy's place in the input. */
ND_API size_t nd_run_file_reprint_count(const nd_run_file *run);
ND_API void nd_run_file_reprint(nd_run_reprint *out, const nd_run_file *run, size_t i);
/** Sites, in the order in which they were met; and those that site i has copies of, most
 * first: *documents of its documents were likely published by *of first. */
ND_API size_t nd_run_file_site_count(const nd_run_file *run);
ND_API void nd_run_file_site(nd_run_site *out, const nd_run_file *run, size_t i);
ND_API void nd_run_file_site_of(const char **of, uint64_t *documents,
                                const nd_run_file *run, size_t i, size_t k);

/** Does every site keep at least this share of its documents, (0, 1], when those of
 * groups are dropped? @return ND_OK; ND_E_LIMIT where one does not: the message names it;
 * ND_E_ARG.
 */
ND_API ND_MUST_CHECK nd_status nd_run_file_check_sites(const nd_run_file *run,
                                                       double share, nd_error *err);

/** Repeated texts ("span" in the file), and the listed places of each. */
ND_API size_t nd_run_file_repeat_count(const nd_run_file *run);
ND_API void nd_run_file_repeat(nd_run_repeat *out, const nd_run_file *run, size_t i);
ND_API void nd_run_file_repeat_place(nd_run_place *out, const nd_run_file *run,
                                     size_t repeat, size_t place);
/** Ranges, by document n, then by begin; they do not overlap. */
ND_API size_t nd_run_file_range_count(const nd_run_file *run);
ND_API void nd_run_file_range(nd_run_range *out, const nd_run_file *run, size_t i);
/** Bytes [*begin, *end) of later part `part` of range i; ascending, apart. */
ND_API void nd_run_file_range_later(uint64_t *begin, uint64_t *end,
                                    const nd_run_file *run, size_t i, size_t part);
/** Ranges of document n are *first .. *first + *count - 1. O(log ranges). */
ND_API void nd_run_file_ranges_of(size_t *first, size_t *count, const nd_run_file *run,
                                  uint64_t n);

/** The documents that findings name, sorted by id, then by n. */
ND_API size_t nd_run_file_document_count(const nd_run_file *run);
ND_API void nd_run_file_document(nd_run_document *out, const nd_run_file *run, size_t i);
/** First document with this id: *first, and how many there are: *count (0 where no
 * finding names it). O(log documents). */
ND_API void nd_run_file_find(size_t *first, size_t *count, const nd_run_file *run,
                             const char *id);
/** The group that document n is a member of, from group `from` on. False: none.
 * O(log members). */
ND_API bool nd_run_file_group_of(size_t *group, size_t *member, const nd_run_file *run,
                                 uint64_t n, size_t from);
/** Blocks of document n are *first .. *first + *count - 1 of nd_run_file_block_of.
 * O(log blocks). */
ND_API void nd_run_file_blocks_of(size_t *first, size_t *count, const nd_run_file *run,
                                  uint64_t n);
/** The i-th block in the order of (document n, begin). */
ND_API void nd_run_file_block_of(nd_run_block *out, const nd_run_file *run, size_t i);

#ifdef __cplusplus
}
#endif

#endif
