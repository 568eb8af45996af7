#include "input/formats.h"

#include <string.h>

#include "warc/header_lines.h"
#include "warc/warc_header.h"

#define LOOKED_AT 1024

size_t nd__name_in_container(const char *path) {
    size_t size = strlen(path);
    if (size > 3 && memcmp(path + size - 3, ".gz", 3) == 0) {
        return size - 3;
    }
    return size > 4 && memcmp(path + size - 4, ".zst", 4) == 0 ? size - 4 : size;
}

static bool ends_in(const char *path, const char *const *endings, size_t count) {
    size_t size = nd__name_in_container(path);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(endings[i]);
        if (size > length &&
            nd__slice_is((nd__slice){path + size - length, length}, endings[i])) {
            return true;
        }
    }
    return false;
}

bool nd__is_jsonl_name(const char *path) {
    static const char *const endings[] = {".jsonl", ".ndjson"};
    return ends_in(path, endings, sizeof endings / sizeof *endings);
}

bool nd__is_html_name(const char *path) {
    static const char *const endings[] = {".html", ".htm", ".xhtml", ".xht"};
    return ends_in(path, endings, sizeof endings / sizeof *endings);
}

bool nd__looks_like_warc(const char *bytes, size_t size) {
    const size_t magic = ND__WARC_MAGIC_SIZE;
    return size > magic + 1 && memcmp(bytes, ND__WARC_MAGIC, magic) == 0 &&
           bytes[magic] >= '0' && bytes[magic] <= '9' &&
           (bytes[magic + 1] == '\r' || bytes[magic + 1] == '\n');
}

/* Behind `end`, which closes a comment or declaration; empty where it is not closed. */
static nd__slice behind(nd__slice rest, const char *end) {
    size_t size = strlen(end);
    for (size_t at = 0; at + size <= rest.size; at++) {
        if (memcmp(rest.bytes + at, end, size) == 0) {
            return (nd__slice){rest.bytes + at + size, rest.size - at - size};
        }
    }
    return (nd__slice){rest.bytes, 0};
}

bool nd__looks_like_html(const char *bytes, size_t size) {
    nd__slice rest = {bytes, size < LOOKED_AT ? size : LOOKED_AT};
    if (rest.size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        rest = (nd__slice){bytes + 3, rest.size - 3};
    }
    for (;;) {
        rest = nd__slice_trim(rest);
        if (nd__slice_begins(rest, "<!--")) {
            rest = behind(rest, "-->");
        } else if (nd__slice_begins(rest, "<?xml")) {
            rest = behind(rest, "?>");
        } else {
            return nd__slice_begins(rest, "<!doctype html") ||
                   nd__slice_begins(rest, "<html>") || nd__slice_begins(rest, "<html ");
        }
    }
}
