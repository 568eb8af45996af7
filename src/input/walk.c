/* Walking folders.
 *
 * Outline: a folder is read whole and closed before its subfolders are entered, so that
 * depth costs no descriptors; names are sorted bytewise, so that the order of documents
 * does not depend on the file system. Links are not followed, so the only loops left are
 * those of odd mounts: a folder that is its own ancestor is left out. The .gitignore
 * files from the walk's root down to the folder form a chain, the innermost asked first.
 */
#include "input/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "input/gitignore.h"

#define MOST_IGNORE_BYTES ((size_t)16 << 20)

typedef struct folder {
    const struct folder *parent;
    const char *path;      /* as to be opened */
    const char *relative;  /* below the root; "" for the root */
    nd__gitignore *ignore; /* or NULL */
    uint64_t device, inode;
} folder;

typedef ND_VECTOR(char *) name_list;

static void place(nd__inode_set *set, struct nd__inode value) {
    size_t at = (size_t)nd__mix64(value.inode ^ nd__mix64(value.device));
    for (;; at++) {
        struct nd__inode *slot = &set->slots[at & (set->capacity - 1)];
        if (!slot->used) {
            *slot = value;
            return;
        }
    }
}

static bool contains(const nd__inode_set *set, const struct nd__inode *value) {
    if (set->capacity == 0) {
        return false;
    }
    size_t at = (size_t)nd__mix64(value->inode ^ nd__mix64(value->device));
    for (;; at++) {
        const struct nd__inode *slot = &set->slots[at & (set->capacity - 1)];
        if (!slot->used) {
            return false;
        }
        if (slot->device == value->device && slot->inode == value->inode) {
            return true;
        }
    }
}

nd_status nd__inode_set_add(nd__inode_set *set, bool *added, const struct stat *info,
                            nd_error *err) {
    struct nd__inode value = {(uint64_t)info->st_dev, (uint64_t)info->st_ino, true};
    *added = !contains(set, &value);
    if (!*added) {
        return ND_OK;
    }
    if (set->count * 2 >= set->capacity) {
        nd__inode_set bigger = {NULL, set->count,
                                set->capacity == 0 ? 64 : set->capacity * 2};
        bigger.slots = nd__allocate_zeroed(bigger.capacity, sizeof *bigger.slots);
        if (bigger.slots == NULL) {
            return nd__fail_memory(err);
        }
        for (size_t i = 0; i < set->capacity; i++) {
            if (set->slots[i].used) {
                place(&bigger, set->slots[i]);
            }
        }
        free(set->slots);
        *set = bigger;
    }
    place(set, value);
    set->count++;
    return ND_OK;
}

void nd__inode_set_clear(nd__inode_set *set) {
    free(set->slots);
    *set = (nd__inode_set){NULL, 0, 0};
}

static void complain(const nd__walk *walk, const char *path, const char *what,
                     int number) {
    if (walk->options->notice == NULL) {
        return;
    }
    nd_error reason;
    nd__fail_system(&reason, number, "%.300s: %s", path, what);
    walk->options->notice(true, reason.message, walk->options->payload);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void clear_names(name_list *names) {
    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i]);
    }
    nd__vector_clear(names);
}

/* The names in the folder that are not hidden, sorted. */
static nd_status list_names(const nd__walk *walk, name_list *names, const char *path,
                            nd_error *err) {
    DIR *directory = opendir(path);
    if (directory == NULL) {
        complain(walk, path, "could not open the folder", errno);
        return ND_OK;
    }
    nd_status status = ND_OK;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (entry == NULL) {
            if (errno != 0) {
                complain(walk, path, "could not read all of the folder", errno);
            }
            break;
        }
        if (entry->d_name[0] == '.') {
            continue;
        }
        ND_TRY_OUT(nd__vector_extend(names, 1, err));
        char *name = nd__copy_string(entry->d_name, strlen(entry->d_name));
        if (name == NULL) {
            status = nd__fail_memory(err);
            goto out;
        }
        names->items[names->count++] = name;
    }
    if (names->count > 1) {
        qsort(names->items, names->count, sizeof *names->items, compare_names);
    }
out:
    closedir(directory);
    return status;
}

