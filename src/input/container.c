/* Containers: plain, gzip (all members), zstd (all frames).
 *
 * Outline: refill reads blocks of the file; the kind is told by the first bytes, never by
 * the name (only a file too short to have a magic number is believed its name). Each kind
 * has one step that turns input bytes into output bytes; nd__container_read repeats it
 * until there is output or the end. Damage ends the stream, but gives all that was
 * decoded before it, so that a file cut off in a transfer is still worth something.
 */
#include "input/container.h"

#include <errno.h>
#include <isa-l/igzip_lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

#define BLOCK_SIZE ((size_t)256 << 10)
#define DICTIONARY_LIMIT ((size_t)16 << 20)
#define TRIAL_SIZE ((size_t)160 << 10) /* a block of zstd and what is around it */
#define MOST_TRIALS 100000u            /* so that a hostile file ends */
#define ZSTD_WINDOW_LOG (sizeof(size_t) == 4 ? 30 : 31)
#define ZSTD_USUAL_LOG 27 /* what zstd without options reads */

struct nd__container {
    int fd;
    nd__container_kind kind;
    uint64_t offset; /* in the file, behind the block */
    char *block;
    size_t begin, end; /* of the block, not yet used */
    bool file_ended, ended, trailer;
    bool between; /* a gzip member or zstd frame is complete and none begun */
    struct inflate_state *gzip;
    ZSTD_DStream *zstd;
    uint64_t member;   /* where it begins in the file */
    uint64_t searched; /* how far the file was read when it was damaged last */
    uint32_t trials;   /* of places that were no member */
    char damage[160];  /* empty for none */
};

static void damaged(nd__container *container, const char *what) {
    container->ended = true;
    snprintf(container->damage, sizeof container->damage, "%s", what);
}

/* The next bytes of the file, `room` or as many as there are. A read error is damage. */
static size_t read_file(nd__container *container, char *out, size_t room) {
    size_t have = 0;
    while (have < room && !container->file_ended) {
        ssize_t got =
            pread(container->fd, out + have, room - have, (off_t)container->offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            char reason[100], what[160];
            if (strerror_r(errno, reason, sizeof reason) != 0) {
                reason[0] = '\0';
            }
            snprintf(what, sizeof what, "reading failed (%s)", reason);
            damaged(container, what);
        }
        if (got <= 0) {
            container->file_ended = true;
            break;
        }
        container->offset += (uint64_t)got;
        have += (size_t)got;
    }
    return have;
}

/* More of the file behind what is left of the block. */
static void refill(nd__container *container) {
    if (container->begin > 0) {
        memmove(container->block, container->block + container->begin,
                container->end - container->begin);
        container->end -= container->begin;
        container->begin = 0;
    }
    container->end += read_file(container, container->block + container->end,
                                BLOCK_SIZE - container->end);
}

static bool ends_in(const char *path, const char *ending) {
    size_t a = strlen(path), b = strlen(ending);
    return a > b && strcmp(path + a - b, ending) == 0;
}

static bool begins_with(const nd__container *container, const char *magic, size_t size,
                        bool tiny_counts) {
    size_t have = container->end - container->begin;
    if (have < size && !tiny_counts) {
        return false;
    }
    return memcmp(container->block + container->begin, magic,
                  have < size ? have : size) == 0;
}

static bool is_skippable_frame(const nd__container *container) {
    const unsigned char *b = (const unsigned char *)container->block + container->begin;
    return container->end - container->begin >= 4 && (b[0] & 0xF0) == 0x50 &&
           b[1] == 0x2A && b[2] == 0x4D && b[3] == 0x18;
}

static nd__container_kind recognise(const nd__container *container, const char *path) {
    if (begins_with(container, "\x1f\x8b", 2, ends_in(path, ".gz"))) {
        return ND__CONTAINER_GZIP;
    }
    if (begins_with(container, "\x28\xb5\x2f\xfd", 4, ends_in(path, ".zst")) ||
        is_skippable_frame(container)) {
        return ND__CONTAINER_ZSTD;
    }
    return ND__CONTAINER_PLAIN;
}

