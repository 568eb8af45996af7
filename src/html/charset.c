#include "html/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "html/charset_guess.h"
#include "html/charset_labels.h"
#include "html/html_tokens.h"
#include "text/utf8.h"

/* A meta element is looked for here, and further while the head goes on (as Blink does),
 * up to the second limit. */
#define META_BYTES 1024
#define MOST_META_BYTES 65536
/* Characters beyond ASCII, all valid UTF-8, that outweigh a label. */
#define SURE_CHARACTERS 8
/* Bytes that are not UTF-8 from which a charset can be guessed, and how many are looked
 * at.
 */
#define LEAST_GUESSED 16
#define MOST_GUESSED 131072

static const char replacement[] = "\xEF\xBF\xBD";

static bool same_name(const char *a, size_t size, const char *b) {
    if (size != strlen(b)) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if ((a[i] >= 'A' && a[i] <= 'Z' ? a[i] | 0x20 : a[i]) != b[i]) {
            return false;
        }
    }
    return true;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The label in "text/html; charset=label"; size 0: none. */
static const char *charset_in(const char *content, size_t *size) {
    const char *end = content + *size;
    *size = 0;
    for (const char *p = content; end - p >= 7; p++) {
        if (!same_name(p, 7, "charset")) {
            continue;
        }
        p += 7;
        while (p < end && is_space(*p)) {
            p++;
        }
        if (p == end) {
            break;
        }
        if (*p != '=') {
            p--;
            continue;
        }
        p++;
        while (p < end && (is_space(*p) || *p == '"' || *p == '\'')) {
            p++;
        }
        const char *begin = p;
        while (p < end && !is_space(*p) && *p != ';' && *p != '"' && *p != '\'') {
            p++;
        }
        *size = (size_t)(p - begin);
        return begin;
    }
    return NULL;
}

static const nd__charset *charset_of_meta(const nd__html_token *token) {
    nd__html_raw_attribute attribute, content = {0};
    const char *at = token->attributes;
    bool pragma = false;
    while (nd__html_tokens_attribute(&at, token->attributes_end, &attribute)) {
        if (same_name(attribute.name, attribute.name_size, "charset")) {
            return nd__charset_find(attribute.value, attribute.value_size);
        }
        if (same_name(attribute.name, attribute.name_size, "http-equiv")) {
            pragma = same_name(attribute.value, attribute.value_size, "content-type");
        } else if (same_name(attribute.name, attribute.name_size, "content")) {
            content = attribute;
        }
    }
    if (!pragma || content.value == NULL) {
        return NULL;
    }
    size_t size = content.value_size;
    const char *label = charset_in(content.value, &size);
    return label == NULL ? NULL : nd__charset_find(label, size);
}

/* "<?xml version="1.0" encoding="label"?>" at the beginning. */
static const nd__charset *charset_of_xml(const char *bytes, size_t size) {
    if (size < 5 || memcmp(bytes, "<?xml", 5) != 0) {
        return NULL;
    }
    const char *end = memchr(bytes, '>', size < META_BYTES ? size : META_BYTES);
    for (const char *p = bytes; end != NULL && end - p > 8; p++) {
        if (memcmp(p, "encoding", 8) != 0) {
            continue;
        }
        p += 8;
        while (p < end && (is_space(*p) || *p == '=')) {
            p++;
        }
        if (p < end && (*p == '"' || *p == '\'')) {
            const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
            return close == NULL ? NULL
                                 : nd__charset_find(p + 1, (size_t)(close - p - 1));
        }
        return NULL;
    }
    return NULL;
}

static bool is_of_head(const nd__html_token *token) {
    switch (token->tag) {
        case ND__TAG_HTML:
        case ND__TAG_HEAD:
        case ND__TAG_META:
        case ND__TAG_LINK:
        case ND__TAG_BASE:
        case ND__TAG_TITLE:
        case ND__TAG_STYLE:
        case ND__TAG_SCRIPT:
        case ND__TAG_NOSCRIPT:
            return true;
        default:
            return false;
    }
}

