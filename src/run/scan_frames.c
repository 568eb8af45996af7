/* Frames; teasers.
 *
 * Which blocks are frame depends on which documents are one page: an article that was
 * captured five times is no frame. So where a site has candidates its documents are
 * matched among themselves, as whole texts. When the frames are known, the documents that
 * have one are fingerprinted anew without it, and only then all are matched with all. */
#include <string.h>

#include "base/threads.h"
#include "match/content.h"
#include "run/scan_internal.h"

/* New fingerprints of one document. */
typedef struct content_prints {
    uint32_t *signature; /* NULL: the document has no frame */
    nd__u32_vector winnowed;
    nd_digest digest;
    uint32_t tokens;
} content_prints;

typedef struct reprinting {
    nd__scan *scan;
    bool *has_frame;        /* [documents] */
    content_prints *prints; /* [documents] */
    nd__document_maker **makers;
    nd__tokens *tokens; /* one a worker */
} reprinting;

static nd_status print_content(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    reprinting *r = payload;
    for (size_t d = begin; d < end; d++) {
        if (!r->has_frame[d]) {
            continue;
        }
        content_prints *prints = &r->prints[d];
        nd__tokens *tokens = &r->tokens[worker];
        ND_TRY(
            nd__content_tokens(tokens, &r->scan->corpus, d, r->scan->options->seed, err));
        prints->signature =
            nd__allocate(r->scan->corpus.signature_size, sizeof(uint32_t));
        if (prints->signature == NULL) {
            return nd__fail_memory(err);
        }
        prints->digest = nd_digest_tokens(tokens->hash, tokens->count);
        prints->tokens = (uint32_t)tokens->count;
        ND_TRY(nd__document_maker_fingerprint(prints->signature, &prints->winnowed,
                                              r->makers[worker], tokens, err));
    }
    return ND_OK;
}

/* Puts the new fingerprints into the tables; the old winnowed rows are left behind. */
static nd_status replace_prints(reprinting *r, nd_error *err) {
    nd__corpus *corpus = &r->scan->corpus;
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const content_prints *prints = &r->prints[d];
        nd__document *document = &corpus->documents.items[d];
        if (!r->has_frame[d]) {
            continue;
        }
        memcpy(corpus->signatures.items + d * corpus->signature_size, prints->signature,
               corpus->signature_size * sizeof(uint32_t));
        /* The text has shrunk, and so have its shingles, but a shorter text can have one
         * chosen shingle more. */
        size_t room = document->winnow_end - document->winnow_begin;
        if (prints->winnowed.count > room) {
            ND_TRY(nd__vector_extend(&corpus->winnowed, prints->winnowed.count, err));
            document->winnow_begin = corpus->winnowed.count;
            corpus->winnowed.count += prints->winnowed.count;
        }
        if (prints->winnowed.count > 0) {
            memcpy(corpus->winnowed.items + document->winnow_begin,
                   prints->winnowed.items, prints->winnowed.count * sizeof(uint32_t));
        }
        document->winnow_end = document->winnow_begin + prints->winnowed.count;
        document->digest = prints->digest;
        document->tokens = prints->tokens;
    }
    return ND_OK;
}

static void destroy_reprinting(reprinting *r) {
    for (size_t d = 0; r->prints != NULL && d < r->scan->corpus.documents.count; d++) {
        free(r->prints[d].signature);
        nd__vector_clear(&r->prints[d].winnowed);
    }
    for (unsigned w = 0; w < r->scan->threads; w++) {
        if (r->tokens != NULL) {
            nd__tokens_clear(&r->tokens[w]);
        }
        if (r->makers != NULL) {
            nd__document_maker_destroy(r->makers[w]);
        }
    }
    free(r->has_frame);
    free(r->prints);
    free(r->makers);
    free(r->tokens);
}

