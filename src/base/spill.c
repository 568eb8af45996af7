/* Files are unlinked as soon as they are open: whatever ends the process, nothing is
 * left. Appending goes through write, so that a full disk is an error; memory of a shared
 * mapping would be a signal. Pages that were looked at count as resident memory until
 * madvise gives them back; their contents are in the file, or will be. */
#define _GNU_SOURCE /* MADV_DONTNEED */
#include "base/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define MOST_ARRAYS 24
#define BUFFER ((size_t)1 << 20)
/* Of a look at one place: systems map what is around it too, 16 pages or, where the
 * folios of a file are large, all of one. */
#define PLACE_BYTES ((size_t)1 << 20)
#define GUESSES 16 /* looks between two that find nothing out */

struct nd__spill_array {
    nd__spill *spill;
    int fd;          /* -1: the place is free */
    size_t size;     /* bytes appended, or of the mapping */
    char *buffer;    /* [BUFFER] */
    size_t buffered; /* of size, not written yet */
    void *memory;    /* NULL: not mapped */
};

struct nd__spill {
    char *directory;
    size_t budget;
    size_t read;    /* bytes since resident memory was looked at; atomic */
    size_t guesses; /* atomic */
    int statm;      /* /proc/self/statm; -1: there is none */
    nd__spill_array arrays[MOST_ARRAYS];
    size_t count;
};

nd_status nd__spill_create(nd__spill **out, const char *directory, size_t budget,
                           nd_error *err) {
    const char *given = nd__temporary_directory(directory);
    nd__spill *spill = nd__allocate_zeroed(1, sizeof *spill);
    if (spill != NULL) {
        spill->directory = nd__copy_string(given, strlen(given));
    }
    if (spill == NULL || spill->directory == NULL) {
        free(spill);
        *out = NULL;
        return nd__fail_memory(err);
    }
    spill->budget = budget;
    spill->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    *out = spill;
    return ND_OK;
}

static void close_array(nd__spill_array *array) {
    if (array->memory != NULL) {
        munmap(array->memory, array->size);
    }
    free(array->buffer);
    if (array->fd >= 0) {
        close(array->fd);
    }
    *array = (nd__spill_array){.fd = -1};
}

void nd__spill_drop(nd__spill *spill, const void *memory) {
    for (size_t i = 0; memory != NULL && i < spill->count; i++) {
        if (spill->arrays[i].memory == memory) {
            close_array(&spill->arrays[i]);
        }
    }
}

void nd__spill_destroy(nd__spill *spill) {
    if (spill == NULL) {
        return;
    }
    for (size_t i = 0; i < spill->count; i++) {
        close_array(&spill->arrays[i]);
    }
    if (spill->statm >= 0) {
        close(spill->statm);
    }
    free(spill->directory);
    free(spill);
}

static nd_status fail_file(const nd__spill_array *array, int number, nd_error *err) {
    return nd__fail_system(err, number,
                           "could not write temporary files in '%s'; name a folder with "
                           "more room (--tmp)",
                           array->spill->directory);
}

nd_status nd__spill_array_open(nd__spill_array **out, nd__spill *spill, nd_error *err) {
    size_t at = 0;
    while (at < spill->count && spill->arrays[at].fd >= 0) {
        at++;
    }
    if (at == MOST_ARRAYS) {
        return nd__fail(err, ND_E_INTERNAL, ND_NO_POSITION, "too many temporary files");
    }
    int fd;
    ND_TRY(nd__temporary_open(&fd, spill->directory, err));
    nd__spill_array *array = &spill->arrays[at];
    *array = (nd__spill_array){.spill = spill, .fd = fd};
    spill->count += at == spill->count;
    *out = array;
    return ND_OK;
}

static nd_status flush(nd__spill_array *array, nd_error *err) {
    if (nd__write_all(array->fd, array->buffer, array->buffered, array->spill->directory,
                      NULL) < 0) {
        return fail_file(array, errno, err);
    }
    array->buffered = 0;
    return ND_OK;
}

nd_status nd__spill_append(nd__spill_array *array, const void *bytes, size_t size,
                           nd_error *err) {
    const char *from = bytes;
    if (array->buffer == NULL && (array->buffer = nd__allocate(BUFFER, 1)) == NULL) {
        return nd__fail_memory(err);
    }
    while (size > 0) {
        size_t room = BUFFER - array->buffered, part = size < room ? size : room;
        memcpy(array->buffer + array->buffered, from, part);
        array->buffered += part;
        array->size += part;
        from += part;
        size -= part;
        if (array->buffered == BUFFER) {
            ND_TRY(flush(array, err));
        }
    }
    return ND_OK;
}

