/* A bucket: all seeds of one hash. Equal windows have equal seeds at the same place in
 * them, so windows that are equal are found within one bucket. */
#ifndef ND_SUBSTRING_WINDOW_BUCKET_H
#define ND_SUBSTRING_WINDOW_BUCKET_H

#include "substring/repeated_windows.h"
#include "substring/seed.h"

/* One thread's workshop for buckets. */
typedef struct nd__bucket_worker nd__bucket_worker;

/* windows: what to mark in; branching where its set is there. table_windows: how many
 * windows a table may take at once. All borrowed. */
nd_status nd__bucket_worker_create(nd__bucket_worker **out, const nd__sequence *sequence,
                                   nd__seed_shape shape, nd__repeated_windows *windows,
                                   size_t table_windows, nd_error *err);
void nd__bucket_worker_destroy(nd__bucket_worker *worker);

/* Marks what is repeated among the windows of seeds [0..count-1], which have the same
 * hash and come by position. Time linear in the elements of their windows. */
nd_status nd__bucket_mark(nd__bucket_worker *worker, const nd__keyed *seeds, size_t count,
                          nd_error *err);

#endif
