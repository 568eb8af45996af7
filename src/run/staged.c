#include "run/staged.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define COPY_SIZE ((size_t)1 << 18)

struct nd__staged {
    char *path;      /* without a '/' at its end */
    char *temporary; /* NULL until it was made */
    bool is_folder, is_copied;
    char *made; /* the folder on the way to a file that was made last */
};

bool nd__same_file(const char *a, const char *b) {
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* Empty or missing; else an error that says what to do. */
static nd_status require_empty(const char *path, nd_error *err) {
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT
                   ? ND_OK
                   : nd__fail_system(err, errno, "could not look at '%s'", path);
    }
    DIR *folder = S_ISDIR(info.st_mode) ? opendir(path) : NULL;
    bool empty = folder != NULL;
    if (folder != NULL) {
        for (const struct dirent *entry; empty && (entry = readdir(folder)) != NULL;) {
            empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        }
        closedir(folder);
    }
    if (!empty) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "'%s' exists already; name a folder that does not exist or is "
                        "empty",
                        path);
    }
    return ND_OK;
}

static nd_status make_temporary(nd__staged *staged, const char *stem, nd_error *err) {
    size_t size = strlen(stem) + 64;
    char *name = malloc(size);
    if (name == NULL) {
        return nd__fail_memory(err);
    }
    int number = EEXIST;
    for (unsigned i = 0; i < 1000 && number == EEXIST; i++) {
        snprintf(name, size, "%s.neardup-new-%ld-%u", stem, (long)getpid(), i);
        if (staged->is_folder) {
            number = mkdir(name, 0777) == 0 ? 0 : errno;
        } else {
            int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                          staged->is_copied ? 0600 : 0666);
            number = fd >= 0 ? 0 : errno;
            if (fd >= 0) {
                close(fd);
            }
        }
    }
    if (number != 0) {
        nd_status status = nd__fail_system(err, number, "could not create '%s'", name);
        free(name);
        return status;
    }
    staged->temporary = name;
    return ND_OK;
}

static nd_status open_staged(nd__staged *staged, const char *temporary_directory,
                             nd_error *err) {
    struct stat info;
    size_t size = strlen(staged->path);
    while (size > 1 && staged->path[size - 1] == '/') {
        staged->path[--size] = '\0';
    }
    if (staged->is_folder) {
        ND_TRY(require_empty(staged->path, err));
        ND_TRY(nd__make_parents(staged->path, err));
        return make_temporary(staged, staged->path, err);
    }
    staged->is_copied = strcmp(staged->path, "-") == 0;
    if (!staged->is_copied && stat(staged->path, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                            "'%s' is a folder; name a file", staged->path);
        }
        staged->is_copied = !S_ISREG(info.st_mode);
    }
    if (!staged->is_copied) {
        ND_TRY(nd__make_parents(staged->path, err));
        return make_temporary(staged, staged->path, err);
    }
    if (temporary_directory == NULL) {
        temporary_directory = getenv("TMPDIR");
    }
    if (temporary_directory == NULL || temporary_directory[0] == '\0') {
        temporary_directory = "/tmp";
    }
    char *stem = nd__path_join(temporary_directory, "neardup-output");
    if (stem == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = make_temporary(staged, stem, err);
    free(stem);
    return status;
}

nd_status nd__staged_open(nd__staged **out, const char *path, bool is_folder,
                          const char *temporary_directory, nd_error *err) {
    nd__staged *staged = calloc(1, sizeof *staged);
    if (staged == NULL) {
        return nd__fail_memory(err);
    }
    staged->is_folder = is_folder;
    staged->path = nd__copy_string(path, strlen(path));
    nd_status status = staged->path == NULL
                           ? nd__fail_memory(err)
                           : open_staged(staged, temporary_directory, err);
    if (status < 0) {
        nd__staged_discard(staged);
        return status;
    }
    *out = staged;
    return ND_OK;
}

/* Files come folder by folder, so mostly it is there. */
static nd_status make_folders(nd__staged *staged, const char *path, nd_error *err) {
    size_t size = (size_t)(nd__path_base(path) - path);
    if (staged->made != NULL && strlen(staged->made) == size &&
        memcmp(staged->made, path, size) == 0) {
        return ND_OK;
    }
    ND_TRY(nd__make_parents(path, err));
    free(staged->made);
    staged->made = nd__copy_string(path, size);
    return staged->made == NULL ? nd__fail_memory(err) : ND_OK;
}

nd_status nd__staged_path(char **out, nd__staged *staged, const char *relative,
                          nd_error *err) {
    char *path = staged->is_folder
                     ? nd__path_join(staged->temporary, relative)
                     : nd__copy_string(staged->temporary, strlen(staged->temporary));
    if (path == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = staged->is_folder ? make_folders(staged, path, err) : ND_OK;
    if (status < 0) {
        free(path);
        return status;
    }
    *out = path;
    return ND_OK;
}

/* Only below what this run made; links are removed, not followed. */
static void remove_all(const char *path) {
    struct stat info;
    if (lstat(path, &info) != 0) {
        return;
    }
    if (!S_ISDIR(info.st_mode)) {
        unlink(path);
        return;
    }
    DIR *folder = opendir(path);
    if (folder != NULL) {
        for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
                char *child = nd__path_join(path, entry->d_name);
                if (child != NULL) {
                    remove_all(child);
                    free(child);
                }
            }
        }
        closedir(folder);
    }
    rmdir(path);
}

void nd__staged_discard(nd__staged *staged) {
    if (staged != NULL) {
        if (staged->temporary != NULL) {
            remove_all(staged->temporary);
        }
        free(staged->temporary);
        free(staged->made);
        free(staged->path);
        free(staged);
    }
}

static nd_status copy_out(const nd__staged *staged, nd_error *err) {
    nd__output *output = NULL;
    char *chunk = malloc(COPY_SIZE);
    nd_status status = chunk == NULL ? nd__fail_memory(err) : ND_OK;
    int fd = open(staged->temporary, O_RDONLY | O_CLOEXEC);
    if (status >= 0 && fd < 0) {
        status = nd__fail_system(err, errno, "could not open '%s'", staged->temporary);
    }
    if (status >= 0) {
        status = nd__output_open(&output, staged->path, err);
    }
    while (status >= 0) {
        ssize_t got = read(fd, chunk, COPY_SIZE);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            status =
                nd__fail_system(err, errno, "could not read '%s'", staged->temporary);
        }
        if (got <= 0) {
            break;
        }
        status = nd__output_write(output, chunk, (size_t)got, err);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(chunk);
    if (status < 0) {
        nd__output_abandon(output);
        return status;
    }
    return nd__output_commit(output, err);
}

nd_status nd__staged_publish(nd__staged *staged, nd_error *err) {
    nd_status status = ND_OK;
    if (staged->is_copied) {
        status = copy_out(staged, err);
    } else if ((status = nd__sync_tree(staged->temporary, err)) < 0) {
        /* What is not on the disk is not put into place. */
    } else if (rename(staged->temporary, staged->path) != 0) {
        status = nd__fail_system(err, errno, "could not rename to '%s'", staged->path);
    } else {
        nd__sync_parent(staged->path);
        free(staged->temporary);
        staged->temporary = NULL;
    }
    nd__staged_discard(staged);
    return status;
}
