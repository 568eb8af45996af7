/* Tokens and blocks of any bytes: ranges are monotone and inside, slices read the same,
 * every token lies in one block. A broken invariant aborts. */
#include <stdlib.h>
#include <string.h>

#include "text/blocks.h"
#include "text/token_builder.h"
#include "text/tokens.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds) {
    if (!holds) {
        abort();
    }
}

static void check_spelling(const nd__tokens *tokens, const char *text, size_t size) {
    nd__buffer spelt = {0};
    require(nd__tokens_normalise(&spelt, text, size, NULL) == ND_OK);
    require(nd__utf8_first_invalid(spelt.items, spelt.count) == spelt.count);
    size_t at = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const char *space = memchr(spelt.items + at, ' ', spelt.count - at);
        size_t end = space == NULL ? spelt.count : (size_t)(space - spelt.items);
        require(nd__word_hash(&tokens->key, spelt.items + at, end - at) ==
                tokens->hash[i]);
        at = end + 1;
    }
    require(tokens->count == 0 ? spelt.count == 0 : at == spelt.count + 1);
    nd__vector_clear(&spelt);
}

static void require_equal(const nd__tokens *a, const nd__tokens *b, int with_ranges) {
    require(a->count == b->count);
    if (a->count == 0) {
        return;
    }
    require(memcmp(a->hash, b->hash, a->count * sizeof *a->hash) == 0);
    if (with_ranges) {
        require(memcmp(a->begin, b->begin, a->count * sizeof *a->begin) == 0);
        require(memcmp(a->end, b->end, a->count * sizeof *a->end) == 0);
        require(memcmp(a->flags, b->flags, a->count) == 0);
    }
}

/* The short ways give what the builder gives for the whole text, also for words that were
 * read before. */
static void check_short_ways(const nd__tokens *tokens, const char *text, size_t size) {
    nd__tokens slow = {0}, other = {0};
    nd__token_builder builder = {.tokens = &slow, .key = tokens->key};
    require(nd__token_builder_read(&builder, text, 0, size) == ND_OK);
    nd__token_builder_clear(&builder);
    require_equal(&slow, tokens, 1);
    require(nd__tokens_read_hashes(&other, text, size, 1, NULL) == ND_OK);
    require_equal(&slow, &other, 0);
    require(nd__tokens_remember(&other, NULL) == ND_OK);
    for (int round = 0; round < 2; round++) {
        require(nd__tokens_read(&other, text, size, 1, NULL) == ND_OK);
        require_equal(&slow, &other, 1);
    }
    nd__tokens_clear(&slow);
    nd__tokens_clear(&other);
}

static void check_tokens(const nd__tokens *tokens, const char *text, size_t size) {
    nd__tokens slice = {0};
    uint64_t budget = 1 << 20; /* bytes read again, so that slices are not quadratic */
    for (size_t i = 0, last; i < tokens->count; i = last + 1) {
        last = i;
        for (;; last++) {
            require(tokens->begin[last] < tokens->end[last] && tokens->end[last] <= size);
            if (last + 1 == tokens->count) {
                break;
            }
            require(tokens->begin[last] <= tokens->begin[last + 1] &&
                    tokens->end[last] <= tokens->end[last + 1]);
            if (tokens->begin[last + 1] >= tokens->end[last]) {
                break;
            }
        }
        size_t length = tokens->end[last] - tokens->begin[i];
        if (length > budget) {
            break;
        }
        budget -= length;
        require(nd__tokens_read(&slice, text + tokens->begin[i], length, 1, NULL) ==
                ND_OK);
        require(slice.count == last - i + 1);
        require(memcmp(slice.hash, tokens->hash + i, slice.count * sizeof *slice.hash) ==
                0);
        uint64_t masked;
        require(nd__tokens_masked_hash(&masked, tokens, i, text, NULL) == ND_OK);
        if (last - i < 64)
            require(((tokens->flags[i] & ND__TOKEN_DIGIT) != 0) ==
                    (masked != tokens->hash[i]));
    }
    nd__tokens_clear(&slice);
}

static void check_blocks(const nd__tokens *tokens, const char *text, size_t size,
                         nd__block_mode mode) {
    nd__blocks blocks = {0};
    require(nd__blocks_cut(&blocks, text, size, tokens, mode, NULL) == ND_OK);
    size_t token = 0;
    uint32_t end = 0, line = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        const nd__block *b = &blocks.items[i];
        require(b->begin >= end && b->begin < b->end && b->end <= size);
        require(b->line >= line && b->line > 0);
        require(b->token_begin == token && b->token_end > b->token_begin);
        require(tokens->begin[b->token_begin] >= b->begin &&
                tokens->end[b->token_end - 1] <= b->end);
        token = b->token_end;
        end = b->end;
        line = b->line;
    }
    require(token == tokens->count);
    nd__vector_clear(&blocks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    nd__tokens tokens = {0};
    if (text == NULL) {
        return 0;
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    require(nd__tokens_read(&tokens, text, size, 1, NULL) == ND_OK);
    check_spelling(&tokens, text, size);
    check_short_ways(&tokens, text, size);
    check_tokens(&tokens, text, size);
    check_blocks(&tokens, text, size, ND__BLOCK_AUTO);
    check_blocks(&tokens, text, size, ND__BLOCK_LINE);
    check_blocks(&tokens, text, size, ND__BLOCK_BLANK);
    nd__tokens_clear(&tokens);
    free(text);
    return 0;
}
