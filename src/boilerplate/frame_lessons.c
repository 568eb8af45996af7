#include "boilerplate/frame_lessons.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "boilerplate/running_text.h"

/* Blocks of one site that have one masked hash. */
typedef struct lesson {
    uint64_t key;
    uint32_t row, document; /* the first of them */
    uint32_t count, in_place;
} lesson;

/* What is learnt from. */
typedef struct learner {
    nd__site_frames *frames;
    const nd__corpus *corpus;
    const nd__frame_grade *grades;
    const uint32_t *site_pages;
    const nd__path_table *paths;
    ND_VECTOR(lesson) lessons;
    nd__u32_vector table;       /* lessons by key: number + 1, 0 is free */
    ND_VECTOR(nd__keyed) order; /* lessons: (site, number), then scratch */
    nd__u64_vector site_paths;  /* site << 32 | path, each once; then scratch */
} learner;

static bool is_worth(const learner *l, size_t row) {
    const nd__block_row *block = &l->corpus->blocks.items[row];
    uint32_t pages = l->grades[row].pages;
    return pages >= 2 && (pages >= l->frames->min_pages || !nd__is_running_text(block));
}

static nd_status grow_table(learner *l, nd_error *err) {
    if (l->table.count >= 2 * (l->lessons.count + 1)) {
        return ND_OK;
    }
    size_t size = l->table.count == 0 ? 1024 : l->table.count * 2;
    ND_TRY(nd__vector_reserve(&l->table, size, err));
    memset(l->table.items, 0, size * sizeof *l->table.items);
    l->table.count = size;
    for (size_t i = 0; i < l->lessons.count; i++) {
        size_t at = (size_t)l->lessons.items[i].key & (size - 1);
        while (l->table.items[at] != 0) {
            at = (at + 1) & (size - 1);
        }
        l->table.items[at] = (uint32_t)i + 1;
    }
    return ND_OK;
}

static nd_status note_block(learner *l, uint32_t document, size_t row, nd_error *err) {
    uint64_t site = l->corpus->documents.items[document].site_number;
    uint64_t key = nd__mix64(l->corpus->blocks.items[row].masked ^ nd__mix64(site));
    ND_TRY(grow_table(l, err));
    ND_TRY(nd__vector_extend(&l->lessons, 1, err));
    size_t mask = l->table.count - 1, at = (size_t)key & mask;
    while (l->table.items[at] != 0 &&
           l->lessons.items[l->table.items[at] - 1].key != key) {
        at = (at + 1) & mask;
    }
    if (l->table.items[at] == 0) {
        l->lessons.items[l->lessons.count++] =
            (lesson){key, (uint32_t)row, document, 0, 0};
        l->table.items[at] = (uint32_t)l->lessons.count;
    }
    lesson *own = &l->lessons.items[l->table.items[at] - 1];
    own->count++;
    own->in_place += l->grades[row].in_place;
    return ND_OK;
}

static nd_status note_blocks(learner *l, nd_error *err) {
    for (size_t d = 0; d < l->corpus->documents.count; d++) {
        const nd__document *document = &l->corpus->documents.items[d];
        for (size_t b = document->block_begin;
             document->site_number != 0 && b < document->block_end; b++) {
            if (is_worth(l, b)) {
                ND_TRY(note_block(l, (uint32_t)d, b, err));
            }
        }
    }
    return ND_OK;
}

/* Lessons by site. Within one they are in the order of their rows already. */
static nd_status order_lessons(learner *l, nd_error *err) {
    size_t count = l->lessons.count;
    ND_TRY(nd__vector_reserve(&l->order, 2 * count + 1, err));
    for (size_t i = 0; i < count; i++) {
        uint32_t document = l->lessons.items[i].document;
        l->order.items[i] =
            (nd__keyed){l->corpus->documents.items[document].site_number, i};
    }
    if (count > 0) {
        nd__sort_keyed(l->order.items, l->order.items + count, count);
    }
    return ND_OK;
}

static uint32_t pages_of(const learner *l, size_t i) {
    return l->grades[l->lessons.items[l->order.items[i].value].row].pages;
}

/* The least pages of which lessons order[begin, end) are few enough. */
static uint32_t least_pages(const learner *l, size_t begin, size_t end) {
    uint32_t least = 2;
    for (size_t left = end - begin; left > ND__SITE_BLOCKS; least++) {
        left = 0;
        for (size_t i = begin; i < end; i++) {
            left += pages_of(l, i) > least;
        }
    }
    return least;
}

