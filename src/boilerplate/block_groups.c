/* 1. The keys are cut into parts by their top bits, so that a part fits the cache:
 * counted for each slice of documents, then written. Slices do not meet, so that threads
 * share nothing.
 * 2. In each part a table leads from each key to its first entry; the entries are counted
 * by it, and then written in groups. */
#include "boilerplate/block_groups.h"

#include <string.h>

#include "base/hash.h"
#include "base/threads.h"
#include "text/blocks.h"

#define SLICES 64
#define PART_ENTRIES 4096 /* on average */
#define MOST_PART_BITS 12
#define LEFT_OUT UINT32_MAX

/* Scratch of one thread, for one part. */
typedef struct part_scratch {
    nd__u32_vector table; /* the first entry of each key, + 1 */
    nd__u32_vector first; /* [entries] the first one of the same key */
    nd__u32_vector place; /* [entries] of a first one: how many, then where they go */
    ND_VECTOR(nd__keyed) grouped;
} part_scratch;

typedef struct group_maker {
    nd__block_groups *groups;
    const nd__corpus *corpus;
    bool (*counts)(const nd__block_row *row);
    size_t least;
    unsigned shift;
    size_t *starts; /* [SLICES][parts] */
    bool writing;
    part_scratch *scratch;
} group_maker;

size_t nd__group_end(const nd__block_groups *groups, size_t begin, size_t part_end) {
    size_t end = begin + 1;
    while (end < part_end && groups->entries[end].key == groups->entries[begin].key) {
        end++;
    }
    return end;
}

/* Counts the entries of one document, or writes them. */
static void add_document(group_maker *maker, size_t d, size_t *starts) {
    const nd__document *document = &maker->corpus->documents.items[d];
    uint64_t site = nd__mix64((uint64_t)document->site_number + 1);
    uint32_t letters = 0;
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &maker->corpus->blocks.items[b];
        uint64_t letter = (row->flags & ND__BLOCK_HAS_LETTER) != 0;
        letters += (uint32_t)letter;
        if (maker->counts(row)) {
            uint64_t key = ((row->masked ^ site) & ~UINT64_C(1)) | letter;
            size_t *at = &starts[key >> maker->shift];
            if (maker->writing) {
                maker->groups->entries[*at] = (nd__keyed){key, (uint64_t)d << 32 | b};
            }
            ++*at;
        }
    }
    maker->groups->letters[d] = letters;
}

static nd_status add_slices(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    group_maker *maker = payload;
    size_t documents = maker->corpus->documents.count;
    (void)worker;
    (void)err;
    for (size_t slice = begin; slice < end; slice++) {
        size_t *starts = maker->starts + slice * maker->groups->parts;
        for (size_t d = documents * slice / SLICES; d < documents * (slice + 1) / SLICES;
             d++) {
            add_document(maker, d, starts);
        }
    }
    return ND_OK;
}

/* Turns counts into places. */
static size_t place_slices(group_maker *maker) {
    nd__block_groups *groups = maker->groups;
    size_t at = 0;
    for (size_t p = 0; p < groups->parts; p++) {
        groups->part_begin[p] = at;
        for (size_t slice = 0; slice < SLICES; slice++) {
            size_t *start = &maker->starts[slice * groups->parts + p];
            size_t count = *start;
            *start = at;
            at += count;
        }
        groups->part_end[p] = at;
    }
    return at;
}

static nd_status reserve_part(part_scratch *own, size_t count, size_t slots,
                              nd_error *err) {
    ND_TRY(nd__vector_reserve(&own->table, slots, err));
    ND_TRY(nd__vector_reserve(&own->first, count, err));
    ND_TRY(nd__vector_reserve(&own->place, count, err));
    ND_TRY(nd__vector_reserve(&own->grouped, count, err));
    memset(own->table.items, 0, slots * sizeof *own->table.items);
    return ND_OK;
}

static void count_keys(part_scratch *own, const nd__keyed *entries, size_t count,
                       size_t slots) {
    uint32_t *table = own->table.items;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)(entries[i].key >> 1) & (slots - 1);
        while (table[at] != 0 && entries[table[at] - 1].key != entries[i].key) {
            at = (at + 1) & (slots - 1);
        }
        if (table[at] == 0) {
            table[at] = (uint32_t)i + 1;
            own->place.items[i] = 0;
        }
        own->first.items[i] = table[at] - 1;
        own->place.items[table[at] - 1]++;
    }
}

