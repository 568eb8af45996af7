/* Which bytes of a text go when blocks of it are removed. */
#ifndef ND_RUN_CUT_H
#define ND_RUN_CUT_H

#include "base/memory.h"

/* text[begin, end). */
typedef struct nd__cut {
    size_t begin, end;
} nd__cut;

/* The end of the white space that begins at `at` (none: `at`). */
size_t nd__skip_space(const char *text, size_t at, size_t size);
/* The end of what is not white space in front of `at`, not below `least`. */
size_t nd__skip_space_back(const char *text, size_t at, size_t least);

/* True where every block lies in the text, at character borders. */
bool nd__cuts_fit(const nd__cut *blocks, size_t count, const char *text, size_t size);

/* Turns blocks (sorted by begin, inside the text, at character borders; they may overlap)
 * into cuts, in place, one for each, in order and without overlap; some may be empty.
 * A block goes with the white space behind it, so that the next block takes its place;
 * but where the white space in front of it has fewer line breaks, that goes instead, and
 * paragraphs stay apart, and where there is none in front, so that words do; or white
 * space between two blocks stays that has more line breaks than both. Where
 * removed blocks reach the end of the text, the white space in front of them goes, and
 * the text's final white space stays. Where nothing but white space would be left, the
 * white space at both ends of the text stays. */
void nd__cuts_plan(nd__cut *blocks, size_t count, const char *text, size_t size);

#endif
