/* Finding the files in a folder. */
#ifndef ND_INPUT_WALK_H
#define ND_INPUT_WALK_H

#include <sys/stat.h>

#include "input/documents.h"

/* The regular files seen so far, by device and inode. Zero is an empty set. */
typedef struct nd__inode_set {
    struct nd__inode {
        uint64_t device, inode;
        bool used;
    } * slots;
    size_t count, capacity; /* capacity: a power of two, or 0 */
} nd__inode_set;

/* *added is false where it was there already. */
nd_status nd__inode_set_add(nd__inode_set *set, bool *added, const struct stat *info,
                            nd_error *err);
void nd__inode_set_clear(nd__inode_set *set);

typedef struct nd__walk {
    const char *root; /* the folder as given */
    nd__inode_set *seen;
    const nd__input_options *options; /* notice */
    /* Called for each file in order; relative is below the root. */
    nd_status (*found)(const char *path, const char *relative, const struct stat *info,
                       void *payload, nd_error *err);
    void *payload;
} nd__walk;

/* What cannot be read is reported and left out. */
nd_status nd__walk_folder(const nd__walk *walk, nd_error *err);

#endif
