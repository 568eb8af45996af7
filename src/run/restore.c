/* Putting back what clean removed.
 *
 * Outline: the log and the cleaned bytes are read side by side. For each removal the
 * cleaned bytes up to its place are copied, then its bytes. At the file's record the rest
 * is copied and both digests must hold. The output is staged, and published only when the
 * log's last line was seen.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "input/container.h"
#include "neardup/clean.h"
#include "run/removal_log.h"
#include "run/sink.h"
#include "run/staged.h"

#define CHUNK ((size_t)1 << 18)

typedef struct restorer {
    const char *cleaned, *back;
    bool is_folder;
    nd__removal_reader *log;
    nd__staged *staged;
    char *chunk;
    nd_restore_result *result;
    /* The file that is being restored. */
    char *name; /* NULL: none */
    bool whole; /* its cleaned file does not exist */
    char *path; /* of the cleaned file */
    int fd;
    nd__container *container;
    size_t have, used; /* of chunk */
    uint64_t at;       /* cleaned bytes copied */
    nd__hash_stream *hash;
    nd__sink *sink;
} restorer;

static nd_status fail_cleaned(const restorer *r, nd_error *err) {
    return nd__fail(err, ND_E_FORMAT, r->at,
                    "'%s' is not what clean wrote with this removal log: it was changed, "
                    "or the log belongs to another output",
                    r->path == NULL ? r->cleaned : r->path);
}

static void close_file(restorer *r) {
    nd__container_close(r->container);
    if (r->fd >= 0) {
        close(r->fd);
    }
    nd__hash_stream_destroy(r->hash);
    nd__sink_abandon(r->sink);
    free(r->name);
    free(r->path);
    r->container = NULL;
    r->fd = -1;
    r->hash = NULL;
    r->sink = NULL;
    r->name = r->path = NULL;
}

static nd_status open_cleaned(restorer *r, nd_error *err) {
    r->path = r->is_folder ? nd__path_join(r->cleaned, r->name)
                           : nd__copy_string(r->cleaned, strlen(r->cleaned));
    r->hash = nd__hash_stream_create();
    if (r->path == NULL || r->hash == NULL) {
        return nd__fail_memory(err);
    }
    if (r->whole) {
        return ND_OK;
    }
    r->fd = open(r->path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0) {
        return nd__fail_system(err, errno, "could not open '%s'", r->path);
    }
    return nd__container_open(&r->container, r->fd, r->path, err);
}

