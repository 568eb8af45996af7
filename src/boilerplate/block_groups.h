/* Groups of blocks that say the same on one site, however many there are. */
#ifndef ND_BOILERPLATE_BLOCK_GROUPS_H
#define ND_BOILERPLATE_BLOCK_GROUPS_H

#include "base/radix_sort.h"
#include "store/corpus.h"

/* Entries have the hash of (site, masked block, whether it has a letter) as key, and
 * (document << 32 | block row) as value. */
typedef struct nd__block_groups {
    nd__keyed *entries;
    size_t *part_begin; /* [parts] part p has entries [part_begin[p], part_end[p]), ... */
    size_t *part_end;   /* [parts] ... in which groups lie one behind the other */
    size_t parts;
    uint32_t *letters; /* [documents] blocks that have a letter */
} nd__block_groups;

static inline uint32_t nd__group_block(nd__keyed entry) {
    return (uint32_t)entry.value;
}

static inline uint32_t nd__group_document(nd__keyed entry) {
    return (uint32_t)(entry.value >> 32);
}

static inline bool nd__group_has_letter(nd__keyed entry) {
    return (entry.key & 1) != 0;
}

/* Where the group of entry `begin`, of the part that ends at part_end, ends. */
size_t nd__group_end(const nd__block_groups *groups, size_t begin, size_t part_end);

/* Groups the blocks for which counts() is true; groups of fewer than `least` are left
 * out. The corpus has less than 4 billion blocks. On failure *out is still to be cleared.
 */
nd_status nd__block_groups_make(nd__block_groups *out, const nd__corpus *corpus,
                                bool (*counts)(const nd__block_row *row), size_t least,
                                unsigned threads, nd_error *err);
void nd__block_groups_clear(nd__block_groups *groups);

#endif
