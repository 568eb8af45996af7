/* neardup: a text as tokens, shingles and blocks, with the way back to its bytes. */
#ifndef NEARDUP_TEXT_H
#define NEARDUP_TEXT_H

#include "neardup/fingerprint.h"
#include "neardup/scan.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct nd_text_options {
    uint32_t version;   /**< set by nd_text_options_init */
    uint32_t shingle;   /**< n, tokens of a shingle, 1 to 32; default 5 */
    uint64_t seed;      /**< of the token hashes; default 1 */
    nd_block_cut block; /**< how blocks are cut; default ND_BLOCK_AUTO */
} nd_text_options;

/** A text that was read. Shared-read. */
typedef struct nd_text nd_text;

/** A paragraph or line: text [begin, end), its tokens [token_begin, token_end). */
typedef struct nd_text_block {
    size_t begin, end;
    size_t line; /**< 1-based line of begin */
    size_t token_begin, token_end;
} nd_text_block;

ND_API void nd_text_options_init(nd_text_options *out);

/** Reads text [0..size-1], UTF-8, less than 4 GiB: normalises (NFKC, case folded, accents
 *  dropped), cuts it into tokens and blocks, hashes the tokens and the shingles. Bytes
 * that are not UTF-8 separate tokens. options may be NULL: the defaults.
 *  @return ND_OK; ND_E_ARG naming the option; ND_E_LIMIT; ND_E_NOMEM.
 *  Ownership: *out is the caller's, nd_text_destroy; the text is not kept.
 *  Cost: O(size), about 25 bytes of memory a token and 8 a shingle.
 *  Source: docs/algorithms/text.md. */
ND_API ND_MUST_CHECK nd_status nd_text_create(nd_text **out,
                                              const nd_text_options *options,
                                              const char *text, size_t size,
                                              nd_error *err);
/** NULL is fine. */
ND_API void nd_text_destroy(nd_text *text);

/** Tokens, count of them; hash, begin and end are arrays [0..count-1] by nd_text_hashes,
 *  nd_text_begins and nd_text_ends: token i came from the bytes [begin[i], end[i]) of the
 *  original. begin and end never decrease. Borrowed. */
ND_API size_t nd_text_token_count(const nd_text *text);
ND_API const uint64_t *nd_text_hashes(const nd_text *text);
ND_API const uint32_t *nd_text_begins(const nd_text *text);
ND_API const uint32_t *nd_text_ends(const nd_text *text);

/** Blocks in order; those without a token are left out. i is less than the count. */
ND_API size_t nd_text_block_count(const nd_text *text);
ND_API void nd_text_block_at(nd_text_block *out, const nd_text *text, size_t i);

/** The set of shingles, sorted, without repeats: for nd_similarity_sets, nd_minhash_sign
 *  and nd_simhash. A text of fewer than n tokens is one shingle, of none has none.
 *  Borrowed. */
ND_API const uint64_t *nd_text_shingles(const nd_text *text, size_t *count);
/** The same of block i, into set [0..capacity-1], which must have room for as many as the
 *  block has tokens. Returns how many. One thread at a time for one set. Cost O(tokens).
 */
ND_API size_t nd_text_block_shingles(uint64_t *set, size_t capacity, const nd_text *text,
                                     size_t i);
/** Digest of the whole text's tokens, and of block i's. */
ND_API nd_digest nd_text_digest(const nd_text *text);
ND_API nd_digest nd_text_block_digest(const nd_text *text, size_t i);

#ifdef __cplusplus
}
#endif

#endif
