/* Cutting a text into blocks.
 *
 * 1. Read the lines that hold a token; remember whether a blank line (or one without a
 *    token, or a form feed) stands before each. Lines without a gap between them are a
 *    paragraph, two lines that follow each other in one are a join.
 * 2. The measure W is a robust greatest width: of the lines before a join that have at
 *    most 130 columns, the width that one in twenty reaches or passes. A join is filled
 *    where the next line's first word would not have fitted into W any more; a twentieth
 *    of W is left to programs that fill evenly rather than greedily.
 * 3. AUTO: the text is hard-wrapped when W >= 30 and at least 70 % of its joins are
 *    filled, of 3 or more, or half of them, of 10 or more: long texts mix paragraphs with
 *    lists and headings, which step 4 tells apart. Otherwise each line is a block.
 * 4. A hard-wrapped paragraph is cut before list items, and before and behind lines that
 *    look like borders of paragraphs set without a blank line; a piece of which at most a
 *    quarter of the joins is filled is cut by line (menus, verse, addresses).
 *
 * Widths are columns: wide East Asian characters count as 2, since such texts are wrapped
 * by columns too.
 */
#include "text/blocks.h"

#include <stdbool.h>
#include <string.h>

#include "text/block_flags.h"
#include "text/utf8.h"

#define WIDTH_MIN 30
#define WIDTH_MAX 130
#define JOINS_MIN 3
#define FILLED_PERCENT 70
#define MANY_JOINS 10
#define MANY_FILLED_PERCENT 50
#define UNFILLED_PERCENT 25
/* A script without spaces is broken between words that we cannot see. */
#define UNSPACED_WORD 8

typedef struct text_line {
    uint32_t begin, end; /* without white space at the ends */
    uint32_t start;      /* with the white space in front */
    uint32_t number;
    uint32_t token_begin, token_end;
    /* Columns, measured only where a join is next to it; widths only to WIDTH_MAX + 1. */
    uint8_t width; /* from the first to the last character, and indent */
    uint8_t first_word;
    uint16_t indent; /* white space before begin, at most 65535 */
    bool gap_before;
    bool several; /* columns */
    bool hyphen_end;
    bool wide_start; /* the first word is one wide character */
} text_line;

typedef struct text_lines {
    text_line *items;
    size_t count, capacity;
    bool may_have_cells;
} text_lines;

typedef struct measure {
    uint32_t width;
    size_t joins, filled;
} measure;

