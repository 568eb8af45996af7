#include "base/json_writer.h"

#include <string.h>

#include "base/utf8_size.h"

static void put(nd__json *json, const char *bytes, size_t size) {
    if (size > 0 && !json->failed &&
        nd__buffer_append(&json->out, bytes, size, NULL) < 0) {
        json->failed = true;
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

static void put_escape(nd__json *json, unsigned char c) {
    static const char digits[] = "0123456789abcdef";
    switch (c) {
        case '"':
            put(json, "\\\"", 2);
            break;
        case '\\':
            put(json, "\\\\", 2);
            break;
        case '\n':
            put(json, "\\n", 2);
            break;
        case '\r':
            put(json, "\\r", 2);
            break;
        case '\t':
            put(json, "\\t", 2);
            break;
        default: {
            char escape[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
            put(json, escape, sizeof escape);
        }
    }
}

static void put_string(nd__json *json, const char *bytes, size_t size) {
    put(json, "\"", 1);
    const unsigned char *p = (const unsigned char *)bytes;
    size_t run = 0; /* start of the bytes that need no change */
    size_t i = 0;
    while (i < size) {
        unsigned char c = p[i];
        size_t length = nd__utf8_size(p + i, size - i);
        bool plain = length > 0 && c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
        if (plain) {
            i += length;
            continue;
        }
        put(json, bytes + run, i - run);
        if (length == 0) {
            put(json, "\xEF\xBF\xBD", 3);
        } else {
            put_escape(json, c);
        }
        run = ++i;
    }
    if (size > run) { /* bytes may be NULL where there are none */
        put(json, bytes + run, size - run);
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
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    before_item(json);
    put(json, digits + at, sizeof digits - at);
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
    if (!(value > 0)) {
        value = 0;
    }
    if (value > 9e12) {
        value = 9e12;
    }
    uint64_t millionths = (uint64_t)(value * 1e6 + 0.5);
    nd__json_unsigned(json, millionths / 1000000);
    char fraction[7] = ".000000";
    uint64_t rest = millionths % 1000000;
    for (int i = 6; i >= 1; i--) {
        fraction[i] = (char)('0' + rest % 10);
        rest /= 10;
    }
    size_t size = 7;
    while (size > 2 && fraction[size - 1] == '0') {
        size--;
    }
    put(json, fraction, size); /* at least ".0", so that readers see a real number */
}

void nd__json_newline(nd__json *json) {
    put(json, "\n", 1);
    json->comma = false;
}