static nd_status begin_file(restorer *r, const char *name, bool whole, nd_error *err) {
    r->whole = whole;
    r->at = 0;
    r->have = r->used = 0;
    r->name = nd__copy_string(name, strlen(name));
    if (r->name == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(open_cleaned(r, err));
    char *path = NULL;
    ND_TRY(nd__staged_path(&path, r->staged, r->name, err));
    nd_status status =
        nd__sink_open(&r->sink, path, r->is_folder ? r->name : r->back, err);
    free(path);
    return status;
}

/* Copies cleaned bytes up to place `to`, or less where they end. */
static nd_status copy_cleaned(restorer *r, uint64_t to, nd_error *err) {
    while (r->at < to && !r->whole) {
        if (r->used == r->have) {
            r->used = r->have = 0;
            ND_TRY(nd__container_read(r->container, r->chunk, CHUNK, &r->have, err));
            if (r->have == 0) {
                break;
            }
        }
        size_t size = r->have - r->used;
        if (size > to - r->at) {
            size = (size_t)(to - r->at);
        }
        nd__hash_stream_add(r->hash, r->chunk + r->used, size);
        ND_TRY(nd__sink_write(r->sink, r->chunk + r->used, size, err));
        r->used += size;
        r->at += size;
    }
    return ND_OK;
}

/* Makes `name` the file that is being restored. */
static nd_status enter_file(restorer *r, const char *name, bool whole, nd_error *err) {
    if (r->name == NULL) {
        return begin_file(r, name, whole, err);
    }
    if (strcmp(r->name, name) != 0 || r->whole != whole) {
        return nd__removal_reader_fail(r->log, "the file before is not finished", err);
    }
    return ND_OK;
}

static nd_status put_back(restorer *r, const nd__removal *removal, nd_error *err) {
    ND_TRY(enter_file(r, removal->file, removal->whole_file, err));
    if (removal->at < r->at) {
        return nd__removal_reader_fail(r->log, "removals are not in order", err);
    }
    ND_TRY(copy_cleaned(r, removal->at, err));
    if (r->at != removal->at) {
        return fail_cleaned(r, err);
    }
    r->result->removals++;
    return nd__sink_write(r->sink, removal->bytes, removal->size, err);
}

static bool same_digest(nd__hash128_value a, nd__hash128_value b) {
    return a.low == b.low && a.high == b.high;
}

static nd_status finish_file(restorer *r, const nd__removal_file *file, nd_error *err) {
    ND_TRY(enter_file(r, file->file, file->whole_file_removed, err));
    ND_TRY(copy_cleaned(r, UINT64_MAX, err));
    if (r->at != file->cleaned_bytes ||
        !same_digest(nd__hash_stream_value(r->hash), file->cleaned_digest) ||
        (r->container != NULL && nd__container_damage(r->container) != NULL)) {
        return fail_cleaned(r, err);
    }
    if (nd__sink_size(r->sink) != file->original_bytes ||
        !same_digest(nd__sink_digest(r->sink), file->original_digest)) {
        return nd__removal_reader_fail(
            r->log, "the restored file is not the original: the log was changed", err);
    }
    r->result->files++;
    r->result->bytes += file->original_bytes;
    nd__sink *sink = r->sink;
    r->sink = NULL;
    nd_status status = nd__sink_commit(sink, err);
    close_file(r);
    return status;
}

static nd_status restore_all(restorer *r, nd_error *err) {
    nd__removal_record record;
    for (;;) {
        nd_status status = nd__removal_reader_next(r->log, &record, err);
        ND_TRY(status);
        if (status == ND_DONE) {
            break;
        }
        if (!r->is_folder && r->result->files > 0) {
            return nd__removal_reader_fail(r->log, "a second file", err);
        }
        ND_TRY(record.type == ND__REMOVAL_REMOVED ? put_back(r, &record.removed, err)
                                                  : finish_file(r, &record.file, err));
    }
    if (r->name != NULL || (!r->is_folder && r->result->files == 0)) {
        return nd__removal_reader_fail(r->log, "the last file is not finished", err);
    }
    return ND_OK;
}

static nd_status open_restorer(restorer *r, const char *removed, nd_error *err) {
    if (strcmp(r->cleaned, "-") == 0) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "restore reads the cleaned output from a file or folder, not from "
            "standard input");
    }
    if (strcmp(r->back, "-") != 0 &&
        (nd__same_file(r->back, r->cleaned) || nd__same_file(r->back, removed))) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "'%s' is what is restored from; name another output", r->back);
    }
    r->chunk = malloc(CHUNK);
    if (r->chunk == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(nd__removal_reader_open(&r->log, removed, err));
    r->is_folder = nd__removal_reader_is_folder(r->log);
    if (r->is_folder && strcmp(r->back, "-") == 0) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "a folder cannot go to standard output; name a folder");
    }
    return nd__staged_open(&r->staged, r->back, r->is_folder, NULL, err);
}

nd_status nd_restore(nd_restore_result *out, const char *cleaned, const char *removed,
                     const char *back, nd_error *err) {
    restorer r = {.cleaned = cleaned, .back = back, .fd = -1, .result = out};
    *out = (nd_restore_result){0};
    nd_status status = open_restorer(&r, removed, err);
    if (status >= 0) {
        status = restore_all(&r, err);
    }
    close_file(&r);
    if (status >= 0) {
        status = nd__staged_publish(r.staged, err);
    } else {
        nd__staged_discard(r.staged);
    }
    nd__removal_reader_close(r.log);
    free(r.chunk);
    return status;
}
