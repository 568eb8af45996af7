/* Eight words at a time against one by one. */
#include "text/word_batch.h"

#include <string.h>

#include "random.h"
#include "suite.h"

#if ND_HAVE_X86

#define SLACK 16

ND_TARGET_AVX512 static unsigned read_batch(nd__word_batch *out, const nd__word_key *key,
                                            const char *text, const uint32_t *edges) {
    return nd__word_batch_read(out, key, text, edges);
}

/* One word the slow way: false where a batch does not read it. */
static bool slow_word(uint64_t *hash, uint8_t *flags, const nd__word_key *key,
                      const char *bytes, size_t size) {
    char word[16];
    *flags = 0;
    for (size_t i = 0; i < size; i++) {
        if (size > sizeof word || (unsigned char)bytes[i] >= 0x80) {
            return false;
        }
        bool digit = bytes[i] >= '0' && bytes[i] <= '9';
        *flags |= digit ? ND__TOKEN_DIGIT : ND__TOKEN_LETTER;
        word[i] = (char)(bytes[i] | 0x20);
    }
    *hash = nd__word_hash(key, word, size);
    return true;
}

static void compare(const nd__word_key *key, const char *text, const uint32_t *edges) {
    nd__word_batch batch;
    unsigned other = read_batch(&batch, key, text, edges);
    for (unsigned i = 0; i < ND__WORD_BATCH; i++) {
        uint64_t hash;
        uint8_t flags;
        uint32_t begin = edges[2 * i], end = edges[2 * i + 1];
        ck_assert_uint_eq(batch.begin[i], begin);
        ck_assert_uint_eq(batch.end[i], end);
        bool read = slow_word(&hash, &flags, key, text + begin, end - begin);
        ck_assert_uint_eq(other >> i & 1, !read);
        if (read) {
            ck_assert_uint_eq(batch.hash[i], hash);
            ck_assert_uint_eq(batch.flags[i], flags);
        }
    }
}

START_TEST(test_word_batch__reads_as_word_by_word) {
    static const char kinds[] = "azAZ09m5";
    uint64_t state = 5;
    if (!nd__cpu_has_avx512()) {
        return;
    }
    for (unsigned round = 0; round < 20000; round++) {
        nd__word_key key;
        nd__word_key_make(&key, round % 3);
        size_t size = 0;
        uint32_t edges[2 * ND__WORD_BATCH];
        char text[ND__WORD_BATCH * 42 + SLACK];
        for (unsigned i = 0; i < ND__WORD_BATCH; i++) {
            text[size++] = ' ';
            edges[2 * i] = (uint32_t)size;
            size_t length = 1 + nd_random(&state) % (round % 4 == 0 ? 40 : 17);
            for (size_t k = 0; k < length; k++) {
                uint64_t r = nd_random(&state);
                text[size++] = r >> 32 & 63 ? kinds[r % 8] : (char)(0x80 | r);
            }
            edges[2 * i + 1] = (uint32_t)size;
        }
        /* 16 bytes behind the last beginning, and no more. */
        size_t last = edges[2 * ND__WORD_BATCH - 2] + 16,
               held = last > size ? last : size;
        char *end = malloc(held);
        ck_assert_ptr_nonnull(end);
        memset(end, '.', held);
        memcpy(end, text, size);
        compare(&key, end, edges);
        free(end);
    }
}
END_TEST

#endif

int main(void) {
    Suite *suite = suite_create("word_batch");
    TCase *cases = tcase_create("word_batch");
#if ND_HAVE_X86
    tcase_add_test(cases, test_word_batch__reads_as_word_by_word);
#endif
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
