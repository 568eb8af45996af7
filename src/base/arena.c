#ifdef __linux__
#define _DEFAULT_SOURCE /* madvise */
#endif
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#ifdef ND_DEBUG_ARENA
#define CHUNK_SIZE 0
#else
#define CHUNK_SIZE ((size_t)1 << 18)
#endif
#define LARGEST_CHUNK ((size_t)1 << 23)
/* Pages of a large chunk that are asked for at a time. */
#define PAGES_SIZE ((size_t)1 << 18)

struct nd__arena_chunk {
    nd__arena_chunk *next;
    size_t used;
    size_t capacity;
    size_t ready; /* bytes whose pages need not be asked for any more */
    alignas(max_align_t) char bytes[];
};

static size_t round_up(size_t size) {
    const size_t alignment = alignof(max_align_t);
    return (size + alignment - 1) / alignment * alignment;
}

/* An arena that became large grows in larger steps. */
static size_t chunk_size(const nd__arena *arena) {
    size_t size = CHUNK_SIZE;
    while (size > 0 && size < LARGEST_CHUNK && size < arena->total / 4) {
        size *= 2;
    }
    return size;
}

/* A page that is touched for the first time costs an interruption, several times what
 * clearing it does; asked for together they cost half. Where the system can't, nothing is
 * lost. */
static void make_ready(nd__arena_chunk *chunk) {
#ifdef MADV_POPULATE_WRITE
    const uintptr_t page = 4096; /* where pages are larger the call fails, or does more */
    size_t ready = chunk->ready + PAGES_SIZE;
    ready = ready < chunk->used ? chunk->used : ready;
    ready = ready > chunk->capacity ? chunk->capacity : ready;
    uintptr_t begin = ((uintptr_t)chunk->bytes + chunk->ready) & ~(page - 1);
    uintptr_t end = ((uintptr_t)chunk->bytes + ready) & ~(page - 1);
    if (begin < end) {
        (void)madvise((void *)begin, end - begin, MADV_POPULATE_WRITE);
    }
    chunk->ready = ready;
#else
    chunk->ready = chunk->capacity;
#endif
}

static nd__arena_chunk *create_chunk(size_t capacity) {
    nd__arena_chunk *chunk = capacity > SIZE_MAX - sizeof(nd__arena_chunk)
                                 ? NULL
                                 : malloc(sizeof *chunk + capacity);
    if (chunk != NULL) {
        chunk->capacity = capacity;
        chunk->used = 0;
        chunk->ready = capacity < PAGES_SIZE ? capacity : 0;
    }
    return chunk;
}

void *nd__arena_allocate(nd__arena *arena, size_t size) {
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX - alignment) {
        return NULL;
    }
    size_t rounded = round_up(size);
    nd__arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->capacity - chunk->used < rounded) {
        size_t capacity = rounded > CHUNK_SIZE / 4 ? rounded : chunk_size(arena);
        nd__arena_chunk *fresh = create_chunk(capacity);
        if (fresh == NULL) {
            return NULL;
        }
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
    if (chunk->used > chunk->ready) {
        make_ready(chunk);
    }
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

void nd__arena_return(nd__arena *arena, const void *piece, size_t size, size_t used) {
    nd__arena_chunk *chunk = arena->chunks;
    size_t taken = round_up(size);
    if (chunk != NULL && chunk->capacity != taken && chunk->used >= taken &&
        (const char *)piece == chunk->bytes + (chunk->used - taken)) {
        chunk->used -= taken - round_up(used);
    }
}

void nd__arena_join(nd__arena *arena, nd__arena *from) {
    nd__arena_chunk *last = from->chunks;
    if (last == NULL) {
        return;
    }
    while (last->next != NULL) {
        last = last->next;
    }
    /* Behind the newest chunk, whose rest stays usable. */
    if (arena->chunks == NULL) {
        arena->chunks = from->chunks;
    } else {
        last->next = arena->chunks->next;
        arena->chunks->next = from->chunks;
    }
    arena->total += from->total;
    from->chunks = NULL;
    from->total = 0;
}

void nd__arena_reset(nd__arena *arena) {
    nd__arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->capacity != CHUNK_SIZE) {
        nd__arena_clear(arena);
        return;
    }
    arena->chunks = chunk->next;
    nd__arena_clear(arena);
    chunk->next = NULL;
    chunk->used = 0;
    arena->chunks = chunk;
    arena->total = chunk->capacity;
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
