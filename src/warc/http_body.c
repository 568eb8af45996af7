/* Outline: chunks are joined into one buffer, then each coding turns one buffer into the
 * other, in steps of growing room, so that a bomb costs no more than the limit. */
#include "warc/http_body.h"

#include <brotli/decode.h>
#include <limits.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define FIRST_ROOM ((size_t)64 << 10)
#define MOST_CODINGS 4 /* more than any server sends */

void nd__http_body_clear(nd__http_body *scratch) {
    nd__vector_clear(&scratch->first);
    nd__vector_clear(&scratch->second);
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The size at bytes[*at], whose line *at is moved behind. */
static bool chunk_size(size_t *out, nd__slice body, size_t *at) {
    size_t value = 0, digits = 0;
    while (*at < body.size && hex_digit(body.bytes[*at]) >= 0) {
        if (value > SIZE_MAX >> 4) {
            return false;
        }
        value = value << 4 | (size_t)hex_digit(body.bytes[(*at)++]);
        digits++;
    }
    const char *newline =
        *at < body.size ? memchr(body.bytes + *at, '\n', body.size - *at) : NULL;
    if (digits == 0 || newline == NULL ||
        memchr("; \t\r\n", body.bytes[*at], 5) == NULL) {
        return false;
    }
    *at = (size_t)(newline - body.bytes) + 1;
    *out = value;
    return true;
}

static nd_status join_chunks(nd__slice *body, nd__body_state *state, nd__buffer *out,
                             nd_error *err) {
    size_t at = 0, size;
    out->count = 0;
    if (!chunk_size(&size, *body, &at)) {
        return ND_OK; /* joined already */
    }
    ND_TRY(nd__vector_reserve(out, body->size, err));
    while (size > 0) {
        size_t rest = body->size - at;
        if (size > rest) {
            *state = ND__BODY_CUT;
            size = rest;
        }
        memcpy(out->items + out->count, body->bytes + at, size);
        out->count += size;
        at += size;
        at += at < body->size && body->bytes[at] == '\r';
        at += at < body->size && body->bytes[at] == '\n';
        if (*state == ND__BODY_CUT || !chunk_size(&size, *body, &at)) {
            *state = ND__BODY_CUT;
            break;
        }
    }
    *body = (nd__slice){out->items, out->count};
    return ND_OK;
}

/* Room for a next step; LARGE where the limit is reached. */
static nd_status make_room(nd__buffer *out, nd__body_state *state, size_t limit,
                           nd_error *err) {
    if (out->count > limit) {
        *state = ND__BODY_LARGE;
        return ND_OK;
    }
    if (out->capacity - out->count < FIRST_ROOM) {
        ND_TRY(nd__vector_extend(out, FIRST_ROOM, err));
    }
    return ND_OK;
}

static size_t room_of(const nd__buffer *out) {
    size_t room = out->capacity - out->count;
    return room < INT_MAX ? room : INT_MAX;
}

static nd_status inflate_all(nd__slice body, nd__body_state *state, nd__buffer *out,
                             size_t limit, int window, nd_error *err) {
    z_stream zlib;
    memset(&zlib, 0, sizeof zlib);
    if (inflateInit2(&zlib, window) != Z_OK) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    int result = Z_OK;
    size_t used = 0;
    while (status >= 0) {
        status = make_room(out, state, limit, err);
        if (status < 0 || *state == ND__BODY_LARGE) {
            break;
        }
        size_t room = room_of(out), given = body.size - used;
        given = given < INT_MAX ? given : INT_MAX;
        zlib.next_in = (Bytef *)(uintptr_t)(body.bytes + used);
        zlib.avail_in = (uInt)given;
        zlib.next_out = (Bytef *)out->items + out->count;
        zlib.avail_out = (uInt)room;
        result = inflate(&zlib, Z_NO_FLUSH);
        used += given - zlib.avail_in;
        out->count += room - zlib.avail_out;
        if (result == Z_STREAM_END && window > MAX_WBITS && body.size - used > 2 &&
            memcmp(body.bytes + used, "\x1f\x8b", 2) == 0) {
            result = inflateReset(&zlib); /* another member */
        }
        bool stuck = used == body.size && zlib.avail_out > 0;
        if (result != Z_OK || stuck) {
            break;
        }
    }
    inflateEnd(&zlib);
    if (status >= 0 && result == Z_MEM_ERROR) {
        return nd__fail_memory(err);
    }
    *state = result != Z_STREAM_END && *state == ND__BODY_WHOLE ? ND__BODY_CUT : *state;
    return status;
}

static nd_status decode_brotli(nd__slice body, nd__body_state *state, nd__buffer *out,
                               size_t limit, nd_error *err) {
    BrotliDecoderState *brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (brotli == NULL) {
        return nd__fail_memory(err);
    }
    const uint8_t *next = (const uint8_t *)body.bytes;
    size_t left = body.size;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    nd_status status = ND_OK;
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
        status = make_room(out, state, limit, err);
        if (status < 0 || *state == ND__BODY_LARGE) {
            break;
        }
        size_t room = out->capacity - out->count, before = room;
        uint8_t *to = (uint8_t *)out->items + out->count;
        result = BrotliDecoderDecompressStream(brotli, &left, &next, &room, &to, NULL);
        out->count += before - room;
    }
    BrotliDecoderDestroyInstance(brotli);
    if (result != BROTLI_DECODER_RESULT_SUCCESS && *state == ND__BODY_WHOLE) {
        *state = ND__BODY_CUT;
    }
    return status;
}

