#include "match/content.h"

static bool has_frame(const nd__corpus *corpus, const nd__document *document) {
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        if ((corpus->blocks.items[b].flags & ND__BLOCK_FRAME) != 0) {
            return true;
        }
    }
    return false;
}

/* Every token lies in a block, and no token straddles a border of one: the text between
 * frames is read as if it stood alone. */
static nd_status read_between_frames(nd__tokens *out, const nd__corpus *corpus,
                                     const nd__document *document, uint64_t seed,
                                     bool ranges, nd_error *err) {
    const nd__block_row *rows = corpus->blocks.items;
    out->count = 0;
    for (size_t b = document->block_begin, next; b < document->block_end; b = next) {
        bool frame = (rows[b].flags & ND__BLOCK_FRAME) != 0;
        next = b + 1;
        while (next < document->block_end &&
               ((rows[next].flags & ND__BLOCK_FRAME) != 0) == frame) {
            next++;
        }
        size_t first = out->count;
        if (!frame) {
            ND_TRY((ranges ? nd__tokens_add : nd__tokens_add_hashes)(
                out, document->text, rows[b].begin, rows[next - 1].end, seed, err));
        }
        if (ranges && first < out->count && b > document->block_begin) {
            out->flags[first] |= ND__TOKEN_BEHIND_FRAME;
        }
    }
    return ND_OK;
}

nd_status nd__content_tokens(nd__tokens *out, const nd__corpus *corpus, size_t d,
                             uint64_t seed, nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    if (has_frame(corpus, document)) {
        return read_between_frames(out, corpus, document, seed, true, err);
    }
    return nd__tokens_read(out, document->text, document->text_size, seed, err);
}

nd_status nd__content_hashes(nd__tokens *out, const nd__corpus *corpus, size_t d,
                             uint64_t seed, nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    if (has_frame(corpus, document)) {
        return read_between_frames(out, corpus, document, seed, false, err);
    }
    return nd__tokens_read_hashes(out, document->text, document->text_size, seed, err);
}
