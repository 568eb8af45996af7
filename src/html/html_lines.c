#include "html/html_lines.h"

#include <string.h>

#include "text/utf8.h"

enum { ORDINARY, WHITE, CONTROL, LEAD_C2 };

/* HTML's white space; other control characters are not shown; 0xC2 may begin a no-break
 * space, which pages use as a space, or a soft hyphen, which shows only at a line's end.
 */
static unsigned kind_of(unsigned char byte) {
    if (byte > 0x20) {
        return byte == 0x7F ? CONTROL : byte == 0xC2 ? LEAD_C2 : ORDINARY;
    }
    return byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\v') ? WHITE
                                                                         : CONTROL;
}

/* Blanks that a line neither begins nor ends with. */
static bool is_blank(uint32_t code) {
    return code <= ' ' || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200F) || code == 0x2028 || code == 0x2029 ||
           code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x3000 ||
           code == 0xFEFF;
}

/* Bytes of the blanks at the beginning of text. */
static size_t blanks_before(const char *text, size_t size) {
    size_t at = 0;
    while (at < size) {
        uint32_t code;
        size_t bytes = nd__utf8_decode(&code, text + at, size - at);
        if (bytes == 0 || !is_blank(code)) {
            break;
        }
        at += bytes;
    }
    return at;
}

static size_t end_without_blanks(const char *text, size_t begin, size_t end) {
    while (end > begin) {
        size_t at = end - 1;
        while (at > begin && ((unsigned char)text[at] & 0xC0u) == 0x80) {
            at--;
        }
        uint32_t code;
        if (nd__utf8_decode(&code, text + at, end - at) == 0 || !is_blank(code)) {
            break;
        }
        end = at;
    }
    return end;
}

static nd_status append(nd__lines *lines, const char *bytes, size_t size, bool link,
                        nd_error *err) {
    ND_TRY(nd__buffer_append(&lines->out->text, bytes, size, err));
    lines->block.link_bytes += link ? (uint32_t)size : 0;
    return ND_OK;
}

enum { OTHER_LETTER, WORD_LETTER, DIGIT, IDEOGRAPH };

