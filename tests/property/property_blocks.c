/* Blocks of random and hostile text against a slow twin that reads every character of
 * every line: widths are counted whole, line ends are looked for byte by byte, and each
 * block is looked through for table rows. */
#include <stdbool.h>
#include <string.h>

#include "random.h"
#include "suite.h"
#include "text/block_flags.h"
#include "text/blocks.h"
#include "text/utf8.h"

/* ---- the twin ---- */

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
    uint32_t number;
    uint32_t token_begin, token_end;
    uint32_t width;      /* columns from the first to the last character, and indent */
    uint16_t indent;     /* columns of white space before begin, at most 65535 */
    uint16_t first_word; /* columns, at most 65535 */
    bool gap_before;
    bool hyphen_end;
    bool wide_start; /* the first word is one wide character */
} text_line;

typedef ND_VECTOR(text_line) text_lines;

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

static uint16_t clamp16(uint32_t value) {
    return value > UINT16_MAX ? UINT16_MAX : (uint16_t)value;
}

/* Length and columns of the character at text[at]; an invalid byte is one column. */
static size_t read_character(uint32_t *code_point, const char *text, size_t at,
                             size_t end) {
    size_t length = nd__utf8_decode(code_point, text + at, end - at);
    if (length == 0) {
        *code_point = 0xFFFD;
        return 1;
    }
    return length;
}

/* Trims text[begin, end) and measures it. False where nothing is left. */
static bool measure_line(text_line *line, const char *text, size_t begin, size_t end) {
    uint32_t c, indent = 0, width = 0, word = 0;
    while (end > begin) {
        size_t length = nd__block_last_character(&c, text + begin, end - begin);
        if (!nd__block_is_space(c)) {
            break;
        }
        end -= length;
    }
    while (begin < end) {
        size_t length = read_character(&c, text, begin, end);
        if (!nd__block_is_space(c)) {
            break;
        }
        indent += c == '\t' ? 8 : is_wide(c) ? 2 : 1;
        begin += length;
    }
    bool in_word = true, unspaced = false;
    line->wide_start = false;
    for (size_t i = begin; i < end;) {
        i += read_character(&c, text, i, end);
        uint32_t columns = is_wide(c) ? 2 : 1;
        if (width == 0) {
            unspaced = is_unspaced_alphabet(c);
            line->wide_start = columns == 2 && !(c >= 0xAC00 && c <= 0xD7A3);
        }
        in_word = in_word && !nd__block_is_space(c) && !(line->wide_start && width > 0);
        word += in_word ? columns : 0;
        width += columns;
    }
    if (unspaced && word > UNSPACED_WORD) {
        word = UNSPACED_WORD;
    }
    line->hyphen_end = width > 1 && (c == '-' || c == 0xAD || c == 0x2010);
    line->begin = (uint32_t)begin;
    line->end = (uint32_t)end;
    line->width = width < UINT32_MAX - indent ? width + indent : UINT32_MAX;
    line->indent = clamp16(indent);
    line->first_word = clamp16(word);
    return begin < end;
}

/* Where the piece of a line that starts at `at` ends: at a line end or a form feed. */
static size_t find_line_end(const char *text, size_t size, size_t at) {
    while (at < size && text[at] != '\n' && text[at] != '\r' && text[at] != '\f') {
        at++;
    }
    return at;
}

