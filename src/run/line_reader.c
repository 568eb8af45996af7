#include "run/line_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define STEP ((size_t)1 << 18)
#define PADDING 64

nd_status nd__line_reader_open(nd__line_reader *out, const char *path, nd_error *err) {
    memset(out, 0, sizeof *out);
    bool is_stdin = strcmp(path, "-") == 0;
    out->name = is_stdin ? "standard input" : path;
    out->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (out->fd < 0) {
        return nd__fail_system(err, errno, "could not open '%s'", path);
    }
    out->owns_fd = !is_stdin;
    return ND_OK;
}

void nd__line_reader_open_memory(nd__line_reader *out, const char *bytes, size_t size,
                                 const char *name) {
    memset(out, 0, sizeof *out);
    out->name = name;
    out->fd = -1;
    out->memory = bytes;
    out->memory_size = size;
}

void nd__line_reader_close(nd__line_reader *reader) {
    if (reader->owns_fd) {
        close(reader->fd);
    }
    reader->owns_fd = false;
    nd__vector_clear(&reader->buffer);
}

/* Puts more bytes behind what is left of the buffer. */
static nd_status refill(nd__line_reader *reader, nd_error *err) {
    nd__buffer *buffer = &reader->buffer;
    if (reader->at > 0) {
        memmove(buffer->items, buffer->items + reader->at, buffer->count - reader->at);
        buffer->count -= reader->at;
        reader->at = 0;
    }
    ND_TRY(nd__vector_extend(buffer, STEP + PADDING, err));
    size_t got = 0;
    if (reader->fd < 0) {
        got = reader->memory_size < STEP ? reader->memory_size : STEP;
        if (got > 0) {
            memcpy(buffer->items + buffer->count, reader->memory, got);
            reader->memory += got;
            reader->memory_size -= got;
        }
    } else {
        ssize_t n;
        do {
            n = read(reader->fd, buffer->items + buffer->count, STEP);
        } while (n < 0 && errno == EINTR);
        if (n < 0) {
            return nd__fail_system(err, errno, "could not read '%s'", reader->name);
        }
        got = (size_t)n;
    }
    buffer->count += got;
    reader->ended = got == 0;
    memset(buffer->items + buffer->count, 0, PADDING);
    return ND_OK;
}

nd_status nd__line_reader_next(nd__line_reader *reader, const char **out, size_t *size,
                               nd_error *err) {
    size_t searched = 0;
    for (;;) {
        size_t have = reader->buffer.count - reader->at;
        const char *begin =
            reader->buffer.items == NULL ? NULL : reader->buffer.items + reader->at;
        const char *feed =
            have > searched ? memchr(begin + searched, '\n', have - searched) : NULL;
        if (feed == NULL && !reader->ended) {
            searched = have;
            ND_TRY(refill(reader, err));
            continue;
        }
        if (feed == NULL && have == 0) {
            return ND_DONE;
        }
        *out = begin;
        *size = feed != NULL ? (size_t)(feed - begin) : have;
        reader->at += *size + (feed != NULL ? 1 : 0);
        reader->line++;
        return ND_OK;
    }
}
