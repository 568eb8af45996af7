/* Tokens, shingles and winnowing against slow oracles, on random and hostile text. */
#include <string.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/radix_sort.h"
#include "suite.h"
#include "text/blocks.h"
#include "text/shingles.h"
#include "text/token_builder.h"
#include "text/tokens.h"
#include "text/utf8.h"
#include "text/winnow.h"

#define ROUNDS 1500

static uint64_t next(uint64_t *state) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    return nd__mix64(*state);
}

static size_t below(uint64_t *state, size_t limit) {
    return (size_t)(next(state) % limit);
}

/* Ranges that random text is drawn from: ASCII, Latin, marks, Greek, Cyrillic, Hebrew,
 * Arabic, Indic, Thai to Myanmar, jamo, Khmer, Greek extended, signs, Kana, Han, Hangul,
 * compatibility forms, mathematical letters, Han of plane 2, all. */
static const uint32_t pools[][2] = {
    {0x20, 0x7E},     {0xA0, 0x24F},      {0x300, 0x36F},     {0x370, 0x52F},
    {0x591, 0x6FF},   {0x700, 0x74F},     {0x900, 0xDFF},     {0xE00, 0x10FF},
    {0x1100, 0x11FF}, {0x1780, 0x18AF},   {0x1B00, 0x1BFF},   {0x1F00, 0x206F},
    {0x2070, 0x218F}, {0x3000, 0x33FF},   {0x4E00, 0x4EFF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFFFD}, {0x1D100, 0x1D7FF}, {0x2F800, 0x2FA1D}, {0x10000, 0x1FFFF},
    {0x20, 0x10FFFF}};

/* Random Unicode of up to 40 code points; mostly from two pools, for long words. */
static void random_text(nd__buffer *out, uint64_t *state) {
    size_t count = below(state, 40);
    size_t pool_count = sizeof pools / sizeof pools[0];
    size_t chosen[2] = {below(state, pool_count), below(state, pool_count)};
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t pool = chosen[below(state, 2)];
        if (below(state, 8) == 0) {
            pool = below(state, pool_count);
        }
        uint32_t c =
            pools[pool][0] + (uint32_t)below(state, pools[pool][1] - pools[pool][0] + 1);
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        char bytes[4];
        ck_assert_int_eq(nd__buffer_append(out, bytes, nd__utf8_encode(bytes, c), NULL),
                         ND_OK);
    }
    ck_assert_int_eq(nd__vector_extend(out, 1, NULL), ND_OK);
}

static void check_invariants(const char *text, size_t size) {
    nd__tokens tokens = {0}, slice = {0};
    ck_assert_int_eq(nd__tokens_read(&tokens, text, size, 3, NULL), ND_OK);
    for (size_t i = 0; i < tokens.count; i++) {
        ck_assert_uint_lt(tokens.begin[i], tokens.end[i]);
        ck_assert_uint_le(tokens.end[i], size);
        if (i > 0) {
            ck_assert_uint_le(tokens.begin[i - 1], tokens.begin[i]);
            ck_assert_uint_le(tokens.end[i - 1], tokens.end[i]);
        }
    }
    /* A slice between borders that no character straddles has the same tokens. */
    for (size_t i = 0; i < tokens.count; i++) {
        if (i > 0 && tokens.begin[i] < tokens.end[i - 1]) {
            continue;
        }
        size_t last = i;
        while (last + 1 < tokens.count && tokens.begin[last + 1] < tokens.end[last]) {
            last++;
        }
        ck_assert_int_eq(nd__tokens_read(&slice, text + tokens.begin[i],
                                         tokens.end[last] - tokens.begin[i], 3, NULL),
                         ND_OK);
        ck_assert_uint_eq(slice.count, last - i + 1);
        ck_assert_mem_eq(slice.hash, tokens.hash + i, slice.count * sizeof(uint64_t));
    }
    nd__tokens_clear(&tokens);
    nd__tokens_clear(&slice);
}

