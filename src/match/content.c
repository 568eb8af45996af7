#include "match/content.h"

static bool has_frame(const nd__corpus *corpus, const nd__document *document) {
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        if ((corpus->blocks.items[b].flags & ND__BLOCK_FRAME) != 0) {
            return true;
        }
    }
    return false;
}

/* Tokens and blocks are both in text order: one pass over each. */
static void drop_frame(nd__tokens *tokens, const nd__corpus *corpus,
                       const nd__document *document) {
    size_t kept = 0, b = document->block_begin;
    uint8_t behind = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        while (b < document->block_end &&
               corpus->blocks.items[b].end <= tokens->begin[i]) {
            b++;
        }
        const nd__block_row *row = &corpus->blocks.items[b];
        if (b < document->block_end && row->begin <= tokens->begin[i] &&
            (row->flags & ND__BLOCK_FRAME) != 0) {
            behind = ND__TOKEN_BEHIND_FRAME;
            continue;
        }
        tokens->hash[kept] = tokens->hash[i];
        tokens->begin[kept] = tokens->begin[i];
        tokens->end[kept] = tokens->end[i];
        tokens->flags[kept] = tokens->flags[i] | behind;
        behind = 0;
        kept++;
    }
    tokens->count = kept;
}

nd_status nd__content_tokens(nd__tokens *out, const nd__corpus *corpus, size_t d,
                             uint64_t seed, nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    ND_TRY(nd__tokens_read(out, document->text, document->text_size, seed, err));
    if (has_frame(corpus, document)) {
        drop_frame(out, corpus, document);
    }
    return ND_OK;
}

nd_status nd__content_hashes(nd__tokens *out, const nd__corpus *corpus, size_t d,
                             uint64_t seed, nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    if (has_frame(corpus, document)) {
        return nd__content_tokens(out, corpus, d, seed, err);
    }
    return nd__tokens_read_hashes(out, document->text, document->text_size, seed, err);
}
