/* A table of longest common subsequences of the two ends, walked from the front. */
#include "word_diff.h"

#define SIDE (WORD_DIFF_MOST + 1)

static size_t greater_of(size_t x, size_t y) {
    return x > y ? x : y;
}

/* Whether the words between the two edits are fewer than each of these has. */
static int is_chance(const word_edit *edit, const word_edit *next) {
    return edit->shared < greater_of(edit->only_a, edit->only_b) &&
           edit->shared < greater_of(next->only_a, next->only_b);
}

/* Joins edits around chance words; a joined edit may make those before it chance too. */
static size_t drop_chance(word_edit *edits, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        edits[kept++] = edits[i];
        while (kept > 1 && is_chance(&edits[kept - 2], &edits[kept - 1])) {
            word_edit *edit = &edits[kept - 2], *next = &edits[kept - 1];
            edit->only_a += edit->shared + next->only_a;
            edit->only_b += edit->shared + next->only_b;
            edit->shared = next->shared;
            kept--;
        }
    }
    return kept;
}

void word_diff(word_edit *edits, size_t *count, const uint64_t *a, size_t a_count,
               const uint64_t *b, size_t b_count) {
    uint8_t common[SIDE][SIDE]; /* [i][j]: of a from i on and b from j on */
    for (size_t i = a_count + 1; i-- > 0;) {
        for (size_t j = b_count + 1; j-- > 0;) {
            if (i == a_count || j == b_count) {
                common[i][j] = 0;
            } else if (a[i] == b[j]) {
                common[i][j] = (uint8_t)(common[i + 1][j + 1] + 1);
            } else {
                common[i][j] = common[i + 1][j] > common[i][j + 1] ? common[i + 1][j]
                                                                   : common[i][j + 1];
            }
        }
    }
    size_t made = 0;
    for (size_t i = 0, j = 0; i < a_count || j < b_count; made++) {
        word_edit edit = {0, 0, 0};
        while ((i < a_count || j < b_count) &&
               !(i < a_count && j < b_count && a[i] == b[j])) {
            if (j == b_count || (i < a_count && common[i + 1][j] >= common[i][j + 1])) {
                edit.only_a++;
                i++;
            } else {
                edit.only_b++;
                j++;
            }
        }
        while (i < a_count && j < b_count && a[i] == b[j]) {
            edit.shared++;
            i++;
            j++;
        }
        edits[made] = edit;
    }
    *count = drop_chance(edits, made);
}