START_TEST(property_text__ranges_and_slices) {
    uint64_t state = 1;
    nd__buffer text = {0};
    for (int round = 0; round < ROUNDS; round++) {
        random_text(&text, &state);
        check_invariants(text.items, text.count);
        for (size_t damage = below(&state, 5); damage > 0 && text.count > 0; damage--) {
            text.items[below(&state, text.count)] = (char)next(&state);
        }
        check_invariants(text.items, text.count);
        for (size_t i = 0; i < text.count; i++) {
            text.items[i] = (char)next(&state);
        }
        check_invariants(text.items, text.count);
    }
    nd__vector_clear(&text);
}
END_TEST

static utf8proc_uint8_t *map(const nd__buffer *text, size_t *size, unsigned options) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text->items, (utf8proc_ssize_t)text->count,
                     &out, (utf8proc_option_t)options);
    ck_assert_int_ge(length, 0);
    *size = (size_t)length;
    return out;
}

static void expect_same_tokens(const nd__tokens *a, const char *text, size_t size) {
    nd__tokens b = {0};
    ck_assert_int_eq(nd__tokens_read(&b, text, size, 0, NULL), ND_OK);
    ck_assert_uint_eq(a->count, b.count);
    if (b.count > 0) {
        ck_assert_mem_eq(a->hash, b.hash, b.count * sizeof *b.hash);
        ck_assert_mem_eq(a->flags, b.flags, b.count);
    }
    nd__tokens_clear(&b);
}

START_TEST(property_text__equivalent_texts_are_equal) {
    static const unsigned forms[] = {
        UTF8PROC_STABLE | UTF8PROC_COMPOSE, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT};
    uint64_t state = 2;
    nd__buffer text = {0};
    for (int round = 0; round < ROUNDS; round++) {
        nd__tokens tokens = {0};
        random_text(&text, &state);
        ck_assert_int_eq(nd__tokens_read(&tokens, text.items, text.count, 0, NULL),
                         ND_OK);
        for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
            size_t size;
            utf8proc_uint8_t *other = map(&text, &size, forms[i]);
            expect_same_tokens(&tokens, (const char *)other, size);
            free(other);
        }
        nd__tokens_clear(&tokens);
    }
    nd__vector_clear(&text);
}
END_TEST

