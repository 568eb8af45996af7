#ifdef __linux__
#define _GNU_SOURCE /* syncfs, sync_file_range */
#endif
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE ((size_t)1 << 20)
#define WRITEBACK_STEP ((uint64_t)16 << 20)

struct nd__output {
    int fd;
    bool is_stdout;
    bool failed; /* a write was lost, so this output must never become the target */
    char *path;
    char *temporary;
    char *buffer;
    size_t used;
    uint64_t size;
    uint64_t written, started; /* bytes given to the system; to the disk, of these */
};

nd_status nd__write_all(int fd, const void *bytes, size_t size, const char *name,
                        nd_error *err) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            return nd__fail_system(err, errno, "could not write '%s'", name);
        }
        at += n;
        size -= (size_t)n;
    }
    return ND_OK;
}

static void output_destroy(nd__output *output) {
    free(output->path);
    free(output->temporary);
    free(output->buffer);
    free(output);
}

/* path.neardup-tmp-PID-N, created anew so that two runs never share one. */
static nd_status open_temporary(nd__output *output, nd_error *err) {
    size_t size = strlen(output->path) + 64;
    output->temporary = malloc(size);
    if (output->temporary == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(output->temporary, size, "%s.neardup-tmp-%ld-%u", output->path,
                 (long)getpid(), i);
        output->fd =
            open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (output->fd >= 0) {
            return ND_OK;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return nd__fail_system(err, errno, "could not create '%s'", output->path);
}

/* What exists and is no regular file (a pipe, /dev/null) is written in place. */
static bool is_special(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static nd_status open_as(nd__output **out, const char *path, bool is_part,
                         nd_error *err) {
    nd__output *output = calloc(1, sizeof *output);
    nd_status status = ND_OK;
    if (output == NULL) {
        return nd__fail_memory(err);
    }
    output->fd = -1;
    output->is_stdout = !is_part && strcmp(path, "-") == 0;
    output->path = nd__copy_string(path, strlen(path));
    output->buffer = malloc(BUFFER_SIZE);
    if (output->path == NULL || output->buffer == NULL) {
        status = nd__fail_memory(err);
    } else if (output->is_stdout) {
        output->fd = STDOUT_FILENO;
    } else if (is_part) {
        output->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (output->fd < 0) {
            status = nd__fail_system(err, errno, "could not create '%s'", path);
        }
    } else if (is_special(path)) {
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        if (output->fd < 0) {
            status = nd__fail_system(err, errno, "could not open '%s'", path);
        }
    } else {
        status = open_temporary(output, err);
    }
    if (status < 0) {
        output_destroy(output);
        return status;
    }
    *out = output;
    return ND_OK;
}

nd_status nd__output_open(nd__output **out, const char *path, nd_error *err) {
    return open_as(out, path, false, err);
}

nd_status nd__output_open_part(nd__output **out, const char *path, nd_error *err) {
    return open_as(out, path, true, err);
}

/* The disk begins to write while more is made, so that the sync at the end is short. */
static void start_writeback(nd__output *output) {
#ifdef __linux__
    if (!output->is_stdout && output->written - output->started >= WRITEBACK_STEP) {
        sync_file_range(output->fd, (off_t)output->started,
                        (off_t)(output->written - output->started),
                        SYNC_FILE_RANGE_WRITE);
        output->started = output->written;
    }
#else
    (void)output;
#endif
}

static nd_status put_out(nd__output *output, const void *bytes, size_t size,
                         nd_error *err) {
    nd_status status =
        nd__write_all(output->fd, bytes, size,
                      output->is_stdout ? "standard output" : output->path, err);
    output->failed = output->failed || status < 0;
    output->written += size;
    start_writeback(output);
    return status;
}

static nd_status flush(nd__output *output, nd_error *err) {
    size_t used = output->used;
    output->used = 0;
    return put_out(output, output->buffer, used, err);
}

static nd_status fail_again(const nd__output *output, nd_error *err) {
    return nd__fail(err, ND_E_IO, ND_NO_POSITION, "an earlier write to '%s' failed",
                    output->path);
}

nd_status nd__output_write(nd__output *output, const void *bytes, size_t size,
                           nd_error *err) {
    if (output->failed) {
        return fail_again(output, err);
    }
    output->size += size;
    if (size > BUFFER_SIZE - output->used) {
        ND_TRY(flush(output, err));
        if (size >= BUFFER_SIZE) {
            return put_out(output, bytes, size, err);
        }
    }
    if (size > 0) {
        memcpy(output->buffer + output->used, bytes, size);
        output->used += size;
    }
    return ND_OK;
}

uint64_t nd__output_size(const nd__output *output) {
    return output->size;
}

void nd__sync_parent(const char *path) {
    const char *base = nd__path_base(path);
    char *directory = base == path ? nd__copy_string(".", 1)
                                   : nd__copy_string(path, (size_t)(base - path));
    if (directory == NULL) {
        return;
    }
    int fd = open(directory, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(directory);
}

static nd_status fail_sync(const char *path, nd_error *err) {
    return nd__fail_system(err, errno, "could not write '%s' to the disk", path);
}

/* One file or folder alone. Some file systems cannot sync folders. */
static nd_status sync_one(const char *path, bool is_folder, nd_error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return fail_sync(path, err);
    }
    nd_status status = fsync(fd) != 0 && !is_folder ? fail_sync(path, err) : ND_OK;
    close(fd);
    return status;
}

#ifdef __linux__

/* Since Linux 5.8 it also reports what could not be written. */
static nd_status sync_folder(const char *path, nd_error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd < 0) {
        return fail_sync(path, err);
    }
    nd_status status = syncfs(fd) != 0 ? fail_sync(path, err) : ND_OK;
    close(fd);
    return status;
}

#else

static nd_status sync_folder(const char *path, nd_error *err) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return fail_sync(path, err);
    }
    nd_status status = ND_OK;
    for (const struct dirent *entry; status >= 0 && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        char *child = nd__path_join(path, entry->d_name);
        status = child == NULL ? nd__fail_memory(err) : nd__sync_tree(child, err);
        free(child);
    }
    closedir(folder);
    return status < 0 ? status : sync_one(path, true, err);
}

