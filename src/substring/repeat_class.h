/* The maximal repeats that begin with equal windows. */
#ifndef ND_SUBSTRING_REPEAT_CLASS_H
#define ND_SUBSTRING_REPEAT_CLASS_H

#include "base/radix_sort.h"
#include "substring/maximal_repeats.h"

/* One thread's workshop and what it found, in no order. */
typedef struct nd__class_worker nd__class_worker;

nd_status nd__class_worker_create(nd__class_worker **out, const nd__sequence *sequence,
                                  const nd__maximal_options *options, nd_error *err);
void nd__class_worker_destroy(nd__class_worker *worker);

/* Adds the repeats that begin at windows [0..count-1], which have one hash (key) and come
 * in order (value); they need not be equal. O(what the suffixes have in common with their
 * neighbours + count log count). */
nd_status nd__class_add(nd__class_worker *worker, const nd__keyed *windows, size_t count,
                        nd_error *err);
/* What was found so far; the caller may clear it. */
nd__maximal_repeats *nd__class_results(nd__class_worker *worker);

#endif
