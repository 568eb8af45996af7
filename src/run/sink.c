#include "run/sink.h"

#include <string.h>
#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

#define CHUNK ((size_t)1 << 17)
#define GZIP_WINDOW (15 + 16) /* zlib: the largest window, gzip header */

struct nd__sink {
    nd__output *output;
    nd__hash_stream *hash;
    uint64_t size;
    bool gzip;
    z_stream zlib;
    ZSTD_CCtx *zstd;
    char *chunk;
};

static bool ends_in(const char *name, const char *ending) {
    size_t a = strlen(name), b = strlen(ending);
    return a > b && strcmp(name + a - b, ending) == 0;
}

static nd_status prepare(nd__sink *sink, const char *name, nd_error *err) {
    sink->hash = nd__hash_stream_create();
    if (sink->hash == NULL) {
        return nd__fail_memory(err);
    }
    if (ends_in(name, ".gz")) {
        if (deflateInit2(&sink->zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
                         Z_DEFAULT_STRATEGY) != Z_OK) {
            return nd__fail_memory(err);
        }
        sink->gzip = true;
    } else if (ends_in(name, ".zst")) {
        sink->zstd = ZSTD_createCCtx();
        if (sink->zstd == NULL ||
            ZSTD_isError(ZSTD_CCtx_setParameter(sink->zstd, ZSTD_c_checksumFlag, 1))) {
            return nd__fail_memory(err);
        }
    } else {
        return ND_OK;
    }
    sink->chunk = malloc(CHUNK);
    return sink->chunk == NULL ? nd__fail_memory(err) : ND_OK;
}

nd_status nd__sink_open(nd__sink **out, const char *path, const char *name,
                        nd_error *err) {
    nd__sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = prepare(sink, name, err);
    if (status >= 0) {
        status = nd__output_open_part(&sink->output, path, err);
    }
    if (status < 0) {
        nd__sink_abandon(sink);
        return status;
    }
    *out = sink;
    return ND_OK;
}

static nd_status deflate_piece(nd__sink *sink, const char *bytes, size_t size, int flush,
                               nd_error *err) {
    sink->zlib.next_in = (const Bytef *)bytes;
    sink->zlib.avail_in = (uInt)size;
    int result;
    do {
        sink->zlib.next_out = (Bytef *)sink->chunk;
        sink->zlib.avail_out = (uInt)CHUNK;
        result = deflate(&sink->zlib, flush);
        ND_TRY(nd__output_write(sink->output, sink->chunk, CHUNK - sink->zlib.avail_out,
                                err));
    } while (flush == Z_FINISH ? result == Z_OK : sink->zlib.avail_out == 0);
    if (result == Z_STREAM_ERROR || (flush == Z_FINISH && result != Z_STREAM_END)) {
        return nd__fail(err, ND_E_INTERNAL, ND_NO_POSITION, "gzip failed (%d)", result);
    }
    return ND_OK;
}

static nd_status compress_zstd(nd__sink *sink, const char *bytes, size_t size,
                               ZSTD_EndDirective directive, nd_error *err) {
    ZSTD_inBuffer input = {bytes, size, 0};
    size_t left;
    do {
        ZSTD_outBuffer output = {sink->chunk, CHUNK, 0};
        left = ZSTD_compressStream2(sink->zstd, &output, &input, directive);
        if (ZSTD_isError(left)) {
            return nd__fail(err, ND_E_INTERNAL, ND_NO_POSITION, "zstd failed: %s",
                            ZSTD_getErrorName(left));
        }
        ND_TRY(nd__output_write(sink->output, sink->chunk, output.pos, err));
    } while (directive == ZSTD_e_end ? left > 0 : input.pos < input.size);
    return ND_OK;
}

nd_status nd__sink_write(nd__sink *sink, const void *bytes, size_t size, nd_error *err) {
    if (size == 0) {
        return ND_OK;
    }
    nd__hash_stream_add(sink->hash, bytes, size);
    sink->size += size;
    if (sink->zstd != NULL) {
        return compress_zstd(sink, bytes, size, ZSTD_e_continue, err);
    }
    if (!sink->gzip) {
        return nd__output_write(sink->output, bytes, size, err);
    }
    const char *at = bytes;
    while (size > 0) { /* zlib counts in unsigned int */
        size_t piece = size < ((size_t)1 << 30) ? size : (size_t)1 << 30;
        ND_TRY(deflate_piece(sink, at, piece, Z_NO_FLUSH, err));
        at += piece;
        size -= piece;
    }
    return ND_OK;
}

uint64_t nd__sink_size(const nd__sink *sink) {
    return sink->size;
}

nd__hash128_value nd__sink_digest(const nd__sink *sink) {
    return nd__hash_stream_value(sink->hash);
}

static void sink_destroy(nd__sink *sink) {
    if (sink->gzip) {
        deflateEnd(&sink->zlib);
    }
    ZSTD_freeCCtx(sink->zstd);
    nd__hash_stream_destroy(sink->hash);
    free(sink->chunk);
    free(sink);
}

nd_status nd__sink_commit(nd__sink *sink, nd_error *err) {
    nd_status status = ND_OK;
    if (sink->gzip) {
        status = deflate_piece(sink, NULL, 0, Z_FINISH, err);
    } else if (sink->zstd != NULL) {
        status = compress_zstd(sink, NULL, 0, ZSTD_e_end, err);
    }
    if (status >= 0) {
        status = nd__output_commit(sink->output, err);
    } else {
        nd__output_abandon(sink->output);
    }
    sink_destroy(sink);
    return status;
}

void nd__sink_abandon(nd__sink *sink) {
    if (sink != NULL) {
        nd__output_abandon(sink->output);
        sink_destroy(sink);
    }
}
