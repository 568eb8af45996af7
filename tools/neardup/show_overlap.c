/* Rendering in two layers. The upper one walks text b stretch by stretch (shared or not),
 * folds and labels. The lower one, the pen, turns bytes into safe characters and breaks
 * lines: characters gather in a word that goes out when a space, a line end or a full
 * line comes. Colour changes travel inside the word and have no width. */
#include "show_overlap.h"

#include <string.h>
#include <utf8proc.h>

#define DEFAULT_COLUMNS 80u
#define LEAST_COLUMNS 20u
#define DEFAULT_CONTEXT 160u
#define LEAST_FOLD 40u    /* folding fewer bytes saves nothing */
#define SPACE_SEARCH 32u  /* how far a fold moves to fall between words */
#define SHARED_COLOURS 6u /* colours 1..6, by turns */
#define PLAIN 0u
#define DIM 7u

typedef struct pen {
    FILE *out;
    unsigned columns, column; /* column: of what has gone out */
    bool colour;
    bool space;           /* a space is due before the next word */
    bool blank;           /* the last line is empty */
    unsigned now, wanted; /* colour of what has gone out; at the end of the word */
    size_t size;
    unsigned width;
    char word[1024];
} pen;

/* Shared text of b from overlaps first..last, of which each crosses the one before. */
typedef struct stretch {
    size_t first, last;
    size_t begin, end;
} stretch;

static size_t colour_code(char code[16], unsigned colour) {
    if (colour == PLAIN) {
        return (size_t)snprintf(code, 16, "\033[0m");
    }
    if (colour == DIM) {
        return (size_t)snprintf(code, 16, "\033[0;2m");
    }
    return (size_t)snprintf(code, 16, "\033[0;%um", 30 + colour);
}

static void put_colour(pen *p, unsigned colour) {
    char code[16];
    fwrite(code, 1, colour_code(code, colour), p->out);
}

static void end_line(pen *p) {
    if (p->now != PLAIN) {
        put_colour(p, PLAIN); /* pagers forget colours at line ends: so do we */
    }
    fputc('\n', p->out);
    if (p->now != PLAIN) {
        put_colour(p, p->now);
    }
    p->column = 0;
    p->space = false;
}

static void put_word(pen *p) {
    if (p->width > 0) {
        if (p->column > 0 && p->column + p->space + p->width > p->columns) {
            end_line(p);
        }
        if (p->space && p->column > 0) {
            fputc(' ', p->out);
            p->column++;
        }
        p->space = false;
        p->blank = false;
    }
    fwrite(p->word, 1, p->size, p->out);
    p->column += p->width;
    p->now = p->wanted;
    p->size = 0;
    p->width = 0;
}

static void add_bytes(pen *p, const char *bytes, size_t size, unsigned width) {
    if (p->size + size > sizeof p->word || p->width + width > p->columns) {
        put_word(p);
    }
    memcpy(p->word + p->size, bytes, size);
    p->size += size;
    p->width += width;
}

/* Printable ASCII that may not be torn while it fits a line. */
static void add_ascii(pen *p, const char *text) {
    size_t length = strlen(text);
    if (p->width + length > p->columns) {
        put_word(p);
    }
    for (size_t i = 0; i < length; i++) {
        add_bytes(p, text + i, 1, 1);
    }
}

static void set_colour(pen *p, unsigned colour) {
    if (p->colour && colour != p->wanted) {
        char code[16];
        size_t size = colour_code(code, colour);
        add_bytes(p, code, size, 0);
        p->wanted = colour;
    }
}

static void add_space(pen *p) {
    put_word(p);
    p->space = p->column > 0;
}

static void add_line_end(pen *p) {
    put_word(p);
    if (p->column > 0) {
        end_line(p);
    } else if (!p->blank) { /* of several empty lines one is enough */
        end_line(p);
        p->blank = true;
    }
}

