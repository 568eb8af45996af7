/* The definition, bit for bit, and the quality of what it gives: collisions in every
 * window of 32 bits, avalanche, words made to be alike. */
#include "text/word_hash.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "suite.h"

#define WORDS 500000

/* The definition of word_hash.h by schoolbook multiplication, to compare with. */
static uint64_t slow_fold(uint64_t a, uint64_t b) {
    uint64_t a0 = a & UINT32_MAX, a1 = a >> 32, b0 = b & UINT32_MAX, b1 = b >> 32;
    uint64_t middle = a0 * b1 + (a0 * b0 >> 32);
    uint64_t high = a1 * b1 + (middle >> 32) + ((a1 * b0 + (middle & UINT32_MAX)) >> 32);
    return (a * b) ^ high;
}

static uint64_t slow_hash(const nd__word_key *key, const char *bytes, size_t size) {
    uint64_t q[4] = {0};
    for (size_t i = 0; i < 32; i++) {
        uint64_t byte = i < size ? (unsigned char)bytes[i] : ' ';
        q[i / 8] |= byte << (8 * (i % 8));
    }
    uint64_t h = slow_fold(q[0] ^ key->k[0], q[1] ^ key->k[1]) ^
                 slow_fold(q[2] ^ key->k[2], q[3] ^ key->k[3]);
    h = (h ^ h >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return h ^ h >> 32;
}

START_TEST(test_word_hash__is_as_defined) {
    nd__word_key key;
    nd__word_key_make(&key, 1);
    for (unsigned i = 0; i < 4; i++) {
        ck_assert_uint_eq(key.k[i] & 0xFF, i > 0);
    }
    char word[40];
    for (size_t size = 1; size < sizeof word; size++) {
        for (size_t i = 0; i < size; i++) {
            word[i] = (char)('a' + (i * 7 + size) % 26);
        }
        uint64_t expected =
            size <= 32 ? slow_hash(&key, word, size) : nd__hash64(word, size, key.k[0]);
        ck_assert_uint_eq(nd__word_hash(&key, word, size), expected);
    }
    /* These values are stored definitions: they never change. */
    ck_assert_uint_eq(nd__word_hash(&key, "word", 4), UINT64_C(0xDA792B062FD24E0B));
    ck_assert_uint_eq(nd__word_hash(&key, "abcdefghijklmnopqrstuvwxyz", 26),
                      UINT64_C(0x54256CCFBEC9B7B1));
}
END_TEST

START_TEST(test_word_hash__seeds_give_other_hashes) {
    nd__word_key a, b;
    nd__word_key_make(&a, 1);
    nd__word_key_make(&b, 2);
    ck_assert_uint_ne(nd__word_hash(&a, "word", 4), nd__word_hash(&b, "word", 4));
}
END_TEST

/* Words in each window of 32 bits, beginning at every eighth bit: as many pairs of equal
 * ones as chance gives, within six standard deviations; and none in all 64. */
static void expect_few_collisions(uint64_t *hashes, size_t count, unsigned family) {
    static uint64_t turned[WORDS], scratch[WORDS];
    double expected = (double)count * (double)(count - 1) / 2 / 4294967296.0;
    for (unsigned turn = 0; turn < 64; turn += 8) {
        size_t equal = 0;
        for (size_t i = 0; i < count; i++) {
            turned[i] = nd__rotate_left(hashes[i], turn) & UINT32_MAX;
        }
        nd__sort_u64(turned, scratch, count);
        for (size_t i = 1; i < count; i++) {
            equal += turned[i] == turned[i - 1];
        }
        double off = (double)equal - expected;
        ck_assert_msg(off * off <= 36 * expected + 36,
                      "family %u, turned by %u: %zu, not %.0f", family, turn, equal,
                      expected);
    }
    nd__sort_u64(hashes, scratch, count);
    ck_assert_uint_eq(nd__unique_u64(hashes, count), count);
}

/* Number i of a family of words that differ in a few places only. */
static size_t make_word(char word[48], unsigned family, size_t i) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%07zu", i);
    memset(word, 'x', 48);
    switch (family) {
        case 0: /* plain numbers */
            size = snprintf(word, 48, "%zu", i);
            return (size_t)size;
        case 1: /* at the end of the first half */
            memcpy(word + 9, digits, 7);
            return 16;
        case 2: /* in the second half */
            memcpy(word + 17, digits, 7);
            return 24;
        case 3: /* in both factors of a product */
            memcpy(word, digits, 4);
            memcpy(word + 12, digits + 4, 3);
            return 16;
        case 4: /* in both products */
            memcpy(word + 4, digits, 4);
            memcpy(word + 28, digits + 4, 3);
            return 32;
        default: /* two letters only */
            for (unsigned bit = 0; bit < 19; bit++) {
                word[bit] = (i >> bit & 1) != 0 ? 'a' : 'b';
            }
            return 19;
    }
}