static nd_status decode_zstd(nd__slice body, nd__body_state *state, nd__buffer *out,
                             size_t limit, nd_error *err) {
    ZSTD_DStream *zstd = ZSTD_createDStream();
    if (zstd == NULL) {
        return nd__fail_memory(err);
    }
    ZSTD_inBuffer input = {body.bytes, body.size, 0};
    nd_status status = ND_OK;
    size_t result = 1;
    while (status >= 0) {
        status = make_room(out, state, limit, err);
        if (status < 0 || *state == ND__BODY_LARGE) {
            break;
        }
        ZSTD_outBuffer output = {out->items, out->capacity, out->count};
        result = ZSTD_decompressStream(zstd, &output, &input);
        out->count = output.pos;
        bool stuck = input.pos == input.size && output.pos < output.size;
        if (ZSTD_isError(result) || stuck || (result == 0 && input.pos == input.size)) {
            break;
        }
    }
    ZSTD_freeDStream(zstd);
    if (status >= 0 && result != 0 && *state == ND__BODY_WHOLE) {
        *state = ND__BODY_CUT;
    }
    return status;
}

/* Of a body that was decoded, but kept its header. */
static bool looks_decoded(nd__slice body) {
    char next = body.size > 1 ? body.bytes[1] : '\0';
    return body.size == 0 ||
           (body.bytes[0] == '<' && (next == '!' || next == '?' || (next | 32) == 'h'));
}

static nd_status undo(nd__slice *body, nd__body_state *state, nd__buffer *out,
                      nd__slice coding, size_t limit, nd_error *err) {
    const unsigned char *b = (const unsigned char *)body->bytes;
    bool gzip = nd__slice_is(coding, "gzip") || nd__slice_is(coding, "x-gzip");
    out->count = 0;
    if (coding.size == 0 || nd__slice_is(coding, "identity") || looks_decoded(*body) ||
        (gzip && (body->size < 2 || b[0] != 0x1F || b[1] != 0x8B))) {
        return ND_OK;
    }
    if (gzip) {
        ND_TRY(inflate_all(*body, state, out, limit, MAX_WBITS + 16, err));
    } else if (nd__slice_is(coding, "deflate")) {
        bool framed = body->size > 1 && (b[0] & 15) == 8 && (b[0] << 8 | b[1]) % 31 == 0;
        ND_TRY(
            inflate_all(*body, state, out, limit, framed ? MAX_WBITS : -MAX_WBITS, err));
    } else if (nd__slice_is(coding, "br")) {
        ND_TRY(decode_brotli(*body, state, out, limit, err));
    } else if (nd__slice_is(coding, "zstd")) {
        ND_TRY(decode_zstd(*body, state, out, limit, err));
    } else {
        *state = ND__BODY_UNKNOWN;
    }
    *body = (nd__slice){out->items, out->count};
    return ND_OK;
}

nd_status nd__http_body_decode(nd__slice *out, nd__body_state *state,
                               nd__http_body *scratch, const nd__http_head *head,
                               nd__slice body, size_t limit, nd_error *err) {
    nd__slice codings[MOST_CODINGS], rest = head->content_encoding;
    size_t count = 0;
    nd__buffer *next = &scratch->first, *other = &scratch->second;
    *state = ND__BODY_WHOLE;
    if (head->chunked) {
        ND_TRY(join_chunks(&body, state, next, err));
        next = other;
        other = &scratch->first;
    }
    while (rest.size > 0) {
        const char *comma = memchr(rest.bytes, ',', rest.size);
        size_t size = comma == NULL ? rest.size : (size_t)(comma - rest.bytes);
        if (count == MOST_CODINGS) {
            *state = ND__BODY_UNKNOWN;
            break;
        }
        codings[count++] = nd__slice_trim((nd__slice){rest.bytes, size});
        rest.bytes += size + (comma != NULL);
        rest.size -= size + (comma != NULL);
    }
    while (count > 0 && (*state == ND__BODY_WHOLE || *state == ND__BODY_CUT)) {
        ND_TRY(undo(&body, state, next, codings[--count], limit, err));
        if (next->count > 0) {
            nd__buffer *used = next;
            next = other;
            other = used;
        }
    }
    if (body.size > limit) {
        *state = ND__BODY_LARGE;
    }
    *out = *state == ND__BODY_WHOLE || *state == ND__BODY_CUT ? body : (nd__slice){"", 0};
    return ND_OK;
}
