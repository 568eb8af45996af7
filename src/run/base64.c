#include "run/removal_log.h"

nd_status nd__base64_encode(nd__buffer *out, const char *bytes, size_t size,
                            nd_error *err) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = (const unsigned char *)bytes;
    while (size > 0) {
        uint32_t word = (uint32_t)at[0] << 16 | (size > 1 ? (uint32_t)at[1] << 8 : 0) |
                        (size > 2 ? (uint32_t)at[2] : 0);
        char quad[4] = {digits[word >> 18], digits[word >> 12 & 63],
                        size > 1 ? digits[word >> 6 & 63] : '=',
                        size > 2 ? digits[word & 63] : '='};
        ND_TRY(nd__buffer_append(out, quad, sizeof quad, err));
        size_t step = size < 3 ? size : 3;
        at += step;
        size -= step;
    }
    return ND_OK;
}

static int digit_value(char c) {
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

nd_status nd__base64_decode(nd__buffer *out, const char *text, size_t size,
                            nd_error *err) {
    size_t padding = 0;
    while (padding < 2 && padding < size && text[size - 1 - padding] == '=') {
        padding++;
    }
    if (size % 4 != 0) {
        return nd__fail(err, ND_E_FORMAT, size, "not base64");
    }
    for (size_t at = 0; at < size; at += 4) {
        size_t have = at + 4 == size ? 4 - padding : 4;
        uint32_t word = 0;
        for (size_t i = 0; i < 4; i++) {
            int value = i < have ? digit_value(text[at + i]) : 0;
            if (value < 0) {
                return nd__fail(err, ND_E_FORMAT, at + i, "not base64");
            }
            word = word << 6 | (uint32_t)value;
        }
        char bytes[3] = {(char)(word >> 16), (char)(word >> 8 & 255), (char)(word & 255)};
        ND_TRY(nd__buffer_append(out, bytes, have - 1, err));
    }
    return ND_OK;
}
