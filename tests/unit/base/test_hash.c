#include <string.h>

#include "base/hash.h"
#include "suite.h"

/* The bytes that xxHash's own published test vectors are made from. */
static void fill_sanity_buffer(unsigned char *bytes, size_t size) {
    uint64_t state = 2654435761u;
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(state >> 56);
        state *= UINT64_C(11400714785074694797);
    }
}

START_TEST(test_hash__known_64_bit_values) {
    static const struct {
        size_t size;
        uint64_t hash;
    } known[] = {
        {0, UINT64_C(0x2D06800538D394C2)},  {1, UINT64_C(0xC44BDFF4074EECDB)},
        {6, UINT64_C(0x27B56A84CD2D7325)},  {12, UINT64_C(0xA713DAF0DFBB77E7)},
        {24, UINT64_C(0xA3FE70BF9D3510EB)}, {48, UINT64_C(0x397DA259ECBA1F11)},
        {80, UINT64_C(0xBCDEFBBB2C47C90A)}, {195, UINT64_C(0xCD94217EE362EC3A)},
    };
    unsigned char bytes[256];
    fill_sanity_buffer(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        ck_assert_msg(nd__hash64(bytes, known[i].size, 0) == known[i].hash,
                      "size %zu: %016llx", known[i].size,
                      (unsigned long long)nd__hash64(bytes, known[i].size, 0));
    }
    ck_assert_uint_eq(nd__hash64(NULL, 0, 0), known[0].hash);
}
END_TEST

START_TEST(test_hash__known_128_bit_value) {
    char hex[ND_DIGEST_HEX_SIZE];
    nd__hash128_hex(hex, nd__hash128("", 0, 0));
    ck_assert_str_eq(hex, "99aa06d3014798d86001c324468d497f");
}
END_TEST

START_TEST(test_hash__seed_and_every_byte_count) {
    unsigned char bytes[600];
    fill_sanity_buffer(bytes, sizeof bytes);
    for (size_t size = 1; size < sizeof bytes; size += 7) {
        uint64_t hash = nd__hash64(bytes, size, 0);
        nd__hash128_value wide = nd__hash128(bytes, size, 0);
        ck_assert_uint_ne(nd__hash64(bytes, size, 1), hash);
        ck_assert_uint_ne(nd__hash128(bytes, size, 1).low, wide.low);
        for (size_t i = 0; i < size; i += 5) {
            bytes[i] ^= 1;
            ck_assert_uint_ne(nd__hash64(bytes, size, 0), hash);
            ck_assert_uint_ne(nd__hash128(bytes, size, 0).high, wide.high);
            bytes[i] ^= 1;
        }
    }
}
END_TEST

START_TEST(test_hash__stream_equals_one_call) {
    unsigned char bytes[3000];
    fill_sanity_buffer(bytes, sizeof bytes);
    for (size_t step = 1; step < sizeof bytes; step = step * 3 + 1) {
        nd__hash_stream *stream = nd__hash_stream_create();
        ck_assert_ptr_nonnull(stream);
        for (size_t at = 0; at < sizeof bytes; at += step) {
            nd__hash128_value so_far = nd__hash_stream_value(stream);
            nd__hash128_value expected = nd__hash128(bytes, at, 0);
            ck_assert(so_far.low == expected.low && so_far.high == expected.high);
            size_t size = sizeof bytes - at < step ? sizeof bytes - at : step;
            nd__hash_stream_add(stream, bytes + at, size);
            nd__hash_stream_add(stream, NULL, 0);
        }
        nd__hash128_value all = nd__hash_stream_value(stream);
        nd__hash128_value expected = nd__hash128(bytes, sizeof bytes, 0);
        ck_assert(all.low == expected.low && all.high == expected.high);
        nd__hash_stream_destroy(stream);
    }
    nd__hash_stream_destroy(NULL);
}
END_TEST

START_TEST(test_hash__mix_is_splitmix) {
    /* The first output of splitmix64 with state 0 is the mix of its increment. */
    ck_assert_uint_eq(nd__mix64(UINT64_C(0x9E3779B97F4A7C15)),
                      UINT64_C(0xE220A8397B1DCDAF));
    ck_assert_uint_eq(nd__mix64(0), 0);
    ck_assert_uint_eq(nd__rotate_left(UINT64_C(0x8000000000000001), 1), 3);
    ck_assert_uint_eq(nd__rotate_left(5, 0), 5);
    ck_assert_uint_eq(nd__rotate_left(5, 64), 5);
}
END_TEST

START_TEST(test_hash__hex_there_and_back) {
    nd__hash128_value value = {UINT64_C(0x0123456789abcdef),
                               UINT64_C(0xfedcba9876543210)};
    char hex[ND_DIGEST_HEX_SIZE];
    nd__hash128_hex(hex, value);
    ck_assert_str_eq(hex, "fedcba98765432100123456789abcdef");
    nd__hash128_value back = {0, 0};
    ck_assert(nd__hash128_from_hex(&back, hex, 32));
    ck_assert(back.low == value.low && back.high == value.high);
}
END_TEST

START_TEST(test_hash__hex_that_is_none) {
    char hex[] = "fedcba98765432100123456789abcdef0";
    nd__hash128_value value = {1, 2};
    ck_assert(!nd__hash128_from_hex(&value, hex, 31));
    ck_assert(!nd__hash128_from_hex(&value, hex, 33));
    ck_assert(!nd__hash128_from_hex(&value, hex, 0));
    for (size_t i = 0; i < 32; i++) {
        char keep = hex[i];
        static const char wrong[] = {'g', 'A', ' ', '/', ':', '`', '\0', '\xff'};
        for (size_t k = 0; k < sizeof wrong; k++) {
            hex[i] = wrong[k];
            ck_assert(!nd__hash128_from_hex(&value, hex, 32));
        }
        hex[i] = keep;
    }
    ck_assert(value.low == 1 && value.high == 2);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("hash");
    TCase *tests = tcase_create("hash");
    tcase_add_test(tests, test_hash__known_64_bit_values);
    tcase_add_test(tests, test_hash__known_128_bit_value);
    tcase_add_test(tests, test_hash__seed_and_every_byte_count);
    tcase_add_test(tests, test_hash__stream_equals_one_call);
    tcase_add_test(tests, test_hash__mix_is_splitmix);
    tcase_add_test(tests, test_hash__hex_there_and_back);
    tcase_add_test(tests, test_hash__hex_that_is_none);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
