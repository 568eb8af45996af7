#include "run/document_maker.h"

#include <string.h>

#include "base/hash.h"
#include "fingerprint/limits.h"
#include "match/teasers.h"
#include "text/blocks.h"
#include "text/shingles.h"
#include "text/tokens.h"
#include "text/winnow.h"

struct nd__document_maker {
    const nd_scan_options *options;
    const nd_minhash *minhash;
    const nd__read_more *phrases;
    nd__tokens tokens;
    nd__blocks blocks;
    nd__repeats repeats;
    nd__repeat_finder *finder;
    nd__block_key_maker keys;
    nd__u64_vector shingles; /* shingle hashes in text order */
    nd__u32_vector scratch;  /* to sort the chosen ones */
};

void nd__made_clear(nd__made *made) {
    nd__vector_clear(&made->documents);
    nd__vector_clear(&made->blocks);
    nd__vector_clear(&made->marks);
    nd__vector_clear(&made->repeats);
    nd__vector_clear(&made->signatures);
    nd__vector_clear(&made->winnowed);
}

nd_status nd__document_maker_create(nd__document_maker **out,
                                    const nd_scan_options *options,
                                    const nd_minhash *minhash,
                                    const nd__read_more *phrases, nd_error *err) {
    nd__document_maker *maker = calloc(1, sizeof *maker);
    if (maker == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = nd__repeat_finder_create(&maker->finder, err);
    if (status >= 0) {
        status = nd__tokens_remember(&maker->tokens, err);
    }
    if (status < 0) {
        nd__document_maker_destroy(maker);
        return status;
    }
    maker->options = options;
    maker->minhash = minhash;
    maker->phrases = phrases;
    *out = maker;
    return ND_OK;
}

void nd__document_maker_destroy(nd__document_maker *maker) {
    if (maker == NULL) {
        return;
    }
    nd__tokens_clear(&maker->tokens);
    nd__vector_clear(&maker->blocks);
    nd__vector_clear(&maker->repeats);
    nd__block_key_maker_clear(&maker->keys);
    nd__vector_clear(&maker->shingles);
    nd__vector_clear(&maker->scratch);
    nd__repeat_finder_destroy(maker->finder);
    free(maker);
}

static bool is_quoted(const char *text, const nd__block *block) {
    static const char *const marks[] = {"“", "”", "„", "«", "»", "‹", "「", "『", "‘"};
    unsigned char first = (unsigned char)text[block->begin];
    if (first < 0x80) {
        return first == '"' && block->end - block->begin > 1;
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t size = strlen(marks[i]);
        if (block->end - block->begin > size &&
            memcmp(text + block->begin, marks[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* What the text and the tokens of a block say besides. */
static uint16_t flags_of(uint8_t *digits, const nd__document_maker *maker,
                         const nd__block *block, const char *text) {
    const nd__tokens *tokens = &maker->tokens;
    uint16_t flags = block->flags;
    uint8_t any = 0;
    size_t with_digit = 0, count = block->token_end - block->token_begin;
    for (size_t i = block->token_begin; i < block->token_end; i++) {
        any |= tokens->flags[i];
        with_digit += (tokens->flags[i] & ND__TOKEN_DIGIT) != 0;
    }
    *digits = (uint8_t)(with_digit == 0 ? 0 : with_digit * UINT8_MAX / count);
    flags |= (any & ND__TOKEN_LETTER) != 0 ? ND__BLOCK_HAS_LETTER : 0;
    flags |= (any & ND__TOKEN_DIGIT) != 0 ? ND__BLOCK_HAS_DIGIT : 0;
    flags |= is_quoted(text, block) ? ND__BLOCK_QUOTED : 0;
    size_t tail = nd__read_more_tail(
        maker->phrases, text + block->begin, block->end - block->begin, block->begin,
        tokens->hash + block->token_begin, tokens->begin + block->token_begin,
        block->token_end - block->token_begin);
    flags |= tail > 0 ? ND__BLOCK_READ_MORE : 0;
    return flags;
}

static nd_status make_row(nd__block_row *out, nd__document_maker *maker,
                          const nd__block *block, const char *text, nd_error *err) {
    const nd__tokens *tokens = &maker->tokens;
    size_t count = block->token_end - block->token_begin;
    size_t weight = nd__block_weight(block, tokens);
    *out = (nd__block_row){
        .start = nd__teaser_start(tokens->hash + block->token_begin, count),
        .begin = block->begin,
        .end = block->end,
        .line = block->line,
        .tokens = (uint32_t)count,
        .weight = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX),
    };
    out->flags = flags_of(&out->digits, maker, block, text);
    return nd__block_key(&out->masked, &maker->keys, tokens, block->token_begin,
                         block->token_end, (out->flags & ND__BLOCK_HAS_DIGIT) != 0, text,
                         err);
}

/* Each row is a line of the extracted text, and so is each HTML block; those without a
 * word have no row. */
static nd_status add_marks(nd__made *made, const nd__block_row *rows, size_t count,
                           const nd__record *record, nd_error *err) {
    ND_TRY(nd__vector_extend(&made->marks, count, err));
    size_t h = 0;
    for (size_t i = 0; i < count; i++) {
        while (h < record->html_count && record->html[h].end <= rows[i].begin) {
            h++;
        }
        nd__block_mark mark = {.known = true};
        if (h < record->html_count && record->html[h].begin < rows[i].end) {
            const nd__html_block *block = &record->html[h];
            uint32_t size = block->end - block->begin;
            mark.path = (uint32_t)(block->path >> 32);
            mark.near = block->near;
            mark.around = block->around;
            mark.flags = block->flags;
            uint32_t linked = block->link_bytes < size ? block->link_bytes : size;
            mark.links = (uint8_t)((uint64_t)linked * UINT8_MAX / size);
        }
        made->marks.items[made->marks.count++] = mark;
    }
    return ND_OK;
}

static nd_status add_blocks(nd__made *made, nd__document_maker *maker,
                            const nd__record *record, nd_error *err) {
    nd__block_mode mode =
        record->html != NULL ? ND__BLOCK_LINE : (nd__block_mode)maker->options->block;
    ND_TRY(nd__blocks_cut(&maker->blocks, record->text, record->text_size, &maker->tokens,
                          mode, err));
    size_t count = maker->blocks.count;
    ND_TRY(nd__vector_extend(&made->blocks, count, err));
    nd__block_row *rows = made->blocks.items + made->blocks.count;
    for (size_t i = 0; i < count; i++) {
        ND_TRY(make_row(&rows[i], maker, &maker->blocks.items[i], record->text, err));
    }
    nd__zones_mark(rows, count);
    made->blocks.count += count;
    if (record->html != NULL) {
        ND_TRY(add_marks(made, rows, count, record, err));
    }
    ND_TRY(nd__repeats_find(&maker->repeats, maker->finder, rows, maker->blocks.items,
                            count, &maker->tokens, err));
    ND_TRY(nd__vector_extend(&made->repeats, maker->repeats.count, err));
    if (maker->repeats.count > 0) {
        memcpy(made->repeats.items + made->repeats.count, maker->repeats.items,
               maker->repeats.count * sizeof *maker->repeats.items);
        made->repeats.count += maker->repeats.count;
    }
    return ND_OK;
}

static nd_status append_winnowed(nd__u32_vector *out, nd__document_maker *maker,
                                 size_t shingles, nd_error *err) {
    ND_TRY(nd__vector_extend(out, shingles, err));
    uint32_t *chosen = out->items + out->count;
    size_t count = nd__winnow(chosen, maker->shingles.items, shingles);
    ND_TRY(nd__vector_reserve(&maker->scratch, nd__winnow_scratch(count), err));
    out->count += nd__winnow_make_set(chosen, count, maker->scratch.items);
    return ND_OK;
}

/* The low half of each value: two documents agree in it by chance once in 65,536 times,
 * and what they seem to share is verified. */
static void sign(uint16_t *signature, const nd__document_maker *maker, size_t shingles) {
    uint32_t values[ND_SIGNATURE_MAX];
    uint32_t size = nd_minhash_size(maker->minhash);
    nd_minhash_sign(maker->minhash, values, maker->shingles.items, shingles);
    for (uint32_t i = 0; i < size; i++) {
        signature[i] = (uint16_t)values[i];
    }
}

static nd_status append_fingerprints(uint16_t *signature, nd__u32_vector *winnowed,
                                     nd__document_maker *maker, const nd__tokens *tokens,
                                     nd_error *err) {
    size_t shingles = nd__shingles_count(tokens->count, maker->options->shingle);
    ND_TRY(nd__vector_reserve(&maker->shingles, shingles, err));
    nd__shingles_hash(maker->shingles.items, tokens->hash, tokens->count,
                      maker->options->shingle);
    sign(signature, maker, shingles);
    return append_winnowed(winnowed, maker, shingles, err);
}

nd_status nd__document_maker_fingerprint(uint16_t *signature, nd__u32_vector *winnowed,
                                         nd__document_maker *maker,
                                         const nd__tokens *tokens, nd_error *err) {
    winnowed->count = 0;
    return append_fingerprints(signature, winnowed, maker, tokens, err);
}

static nd_status add_fingerprints(nd__made *made, nd__document_maker *maker,
                                  nd_error *err) {
    uint32_t size = nd_minhash_size(maker->minhash);
    ND_TRY(nd__vector_extend(&made->signatures, size, err));
    ND_TRY(append_fingerprints(made->signatures.items + made->signatures.count,
                               &made->winnowed, maker, &maker->tokens, err));
    made->signatures.count += size;
    return ND_OK;
}

nd_status nd__document_maker_add(nd__made *made, nd__document_maker *maker,
                                 const nd__record *record, nd_error *err) {
    bool with_blocks = maker->options->unit != ND_UNIT_DOCUMENT;
    ND_TRY((with_blocks ? nd__tokens_read : nd__tokens_read_hashes)(
        &maker->tokens, record->text, record->text_size, maker->options->seed, err));
    ND_TRY(nd__vector_extend(&made->documents, 1, err));
    nd__made_document *own = &made->documents.items[made->documents.count];
    memset(own, 0, sizeof *own);
    own->document.id = record->id;
    own->site = record->site;
    own->document.date = record->date;
    own->document.text = record->text;
    own->document.text_size = (uint32_t)record->text_size;
    own->file = record->file;
    own->document.tokens = (uint32_t)maker->tokens.count;
    own->document.digest = nd_digest_tokens(maker->tokens.hash, maker->tokens.count);
    own->block_begin = made->blocks.count;
    own->mark_begin = made->marks.count;
    own->has_marks = with_blocks && record->html != NULL;
    own->repeat_begin = made->repeats.count;
    own->signature_begin = made->signatures.count;
    own->winnow_begin = made->winnowed.count;
    if (with_blocks) {
        ND_TRY(add_blocks(made, maker, record, err));
    }
    if (maker->options->unit != ND_UNIT_BLOCK) { /* only documents are compared by them */
        ND_TRY(add_fingerprints(made, maker, err));
    }
    own->block_end = made->blocks.count;
    own->repeat_end = made->repeats.count;
    own->winnow_end = made->winnowed.count;
    made->documents.count++;
    return ND_OK;
}
