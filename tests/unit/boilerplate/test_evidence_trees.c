#include "boilerplate/evidence_trees.h"

#include <string.h>

#include "boilerplate/page_evidence.h"
#include "suite.h"

#define SPLIT(kind, most, left, right) \
    ((uint32_t)(kind) << 24 | (uint32_t)(most) << 16 | (left) << 8 | (right))
#define LEAF(i) (ND__TREE_LEAF + (i))

START_TEST(test_evidence_trees__one_leaf_of_each_tree_counts) {
    static const nd__evidence_tree trees[] = {
        {{SPLIT(0, 2, 1, LEAF(2)), SPLIT(1, 0, LEAF(0), LEAF(1))}, {10, -200, 3000}},
        {{SPLIT(2, 1, LEAF(0), LEAF(1))}, {7, -7}},
    };
    static const nd__evidence_forest forest = {trees, 2, 100};
    ck_assert_int_eq(nd__evidence_forest_sum(&forest, (uint8_t[]){0, 0, 0}), 117);
    ck_assert_int_eq(nd__evidence_forest_sum(&forest, (uint8_t[]){2, 1, 1}), -93);
    ck_assert_int_eq(nd__evidence_forest_sum(&forest, (uint8_t[]){3, 0, 2}), 3093);
}
END_TEST

/* Each split and each leaf is reached from one place, and no path goes back. */
static void check_tree(const nd__evidence_tree *tree) {
    unsigned splits[ND__TREE_SPLITS] = {1}, leaves[ND__TREE_LEAVES] = {0};
    for (uint32_t s = 0; s < ND__TREE_SPLITS && splits[s] != 0; s++) {
        uint32_t split = tree->splits[s];
        ck_assert_uint_eq(splits[s], 1);
        ck_assert_uint_lt(split >> 24, ND__EVIDENCES);
        for (unsigned side = 0; side < 2; side++) {
            uint32_t child = side == 0 ? split >> 8 & 255 : split & 255;
            if (child < ND__TREE_LEAF) {
                ck_assert_uint_lt(child, ND__TREE_SPLITS);
                ck_assert_uint_gt(child, s);
                splits[child]++;
            } else {
                ck_assert_uint_lt(child - ND__TREE_LEAF, ND__TREE_LEAVES);
                leaves[child - ND__TREE_LEAF]++;
            }
        }
    }
    for (unsigned i = 0; i < ND__TREE_LEAVES; i++) {
        ck_assert_uint_le(leaves[i], 1);
        ck_assert(leaves[i] == 1 || tree->leaves[i] == 0);
    }
}

START_TEST(test_evidence_trees__those_of_html_are_trees) {
    ck_assert_uint_gt(nd__html_forest.count, 0);
    for (size_t t = 0; t < nd__html_forest.count; t++) {
        check_tree(&nd__html_forest.trees[t]);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("evidence_trees");
    TCase *cases = tcase_create("evidence_trees");
    tcase_add_test(cases, test_evidence_trees__one_leaf_of_each_tree_counts);
    tcase_add_test(cases, test_evidence_trees__those_of_html_are_trees);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
