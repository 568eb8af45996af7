/* The bytes of a file as they were before gzip or zstd. */
#ifndef ND_INPUT_CONTAINER_H
#define ND_INPUT_CONTAINER_H

#include <stdbool.h>

#include "base/memory.h"

typedef enum nd__container_kind {
    ND__CONTAINER_PLAIN,
    ND__CONTAINER_GZIP,
    ND__CONTAINER_ZSTD
} nd__container_kind;

typedef struct nd__container nd__container;

/* Reads the regular file behind fd from its start, by pread, so that several may read one
 * fd. The descriptor stays the caller's. `path` is used to tell an empty or tiny file
 * that should be compressed. A file that cannot be read is ND_E_IO. */
nd_status nd__container_open(nd__container **out, int fd, const char *path,
                             nd_error *err);
/* Up to `room` (not 0) bytes; *got is 0 only at the end. Damage is no failure: what could
 * be read is given, then the end, and nd__container_damage says what happened. */
nd_status nd__container_read(nd__container *container, char *out, size_t room,
                             size_t *got, nd_error *err);
nd__container_kind nd__container_kind_of(const nd__container *container);
/* NULL, or why the end came early: a part of a sentence. Borrowed. */
const char *nd__container_damage(const nd__container *container);
/* Bytes behind the last compressed member that are no part of it; 0 for none. */
bool nd__container_has_trailer(const nd__container *container);
/* Where in the file the gzip member or zstd frame begins that gave the last bytes; one
 * read gives bytes of one only. 0 for a plain file. */
uint64_t nd__container_member(const nd__container *container);
/* After damage, or bytes behind the data: goes on with the next member or frame whose
 * bytes begin with `start` (at most 16 bytes); false where there is none. Looks at no
 * byte of the file more than a few times, however often it is called. */
bool nd__container_resume(nd__container *container, const char *start);
/* Bytes of the file read so far. */
uint64_t nd__container_bytes_read(const nd__container *container);
void nd__container_close(nd__container *container);

#endif
