/* Block keys: the hash of a block's tokens with runs of digits masked. */
#ifndef ND_TEXT_BLOCK_KEY_H
#define ND_TEXT_BLOCK_KEY_H

#include "text/tokens.h"

/* Of a block's token hashes, as they are. */
uint64_t nd__block_hash(const uint64_t *token_hash, size_t count);

/* Zero is ready; scratch of one thread. */
typedef struct nd__block_key_maker {
    nd__tokens tokens;
    nd__u64_vector masked;
} nd__block_key_maker;

/* Of tokens [begin, end) of text; has_digit: some of them has a digit. */
nd_status nd__block_key(uint64_t *out, nd__block_key_maker *maker,
                        const nd__tokens *tokens, size_t begin, size_t end,
                        bool has_digit, const char *text, nd_error *err);
/* Of all of a text, by seed 1. */
nd_status nd__block_key_of_text(uint64_t *out, nd__block_key_maker *maker,
                                const char *text, size_t size, nd_error *err);
void nd__block_key_maker_clear(nd__block_key_maker *maker);

#endif
