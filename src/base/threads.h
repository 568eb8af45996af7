/* Threads: a loop over ranges, and an ordered pipeline read -> work -> write. Results do
 * not depend on the number of threads as long as the work itself only depends on its
 * item. */
#ifndef ND_BASE_THREADS_H
#define ND_BASE_THREADS_H

#include <stdbool.h>

#include "base/status.h"

/* Threads to use where the user did not say: the processors this process may run on. */
unsigned nd__threads_available(void);

/* Works on items [begin, end); `worker` is 0..threads-1 and names this thread's scratch.
 */
typedef nd_status (*nd__range_work)(size_t begin, size_t end, unsigned worker,
                                    void *payload, nd_error *err);

/* Calls work for consecutive ranges of at most `step` items that cover [0, count), from
 * `threads` threads (the caller's is one of them; 0 counts as 1). After a failure no
 * further range begins, and the failure of the lowest range that failed is returned. */
nd_status nd__parallel_ranges(unsigned threads, size_t count, size_t step,
                              nd__range_work work, void *payload, nd_error *err);

/* The three stages of a pipeline. Slots are the caller's: an array of `slots` items of
 * any kind, named by their index. */
typedef struct nd__pipeline {
    unsigned threads; /* workers; 0 counts as 1 */
    size_t slots;     /* items under way at once, at least threads + 1 to keep all busy */
    /* Fills slot; ND_DONE at the end of the input (the slot is then not used). Called in
     * order, by one thread at a time. */
    nd_status (*read)(size_t slot, void *payload, nd_error *err);
    /* Works on slot; called by many threads at once, in any order. */
    nd_status (*work)(size_t slot, unsigned worker, void *payload, nd_error *err);
    /* Takes the result; called in the order of reading, by one thread at a time. */
    nd_status (*write)(size_t slot, void *payload, nd_error *err);
    void *payload;
} nd__pipeline;

/* Runs until read says ND_DONE and all is written, or a stage fails: then nothing further
 * is read or written, and the failure that comes first in the order of the input is
 * returned. With one thread all stages run in the caller's. */
nd_status nd__pipeline_run(const nd__pipeline *pipeline, nd_error *err);

#endif