static void add_character(pen *p, utf8proc_int32_t code, const char *bytes, size_t size) {
    char escape[16];
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_ZS:
            add_space(p);
            return;
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            add_line_end(p);
            return;
        case UTF8PROC_CATEGORY_CF:
            if (code == 0x200C || code == 0x200D) { /* joiners: part of words and emoji */
                add_bytes(p, bytes, size, 0);
                return;
            }
            if (code == 0xAD || code == 0xFEFF) { /* soft hyphen, byte order mark */
                return;
            }
            break;
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_CS:
            break;
        default: {
            int width = utf8proc_charwidth(code);
            add_bytes(p, bytes, size, width > 0 ? (unsigned)width : 0);
            return;
        }
    }
    if (code < 0x80) {
        snprintf(escape, sizeof escape, "\\x%02x", (unsigned)code);
    } else {
        snprintf(escape, sizeof escape, "<U+%04X>", (unsigned)code);
    }
    add_ascii(p, escape);
}

static void add_text(pen *p, const char *text, size_t begin, size_t end) {
    for (size_t at = begin; at < end;) {
        unsigned char byte = (unsigned char)text[at];
        if (byte == '\n') {
            add_line_end(p);
            at++;
        } else if (byte == '\t') {
            add_space(p);
            at++;
        } else if (byte == '\r' && at + 1 < end && text[at + 1] == '\n') {
            at++;
        } else {
            utf8proc_int32_t code;
            size_t rest = end - at;
            utf8proc_ssize_t size =
                utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                 (utf8proc_ssize_t)(rest < 4 ? rest : 4), &code);
            if (size > 0) {
                add_character(p, code, text + at, (size_t)size);
                at += (size_t)size;
            } else {
                char escape[16];
                snprintf(escape, sizeof escape, "\\x%02x", (unsigned)byte);
                add_ascii(p, escape);
                at++;
            }
        }
    }
}

/* "1,240" */
static void format_number(char out[32], size_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%zu", number);
    for (int i = 0; i < length; i++) {
        *out++ = digits[i];
        if (i + 1 < length && (length - i - 1) % 3 == 0) {
            *out++ = ',';
        }
    }
    *out = '\0';
}