static const nd__charset *charset_in_head(const char *bytes, size_t size) {
    nd__html_tokens tokens = {bytes,
                              bytes + (size < MOST_META_BYTES ? size : MOST_META_BYTES)};
    nd__html_token token;
    while (nd__html_tokens_next(&tokens, &token)) {
        if (token.kind == ND__TOKEN_TEXT || token.kind == ND__TOKEN_DOCTYPE) {
            continue;
        }
        if (token.begin - bytes > META_BYTES && !is_of_head(&token)) {
            break;
        }
        if (token.kind == ND__TOKEN_CLOSE) {
            continue;
        }
        if ((nd__html_tag_kind(token.tag) & ND__TAG_IS_RAW) != 0) {
            const char *begin;
            size_t raw;
            nd__html_tokens_raw(&tokens, token.tag, &begin, &raw);
        } else if (token.tag == ND__TAG_META) {
            const nd__charset *found = charset_of_meta(&token);
            if (found != NULL) { /* it could be read as ASCII, so it is no UTF-16 */
                bool wide = found == nd__charset_utf16le || found == nd__charset_utf16be;
                return wide ? nd__charset_utf8 : found;
            }
        }
    }
    return charset_of_xml(bytes, size);
}

/* What UTF-8 makes of bytes: characters beyond ASCII, and bytes that are none. */
typedef struct utf8_count {
    size_t characters, invalid;
} utf8_count;