static nd_status read_lines(text_lines *lines, const char *text, size_t size,
                            const nd__tokens *tokens, nd_error *err) {
    uint32_t number = 1;
    size_t token = 0;
    bool gap = false;
    for (size_t at = 0; at < size;) {
        size_t end = find_line_end(text, size, at);
        text_line line = {.number = number, .gap_before = gap};
        line.token_begin = (uint32_t)token;
        while (token < tokens->count && tokens->begin[token] < end) {
            token++;
        }
        line.token_end = (uint32_t)token;
        gap = line.token_begin == line.token_end;
        if (!gap && measure_line(&line, text, at, end)) {
            ND_TRY(nd__vector_extend(lines, 1, err));
            lines->items[lines->count++] = line;
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

static measure measure_text(const text_lines *lines) {
    size_t counts[WIDTH_MAX + 1] = {0}, counted = 0;
    measure m = {0};
    for (size_t i = 0; i < lines->count; i++) {
        if (is_join(lines, i)) {
            m.joins++;
            if (lines->items[i].width <= WIDTH_MAX) {
                counts[lines->items[i].width]++;
                counted++;
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

static bool is_hard_wrapped(measure m) {
    unsigned percent = m.joins >= MANY_JOINS ? MANY_FILLED_PERCENT : FILLED_PERCENT;
    return m.joins >= JOINS_MIN && m.width >= WIDTH_MIN &&
           m.filled >= m.joins - m.joins * (100 - percent) / 100;
}

/* One line; white space at its ends does not part cells. */
static bool is_table_row(const char *text, size_t size) {
    size_t wide_gaps = 0, spaces = 0;
    bool content = false, tab = false, bar = false;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == ' ') {
            spaces++;
            continue;
        }
        if (c == '\t') {
            tab = true;
            continue;
        }
        if (c == '|') {
            bar = true;
            spaces = 0;
            continue;
        }
        if (content && (tab || bar)) {
            return true;
        }
        wide_gaps += content && spaces >= 3;
        content = true;
        tab = bar = false;
        spaces = 0;
    }
    return wide_gaps >= 2;
}

static bool all_table_rows(const char *text, size_t size) {
    size_t begin = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i == size || text[i] == '\n' || text[i] == '\r') {
            bool crlf_middle =
                i > 0 && i < size && text[i] == '\n' && text[i - 1] == '\r';
            if (!crlf_middle && !is_table_row(text + begin, i - begin)) {
                return false;
            }
            begin = i + 1;
        }
    }
    return true;
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
    bool row = all_table_rows(text + block.begin, block.end - block.begin);
    bool item = nd__block_is_list_item(text + block.begin, block.end - block.begin);
    block.flags = flags | nd__block_ending(text + block.begin, block.end - block.begin);
    block.flags |= row ? ND__BLOCK_TABLE_ROW : 0;
    block.flags |= item ? ND__BLOCK_LIST_ITEM : 0;
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

static nd_status cut(nd__blocks *out, const char *text, const text_lines *lines,
                     nd__block_mode mode, nd_error *err) {
    measure m = {0};
    if (mode != ND__BLOCK_LINE) {
        m = measure_text(lines);
    }
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

static nd_status oracle_cut(nd__blocks *out, const char *text, size_t size,
                            const nd__tokens *tokens, nd__block_mode mode,
                            nd_error *err) {
    text_lines lines = {0};
    out->count = 0;
    nd_status status = read_lines(&lines, text, size, tokens, err);
    if (status >= 0) {
        status = cut(out, text, &lines, mode, err);
    }
    nd__vector_clear(&lines);
    return status;
}

/* ---- the comparison ---- */

static const char *const pieces[] = {
    "a",
    "word",
    "two",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "   ",
    "    ",
    "\t",
    "|",
    " | ",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\f",
    "-",
    "- ",
    "1. ",
    "a) ",
    "(b) ",
    ".",
    "...",
    "!",
    ":",
    "\"",
    "\xc2\xa0",
    "\xc2\xad",
    "\xe2\x80\x90",
    "\xe3\x80\x80",
    "\xe2\x80\x8b",
    "\xe6\xbc\xa2",
    "\xe5\xad\x97",
    "\xea\xb0\x80",
    "\xe0\xb8\x81\xe0\xb8\x81",
    "\xc3\xa9",
    "\xcc\x81",
    "\xf0\x9f\x98\x80",
    "\xf0\xa0\x80\x80",
    "\xe2\x80\xa6",
    "\xff",
    "\x80",
    "\xe6\xbc",
    "\xc3",
    "1",
    "22",
};

static const size_t widths[] = {1, 20, 60, 72, 125, 129, 130, 131, 132, 200, 600};

static void add(nd__buffer *text, const char *piece) {
    if (nd__buffer_append(text, piece, strlen(piece), NULL) < 0) {
        ck_abort_msg("out of memory");
    }
}

/* Lines near one width, of words or of anything. */
static void draw_text(nd__buffer *text, uint64_t *state) {
    size_t count = sizeof pieces / sizeof pieces[0];
    bool wild = nd_random(state) % 2 == 0;
    size_t width = widths[nd_random(state) % (sizeof widths / sizeof widths[0])];
    size_t lines = nd_random(state) % 30;
    text->count = 0;
    for (size_t i = 0; i < lines; i++) {
        size_t begin = text->count, slack = nd_random(state) % 12;
        for (size_t k = nd_random(state) % 12; k < 4; k++) {
            add(text, " ");
        }
        while (text->count - begin + slack < width) {
            uint64_t drawn = nd_random(state);
            if (wild || drawn % 50 == 0) {
                add(text, pieces[drawn / 50 % count]);
            } else if (drawn % 50 < 4) {
                add(text, pieces[35 + drawn / 50 % 10]);
            } else {
                add(text, drawn % 50 < 12 ? " " : "x");
            }
        }
        add(text, nd_random(state) % 8 == 0 ? "\n\n" : "\n");
    }
}

static void compare(const nd__buffer *text, nd__block_mode mode) {
    nd__tokens tokens = {0};
    nd__blocks got = {0}, expected = {0};
    const char *bytes = text->count == 0 ? "" : text->items;
    ck_assert_int_eq(nd__tokens_read(&tokens, bytes, text->count, 0, NULL), ND_OK);
    ck_assert_int_eq(nd__blocks_cut(&got, bytes, text->count, &tokens, mode, NULL),
                     ND_OK);
    ck_assert_int_eq(oracle_cut(&expected, bytes, text->count, &tokens, mode, NULL),
                     ND_OK);
    ck_assert_uint_eq(got.count, expected.count);
    for (size_t i = 0; i < got.count; i++) {
        const nd__block *a = &got.items[i], *b = &expected.items[i];
        ck_assert_uint_eq(a->begin, b->begin);
        ck_assert_uint_eq(a->end, b->end);
        ck_assert_uint_eq(a->line, b->line);
        ck_assert_uint_eq(a->token_begin, b->token_begin);
        ck_assert_uint_eq(a->token_end, b->token_end);
        ck_assert_uint_eq(a->flags, b->flags);
    }
    nd__tokens_clear(&tokens);
    nd__vector_clear(&got);
    nd__vector_clear(&expected);
}

START_TEST(property_blocks__as_the_slow_twin) {
    uint64_t state = (uint64_t)_i + 1;
    nd__buffer text = {0};
    for (int round = 0; round < 600; round++) {
        draw_text(&text, &state);
        compare(&text, ND__BLOCK_AUTO);
        compare(&text, ND__BLOCK_LINE);
        compare(&text, ND__BLOCK_BLANK);
    }
    nd__vector_clear(&text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("blocks");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, property_blocks__as_the_slow_twin, 0, 4);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