#endif

nd_status nd__sync_tree(const char *path, nd_error *err) {
    struct stat info;
    if (lstat(path, &info) != 0) {
        return fail_sync(path, err);
    }
    return S_ISDIR(info.st_mode) ? sync_folder(path, err) : sync_one(path, false, err);
}

nd_status nd__output_commit(nd__output *output, nd_error *err) {
    nd_status status = output->failed ? fail_again(output, err) : flush(output, err);
    bool replaces = output->temporary != NULL;
    if (status >= 0 && replaces && fsync(output->fd) != 0) {
        status = fail_sync(output->path, err);
    }
    if (!output->is_stdout && close(output->fd) != 0 && status >= 0) {
        status = nd__fail_system(err, errno, "could not close '%s'", output->path);
    }
    if (status >= 0 && replaces && rename(output->temporary, output->path) != 0) {
        status = nd__fail_system(err, errno, "could not rename to '%s'", output->path);
    }
    if (replaces) {
        if (status < 0) {
            unlink(output->temporary);
        } else {
            nd__sync_parent(output->path);
        }
    }
    output_destroy(output);
    return status;
}

void nd__output_abandon(nd__output *output) {
    if (output == NULL) {
        return;
    }
    if (!output->is_stdout) {
        close(output->fd);
    }
    if (output->temporary != NULL) {
        unlink(output->temporary);
    }
    output_destroy(output);
}

char *nd__path_join(const char *directory, const char *name) {
    size_t a = strlen(directory), b = strlen(name);
    while (a > 1 && directory[a - 1] == '/') {
        a--;
    }
    char *path = malloc(a + b + 2);
    if (path == NULL) {
        return NULL;
    }
    memcpy(path, directory, a);
    if (a > 0 && directory[a - 1] != '/') {
        path[a++] = '/';
    }
    memcpy(path + a, name, b + 1);
    return path;
}

const char *nd__path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

nd_status nd__make_directories(const char *path, nd_error *err) {
    char *copy = nd__copy_string(path, strlen(path));
    if (copy == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    for (char *at = copy; status >= 0 && *at != '\0';) {
        at += strspn(at, "/");
        at += strcspn(at, "/");
        char keep = *at;
        *at = '\0';
        if (*copy != '\0' && mkdir(copy, 0777) != 0) {
            int number = errno;
            struct stat info;
            /* EROFS or EACCES also come for folders that exist. */
            if (stat(copy, &info) != 0 || !S_ISDIR(info.st_mode)) {
                status = nd__fail_system(err, number, "could not make folder '%s'", copy);
            }
        }
        *at = keep;
    }
    free(copy);
    return status;
}

nd_status nd__make_parents(const char *path, nd_error *err) {
    const char *base = nd__path_base(path);
    if (base == path) {
        return ND_OK;
    }
    char *directory = nd__copy_string(path, (size_t)(base - path));
    if (directory == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = nd__make_directories(directory, err);
    free(directory);
    return status;
}

const char *nd__temporary_directory(const char *directory) {
    if (directory == NULL) {
        directory = getenv("TMPDIR");
    }
    return directory == NULL || *directory == '\0' ? "/tmp" : directory;
}

nd_status nd__temporary_open(int *fd, const char *directory, nd_error *err) {
    directory = nd__temporary_directory(directory);
    char *path = nd__path_join(directory, "neardup-XXXXXX");
    if (path == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    *fd = mkstemp(path);
    if (*fd < 0) {
        status = nd__fail_system(err, errno,
                                 "could not create a temporary file in '%s'; name a "
                                 "folder for it (--tmp)",
                                 directory);
    } else {
        unlink(path);
        (void)fcntl(*fd, F_SETFD, FD_CLOEXEC);
    }
    free(path);
    return status;
}
