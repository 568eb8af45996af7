/* An arena: many small things that live and die together, at addresses that do not move.
 */
#ifndef ND_BASE_ARENA_H
#define ND_BASE_ARENA_H

#include "base/memory.h"

typedef struct nd__arena_chunk nd__arena_chunk;

/* Zero is an empty arena. One thread at a time. */
typedef struct nd__arena {
    nd__arena_chunk *chunks; /* newest first */
    size_t total;            /* bytes held */
} nd__arena;

/* `size` bytes aligned for any type, or NULL. Built with ND_DEBUG_ARENA each piece is a
 * malloc of its own, so that AddressSanitizer sees overruns. */
void *nd__arena_allocate(nd__arena *arena, size_t size);
/* A copy of bytes with a 0 behind it, or NULL. */
char *nd__arena_copy(nd__arena *arena, const void *bytes, size_t size);
/* The newest piece, of `size` bytes, needs only `used` of them: the rest is for the next
 * one. Does nothing where the piece has memory of its own. */
void nd__arena_return(nd__arena *arena, const void *piece, size_t size, size_t used);
/* Moves all that `from` holds into `arena`; no piece moves, and `from` is empty. */
void nd__arena_join(nd__arena *arena, nd__arena *from);
/* Makes all pieces void, and keeps a chunk for the next ones. */
void nd__arena_reset(nd__arena *arena);
void nd__arena_clear(nd__arena *arena);

#endif