/* WARC files may begin with a dictionary for all their frames: a skippable frame that
 * holds it, as it is or as a frame of its own (the WARC-zstd specification of the IIPC).
 * What is no dictionary is left alone. */
static nd_status load_dictionary(nd__container *container, nd_error *err) {
    const unsigned char *b = (const unsigned char *)container->block;
    if (container->end < 12 || memcmp(b, "\x5d\x2a\x4d\x18", 4) != 0) {
        return ND_OK;
    }
    size_t size =
        (size_t)b[4] | (size_t)b[5] << 8 | (size_t)b[6] << 16 | (size_t)b[7] << 24;
    bool packed = memcmp(b + 8, "\x28\xb5\x2f\xfd", 4) == 0;
    if (size > DICTIONARY_LIMIT ||
        (!packed && memcmp(b + 8, "\x37\xa4\x30\xec", 4) != 0)) {
        return ND_OK;
    }
    nd__buffer bytes = {NULL, 0, 0}, plain = {NULL, 0, 0};
    nd_status status = nd__vector_reserve(&bytes, size, err);
    while (status >= 0 && bytes.count < size) {
        ssize_t got = pread(container->fd, bytes.items + bytes.count, size - bytes.count,
                            (off_t)(8 + bytes.count));
        if (got <= 0) {
            break; /* the file ends in it, which reading will say */
        }
        bytes.count += (size_t)got;
    }
    if (status >= 0 && packed) {
        unsigned long long room = ZSTD_getFrameContentSize(bytes.items, bytes.count);
        room = room > DICTIONARY_LIMIT ? DICTIONARY_LIMIT : room; /* unknown is more */
        status = nd__vector_reserve(&plain, (size_t)room, err);
        size_t made = status < 0 ? 0
                                 : ZSTD_decompress(plain.items, (size_t)room, bytes.items,
                                                   bytes.count);
        plain.count = ZSTD_isError(made) ? 0 : made;
    }
    const nd__buffer *found = packed ? &plain : &bytes;
    if (status >= 0 && found->count > 0 &&
        ZSTD_getErrorCode(
            ZSTD_DCtx_loadDictionary(container->zstd, found->items, found->count)) ==
            ZSTD_error_memory_allocation) {
        status = nd__fail_memory(err);
    }
    nd__vector_clear(&bytes);
    nd__vector_clear(&plain);
    return status;
}

static nd_status prepare(nd__container *container, nd_error *err) {
    if (container->kind == ND__CONTAINER_GZIP) {
        container->gzip = malloc(sizeof *container->gzip);
        if (container->gzip == NULL) {
            return nd__fail_memory(err);
        }
        isal_inflate_init(container->gzip);
        container->gzip->crc_flag = ISAL_GZIP; /* header and checksums are its task */
    } else if (container->kind == ND__CONTAINER_ZSTD) {
        container->zstd = ZSTD_createDStream();
        if (container->zstd == NULL ||
            ZSTD_isError(ZSTD_DCtx_setParameter(container->zstd, ZSTD_d_windowLogMax,
                                                (int)ZSTD_WINDOW_LOG))) {
            return nd__fail_memory(err);
        }
        return load_dictionary(container, err);
    }
    return ND_OK;
}

nd_status nd__container_open(nd__container **out, int fd, const char *path,
                             nd_error *err) {
    nd__container *container = calloc(1, sizeof *container);
    if (container == NULL) {
        return nd__fail_memory(err);
    }
    container->fd = fd;
    container->block = malloc(BLOCK_SIZE);
    nd_status status = ND_OK;
    if (container->block == NULL) {
        status = nd__fail_memory(err);
    } else {
        refill(container);
        if (container->damage[0] != '\0' && container->end == 0) {
            status = nd__fail(err, ND_E_IO, 0, "%s", container->damage);
        } else {
            container->kind = recognise(container, path);
            status = prepare(container, err);
        }
    }
    if (status < 0) {
        nd__container_close(container);
        return status;
    }
    *out = container;
    return ND_OK;
}

/* Where in the file the block's next byte stands. */
static uint64_t position(const nd__container *container) {
    return container->offset - (container->end - container->begin);
}

