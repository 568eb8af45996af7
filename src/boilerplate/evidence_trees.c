#include "boilerplate/evidence_trees.h"

static int leaf_of(const nd__evidence_tree *tree, const uint8_t *cases) {
    uint32_t at = 0;
    do {
        uint32_t split = tree->splits[at];
        at = cases[split >> 24] <= (split >> 16 & 255) ? split >> 8 & 255 : split & 255;
    } while (at < ND__TREE_LEAF);
    return tree->leaves[at - ND__TREE_LEAF];
}

int nd__evidence_forest_sum(const nd__evidence_forest *forest, const uint8_t *cases) {
    int sum = forest->base;
    for (size_t t = 0; t < forest->count; t++) {
        sum += leaf_of(&forest->trees[t], cases);
    }
    return sum;
}
