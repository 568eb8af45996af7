#include "substring/suffix_method.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

#define LONGEST 200
#define MOST_DOCUMENTS 20

typedef struct text {
    uint8_t padded[LONGEST + 2 * ND__SEQUENCE_PAD];
    uint64_t ends[MOST_DOCUMENTS];
    nd__sequence sequence;
} text;

/* Documents stand between bars. */
static const nd__sequence *sequence_of(text *t, const char *documents) {
    uint8_t *data = t->padded + ND__SEQUENCE_PAD;
    memset(t, 0, sizeof *t);
    t->sequence = (nd__sequence){.data = data, .unit = 1, .ends = t->ends};
    for (const char *at = documents;; at++) {
        if (*at == '|' || *at == 0) {
            t->ends[t->sequence.documents++] = t->sequence.count;
            if (*at == 0) {
                return &t->sequence;
            }
        } else {
            data[t->sequence.count++] = (uint8_t)*at;
        }
    }
}

/* One letter a place: . not repeated, r repeated, l later too; capitals branch. */
static void check_windows(const char *documents, size_t length, const char *expected) {
    text t;
    const nd__sequence *sequence = sequence_of(&t, documents);
    nd__window_options options = {.length = length, .branching = true};
    nd__repeated_windows windows;
    ck_assert_int_eq(nd__repeated_windows_by_suffixes(&windows, sequence, &options, NULL),
                     ND_OK);
    char got[LONGEST + 1] = {0};
    for (size_t i = 0; i < sequence->count; i++) {
        bool branching = nd__window_in(windows.branching, i);
        got[i] = nd__window_in(windows.later, i)      ? (branching ? 'L' : 'l')
                 : nd__window_in(windows.repeated, i) ? (branching ? 'R' : 'r')
                                                      : '.';
    }
    ck_assert_str_eq(got, expected);
    nd__repeated_windows_clear(&windows);
}

START_TEST(test_suffix_method__windows) {
    check_windows("xabcy|zabcw", 3, ".R....L...");
    check_windows("xabcdy|xabcdz", 3, "Rrr...Lll...");
    check_windows("aaaa", 1, "RLLL");
    check_windows("aaaa", 3, "RL..");
    check_windows("aaaa", 4, "....");
    check_windows("", 1, "");
    check_windows("||", 1, "");
    check_windows("|ab||ab|", 2, "R.L.");
}
END_TEST

START_TEST(test_suffix_method__windows_end_with_documents) {
    check_windows("ab|cd|abcd", 4, "........");
    check_windows("ab|cd|abcd", 2, "R.R.L.L.");
    check_windows("ab|c|abc|c", 3, ".......");
}
END_TEST

/* Each repeat as "length:place,place;", chains with a + in front. */
static void check_repeats(const char *documents, size_t length, size_t max_places,
                          const char *expected) {
    text t;
    const nd__sequence *sequence = sequence_of(&t, documents);
    nd__maximal_options options = {.length = length, .max_places = max_places};
    nd__maximal_repeats found;
    ck_assert_int_eq(nd__maximal_repeats_by_suffixes(&found, sequence, &options, NULL),
                     ND_OK);
    char got[1000] = {0};
    size_t size = 0;
    for (size_t i = 0; i < found.items.count; i++) {
        nd__maximal_repeat it = found.items.items[i];
        size += (size_t)snprintf(
            got + size, sizeof got - size, "%s%llux%llu:", it.chain != 0 ? "+" : "",
            (unsigned long long)it.length, (unsigned long long)it.places);
        for (size_t k = 0; k < it.kept_places; k++) {
            size += (size_t)snprintf(
                got + size, sizeof got - size, "%llu%s",
                (unsigned long long)found.places.items[it.first_place + k],
                k + 1 < it.kept_places ? "," : ";");
        }
    }
    ck_assert_str_eq(got, expected);
    nd__maximal_repeats_clear(&found);
}

START_TEST(test_suffix_method__repeats) {
    check_repeats("xabcy|zabcw", 3, 9, "3x2:1,6;");
    check_repeats("xabcy|xabcw", 3, 9, "4x2:0,5;");
    check_repeats("abcd|abcd|abcd|abcd", 4, 2, "4x4:0,4;");
    check_repeats("abcd|abcdx|yabcdx", 2, 9, "4x3:0,4,10;5x2:4,10;");
    check_repeats("", 1, 9, "");
    check_repeats("ab|cd|abcd", 3, 9, "");
    check_repeats("ab|cd|abcd", 2, 9, "2x2:0,4;2x2:2,6;");
}
END_TEST

START_TEST(test_suffix_method__chains) {
    check_repeats("aaaaaaaa", 4, 9, "+7x2:0,1;");
    check_repeats("xabababab|y", 4, 9, "+6x2:1,3;");
    /* Too far apart for a chain. */
    check_repeats("abcabcabc", 2, 9, "6x2:0,3;3x3:0,3,6;");
    /* Two runs: each is a chain, and their heads are places of one repeat. */
    check_repeats("xaaaaaay|zaaaaaa", 4, 9, "6x2:1,9;+5x2:1,2;+5x2:9,10;");
}
END_TEST

static nd_status refuse(uint64_t done, uint64_t total, void *payload, nd_error *err) {
    ck_assert_uint_le(done, total);
    ++*(int *)payload;
    return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "that is enough");
}

START_TEST(test_suffix_method__progress_may_end_it) {
    text t;
    int calls = 0;
    nd_error err;
    nd__window_options options = {.length = 2, .progress = refuse, .payload = &calls};
    nd__repeated_windows windows;
    ck_assert_int_eq(nd__repeated_windows_by_suffixes(&windows, sequence_of(&t, "abab"),
                                                      &options, &err),
                     ND_E_LIMIT);
    ck_assert_str_eq(err.message, "that is enough");
    ck_assert_int_eq(calls, 1);
    ck_assert_ptr_null(windows.repeated);
    ck_assert_ptr_null(windows.later);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("suffix_method");
    TCase *tests = tcase_create("suffix_method");
    tcase_add_test(tests, test_suffix_method__windows);
    tcase_add_test(tests, test_suffix_method__windows_end_with_documents);
    tcase_add_test(tests, test_suffix_method__repeats);
    tcase_add_test(tests, test_suffix_method__chains);
    tcase_add_test(tests, test_suffix_method__progress_may_end_it);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