/* Behind a complete member: another one, padding with zeros, or something else? */
static void next_member(nd__container *container) {
    size_t at = container->begin;
    if (container->end - at >= 2 && begins_with(container, "\x1f\x8b", 2, false)) {
        container->between = false;
        container->member = position(container);
        isal_inflate_reset(container->gzip);
        container->gzip->crc_flag = ISAL_GZIP;
        return;
    }
    while (at < container->end && container->block[at] == '\0') {
        at++;
    }
    if (at < container->end) {
        container->begin = at;
        container->member = position(container);
        container->trailer = true;
        container->ended = true;
    } else {
        container->begin = at;
        container->ended = container->file_ended;
    }
}

static void step_gzip(nd__container *container, char *out, size_t room, size_t *got) {
    if (container->between) {
        next_member(container);
        return;
    }
    struct inflate_state *gzip = container->gzip;
    gzip->next_in = (uint8_t *)container->block + container->begin;
    gzip->avail_in = (uint32_t)(container->end - container->begin);
    gzip->next_out = (uint8_t *)out;
    gzip->avail_out = room > (1u << 30) ? 1u << 30 : (uint32_t)room;
    uint32_t before = gzip->avail_out;
    int result = isal_inflate(gzip);
    *got = before - gzip->avail_out;
    container->begin = container->end - gzip->avail_in;
    if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT &&
        result != ISAL_OUT_OVERFLOW) {
        damaged(container, "the gzip data is damaged");
    } else if (gzip->block_state == ISAL_BLOCK_FINISH) {
        container->between = true;
    } else if (*got == 0 && container->file_ended && container->begin == container->end) {
        damaged(container, "the gzip data ends in the middle");
    }
}

static nd_status step_zstd(nd__container *container, char *out, size_t room, size_t *got,
                           nd_error *err) {
    if (container->between && container->begin == container->end) {
        container->ended = container->file_ended;
        return ND_OK;
    }
    ZSTD_inBuffer input = {container->block, container->end, container->begin};
    ZSTD_outBuffer output = {out, room, 0};
    bool was_between = container->between;
    if (was_between) {
        container->member = position(container);
    }
    size_t result = ZSTD_decompressStream(container->zstd, &output, &input);
    container->begin = input.pos;
    *got = output.pos;
    if (ZSTD_isError(result)) {
        ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
        if (code == ZSTD_error_memory_allocation) {
            return nd__fail_memory(err);
        }
        if (was_between && code == ZSTD_error_prefix_unknown) {
            container->trailer = true;
            container->ended = true;
        } else {
            damaged(container, "the zstd data is damaged");
        }
        return ND_OK;
    }
    container->between = result == 0;
    if (result != 0 && *got == 0 && container->file_ended &&
        container->begin == container->end) {
        damaged(container, "the zstd data ends in the middle");
    }
    return ND_OK;
}

/* What recognising took, then the file's bytes to where they are wanted. */
static void step_plain(nd__container *container, char *out, size_t room, size_t *got) {
    size_t have = container->end - container->begin;
    if (have == 0) {
        *got = read_file(container, out, room);
        container->ended = container->file_ended;
        return;
    }
    *got = have < room ? have : room;
    memcpy(out, container->block + container->begin, *got);
    container->begin += *got;
    container->ended = container->file_ended && container->begin == container->end;
}

nd_status nd__container_read(nd__container *container, char *out, size_t room,
                             size_t *got, nd_error *err) {
    *got = 0;
    while (*got == 0 && !container->ended) {
        /* gzip looks at two bytes to tell whether another member follows. */
        if (container->kind != ND__CONTAINER_PLAIN &&
            container->end - container->begin < 2 && !container->file_ended) {
            refill(container);
        }
        switch (container->kind) {
            case ND__CONTAINER_GZIP:
                step_gzip(container, out, room, got);
                break;
            case ND__CONTAINER_ZSTD:
                ND_TRY(step_zstd(container, out, room, got, err));
                break;
            case ND__CONTAINER_PLAIN:
                step_plain(container, out, room, got);
                break;
        }
    }
    return ND_OK;
}