static nd_status read_ignore_bytes(nd__buffer *bytes, int fd, nd_error *err) {
    ssize_t got;
    do {
        ND_TRY(nd__vector_extend(bytes, 4096, err));
        got = read(fd, bytes->items + bytes->count, 4096);
        bytes->count += got > 0 ? (size_t)got : 0;
    } while (got > 0 && bytes->count < MOST_IGNORE_BYTES);
    return ND_OK;
}

/* The folder's .gitignore, if it has one that is a regular file. */
static nd_status load_ignore(nd__gitignore **out, const char *folder_path,
                             nd_error *err) {
    *out = NULL;
    char *path = nd__path_join(folder_path, ".gitignore");
    if (path == NULL) {
        return nd__fail_memory(err);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    free(path);
    if (fd < 0) {
        return ND_OK;
    }
    struct stat info;
    nd__buffer bytes = {NULL, 0, 0};
    nd_status status = ND_OK;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        status = read_ignore_bytes(&bytes, fd, err);
        if (status >= 0) {
            *out = nd__gitignore_parse(bytes.items, bytes.count);
            status = *out == NULL ? nd__fail_memory(err) : ND_OK;
        }
    }
    nd__vector_clear(&bytes);
    close(fd);
    return status;
}

/* `relative` is below the root; each .gitignore wants it below its own folder. */
static bool is_ignored(const folder *innermost, const char *relative, bool is_folder) {
    for (const folder *at = innermost; at != NULL; at = at->parent) {
        if (at->ignore == NULL) {
            continue;
        }
        size_t skip = strlen(at->relative);
        const char *below = relative + skip + (skip > 0);
        int verdict = nd__gitignore_match(at->ignore, below, is_folder);
        if (verdict >= 0) {
            return verdict > 0;
        }
    }
    return false;
}

static bool is_ancestor(const folder *at, const struct stat *info) {
    for (; at != NULL; at = at->parent) {
        if (at->device == (uint64_t)info->st_dev && at->inode == (uint64_t)info->st_ino) {
            return true;
        }
    }
    return false;
}

static nd_status walk_one(const nd__walk *walk, const folder *parent, const char *path,
                          const char *relative, const struct stat *info, nd_error *err);

static nd_status visit(const nd__walk *walk, const folder *here, const char *name,
                       nd_error *err) {
    char *path = nd__path_join(here->path, name);
    char *relative = nd__path_join(here->relative, name);
    nd_status status = ND_OK;
    struct stat info;
    if (path == NULL || relative == NULL) {
        status = nd__fail_memory(err);
    } else if (lstat(path, &info) != 0) {
        complain(walk, path, "could not be looked at", errno);
    } else if (S_ISDIR(info.st_mode)) {
        if (!is_ancestor(here, &info) && !is_ignored(here, relative, true)) {
            status = walk_one(walk, here, path, relative, &info, err);
        }
    } else if (S_ISREG(info.st_mode) && !is_ignored(here, relative, false)) {
        bool added;
        status = nd__inode_set_add(walk->seen, &added, &info, err);
        if (status >= 0 && added) {
            status = walk->found(path, relative, &info, walk->payload, err);
        }
    }
    free(path);
    free(relative);
    return status;
}

static nd_status walk_one(const nd__walk *walk, const folder *parent, const char *path,
                          const char *relative, const struct stat *info, nd_error *err) {
    folder here = {
        parent, path, relative, NULL, (uint64_t)info->st_dev, (uint64_t)info->st_ino};
    name_list names = {NULL, 0, 0};
    nd_status status = load_ignore(&here.ignore, path, err);
    if (status >= 0) {
        status = list_names(walk, &names, path, err);
    }
    for (size_t i = 0; status >= 0 && i < names.count; i++) {
        status = visit(walk, &here, names.items[i], err);
    }
    clear_names(&names);
    nd__gitignore_destroy(here.ignore);
    return status;
}

nd_status nd__walk_folder(const nd__walk *walk, nd_error *err) {
    struct stat info;
    if (stat(walk->root, &info) != 0) {
        complain(walk, walk->root, "could not be looked at", errno);
        return ND_OK;
    }
    return walk_one(walk, NULL, walk->root, "", &info, err);
}
