/* Flags of a block, read off its first and last characters.
 *
 * An ending is looked for behind closing quotes, brackets and spaces: He left."  fin. »
 * Sentence ends are the characters of Unicode's Sentence_Terminal property, and shad,
 * khan, sof pasuq, the Greek question mark and the ellipsis, which end sentences as well.
 * Thai and Lao have no mark of their own.
 */
#include "text/block_flags.h"

#include <utf8proc.h>

#include "text/blocks.h"
#include "text/normalise.h"
#include "text/utf8.h"

#define CELL_PIECE 2048

typedef struct range {
    uint32_t first, last;
} range;

static const range sentence_marks[] = {
    {0x21, 0x21},       {0x2E, 0x2E},       {0x3F, 0x3F},       {0x37E, 0x37E},
    {0x589, 0x589},     {0x5C3, 0x5C3},     {0x61D, 0x61F},     {0x6D4, 0x6D4},
    {0x700, 0x702},     {0x7F9, 0x7F9},     {0x837, 0x837},     {0x839, 0x839},
    {0x83D, 0x83E},     {0x964, 0x965},     {0xF0D, 0xF12},     {0x104A, 0x104B},
    {0x1362, 0x1362},   {0x1367, 0x1368},   {0x166E, 0x166E},   {0x1735, 0x1736},
    {0x17D4, 0x17D5},   {0x1803, 0x1803},   {0x1809, 0x1809},   {0x1944, 0x1945},
    {0x1AA8, 0x1AAB},   {0x1B5A, 0x1B5B},   {0x1B5E, 0x1B5F},   {0x1B7D, 0x1B7E},
    {0x1C3B, 0x1C3C},   {0x1C7E, 0x1C7F},   {0x2026, 0x2026},   {0x203C, 0x203D},
    {0x2047, 0x2049},   {0x22EF, 0x22EF},   {0x2E2E, 0x2E2E},   {0x2E3C, 0x2E3C},
    {0x2E53, 0x2E54},   {0x3002, 0x3002},   {0xA4FF, 0xA4FF},   {0xA60E, 0xA60F},
    {0xA6F3, 0xA6F3},   {0xA6F7, 0xA6F7},   {0xA876, 0xA877},   {0xA8CE, 0xA8CF},
    {0xA92F, 0xA92F},   {0xA9C8, 0xA9C9},   {0xAA5D, 0xAA5F},   {0xAAF0, 0xAAF1},
    {0xABEB, 0xABEB},   {0xFE12, 0xFE12},   {0xFE15, 0xFE16},   {0xFE19, 0xFE19},
    {0xFE52, 0xFE52},   {0xFE56, 0xFE57},   {0xFF01, 0xFF01},   {0xFF0E, 0xFF0E},
    {0xFF1F, 0xFF1F},   {0xFF61, 0xFF61},   {0x10A56, 0x10A57}, {0x10F55, 0x10F59},
    {0x11047, 0x11048}, {0x110BE, 0x110C1}, {0x11141, 0x11143}, {0x111C5, 0x111C6},
    {0x111CD, 0x111CD}, {0x111DE, 0x111DF}, {0x11238, 0x11239}, {0x1123B, 0x1123C},
    {0x112A9, 0x112A9}, {0x1144B, 0x1144C}, {0x115C2, 0x115C3}, {0x115C9, 0x115D7},
    {0x11641, 0x11642}, {0x1173C, 0x1173E}, {0x11944, 0x11944}, {0x11946, 0x11946},
    {0x11A42, 0x11A43}, {0x11A9B, 0x11A9C}, {0x11C41, 0x11C42}, {0x11EF7, 0x11EF8},
    {0x16A6E, 0x16A6F}, {0x16AF5, 0x16AF5}, {0x16B37, 0x16B38}, {0x16B44, 0x16B44},
    {0x16E98, 0x16E98}, {0x1BC9F, 0x1BC9F}, {0x1DA88, 0x1DA88},
};

static bool is_sentence_mark(uint32_t c) {
    if (c < 0x80) {
        return c == '.' || c == '!' || c == '?';
    }
    size_t low = 0, high = sizeof sentence_marks / sizeof sentence_marks[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > sentence_marks[middle].last) {
            low = middle + 1;
        } else if (c < sentence_marks[middle].first) {
            high = middle;
        } else {
            return true;
        }
    }
    return false;
}

