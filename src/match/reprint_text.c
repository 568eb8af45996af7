#include "match/reprint_text.h"

/* No token straddles a border of a block: the text between blocks that are left out is
 * read as if it stood alone. */
static nd_status read_text(nd__tokens *out, const nd__corpus *corpus,
                           const bool *left_out, size_t d, uint64_t seed, bool ranges,
                           nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    const nd__block_row *rows = corpus->blocks.items;
    out->count = 0;
    for (size_t b = document->block_begin, next; b < document->block_end; b = next) {
        next = b + 1;
        while (next < document->block_end && left_out[next] == left_out[b]) {
            next++;
        }
        if (!left_out[b]) {
            ND_TRY((ranges ? nd__tokens_add : nd__tokens_add_hashes)(
                out, document->text, rows[b].begin, rows[next - 1].end, seed, err));
        }
    }
    return ND_OK;
}

nd_status nd__reprint_text(nd__tokens *out, const nd__corpus *corpus,
                           const bool *left_out, size_t d, uint64_t seed, nd_error *err) {
    return read_text(out, corpus, left_out, d, seed, true, err);
}

nd_status nd__reprint_hashes(nd__tokens *out, const nd__corpus *corpus,
                             const bool *left_out, size_t d, uint64_t seed,
                             nd_error *err) {
    return read_text(out, corpus, left_out, d, seed, false, err);
}

bool nd__reprint_unspaced(const nd__tokens *tokens) {
    size_t singles = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        singles += (tokens->flags[i] & ND__TOKEN_SINGLE) != 0;
    }
    return singles * 2 > tokens->count;
}
