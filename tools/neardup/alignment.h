/* Two texts as one row of pieces: shared, standing in one alone, or moved. */
#ifndef NEARDUP_TOOL_ALIGNMENT_H
#define NEARDUP_TOOL_ALIGNMENT_H

#include <neardup/compare.h>
#include <neardup/text.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum piece_kind {
    PIECE_SHARED,
    PIECE_ONLY_A,
    PIECE_ONLY_B,
    PIECE_MOVED_A, /* an overlap out of order, where it stands in a */
    PIECE_MOVED_B  /* and where it stands in b */
} piece_kind;

/* Tokens [a_begin, a_end) of a and [b_begin, b_end) of b; on the side where the piece is
 * not, an empty range where it would be. */
typedef struct piece {
    piece_kind kind;
    bool again;   /* MOVED_B: a has it in another piece, which b has too */
    size_t label; /* 1-based overlap; 0: of no overlap */
    size_t a_begin, a_end, b_begin, b_end;
} piece;

typedef struct alignment {
    piece *pieces;
    size_t count, capacity;
} alignment;

/* Aligns a and b, read with the seed that the overlaps [0..count-1] were found with.
 * These stand by b_begin; those that are out of order or out of a text are left out. The
 * pieces hold each token of a and of b once, in the order of both: shared pieces are the
 * heaviest chain of overlaps that stand in order in both texts and, in gaps of at most
 * WORD_DIFF_MOST words a side, the words in common. Returns false where memory ran out.
 * Ownership: *out is the caller's, for alignment_clear. Cost: O(n + count log count), the
 * gaps' diffs among it with at most WORD_DIFF_MOST steps a token. */
bool alignment_make(alignment *out, const nd_overlap *overlaps, size_t count,
                    const nd_text *a, const nd_text *b);
void alignment_clear(alignment *pieces);

#endif
