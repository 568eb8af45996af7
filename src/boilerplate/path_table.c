#include "boilerplate/path_table.h"

#include <string.h>

#include "base/hash.h"
#include "boilerplate/running_text.h"
#include "text/blocks.h"

#define MOST_PROSE 60

void nd__path_table_clear(nd__path_table *table) {
    nd__vector_clear(&table->slots);
    table->used = 0;
}

nd_status nd__path_table_reset(nd__path_table *table, size_t paths, nd_error *err) {
    size_t size = 16;
    while (size < 2 * paths) {
        size *= 2;
    }
    ND_TRY(nd__vector_reserve(&table->slots, size, err));
    memset(table->slots.items, 0, size * sizeof *table->slots.items);
    table->slots.count = size;
    table->used = 0;
    return ND_OK;
}

static uint64_t key_of(uint64_t site, uint32_t path) {
    uint64_t key = nd__mix64(nd__mix64(site + 1) + path);
    return key == 0 ? 1 : key;
}

static nd__path_sum *slot_of(const nd__path_table *table, uint64_t key) {
    size_t mask = table->slots.count - 1, at = (size_t)key & mask;
    while (table->slots.items[at].key != 0 && table->slots.items[at].key != key) {
        at = (at + 1) & mask;
    }
    return &table->slots.items[at];
}

static nd_status grow(nd__path_table *table, nd_error *err) {
    nd__path_table larger = {0};
    ND_TRY(nd__path_table_reset(&larger, table->slots.count, err));
    for (size_t i = 0; i < table->slots.count; i++) {
        if (table->slots.items[i].key != 0) {
            *slot_of(&larger, table->slots.items[i].key) = table->slots.items[i];
        }
    }
    larger.used = table->used;
    nd__path_table_clear(table);
    *table = larger;
    return ND_OK;
}

double nd__block_prose(const nd__block_row *row, const nd__block_mark *mark,
                       bool shared) {
    double most = row->weight < MOST_PROSE ? row->weight : MOST_PROSE;
    return !shared && nd__is_running_text(row) ? most * (1 - mark->links / 255.0) : 0;
}

static void add(nd__path_table *table, uint64_t key, const nd__block_row *row,
                const nd__block_mark *mark, bool shared) {
    nd__path_sum *sum = slot_of(table, key);
    double linked = mark->links / 255.0;
    table->used += sum->key == 0;
    sum->key = key;
    sum->blocks++;
    sum->ended += (row->flags & ND__BLOCK_SENTENCE) != 0;
    sum->words += row->weight;
    sum->linked += linked * row->weight;
    sum->shared += shared ? row->weight : 0;
    sum->prose += nd__block_prose(row, mark, shared);
}

nd_status nd__path_table_add(nd__path_table *table, uint64_t site,
                             const nd__block_row *row, const nd__block_mark *mark,
                             bool shared, nd_error *err) {
    if (2 * (table->used + 2) > table->slots.count) {
        ND_TRY(grow(table, err));
    }
    add(table, key_of(site, mark->path), row, mark, shared);
    if (mark->path != 0) {
        add(table, key_of(site, 0), row, mark, shared);
    }
    return ND_OK;
}

nd_status nd__path_table_put(nd__path_table *table, uint64_t site, uint32_t path,
                             const nd__path_sum *sum, nd_error *err) {
    if (2 * (table->used + 1) > table->slots.count) {
        ND_TRY(grow(table, err));
    }
    uint64_t key = key_of(site, path);
    nd__path_sum *slot = slot_of(table, key);
    table->used += slot->key == 0;
    *slot = *sum;
    slot->key = key;
    return ND_OK;
}

const nd__path_sum *nd__path_table_find(const nd__path_table *table, uint64_t site,
                                        uint32_t path) {
    if (table->slots.count == 0) {
        return NULL;
    }
    const nd__path_sum *sum = slot_of(table, key_of(site, path));
    return sum->key == 0 ? NULL : sum;
}
