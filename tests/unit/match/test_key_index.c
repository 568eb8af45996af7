#include "match/key_index.h"

#include "random.h"
#include "suite.h"

START_TEST(test_key_index__empty) {
    nd__key_index index = {0};
    size_t begin, end;
    ck_assert_int_eq(nd__key_index_finish(&index, NULL), ND_OK);
    nd__key_index_find(&begin, &end, &index, 7);
    ck_assert_uint_eq(begin, end);
    nd__key_index_clear(&index);
}
END_TEST

/* Few keys with many entries, many keys with few, and keys that are not there. */
START_TEST(test_key_index__as_a_search_of_all) {
    uint64_t state = (uint64_t)_i + 1;
    const size_t count = 3000;
    const uint64_t keys = _i == 0 ? 1 : _i == 1 ? 30 : 5000;
    nd__key_index index = {0};
    uint64_t *added = nd__allocate(count, sizeof *added);
    for (size_t i = 0; i < count; i++) {
        added[i] = nd_random(&state) % keys << 40;
        ck_assert_int_eq(nd__key_index_add(&index, added[i], i, NULL), ND_OK);
    }
    ck_assert_int_eq(nd__key_index_finish(&index, NULL), ND_OK);
    for (uint64_t key = 0; key < keys + 5; key++) {
        size_t begin, end, at;
        nd__key_index_find(&begin, &end, &index, key << 40);
        at = begin;
        for (size_t i = 0; i < count; i++) {
            if (added[i] == key << 40) {
                ck_assert_uint_lt(at, end);
                ck_assert_uint_eq(index.entries.items[at].key, added[i]);
                ck_assert_uint_eq(index.entries.items[at++].value, i);
            }
        }
        ck_assert_uint_eq(at, end);
    }
    free(added);
    nd__key_index_clear(&index);
}
END_TEST

START_TEST(test_key_index__filter_says_no_nearly_always) {
    uint64_t state = 9;
    nd__key_filter filter;
    size_t wrong = 0;
    ck_assert_int_eq(nd__key_filter_create(&filter, 1000, NULL), ND_OK);
    for (size_t i = 0; i < 1000; i++) {
        uint64_t key = nd_random(&state);
        nd__key_filter_add(&filter, key);
        ck_assert(nd__key_filter_may_have(&filter, key));
    }
    for (size_t i = 0; i < 1000; i++) {
        wrong += nd__key_filter_may_have(&filter, nd_random(&state));
    }
    ck_assert_uint_lt(wrong, 150);
    nd__key_filter_clear(&filter);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("key_index");
    TCase *all = tcase_create("all");
    tcase_add_test(all, test_key_index__empty);
    tcase_add_loop_test(all, test_key_index__as_a_search_of_all, 0, 3);
    tcase_add_test(all, test_key_index__filter_says_no_nearly_always);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
