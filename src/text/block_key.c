#include "text/block_key.h"

#include <string.h>

#include "base/hash.h"

uint64_t nd__block_hash(const uint64_t *token_hash, size_t count) {
    return nd__hash64(token_hash, count * sizeof *token_hash, 0);
}

nd_status nd__block_key(uint64_t *out, nd__block_key_maker *maker,
                        const nd__tokens *tokens, size_t begin, size_t end,
                        bool has_digit, const char *text, nd_error *err) {
    const uint64_t *hash = tokens->hash + begin;
    size_t count = end - begin;
    if (has_digit) {
        ND_TRY(nd__vector_reserve(&maker->masked, count, err));
        memcpy(maker->masked.items, hash, count * sizeof *hash);
        for (size_t i = 0; i < count; i++) {
            if ((tokens->flags[begin + i] & ND__TOKEN_DIGIT) != 0) {
                ND_TRY(nd__tokens_masked_hash(&maker->masked.items[i], tokens, begin + i,
                                              text, err));
            }
        }
        hash = maker->masked.items;
    }
    *out = nd__block_hash(hash, count);
    return ND_OK;
}

nd_status nd__block_key_of_text(uint64_t *out, nd__block_key_maker *maker,
                                const char *text, size_t size, nd_error *err) {
    bool has_digit = false;
    ND_TRY(nd__tokens_remember(&maker->tokens, err));
    ND_TRY(nd__tokens_read(&maker->tokens, text, size, 1, err));
    for (size_t i = 0; i < maker->tokens.count; i++) {
        has_digit = has_digit || (maker->tokens.flags[i] & ND__TOKEN_DIGIT) != 0;
    }
    return nd__block_key(out, maker, &maker->tokens, 0, maker->tokens.count, has_digit,
                         text, err);
}

void nd__block_key_maker_clear(nd__block_key_maker *maker) {
    nd__tokens_clear(&maker->tokens);
    nd__vector_clear(&maker->masked);
}
