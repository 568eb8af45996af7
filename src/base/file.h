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
/* The same for a file of something that takes its place as a whole later (a folder under
 * a temporary name): writes to path itself, and commit neither syncs nor renames. Whoever
 * publishes the whole brings it to the disk first: nd__sync_tree. */
nd_status nd__output_open_part(nd__output **out, const char *path, nd_error *err);
/* Bytes given to write so far. */
uint64_t nd__output_size(const nd__output *output);
/* Flushes, syncs, renames and frees. Also frees on failure, and then removes the
 * temporary. */
nd_status nd__output_commit(nd__output *output, nd_error *err);
/* Removes the temporary and frees. NULL is fine. */
void nd__output_abandon(nd__output *output);

/* Brings the file, or the folder with all that is in it, to the disk. For a folder that
 * is one pass over all files where the system can do that, else one file after the
 * other. */
nd_status nd__sync_tree(const char *path, nd_error *err);
/* The rename in path's folder must reach the disk too. Not all file systems can, so this
 * is best effort. */
void nd__sync_parent(const char *path);

/* write(2) until all is written. */
nd_status nd__write_all(int fd, const void *bytes, size_t size, const char *name,
                        nd_error *err);

/* The directory, or where it is NULL $TMPDIR, else /tmp. Borrowed. */
const char *nd__temporary_directory(const char *directory);
/* Opens an unlinked file of its own in that directory, for reading
 * and writing. */
nd_status nd__temporary_open(int *fd, const char *directory, nd_error *err);

/* directory/name, owned; NULL: out of memory. An empty directory gives name. */
char *nd__path_join(const char *directory, const char *name);
/* The part behind the last '/'. Borrowed from path. */
const char *nd__path_base(const char *path);
/* mkdir -p. */
nd_status nd__make_directories(const char *path, nd_error *err);
/* mkdir -p of all but the last part of path. */
nd_status nd__make_parents(const char *path, nd_error *err);

#endif
