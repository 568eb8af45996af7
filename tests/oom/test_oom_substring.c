/* Repeated windows and maximal repeats without memory. */
#include <string.h>

#include "oom/oom.h"
#include "substring/suffix_method.h"
#include "suite.h"

#define COUNT 120

typedef struct input {
    uint8_t data[COUNT * 8 + 2 * ND__SEQUENCE_PAD];
    uint64_t ends[3];
    nd__sequence sequence;
} input;

static void fill(input *in, unsigned unit) {
    memset(in, 0, sizeof *in);
    for (size_t i = 0; i < COUNT; i++) {
        in->data[ND__SEQUENCE_PAD + i * unit] = (uint8_t)(i % 17 + i / 50);
    }
    in->ends[0] = 30;
    in->ends[1] = 70;
    in->ends[2] = COUNT;
    in->sequence =
        (nd__sequence){in->data + ND__SEQUENCE_PAD, COUNT, unit, in->ends, 3, NULL};
}

static nd_status find_windows(void *payload, nd_error *err) {
    nd__window_options options = {.length = 5, .branching = true};
    nd__repeated_windows windows;
    nd_status status = nd__repeated_windows_by_suffixes(&windows, payload, &options, err);
    free(windows.repeated); /* after a failure too: then it is empty */
    free(windows.later);
    free(windows.branching);
    return status;
}

static nd_status find_repeats(void *payload, nd_error *err) {
    nd__maximal_options options = {.length = 5, .max_places = 2};
    nd__maximal_repeats repeats;
    nd_status status = nd__maximal_repeats_by_suffixes(&repeats, payload, &options, err);
    nd__vector_clear(&repeats.items);
    nd__vector_clear(&repeats.places);
    return status;
}

START_TEST(test_oom__suffix_windows) {
    input in;
    fill(&in, _i == 0 ? 1 : 8);
    ck_assert_uint_ge(nd_oom_exhaust(find_windows, &in.sequence), 7);
}
END_TEST

START_TEST(test_oom__suffix_repeats) {
    input in;
    fill(&in, _i == 0 ? 1 : 8);
    ck_assert_uint_ge(nd_oom_exhaust(find_repeats, &in.sequence), 10);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_substring");
    TCase *tests = tcase_create("oom_substring");
    tcase_add_loop_test(tests, test_oom__suffix_windows, 0, 2);
    tcase_add_loop_test(tests, test_oom__suffix_repeats, 0, 2);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