static nd_status print_again(nd__scan *scan, nd_error *err) {
    size_t documents = scan->corpus.documents.count;
    reprinting r = {.scan = scan};
    nd_status status = ND_OK;
    r.has_frame = nd__allocate_zeroed(documents, sizeof *r.has_frame);
    r.prints = nd__allocate_zeroed(documents, sizeof *r.prints);
    r.makers = nd__allocate_zeroed(scan->threads, sizeof *r.makers);
    r.tokens = nd__allocate_zeroed(scan->threads, sizeof *r.tokens);
    if (r.has_frame == NULL || r.prints == NULL || r.makers == NULL || r.tokens == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < scan->frames.count; i++) {
        r.has_frame[scan->frames.items[i].document] = true;
        scan->corpus.blocks.items[scan->frames.items[i].block].flags |= ND__BLOCK_FRAME;
    }
    for (unsigned w = 0; w < scan->threads; w++) {
        ND_TRY_OUT(nd__document_maker_create(&r.makers[w], scan->options, scan->minhash,
                                             scan->phrases, err));
        ND_TRY_OUT(nd__tokens_remember(&r.tokens[w], err));
    }
    ND_TRY_OUT(nd__parallel_ranges(scan->threads, documents, 64, print_content, &r, err));
    status = replace_prints(&r, err);
out:
    destroy_reprinting(&r);
    return status;
}

/* The pairs of whole texts, where they are wanted, must be found before frames are taken
 * out. */
static nd_status match_whole(nd__scan *scan, nd_error *err) {
    ND_TRY(nd__scan_match(scan, err));
    scan->whole_differs = true;
    scan->whole_classes = scan->classes;
    scan->whole_pairs = scan->pairs;
    memset(&scan->classes, 0, sizeof scan->classes);
    memset(&scan->pairs, 0, sizeof scan->pairs);
    nd__scan_unmatch(scan);
    return ND_OK;
}

/* Of the frames that the finder has candidates for. */
static nd_status find_frames(nd__scan *scan, nd__frame_finder *finder, nd_error *err) {
    bool *sites = nd__allocate_zeroed(scan->corpus.sites.count, sizeof *sites);
    nd_status status = ND_OK;
    if (sites == NULL) {
        return nd__fail_memory(err);
    }
    if (nd__frame_finder_sites(sites, finder)) {
        if (scan->options->unit != ND_UNIT_BLOCK) {
            ND_TRY_OUT(nd__scan_match_sites(scan, sites, err));
        }
        status = nd__frame_finder_find(&scan->frames, finder, &scan->clusters, err);
        nd__scan_unmatch(scan);
    }
out:
    free(sites);
    return status;
}

nd_status nd__scan_frames(nd__scan *scan, nd_error *err) {
    if (scan->options->unit == ND_UNIT_DOCUMENT) {
        return ND_OK;
    }
    ND_TRY(nd__scan_progress(scan, "finding boilerplate", 0, 1, err));
    nd__frame_options options = {scan->options->min_pages, scan->options->min_share,
                                 scan->options->seed, scan->threads};
    nd__frame_finder *finder = NULL;
    ND_TRY(nd__frame_finder_create(&finder, &scan->corpus, &options, err));
    nd_status status = find_frames(scan, finder, err);
    nd__frame_finder_destroy(finder);
    ND_TRY(status);
    if (scan->frames.count == 0 || scan->options->unit == ND_UNIT_BLOCK) {
        return ND_OK;
    }
    if (scan->options->pairs != 0) {
        ND_TRY(match_whole(scan, err));
    }
    return print_again(scan, err);
}

nd_status nd__scan_teasers(nd__scan *scan, nd_error *err) {
    if (scan->options->unit == ND_UNIT_DOCUMENT) {
        return ND_OK;
    }
    ND_TRY(nd__scan_progress(scan, "finding teasers", 0, 1, err));
    bool *superfluous =
        nd__allocate_zeroed(scan->corpus.blocks.count, sizeof *superfluous);
    if (superfluous == NULL) {
        return nd__fail_memory(err);
    }
    /* What goes itself can't be what stays for a teaser. */
    for (size_t i = 0; i < scan->repeats.count; i++) {
        superfluous[scan->repeats.items[i].block] = true;
    }
    for (size_t i = 0; i < scan->frames.count; i++) {
        superfluous[scan->frames.items[i].block] = true;
    }
    nd__teaser_options teasers = {scan->options->seed, scan->threads, scan->dropped,
                                  scan->kept_of,       superfluous,   scan->phrases};
    nd_status status = nd__teasers_find(&scan->teasers, &scan->corpus, &teasers, err);
    free(superfluous);
    return status;
}
