/* The token stream of a document, with its way back to the original bytes. */
#ifndef ND_TEXT_TOKENS_H
#define ND_TEXT_TOKENS_H

#include "base/memory.h"
#include "text/word_hash.h"

#define ND__TOKEN_LETTER 1u /* has a letter */
#define ND__TOKEN_DIGIT 2u  /* has a decimal digit (category Nd) */
#define ND__TOKEN_SINGLE 4u /* one code point of a script without spaces */

/* Words past ASCII that were read before, with what became of them. */
typedef struct nd__word_memo nd__word_memo;

/* Arrays [0..count-1]. Token i is the word whose normalised UTF-8 has hash[i]
 * (word_hash.h, seeded); it came from text[begin[i] .. end[i]). begin and end never
 * decrease; begin[i] < end[i]. Ranges may overlap: one character can give several tokens,
 * and marks that stood out of canonical order share a range. Below, a border is a place
 * that no range straddles. */
typedef struct nd__tokens {
    uint64_t *hash;
    uint32_t *begin;
    uint32_t *end;
    uint8_t *flags;
    size_t count;
    size_t capacity;
    nd__word_key key;    /* what they were hashed with */
    nd__word_memo *memo; /* NULL: nothing is remembered */
} nd__tokens;

void nd__tokens_clear(nd__tokens *tokens);

/* From now on words past ASCII are remembered from one text to the next: some 260 KB,
 * worth it for whoever reads many texts. Results are the same. */
nd_status nd__tokens_remember(nd__tokens *tokens, nd_error *err);

/* Replaces *out by the tokens of text, which must be valid UTF-8 of less than 4 GiB
 * (ND_E_LIMIT). Reuses the arrays. Invalid bytes are no error here: they separate tokens.
 */
nd_status nd__tokens_read(nd__tokens *out, const char *text, size_t size, uint64_t seed,
                          nd_error *err);

/* The same, but only count and hash are filled: half the cost. */
nd_status nd__tokens_read_hashes(nd__tokens *out, const char *text, size_t size,
                                 uint64_t seed, nd_error *err);

/* Appends the tokens of text[begin .. end-1], which no token of the text straddles, to
 * those that *out has of the same text and seed; their ranges are of the text. */
nd_status nd__tokens_add(nd__tokens *out, const char *text, size_t begin, size_t end,
                         uint64_t seed, nd_error *err);

/* The same, but only count and hash are filled. */
nd_status nd__tokens_add_hashes(nd__tokens *out, const char *text, size_t begin,
                                size_t end, uint64_t seed, nd_error *err);

/* Appends the normalised UTF-8 of the tokens in text, one space between two, to *out. For
 * a slice that starts and ends at token borders this is exactly what was hashed. */
nd_status nd__tokens_normalise(nd__buffer *out, const char *text, size_t size,
                               nd_error *err);

/* Hash of token i of `tokens` (read from `text`) with each run of decimal
 * digits replaced by one '#'. Equal to hash[i] where it has none. */
nd_status nd__tokens_masked_hash(uint64_t *out, const nd__tokens *tokens, size_t i,
                                 const char *text, nd_error *err);

#endif
