/* 1. Block rows are sorted by (site, masked hash); equal ones form a run.
 * 2. Blocks of runs that reach the limits over all documents are candidates.
 * 3. Documents are joined to pages, with the candidates left out of the comparison
 * (pages.c).
 * 4. The candidates' runs are counted again, over pages that have text besides; those
 * that still reach the limits are frame there. No page is frame as a whole.
 *
 * Short list items and table rows ("- yes") count only in the head or tail of a page: in
 * the middle they are answers and figures. A block without a letter counts nowhere else
 * either. */
#include "boilerplate/frames.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "boilerplate/frame_runs.h"
#include "boilerplate/pages.h"
#include "text/blocks.h"

#define SHORT_TOKENS 5

struct nd__frame_finder {
    const nd__corpus *corpus;
    nd__frame_options options;
    nd__keyed *runs; /* (site and masked hash, block row), sorted */
    size_t count;
    uint32_t *document_of;   /* [block rows] */
    bool *candidate;         /* [block rows] */
    bool *has_text;          /* [documents] something is left without the frame */
    nd__frame_grade *grades; /* [block rows] */
    uint32_t *page_of;       /* [documents] */
    uint32_t *site_pages;    /* [sites] pages that differ */
    uint32_t *seen;          /* [documents] the last run or site that counted this page */
};

static bool counts(const nd__block_row *row) {
    bool cell = (row->flags & (ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW)) != 0 &&
                row->tokens < SHORT_TOKENS;
    bool wordless = (row->flags & ND__BLOCK_HAS_LETTER) == 0;
    return row->zone != ND__ZONE_BODY || (!cell && !wordless);
}

static nd_status allocate_tables(nd__frame_finder *f, nd_error *err) {
    size_t blocks = f->corpus->blocks.count, documents = f->corpus->documents.count;
    f->runs = nd__allocate(blocks, 2 * sizeof *f->runs);
    f->document_of = nd__allocate(blocks, sizeof *f->document_of);
    f->candidate = nd__allocate_zeroed(blocks, sizeof *f->candidate);
    f->grades = nd__allocate_zeroed(blocks, sizeof *f->grades);
    f->has_text = nd__allocate_zeroed(documents, sizeof *f->has_text);
    f->page_of = nd__allocate(documents, sizeof *f->page_of);
    f->seen = nd__allocate(documents, sizeof *f->seen);
    f->site_pages = nd__allocate(f->corpus->sites.count, sizeof *f->site_pages);
    if (f->runs == NULL || f->document_of == NULL || f->candidate == NULL ||
        f->grades == NULL || f->has_text == NULL || f->page_of == NULL ||
        f->seen == NULL || f->site_pages == NULL) {
        return nd__fail_memory(err);
    }
    return ND_OK;
}

static void sort_blocks(nd__frame_finder *f) {
    const nd__corpus *corpus = f->corpus;
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        uint64_t site = nd__mix64((uint64_t)document->site_number + 1);
        for (size_t b = document->block_begin; b < document->block_end; b++) {
            f->document_of[b] = (uint32_t)d;
            if (counts(&corpus->blocks.items[b])) {
                f->runs[f->count++] =
                    (nd__keyed){corpus->blocks.items[b].masked ^ site, b};
            }
        }
    }
    nd__sort_keyed(f->runs, f->runs + corpus->blocks.count, f->count);
}

/* Pages of each site that differ, by page_of. */
static nd_status count_site_pages(nd__frame_finder *f, nd_error *err) {
    const nd__corpus *corpus = f->corpus;
    size_t documents = corpus->documents.count;
    uint64_t *keys = nd__allocate(documents, 2 * sizeof *keys);
    if (keys == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t d = 0; d < documents; d++) {
        keys[d] =
            ((uint64_t)corpus->documents.items[d].site_number << 32) | f->page_of[d];
    }
    nd__sort_u64(keys, keys + documents, documents);
    size_t different = nd__unique_u64(keys, documents);
    memset(f->site_pages, 0, corpus->sites.count * sizeof *f->site_pages);
    for (size_t i = 0; i < different; i++) {
        f->site_pages[keys[i] >> 32]++;
    }
    free(keys);
    return ND_OK;
}

static size_t run_end(const nd__frame_finder *f, size_t begin) {
    size_t end = begin + 1;
    while (end < f->count && f->runs[end].key == f->runs[begin].key) {
        end++;
    }
    return end;
}

/* Different pages among the blocks of a run, of those that have text. */
static uint32_t count_pages(nd__frame_finder *f, size_t begin, size_t end) {
    uint32_t pages = 0;
    for (size_t i = begin; i < end; i++) {
        uint32_t document = f->document_of[f->runs[i].value];
        uint32_t page = f->page_of[document];
        if (f->has_text[document] && f->seen[page] != (uint32_t)begin) {
            f->seen[page] = (uint32_t)begin;
            pages++;
        }
    }
    return pages;
}

/* Divided, not multiplied: 7 of 100 pages reach 0.07, but 0.07 * 100 is more than 7. */
static bool reaches(const nd__frame_finder *f, uint32_t pages, uint32_t of) {
    return pages >= f->options.min_pages &&
           (double)pages / (double)of >= f->options.min_share;
}

static uint32_t pages_of_site(const nd__frame_finder *f, size_t block) {
    uint32_t document = f->document_of[block];
    return f->site_pages[f->corpus->documents.items[document].site_number];
}