nd_status nd__spill_put_items(void *items_pointer, size_t *count, size_t *capacity,
                              size_t size, nd__spill_array *array, const void *from,
                              size_t more, nd_error *err) {
    if (array != NULL) {
        ND_TRY(nd__spill_append(array, from, more * size, err));
    } else {
        char *items;
        ND_TRY(nd__grow(items_pointer, capacity, *count + more, size, err));
        memcpy(&items, items_pointer, sizeof items);
        if (more > 0) {
            memcpy(items + *count * size, from, more * size);
        }
    }
    *count += more;
    return ND_OK;
}

nd_status nd__spill_finish_items(void *items_pointer, nd__spill_array *array,
                                 nd_error *err) {
    if (array != NULL) {
        void *memory;
        ND_TRY(nd__spill_map(&memory, array, err));
        memcpy(items_pointer, &memory, sizeof memory);
    }
    return ND_OK;
}

size_t nd__spill_size(const nd__spill_array *array) {
    return array->size;
}

static nd_status map(nd__spill_array *array, int protection, nd_error *err) {
    void *memory = mmap(NULL, array->size, protection, MAP_SHARED, array->fd, 0);
    if (memory == MAP_FAILED) {
        return errno == ENOMEM ? nd__fail_memory(err) : fail_file(array, errno, err);
    }
    array->memory = memory;
    return ND_OK;
}

nd_status nd__spill_map(void **out, nd__spill_array *array, nd_error *err) {
    ND_TRY(flush(array, err));
    free(array->buffer);
    array->buffer = NULL;
    if (array->size > 0) {
        ND_TRY(map(array, PROT_READ, err));
    }
    *out = array->memory;
    return ND_OK;
}

bool nd__spill_is_small(const nd__spill *spill, size_t size) {
    return spill == NULL || size < spill->budget;
}

nd_status nd__spill_zeroed(void **out, nd__spill *spill, size_t size, nd_error *err) {
    nd__spill_array *array = NULL;
    ND_TRY(nd__spill_array_open(&array, spill, err));
    size = size > 0 ? size : 1;
    array->size = size;
    int number = posix_fallocate(array->fd, 0, (off_t)size);
    if (number != 0) {
        return fail_file(array, number, err);
    }
    ND_TRY(map(array, PROT_READ | PROT_WRITE, err));
    *out = array->memory;
    return ND_OK;
}

const void *nd__spill_peek(const nd__spill *spill, const void *at, size_t size,
                           void *buffer, size_t room) {
    if (spill == NULL || size > room) {
        return at;
    }
    for (size_t i = 0; i < spill->count; i++) {
        const nd__spill_array *array = &spill->arrays[i];
        uintptr_t offset = (uintptr_t)at - (uintptr_t)array->memory;
        if (array->memory != NULL && offset < array->size &&
            size <= array->size - offset) {
            ssize_t got = pread(array->fd, buffer, size, (off_t)offset);
            return got == (ssize_t)size ? buffer : at;
        }
    }
    return at;
}

/* Bytes of files that are resident; 0: the system does not say. */
static size_t resident_bytes(const nd__spill *spill) {
    char text[128];
    ssize_t size = spill->statm < 0 ? 0 : pread(spill->statm, text, sizeof text - 1, 0);
    unsigned long total, resident, shared;
    text[size > 0 ? size : 0] = '\0';
    if (sscanf(text, "%lu %lu %lu", &total, &resident, &shared) != 3) {
        return 0;
    }
    return shared * (size_t)sysconf(_SC_PAGESIZE);
}

void nd__spill_read(nd__spill *spill, size_t bytes) {
    if (spill == NULL) {
        return;
    }
    size_t quarter = spill->budget / 4;
    size_t read = __atomic_add_fetch(&spill->read, bytes, __ATOMIC_RELAXED);
    if (read < quarter) {
        return;
    }
    /* Whoever comes here looks: another thread that does may not run for a while. */
    __atomic_store_n(&spill->read, 0, __ATOMIC_RELAXED);
    /* What was read is a guess at what is resident: systems map more than was looked at,
     * or the same again. */
    size_t resident = resident_bytes(spill);
    if (resident == 0 &&
        __atomic_add_fetch(&spill->guesses, 1, __ATOMIC_RELAXED) % GUESSES == 0) {
        resident = SIZE_MAX;
    }
    for (size_t i = 0; resident > spill->budget && i < spill->count; i++) {
        if (spill->arrays[i].memory != NULL) {
            (void)madvise(spill->arrays[i].memory, spill->arrays[i].size, MADV_DONTNEED);
        }
    }
}

void nd__spill_touched(nd__spill *spill, size_t places) {
    nd__spill_read(spill, places * PLACE_BYTES);
}
