#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#ifdef ND_DEBUG_ARENA
#define CHUNK_SIZE 0
#else
#define CHUNK_SIZE ((size_t)1 << 18)
#endif

struct nd__arena_chunk {
    nd__arena_chunk *next;
    size_t used;
    size_t capacity;
    alignas(max_align_t) char bytes[];
};

void *nd__arena_allocate(nd__arena *arena, size_t size) {
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX - alignment - sizeof(nd__arena_chunk)) {
        return NULL;
    }
    size_t rounded = (size + alignment - 1) / alignment * alignment;
    nd__arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->capacity - chunk->used < rounded) {
        size_t capacity = rounded > CHUNK_SIZE / 4 ? rounded : CHUNK_SIZE;
        nd__arena_chunk *fresh = malloc(sizeof *fresh + capacity);
        if (fresh == NULL) {
            return NULL;
        }
        fresh->used = 0;
        fresh->capacity = capacity;
        arena->total += capacity;
        /* A piece that fills its chunk goes behind the newest, whose rest stays usable.
         */
        if (chunk != NULL && capacity == rounded) {
            fresh->next = chunk->next;
            chunk->next = fresh;
        } else {
            fresh->next = chunk;
            arena->chunks = fresh;
        }
        chunk = fresh;
    }
    void *piece = chunk->bytes + chunk->used;
    chunk->used += rounded;
    return piece;
}

char *nd__arena_copy(nd__arena *arena, const void *bytes, size_t size) {
    char *copy = size == SIZE_MAX ? NULL : nd__arena_allocate(arena, size + 1);
    if (copy != NULL) {
        if (size > 0) {
            memcpy(copy, bytes, size);
        }
        copy[size] = '\0';
    }
    return copy;
}

void nd__arena_clear(nd__arena *arena) {
    nd__arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        nd__arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    arena->chunks = NULL;
    arena->total = 0;
}
