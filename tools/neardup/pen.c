/* Characters gather in a word, which goes to the row when a blank, a line end, a place to
 * break or a full row comes. Changes of style travel inside the word and have no width;
 * each row ends plain and begins anew, so that rows can stand side by side. */
#include "pen.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define TAB 8u

const char *pen_escape(pen_style style) {
    static const char *const escapes[] = {"\033[0m",    "\033[0;2m",  "\033[0;31m",
                                          "\033[0;32m", "\033[0;36m", "\033[0;33m",
                                          "\033[0;35m", "\033[0;34m"};
    return escapes[style];
}

void pen_init(pen *p, unsigned columns, bool colour) {
    memset(p, 0, sizeof *p);
    p->columns = columns < 8 ? 8 : columns;
    p->colour = colour;
    p->mark = ' ';
    p->blank = true;
    p->source_begin = true;
}

void pen_clear(pen *p) {
    while (pen_ready(p) > 0) {
        free(pen_take(p).bytes);
    }
    free(p->rows);
    free(p->row.bytes);
    memset(p, 0, sizeof *p);
}

size_t pen_ready(const pen *p) {
    return p->count - p->taken;
}

pen_row pen_take(pen *p) {
    pen_row row = p->rows[p->taken++];
    if (p->taken > p->count / 2) { /* so a row is moved twice at most */
        memmove(p->rows, p->rows + p->taken, (p->count - p->taken) * sizeof *p->rows);
        p->count -= p->taken;
        p->taken = 0;
    }
    return row;
}

static void *grow(pen *p, void *items, size_t *capacity, size_t wanted, size_t size) {
    size_t larger = *capacity * 2 < wanted ? wanted : *capacity * 2;
    void *grown = realloc(items, larger * size);
    if (grown == NULL) {
        p->failed = true;
        return items;
    }
    *capacity = larger;
    return grown;
}

static void put(pen *p, const char *bytes, size_t size) {
    if (p->row.size + size > p->row_capacity) {
        p->row.bytes =
            grow(p, p->row.bytes, &p->row_capacity, p->row.size + size + 128, 1);
    }
    if (!p->failed && size > 0) {
        memcpy(p->row.bytes + p->row.size, bytes, size);
        p->row.size += size;
    }
}

static void end_row(pen *p) {
    if (p->now != PEN_PLAIN) {
        put(p, pen_escape(PEN_PLAIN), strlen(pen_escape(PEN_PLAIN)));
    }
    if (p->count == p->capacity) {
        p->rows = grow(p, p->rows, &p->capacity, p->count + 16, sizeof *p->rows);
    }
    if (p->failed) {
        return;
    }
    p->row.mark = p->row_has_text ? p->row.mark : p->mark;
    p->rows[p->count++] = p->row;
    memset(&p->row, 0, sizeof p->row);
    p->row_capacity = 0;
    p->row_has_text = false;
    p->space = 0;
    if (p->now != PEN_PLAIN) {
        put(p, pen_escape(p->now), strlen(pen_escape(p->now)));
    }
}

static void put_word(pen *p) {
    if (p->word_width > 0) {
        if (p->row_has_text && p->row.width + p->space + p->word_width > p->columns) {
            end_row(p);
        }
        if (p->row.width + p->space + p->word_width > p->columns) {
            p->space = 0;
        }
        for (; p->space > 0; p->space--, p->row.width++) {
            put(p, " ", 1);
        }
        if (!p->row_has_text) {
            p->row.line[0] = p->word_line[0];
            p->row.line[1] = p->word_line[1];
            p->row.mark = p->word_mark;
        }
        p->row_has_text = true;
        p->blank = false;
    }
    put(p, p->word, p->word_size);
    p->row.width += p->word_width;
    p->row.right_to_left = p->row.right_to_left || p->word_right_to_left;
    p->now = p->wanted;
    p->word_size = 0;
    p->word_width = 0;
    p->word_right_to_left = false;
}

static void add_bytes(pen *p, const char *bytes, size_t size, unsigned width) {
    if (p->word_size + size > sizeof p->word || p->word_width + width > p->columns) {
        put_word(p);
    }
    if (p->word_width == 0) {
        p->word_line[0] = p->line[0];
        p->word_line[1] = p->line[1];
        p->word_mark = p->mark;
    }
    memcpy(p->word + p->word_size, bytes, size);
    p->word_size += size;
    p->word_width += width;
}

/* Printable ASCII that may not be torn while it fits a row. */
static void add_escape(pen *p, const char *text) {
    size_t length = strlen(text);
    if (p->word_width + length > p->columns) {
        put_word(p);
    }
    for (size_t i = 0; i < length; i++) {
        add_bytes(p, text + i, 1, 1);
    }
    p->last = 0;
}

void pen_set_style(pen *p, pen_style style) {
    if (p->colour && style != p->wanted) {
        const char *escape = pen_escape(style);
        add_bytes(p, escape, strlen(escape), 0);
        p->wanted = style;
    }
}

void pen_allow_break(pen *p) {
    put_word(p);
    p->last = 0;
}

void pen_space(pen *p) {
    put_word(p);
    p->last = 0;
    p->space = p->space == 0 && p->row_has_text ? 1 : p->space;
}

static void add_blank(pen *p, bool tab) {
    put_word(p);
    p->last = 0;
    if (!p->row_has_text && !p->source_begin) {
        return; /* of a line that was broken here */
    }
    unsigned at = p->row.width + p->space;
    p->space += tab ? TAB - at % TAB : 1;
    if (!p->row_has_text && p->space > p->columns / 2) {
        p->space = p->columns / 2;
    }
    p->space = p->space > p->columns ? p->columns : p->space;
}

