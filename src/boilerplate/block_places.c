#include "boilerplate/block_places.h"

#include <string.h>

#include "base/hash.h"

void nd__block_places_clear(nd__block_places *places) {
    nd__vector_clear(&places->slots);
    nd__vector_clear(&places->found);
}

/* What stands on one side of the block; sides are told apart. */
static uint64_t beside(const nd__corpus *corpus, nd__keyed entry, bool behind) {
    const nd__document *document = &corpus->documents.items[nd__group_document(entry)];
    uint32_t block = nd__group_block(entry);
    uint64_t border = 1;
    if (behind) {
        uint64_t masked = block + 1 < document->block_end
                              ? corpus->blocks.items[block + 1].masked
                              : border;
        return nd__mix64(masked);
    }
    return block > document->block_begin ? corpus->blocks.items[block - 1].masked
                                         : border;
}

static uint32_t note(nd__block_place_seen *slots, size_t mask, uint64_t key,
                     uint32_t page) {
    size_t at = (size_t)nd__mix64(key) & mask;
    while (slots[at].page != 0 && slots[at].beside != key) {
        at = (at + 1) & mask;
    }
    if (slots[at].page == 0) {
        slots[at] = (nd__block_place_seen){key, page + 1, false};
    } else if (slots[at].page != page + 1) {
        slots[at].many_pages = true;
    }
    return (uint32_t)at;
}

nd_status nd__block_places_mark(size_t *count, nd__block_places *places,
                                nd__frame_grade *grades, const nd__block_groups *groups,
                                size_t begin, size_t end, const nd__corpus *corpus,
                                const uint32_t *page_of, nd_error *err) {
    size_t neighbours = 2 * (end - begin), size = 4;
    while (size < 2 * neighbours) {
        size *= 2;
    }
    ND_TRY(nd__vector_reserve(&places->slots, size, err));
    ND_TRY(nd__vector_reserve(&places->found, neighbours, err));
    nd__block_place_seen *slots = places->slots.items;
    uint32_t *found = places->found.items;
    memset(slots, 0, size * sizeof *slots);
    for (size_t i = begin; i < end; i++) {
        nd__keyed entry = groups->entries[i];
        uint32_t page = page_of[nd__group_document(entry)];
        found[2 * (i - begin)] =
            note(slots, size - 1, beside(corpus, entry, false), page);
        found[2 * (i - begin) + 1] =
            note(slots, size - 1, beside(corpus, entry, true), page);
    }
    *count = 0;
    for (size_t i = begin; i < end; i++) {
        bool in_place = slots[found[2 * (i - begin)]].many_pages ||
                        slots[found[2 * (i - begin) + 1]].many_pages;
        grades[nd__group_block(groups->entries[i])].in_place = in_place;
        *count += in_place;
    }
    return ND_OK;
}