static int is_single(uint32_t c) {
    return (c >= 0xE00 && c <= 0xEFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static int joins_single(uint32_t base, uint32_t mark) {
    if (mark == 0x102E) {
        return base == 0x1025;
    }
    return (mark == 0x3099 || mark == 0x309A) &&
           ((base >= 0x3041 && base <= 0x3096) || (base >= 0x30A1 && base <= 0x30FA) ||
            base == 0x309D || base == 0x30FD);
}

/* The tokens of a text by the book: the whole text is mapped by utf8proc, then walked. */
static void spell_slowly(nd__buffer *out, const nd__buffer *text) {
    size_t size, length;
    /* The space guards what stands at the border from utf8proc's view of an empty text.
     */
    utf8proc_uint8_t *nfd = map(text, &size, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    nd__buffer kept = {(char *)nfd, size, size};
    for (char *at = kept.items; (at = strstr(at, "\xE2\x80\x8B")) != NULL;) {
        memset(at, ' ', 3); /* zero width space, which UTF8PROC_IGNORE would drop */
    }
    utf8proc_uint8_t *mapped =
        map(&kept, &length,
            UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                UTF8PROC_IGNORE);
    enum { NONE, WORD, SINGLE } open = NONE;
    uint32_t last = 0;
    out->count = 0;
    for (size_t i = 0; i < length;) {
        uint32_t c = 0;
        size_t bytes = nd__utf8_decode(&c, (const char *)mapped + i, length - i);
        ck_assert_uint_gt(bytes, 0);
        const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
        const char *category = utf8proc_category_string((utf8proc_int32_t)c);
        const char *at = (const char *)mapped + i;
        i += bytes;
        if ((c >= 0x300 && c <= 0x36F) || p->ignorable) {
            continue;
        }
        int mark = category[0] == 'M';
        int starts = (c >= 0x610 && c <= 0x6ED) || (c >= 0x900 && c <= 0xDFF);
        if (strchr("LNM", category[0]) == NULL && !(c >= 0x20000 && c <= 0x3FFFD)) {
            open = NONE;
        } else if (is_single(c)) {
            int joined = open == SINGLE && joins_single(last, c);
            if (!joined && out->count > 0) {
                ck_assert_int_eq(nd__buffer_append(out, " ", 1, NULL), ND_OK);
            }
            ck_assert_int_eq(nd__buffer_append(out, at, bytes, NULL), ND_OK);
            open = SINGLE;
            last = c;
        } else if (!mark || starts || open == WORD) {
            if (open != WORD && out->count > 0) {
                ck_assert_int_eq(nd__buffer_append(out, " ", 1, NULL), ND_OK);
            }
            ck_assert_int_eq(nd__buffer_append(out, at, bytes, NULL), ND_OK);
            open = WORD;
        }
    }
    free(nfd);
    free(mapped);
}

/* U+0345 folds to a letter: utf8proc orders it as one then, we as the mark it was. */
static int has_iota_subscript(const nd__buffer *text) {
    size_t size;
    utf8proc_uint8_t *nfd =
        map(text, &size, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
    int found = strstr((const char *)nfd, "\xCD\x85") != NULL;
    free(nfd);
    return found;
}

START_TEST(property_text__tokens_agree_with_the_slow_way) {
    uint64_t state = 4;
    nd__buffer text = {0}, slow = {0}, fast = {0};
    for (int round = 0; round < 3 * ROUNDS; round++) {
        random_text(&text, &state);
        if (has_iota_subscript(&text)) {
            continue;
        }
        fast.count = 0;
        ck_assert_int_eq(nd__tokens_normalise(&fast, text.items, text.count, NULL),
                         ND_OK);
        spell_slowly(&slow, &text);
        ck_assert_int_eq(nd__buffer_append(&fast, "", 1, NULL), ND_OK);
        ck_assert_int_eq(nd__buffer_append(&slow, "", 1, NULL), ND_OK);
        ck_assert_str_eq(fast.items, slow.items);
    }
    nd__vector_clear(&text);
    nd__vector_clear(&slow);
    nd__vector_clear(&fast);
}
END_TEST

static void expect_equal_tokens(const nd__tokens *a, const nd__tokens *b,
                                bool with_ranges) {
    ck_assert_uint_eq(a->count, b->count);
    ck_assert_mem_eq(a->hash, b->hash, a->count * sizeof *a->hash);
    if (with_ranges) {
        ck_assert_mem_eq(a->begin, b->begin, a->count * sizeof *a->begin);
        ck_assert_mem_eq(a->end, b->end, a->count * sizeof *a->end);
        ck_assert_mem_eq(a->flags, b->flags, a->count);
    }
}

/* Words as they come in texts: again and again, with ASCII between them or not, cut off
 * anywhere. */
static void append_known_words(nd__buffer *text, uint64_t *state) {
    static const char *const words[] = {"caf\u00e9",
                                        "\u201cquoted\u201d",
                                        "don\u2019t",
                                        "\u041c\u043e\u0441\u043a\u0432\u0430",
                                        "x\u00bd",
                                        "\u3300",
                                        "\ufdfa",
                                        "\u0e01\u0e48\u0e38",
                                        "\u304b\u3099",
                                        "\u1025\u102e",
                                        "a\u4e2db",
                                        "\u05e9\u05c1\u05b8",
                                        "\ud55c\uad6d\uc5b4",
                                        "Donaudampfschifffahrtsgesellschaftskapit\u00e4n",
                                        "2024",
                                        "plain",
                                        "e\u0301\u0327",
                                        "\u00a8",
                                        "12\u00bc\u00bd\u00be34"};
    for (size_t left = below(state, 30); left > 0; left--) {
        const char *word = words[below(state, sizeof words / sizeof words[0])];
        size_t size = strlen(word);
        if (below(state, 20) == 0) {
            size = 1 + below(state, size);
        }
        ck_assert_int_eq(nd__buffer_append(text, word, size, NULL), ND_OK);
        if (below(state, 3) > 0) {
            ck_assert_int_eq(nd__buffer_append(text, " ", 1, NULL), ND_OK);
        }
    }
}

/* Rows of ASCII words, which are read eight at a time, of up to 20 bytes, with a word
 * that is not among them now and then. */
static void append_plain_words(nd__buffer *text, uint64_t *state) {
    static const char letters[] = "abcXYZ0189";
    for (size_t left = below(state, 60); left > 0; left--) {
        if (below(state, 12) == 0) {
            append_known_words(text, state);
        }
        for (size_t size = 1 + below(state, below(state, 4) > 0 ? 8 : 20); size > 0;
             size--) {
            char letter = letters[below(state, sizeof letters - 1)];
            ck_assert_int_eq(nd__buffer_append(text, &letter, 1, NULL), ND_OK);
        }
        ck_assert_int_eq(nd__buffer_append(text, &".,\n"[below(state, 3)], 1, NULL),
                         ND_OK);
    }
}

START_TEST(property_text__short_ways_agree_with_the_builder) {
    uint64_t state = 11;
    nd__buffer text = {0};
    nd__tokens slow = {0}, fast = {0}, remembering = {0};
    ck_assert_int_eq(nd__tokens_remember(&remembering, NULL), ND_OK);
    for (int round = 0; round < 3 * ROUNDS; round++) {
        random_text(&text, &state);
        if (round % 3 == 0) {
            append_known_words(&text, &state);
        } else if (round % 3 == 1) {
            append_plain_words(&text, &state);
        }
        if (round % 7 == 0 && text.count > 0) {
            text.items[below(&state, text.count)] = (char)next(&state);
        }
        slow.count = 0;
        nd__token_builder builder = {.tokens = &slow};
        nd__word_key_make(&builder.key, 3);
        ck_assert_int_eq(nd__token_builder_read(&builder, text.items, 0, text.count),
                         ND_OK);
        nd__token_builder_clear(&builder);
        ck_assert_int_eq(nd__tokens_read(&fast, text.items, text.count, 3, NULL), ND_OK);
        expect_equal_tokens(&slow, &fast, true);
        ck_assert_int_eq(nd__tokens_read(&remembering, text.items, text.count, 3, NULL),
                         ND_OK);
        expect_equal_tokens(&slow, &remembering, true);
        ck_assert_int_eq(nd__tokens_read_hashes(&fast, text.items, text.count, 3, NULL),
                         ND_OK);
        expect_equal_tokens(&slow, &fast, false);
    }
    nd__vector_clear(&text);
    nd__tokens_clear(&slow);
    nd__tokens_clear(&fast);
    nd__tokens_clear(&remembering);
}
END_TEST

START_TEST(property_text__many_marks_in_a_row) {
    /* 200,000 Hebrew marks of two classes in turn: sorting must not be quadratic. */
    nd__buffer text = {0};
    nd__tokens tokens = {0};
    ck_assert_int_eq(nd__buffer_append(&text, "\xD7\xA9", 2, NULL), ND_OK);
    for (int i = 0; i < 100000; i++) {
        ck_assert_int_eq(nd__buffer_append(&text, "\xD7\x81\xD6\xB8", 4, NULL), ND_OK);
    }
    ck_assert_int_eq(nd__tokens_read(&tokens, text.items, text.count, 0, NULL), ND_OK);
    ck_assert_uint_eq(tokens.count, 1);
    ck_assert_uint_eq(tokens.end[0], text.count);
    nd__tokens_clear(&tokens);
    nd__vector_clear(&text);
}
END_TEST

START_TEST(property_text__shingles_equal_the_formula) {
    uint64_t state = 5, tokens[200], out[200];
    for (int round = 0; round < 1000; round++) {
        size_t count = below(&state, 200);
        unsigned n = 1 + (unsigned)below(&state, round % 2 == 0 ? 8 : 64);
        for (size_t i = 0; i < count; i++) {
            tokens[i] = round % 5 == 0 ? below(&state, 2) : next(&state);
        }
        for (int v = ND__VARIANT_PORTABLE; v <= (int)nd__variant_best(); v++) {
            nd__shingles_hash_by((nd__variant)v, out, tokens, count, n);
            for (size_t s = 0; s < nd__shingles_count(count, n); s++) {
                uint64_t x = 0;
                for (size_t i = 0; i < n && s + i < count; i++) {
                    x ^= nd__rotate_left(tokens[s + i], (unsigned)(13 * i % 64));
                }
                x = count < n ? x ^ nd__mix64(count) : x;
                x = (x ^ x >> 32) * UINT64_C(0xBF58476D1CE4E5B9);
                ck_assert_uint_eq(out[s], x ^ x >> 29);
            }
        }
    }
}
END_TEST

/* Straight from the definition. */
static size_t winnow_slowly(uint32_t *out, const uint64_t *hashes, size_t count) {
    size_t window = ND__WINNOW_WINDOW < count ? ND__WINNOW_WINDOW : count;
    size_t chosen = 0, last = SIZE_MAX;
    for (size_t start = 0; count > 0 && start + window <= count; start++) {
        size_t least = start;
        for (size_t i = start; i < start + window; i++) {
            least = hashes[i] <= hashes[least] ? i : least;
        }
        if (least != last) {
            out[chosen++] = (uint32_t)hashes[least];
            last = least;
        }
    }
    return chosen;
}

START_TEST(property_text__winnowing_equals_brute_force) {
    uint64_t state = 6, hashes[400];
    uint32_t out[400], expected[400];
    for (int round = 0; round < 4000; round++) {
        size_t count = below(&state, round % 4 == 0 ? 400 : 40);
        size_t kind = below(&state, 4);
        for (size_t i = 0; i < count; i++) {
            /* many equals; both halves of the signed range; rising or falling */
            uint64_t random = next(&state);
            hashes[i] = kind == 0   ? random % 4
                        : kind == 1 ? random
                        : kind == 2 ? (i % 50) << 60 | i
                                    : UINT64_MAX - i / 3;
        }
        size_t chosen = winnow_slowly(expected, hashes, count);
        for (int v = ND__VARIANT_PORTABLE; v <= (int)nd__variant_best(); v++) {
            ck_assert_uint_eq(nd__winnow_by((nd__variant)v, out, hashes, count), chosen);
            if (chosen > 0) {
                ck_assert_mem_eq(out, expected, chosen * sizeof *out);
            }
        }
    }
}
END_TEST

START_TEST(property_text__winnow_sets_are_sorted_sets) {
    enum { MOST = 20000 };
    static uint64_t expected[MOST], spare[MOST];
    static uint32_t values[MOST];
    uint64_t state = 7;
    for (int round = 0; round < 600; round++) {
        size_t count = below(&state, round % 50 == 0  ? MOST
                                     : round % 5 == 0 ? 2000
                                                      : 200);
        size_t kind = below(&state, 5);
        for (size_t i = 0; i < count; i++) {
            /* spread; few values; crowded low, at the top; all in one place */
            uint32_t random = (uint32_t)next(&state);
            values[i] = kind == 0   ? random
                        : kind == 1 ? random % 10 * 0x12345678u
                        : kind == 2 ? random % 5000
                        : kind == 3 ? UINT32_MAX - random % (random % 2 == 0 ? 3 : 9000)
                                    : (random & 0xFF00FFFFu) >> (random % 3 * 8);
            expected[i] = values[i];
        }
        nd__sort_u64(expected, spare, count);
        size_t want = nd__unique_u64(expected, count);
        uint32_t *scratch = nd__allocate(nd__winnow_scratch(count), sizeof *scratch);
        ck_assert_ptr_nonnull(scratch);
        ck_assert_uint_eq(nd__winnow_make_set(values, count, scratch), want);
        for (size_t i = 0; i < want; i++) {
            ck_assert_uint_eq(values[i], expected[i]);
        }
        free(scratch);
    }
}
END_TEST

static void check_blocks(const nd__buffer *text, nd__block_mode mode) {
    nd__tokens tokens = {0};
    nd__blocks blocks = {0};
    ck_assert_int_eq(nd__tokens_read(&tokens, text->items, text->count, 0, NULL), ND_OK);
    ck_assert_int_eq(
        nd__blocks_cut(&blocks, text->items, text->count, &tokens, mode, NULL), ND_OK);
    size_t token = 0, end = 0;
    for (size_t i = 0; i < blocks.count; i++) {
        const nd__block *b = &blocks.items[i];
        ck_assert_uint_ge(b->begin, end);
        ck_assert_uint_lt(b->begin, b->end);
        ck_assert_uint_eq(b->token_begin, token);
        ck_assert_uint_lt(b->token_begin, b->token_end);
        ck_assert_uint_ge(tokens.begin[b->token_begin], b->begin);
        ck_assert_uint_le(tokens.end[b->token_end - 1], b->end);
        token = b->token_end;
        end = b->end;
    }
    ck_assert_uint_le(end, text->count);
    ck_assert_uint_eq(token, tokens.count);
    nd__tokens_clear(&tokens);
    nd__vector_clear(&blocks);
}

START_TEST(property_text__blocks_hold_every_token_once) {
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n\n", "\f", " ", "\n  - "};
    uint64_t state = 7;
    nd__buffer text = {0}, piece = {0};
    for (int round = 0; round < ROUNDS; round++) {
        text.count = 0;
        for (size_t i = below(&state, 30); i > 0; i--) {
            const char *end = ends[below(&state, 7)];
            random_text(&piece, &state);
            ck_assert_int_eq(nd__buffer_append(&text, piece.items, piece.count, NULL),
                             ND_OK);
            ck_assert_int_eq(nd__buffer_append(&text, end, strlen(end), NULL), ND_OK);
        }
        for (size_t damage = below(&state, 5); damage > 0 && text.count > 0; damage--) {
            text.items[below(&state, text.count)] = (char)next(&state);
        }
        check_blocks(&text, ND__BLOCK_AUTO);
        check_blocks(&text, ND__BLOCK_LINE);
        check_blocks(&text, ND__BLOCK_BLANK);
    }
    nd__vector_clear(&text);
    nd__vector_clear(&piece);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("property_text");
    TCase *cases = tcase_create("property_text");
    tcase_add_test(cases, property_text__ranges_and_slices);
    tcase_add_test(cases, property_text__equivalent_texts_are_equal);
    tcase_add_test(cases, property_text__tokens_agree_with_the_slow_way);
    tcase_add_test(cases, property_text__short_ways_agree_with_the_builder);
    tcase_add_test(cases, property_text__many_marks_in_a_row);
    tcase_add_test(cases, property_text__shingles_equal_the_formula);
    tcase_add_test(cases, property_text__winnowing_equals_brute_force);
    tcase_add_test(cases, property_text__winnow_sets_are_sorted_sets);
    tcase_add_test(cases, property_text__blocks_hold_every_token_once);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
