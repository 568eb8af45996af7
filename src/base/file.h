/* Output files that appear whole or not at all, and small helpers for paths. */
#ifndef ND_BASE_FILE_H
#define ND_BASE_FILE_H

#include <stdbool.h>

#include "base/memory.h"

/* An output file. Bytes go to a temporary name beside the target; commit flushes them to
 * the disk and renames. "-" is standard output: written directly. Writes are buffered (1
 * MB). */
typedef struct nd__output nd__output;

nd_status nd__output_open(nd__output **out, const char *path, nd_error *err);
nd_status nd__output_write(nd__output *output, const void *bytes, size_t size,
                           nd_error *err);
/* Bytes given to write so far. */
uint64_t nd__output_size(const nd__output *output);
/* Flushes, syncs, renames and frees. Also frees on failure, and then removes the
 * temporary. */
nd_status nd__output_commit(nd__output *output, nd_error *err);
/* Removes the temporary and frees. NULL is fine. */
void nd__output_abandon(nd__output *output);

/* write(2) until all is written. */
nd_status nd__write_all(int fd, const void *bytes, size_t size, const char *name,
                        nd_error *err);

/* directory/name, owned; NULL: out of memory. An empty directory gives name. */
char *nd__path_join(const char *directory, const char *name);
/* The part behind the last '/'. Borrowed from path. */
const char *nd__path_base(const char *path);
/* mkdir -p. */
nd_status nd__make_directories(const char *path, nd_error *err);
/* mkdir -p of all but the last part of path. */
nd_status nd__make_parents(const char *path, nd_error *err);

#endif
