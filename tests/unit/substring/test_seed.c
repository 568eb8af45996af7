#include "substring/seed.h"

#include <string.h>

#include "random.h"
#include "suite.h"

#define COUNT 40000

static uint8_t store[2 * ND__SEQUENCE_PAD + COUNT * 8];

/* Bytes or token hashes; with long periodic stretches. */
static nd__sequence make_sequence(unsigned unit, uint64_t seed, const uint64_t *end) {
    uint8_t *data = store + ND__SEQUENCE_PAD;
    for (uint64_t i = 0; i < COUNT; i++) {
        uint64_t element = nd_random(&seed) % 5;
        if (i % 10000 > 4000 && i % 10000 < 7000) {
            element = i % 7;
        }
        element *= unit == 8 ? UINT64_C(0x9E3779B97F4A7C15) : 1;
        memcpy(data + i * unit, &element, unit);
    }
    return (nd__sequence){data, COUNT, unit, end, 1, NULL};
}

static void collect(nd__seed_vector *seeds, nd__periodic_vector *periodic,
                    const nd__sequence *sequence, size_t length, nd__variant variant,
                    unsigned least, unsigned bound) {
    nd__seed_collector *collector;
    ck_assert_int_eq(nd__seed_collector_create(&collector, sequence,
                                               nd__seed_shape_of(length, sequence->unit),
                                               variant, NULL),
                     ND_OK);
    ck_assert_int_eq(nd__seed_collect(seeds, periodic, collector, 0, COUNT, 0,
                                      COUNT - length + 1, least, bound, NULL),
                     ND_OK);
    nd__seed_collector_destroy(collector);
}

START_TEST(test_seed__variants_are_equal) {
    const uint64_t end = COUNT;
    static const size_t lengths[] = {1, 2, 17, 25, 50, 100, 200, 1000, 5000};
    for (size_t i = 0; i < 18; i++) {
        nd__sequence sequence = make_sequence(i % 2 == 0 ? 1 : 8, i, &end);
        nd__seed_vector want = {0};
        nd__periodic_vector want_periodic = {0};
        collect(&want, &want_periodic, &sequence, lengths[i / 2], ND__VARIANT_PORTABLE, 0,
                256);
        for (int v = ND__VARIANT_PORTABLE + 1; v <= (int)nd__variant_best(); v++) {
            nd__seed_vector got = {0};
            nd__periodic_vector got_periodic = {0};
            collect(&got, &got_periodic, &sequence, lengths[i / 2], (nd__variant)v, 0,
                    256);
            ck_assert_uint_eq(got.count, want.count);
            ck_assert_mem_eq(got.items, want.items, want.count * sizeof *want.items);
            ck_assert_uint_eq(got_periodic.count, want_periodic.count);
            nd__vector_clear(&got);
            nd__vector_clear(&got_periodic);
        }
        nd__vector_clear(&want);
        nd__vector_clear(&want_periodic);
    }
}
END_TEST

/* Each window is in one seed, which lies in it, or in a periodic stretch. */
START_TEST(test_seed__every_window_is_there_once) {
    const uint64_t end = COUNT;
    static uint8_t seen[COUNT];
    for (size_t length = 3; length < 700; length = length * 3 + 1) {
        nd__sequence sequence = make_sequence(1, length, &end);
        nd__seed_vector seeds = {0};
        nd__periodic_vector periodic = {0};
        memset(seen, 0, sizeof seen);
        collect(&seeds, &periodic, &sequence, length, nd__variant_best(), 0, 100);
        collect(&seeds, NULL, &sequence, length, nd__variant_best(), 100, 256);
        for (size_t i = 0; i < seeds.count; i++) {
            nd__seed seed = nd__seed_unpack(seeds.items[i].value);
            nd__seed_shape shape = nd__seed_shape_of(length, 1);
            ck_assert_uint_lt(seed.before, shape.choices);
            ck_assert_uint_le(seed.behind, seed.before);
            ck_assert(seed.at_border == (seed.position == seed.before));
            for (uint32_t d = seed.behind; d <= seed.before; d++) {
                ck_assert_uint_eq(seen[seed.position - d]++, 0);
            }
        }
        for (size_t i = 0; i < periodic.count; i++) {
            const nd__periodic_windows *p = &periodic.items[i];
            for (uint64_t w = p->first; w <= p->last; w++) {
                ck_assert_uint_eq(seen[w]++, 0);
                ck_assert_mem_eq(sequence.data + w, sequence.data + w - p->period,
                                 length);
            }
        }
        for (size_t w = 0; w + length <= COUNT; w++) {
            ck_assert_uint_eq(seen[w], 1);
        }
        nd__vector_clear(&seeds);
        nd__vector_clear(&periodic);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("seed");
    TCase *tests = tcase_create("seed");
    tcase_add_test(tests, test_seed__variants_are_equal);
    tcase_add_test(tests, test_seed__every_window_is_there_once);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
