/* Overlaps against their definition, by comparing every place with every place. */
#include <string.h>

#include "base/hash.h"
#include "match/spans.h"
#include "suite.h"

#define LONGEST 260
#define MEMBERS 6

typedef struct sample {
    uint64_t kept[LONGEST];
    size_t kept_count;
    uint64_t members[MEMBERS][LONGEST];
    nd__token_text texts[MEMBERS];
    size_t member_count;
} sample;

static uint64_t draw(uint64_t *state, uint64_t below) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    return nd__mix64(*state) % below;
}

static size_t match_at(nd__token_text kept, nd__token_text member, size_t k, size_t m) {
    size_t length = 0;
    while (k + length < kept.count && m + length < member.count &&
           kept.hash[k + length] == member.hash[m + length]) {
        length++;
    }
    return length;
}

/* The definition: a run of the member that stands in kept, while neither neighbour on the
 * left nor on the right makes it a longer one that stands in kept. */
static void naive_overlaps(nd__overlaps *out, nd__token_text kept, nd__token_text member,
                           size_t minimum) {
    size_t start = out->count;
    for (size_t m = 0, end_before = 0; m < member.count; m++) {
        size_t best = 0, place = 0;
        for (size_t k = 0; k < kept.count; k++) {
            size_t length = match_at(kept, member, k, m);
            if (length > best) {
                best = length;
                place = k;
            }
        }
        bool nested = m + best <= end_before;
        end_before = m + best;
        if (nested || best < minimum || best == 0) {
            continue;
        }
        if (out->count > start) {
            nd__overlap last = out->items[out->count - 1];
            size_t diagonal = last.kept_begin + (m - last.member_begin);
            if (diagonal < kept.count && match_at(kept, member, diagonal, m) >= best) {
                place = diagonal;
            }
        }
        ck_assert_int_eq(nd__vector_extend(out, 1, NULL), ND_OK);
        out->items[out->count++] =
            (nd__overlap){(uint32_t)place, (uint32_t)m, (uint32_t)best};
    }
}

static void check_with(const sample *s, size_t minimum, nd__overlaps_limits limits,
                       const nd__overlaps *want, const size_t *want_ends) {
    nd__overlaps found = {0};
    size_t ends[MEMBERS];
    nd__token_text kept = {s->kept, s->kept_count};
    ck_assert_int_eq(nd__overlaps_find_limited(&found, ends, kept, s->texts,
                                               s->member_count, minimum, &limits, NULL),
                     ND_OK);
    ck_assert_uint_eq(found.count, want->count);
    for (size_t m = 0; m < s->member_count; m++) {
        ck_assert_uint_eq(ends[m], want_ends[m]);
    }
    for (size_t i = 0; i < found.count; i++) {
        ck_assert_uint_eq(found.items[i].member_begin, want->items[i].member_begin);
        ck_assert_uint_eq(found.items[i].length, want->items[i].length);
        ck_assert_uint_eq(found.items[i].kept_begin, want->items[i].kept_begin);
    }
    nd__vector_clear(&found);
}

static void check_sample(const sample *s, size_t minimum) {
    nd__overlaps want = {0};
    size_t ends[MEMBERS];
    nd__token_text kept = {s->kept, s->kept_count};
    for (size_t m = 0; m < s->member_count; m++) {
        naive_overlaps(&want, kept, s->texts[m], minimum);
        ends[m] = want.count;
    }
    check_with(s, minimum, (nd__overlaps_limits){1 << 20, INT32_MAX, false}, &want, ends);
    check_with(s, minimum, (nd__overlaps_limits){1, INT32_MAX, false}, &want, ends);
    check_with(s, minimum, (nd__overlaps_limits){1 << 20, INT32_MAX, true}, &want, ends);
    check_with(s, minimum, (nd__overlaps_limits){1, INT32_MAX, true}, &want, ends);
    check_with(s, minimum, (nd__overlaps_limits){LONGEST, INT32_MAX, true}, &want, ends);
    check_with(s, minimum, (nd__overlaps_limits){1 << 20, 0, true}, &want, ends);
    nd__vector_clear(&want);
}

static void fill_random(uint64_t *text, size_t count, uint64_t letters, uint64_t *state) {
    for (size_t i = 0; i < count; i++) {
        text[i] = draw(state, letters);
    }
}