START_TEST(test_word_hash__words_alike_do_not_collide) {
    static uint64_t hashes[WORDS];
    for (uint64_t seed = 1; seed < 4; seed++) {
        nd__word_key key;
        nd__word_key_make(&key, seed);
        for (unsigned family = 0; family < 6; family++) {
            for (size_t i = 0; i < WORDS; i++) {
                char word[48];
                hashes[i] = nd__word_hash(&key, word, make_word(word, family, i));
            }
            expect_few_collisions(hashes, WORDS, family);
        }
    }
}
END_TEST

/* Shingles are made of hashes turned by 13 bits and put together. */
START_TEST(test_word_hash__pairs_of_words_do_not_collide) {
    static uint64_t hashes[WORDS];
    uint64_t single[700];
    nd__word_key key;
    nd__word_key_make(&key, 1);
    for (size_t i = 0; i < 700; i++) {
        char word[48];
        single[i] = nd__word_hash(&key, word, make_word(word, 0, i));
    }
    size_t count = 0;
    for (size_t i = 0; i < 700; i++) {
        for (size_t j = 0; j < 700; j++) {
            hashes[count++] = single[i] ^ nd__rotate_left(single[j], 13);
        }
    }
    expect_few_collisions(hashes, count, 99);
}
END_TEST

/* Each bit of a byte that is changed moves each bit of the hash half of the time. */
START_TEST(test_word_hash__avalanche) {
    nd__word_key key;
    nd__word_key_make(&key, 1);
    enum { TRIES = 4000 };
    for (size_t byte = 0; byte < 24; byte++) {
        for (unsigned bit = 0; bit < 5; bit++) {
            unsigned moved[64] = {0};
            for (size_t i = 0; i < TRIES; i++) {
                char word[48];
                make_word(word, 0, i * 9973);
                memset(word + 12, 'y', 12);
                uint64_t before = nd__word_hash(&key, word, 24);
                word[byte] = (char)(word[byte] ^ 1 << bit);
                uint64_t change = before ^ nd__word_hash(&key, word, 24);
                for (unsigned b = 0; b < 64; b++) {
                    moved[b] += (unsigned)(change >> b & 1);
                }
            }
            for (unsigned b = 0; b < 64; b++) {
                ck_assert_msg(moved[b] > TRIES * 2 / 5 && moved[b] < TRIES * 3 / 5,
                              "byte %zu, bit %u moves bit %u in %u of %d", byte, bit, b,
                              moved[b], TRIES);
            }
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("word_hash");
    TCase *cases = tcase_create("word_hash");
    tcase_add_test(cases, test_word_hash__is_as_defined);
    tcase_add_test(cases, test_word_hash__seeds_give_other_hashes);
    tcase_add_test(cases, test_word_hash__words_alike_do_not_collide);
    tcase_add_test(cases, test_word_hash__pairs_of_words_do_not_collide);
    tcase_add_test(cases, test_word_hash__avalanche);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