static utf8_count count_utf8(const char *bytes, size_t size) {
    utf8_count count = {0, 0};
    for (size_t i = 0; i < size;) {
        uint64_t word;
        if (size - i >= sizeof word) {
            memcpy(&word, bytes + i, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof word;
                continue;
            }
        }
        if ((unsigned char)bytes[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t code;
        size_t used = nd__utf8_decode(&code, bytes + i, size - i);
        count.characters += used > 0;
        count.invalid += used == 0;
        i += used > 0 ? used : 1;
    }
    return count;
}

/* UTF-8 with a few bad bytes; else what uchardet says, where there is enough to say it of
 * and the web knows the charset; else the charset of most pages that don't name theirs.
 */
static nd_status guess(const nd__charset **out, const char *bytes, size_t size,
                       utf8_count count, nd_error *err) {
    *out = nd__charset_utf8;
    if (count.characters >= 4 * count.invalid) {
        return ND_OK;
    }
    *out = nd__charset_windows1252;
    if (count.invalid < LEAST_GUESSED) {
        return ND_OK;
    }
    size_t begin = 0; /* scripts in ASCII in front of the text */
    while ((unsigned char)bytes[begin] < 0x80) {
        begin++;
    }
    begin = begin < 256 ? 0 : begin - 256;
    size -= begin;
    char name[ND__CHARSET_GUESS_SIZE];
    ND_TRY(nd__charset_guess(name, bytes + begin,
                             size < MOST_GUESSED ? size : MOST_GUESSED, err));
    const nd__charset *found = nd__charset_find(name, strlen(name));
    if (found != NULL && found != nd__charset_utf8 && found != nd__charset_utf16le &&
        found != nd__charset_utf16be) {
        *out = found;
    }
    return ND_OK;
}

/* Bytes of the byte order mark at the beginning, and what it stands for. */
static size_t byte_order_mark(const char *bytes, size_t size, const nd__charset **out) {
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *out = nd__charset_utf8;
        return 3;
    }
    if (size >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
        *out = nd__charset_utf16le;
        return 2;
    }
    if (size >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) {
        *out = nd__charset_utf16be;
        return 2;
    }
    return 0;
}

/* The charset of bytes without a mark; NULL: they don't say. */
static const nd__charset *choose(const char *bytes, size_t size, const char *header,
                                 bool look_for_meta, utf8_count count) {
    const nd__charset *found = NULL;
    if (header != NULL) {
        found = nd__charset_find(header, strlen(header));
    }
    if (found == nd__charset_utf16le || found == nd__charset_utf16be) {
        return found;
    }
    /* "<!" or "<h" in UTF-16 without a mark. */
    if (size >= 4 && bytes[0] == '<' && bytes[1] == '\0' && bytes[3] == '\0') {
        return nd__charset_utf16le;
    }
    if (size >= 4 && bytes[0] == '\0' && bytes[1] == '<' && bytes[2] == '\0') {
        return nd__charset_utf16be;
    }
    if (count.invalid == 0 && count.characters >= SURE_CHARACTERS) {
        return nd__charset_utf8;
    }
    if (found == NULL && look_for_meta) {
        found = charset_in_head(bytes, size);
    }
    return found;
}

static nd_status mend_utf8(nd__buffer *out, const char *bytes, size_t size, bool *mended,
                           nd_error *err) {
    for (;;) {
        size_t good = nd__utf8_first_invalid(bytes, size);
        ND_TRY(nd__buffer_append(out, bytes, good, err));
        if (good == size) {
            return ND_OK;
        }
        *mended = true;
        ND_TRY(nd__buffer_append(out, replacement, 3, err));
        bytes += good + 1;
        size -= good + 1;
    }
}

/* One call of iconv(3): what it made goes to *out. Returns its error number, 0 for none.
 */
static int convert_some(iconv_t way, nd__buffer *out, char **in, size_t *left) {
    char *to = out->items + out->count;
    size_t room = out->capacity - out->count;
    size_t done = iconv(way, in, left, &to, &room);
    int number = done == (size_t)-1 ? errno : 0;
    out->count = (size_t)(to - out->items);
    return number;
}

static nd_status convert(nd__buffer *out, iconv_t way, char *in, size_t size, size_t unit,
                         bool *mended, nd_error *err) {
    size_t left = size;
    ND_TRY(nd__vector_extend(out, size + size / 2 + 64, err));
    for (bool over = false; !over;) {
        /* At last it gives what it holds back: windows-1258 composes letters. */
        over = left == 0;
        int number = convert_some(way, out, over ? NULL : &in, &left);
        if (number == E2BIG) {
            over = false;
            ND_TRY(nd__vector_extend(out, left * 2 + 64, err));
        } else if (number != 0 &&
                   left > 0) { /* bytes that are no character, or half of one */
            *mended = true;
            ND_TRY(nd__buffer_append(out, replacement, 3, err));
            size_t skip = left < unit ? left : unit;
            in += skip;
            left -= skip;
        }
    }
    return ND_OK;
}

/* Not there: an iconv that does not know it. */
static nd_status convert_from(const nd__charset *from, nd__buffer *out, const char *bytes,
                              size_t size, bool *known, bool *mended, nd_error *err) {
    const char *name = from->iconv_name != NULL ? from->iconv_name : from->name;
    iconv_t way = iconv_open("UTF-8", name);
    *known = way != (iconv_t)-1;
    if (!*known) {
        return errno == ENOMEM ? nd__fail_memory(err) : ND_OK;
    }
    bool wide = from == nd__charset_utf16le || from == nd__charset_utf16be;
    char *in; /* iconv does not write there */
    memcpy(&in, &bytes, sizeof in);
    nd_status status = convert(out, way, in, size, wide ? 2 : 1, mended, err);
    iconv_close(way);
    return status;
}

nd_status nd__charset_to_utf8(nd__buffer *out, nd__charset_report *report,
                              const char *bytes, size_t size,
                              const char *charset_from_header, bool look_for_meta,
                              nd_error *err) {
    out->count = 0;
    *report = (nd__charset_report){0};
    bytes = size == 0 ? "" : bytes; /* NULL, too */
    const nd__charset *charset;
    size_t mark = byte_order_mark(bytes, size, &charset);
    bytes += mark;
    size -= mark;
    if (mark == 0) {
        utf8_count count = count_utf8(bytes, size);
        charset = choose(bytes, size, charset_from_header, look_for_meta, count);
        if (charset == NULL) {
            ND_TRY(guess(&charset, bytes, size, count, err));
        }
    }
    report->name = charset->name;
    if (charset != nd__charset_utf8) {
        bool known;
        ND_TRY(convert_from(charset, out, bytes, size, &known, &report->mended, err));
        if (known) {
            report->converted = true;
            return ND_OK;
        }
        report->name = nd__charset_utf8->name;
    }
    return mend_utf8(out, bytes, size, &report->mended, err);
}
