#include "boilerplate/site_frames.h"

#include <string.h>

#include "base/hash.h"
#include "boilerplate/frames.h"

static nd_status grow_table(nd__u32_vector *table, size_t count, bool *grown,
                            nd_error *err) {
    *grown = table->count < 2 * (count + 1);
    if (!*grown) {
        return ND_OK;
    }
    size_t size = table->count == 0 ? 64 : table->count * 2;
    ND_TRY(nd__vector_reserve(table, size, err));
    memset(table->items, 0, size * sizeof *table->items);
    table->count = size;
    return ND_OK;
}

static uint64_t name_hash(const char *name) {
    return nd__hash64(name, strlen(name), 0);
}

static uint64_t block_key(const char *site, uint64_t masked) {
    return nd__mix64(masked ^ name_hash(site));
}

/* The slot of the name, or the free one where it belongs. */
static size_t site_slot(const nd__site_frames *frames, const char *name) {
    size_t mask = frames->site_table.count - 1, at = (size_t)name_hash(name) & mask;
    const uint32_t *table = frames->site_table.items;
    while (table[at] != 0 && strcmp(frames->sites.items[table[at] - 1].name, name) != 0) {
        at = (at + 1) & mask;
    }
    return at;
}

static size_t block_slot(const nd__site_frames *frames, uint64_t key) {
    size_t mask = frames->block_table.count - 1, at = (size_t)key & mask;
    const uint32_t *table = frames->block_table.items;
    while (table[at] != 0 && frames->blocks.items[table[at] - 1].key != key) {
        at = (at + 1) & mask;
    }
    return at;
}

nd_status nd__site_frames_add_site(nd__site_frames *frames, const char *name,
                                   uint32_t pages, nd_error *err) {
    bool grown;
    if (nd__site_frames_find(frames, name) != NULL) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION, "site '%s' stands there twice",
                        name);
    }
    ND_TRY(nd__vector_extend(&frames->sites, 1, err));
    ND_TRY(grow_table(&frames->site_table, frames->sites.count, &grown, err));
    for (size_t i = 0; grown && i < frames->sites.count; i++) {
        frames->site_table.items[site_slot(frames, frames->sites.items[i].name)] =
            (uint32_t)i + 1;
    }
    char *copy = nd__arena_copy(&frames->arena, name, strlen(name));
    if (copy == NULL) {
        return nd__fail_memory(err);
    }
    size_t slot = site_slot(frames, name);
    frames->sites.items[frames->sites.count++] =
        (nd__known_site){copy, pages, frames->blocks.count, frames->paths.count};
    frames->site_table.items[slot] = (uint32_t)frames->sites.count;
    return ND_OK;
}

nd_status nd__site_frames_add_block(nd__site_frames *frames, const char *text,
                                    size_t size, uint64_t masked, uint32_t pages,
                                    bool placed, nd_error *err) {
    bool grown;
    nd__known_site *site = &frames->sites.items[frames->sites.count - 1];
    ND_TRY(nd__vector_extend(&frames->blocks, 1, err));
    ND_TRY(grow_table(&frames->block_table, frames->blocks.count, &grown, err));
    for (size_t i = 0; grown && i < frames->blocks.count; i++) {
        frames->block_table.items[block_slot(frames, frames->blocks.items[i].key)] =
            (uint32_t)i + 1;
    }
    uint64_t key = block_key(site->name, masked);
    size_t slot = block_slot(frames, key);
    if (frames->block_table.items[slot] != 0) {
        return ND_OK;
    }
    char *copy = nd__arena_copy(&frames->arena, text, size);
    if (copy == NULL) {
        return nd__fail_memory(err);
    }
    frames->blocks.items[frames->blocks.count++] =
        (nd__site_block){copy, size, key, pages, placed};
    frames->block_table.items[slot] = (uint32_t)frames->blocks.count;
    site->block_end = frames->blocks.count;
    return ND_OK;
}

nd_status nd__site_frames_add_path(nd__site_frames *frames, uint32_t path,
                                   const nd__path_sum *sum, nd_error *err) {
    nd__known_site *site = &frames->sites.items[frames->sites.count - 1];
    uint32_t number = nd__site_number(frames, site);
    if (nd__path_table_find(&frames->path_table, number, path) != NULL) {
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(&frames->paths, 1, err));
    ND_TRY(nd__path_table_put(&frames->path_table, number, path, sum, err));
    frames->paths.items[frames->paths.count++] = (nd__site_path){path, *sum};
    site->path_end = frames->paths.count;
    return ND_OK;
}

void nd__site_frames_clear(nd__site_frames *frames) {
    nd__vector_clear(&frames->paths);
    nd__path_table_clear(&frames->path_table);
    nd__vector_clear(&frames->sites);
    nd__vector_clear(&frames->blocks);
    nd__vector_clear(&frames->site_table);
    nd__vector_clear(&frames->block_table);
    nd__arena_clear(&frames->arena);
}

const nd__known_site *nd__site_frames_find(const nd__site_frames *frames,
                                           const char *name) {
    if (frames->sites.count == 0) {
        return NULL;
    }
    uint32_t number = frames->site_table.items[site_slot(frames, name)];
    return number == 0 ? NULL : &frames->sites.items[number - 1];
}

static const nd__site_block *find_block(const nd__site_frames *frames,
                                        const nd__known_site *site, uint64_t masked) {
    if (frames->blocks.count == 0) {
        return NULL;
    }
    uint64_t key = block_key(site->name, masked);
    uint32_t number = frames->block_table.items[block_slot(frames, key)];
    return number == 0 ? NULL : &frames->blocks.items[number - 1];
}

/* A page's border, or a block that other pages have. */
static bool is_known(const nd__frame_grade *grades, size_t count, size_t block) {
    return block >= count || grades[block].pages > 1;
}

void nd__site_frames_grade(nd__frame_grade *grades, const nd__site_frames *frames,
                           const nd__known_site *site, const nd__block_row *rows,
                           size_t count) {
    size_t framed = 0, letters = 0;
    for (size_t b = 0; b < count; b++) {
        const nd__site_block *known = find_block(frames, site, rows[b].masked);
        grades[b] = (nd__frame_grade){.pages = known == NULL ? 1 : known->pages};
    }
    for (size_t b = 0; b < count; b++) {
        nd__frame_grade *grade = &grades[b];
        const nd__site_block *known = find_block(frames, site, rows[b].masked);
        bool letter = (rows[b].flags & ND__BLOCK_HAS_LETTER) != 0;
        letters += letter;
        if (known == NULL) {
            continue;
        }
        /* A headline that other pages list stands between a menu and its article here. */
        bool before = b == 0 || is_known(grades, count, b - 1);
        bool behind = is_known(grades, count, b + 1);
        grade->in_place = known->placed ? before || behind : before && behind;
        grade->frame = nd__frame_counts(&rows[b]) && known->pages >= frames->min_pages &&
                       (double)known->pages / (double)site->pages >= frames->min_share &&
                       (grade->in_place || !known->placed);
        grade->score = grade->frame ? ND__SCORE_ONE : 0;
        framed += grade->frame && letter;
    }
    for (size_t b = 0; b < count && framed == letters; b++) {
        grades[b].frame = false;
        grades[b].score = 0;
    }
}