static bool inside_character(char byte) {
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* The end of what is shown before a fold: after a space near `at`, else between
 * characters. */
static size_t fold_begin(const char *text, size_t begin, size_t at) {
    for (size_t back = 0; back < SPACE_SEARCH && at - back > begin; back++) {
        if (text[at - back - 1] == ' ') {
            return at - back;
        }
    }
    for (int i = 0; i < 3 && at > begin && inside_character(text[at]); i++) {
        at--;
    }
    return at;
}

/* The same for what is shown behind it. */
static size_t fold_end(const char *text, size_t at, size_t end) {
    for (size_t more = 0; more < SPACE_SEARCH && at + more < end; more++) {
        if (text[at + more] == ' ') {
            return at + more;
        }
    }
    for (int i = 0; i < 3 && at < end && inside_character(text[at]); i++) {
        at++;
    }
    return at;
}

static void add_folded(pen *p, const char *text, size_t begin, size_t end, size_t context,
                       unsigned colour) {
    if (end - begin <= LEAST_FOLD || (end - begin - LEAST_FOLD) / 2 <= context) {
        add_text(p, text, begin, end);
        return;
    }
    size_t from = fold_begin(text, begin, begin + context);
    size_t to = fold_end(text, end - context, end);
    char number[32], note[64];
    format_number(number, to - from);
    snprintf(note, sizeof note, " %s bytes ", number);
    add_text(p, text, begin, from);
    add_space(p);
    set_colour(p, DIM);
    add_bytes(p, "\xE2\x80\xA6", 3, 1);
    add_ascii(p, note);
    add_bytes(p, "\xE2\x80\xA6", 3, 1);
    set_colour(p, colour);
    add_space(p);
    add_text(p, text, to, end);
}

static bool is_sound(const nd_overlap *overlap, size_t a_size, size_t b_size) {
    return overlap->a_begin < overlap->a_end && overlap->a_end <= a_size &&
           overlap->b_begin < overlap->b_end && overlap->b_end <= b_size;
}

/* The stretch that begins with the first sound overlap from `next` on. */
static bool next_stretch(stretch *out, const nd_overlap *overlaps, size_t count,
                         size_t next, size_t from, size_t a_size, size_t b_size) {
    while (next < count && (!is_sound(&overlaps[next], a_size, b_size) ||
                            overlaps[next].b_begin < from)) {
        next++;
    }
    if (next == count) {
        return false;
    }
    *out = (stretch){next, next, overlaps[next].b_begin, overlaps[next].b_end};
    for (next++;
         next < count && is_sound(&overlaps[next], a_size, b_size) &&
         overlaps[next].b_begin >= out->begin && overlaps[next].b_begin < out->end;
         next++) {
        out->last = next;
        out->end = overlaps[next].b_end > out->end ? overlaps[next].b_end : out->end;
    }
    return true;
}

static void format_label(char out[64], const stretch *s, const char *mark) {
    if (s->first == s->last) {
        snprintf(out, 64, "[%s%zu]", mark, s->first + 1);
    } else {
        snprintf(out, 64, "[%s%zu-%zu]", mark, s->first + 1, s->last + 1);
    }
}

static void add_stretch(pen *p, const stretch *s, const char *b, size_t context) {
    char label[64];
    unsigned colour = 1 + (unsigned)(s->first % SHARED_COLOURS);
    set_colour(p, colour);
    format_label(label, s, "");
    add_ascii(p, label);
    add_folded(p, b, s->begin, s->end, context, colour);
    if (!p->colour) {
        format_label(label, s, "/");
        add_ascii(p, label);
    }
    set_colour(p, PLAIN);
}

/* "[1] b 0..9, a 20..29, the same bytes" */
static void put_place(FILE *out, const stretch *s, const nd_overlap *overlaps,
                      const char *a, const char *b) {
    const nd_overlap *overlap = &overlaps[s->first];
    char label[64];
    format_label(label, s, "");
    fprintf(out, "%s b %zu..%zu, a %zu..%zu", label, s->begin, s->end, overlap->a_begin,
            overlap->a_end);
    if (s->last > s->first) {
        fprintf(out, " and %zu more\n", s->last - s->first);
        return;
    }
    size_t size = overlap->b_end - overlap->b_begin;
    bool same = overlap->a_end - overlap->a_begin == size &&
                memcmp(a + overlap->a_begin, b + overlap->b_begin, size) == 0;
    fprintf(out, ", the same %s\n", same ? "bytes" : "words");
}

void show_overlap(FILE *out, const show_overlap_options *o, const nd_overlap *overlaps,
                  size_t count, const char *a, size_t a_size, const char *b,
                  size_t b_size) {
    const show_overlap_options defaults = {0};
    o = o != NULL ? o : &defaults;
    size_t context = o->context > 0 ? o->context : DEFAULT_CONTEXT;
    pen p = {.out = out, .colour = o->colour, .blank = true};
    p.columns = o->columns > 0 ? o->columns : DEFAULT_COLUMNS;
    p.columns = p.columns < LEAST_COLUMNS ? LEAST_COLUMNS : p.columns;

    stretch s;
    size_t at = 0;
    for (size_t next = 0; next_stretch(&s, overlaps, count, next, at, a_size, b_size);
         next = s.last + 1) {
        add_folded(&p, b, at, s.begin, context, PLAIN);
        add_stretch(&p, &s, b, context);
        at = s.end;
    }
    add_folded(&p, b, at, b_size, context, PLAIN);
    put_word(&p);
    if (p.column > 0) {
        end_line(&p);
    }
    if (at > 0 && !p.blank) {
        fputc('\n', out);
    }
    at = 0;
    for (size_t next = 0; next_stretch(&s, overlaps, count, next, at, a_size, b_size);
         next = s.last + 1) {
        put_place(out, &s, overlaps, a, b);
        at = s.end;
    }
}
