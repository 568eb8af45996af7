#include "warc/warc_header.h"

#include <string.h>

static nd__warc_type type_of(nd__slice value) {
    static const struct {
        const char *name;
        nd__warc_type type;
    } types[] = {{"response", ND__WARC_RESPONSE},
                 {"resource", ND__WARC_RESOURCE},
                 {"conversion", ND__WARC_CONVERSION},
                 {"revisit", ND__WARC_REVISIT}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (nd__slice_is(value, types[i].name)) {
            return types[i].type;
        }
    }
    return ND__WARC_OTHER;
}

/* Digits only: no sign, no overflow. */
static bool read_length(uint64_t *out, nd__slice digits) {
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        unsigned digit = (unsigned)(unsigned char)digits.bytes[i] - '0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out = value;
    return digits.size > 0;
}

/* wget writes URLs as <URL>, which the standard allows for ids only. */
static nd__slice without_brackets(nd__slice value) {
    if (value.size >= 2 && value.bytes[0] == '<' && value.bytes[value.size - 1] == '>') {
        return (nd__slice){value.bytes + 1, value.size - 2};
    }
    return value;
}

nd__warc_header_state nd__warc_header_read(nd__warc_header *out, const char *bytes,
                                           size_t size) {
    nd__slice line, name, value;
    size_t at = 0;
    bool has_length = false;
    memset(out, 0, sizeof *out);
    if (memcmp(bytes, ND__WARC_MAGIC,
               size < ND__WARC_MAGIC_SIZE ? size : ND__WARC_MAGIC_SIZE) != 0) {
        return ND__WARC_HEADER_NO_MAGIC;
    }
    out->size = nd__header_end(bytes, size);
    if (out->size == 0) {
        return ND__WARC_HEADER_MORE;
    }
    nd__header_next(&line, bytes, out->size, &at); /* the version */
    while (nd__header_next(&line, bytes, out->size, &at)) {
        if (!nd__header_split(&name, &value, line)) {
            continue;
        }
        if (nd__slice_is(name, "WARC-Type")) {
            out->type = type_of(value);
        } else if (nd__slice_is(name, "Content-Length")) {
            has_length = read_length(&out->content, value);
        } else if (nd__slice_is(name, "WARC-Target-URI")) {
            out->uri = without_brackets(value);
        } else if (nd__slice_is(name, "WARC-Date")) {
            out->date = value;
        } else if (nd__slice_is(name, "WARC-Record-ID")) {
            out->id = without_brackets(value);
        } else if (nd__slice_is(name, "Content-Type")) {
            out->content_type = value;
        }
    }
    return has_length ? ND__WARC_HEADER_GOOD : ND__WARC_HEADER_NO_LENGTH;
}