/* What a character is to a gap between words. */
static unsigned letter_of(uint32_t code) {
    if (code < 0x80) {
        bool letter = (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
        return letter ? WORD_LETTER : code >= '0' && code <= '9' ? DIGIT : OTHER_LETTER;
    }
    if (code < 0xC0 || code == 0xD7 || code == 0xF7 ||
        (code >= 0x2000 && code < 0x2C00) || (code >= 0x3000 && code < 0x3040) ||
        (code >= 0xFE10 && code < 0xFF10)) {
        return OTHER_LETTER; /* signs */
    }
    /* Han, Kana, Thai and the like: written without spaces. */
    if ((code >= 0x2E80 && code < 0xA4D0) || (code >= 0xF900 && code < 0xFB00) ||
        code >= 0x20000 || (code >= 0x0E00 && code < 0x0F00) ||
        (code >= 0x1000 && code < 0x10A0) || (code >= 0x1780 && code < 0x1800)) {
        return IDEOGRAPH;
    }
    return WORD_LETTER;
}

static unsigned last_letter(const char *text, size_t begin, size_t end) {
    size_t at = end - 1;
    while (at > begin && ((unsigned char)text[at] & 0xC0u) == 0x80) {
        at--;
    }
    uint32_t code;
    return nd__utf8_decode(&code, text + at, end - at) == 0 ? OTHER_LETTER
                                                            : letter_of(code);
}

/* A gap belongs at the border between the line so far and text. */
static bool is_apart(const nd__lines *lines, const char *text, size_t size) {
    const nd__buffer *out = &lines->out->text;
    uint32_t code;
    if ((lines->border < ND__BORDER_CROSSED && !lines->link_border) ||
        nd__utf8_decode(&code, text, size) == 0) {
        return false;
    }
    unsigned before = last_letter(out->items, lines->block.begin, out->count);
    unsigned behind = letter_of(code);
    if (before == OTHER_LETTER || behind == OTHER_LETTER) {
        return false;
    }
    if (lines->border == ND__BORDER_RAISED) {
        return before == DIGIT && behind == DIGIT;
    }
    if (lines->border <
        ND__BORDER_CROSSED) { /* a count, a number of a note: not a word */
        return (before == DIGIT) != (behind == DIGIT);
    }
    return lines->link_border || (before != IDEOGRAPH && behind != IDEOGRAPH);
}

void nd__lines_element_begins(nd__lines *lines, nd__html_tag tag) {
    if (tag == ND__TAG_SUB || tag == ND__TAG_SUP) {
        lines->border = ND__BORDER_RAISED;
    } else if (lines->border == ND__BORDER_CLOSED) {
        lines->border = ND__BORDER_CROSSED;
    }
    lines->link_border |= tag == ND__TAG_A;
}

void nd__lines_element_ends(nd__lines *lines, nd__html_tag tag) {
    lines->border = ND__BORDER_CLOSED;
    lines->link_border |= tag == ND__TAG_A;
}

/* What is shown: a new line if there is none, the white space before it, itself. */
static nd_status show(nd__lines *lines, const char *text, size_t size,
                      const nd__line_place *place, nd_error *err) {
    nd__buffer *out = &lines->out->text;
    if (!lines->open) {
        size_t blanks = blanks_before(text, size);
        text += blanks;
        size -= blanks;
        if (size == 0) {
            return ND_OK;
        }
        if (lines->out->blocks.count > 0) {
            ND_TRY(nd__buffer_append(out, "\n", 1, err));
        }
        ND_TRY(nd__buffer_append(out, lines->space.items, lines->space.count, err));
        lines->space.count = 0;
        lines->block = (nd__html_block){.begin = (uint32_t)out->count,
                                        .flags = place->flags,
                                        .depth = place->depth,
                                        .path = place->path,
                                        .near = place->near,
                                        .around = place->around};
        lines->open = true;
    } else if (lines->space.count == 0 && !place->close && is_apart(lines, text, size)) {
        ND_TRY(nd__lines_space(lines, err));
    }
    lines->border = ND__BORDER_NONE;
    lines->link_border = false;
    if (lines->space.count > 0) {
        ND_TRY(append(lines, lines->space.items, lines->space.count, place->link, err));
        lines->space.count = 0;
    }
    return append(lines, text, size, place->link, err);
}

static nd_status add_white(nd__lines *lines, char byte, bool pre, nd_error *err) {
    if (!pre) {
        return nd__lines_space(lines, err);
    }
    if (byte == '\n' || byte == '\r') { /* of "\r\n" the second ends nothing */
        return nd__lines_end(lines, err);
    }
    return nd__buffer_append(&lines->space, byte == '\t' ? "\t" : " ", 1, err);
}

/* End of what can be copied as it is: ordinary bytes, single spaces between them. */
static size_t plain_end(const char *text, size_t at, size_t size) {
    for (;;) {
        while (at < size && kind_of((unsigned char)text[at]) == ORDINARY) {
            at++;
        }
        if (at + 1 < size && text[at] == ' ' &&
            kind_of((unsigned char)text[at + 1]) == ORDINARY) {
            at++;
            continue;
        }
        return at;
    }
}

nd_status nd__lines_add(nd__lines *lines, const char *text, size_t size,
                        const nd__line_place *place, nd_error *err) {
    for (size_t at = 0; at < size;) {
        unsigned char byte = (unsigned char)text[at];
        unsigned kind = kind_of(byte);
        if (kind == LEAD_C2 && at + 1 < size) {
            unsigned char next = (unsigned char)text[at + 1];
            if (next == 0xA0) {
                ND_TRY(add_white(lines, ' ', place->pre, err));
            } else if (next != 0xAD && next > 0x9F) {
                ND_TRY(show(lines, text + at, 2, place, err));
            }
            at += 2;
        } else if (kind == ORDINARY) {
            size_t end = plain_end(text, at, size);
            ND_TRY(show(lines, text + at, end - at, place, err));
            at = end;
        } else {
            if (kind == WHITE) {
                ND_TRY(add_white(lines, (char)byte, place->pre, err));
            }
            at++;
        }
    }
    return ND_OK;
}

nd_status nd__lines_space(nd__lines *lines, nd_error *err) {
    if (!lines->open || lines->space.count > 0) {
        return ND_OK;
    }
    return nd__buffer_append(&lines->space, " ", 1, err);
}

nd_status nd__lines_end(nd__lines *lines, nd_error *err) {
    lines->space.count = 0;
    lines->border = ND__BORDER_NONE;
    lines->link_border = false;
    if (!lines->open) {
        return ND_OK;
    }
    nd__html_text *out = lines->out;
    nd__html_block *block = &lines->block;
    size_t end = end_without_blanks(out->text.items, block->begin, out->text.count);
    block->end = (uint32_t)end;
    if (block->link_bytes > block->end - block->begin) {
        block->link_bytes = block->end - block->begin;
    }
    ND_TRY(nd__vector_extend(&out->blocks, 1, err));
    out->blocks.items[out->blocks.count++] = *block;
    out->text.count = end;
    lines->open = false;
    return ND_OK;
}

void nd__lines_cut(nd__lines *lines, size_t begin) {
    nd__buffer *out = &lines->out->text;
    if (!lines->open || begin >= out->count) {
        return;
    }
    lines->space.count = 0;
    if (begin > lines->block.begin) {
        size_t cut = out->count - begin;
        lines->block.link_bytes -=
            lines->block.link_bytes < cut ? lines->block.link_bytes : (uint32_t)cut;
        out->count = begin;
        return;
    }
    nd__html_text *text = lines->out;
    out->count =
        text->blocks.count == 0 ? 0 : text->blocks.items[text->blocks.count - 1].end;
    lines->open = false;
}
