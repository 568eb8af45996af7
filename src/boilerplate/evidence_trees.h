/* What the evidence of a block says together: boosted trees of decisions.
 *
 * The sum of one leaf of each tree is the log-odds that the block is frame (Friedman,
 * "Greedy function approximation: a gradient boosting machine", 2001). Trees hear what a
 * sum of weights cannot: that a list is text on one kind of page and a menu on another.
 */
#ifndef ND_BOILERPLATE_EVIDENCE_TREES_H
#define ND_BOILERPLATE_EVIDENCE_TREES_H

#include <stddef.h>
#include <stdint.h>

#define ND__TREE_SPLITS 30
#define ND__TREE_LEAVES (ND__TREE_SPLITS + 1)
#define ND__TREE_LEAF 128u

/* Split i of a tree, from its highest bits on, a byte each: the kind of evidence; the
 * greatest case that goes left; where left goes, and right: to another split, or
 * ND__TREE_LEAF and the number of a leaf. Children have greater numbers than their
 * parents. */
typedef struct nd__evidence_tree {
    uint32_t splits[ND__TREE_SPLITS];
    int16_t leaves[ND__TREE_LEAVES]; /* thousandths of a nat */
} nd__evidence_tree;

typedef struct nd__evidence_forest {
    const nd__evidence_tree *trees;
    size_t count;
    int base; /* thousandths of a nat */
} nd__evidence_forest;

/* Of texts that are the only ones of their sites, and of HTML; made by
 * tools/fit-evidence. */
extern const nd__evidence_forest nd__lone_text_forest, nd__html_forest;

/* Thousandths of a nat; cases are those of nd__page_evidence_cases. O(trees). */
int nd__evidence_forest_sum(const nd__evidence_forest *forest, const uint8_t *cases);

#endif
