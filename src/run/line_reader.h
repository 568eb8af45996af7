/* Lines of a file, a stream or memory, one at a time. */
#ifndef ND_RUN_LINE_READER_H
#define ND_RUN_LINE_READER_H

#include "base/memory.h"

typedef struct nd__line_reader {
    const char *name; /* for messages; borrowed */
    uint64_t line;    /* 1-based number of the line that was given last */
    int fd;           /* -1: memory */
    bool owns_fd, ended;
    const char *memory;
    size_t memory_size;
    nd__buffer buffer;
    size_t at;
} nd__line_reader;

/* "-" is standard input. */
nd_status nd__line_reader_open(nd__line_reader *out, const char *path, nd_error *err);
/* The memory stays the caller's, unchanged until close. */
void nd__line_reader_open_memory(nd__line_reader *out, const char *bytes, size_t size,
                                 const char *name);
/* The next line without its line feed, borrowed until the next call; 64 bytes behind it
 * may be read. ND_DONE at the end. */
nd_status nd__line_reader_next(nd__line_reader *reader, const char **out, size_t *size,
                               nd_error *err);
void nd__line_reader_close(nd__line_reader *reader);

#endif