static bool is_wide(uint32_t c) {
    return c >= 0x1100 &&
           (c <= 0x115F || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
            (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
            (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
            (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD));
}

static bool is_unspaced_alphabet(uint32_t c) {
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF);
}

/* Past WIDTH_MAX it makes no difference how wide a line is. */
static uint8_t clamp_columns(size_t value) {
    return value > WIDTH_MAX ? WIDTH_MAX + 1 : (uint8_t)value;
}

/* Length and columns of the character at text[at]; an invalid byte is one column. */
static inline size_t read_character(uint32_t *code_point, const char *text, size_t at,
                                    size_t end) {
    const unsigned char *p = (const unsigned char *)text + at;
    if (p[0] < 0x80) {
        *code_point = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] < 0xE0 && end - at >= 2 && (p[1] & 0xC0) == 0x80) {
        *code_point = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    size_t length = nd__utf8_decode(code_point, text + at, end - at);
    if (length == 0) {
        *code_point = 0xFFFD;
        return 1;
    }
    return length;
}

/* Where text[begin, end) ends without the white space behind it. */
static size_t trim_end(const char *text, size_t begin, size_t end) {
    while (end > begin) {
        uint32_t c = (unsigned char)text[end - 1];
        size_t length = 1;
        if (c >= 0x80) {
            length = nd__block_last_character(&c, text + begin, end - begin);
        }
        if (!nd__block_is_space(c)) {
            break;
        }
        end -= length;
    }
    return end;
}

static size_t trim_begin(const char *text, size_t begin, size_t end) {
    while (begin < end) {
        uint32_t c = (unsigned char)text[begin];
        size_t length = 1;
        if (c >= 0x80) {
            length = read_character(&c, text, begin, end);
        }
        if (!nd__block_is_space(c)) {
            break;
        }
        begin += length;
    }
    return begin;
}

static size_t measure_indent(const char *text, const text_line *line) {
    size_t indent = 0;
    for (size_t i = line->start; i < line->begin;) {
        uint32_t c;
        i += read_character(&c, text, i, line->begin);
        indent += c == '\t' ? 8 : is_wide(c) ? 2 : 1;
    }
    return indent;
}

/* The first word's columns where it is ASCII, and the place behind it: `end`, or a space,
 * or what is not ASCII. */
static size_t skip_ascii_word(const char *text, size_t begin, size_t end) {
    size_t most = end - begin > WIDTH_MAX + 1 ? begin + WIDTH_MAX + 1 : end, at = begin;
    while (at < most && (unsigned char)text[at] < 0x80 &&
           !nd__block_is_space((unsigned char)text[at])) {
        at++;
    }
    return at;
}

static void measure_first_word(text_line *line, const char *text) {
    uint32_t c = 0;
    size_t at = skip_ascii_word(text, line->begin, line->end);
    size_t word = at - line->begin;
    bool unspaced = false;
    line->wide_start = false;
    while (at < line->end && word <= WIDTH_MAX) {
        at += read_character(&c, text, at, line->end);
        size_t columns = is_wide(c) ? 2 : 1;
        if (word == 0) {
            unspaced = is_unspaced_alphabet(c);
            line->wide_start = columns == 2 && !(c >= 0xAC00 && c <= 0xD7A3);
        } else if (nd__block_is_space(c) || line->wide_start) {
            break;
        }
        word += columns;
    }
    if (unspaced && word > UNSPACED_WORD) {
        word = UNSPACED_WORD;
    }
    line->first_word = clamp_columns(word);
}

/* Eight bytes at a time, and the last eight again. */
static bool is_ascii(const char *bytes, size_t size) {
    uint64_t all = 0, piece;
    if (size < sizeof piece) {
        for (size_t i = 0; i < size; i++) {
            all |= (unsigned char)bytes[i];
        }
        return all < 0x80;
    }
    for (size_t i = 0; i < size - sizeof piece; i += sizeof piece) {
        memcpy(&piece, bytes + i, sizeof piece);
        all |= piece;
    }
    memcpy(&piece, bytes + size - sizeof piece, sizeof piece);
    return ((all | piece) & UINT64_C(0x8080808080808080)) == 0;
}

/* Columns of the line's text, counted to WIDTH_MAX + 1. */
static size_t measure_columns(const text_line *line, const char *text) {
    size_t size = line->end - line->begin, width = 0;
    /* A character has four bytes at most, and a column at least. */
    if (size > 4 * WIDTH_MAX) {
        return WIDTH_MAX + 1;
    }
    if (is_ascii(text + line->begin, size)) {
        return size;
    }
    for (size_t i = line->begin; i < line->end && width <= WIDTH_MAX;) {
        uint32_t c;
        i += read_character(&c, text, i, line->end);
        width += is_wide(c) ? 2 : 1;
    }
    return width;
}

static void measure_width(text_line *line, const char *text) {
    size_t width = measure_columns(line, text), indent = measure_indent(text, line);
    line->several = width > 1;
    line->width = clamp_columns(width + indent);
    line->indent = indent > UINT16_MAX ? UINT16_MAX : (uint16_t)indent;
}

/* What is_filled asks of the lines before and behind a join. */
static void measure_join(text_line *line, const char *text) {
    uint32_t last;
    nd__block_last_character(&last, text + line->begin, line->end - line->begin);
    line->hyphen_end = line->several && (last == '-' || last == 0xAD || last == 0x2010);
    measure_first_word(line + 1, text);
}

/* The next of each byte that ends a line; memchr skips what lies between. */
typedef struct line_ends {
    size_t next[3];
} line_ends;

static const char line_end_bytes[3] = {'\n', '\r', '\f'};

/* Where the piece of a line that starts at `at` ends: at a line end or a form feed. */
static size_t find_line_end(line_ends *ends, const char *text, size_t size, size_t at) {
    size_t end = size;
    for (size_t i = 0; i < 3; i++) {
        if (ends->next[i] < at) {
            const char *found = memchr(text + at, line_end_bytes[i], size - at);
            ends->next[i] = found == NULL ? size : (size_t)(found - text);
        }
        end = ends->next[i] < end ? ends->next[i] : end;
    }
    return end;
}

static void start_line_ends(line_ends *ends, const char *text, size_t size) {
    for (size_t i = 0; i < 3 && size > 0; i++) {
        const char *found = memchr(text, line_end_bytes[i], size);
        ends->next[i] = found == NULL ? size : (size_t)(found - text);
    }
}

/* The first token from `token` on that begins at `end` or behind it: by eights, and by
 * halves of eight without a branch. (The sum of eight comparisons would be one vector,
 * but gcc 12 for arm64 makes its negative of it at -O3.) */
static size_t skip_tokens(const nd__tokens *tokens, size_t token, size_t end) {
    const uint32_t *begin = tokens->begin, limit = (uint32_t)end;
    while (tokens->count - token >= 8) {
        if (begin[token + 7] >= limit) {
            token += (size_t)(begin[token + 3] < limit) << 2;
            token += (size_t)(begin[token + 1] < limit) << 1;
            return token + (begin[token] < limit);
        }
        token += 8;
    }
    while (token < tokens->count && begin[token] < limit) {
        token++;
    }
    return token;
}

static nd_status read_lines(text_lines *lines, const char *text, size_t size,
                            const nd__tokens *tokens, nd_error *err) {
    uint32_t number = 1;
    size_t token = 0;
    bool gap = false;
    line_ends ends;
    start_line_ends(&ends, text, size);
    for (size_t at = 0; at < size;) {
        size_t end = find_line_end(&ends, text, size, at);
        text_line line = {.number = number, .gap_before = gap, .start = (uint32_t)at};
        line.token_begin = (uint32_t)token;
        token = skip_tokens(tokens, token, end);
        line.token_end = (uint32_t)token;
        gap = line.token_begin == line.token_end;
        if (!gap) {
            line.end = (uint32_t)trim_end(text, at, end);
            line.begin = (uint32_t)trim_begin(text, at, line.end);
            if (line.begin < line.end) {
                ND_TRY(nd__vector_extend(lines, 1, err));
                lines->items[lines->count++] = line;
            }
        }
        at = end;
        if (at < size && text[at] == '\f') {
            gap = true;
            at++;
        } else if (at < size) {
            at += text[at] == '\r' && at + 1 < size && text[at + 1] == '\n' ? 2 : 1;
            number++;
        }
    }
    return ND_OK;
}

static bool is_join(const text_lines *lines, size_t i) {
    return i + 1 < lines->count && !lines->items[i + 1].gap_before;
}

/* True where the first word of line i + 1 did not fit behind line i. Between wide
 * characters no space is needed; rules on which of them may begin a line push one or two
 * of them over, which the slack of four columns allows for. */
static bool is_filled(const text_lines *lines, size_t i, uint32_t width) {
    const text_line *line = &lines->items[i], *next = line + 1;
    if (line->width > WIDTH_MAX) {
        return false;
    }
    if (line->hyphen_end && line->width >= width / 2) {
        return true; /* a word cut in two */
    }
    uint32_t more = next->first_word + (next->wide_start ? 4u : 1u);
    return line->width + more > width - width / 20;
}

static size_t count_joins(const text_lines *lines) {
    size_t joins = 0;
    for (size_t i = 0; i < lines->count; i++) {
        joins += is_join(lines, i);
    }
    return joins;
}

/* Measures the lines beside joins; sets *most, the most joins that can be filled. */
static void measure_widths(size_t *most, text_lines *lines, const char *text) {
    bool behind = false;
    *most = 0;
    for (size_t i = 0; i < lines->count; i++) {
        bool join = is_join(lines, i);
        if (join || behind) {
            measure_width(&lines->items[i], text);
        }
        *most += join && lines->items[i].width <= WIDTH_MAX;
        behind = join;
    }
}

/* The measure of lines of which measure_widths was asked. */
static measure measure_lines(text_lines *lines, const char *text) {
    size_t counts[WIDTH_MAX + 1] = {0}, counted = 0;
    measure m = {0};
    for (size_t i = 0; i < lines->count; i++) {
        if (is_join(lines, i)) {
            m.joins++;
            if (lines->items[i].width <= WIDTH_MAX) {
                counts[lines->items[i].width]++;
                counted++;
                measure_join(&lines->items[i], text);
            }
        }
    }
    size_t above = 0;
    for (m.width = WIDTH_MAX; m.width > 0; m.width--) {
        above += counts[m.width];
        if (above > counted / 20) {
            break;
        }
    }
    for (size_t i = 0; i < lines->count; i++) {
        m.filled += is_join(lines, i) && is_filled(lines, i, m.width);
    }
    return m;
}

/* Are so many joins filled that the text is hard-wrapped? */
static bool enough_filled(size_t joins, size_t filled) {
    unsigned percent = joins >= MANY_JOINS ? MANY_FILLED_PERCENT : FILLED_PERCENT;
    return joins >= JOINS_MIN && filled >= joins - joins * (100 - percent) / 100;
}

static bool is_hard_wrapped(measure m) {
    return m.width >= WIDTH_MIN && enough_filled(m.joins, m.filled);
}

/* Adds lines first..last as one block. */
static nd_status add_block(nd__blocks *out, const char *text, const text_lines *lines,
                           size_t first, size_t last, uint8_t flags, nd_error *err) {
    const text_line *head = &lines->items[first], *tail = &lines->items[last];
    nd__block block = {.begin = head->begin,
                       .end = tail->end,
                       .line = head->number,
                       .token_begin = head->token_begin,
                       .token_end = tail->token_end};
    block.flags = flags | nd__block_flags_of(text + block.begin, block.end - block.begin,
                                             lines->may_have_cells);
    ND_TRY(nd__vector_extend(out, 1, err));
    out->items[out->count++] = block;
    return ND_OK;
}

/* True where at most a quarter of the joins in lines first..last is filled. */
static bool is_unfilled(const text_lines *lines, size_t first, size_t last,
                        uint32_t width) {
    size_t filled = 0;
    for (size_t i = first; i < last; i++) {
        filled += is_filled(lines, i, width);
    }
    return last > first && filled * 100 <= (last - first) * UNFILLED_PERCENT;
}

/* Whether a hard-wrapped paragraph, whose block so far starts at line `first`, ends at
 * line i although no blank line follows. */
static bool ends_block(const char *text, const text_lines *lines, size_t first, size_t i,
                       uint32_t width) {
    const text_line *line = &lines->items[i], *next = line + 1;
    const text_line *head = &lines->items[first];
    bool filled = is_filled(lines, i, width);
    if (nd__block_is_list_item(text + next->begin, next->end - next->begin) &&
        (!filled ||
         nd__block_is_list_item(text + head->begin, head->end - head->begin))) {
        return true;
    }
    if (filled) {
        return false;
    }
    bool sentence = (nd__block_ending(text + line->begin, line->end - line->begin) &
                     ND__BLOCK_SENTENCE) != 0;
    return sentence && (next->indent > line->indent || line->width < width / 4 * 3);
}

static nd_status cut_paragraph(nd__blocks *out, const char *text, const text_lines *lines,
                               size_t first, size_t last, uint32_t width, nd_error *err) {
    if (!is_unfilled(lines, first, last, width)) {
        return add_block(out, text, lines, first, last, 0, err);
    }
    for (size_t i = first; i <= last; i++) {
        ND_TRY(add_block(out, text, lines, i, i, ND__BLOCK_VERSE, err));
    }
    return ND_OK;
}

static nd_status cut(nd__blocks *out, const char *text, text_lines *lines,
                     nd__block_mode mode, nd_error *err) {
    measure m = {0};
    size_t joins = mode == ND__BLOCK_LINE ? 0 : count_joins(lines), most;
    if (joins >= (mode == ND__BLOCK_AUTO ? JOINS_MIN : 1)) {
        measure_widths(&most, lines, text);
        if (mode == ND__BLOCK_BLANK || enough_filled(joins, most)) {
            m = measure_lines(lines, text);
        }
    }
    ND_TRY(nd__vector_reserve(out, lines->count, err));
    bool wrapped = mode == ND__BLOCK_AUTO && is_hard_wrapped(m);
    size_t first = 0;
    for (size_t i = 0; i < lines->count; i++) {
        bool ends = !is_join(lines, i);
        if (mode == ND__BLOCK_LINE || (mode == ND__BLOCK_AUTO && !wrapped)) {
            ND_TRY(add_block(out, text, lines, i, i, 0, err));
        } else if (wrapped) {
            if (!ends && !ends_block(text, lines, first, i, m.width)) {
                continue;
            }
            ND_TRY(cut_paragraph(out, text, lines, first, i, m.width, err));
        } else if (ends) {
            uint8_t verse = is_unfilled(lines, first, i, m.width) ? ND__BLOCK_VERSE : 0;
            ND_TRY(add_block(out, text, lines, first, i, verse, err));
        } else {
            continue;
        }
        first = i + 1;
    }
    return ND_OK;
}

nd_status nd__blocks_cut(nd__blocks *out, const char *text, size_t size,
                         const nd__tokens *tokens, nd__block_mode mode, nd_error *err) {
    text_lines lines = {0};
    out->count = 0;
    nd_status status = read_lines(&lines, text, size, tokens, err);
    if (status >= 0) {
        lines.may_have_cells = nd__block_may_have_cells(text, size);
        status = cut(out, text, &lines, mode, err);
    }
    nd__vector_clear(&lines);
    return status;
}
