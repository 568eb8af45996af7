/* INPUT arguments to a list of files.
 *
 * Outline: a regular file is taken as it is, a folder is walked, and what can be read
 * only once (standard input, a pipe) is copied to a temporary file that has no name any
 * more, so that a second pass finds it and nothing is left behind after a crash.
 */
#include "input/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/walk.h"

#define SPOOL_BLOCK ((size_t)256 << 10)

typedef struct entry {
    nd__input_file file;
    int spool; /* descriptor of the unlinked copy, or -1 */
} entry;

struct nd__inputs {
    nd__input_options options;
    ND_VECTOR(entry) entries;
    nd__arena arena;
    uint64_t total_bytes;
    nd__inode_set seen;
    size_t argument; /* the one that is being opened */
    bool has_stdin;
};

static nd_status add_entry(nd__inputs *inputs, const char *path, const char *relative,
                           bool from_folder, uint64_t bytes, int spool, nd_error *err) {
    ND_TRY(nd__vector_extend(&inputs->entries, 1, err));
    entry made = {.spool = spool};
    made.file.path = nd__arena_copy(&inputs->arena, path, strlen(path));
    made.file.relative = nd__arena_copy(&inputs->arena, relative, strlen(relative));
    made.file.argument = inputs->argument;
    made.file.from_folder = from_folder;
    made.file.bytes = bytes;
    if (made.file.path == NULL || made.file.relative == NULL) {
        return nd__fail_memory(err);
    }
    inputs->entries.items[inputs->entries.count++] = made;
    inputs->total_bytes += bytes;
    return ND_OK;
}

static nd_status add_found(const char *path, const char *relative,
                           const struct stat *info, void *payload, nd_error *err) {
    return add_entry(payload, path, relative, true, (uint64_t)info->st_size, -1, err);
}

static nd_status copy_all(int to, int from, uint64_t *bytes, const char *name,
                          nd_error *err) {
    char *block = malloc(SPOOL_BLOCK);
    nd_status status = ND_OK;
    if (block == NULL) {
        return nd__fail_memory(err);
    }
    *bytes = 0;
    while (status >= 0) {
        ssize_t got = read(from, block, SPOOL_BLOCK);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            status = nd__fail_system(err, errno, "could not read '%s'", name);
        }
        if (got <= 0) {
            break;
        }
        *bytes += (uint64_t)got;
        status =
            nd__write_all(to, block, (size_t)got, "temporary copy of the input", err);
    }
    free(block);
    return status;
}

static nd_status add_spooled(nd__inputs *inputs, int from, const char *path,
                             const char *relative, nd_error *err) {
    int spool = -1;
    uint64_t bytes = 0;
    ND_TRY(nd__temporary_open(&spool, inputs->options.temporary_directory, err));
    nd_status status = copy_all(spool, from, &bytes, relative, err);
    if (status >= 0) {
        status = add_entry(inputs, path, relative, false, bytes, spool, err);
    }
    if (status < 0) {
        close(spool);
    }
    return status;
}

static void remark_twice(const nd__inputs *inputs, const char *path) {
    if (inputs->options.notice != NULL) {
        char line[480];
        snprintf(line, sizeof line, "%.400s: given twice; read once", path);
        inputs->options.notice(false, line, inputs->options.payload);
    }
}

static nd_status add_path(nd__inputs *inputs, const char *path, nd_error *err) {
    struct stat info;
    if (stat(path, &info) != 0) {
        return nd__fail_system(err, errno, "could not read '%s'", path);
    }
    if (S_ISDIR(info.st_mode)) {
        nd__walk walk = {path, &inputs->seen, &inputs->options, add_found, inputs};
        return nd__walk_folder(&walk, err);
    }
    if (S_ISREG(info.st_mode)) {
        bool added;
        ND_TRY(nd__inode_set_add(&inputs->seen, &added, &info, err));
        if (!added) {
            remark_twice(inputs, path);
            return ND_OK;
        }
        return add_entry(inputs, path, nd__path_base(path), false, (uint64_t)info.st_size,
                         -1, err);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return nd__fail_system(err, errno, "could not read '%s'", path);
    }
    nd_status status = add_spooled(inputs, fd, path, nd__path_base(path), err);
    close(fd);
    return status;
}

static nd_status add_stdin(nd__inputs *inputs, nd_error *err) {
    if (inputs->has_stdin) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "standard input '-' was given more than once");
    }
    inputs->has_stdin = true;
    return add_spooled(inputs, STDIN_FILENO, "-", "stdin", err);
}

nd_status nd__inputs_open(nd__inputs **out, const char *const *arguments, size_t count,
                          const nd__input_options *options, nd_error *err) {
    nd__inputs *inputs = calloc(1, sizeof *inputs);
    nd_status status = ND_OK;
    if (inputs == NULL) {
        return nd__fail_memory(err);
    }
    inputs->options = *options;
    for (size_t i = 0; status >= 0 && i < count; i++) {
        inputs->argument = i;
        status = strcmp(arguments[i], "-") == 0 ? add_stdin(inputs, err)
                                                : add_path(inputs, arguments[i], err);
    }
    if (status < 0) {
        nd__inputs_close(inputs);
        return status;
    }
    *out = inputs;
    return ND_OK;
}

size_t nd__inputs_count(const nd__inputs *inputs) {
    return inputs->entries.count;
}

const nd__input_file *nd__inputs_file(const nd__inputs *inputs, size_t file) {
    return &inputs->entries.items[file].file;
}

uint64_t nd__inputs_total_bytes(const nd__inputs *inputs) {
    return inputs->total_bytes;
}

const nd__input_options *nd__inputs_options(const nd__inputs *inputs) {
    return &inputs->options;
}

nd_status nd__inputs_open_file(const nd__inputs *inputs, size_t file, int *fd,
                               bool *owned, nd_error *err) {
    const entry *which = &inputs->entries.items[file];
    *fd = which->spool;
    *owned = false;
    if (which->spool >= 0) {
        return ND_OK;
    }
    /* It was a regular file when it was found; should it have become a pipe since,
     * opening must not wait. */
    int opened = open(which->file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened < 0) {
        return nd__fail_system(err, errno, "could not open the file");
    }
    struct stat info;
    if (fstat(opened, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(opened);
        return nd__fail(err, ND_E_IO, ND_NO_POSITION, "no longer a regular file");
    }
    *fd = opened;
    *owned = true;
    return ND_OK;
}

void nd__inputs_note(nd__inputs *inputs, size_t file, nd__format format, bool gzip,
                     bool zstd) {
    nd__input_file *noted = &inputs->entries.items[file].file;
    noted->format = format;
    noted->converted = format == ND__FORMAT_HTML || format == ND__FORMAT_WARC;
    noted->gzip = gzip;
    noted->zstd = zstd;
}

void nd__inputs_note_converted(nd__inputs *inputs, size_t file) {
    inputs->entries.items[file].file.converted = true;
}

const char *nd__inputs_id(const nd__inputs *inputs, size_t file) {
    const nd__input_file *which = &inputs->entries.items[file].file;
    return strcmp(which->path, "-") == 0 ? which->relative : which->path;
}

void nd__inputs_close(nd__inputs *inputs) {
    if (inputs == NULL) {
        return;
    }
    for (size_t i = 0; i < inputs->entries.count; i++) {
        if (inputs->entries.items[i].spool >= 0) {
            close(inputs->entries.items[i].spool);
        }
    }
    nd__vector_clear(&inputs->entries);
    nd__inode_set_clear(&inputs->seen);
    nd__arena_clear(&inputs->arena);
    free(inputs);
}
