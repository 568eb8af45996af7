#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "suite.h"

#define MOST 5000

/* Around the border to the insertion sort, and beyond. */
static const size_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 100, 1000, MOST};

static int compare(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Key i of a kind of input: random, few values, one bit of one digit, sorted, reversed,
 * equal, and what fills parts unevenly. */
static uint64_t key_of(unsigned kind, size_t i) {
    uint64_t random = nd__mix64(i * 8 + kind + 1);
    switch (kind) {
        case 0:
            return random;
        case 1:
            return random % 7;
        case 2:
            return (random & 1) << 63;
        case 3:
            return (random & 0x7FF) << 33;
        case 4:
            return i;
        case 5:
            return UINT64_MAX - i;
        case 6:
            return random & UINT64_C(0xFFF0000000000FFF);
        case 7: /* each bit halves what is left */
            return random & (nd__mix64(random) >> (i % 64));
        case 8: /* runs that only the last bits tell apart, and one far away */
            return i == 17 ? UINT64_MAX : (random % 3) << 40 | i % 5;
        default:
            return UINT64_MAX;
    }
}

#define KINDS 10

START_TEST(test_radix_sort__keys_as_qsort) {
    static uint64_t keys[MOST], scratch[MOST], expected[MOST];
    for (unsigned kind = 0; kind < KINDS; kind++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            size_t count = sizes[s];
            for (size_t i = 0; i < count; i++) {
                keys[i] = expected[i] = key_of(kind, i);
            }
            qsort(expected, count, sizeof *expected, compare);
            nd__sort_u64(keys, scratch, count);
            for (size_t i = 0; i < count; i++) {
                ck_assert_uint_eq(keys[i], expected[i]);
            }
        }
    }
}
END_TEST

START_TEST(test_radix_sort__keyed_is_stable) {
    static nd__keyed items[MOST], scratch[MOST];
    static uint64_t expected[MOST];
    for (unsigned kind = 0; kind < KINDS; kind++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            size_t count = sizes[s];
            for (size_t i = 0; i < count; i++) {
                items[i] = (nd__keyed){key_of(kind, i), i};
                expected[i] = items[i].key;
            }
            qsort(expected, count, sizeof *expected, compare);
            nd__sort_keyed(items, scratch, count);
            for (size_t i = 0; i < count; i++) {
                ck_assert_uint_eq(items[i].key, expected[i]);
                ck_assert_uint_eq(items[i].key, key_of(kind, (size_t)items[i].value));
                if (i > 0 && items[i].key == items[i - 1].key) {
                    ck_assert_uint_gt(items[i].value, items[i - 1].value);
                }
            }
        }
    }
}
END_TEST

/* More than are split into many parts at once. */
START_TEST(test_radix_sort__many) {
    const size_t count = 700000;
    nd__keyed *items = malloc(2 * count * sizeof *items);
    uint64_t *keys = malloc(2 * count * sizeof *keys);
    ck_assert(items != NULL && keys != NULL);
    for (unsigned kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < count; i++) {
            items[i] = (nd__keyed){key_of(kind, i), i};
            keys[i] = items[i].key;
        }
        nd__sort_u64(keys, keys + count, count);
        nd__sort_keyed(items, items + count, count);
        for (size_t i = 0; i < count; i++) {
            const nd__keyed *item = &items[i];
            if (item->key != keys[i] || item->key != key_of(kind, (size_t)item->value) ||
                (i > 0 &&
                 (item[-1].key > item->key ||
                  (item[-1].key == item->key && item[-1].value >= item->value)))) {
                ck_abort_msg("kind %u, place %zu", kind, i);
            }
        }
    }
    free(items);
    free(keys);
}
END_TEST

START_TEST(test_radix_sort__unique) {
    uint64_t keys[] = {0, 0, 1, 2, 2, 2, UINT64_MAX, UINT64_MAX};
    ck_assert_uint_eq(nd__unique_u64(keys, 0), 0);
    ck_assert_uint_eq(nd__unique_u64(keys, 1), 1);
    ck_assert_uint_eq(nd__unique_u64(keys, 8), 4);
    const uint64_t expected[] = {0, 1, 2, UINT64_MAX};
    ck_assert_mem_eq(keys, expected, sizeof expected);
    ck_assert_uint_eq(nd__unique_u64(keys, 4), 4);
}
END_TEST

START_TEST(test_radix_sort__nothing_may_be_null) {
    nd__sort_u64(NULL, NULL, 0);
    nd__sort_keyed(NULL, NULL, 0);
    ck_assert_uint_eq(nd__unique_u64(NULL, 0), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("radix_sort");
    TCase *tests = tcase_create("radix_sort");
    tcase_add_test(tests, test_radix_sort__keys_as_qsort);
    tcase_add_test(tests, test_radix_sort__keyed_is_stable);
    tcase_add_test(tests, test_radix_sort__many);
    tcase_add_test(tests, test_radix_sort__unique);
    tcase_add_test(tests, test_radix_sort__nothing_may_be_null);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
