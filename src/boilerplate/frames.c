/* 1. Block rows that have one (site, masked hash) form a group.
 * 2. Blocks of groups that reach the limits over all documents are candidates.
 * 3. Documents are joined to pages, with the candidates left out of the comparison
 * (pages.c).
 * 4. The candidates' groups are counted again, over pages that have text besides; those
 * that still reach the limits are frame there. No page is frame as a whole.
 *
 * Groups are counted in parts, which threads take in turn; what a part writes belongs to
 * its blocks alone, or is added up.
 *
 * Short list items and table rows ("- yes") count only in the head or tail of a page: in
 * the middle they are answers and figures. A block without a letter counts nowhere else
 * either. */
#include "boilerplate/frames.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "boilerplate/block_groups.h"
#include "boilerplate/block_places.h"
#include "boilerplate/page_frame.h"
#include "boilerplate/pages.h"
#include "text/blocks.h"

#define SHORT_TOKENS 5
#define LEAST_EVIDENCE 2
#define MOST_THREADS 16 /* each needs 8 bytes a document */
#define PARTS_STEP 4
#define DOCUMENTS_STEP 1024

/* Of one thread. */
typedef struct frame_worker {
    uint32_t *seen;   /* [documents] the last group that counted this page */
    uint32_t *framed; /* [documents] frame blocks that have a letter */
    nd__block_places places;
    nd__page_evidence evidence;
} frame_worker;

struct nd__frame_finder {
    const nd__corpus *corpus;
    nd__frame_options options;
    unsigned threads;
    nd__block_groups groups;
    bool *candidate;         /* [block rows] */
    bool *has_text;          /* [documents] something is left without the frame */
    nd__frame_grade *grades; /* [block rows] */
    uint32_t *page_of;       /* [documents] */
    uint32_t *site_pages;    /* [sites] pages that differ */
    nd__path_table paths;    /* of all sites, of HTML */
    frame_worker *workers;
};

bool nd__frame_counts(const nd__block_row *row) {
    bool cell = (row->flags & (ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW)) != 0 &&
                row->tokens < SHORT_TOKENS;
    bool wordless = (row->flags & ND__BLOCK_HAS_LETTER) == 0;
    return row->zone != ND__ZONE_BODY || (!cell && !wordless);
}

