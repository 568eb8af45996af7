#include "html/html_escape.h"

#include <string.h>

static nd_status put(nd__buffer *out, const char *text, nd_error *err) {
    return nd__buffer_append(out, text, strlen(text), err);
}

/* A soft hyphen, which is not shown: it keeps apart what stands around a character that
 * is left out, such as the '&' and '#' of what would be a reference. */
static const char nothing[] = "\xC2\xAD";

/* Of a byte of text. */
enum { COPY, DROP, LESS, AMPERSAND, REFERENCE, C2 };

static unsigned treatment(unsigned char c, bool literal) {
    if (c >= 0x80) {
        return c == 0xC2 ? C2 : COPY;
    }
    if (c == '<') {
        return LESS;
    }
    if (c == '&') {
        return literal ? AMPERSAND : REFERENCE;
    }
    bool white = c == '\t' || c == '\n' || c == '\r' || c == '\f';
    return c == 0x7F || (c < ' ' && !white) ? DROP : COPY;
}

/* U+0080 to U+009F are not characters of any text, but bytes of windows-1252 that
 * somebody took for ISO-8859-1. What they were, "" for none. */
static const char *mend_control(unsigned char second) {
    static const char *const characters[] = {
        "\u20AC", "",       "\u201A", "\u0192", "\u201E", "\u2026", "\u2020", "\u2021",
        "\u02C6", "\u2030", "\u0160", "\u2039", "\u0152", "",       "\u017D", "",
        "",       "\u2018", "\u2019", "\u201C", "\u201D", "\u2022", "\u2013", "\u2014",
        "\u02DC", "\u2122", "\u0161", "\u203A", "\u0153", "",       "\u017E", "\u0178"};
    return characters[second - 0x80];
}

/* A '<' that begins nothing, whatever is left out behind it. */
static bool is_plain_less(const char *text, size_t size) {
    return size > 1 && strchr(" \t\n<=-0123456789", text[1]) != NULL && text[1] != '\0';
}

/* Bytes of the numeric reference at text ("&#" and digits) if its number is past Unicode,
 * 0 otherwise: the parser's number overflows there. */
static size_t wild_reference(const char *text, size_t size) {
    if (size < 3 || text[1] != '#') {
        return 0;
    }
    bool hex = (text[2] | 0x20) == 'x';
    size_t end = hex ? 3 : 2;
    uint32_t number = 0;
    for (; end < size; end++) {
        char c =
            text[end] >= 'A' && text[end] <= 'F' ? (char)(text[end] | 0x20) : text[end];
        bool letter = hex && c >= 'a' && c <= 'f';
        if (!letter && (c < '0' || c > '9')) {
            break;
        }
        uint32_t digit = (uint32_t)(letter ? c - 'a' + 10 : c - '0');
        number = number > 0x10FFFF ? number : number * (hex ? 16 : 10) + digit;
    }
    return number <= 0x10FFFF ? 0 : end < size && text[end] == ';' ? end + 1 : end;
}

/* What is written for the piece of text at `at`, whose size goes to *bytes; NULL: itself.
 */
static const char *instead_of(const char *at, size_t left, bool literal, size_t *bytes) {
    *bytes = 1;
    switch (treatment((unsigned char)at[0], literal)) {
        case DROP:
            return nothing;
        case LESS:
            return is_plain_less(at, left) ? NULL : "&lt;";
        case AMPERSAND:
            return "&amp;";
        case REFERENCE: {
            size_t wild = wild_reference(at, left);
            *bytes = wild > 0 ? wild : 1;
            return wild > 0 ? "&#xFFFD;" : NULL;
        }
        case C2: /* U+0080 to U+009F */
            if (left < 2 || (unsigned char)at[1] > 0x9F) {
                return NULL;
            }
            *bytes = 2;
            at = mend_control((unsigned char)at[1]);
            return at[0] == '\0' ? nothing : at;
        default:
            return NULL;
    }
}

/* The text ends in what the next one, behind a tag that is left out, could make a
 * reference, or another one. */
static bool ends_in_reference(const char *text, size_t size) {
    while (size > 0) {
        char c = text[--size];
        bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
        if (!letter && c != '#') {
            return c == '&';
        }
    }
    return false;
}

/* Text in which no tag begins, and without control characters, which the parser would
 * replace. */
nd_status nd__html_put_text(nd__buffer *out, const char *text, size_t size, bool literal,
                            nd_error *err) {
    size_t from = 0;
    for (size_t i = 0; i < size;) {
        if (treatment((unsigned char)text[i], literal) == COPY) {
            i++;
            continue;
        }
        size_t bytes;
        const char *instead = instead_of(text + i, size - i, literal, &bytes);
        if (instead != NULL) {
            ND_TRY(nd__buffer_append(out, text + from, i - from, err));
            ND_TRY(put(out, instead, err));
            from = i + bytes;
        }
        i += bytes;
    }
    ND_TRY(nd__buffer_append(out, text + from, size - from, err));
    bool open = !literal && ends_in_reference(text + from, size - from);
    return open ? put(out, nothing, err) : ND_OK;
}

nd_status nd__html_put_value(nd__buffer *out, const char *value, size_t size,
                             nd_error *err) {
    while (size > 0) {
        const char *reference = memchr(value, '&', size);
        size_t plain = reference == NULL ? size : (size_t)(reference - value);
        ND_TRY(nd__buffer_append(out, value, plain, err));
        value += plain;
        size -= plain;
        if (size > 0) {
            size_t wild = wild_reference(value, size);
            ND_TRY(put(out, wild > 0 ? "&#xFFFD;" : "&", err));
            value += wild > 0 ? wild : 1;
            size -= wild > 0 ? wild : 1;
        }
    }
    return ND_OK;
}