bool nd__block_is_space(uint32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

size_t nd__block_last_character(uint32_t *out, const char *text, size_t size) {
    if ((unsigned char)text[size - 1] < 0x80) {
        *out = (unsigned char)text[size - 1];
        return 1;
    }
    for (size_t length = 1; length <= 4 && length <= size; length++) {
        unsigned char lead = (unsigned char)text[size - length];
        if ((lead & 0xC0u) != 0x80u) {
            if (nd__utf8_decode(out, text + size - length, length) == length) {
                return length;
            }
            break;
        }
    }
    *out = 0xFFFD;
    return 1;
}

/* Closing marks that may stand behind the end of a sentence. Opening quotes too: what
 * opens in one language closes in another. */
static bool is_closer(uint32_t c) {
    if (c < 0x80) {
        return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == '`' ||
               c == '*' || c == '_';
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PF ||
           category == UTF8PROC_CATEGORY_PI || c == 0xB4 || c == 0x2032 || c == 0x2033 ||
           c == 0xFF02 || c == 0xFF07 ||
           utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

static bool is_colon(uint32_t c) {
    return c == ':' || c == 0xFF1A || c == 0xFE13 || c == 0xFE55 || c == 0x1366;
}

uint8_t nd__block_ending(const char *text, size_t size) {
    uint32_t c = 0;
    size_t length = 0;
    if (size > 0) {
        length = nd__block_last_character(&c, text, size);
        if (is_colon(c)) {
            return ND__BLOCK_COLON;
        }
    }
    while (size > 0) {
        length = nd__block_last_character(&c, text, size);
        if (!is_closer(c) && !nd__block_is_space(c)) {
            break;
        }
        size -= length;
    }
    if (size == 0) {
        return 0;
    }
    bool three_dots =
        size >= 3 && c == '.' && text[size - 2] == '.' && text[size - 3] == '.';
    if (three_dots || c == 0x2026 || c == 0x22EF) {
        return ND__BLOCK_ELLIPSIS | ND__BLOCK_SENTENCE;
    }
    return is_sentence_mark(c) ? ND__BLOCK_SENTENCE : 0;
}

static bool is_bullet(uint32_t c) {
    return c == '-' || c == '*' || c == '+' || c == 0xB7 || c == 0x2013 || c == 0x2014 ||
           c == 0x2022 || c == 0x2023 || c == 0x2043 || c == 0x2219 || c == 0x25AA ||
           c == 0x25AB || c == 0x25A0 || c == 0x25A1 || c == 0x25CB || c == 0x25CF ||
           c == 0x25E6 || c == 0x2B1D || c == 0x27A2 || c == 0x2713;
}

static bool space_or_end_at(const char *text, size_t size, size_t at) {
    uint32_t c;
    if (at >= size) {
        return true;
    }
    return nd__utf8_decode(&c, text + at, size - at) > 0 && nd__block_is_space(c);
}

/* Bytes of up to three digits, or of one letter; *letter tells which. */
static size_t read_label(bool *letter, const char *text, size_t size) {
    const nd__normal_rule *rules = nd__normal_rules();
    size_t at = 0;
    *letter = false;
    for (int digits = 0; digits < 4; digits++) {
        uint32_t c;
        size_t length = nd__utf8_decode(&c, text + at, size - at);
        uint8_t flags = length == 0 ? 0 : nd__normal_flags(nd__normal_rule_of(rules, c));
        if (digits == 0 && (flags & ND__TOKEN_LETTER) != 0) {
            *letter = true;
            return length;
        }
        if ((flags & ND__TOKEN_DIGIT) == 0) {
            return at;
        }
        at += length;
    }
    return 0;
}

/* Is the first byte an ASCII letter, and no label of one letter? Most blocks are such. */
static bool begins_with_word(const char *text, size_t size) {
    unsigned char first = size < 2 ? 0 : (unsigned char)text[0] | 0x20u;
    unsigned char second = size < 2 ? 0 : (unsigned char)text[1];
    return first >= 'a' && first <= 'z' && second != ')' && second < 0x80;
}

bool nd__block_is_list_item(const char *text, size_t size) {
    uint32_t c;
    if (begins_with_word(text, size)) {
        return false;
    }
    size_t length = nd__utf8_decode(&c, text, size);
    if (length == 0) {
        return false;
    }
    if (is_bullet(c)) {
        return (c == 0x2022 || c == 0x25CF || space_or_end_at(text, size, length)) &&
               length < size;
    }
    bool letter;
    size_t begin = c == '(' || c == 0xFF08 ? length : 0;
    size_t label = read_label(&letter, text + begin, size - begin);
    if (label == 0 || begin + label >= size) {
        return false;
    }
    size_t at = begin + label;
    length = nd__utf8_decode(&c, text + at, size - at);
    if (length == 0) {
        return false;
    }
    if (c == 0xFF09 || (c == 0x3001 && begin == 0 && !letter)) {
        return true; /* full width forms need no space behind them */
    }
    bool mark = c == ')' || (c == '.' && begin == 0 && !letter);
    return mark && space_or_end_at(text, size, at + length);
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

/* Cells are parted by a tab, a bar, or three spaces in a row. In pieces, so that a table
 * is known early; in each without a branch, so that a compiler makes vectors of it. */
bool nd__block_may_have_cells(const char *text, size_t size) {
    for (size_t begin = 0; begin < size; begin += CELL_PIECE) {
        const char *p = text + begin;
        size_t count = size - begin < CELL_PIECE ? size - begin : CELL_PIECE;
        /* Behind each of `whole` bytes two more can be read. */
        size_t left = size - begin < 2 ? 0 : size - begin - 2;
        size_t whole = count < left ? count : left;
        unsigned char found = 0;
        for (size_t i = 0; i < whole; i++) {
            found |=
                (unsigned char)((p[i] == ' ') & (p[i + 1] == ' ') & (p[i + 2] == ' '));
        }
        for (size_t i = 0; i < count; i++) {
            found |= (unsigned char)((p[i] == '\t') | (p[i] == '|'));
        }
        if (found != 0) {
            return true;
        }
    }
    return false;
}

uint8_t nd__block_flags_of(const char *text, size_t size, bool may_have_cells) {
    uint8_t flags = nd__block_ending(text, size);
    if (nd__block_is_list_item(text, size)) {
        flags |= ND__BLOCK_LIST_ITEM;
    }
    if (may_have_cells && nd__block_may_have_cells(text, size) &&
        all_table_rows(text, size)) {
        flags |= ND__BLOCK_TABLE_ROW;
    }
    return flags;
}