static nd_status allocate_tables(nd__frame_finder *f, nd_error *err) {
    size_t blocks = f->corpus->blocks.count, documents = f->corpus->documents.count;
    f->candidate = nd__allocate_zeroed(blocks, sizeof *f->candidate);
    f->grades = nd__allocate_zeroed(blocks, sizeof *f->grades);
    f->has_text = nd__allocate_zeroed(documents, sizeof *f->has_text);
    f->page_of = nd__allocate(documents, sizeof *f->page_of);
    f->site_pages = nd__allocate(f->corpus->sites.count, sizeof *f->site_pages);
    f->workers = nd__allocate_zeroed(f->threads, sizeof *f->workers);
    if (f->candidate == NULL || f->grades == NULL || f->has_text == NULL ||
        f->page_of == NULL || f->site_pages == NULL || f->workers == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < f->threads; w++) {
        f->workers[w].seen = nd__allocate(documents, sizeof(uint32_t));
        f->workers[w].framed = nd__allocate_zeroed(documents, sizeof(uint32_t));
        if (f->workers[w].seen == NULL || f->workers[w].framed == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

/* Pages of each site that differ, by page_of. A page that is its own document's counts
 * there and then; the others are sorted. */
static nd_status count_site_pages(nd__frame_finder *f, nd_error *err) {
    const nd__document *documents = f->corpus->documents.items;
    size_t count = f->corpus->documents.count;
    nd__u64_vector others = {0};
    nd_status status = ND_OK;
    memset(f->site_pages, 0, f->corpus->sites.count * sizeof *f->site_pages);
    for (size_t d = 0; status >= 0 && d < count; d++) {
        uint32_t page = f->page_of[d], site = documents[d].site_number;
        if (page == d) {
            f->site_pages[site]++;
        } else if (f->page_of[page] != page || documents[page].site_number != site) {
            status = nd__vector_reserve(&others, 2 * (others.count + 1), err);
            if (status >= 0) {
                others.items[others.count++] = ((uint64_t)site << 32) | page;
            }
        }
    }
    if (status >= 0 && others.count > 0) {
        nd__sort_u64(others.items, others.items + others.count, others.count);
        size_t different = nd__unique_u64(others.items, others.count);
        for (size_t i = 0; i < different; i++) {
            f->site_pages[others.items[i] >> 32]++;
        }
    }
    nd__vector_clear(&others);
    return status;
}

/* Different pages among the blocks of a group, of those that have text. */
static uint32_t count_pages(const nd__frame_finder *f, uint32_t *seen, size_t begin,
                            size_t end) {
    uint32_t pages = 0;
    for (size_t i = begin; i < end; i++) {
        uint32_t document = nd__group_document(f->groups.entries[i]);
        uint32_t page = f->page_of[document];
        if (f->has_text[document] && seen[page] != (uint32_t)begin) {
            seen[page] = (uint32_t)begin;
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

static uint32_t pages_of_site(const nd__frame_finder *f, uint32_t document) {
    return f->site_pages[f->corpus->documents.items[document].site_number];
}

/* What is done with each group; pages are counted. */
typedef nd_status (*group_work)(nd__frame_finder *f, frame_worker *own, size_t begin,
                                size_t end, nd_error *err);

typedef struct group_loop {
    nd__frame_finder *finder;
    group_work work;
} group_loop;

static nd_status work_parts(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    group_loop *loop = payload;
    const nd__block_groups *groups = &loop->finder->groups;
    for (size_t p = begin; p < end; p++) {
        for (size_t i = groups->part_begin[p]; i < groups->part_end[p];) {
            size_t group_end = nd__group_end(groups, i, groups->part_end[p]);
            ND_TRY(loop->work(loop->finder, &loop->finder->workers[worker], i, group_end,
                              err));
            i = group_end;
        }
    }
    return ND_OK;
}

static nd_status for_each_group(nd__frame_finder *f, group_work work, nd_error *err) {
    group_loop loop = {f, work};
    for (unsigned w = 0; w < f->threads; w++) {
        memset(f->workers[w].seen, 0xFF,
               f->corpus->documents.count * sizeof *f->workers[w].seen);
    }
    return nd__parallel_ranges(f->threads, f->groups.parts, PARTS_STEP, work_parts, &loop,
                               err);
}

/* Of a site with fewer pages than frames need, what stands on two is a candidate: it is
 * evidence. */
static nd_status mark_candidates(nd__frame_finder *f, frame_worker *own, size_t begin,
                                 size_t end, nd_error *err) {
    uint32_t document = nd__group_document(f->groups.entries[begin]);
    uint32_t of = pages_of_site(f, document), least = f->options.min_pages;
    bool known = f->corpus->documents.items[document].site_number != 0;
    (void)err;
    if (known && of < least) {
        least = LEAST_EVIDENCE;
    }
    if (end - begin < least) {
        return ND_OK;
    }
    uint32_t pages = count_pages(f, own->seen, begin, end);
    if (pages >= least && (double)pages / (double)of >= f->options.min_share) {
        for (size_t i = begin; i < end; i++) {
            f->candidate[nd__group_block(f->groups.entries[i])] = true;
        }
    }
    return ND_OK;
}

/* Is the group frame, which stands on so many pages? */
static bool is_frame(const nd__frame_finder *f, size_t begin, uint32_t pages) {
    nd__keyed entry = f->groups.entries[begin];
    return f->candidate[nd__group_block(entry)] &&
           reaches(f, pages, pages_of_site(f, nd__group_document(entry)));
}

static uint32_t pages_of_group(const nd__frame_finder *f, const frame_worker *own,
                               size_t begin, size_t end) {
    return end - begin > 1 ? count_pages(f, own->seen, begin, end) : 1;
}

static nd_status count_framed(nd__frame_finder *f, frame_worker *own, size_t begin,
                              size_t end, nd_error *err) {
    (void)err;
    if (!f->candidate[nd__group_block(f->groups.entries[begin])] ||
        !nd__group_has_letter(f->groups.entries[begin]) ||
        !is_frame(f, begin, pages_of_group(f, own, begin, end))) {
        return ND_OK;
    }
    for (size_t i = begin; i < end; i++) {
        own->framed[nd__group_document(f->groups.entries[i])]++;
    }
    return ND_OK;
}

/* A document of nothing but frame is no frame around a text: it is a form or a
 * template filled in with other numbers. It is left alone, and is no evidence against
 * others. */
static void mark_texts(nd__frame_finder *f) {
    for (size_t d = 0; d < f->corpus->documents.count; d++) {
        uint32_t framed = 0;
        for (unsigned w = 0; w < f->threads; w++) {
            framed += f->workers[w].framed[d];
        }
        f->has_text[d] = f->groups.letters[d] > framed;
    }
}

/* On how many different pages of its site each block stands, and whether it is surely
 * frame. Where most blocks of a frame group stand in one place, one that stands elsewhere
 * is not sure: other pages list the headline of this one. */
static nd_status grade_blocks(nd__frame_finder *f, frame_worker *own, size_t begin,
                              size_t end, nd_error *err) {
    uint32_t pages = pages_of_group(f, own, begin, end);
    size_t in_place = 0;
    if (pages > 1) {
        ND_TRY(nd__block_places_mark(&in_place, &own->places, f->grades, &f->groups,
                                     begin, end, f->corpus, f->page_of, err));
    }
    bool frame = is_frame(f, begin, pages), placed = 2 * in_place > end - begin;
    for (size_t i = begin; i < end; i++) {
        nd__keyed entry = f->groups.entries[i];
        nd__frame_grade *grade = &f->grades[nd__group_block(entry)];
        grade->pages = pages;
        grade->frame = frame && f->has_text[nd__group_document(entry)] &&
                       (grade->in_place || !placed);
        grade->score = grade->frame ? ND__SCORE_ONE : 0;
    }
    return ND_OK;
}

nd__page nd__frame_finder_page(const nd__frame_finder *f, size_t d) {
    const nd__document *document = &f->corpus->documents.items[d];
    size_t begin = document->block_begin;
    return (nd__page){.text = document->text,
                      .rows = f->corpus->blocks.items + begin,
                      .marks = nd__corpus_marks(f->corpus, begin),
                      .grades = f->grades + begin,
                      .paths = &f->paths,
                      .count = document->block_end - begin,
                      .site = document->site_number,
                      .pages = pages_of_site(f, (uint32_t)d)};
}

/* What stands on each tag path of each site. */
static nd_status sum_paths(nd__frame_finder *f, nd_error *err) {
    ND_TRY(nd__path_table_reset(&f->paths, 0, err));
    for (size_t d = 0; d < f->corpus->documents.count; d++) {
        nd__page page = nd__frame_finder_page(f, d);
        for (size_t b = 0; page.marks != NULL && b < page.count; b++) {
            ND_TRY(nd__path_table_add(&f->paths, page.site, &page.rows[b], &page.marks[b],
                                      nd__is_seen(&page, b), err));
        }
    }
    return ND_OK;
}

static nd_status hear_evidence(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    nd__frame_finder *f = payload;
    uint16_t threshold = (uint16_t)(f->options.threshold * ND__SCORE_ONE);
    for (size_t d = begin; d < end; d++) {
        nd__page page = nd__frame_finder_page(f, d);
        if (f->has_text[d] && page.count > 0) {
            ND_TRY(nd__page_frame_find(
                &f->workers[worker].evidence, &page,
                nd__corpus_site(f->corpus, &f->corpus->documents.items[d]), threshold,
                err));
        }
    }
    return ND_OK;
}

/* Blocks that are alone have not been graded. */
static uint32_t pages_of_block(const nd__frame_finder *f, size_t block) {
    uint32_t pages = f->grades[block].pages;
    return pages == 0 && nd__frame_counts(&f->corpus->blocks.items[block]) ? 1 : pages;
}

static nd_status collect_frames(nd__frame_blocks *out, const nd__frame_finder *f,
                                nd_error *err) {
    for (size_t d = 0; d < f->corpus->documents.count; d++) {
        const nd__document *document = &f->corpus->documents.items[d];
        for (size_t block = document->block_begin; block < document->block_end; block++) {
            if (f->grades[block].frame) {
                uint32_t pages = pages_of_block(f, block);
                double share = (double)pages / (double)pages_of_site(f, (uint32_t)d);
                ND_TRY(nd__vector_extend(out, 1, err));
                out->items[out->count++] =
                    (nd__frame_block){block, (uint32_t)d, pages, share,
                                      f->grades[block].score / (double)ND__SCORE_ONE};
            }
        }
    }
    return ND_OK;
}

/* The groups of blocks, and which of them are candidates. */
static nd_status find_candidates(nd__frame_finder *f, nd_error *err) {
    size_t least = f->options.min_pages < 2 ? 1 : 2;
    ND_TRY(allocate_tables(f, err));
    ND_TRY(nd__block_groups_make(&f->groups, f->corpus, nd__frame_counts, least,
                                 f->threads, err));
    for (size_t d = 0; d < f->corpus->documents.count; d++) {
        f->page_of[d] = (uint32_t)d;
        f->has_text[d] = true; /* not known yet: all count */
    }
    ND_TRY(count_site_pages(f, err));
    return for_each_group(f, mark_candidates, err);
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
    f->threads = options->threads == 0             ? 1
                 : options->threads > MOST_THREADS ? MOST_THREADS
                                                   : options->threads;
    nd_status status = find_candidates(f, err);
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
    for (unsigned w = 0; f->workers != NULL && w < f->threads; w++) {
        free(f->workers[w].seen);
        free(f->workers[w].framed);
        nd__block_places_clear(&f->workers[w].places);
        nd__page_evidence_clear(&f->workers[w].evidence);
    }
    nd__block_groups_clear(&f->groups);
    nd__path_table_clear(&f->paths);
    free(f->workers);
    free(f->candidate);
    free(f->grades);
    free(f->has_text);
    free(f->page_of);
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
                          f->threads, err));
    ND_TRY(count_site_pages(f, err));
    /* Twice: only then it is known which pages have text besides. */
    ND_TRY(for_each_group(f, count_framed, err));
    mark_texts(f);
    ND_TRY(for_each_group(f, grade_blocks, err));
    if (f->corpus->marks.count > 0) {
        ND_TRY(sum_paths(f, err));
    }
    ND_TRY(nd__parallel_ranges(f->threads, f->corpus->documents.count, DOCUMENTS_STEP,
                               hear_evidence, f, err));
    return collect_frames(out, f, err);
}

const nd__frame_grade *nd__frame_finder_grades(const nd__frame_finder *finder) {
    return finder->grades;
}

const uint32_t *nd__frame_finder_site_pages(const nd__frame_finder *finder) {
    return finder->site_pages;
}

const nd__path_table *nd__frame_finder_paths(const nd__frame_finder *finder) {
    return &finder->paths;
}
