/* The entries are sorted by key (stable); a table leads from each key to its first entry,
 * and where its entries end is seen from the next one that has another key. */
#include "match/key_index.h"

nd_status nd__key_filter_create(nd__key_filter *out, size_t count, nd_error *err) {
    unsigned bits = 10;
    while (bits < 48 && (UINT64_C(1) << bits) / 16 < count) {
        bits++;
    }
    out->bits = nd__allocate_zeroed((size_t)1 << (bits - 6), sizeof *out->bits);
    out->shift = 64 - bits;
    return out->bits == NULL ? nd__fail_memory(err) : ND_OK;
}

void nd__key_filter_clear(nd__key_filter *filter) {
    free(filter->bits);
    filter->bits = NULL;
}

nd_status nd__key_index_add(nd__key_index *index, uint64_t key, uint64_t value,
                            nd_error *err) {
    ND_TRY(nd__vector_extend(&index->entries, 1, err));
    index->entries.items[index->entries.count++] = (nd__keyed){key, value};
    return ND_OK;
}

static size_t slot_of(const nd__key_index *index, uint64_t key) {
    return (size_t)(key * UINT64_C(0xD6E8FEB86659FD93) >> 32) & (index->slots - 1);
}

/* The slot of the key, or the free one where it would be. */
static size_t find_slot(const nd__key_index *index, uint64_t key) {
    size_t at = slot_of(index, key);
    while (index->first[at] != 0 &&
           index->entries.items[index->first[at] - 1].key != key) {
        at = (at + 1) & (index->slots - 1);
    }
    return at;
}

nd_status nd__key_index_finish(nd__key_index *index, nd_error *err) {
    size_t count = index->count = index->entries.count;
    if (count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion blocks");
    }
    for (index->slots = 16; index->slots < 2 * count;) {
        index->slots *= 2;
    }
    ND_TRY(nd__key_filter_create(&index->filter, count, err));
    index->first = nd__allocate_zeroed(index->slots, sizeof *index->first);
    if (index->first == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__vector_reserve(&index->entries, 2 * count, err));
    if (count == 0) {
        return ND_OK;
    }
    nd__keyed *items = index->entries.items;
    nd__sort_keyed(items, items + count, count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || items[i].key != items[i - 1].key) {
            index->first[find_slot(index, items[i].key)] = (uint32_t)i + 1;
            nd__key_filter_add(&index->filter, items[i].key);
        }
    }
    return ND_OK;
}

void nd__key_index_find(size_t *begin, size_t *end, const nd__key_index *index,
                        uint64_t key) {
    *begin = *end = 0;
    if (!nd__key_filter_may_have(&index->filter, key)) {
        return;
    }
    uint32_t first = index->first[find_slot(index, key)];
    if (first == 0) {
        return;
    }
    *begin = first - 1;
    *end = first;
    /* Steps that double, then halving: a key may have a million entries. */
    const nd__keyed *items = index->entries.items;
    size_t step = 1;
    while (*end < index->count && items[*end].key == key) {
        size_t left = index->count - *end;
        step = step < left ? step : left;
        if (items[*end + step - 1].key == key) {
            *end += step;
            step *= 2;
        } else {
            step /= 2;
        }
    }
}

void nd__key_index_clear(nd__key_index *index) {
    nd__vector_clear(&index->entries);
    free(index->first);
    index->first = NULL;
    nd__key_filter_clear(&index->filter);
}
