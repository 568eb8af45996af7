/* Winnowing: a few of the shingle hashes, chosen so that what two texts share shows. */
#ifndef ND_TEXT_WINNOW_H
#define ND_TEXT_WINNOW_H

#include "base/memory.h"
#include "base/variant.h"

/* Texts that share this many consecutive shingles share a chosen one. */
#define ND__WINNOW_WINDOW 8

/* Winnowing (Schleimer, Wilkerson, Aiken 2003), robust form: of each ND__WINNOW_WINDOW
 * consecutive hashes the least, the rightmost of equals; a place is taken once. Of fewer
 * hashes the least of all. Writes the low halves of the chosen hashes in text order to
 * out (room for count), returns how many: 2 of 9, where hashes differ.
 *
 * The low halves, since the least ones are alike in their high bits. */
size_t nd__winnow(uint32_t *out, const uint64_t *hashes, size_t count);
size_t nd__winnow_by(nd__variant variant, uint32_t *out, const uint64_t *hashes,
                     size_t count);

/* How many words of scratch nd__winnow_make_set needs for up to so many values, fewer than
 * 2^30. */
size_t nd__winnow_scratch(size_t count);
/* Sorts and removes equals in place; returns how many remain. O(count), quick where the
 * values are spread over all 32 bits. */
size_t nd__winnow_make_set(uint32_t *values, size_t count, uint32_t *scratch);

#endif
