/* The public view of a text: tokens, blocks and shingles made once, then only read. */
#include "neardup/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/radix_sort.h"
#include "text/blocks.h"
#include "text/shingles.h"
#include "text/tokens.h"

#define OPTIONS_VERSION 1
#define MOST_SHINGLE 32

struct nd_text {
    nd__tokens tokens;
    nd__blocks blocks;
    nd__u64_vector shingles; /* sorted set */
    unsigned shingle;
};

void nd_text_options_init(nd_text_options *out) {
    memset(out, 0, sizeof *out);
    out->version = OPTIONS_VERSION;
    out->shingle = 5;
    out->seed = 1;
    out->block = ND_BLOCK_AUTO;
}

static nd_status check_options(const nd_text_options *options, nd_error *err) {
    if (options->version != OPTIONS_VERSION) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "unknown version of nd_text_options; call nd_text_options_init first");
    }
    if (options->shingle < 1 || options->shingle > MOST_SHINGLE) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "shingle is %u; it must be 1 to %d tokens",
                        (unsigned)options->shingle, MOST_SHINGLE);
    }
    if ((unsigned)options->block > ND_BLOCK_BLANK) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "block is %d; it must be 0 to 2",
                        (int)options->block);
    }
    return ND_OK;
}

/* Replaces *out by the sorted set of the shingles of tokens [begin, end). */
static nd_status make_shingles(nd__u64_vector *out, const nd_text *text, nd_error *err) {
    size_t count = nd__shingles_count(text->tokens.count, text->shingle);
    ND_TRY(nd__vector_reserve(out, count, err));
    uint64_t *scratch = nd__allocate(count, sizeof *scratch);
    if (scratch == NULL) {
        return nd__fail_memory(err);
    }
    nd__shingles_hash(out->items, text->tokens.hash, text->tokens.count, text->shingle);
    out->count = nd__shingles_make_set(out->items, count, scratch);
    free(scratch);
    return ND_OK;
}

nd_status nd_text_create(nd_text **out, const nd_text_options *options, const char *text,
                         size_t size, nd_error *err) {
    nd_text_options defaults;
    nd_text_options_init(&defaults);
    options = options == NULL ? &defaults : options;
    ND_TRY(check_options(options, err));
    nd_text *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return nd__fail_memory(err);
    }
    made->shingle = options->shingle;
    nd_status status = nd__tokens_read(&made->tokens, text, size, options->seed, err);
    if (status >= 0) {
        status = nd__blocks_cut(&made->blocks, text, size, &made->tokens,
                                (nd__block_mode)options->block, err);
    }
    if (status >= 0) {
        status = make_shingles(&made->shingles, made, err);
    }
    if (status < 0) {
        nd_text_destroy(made);
        return status;
    }
    *out = made;
    return ND_OK;
}

void nd_text_destroy(nd_text *text) {
    if (text != NULL) {
        nd__tokens_clear(&text->tokens);
        nd__vector_clear(&text->blocks);
        nd__vector_clear(&text->shingles);
        free(text);
    }
}

size_t nd_text_token_count(const nd_text *text) {
    return text->tokens.count;
}

const uint64_t *nd_text_hashes(const nd_text *text) {
    return text->tokens.hash;
}

const uint32_t *nd_text_begins(const nd_text *text) {
    return text->tokens.begin;
}

const uint32_t *nd_text_ends(const nd_text *text) {
    return text->tokens.end;
}

size_t nd_text_block_count(const nd_text *text) {
    return text->blocks.count;
}

void nd_text_block_at(nd_text_block *out, const nd_text *text, size_t i) {
    const nd__block *block = &text->blocks.items[i];
    *out = (nd_text_block){block->begin, block->end, block->line, block->token_begin,
                           block->token_end};
}

const uint64_t *nd_text_shingles(const nd_text *text, size_t *count) {
    *count = text->shingles.count;
    return text->shingles.items;
}

/* Heap sort: no scratch, whatever the size of the block. */
static void sift_down(uint64_t *set, size_t at, size_t count) {
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && set[child] < set[child + 1];
        if (set[at] >= set[child]) {
            return;
        }
        uint64_t keep = set[at];
        set[at] = set[child];
        set[child] = keep;
    }
}

static void sort_in_place(uint64_t *set, size_t count) {
    for (size_t at = count / 2; at-- > 0;) {
        sift_down(set, at, count);
    }
    for (size_t end = count; end-- > 1;) {
        uint64_t keep = set[0];
        set[0] = set[end];
        set[end] = keep;
        sift_down(set, 0, end);
    }
}

size_t nd_text_block_shingles(uint64_t *set, size_t capacity, const nd_text *text,
                              size_t i) {
    const nd__block *block = &text->blocks.items[i];
    size_t tokens = block->token_end - block->token_begin;
    size_t count = nd__shingles_count(tokens, text->shingle);
    if (count > capacity) {
        return 0;
    }
    nd__shingles_hash(set, text->tokens.hash + block->token_begin, tokens, text->shingle);
    sort_in_place(set, count);
    return nd__unique_u64(set, count);
}

nd_digest nd_text_digest(const nd_text *text) {
    return nd_digest_tokens(text->tokens.hash, text->tokens.count);
}

nd_digest nd_text_block_digest(const nd_text *text, size_t i) {
    const nd__block *block = &text->blocks.items[i];
    return nd_digest_tokens(text->tokens.hash + block->token_begin,
                            block->token_end - block->token_begin);
}