static nd_status group_part(group_maker *maker, part_scratch *own, size_t part,
                            nd_error *err) {
    nd__block_groups *groups = maker->groups;
    nd__keyed *entries = groups->entries + groups->part_begin[part];
    size_t count = groups->part_end[part] - groups->part_begin[part], slots = 16;
    while (slots < 2 * count) {
        slots *= 2;
    }
    ND_TRY(reserve_part(own, count, slots, err));
    count_keys(own, entries, count, slots);
    uint32_t at = 0, *place = own->place.items;
    const uint32_t *first = own->first.items;
    for (size_t i = 0; i < count; i++) {
        if (first[i] == i) {
            uint32_t size = place[i];
            place[i] = size < maker->least ? LEFT_OUT : at;
            at += size < maker->least ? 0 : size;
        }
        if (place[first[i]] != LEFT_OUT) {
            own->grouped.items[place[first[i]]++] = entries[i];
        }
    }
    if (at > 0) {
        memcpy(entries, own->grouped.items, at * sizeof *entries);
    }
    groups->part_end[part] = groups->part_begin[part] + at;
    return ND_OK;
}

static nd_status group_parts(size_t begin, size_t end, unsigned worker, void *payload,
                             nd_error *err) {
    group_maker *maker = payload;
    for (size_t part = begin; part < end; part++) {
        ND_TRY(group_part(maker, &maker->scratch[worker], part, err));
    }
    return ND_OK;
}

static nd_status allocate(group_maker *maker, unsigned threads, nd_error *err) {
    nd__block_groups *groups = maker->groups;
    unsigned bits = 1;
    while (bits < MOST_PART_BITS && maker->corpus->blocks.count >> bits > PART_ENTRIES) {
        bits++;
    }
    groups->parts = (size_t)1 << bits;
    maker->shift = 64 - bits;
    groups->part_begin = nd__allocate(groups->parts, sizeof *groups->part_begin);
    groups->part_end = nd__allocate(groups->parts, sizeof *groups->part_end);
    groups->letters =
        nd__allocate(maker->corpus->documents.count, sizeof *groups->letters);
    maker->starts = nd__allocate_zeroed(SLICES * groups->parts, sizeof *maker->starts);
    maker->scratch = nd__allocate_zeroed(threads, sizeof *maker->scratch);
    if (groups->part_begin == NULL || groups->part_end == NULL ||
        groups->letters == NULL || maker->starts == NULL || maker->scratch == NULL) {
        return nd__fail_memory(err);
    }
    return ND_OK;
}

static nd_status make_groups(group_maker *maker, unsigned threads, nd_error *err) {
    ND_TRY(allocate(maker, threads, err));
    ND_TRY(nd__parallel_ranges(threads, SLICES, 1, add_slices, maker, err));
    size_t count = place_slices(maker);
    maker->groups->entries = nd__allocate(count, sizeof *maker->groups->entries);
    if (maker->groups->entries == NULL) {
        return nd__fail_memory(err);
    }
    maker->writing = true;
    ND_TRY(nd__parallel_ranges(threads, SLICES, 1, add_slices, maker, err));
    return nd__parallel_ranges(threads, maker->groups->parts, 4, group_parts, maker, err);
}

nd_status nd__block_groups_make(nd__block_groups *out, const nd__corpus *corpus,
                                bool (*counts)(const nd__block_row *row), size_t least,
                                unsigned threads, nd_error *err) {
    group_maker maker = {
        .groups = out, .corpus = corpus, .counts = counts, .least = least};
    memset(out, 0, sizeof *out);
    nd_status status = make_groups(&maker, threads, err);
    for (unsigned w = 0; maker.scratch != NULL && w < threads; w++) {
        nd__vector_clear(&maker.scratch[w].table);
        nd__vector_clear(&maker.scratch[w].first);
        nd__vector_clear(&maker.scratch[w].place);
        nd__vector_clear(&maker.scratch[w].grouped);
    }
    free(maker.scratch);
    free(maker.starts);
    return status;
}

void nd__block_groups_clear(nd__block_groups *groups) {
    free(groups->entries);
    free(groups->part_begin);
    free(groups->part_end);
    free(groups->letters);
    memset(groups, 0, sizeof *groups);
}
