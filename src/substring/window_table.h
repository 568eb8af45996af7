/* A table of windows by content, for buckets with many seeds. */
#ifndef ND_SUBSTRING_WINDOW_TABLE_H
#define ND_SUBSTRING_WINDOW_TABLE_H

#include "substring/repeated_windows.h"
#include "substring/seed.h"

typedef struct nd__window_table nd__window_table;

/* limit: windows that it takes at once, about 28 bytes each at most. */
nd_status nd__window_table_create(nd__window_table **out, const nd__sequence *sequence,
                                  nd__seed_shape shape, size_t limit, nd_error *err);
void nd__window_table_destroy(nd__window_table *table);

/* Marks in *windows what is repeated among the windows of seeds [0..count-1], packed and
 * by position. Windows of seeds whose elements differ are told apart too. */
nd_status nd__window_table_mark(nd__window_table *table, nd__repeated_windows *windows,
                                const uint64_t *seeds, size_t count, nd_error *err);

#endif
