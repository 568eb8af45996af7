/* Sets of shingles without sorting: a list of what is distinct, in the order of the text,
 * and a table that finds a shingle's place in the list. */
#ifndef ND_FINGERPRINT_SHINGLE_TABLE_H
#define ND_FINGERPRINT_SHINGLE_TABLE_H

#include "base/memory.h"

/* Finds shingles of one list, which is not in it. All zero: empty. Not for two threads at
 * a time while it is filled. */
typedef struct nd__shingle_table {
    ND_VECTOR(uint32_t) slots; /* 0, or 1 + a place in the list */
    unsigned bits;             /* 2^bits of them are in use */
} nd__shingle_table;

/* Removes repeats from list[0..count-1], the first of each stays where it is in the
 * order; *kept receives how many remain, and the table finds these. count is below 2^32.
 * The table keeps 6 to 12 bytes for each of the most shingles it was given, 16 to 32
 * where these are few (up to 65,536). */
nd_status nd__shingle_table_distinct(nd__shingle_table *table, uint64_t *list,
                                     size_t count, size_t *kept, nd_error *err);

/* The table of a list that has no repeats. */
nd_status nd__shingle_table_fill(nd__shingle_table *table, const uint64_t *list,
                                 size_t count, nd_error *err);

/* How many of other[0..count-1], which has no repeats, are in the table's list
 * [0..list_count-1]; SIZE_MAX as soon as it is certain that they are fewer than `least`.
 * Takes O(1) a shingle, less where both have the same ones in the same order. */
size_t nd__shingle_table_common(const nd__shingle_table *table, const uint64_t *list,
                                size_t list_count, const uint64_t *other, size_t count,
                                size_t least);

void nd__shingle_table_clear(nd__shingle_table *table);

#endif
