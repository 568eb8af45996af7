/* A file or folder that is made under another name and takes its place in one step. */
#ifndef ND_RUN_STAGED_H
#define ND_RUN_STAGED_H

#include <stdbool.h>

#include "base/memory.h"

typedef struct nd__staged nd__staged;

/* A folder must not exist yet, or be empty. A file may exist; "-" (standard output) and
 * what is no regular file are copied to when published, and until then kept in
 * temporary_directory (NULL: $TMPDIR or /tmp). */
nd_status nd__staged_open(nd__staged **out, const char *path, bool is_folder,
                          const char *temporary_directory, nd_error *err);
/* Where to write: for a folder the file `relative` in it (the folders on the way are
 * made), for a file (relative is not looked at) the file. Owned. */
nd_status nd__staged_path(char **out, nd__staged *staged, const char *relative,
                          nd_error *err);
/* Brings all of it to the disk, then puts it into place; frees. After a failure nothing
 * is left. */
nd_status nd__staged_publish(nd__staged *staged, nd_error *err);
/* Removes all that was written; frees. NULL is fine. */
void nd__staged_discard(nd__staged *staged);

/* True where both exist and are the same file or folder. */
bool nd__same_file(const char *a, const char *b);

#endif
