/* Checked sizes, growable arrays. Out of memory is always an error code, never an exit.
 */
#ifndef ND_BASE_MEMORY_H
#define ND_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/status.h"

/* a * b, or false where it does not fit in a size_t. */
bool nd__multiply_size(size_t *out, size_t a, size_t b);

/* count * size bytes, not cleared; NULL where that is too much. count 0 gives a valid
 * pointer. */
void *nd__allocate(size_t count, size_t size);
/* The same, cleared. */
void *nd__allocate_zeroed(size_t count, size_t size);

/* Makes room for at least `need` elements of `size` bytes in *items, growing by half;
 * *capacity is in elements. On failure *items is as it was. */
nd_status nd__grow(void *items_pointer, size_t *capacity, size_t need, size_t size,
                   nd_error *err);

/* A growable array of T: fields items, count, capacity. Zero is an empty one. */
#define ND_VECTOR(T)     \
    struct {             \
        T *items;        \
        size_t count;    \
        size_t capacity; \
    }

#define nd__vector_reserve(vector, need, err)                                        \
    nd__grow(&(vector)->items, &(vector)->capacity, (need), sizeof *(vector)->items, \
             (err))

/* Room for `more` elements behind the ones that are there. */
#define nd__vector_extend(vector, more, err) \
    nd__vector_reserve((vector), (vector)->count + (more), (err))

#define nd__vector_clear(vector) \
    do {                         \
        free((vector)->items);   \
        (vector)->items = NULL;  \
        (vector)->count = 0;     \
        (vector)->capacity = 0;  \
    } while (0)

typedef ND_VECTOR(char) nd__buffer;
typedef ND_VECTOR(uint64_t) nd__u64_vector;
typedef ND_VECTOR(uint32_t) nd__u32_vector;
typedef ND_VECTOR(uint16_t) nd__u16_vector;

/* Appends bytes. */
nd_status nd__buffer_append(nd__buffer *buffer, const void *bytes, size_t size,
                            nd_error *err);
/* An owned copy with a 0 behind it, or NULL. */
char *nd__copy_string(const char *bytes, size_t size);

#endif