static nd_status sort_paths(nd__u64_vector *all, nd_error *err) {
    size_t count = all->count;
    ND_TRY(nd__vector_extend(all, count, err));
    if (count > 0) {
        nd__sort_u64(all->items, all->items + count, count);
        all->count = nd__unique_u64(all->items, count);
    }
    return ND_OK;
}

/* The paths of all sites, each once. */
static nd_status note_paths(learner *l, nd_error *err) {
    nd__u64_vector *all = &l->site_paths;
    for (size_t d = 0; d < l->corpus->documents.count; d++) {
        const nd__document *document = &l->corpus->documents.items[d];
        const nd__block_mark *marks = nd__corpus_marks(l->corpus, document->block_begin);
        size_t count = document->block_end - document->block_begin;
        if (marks == NULL || document->site_number == 0) {
            continue;
        }
        ND_TRY(nd__vector_extend(all, count + 1, err));
        for (size_t b = 0; b < count; b++) {
            all->items[all->count++] =
                (uint64_t)document->site_number << 32 | marks[b].path;
        }
        all->items[all->count++] = (uint64_t)document->site_number << 32;
        if (d % 1024 == 0) {
            ND_TRY(sort_paths(all, err));
        }
    }
    return sort_paths(all, err);
}

static size_t paths_from(const learner *l, uint64_t site_path) {
    size_t low = 0, high = l->site_paths.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->site_paths.items[middle] < site_path) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t blocks_of_path(const learner *l, uint64_t site_path) {
    const nd__path_sum *sum =
        nd__path_table_find(l->paths, site_path >> 32, (uint32_t)site_path);
    return sum == NULL ? 0 : sum->blocks;
}

static nd_status add_paths(learner *l, uint64_t site, nd_error *err) {
    size_t begin = paths_from(l, site << 32), end = paths_from(l, (site + 1) << 32);
    uint32_t least = 1;
    for (size_t left = end - begin; left > ND__SITE_BLOCKS; least++) {
        left = 0;
        for (size_t i = begin; i < end; i++) {
            left += blocks_of_path(l, l->site_paths.items[i]) > least;
        }
    }
    for (size_t i = begin; i < end; i++) {
        uint32_t path = (uint32_t)l->site_paths.items[i];
        const nd__path_sum *sum = nd__path_table_find(l->paths, site, path);
        if (sum != NULL && sum->blocks >= least) {
            ND_TRY(nd__site_frames_add_path(l->frames, path, sum, err));
        }
    }
    return ND_OK;
}

static nd_status add_site(learner *l, size_t begin, size_t end, nd_error *err) {
    uint64_t number = l->order.items[begin].key;
    uint32_t least = least_pages(l, begin, end);
    ND_TRY(nd__site_frames_add_site(l->frames, l->corpus->sites.items[number],
                                    l->site_pages[number], err));
    for (size_t i = begin; i < end; i++) {
        const lesson *own = &l->lessons.items[l->order.items[i].value];
        const nd__block_row *row = &l->corpus->blocks.items[own->row];
        if (pages_of(l, i) >= least) {
            ND_TRY(nd__site_frames_add_block(
                l->frames, l->corpus->documents.items[own->document].text + row->begin,
                row->end - row->begin, row->masked, pages_of(l, i),
                2 * own->in_place > own->count, err));
        }
    }
    return add_paths(l, number, err);
}

static nd_status add_sites(learner *l, nd_error *err) {
    for (size_t begin = 0, end; begin < l->lessons.count; begin = end) {
        end = begin + 1;
        while (end < l->lessons.count &&
               l->order.items[end].key == l->order.items[begin].key) {
            end++;
        }
        ND_TRY(add_site(l, begin, end, err));
    }
    return ND_OK;
}

nd_status nd__frame_lessons_learn(nd__site_frames *frames, const nd__corpus *corpus,
                                  const nd__frame_grade *grades,
                                  const uint32_t *site_pages, const nd__path_table *paths,
                                  nd_error *err) {
    learner l = {.frames = frames,
                 .corpus = corpus,
                 .grades = grades,
                 .site_pages = site_pages,
                 .paths = paths};
    nd_status status = note_blocks(&l, err);
    if (status >= 0) {
        status = note_paths(&l, err);
    }
    if (status >= 0) {
        status = order_lessons(&l, err);
    }
    if (status >= 0) {
        status = add_sites(&l, err);
    }
    nd__vector_clear(&l.lessons);
    nd__vector_clear(&l.table);
    nd__vector_clear(&l.order);
    nd__vector_clear(&l.site_paths);
    return status;
}