static nd_status mark_candidates(nd__frame_finder *f, nd_error *err) {
    for (size_t d = 0; d < f->corpus->documents.count; d++) {
        f->page_of[d] = (uint32_t)d;
        f->has_text[d] = true; /* not known yet: all count */
    }
    ND_TRY(count_site_pages(f, err));
    memset(f->seen, 0xFF, f->corpus->documents.count * sizeof *f->seen);
    for (size_t begin = 0; begin < f->count;) {
        size_t end = run_end(f, begin);
        if (end - begin >= f->options.min_pages &&
            reaches(f, count_pages(f, begin, end),
                    pages_of_site(f, f->runs[begin].value))) {
            for (size_t i = begin; i < end; i++) {
                f->candidate[f->runs[i].value] = true;
            }
        }
        begin = end;
    }
    return ND_OK;
}

/* A document of nothing but frame is no frame around a text: it is a form or a
 * template filled in with other numbers. It is left alone, and is no evidence against
 * others. */
static void mark_texts(nd__frame_finder *f) {
    memset(f->has_text, 0, f->corpus->documents.count * sizeof *f->has_text);
    for (size_t b = 0; b < f->corpus->blocks.count; b++) {
        if (!f->grades[b].frame &&
            (f->corpus->blocks.items[b].flags & ND__BLOCK_HAS_LETTER) != 0) {
            f->has_text[f->document_of[b]] = true;
        }
    }
}

/* How many different pages of its site each block stands on, and which of them are frame.
 */
static nd_status grade_blocks(nd__frame_finder *f, nd_error *err) {
    ND_TRY(count_site_pages(f, err));
    memset(f->seen, 0xFF, f->corpus->documents.count * sizeof *f->seen);
    for (size_t begin = 0; begin < f->count;) {
        size_t end = run_end(f, begin);
        uint32_t pages = end - begin > 1 ? count_pages(f, begin, end) : 1;
        bool frame = f->candidate[f->runs[begin].value] &&
                     reaches(f, pages, pages_of_site(f, f->runs[begin].value));
        for (size_t i = begin; i < end; i++) {
            bool framed = frame && f->has_text[f->document_of[f->runs[i].value]];
            f->grades[f->runs[i].value] = (nd__frame_grade){pages, framed};
        }
        begin = end;
    }
    return ND_OK;
}

static nd_status collect_frames(nd__frame_blocks *out, const nd__frame_finder *f,
                                nd_error *err) {
    for (size_t block = 0; block < f->corpus->blocks.count; block++) {
        if (f->grades[block].frame) {
            uint32_t pages = f->grades[block].pages;
            double share = (double)pages / (double)pages_of_site(f, block);
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] =
                (nd__frame_block){block, f->document_of[block], pages, share};
        }
    }
    return ND_OK;
}

nd_status nd__frame_finder_create(nd__frame_finder **out, const nd__corpus *corpus,
                                  const nd__frame_options *options, nd_error *err) {
    if (corpus->blocks.count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion blocks");
    }
    nd__frame_finder *f = nd__allocate_zeroed(1, sizeof *f);
    if (f == NULL) {
        return nd__fail_memory(err);
    }
    f->corpus = corpus;
    f->options = *options;
    nd_status status = allocate_tables(f, err);
    if (status >= 0) {
        sort_blocks(f);
        status = mark_candidates(f, err);
    }
    if (status < 0) {
        nd__frame_finder_destroy(f);
        return status;
    }
    *out = f;
    return ND_OK;
}

void nd__frame_finder_destroy(nd__frame_finder *f) {
    if (f == NULL) {
        return;
    }
    free(f->runs);
    free(f->document_of);
    free(f->candidate);
    free(f->grades);
    free(f->has_text);
    free(f->page_of);
    free(f->seen);
    free(f->site_pages);
    free(f);
}

bool nd__frame_finder_sites(bool *sites, const nd__frame_finder *f) {
    const nd__corpus *corpus = f->corpus;
    bool any = false;
    memset(sites, 0, corpus->sites.count * sizeof *sites);
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        bool *has = &sites[document->site_number];
        for (size_t b = document->block_begin; !*has && b < document->block_end; b++) {
            *has = f->candidate[b];
        }
        any = any || *has;
    }
    return any;
}

nd_status nd__frame_finder_find(nd__frame_blocks *out, nd__frame_finder *f,
                                const nd__clusters *clusters, nd_error *err) {
    out->count = 0;
    ND_TRY(nd__pages_make(f->page_of, f->corpus, clusters, f->candidate, f->options.seed,
                          err));
    /* Graded twice: only then it is known which pages have text besides. */
    ND_TRY(grade_blocks(f, err));
    mark_texts(f);
    ND_TRY(grade_blocks(f, err));
    for (size_t d = 0; d < f->corpus->documents.count; d++) {
        nd__frame_extend(f->grades, f->corpus, d);
    }
    return collect_frames(out, f, err);
}

nd_status nd__frames_find(nd__frame_blocks *out, const nd__corpus *corpus,
                          const nd__clusters *clusters, const nd__frame_options *options,
                          nd_error *err) {
    nd__frame_finder *finder = NULL;
    ND_TRY(nd__frame_finder_create(&finder, corpus, options, err));
    nd_status status = nd__frame_finder_find(out, finder, clusters, err);
    nd__frame_finder_destroy(finder);
    return status;
}