static void begin_member(nd__container *container) {
    if (container->kind == ND__CONTAINER_GZIP) {
        isal_inflate_reset(container->gzip);
        container->gzip->crc_flag = ISAL_GZIP;
    } else {
        ZSTD_DCtx_reset(container->zstd, ZSTD_reset_session_only);
        /* What only looks like a frame must not take gigabytes. */
        ZSTD_DCtx_setParameter(container->zstd, ZSTD_d_windowLogMax, ZSTD_USUAL_LOG);
    }
}

/* Does one that gives `start` begin at the block's next byte? */
static bool try_member(nd__container *container, const char *start, size_t size) {
    char bytes[16];
    const char *from = container->block + container->begin;
    size_t have = container->end - container->begin;
    begin_member(container);
    if (container->kind == ND__CONTAINER_GZIP) {
        struct inflate_state *gzip = container->gzip;
        gzip->next_in = (uint8_t *)(uintptr_t)from;
        gzip->avail_in = (uint32_t)have;
        gzip->next_out = (uint8_t *)bytes;
        gzip->avail_out = (uint32_t)size;
        int result = isal_inflate(gzip);
        if (result < 0 || gzip->avail_out > 0) {
            return false;
        }
    } else {
        ZSTD_inBuffer input = {from, have, 0};
        ZSTD_outBuffer output = {bytes, size, 0};
        size_t result = 1, before = 1;
        while (output.pos < size && result != 0 && input.pos + output.pos != before) {
            before = input.pos + output.pos;
            result = ZSTD_decompressStream(container->zstd, &output, &input);
            if (ZSTD_isError(result)) {
                return false;
            }
        }
        if (output.pos < size) {
            return false;
        }
    }
    return memcmp(bytes, start, size) == 0;
}

/* Goes to the next place that has the magic number and is such a member. */
static bool find_member(nd__container *container, const char *start) {
    bool gzip = container->kind == ND__CONTAINER_GZIP;
    const char *magic = gzip ? "\x1f\x8b\x08" : "\x28\xb5\x2f\xfd";
    size_t magic_size = gzip ? 3 : 4;
    while (container->trials < MOST_TRIALS) {
        if (container->end - container->begin < TRIAL_SIZE && !container->file_ended) {
            refill(container);
        }
        const char *at = container->block + container->begin;
        const char *hit = container->end == container->begin
                              ? NULL
                              : memchr(at, magic[0], container->end - container->begin);
        container->begin =
            hit == NULL ? container->end : container->begin + (size_t)(hit - at);
        if (hit == NULL && container->file_ended) {
            return false;
        }
        if (container->end - container->begin < TRIAL_SIZE && !container->file_ended) {
            continue; /* it is looked at again with what is behind it */
        }
        if (begins_with(container, magic, magic_size, false)) {
            if (try_member(container, start, strlen(start))) {
                return true;
            }
            container->trials++;
        }
        container->begin++;
    }
    return false;
}

bool nd__container_resume(nd__container *container, const char *start) {
    if (container->kind == ND__CONTAINER_PLAIN) {
        return false;
    }
    uint64_t reached = position(container);
    uint64_t from = container->member + !container->trailer;
    from = from < container->searched ? container->searched : from;
    container->searched = reached < container->searched ? container->searched : reached;
    if (from >= container->offset - container->end) { /* still in the block */
        container->begin = (size_t)(from - (container->offset - container->end));
    } else {
        container->offset = from;
        container->begin = container->end = 0;
        container->file_ended = false;
    }
    if (!find_member(container, start)) {
        return false;
    }
    begin_member(container);
    container->member = position(container);
    container->ended = container->trailer = container->between = false;
    container->damage[0] = '\0';
    return true;
}

nd__container_kind nd__container_kind_of(const nd__container *container) {
    return container->kind;
}

uint64_t nd__container_member(const nd__container *container) {
    return container->member;
}

const char *nd__container_damage(const nd__container *container) {
    return container->damage[0] == '\0' ? NULL : container->damage;
}

bool nd__container_has_trailer(const nd__container *container) {
    return container->trailer;
}

uint64_t nd__container_bytes_read(const nd__container *container) {
    return container->offset;
}

void nd__container_close(nd__container *container) {
    if (container == NULL) {
        return;
    }
    free(container->gzip);
    ZSTD_freeDStream(container->zstd);
    free(container->block);
    free(container);
}
