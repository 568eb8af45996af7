#include "base/json_writer.h"

#include <string.h>

#include "base/json_put.h"

#define STRING_STEP ((size_t)1 << 16)

/* Room for `more` bytes at the end, or NULL. */
static char *room(nd__json *json, size_t more) {
    nd__buffer *out = &json->out;
    if (json->failed || more > SIZE_MAX - out->count ||
        nd__vector_extend(out, more, NULL) < 0) {
        json->failed = true;
        return NULL;
    }
    return out->items + out->count;
}

static void end_at(nd__json *json, const char *at) {
    json->out.count = (size_t)(at - json->out.items);
}

static void put(nd__json *json, const char *bytes, size_t size) {
    char *at = size > 0 ? room(json, size) : NULL;
    if (at != NULL) {
        memcpy(at, bytes, size);
        json->out.count += size;
    }
}

static void before_item(nd__json *json) {
    if (json->comma) {
        put(json, ",", 1);
    }
    json->comma = true;
}

void nd__json_clear(nd__json *json) {
    nd__vector_clear(&json->out);
    json->comma = false;
    json->failed = false;
}

static void open_container(nd__json *json, const char *bracket) {
    before_item(json);
    put(json, bracket, 1);
    json->comma = false;
}

static void close_container(nd__json *json, const char *bracket) {
    put(json, bracket, 1);
    json->comma = true;
}

void nd__json_begin_object(nd__json *json) {
    open_container(json, "{");
}

void nd__json_end_object(nd__json *json) {
    close_container(json, "}");
}

void nd__json_begin_array(nd__json *json) {
    open_container(json, "[");
}

void nd__json_end_array(nd__json *json) {
    close_container(json, "]");
}

/* Most strings need no escape, so the room grows only when it is used up. */
static void put_string(nd__json *json, const char *bytes, size_t size) {
    put(json, "\"", 1);
    while (size > 0) {
        size_t used, piece = size < STRING_STEP ? size : STRING_STEP;
        char *at = room(json, piece + 64);
        if (at == NULL) {
            return;
        }
        end_at(json, nd__put_escaped(at, at + piece + 64, bytes, size, &used));
        bytes += used;
        size -= used;
    }
    put(json, "\"", 1);
}

void nd__json_string(nd__json *json, const char *bytes, size_t size) {
    before_item(json);
    put_string(json, bytes, size);
}

void nd__json_text(nd__json *json, const char *zero_terminated) {
    nd__json_string(json, zero_terminated, strlen(zero_terminated));
}

void nd__json_key(nd__json *json, const char *key) {
    before_item(json);
    put_string(json, key, strlen(key));
    put(json, ":", 1);
    json->comma = false;
}

void nd__json_unsigned(nd__json *json, uint64_t value) {
    before_item(json);
    char *at = room(json, ND__PUT_UNSIGNED_ROOM);
    if (at != NULL) {
        end_at(json, nd__put_unsigned(at, value));
    }
}

void nd__json_bool(nd__json *json, bool value) {
    before_item(json);
    put(json, value ? "true" : "false", value ? 4 : 5);
}

void nd__json_null(nd__json *json) {
    before_item(json);
    put(json, "null", 4);
}

void nd__json_ratio(nd__json *json, double value) {
    before_item(json);
    char *at = room(json, ND__PUT_RATIO_ROOM);
    if (at != NULL) {
        end_at(json, nd__put_ratio(at, value));
    }
}

void nd__json_newline(nd__json *json) {
    put(json, "\n", 1);
    json->comma = false;
}
