/* Spilling: arrays that live in unlinked temporary files and are read through mappings,
 * so that they need address space, not memory. */
#ifndef ND_BASE_SPILL_H
#define ND_BASE_SPILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Several arrays with one budget. */
typedef struct nd__spill nd__spill;

/* directory: NULL is $TMPDIR or /tmp. budget: bytes of the arrays that may be resident,
 * about. */
nd_status nd__spill_create(nd__spill **out, const char *directory, size_t budget,
                           nd_error *err);
/* Unmaps all; the disk is free again. NULL is fine. */
void nd__spill_destroy(nd__spill *spill);

typedef struct nd__spill_array nd__spill_array;

/* An array to append to. It belongs to the spill. */
nd_status nd__spill_array_open(nd__spill_array **out, nd__spill *spill, nd_error *err);
/* Appends bytes; a full disk is ND_E_IO. */
nd_status nd__spill_append(nd__spill_array *array, const void *bytes, size_t size,
                           nd_error *err);
size_t nd__spill_size(const nd__spill_array *array);
/* All that was appended, as memory to read (NULL: nothing was); nothing may be appended
 * any more. */
nd_status nd__spill_map(void **out, nd__spill_array *array, nd_error *err);
/* Appends to a vector whose items are in the array, or in memory where that is NULL.
 * While it grows an array has no items to look at, only their number. */
#define nd__spill_put(vector, array, from, more, err)                            \
    nd__spill_put_items(&(vector)->items, &(vector)->count, &(vector)->capacity, \
                        sizeof *(vector)->items, (array), (from), (more), (err))
nd_status nd__spill_put_items(void *items_pointer, size_t *count, size_t *capacity,
                              size_t size, nd__spill_array *array, const void *from,
                              size_t more, nd_error *err);
/* It is whole: its items can be read. */
#define nd__spill_finish(vector, array, err) \
    nd__spill_finish_items(&(vector)->items, (array), (err))
nd_status nd__spill_finish_items(void *items_pointer, nd__spill_array *array,
                                 nd_error *err);
/* Unmaps one array and frees its room on the disk; memory: as map or zeroed gave it. Not
 * beside other calls. NULL is fine. */
void nd__spill_drop(nd__spill *spill, const void *memory);
/* Is an array of that size better held in memory? NULL: yes. */
bool nd__spill_is_small(const nd__spill *spill, size_t size);
/* An array of zeros to read and write; the disk has the room. */
nd_status nd__spill_zeroed(void **out, nd__spill *spill, size_t size, nd_error *err);

/* The `size` bytes at `at`: there; or, where they are in an array of the spill and the
 * buffer [room] has room for them, copied to it, so that a look at one place takes no
 * resident memory. Threads: any. NULL is fine. */
const void *nd__spill_peek(const nd__spill *spill, const void *at, size_t size,
                           void *buffer, size_t room);

/* `places` places all over the arrays were looked at: now and then that leads to a look
 * at how much is resident, and where that is over the budget nothing stays. Contents stay
 * as they are. Threads: any. NULL is fine. */
void nd__spill_touched(nd__spill *spill, size_t places);
/* The same for bytes that were read one after the other. */
void nd__spill_read(nd__spill *spill, size_t bytes);

#endif
