/* Pages under one footer: buckets too large for a table; these and other corpora in
 * memory and in temporary files, against the suffix array. */
#include "base/memory.h"
#include "substring/maximal_repeats.h"
#include "substring/suffix_method.h"
#include "substring_corpora.h"
#include "suite.h"

#ifdef ND_SANITIZED
#define SEEDS 8
#else
#define SEEDS 30
#endif

/* Pages begin and end with a few letters that now and then are those of another one. */
static void make_pages(corpus *c, uint64_t seed, size_t pages, unsigned unit) {
    uint64_t state = seed, footer = seed + 1000;
    size_t size = 20 + (size_t)draw(&state, 80), letters = 2 + (size_t)draw(&state, 3);
    *c = (corpus){0};
    for (size_t page = 0; page < pages; page++) {
        for (size_t i = (size_t)draw(&state, 30); i > 0; i--) {
            add_byte(c, 'a' + draw(&state, letters));
        }
        uint64_t same = footer;
        for (size_t i = 0; i < size; i++) {
            add_byte(c, 'a' + draw(&same, 20));
        }
        for (size_t i = (size_t)draw(&state, seed % 3 == 0 ? 1 : 30); i > 0; i--) {
            add_byte(c, 'a' + draw(&state, letters));
        }
        if (draw(&state, 10) > 0) {
            end_document(c);
        }
    }
    end_document(c);
    seal(c, unit, false);
}

static void *spilled(nd__spill *spill, const void *bytes, size_t size) {
    nd__spill_array *array;
    void *memory;
    ck_assert_int_eq(nd__spill_array_open(&array, spill, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_append(array, bytes, size, NULL), ND_OK);
    ck_assert_int_eq(nd__spill_map(&memory, array, NULL), ND_OK);
    return memory;
}

static void check_same(const nd__maximal_repeats *got, const nd__maximal_repeats *want) {
    ck_assert_uint_eq(got->items.count, want->items.count);
    ck_assert_uint_eq(got->places.count, want->places.count);
    for (size_t i = 0; i < want->items.count; i++) {
        const nd__maximal_repeat *a = &got->items.items[i], *b = &want->items.items[i];
        ck_assert_uint_eq(a->length, b->length);
        ck_assert_uint_eq(a->places, b->places);
        ck_assert_uint_eq(a->kept_places, b->kept_places);
        ck_assert_int_eq(a->chain != 0, b->chain != 0);
        ck_assert_mem_eq(got->places.items + a->first_place,
                         want->places.items + b->first_place,
                         b->kept_places * sizeof *want->places.items);
    }
}

static void check(const nd__sequence *sequence, size_t length, size_t memory,
                  const nd__repeated_windows *want, const nd__maximal_repeats *repeats) {
    nd__window_options options = {
        .length = length, .memory = memory, .branching = want->branching != NULL};
    nd__repeated_windows got;
    ck_assert_int_eq(nd__repeated_windows_find(&got, sequence, &options, NULL), ND_OK);
    size_t size = want->words * sizeof *want->repeated;
    ck_assert_mem_eq(got.repeated, want->repeated, size);
    ck_assert_mem_eq(got.later, want->later, size);
    if (want->branching != NULL) {
        nd__maximal_options maximal = {
            .length = length, .max_places = 50, .memory = memory};
        nd__maximal_repeats found;
        ck_assert_mem_eq(got.branching, want->branching, size);
        ck_assert_int_eq(nd__maximal_repeats_find(&found, sequence, &got, &maximal, NULL),
                         ND_OK);
        check_same(&found, repeats);
        nd__maximal_repeats_clear(&found);
    }
    nd__repeated_windows_clear(&got);
}

START_TEST(test_footers__as_by_suffixes) {
    unsigned unit = _i % 2 == 0 ? 1 : 8;
    corpus c;
    if (_i % 3 == 2) {
        corpus_make(&c, (unsigned)_i % KINDS, (uint64_t)_i, 5000, unit, false);
    } else {
        make_pages(&c, (uint64_t)_i, 100 + 5 * (size_t)_i, unit);
    }
    size_t length = 10 + (size_t)_i * 7 % 60;
    nd__window_options options = {.length = length, .branching = _i % 4 < 3};
    nd__maximal_options maximal = {.length = length, .max_places = 50};
    nd__repeated_windows windows;
    nd__maximal_repeats repeats;
    ck_assert_int_eq(
        nd__repeated_windows_by_suffixes(&windows, &c.sequence, &options, NULL), ND_OK);
    ck_assert_int_eq(
        nd__maximal_repeats_by_suffixes(&repeats, &c.sequence, &maximal, NULL), ND_OK);
    check(&c.sequence, length, 0, &windows, &repeats);
    check(&c.sequence, length, 1, &windows, &repeats);
    nd__spill *spill;
    /* Seldom so little that every look unmaps all, which takes long. */
    size_t budget = _i % 6 == 0 ? 1 : (size_t)1 << 26;
    ck_assert_int_eq(nd__spill_create(&spill, NULL, budget, NULL), ND_OK);
    nd__sequence filed = c.sequence;
    const uint8_t *memory = spilled(spill, c.sequence.data - ND__SEQUENCE_PAD,
                                    filed.count * unit + 2 * ND__SEQUENCE_PAD);
    filed.data = memory + ND__SEQUENCE_PAD;
    filed.spill = spill;
    check(&filed, length, 1, &windows, &repeats);
    check(&filed, length, 0, &windows, &repeats);
    nd__spill_destroy(spill);
    nd__repeated_windows_clear(&windows);
    nd__maximal_repeats_clear(&repeats);
    corpus_clear(&c);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("footers");
    TCase *tests = tcase_create("footers");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_footers__as_by_suffixes, 0, SEEDS);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
