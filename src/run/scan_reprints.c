/* Edited copies across sites. Only documents that are kept are compared: what they were
 * kept for shares their fate. Where two kept ones are of one site, but a copy of one was
 * dropped on another site, the copy stands for it. */
#include <string.h>

#include "match/reprint_candidates.h"
#include "run/scan_internal.h"

#define RUNNING_WEIGHT 12 /* words of a block that is running text, */
#define SHORT_WEIGHT 8    /* or if it ends a sentence */
#define LEAST_TOKENS 40   /* of a document, and words that both sides of a pair share */

typedef struct chosen {
    bool *wanted;    /* [documents] */
    bool *across;    /* [documents] a dropped copy is of another site */
    uint32_t *stand; /* [documents] that copy, else itself */
    bool *left_out;  /* [block rows] */
} chosen;

/* Running text is compared, and of it what is the document's own: no list, table or
 * verse, which follow a form, no frame, teaser or repeat. */
static nd_status choose_blocks(chosen *out, const nd__scan *scan, nd_error *err) {
    const nd__block_row *rows = scan->corpus.blocks.items;
    size_t count = scan->corpus.blocks.count;
    out->left_out = nd__allocate_zeroed(count, sizeof *out->left_out);
    if (out->left_out == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t b = 0; b < count; b++) {
        const unsigned ends = ND__BLOCK_SENTENCE | ND__BLOCK_ELLIPSIS;
        const unsigned forms = ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE | ND__BLOCK_FRAME;
        bool running = rows[b].weight >= RUNNING_WEIGHT ||
                       (rows[b].weight >= SHORT_WEIGHT && (rows[b].flags & ends) != 0);
        out->left_out[b] = !running || (rows[b].flags & forms) != 0;
    }
    for (size_t i = 0; i < scan->teasers.count; i++) {
        out->left_out[scan->teasers.items[i].block] = true;
    }
    for (size_t i = 0; i < scan->repeats.count; i++) {
        out->left_out[scan->repeats.items[i].block] = true;
    }
    return ND_OK;
}

static nd_status choose_documents(chosen *out, const nd__scan *scan, nd_error *err) {
    const nd__document *documents = scan->corpus.documents.items;
    size_t count = scan->corpus.documents.count;
    out->wanted = nd__allocate_zeroed(count, sizeof *out->wanted);
    out->across = nd__allocate_zeroed(count, sizeof *out->across);
    out->stand = nd__allocate(count, sizeof *out->stand);
    if (out->wanted == NULL || out->across == NULL || out->stand == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < count; d++) {
        out->wanted[d] = !scan->dropped[d] && documents[d].site_number != 0 &&
                         documents[d].tokens >= LEAST_TOKENS;
        out->stand[d] = (uint32_t)d;
    }
    for (size_t d = count; d-- > 0;) {
        uint32_t kept = scan->kept_of[d];
        uint32_t site = documents[d].site_number;
        if (kept != d && site != 0 && site != documents[kept].site_number) {
            out->across[kept] = true;
            out->stand[kept] = (uint32_t)d;
        }
    }
    return ND_OK;
}

/* Pairs of one site become pairs of two; a pair that comes twice stays once. */
static void put_copies(nd__pairs *pairs, const nd__scan *scan, const chosen *c) {
    const nd__document *documents = scan->corpus.documents.items;
    for (size_t i = 0; i < pairs->count; i++) {
        nd__pair pair = pairs->items[i];
        if (documents[pair.a].site_number == documents[pair.b].site_number) {
            uint32_t *side = c->across[pair.a] ? &pair.a : &pair.b;
            *side = c->stand[*side];
        }
        pairs->items[i] = pair.a < pair.b ? pair : (nd__pair){.a = pair.b, .b = pair.a};
    }
    nd__reprint_pairs_sort(pairs);
}

nd_status nd__scan_reprints(nd__scan *scan, nd_error *err) {
    nd__pairs pairs = {0};
    chosen c = {NULL, NULL, NULL, NULL};
    nd_status status = ND_OK;
    if (scan->options->reprints == 0 || scan->options->unit != ND_UNIT_ALL) {
        return ND_OK;
    }
    ND_TRY_OUT(nd__scan_progress(scan, "finding reprints", 0, 2, err));
    ND_TRY_OUT(choose_documents(&c, scan, err));
    ND_TRY_OUT(choose_blocks(&c, scan, err));
    nd__reprint_sources sources = {c.wanted, c.across, c.left_out, scan->options->seed,
                                   scan->threads};
    ND_TRY_OUT(nd__reprint_candidates(&pairs, &scan->corpus, &sources, err));
    put_copies(&pairs, scan, &c);
    ND_TRY_OUT(nd__scan_progress(scan, "finding reprints", 1, 2, err));
    nd__reprint_options options = {c.left_out, scan->options->reprint_share, LEAST_TOKENS,
                                   scan->options->seed, scan->threads};
    ND_TRY_OUT(nd__reprints_find(&scan->reprints, &scan->corpus, pairs.items, pairs.count,
                                 &options, err));
    status = nd__scan_progress(scan, "finding reprints", 2, 2, err);
out:
    free(c.wanted);
    free(c.across);
    free(c.stand);
    free(c.left_out);
    nd__vector_clear(&pairs);
    return status;
}
