/* Frames.
 *
 * Which blocks are frame depends on which documents are one page: an article that was
 * captured five times is no frame. So where a site has candidates its documents are
 * matched among themselves, as whole texts. When the frames are known, the documents that
 * have one are fingerprinted anew without it, and only then all are matched with all. */
#include <string.h>

#include "base/threads.h"
#include "match/content.h"
#include "run/scan_internal.h"

/* Winnowed shingles that found no room where the document's were. */
typedef struct moved_winnowed {
    uint32_t document;
    size_t begin, end; /* in the worker's shingles */
} moved_winnowed;

typedef struct printer {
    nd__document_maker *maker;
    nd__tokens tokens;
    nd__u32_vector winnowed; /* of one document */
    nd__u32_vector shingles;
    ND_VECTOR(moved_winnowed) moved;
} printer;

typedef struct reprinting {
    nd__scan *scan;
    bool *has_frame;   /* [documents] */
    printer *printers; /* one a worker */
} reprinting;

/* The text has shrunk, and so have its shingles, but a shorter text can have one chosen
 * shingle more. */
static nd_status replace_winnowed(printer *own, nd__corpus *corpus, size_t d,
                                  nd_error *err) {
    nd__document *document = &corpus->documents.items[d];
    size_t count = own->winnowed.count;
    uint32_t *to = corpus->winnowed.items + document->winnow_begin;
    if (count > document->winnow_count) {
        ND_TRY(nd__vector_extend(&own->moved, 1, err));
        ND_TRY(nd__vector_extend(&own->shingles, count, err));
        to = own->shingles.items + own->shingles.count;
        own->moved.items[own->moved.count++] = (moved_winnowed){
            (uint32_t)d, own->shingles.count, own->shingles.count + count};
        own->shingles.count += count;
    }
    if (count > 0) {
        memcpy(to, own->winnowed.items, count * sizeof *to);
    }
    document->winnow_count = (uint32_t)count;
    return ND_OK;
}

/* Puts new fingerprints of a document in the place of the old ones. */
static nd_status print_content(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    reprinting *r = payload;
    printer *own = &r->printers[worker];
    nd__corpus *corpus = &r->scan->corpus;
    for (size_t d = begin; d < end; d++) {
        if (!r->has_frame[d]) {
            continue;
        }
        nd__tokens *tokens = &own->tokens;
        ND_TRY(nd__content_hashes(tokens, corpus, d, r->scan->options->seed, err));
        ND_TRY(nd__document_maker_fingerprint(
            corpus->signatures.items + d * corpus->signature_size, &own->winnowed,
            own->maker, tokens, err));
        ND_TRY(replace_winnowed(own, corpus, d, err));
        nd__document *document = &corpus->documents.items[d];
        document->digest = nd_digest_tokens(tokens->hash, tokens->count);
        document->tokens = (uint32_t)tokens->count;
    }
    return ND_OK;
}

/* Behind all others; where they lie makes no difference. */
static nd_status append_moved(const reprinting *r, nd_error *err) {
    nd__corpus *corpus = &r->scan->corpus;
    for (unsigned w = 0; w < r->scan->threads; w++) {
        const printer *own = &r->printers[w];
        for (size_t i = 0; i < own->moved.count; i++) {
            const moved_winnowed *moved = &own->moved.items[i];
            size_t count = moved->end - moved->begin;
            ND_TRY(nd__vector_extend(&corpus->winnowed, count, err));
            memcpy(corpus->winnowed.items + corpus->winnowed.count,
                   own->shingles.items + moved->begin, count * sizeof(uint32_t));
            corpus->documents.items[moved->document].winnow_begin =
                corpus->winnowed.count;
            corpus->winnowed.count += count;
        }
    }
    return ND_OK;
}

static void destroy_reprinting(reprinting *r) {
    for (unsigned w = 0; r->printers != NULL && w < r->scan->threads; w++) {
        printer *own = &r->printers[w];
        nd__document_maker_destroy(own->maker);
        nd__tokens_clear(&own->tokens);
        nd__vector_clear(&own->winnowed);
        nd__vector_clear(&own->shingles);
        nd__vector_clear(&own->moved);
    }
    free(r->has_frame);
    free(r->printers);
}

static nd_status print_again(nd__scan *scan, nd_error *err) {
    size_t documents = scan->corpus.documents.count;
    reprinting r = {.scan = scan};
    nd_status status = ND_OK;
    r.has_frame = nd__allocate_zeroed(documents, sizeof *r.has_frame);
    r.printers = nd__allocate_zeroed(scan->threads, sizeof *r.printers);
    if (r.has_frame == NULL || r.printers == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < scan->frames.count; i++) {
        r.has_frame[scan->frames.items[i].document] = true;
        scan->corpus.blocks.items[scan->frames.items[i].block].flags |= ND__BLOCK_FRAME;
    }
    for (unsigned w = 0; w < scan->threads; w++) {
        ND_TRY_OUT(nd__document_maker_create(&r.printers[w].maker, scan->options,
                                             scan->minhash, scan->phrases, err));
        ND_TRY_OUT(nd__tokens_remember(&r.printers[w].tokens, err));
    }
    ND_TRY_OUT(nd__parallel_ranges(scan->threads, documents, 64, print_content, &r, err));
    status = append_moved(&r, err);
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
    } else if (scan->corpus.marks.count > 0 || scan->corpus.sites.count > 1) {
        status = nd__frame_finder_find(&scan->frames, finder, &scan->clusters, err);
    }
    if (status >= 0 && scan->show_frames != NULL) {
        status = scan->show_frames(scan->show_payload, scan, finder, err);
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
    const nd_scan_options *o = scan->options;
    nd__frame_options options = {o->min_pages, o->min_share, o->boilerplate_threshold,
                                 o->seed, scan->threads};
    nd__frame_finder *finder = NULL;
    ND_TRY(nd__frame_finder_create(&finder, &scan->corpus, &options, err));
    nd_status status = find_frames(scan, finder, err);
    nd__frame_finder_destroy(finder);
    ND_TRY(status);
    if (scan->frames.count == 0 || scan->options->unit == ND_UNIT_BLOCK ||
        scan->show_frames != NULL) {
        return ND_OK;
    }
    if (scan->options->pairs != 0) {
        ND_TRY(match_whole(scan, err));
    }
    return print_again(scan, err);
}
