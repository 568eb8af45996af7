#include "warc/header_lines.h"

#include <string.h>

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

nd__slice nd__slice_trim(nd__slice slice) {
    while (slice.size > 0 && is_space(slice.bytes[0])) {
        slice.bytes++;
        slice.size--;
    }
    while (slice.size > 0 && is_space(slice.bytes[slice.size - 1])) {
        slice.size--;
    }
    return slice;
}

bool nd__header_next(nd__slice *line, const char *bytes, size_t size, size_t *at) {
    if (*at >= size) {
        return false;
    }
    const char *begin = bytes + *at;
    const char *end = memchr(begin, '\n', size - *at);
    size_t length = end == NULL ? size - *at : (size_t)(end - begin);
    *at += end == NULL ? length : length + 1;
    *line = nd__slice_trim((nd__slice){begin, length});
    return true;
}

bool nd__header_split(nd__slice *name, nd__slice *value, nd__slice line) {
    const char *colon = line.size == 0 ? NULL : memchr(line.bytes, ':', line.size);
    if (colon == NULL) {
        return false;
    }
    size_t before = (size_t)(colon - line.bytes);
    *name = nd__slice_trim((nd__slice){line.bytes, before});
    *value = nd__slice_trim((nd__slice){colon + 1, line.size - before - 1});
    return true;
}

size_t nd__header_end(const char *bytes, size_t size) {
    size_t at = 0;
    while (at < size) {
        const char *newline = memchr(bytes + at, '\n', size - at);
        if (newline == NULL) {
            return 0;
        }
        at = (size_t)(newline - bytes) + 1;
        if (at < size && bytes[at] == '\n') {
            return at + 1;
        }
        if (at + 1 < size && bytes[at] == '\r' && bytes[at + 1] == '\n') {
            return at + 2;
        }
    }
    return 0;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool nd__slice_begins(nd__slice slice, const char *text) {
    size_t size = strlen(text);
    if (slice.size < size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (lower(slice.bytes[i]) != lower(text[i])) {
            return false;
        }
    }
    return true;
}

bool nd__slice_is(nd__slice slice, const char *text) {
    return slice.size == strlen(text) && nd__slice_begins(slice, text);
}

const char *nd__slice_copy(char *out, size_t room, nd__slice slice) {
    if (slice.size == 0 || slice.size >= room) {
        return NULL;
    }
    memcpy(out, slice.bytes, slice.size);
    out[slice.size] = '\0';
    return out;
}

/* Cuts *rest at the first `mark`; what is in front is the value. */
static nd__slice take_until(nd__slice *rest, char mark) {
    const char *found = rest->size == 0 ? NULL : memchr(rest->bytes, mark, rest->size);
    nd__slice head = *rest;
    if (found == NULL) {
        rest->bytes += rest->size;
        rest->size = 0;
        return head;
    }
    head.size = (size_t)(found - rest->bytes);
    rest->bytes = found + 1;
    rest->size -= head.size + 1;
    return head;
}

nd__slice nd__media_type(nd__slice content_type) {
    if (content_type.bytes == NULL) {
        return content_type;
    }
    return nd__slice_trim(take_until(&content_type, ';'));
}

nd__slice nd__media_parameter(nd__slice content_type, const char *name) {
    nd__slice rest = content_type;
    if (rest.bytes == NULL) {
        return rest;
    }
    take_until(&rest, ';');
    while (rest.size > 0) {
        nd__slice value = take_until(&rest, ';');
        nd__slice key = nd__slice_trim(take_until(&value, '='));
        value = nd__slice_trim(value);
        if (!nd__slice_is(key, name) || value.size == 0) {
            continue;
        }
        if (value.bytes[0] == '"' || value.bytes[0] == '\'') {
            char quote = *value.bytes++;
            value.size--;
            value = nd__slice_trim(take_until(&value, quote));
        }
        return value;
    }
    return (nd__slice){NULL, 0};
}