START_TEST(test_overlaps__random) {
    uint64_t state = (uint64_t)_i;
    const uint64_t letters[] = {1, 2, 3, 5, 300};
    for (size_t round = 0; round < 60; round++) {
        sample s;
        uint64_t alphabet = letters[round % 5];
        s.kept_count = (size_t)draw(&state, round % 7 == 0 ? 3 : 120);
        fill_random(s.kept, s.kept_count, alphabet, &state);
        s.member_count = 1 + (size_t)draw(&state, MEMBERS);
        for (size_t m = 0; m < s.member_count; m++) {
            s.texts[m] = (nd__token_text){s.members[m], (size_t)draw(&state, 120)};
            /* one letter more than kept has */
            fill_random(s.members[m], s.texts[m].count, alphabet + 1, &state);
        }
        check_sample(&s, (size_t)draw(&state, 6));
    }
}
END_TEST

START_TEST(test_overlaps__periodic) {
    uint64_t state = 77 + (uint64_t)_i;
    for (size_t period = 1; period < 6; period++) {
        sample s;
        s.kept_count = 20 + (size_t)draw(&state, 100);
        for (size_t i = 0; i < s.kept_count; i++) {
            s.kept[i] = i % period;
        }
        s.member_count = MEMBERS;
        for (size_t m = 0; m < MEMBERS; m++) {
            s.texts[m] = (nd__token_text){s.members[m], 10 + (size_t)draw(&state, 240)};
            for (size_t i = 0; i < s.texts[m].count; i++) {
                bool broken = m > 2 && draw(&state, 30) == 0;
                s.members[m][i] = broken ? 99 : (i + m) % period;
            }
        }
        check_sample(&s, 1 + (size_t)draw(&state, 12));
    }
}
END_TEST

static void fill_fibonacci(uint64_t *text, size_t count) {
    text[0] = 0;
    text[1] = 1;
    for (size_t before = 1, size = 2; size < count;) {
        size_t copied = before < count - size ? before : count - size;
        memcpy(text + size, text, copied * sizeof *text);
        before = size;
        size += copied;
    }
}

START_TEST(test_overlaps__fibonacci) {
    uint64_t state = 5 + (uint64_t)_i;
    uint64_t word[LONGEST];
    fill_fibonacci(word, LONGEST);
    sample s;
    s.kept_count = LONGEST / 2;
    memcpy(s.kept, word, sizeof s.kept);
    s.member_count = MEMBERS;
    for (size_t m = 0; m < MEMBERS; m++) {
        size_t from = (size_t)draw(&state, LONGEST);
        s.texts[m] = (nd__token_text){s.members[m], LONGEST - from};
        memcpy(s.members[m], word + from, (LONGEST - from) * sizeof *word);
        if (m % 2 == 1) {
            s.members[m][draw(&state, LONGEST - from)] ^= 1;
        }
    }
    check_sample(&s, 1 + (size_t)draw(&state, 15));
}
END_TEST

/* Members made from kept by taking runs, changing, adding and leaving out tokens: what an
 * edited article looks like. Few tokens are frequent, many rare. */
START_TEST(test_overlaps__edited) {
    uint64_t state = 1234 + (uint64_t)_i;
    for (size_t round = 0; round < 20; round++) {
        sample s;
        s.kept_count = 100 + (size_t)draw(&state, LONGEST - 100);
        for (size_t i = 0; i < s.kept_count; i++) {
            s.kept[i] = draw(&state, 1 + draw(&state, 1 + draw(&state, 600)));
        }
        s.member_count = MEMBERS;
        for (size_t m = 0; m < MEMBERS; m++) {
            size_t count = 0, from = 0;
            while (count < LONGEST && from < s.kept_count) {
                uint64_t edit = draw(&state, 24);
                if (edit == 0) {
                    s.members[m][count++] = draw(&state, 700);
                } else if (edit == 1) {
                    from++;
                } else if (edit == 2) {
                    s.members[m][count++] = draw(&state, 700);
                    from++;
                } else if (edit == 3 && draw(&state, 4) == 0) {
                    from = (size_t)draw(&state, s.kept_count);
                } else {
                    s.members[m][count++] = s.kept[from++];
                }
            }
            s.texts[m] = (nd__token_text){s.members[m], count};
        }
        check_sample(&s, (_i % 2 == 0 ? 1 : 28) + (size_t)draw(&state, 8));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("overlaps");
    TCase *tests = tcase_create("overlaps");
    tcase_add_loop_test(tests, test_overlaps__random, 0, 8);
    tcase_add_loop_test(tests, test_overlaps__periodic, 0, 8);
    tcase_add_loop_test(tests, test_overlaps__fibonacci, 0, 8);
    tcase_add_loop_test(tests, test_overlaps__edited, 0, 8);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
