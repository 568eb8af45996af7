#include "text/word_edges.h"

#include <string.h>

#include "random.h"
#include "suite.h"

typedef size_t (*edge_finder)(uint32_t *, const char *, size_t, size_t, uint64_t *);

static bool is_word_byte(unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* The slow way: byte by byte. */
static size_t slow_edges(uint32_t *out, const char *text, size_t begin, size_t end,
                         uint64_t *inside) {
    size_t count = 0;
    for (size_t i = begin; i < end; i++) {
        bool word = is_word_byte((unsigned char)text[i]);
        if (word != (*inside != 0)) {
            out[count++] = (uint32_t)i;
        }
        *inside = word;
    }
    return count;
}

/* The text stands at the end of its memory, so that reading past it shows. */
static void compare(edge_finder find, const char *bytes, size_t size) {
    char *text = malloc(size);
    static uint32_t expected[ND__EDGES_ROOM], found[ND__EDGES_ROOM];
    uint64_t expected_inside = 0, found_inside = 0;
    ck_assert_ptr_nonnull(text);
    memcpy(text, bytes, size);
    for (size_t at = 0; at < size; at += ND__EDGES_BLOCK) {
        size_t end = size - at < ND__EDGES_BLOCK ? size : at + ND__EDGES_BLOCK;
        size_t count = slow_edges(expected, text, at, end, &expected_inside);
        ck_assert_uint_eq(find(found, text, at, end, &found_inside), count);
        ck_assert_mem_eq(found, expected, count * sizeof *found);
        ck_assert_uint_eq(found_inside, expected_inside);
    }
    free(text);
}

static void compare_all(edge_finder find) {
    static char text[3 * ND__EDGES_BLOCK];
    for (unsigned c = 0; c < 256; c++) { /* each byte beside each kind of neighbour */
        const char pairs[6] = {(char)c, 'a', (char)c, ' ', (char)c, (char)c};
        compare(find, pairs, sizeof pairs);
    }
    const char kinds[] = {'a', 'Z', '5', ' ', '@', '[',   '`',
                          '{', '/', ':', 0,   127, '\x80'};
    uint64_t state = 3;
    for (unsigned round = 0; round < 400; round++) {
        size_t size = 1 + nd_random(&state) % (round < 390 ? 300 : sizeof text - 1);
        unsigned choice = 1 + (unsigned)(nd_random(&state) % sizeof kinds);
        for (size_t i = 0; i < size; i++) {
            uint64_t r = nd_random(&state);
            text[i] = round % 2 == 0 ? (char)r : kinds[r % choice];
        }
        compare(find, text, size);
    }
    memset(text, 'a', sizeof text);
    compare(find, text, sizeof text);
    for (size_t i = 0; i < sizeof text; i += 2) {
        text[i] = ' ';
    }
    compare(find, text, sizeof text);
    compare(find, text + 1, sizeof text - 1);
}

START_TEST(test_word_edges__chosen_variant) {
    compare_all(nd__word_edges);
}
END_TEST

START_TEST(test_word_edges__portable) {
    compare_all(nd__word_edges_portable);
}
END_TEST

START_TEST(test_word_edges__vectors) {
#if ND_HAVE_X86
    if (nd__cpu_has_avx2()) {
        compare_all(nd__word_edges_avx2);
    }
    if (nd__cpu_has_avx512()) {
        compare_all(nd__word_edges_avx512);
    }
#endif
#if ND_HAVE_NEON
    compare_all(nd__word_edges_neon);
#endif
}
END_TEST

int main(void) {
    Suite *suite = suite_create("word_edges");
    TCase *cases = tcase_create("word_edges");
    tcase_add_test(cases, test_word_edges__chosen_variant);
    tcase_add_test(cases, test_word_edges__portable);
    tcase_add_test(cases, test_word_edges__vectors);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
