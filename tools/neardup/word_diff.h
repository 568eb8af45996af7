/* What two short rows of words have in common, in order. */
#ifndef NEARDUP_TOOL_WORD_DIFF_H
#define NEARDUP_TOOL_WORD_DIFF_H

#include <stddef.h>
#include <stdint.h>

#define WORD_DIFF_MOST 200 /* words of each side */

/* Words only a has, then words only b has, then words that both have. */
typedef struct word_edit {
    size_t only_a, only_b, shared;
} word_edit;

/* Fills edits [0..*count-1], room for WORD_DIFF_MOST + 1, so that they tell how a
 * [0..a_count-1] becomes b [0..b_count-1], each at most WORD_DIFF_MOST words: a longest
 * common subsequence, without the words that stand between two edits longer than they
 * are, which are chance. No memory but 40 kB of stack. Cost: O(a_count * b_count). */
void word_diff(word_edit *edits, size_t *count, const uint64_t *a, size_t a_count,
               const uint64_t *b, size_t b_count);

#endif