static void add_line_end(pen *p) {
    put_word(p);
    p->last = 0;
    if (p->row_has_text) {
        end_row(p);
    } else if (!p->blank && p->source_begin) {
        end_row(p);
        p->blank = true;
    }
    p->space = 0;
    p->source_begin = true;
    if (p->line[0] == 0 && p->line[1] != 0) {
        p->line[1]++;
    } else if (p->line[0] != 0) {
        p->line[0]++;
        p->line[1] = 0;
    }
}

void pen_break(pen *p) {
    put_word(p);
    p->last = 0;
    if (p->row_has_text) {
        end_row(p);
    }
    p->space = 0;
}

/* Scripts that put no blanks between words. */
static bool lacks_blanks(int c, int width) {
    return width == 2 || (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF);
}

/* Whether a row may end between `last` and the character c of a width above 0. */
static bool may_break(int last, int c, int width) {
    if (last == 0 ||
        !(lacks_blanks(last, utf8proc_charwidth(last)) || lacks_blanks(c, width))) {
        return false;
    }
    utf8proc_category_t before = utf8proc_category(last), after = utf8proc_category(c);
    bool thai_vowel_first =
        (last >= 0x0E40 && last <= 0x0E44) || (last >= 0x0EC0 && last <= 0x0EC4);
    bool thai_vowel_last = c == 0x0E30 || c == 0x0E32 || c == 0x0E33 || c == 0x0E45 ||
                           c == 0x0E46 || c == 0x0EB0 || c == 0x0EB2 || c == 0x0EB3;
    return before != UTF8PROC_CATEGORY_PS && before != UTF8PROC_CATEGORY_PI &&
           after != UTF8PROC_CATEGORY_PE && after != UTF8PROC_CATEGORY_PF &&
           after != UTF8PROC_CATEGORY_PO && last != 0x200D && !thai_vowel_first &&
           !thai_vowel_last;
}

static void add_printable(pen *p, int c, const char *bytes, size_t size) {
    int width = utf8proc_charwidth(c);
    if (width > 0 && may_break(p->last, c, width)) {
        put_word(p);
    }
    add_bytes(p, bytes, size, width > 0 ? (unsigned)width : 0);
    p->last = width > 0 ? c : p->last;
    if (c >= 0x590) {
        utf8proc_propval_t bidi =
            (utf8proc_propval_t)utf8proc_get_property(c)->bidi_class;
        p->word_right_to_left = p->word_right_to_left || bidi == UTF8PROC_BIDI_CLASS_R ||
                                bidi == UTF8PROC_BIDI_CLASS_AL;
    }
}

static void add_character(pen *p, int c, const char *bytes, size_t size) {
    char escape[16];
    switch (utf8proc_category(c)) {
        case UTF8PROC_CATEGORY_ZS:
            for (int width = utf8proc_charwidth(c); width > 0; width--) {
                add_blank(p, false);
            }
            return;
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            pen_break(p); /* no line of the file */
            return;
        case UTF8PROC_CATEGORY_CF:
            if (c == 0x200C || c == 0x200D) { /* joiners: part of words and emoji */
                add_bytes(p, bytes, size, 0);
                p->last = c;
                return;
            }
            if (c == 0xAD || c == 0xFEFF) { /* soft hyphen, byte order mark */
                return;
            }
            break;
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_CS:
            break;
        default:
            add_printable(p, c, bytes, size);
            return;
    }
    snprintf(escape, sizeof escape, c < 0x80 ? "\\x%02x" : "<U+%04X>", (unsigned)c);
    add_escape(p, escape);
}

void pen_text(pen *p, const char *text, size_t size) {
    for (size_t at = 0; at < size && !p->failed;) {
        unsigned char byte = (unsigned char)text[at];
        utf8proc_int32_t c;
        if (byte == '\n') {
            add_line_end(p);
            at++;
        } else if (byte == '\t' || byte == ' ') {
            add_blank(p, byte == '\t');
            at++;
        } else if (byte == '\r' && (at + 1 == size || text[at + 1] == '\n')) {
            at++;
        } else if (byte > ' ' && byte < 0x7F) {
            p->source_begin = false;
            add_printable(p, byte, text + at, 1);
            at++;
        } else {
            size_t rest = size - at;
            utf8proc_ssize_t length =
                utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                 (utf8proc_ssize_t)(rest < 4 ? rest : 4), &c);
            p->source_begin = false;
            if (length > 0) {
                add_character(p, c, text + at, (size_t)length);
                at += (size_t)length;
            } else {
                char escape[16];
                snprintf(escape, sizeof escape, "\\x%02x", (unsigned)byte);
                add_escape(p, escape);
                at++;
            }
        }
    }
}

void pen_mark(pen *p, const char *text, bool blank) {
    p->source_begin = false;
    if (blank) {
        put_word(p); /* what follows goes with the mark, not with what came before */
    }
    while (*text != '\0') {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
        size = size > 0 ? size : 1;
        add_bytes(p, text, (size_t)size, (unsigned)utf8proc_charwidth(c));
        text += size;
    }
    if (blank) {
        add_bytes(p, " ", 1, 1);
    }
    p->last = 0;
}

void pen_note(pen *p, pen_style style, const char *text) {
    pen_style before = p->wanted;
    pen_break(p);
    size_t width = 0;
    pen_set_style(p, style);
    p->line[0] = p->line[1] = 0;
    while (*text != '\0' && width < p->columns) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
        size = size > 0 ? size : 1;
        add_bytes(p, text, (size_t)size, (unsigned)utf8proc_charwidth(c));
        width += (size_t)utf8proc_charwidth(c);
        text += size;
    }
    pen_set_style(p, before);
    pen_break(p);
    p->source_begin = true;
}
