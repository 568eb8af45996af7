/* neardup: two texts compared, with the exact passages that they share. */
#ifndef NEARDUP_COMPARE_H
#define NEARDUP_COMPARE_H

#include <stdbool.h>

#include "neardup/fingerprint.h"
#include "neardup/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A shared passage: half-open byte ranges in the two original texts. The ranges hold the
 * same tokens after normalisation; their bytes may differ in case, spaces and
 * punctuation. */
typedef struct nd_overlap {
    size_t a_begin, a_end;
    size_t b_begin, b_end;
} nd_overlap;

/** A passage: bytes [a_begin, a_end) and [b_begin, b_end), which share text although it
 * was edited, reworded or shuffled. */
typedef struct nd_passage {
    size_t a_begin, a_end;
    size_t b_begin, b_end;
    double similarity; /**< tokens that both sides have / tokens of the longer side */
    bool exact;        /**< both sides have the same tokens in the same order */
} nd_passage;

#define ND_COMPARE_OPTIONS_VERSION 1

/** How two texts are compared. */
typedef struct nd_compare_options {
    uint32_t version;  /**< set by nd_compare_options_init */
    uint32_t shingle;  /**< n, tokens a shingle, 1 to 64; default 5 */
    uint32_t min_span; /**< least length of an overlap in tokens, from 1; default 20 */
    uint64_t seed;     /**< of the token hashes; default 1 */
} nd_compare_options;

/** What comparing came to. Shared-read. */
typedef struct nd_comparison nd_comparison;

/** Fills in the defaults. Threads: any. */
ND_API void nd_compare_options_init(nd_compare_options *out);

/** Compares text a [0..a_size-1] with b [0..b_size-1], UTF-8, each less than 4 GiB; they
 * need not end in 0 and are not kept. Bytes that are not UTF-8 separate tokens. options
 * may be NULL: the defaults.
 * @return ND_OK; ND_E_ARG where an option is out of its range; ND_E_LIMIT where a text is
 * too long; ND_E_NOMEM. After a failure *out is NULL.
 * Ownership: *out is the caller's, for nd_comparison_destroy. Threads: any.
 * Cost: O(a + b) for reading and O(n log n) for n tokens; about 50 bytes a token while it
 * works.
 * Source: docs/algorithms/spans.md. */
ND_API ND_MUST_CHECK nd_status nd_comparison_create(nd_comparison **out,
                                                    const nd_compare_options *options,
                                                    const char *a, size_t a_size,
                                                    const char *b, size_t b_size,
                                                    nd_error *err);
/** Frees it. NULL is allowed. */
ND_API void nd_comparison_destroy(nd_comparison *comparison);

/** Exact similarity of the two sets of shingles. This and the functions below are
 * shared-read, O(1), and never fail. */
ND_API nd_similarity nd_comparison_similarity(const nd_comparison *comparison);
/** Whether the two texts have the same tokens in the same order; true where neither has
 * any. */
ND_API bool nd_comparison_equal(const nd_comparison *comparison);
/** Tokens of each text. */
ND_API size_t nd_comparison_tokens_a(const nd_comparison *comparison);
ND_API size_t nd_comparison_tokens_b(const nd_comparison *comparison);

/** All passages of b, of at least min_span tokens, that a has too and that can be
 * extended neither way; [0..*count-1] by b_begin, none inside another, but two may cross.
 * Where a has the passage in several places, the one that goes on from the overlap before
 * it, else the first. Ownership: borrowed, until nd_comparison_destroy; NULL where there
 * are none. */
ND_API const nd_overlap *nd_comparison_overlaps(const nd_comparison *comparison,
                                                size_t *count);

/** What the two texts share, with what was edited between: overlaps in order with short
 * gaps, and places where rare tokens lie dense in both, [0..*count-1] by a_begin; of
 * at least min_span tokens; no two overlap on both sides. Ownership: as above.
 * Source: docs/algorithms/passages.md. */
ND_API const nd_passage *nd_comparison_passages(const nd_comparison *comparison,
                                                size_t *count);

#ifdef __cplusplus
}
#endif

#endif
