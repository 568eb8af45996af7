#ifdef __linux__
#define _DEFAULT_SOURCE /* madvise */
#endif
#include "base/memory.h"

#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#define LARGE ((size_t)1 << 21)
#define PAGE ((uintptr_t)4096)

bool nd__multiply_size(size_t *out, size_t a, size_t b) {
    if (b != 0 && a > SIZE_MAX / b) {
        return false;
    }
    *out = a * b;
    return true;
}

void *nd__allocate(size_t count, size_t size) {
    size_t bytes;
    if (!nd__multiply_size(&bytes, count, size)) {
        return NULL;
    }
    return malloc(bytes == 0 ? 1 : bytes);
}

void *nd__allocate_zeroed(size_t count, size_t size) {
    return calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
}

void nd__advise_large(void *memory, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (size >= LARGE) {
        /* Outwards to whole pages: else a mapping of its own would be cut in three, which
         * realloc could not move as one but had to copy, and both would be held. Pages of
         * another size than this make the call fail, and nothing is lost. */
        uintptr_t front = (uintptr_t)memory % PAGE;
        size_t whole = (front + size + PAGE - 1) / PAGE * PAGE;
        (void)madvise((char *)memory - front, whole, MADV_HUGEPAGE);
    }
#else
    (void)memory;
    (void)size;
#endif
}

nd_status nd__grow(void *items_pointer, size_t *capacity, size_t need, size_t size,
                   nd_error *err) {
    if (need <= *capacity) {
        return ND_OK;
    }
    size_t wanted = *capacity + *capacity / 2;
    if (wanted < need) {
        wanted = need;
    }
    if (wanted < 16) {
        wanted = 16;
    }
    size_t bytes;
    if (!nd__multiply_size(&bytes, wanted, size)) {
        return nd__fail_memory(err);
    }
    void *items;
    memcpy(&items, items_pointer, sizeof items);
    void *grown = realloc(items, bytes);
    if (grown == NULL) {
        return nd__fail_memory(err);
    }
    nd__advise_large(grown, bytes);
    memcpy(items_pointer, &grown, sizeof grown);
    *capacity = wanted;
    return ND_OK;
}

nd_status nd__buffer_append(nd__buffer *buffer, const void *bytes, size_t size,
                            nd_error *err) {
    if (size > SIZE_MAX - buffer->count) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__vector_extend(buffer, size, err));
    if (size > 0) {
        memcpy(buffer->items + buffer->count, bytes, size);
    }
    buffer->count += size;
    return ND_OK;
}

char *nd__copy_string(const char *bytes, size_t size) {
    char *copy = size == SIZE_MAX ? NULL : malloc(size + 1);
    if (copy != NULL) {
        if (size > 0) {
            memcpy(copy, bytes, size);
        }
        copy[size] = '\0';
    }
    return copy;
}
