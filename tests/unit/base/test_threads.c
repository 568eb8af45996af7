#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/threads.h"
#include "suite.h"

static const unsigned thread_counts[] = {0, 1, 2, 8, 5000};
#define THREAD_COUNTS 5

/* Up to 200 microseconds, from the item's number. */
static void delay(uint64_t item) {
    struct timespec time = {0, (long)(nd__mix64(item + 1) % 200) * 1000};
    nanosleep(&time, NULL);
}

START_TEST(test_threads__available) {
    ck_assert_uint_ge(nd__threads_available(), 1);
}
END_TEST

/* ---- ranges ---- */

typedef struct loop {
    atomic_uint *visits;
    size_t step, count;
    unsigned threads;
    uint64_t fail_mask; /* range number n fails where bit n is set */
    bool slow;
    atomic_uint workers_busy[8];
} loop;

static nd_status visit(size_t begin, size_t end, unsigned worker, void *payload,
                       nd_error *err) {
    loop *l = payload;
    size_t step = l->step == 0 ? 1 : l->step;
    if (begin % step != 0 || begin >= end || end - begin > step || end > l->count ||
        worker >= (l->threads == 0 ? 1 : l->threads)) {
        return nd__fail(err, ND_E_INTERNAL, begin, "bad range");
    }
    if (worker < 8 && atomic_fetch_add(&l->workers_busy[worker], 1) != 0) {
        return nd__fail(err, ND_E_INTERNAL, begin, "one worker twice at once");
    }
    if (l->slow) {
        delay(begin);
    }
    for (size_t i = begin; i < end; i++) {
        atomic_fetch_add(&l->visits[i], 1);
    }
    if (worker < 8) {
        atomic_fetch_sub(&l->workers_busy[worker], 1);
    }
    size_t range = begin / step;
    if (range < 64 && (l->fail_mask >> range & 1) != 0) {
        return nd__fail(err, ND_E_FORMAT, begin, "range %zu", range);
    }
    return ND_OK;
}

START_TEST(test_threads__ranges_cover_all_once) {
    static const size_t counts[] = {0, 1, 2, 7, 64, 1000};
    static const size_t steps[] = {0, 1, 3, 64, 1000, SIZE_MAX};
    static atomic_uint visits[1000];
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            loop l = {.visits = visits, .step = steps[s], .count = counts[c]};
            l.threads = thread_counts[_i];
            for (size_t i = 0; i < 1000; i++) {
                atomic_store(&visits[i], 0);
            }
            nd_error err = {0};
            ck_assert_msg(
                nd__parallel_ranges(l.threads, l.count, l.step, visit, &l, &err) == ND_OK,
                "%s", err.message);
            for (size_t i = 0; i < 1000; i++) {
                ck_assert_uint_eq(atomic_load(&visits[i]), i < l.count ? 1 : 0);
            }
        }
    }
}
END_TEST

START_TEST(test_threads__lowest_failing_range_counts) {
    static atomic_uint visits[640];
    for (uint64_t seed = 0; seed < 30; seed++) {
        uint64_t mask =
            nd__mix64(seed + 1) & nd__mix64(seed + 100) & nd__mix64(seed + 1000);
        mask <<= seed % 20;
        if (mask == 0) {
            continue;
        }
        size_t lowest = 0;
        while ((mask >> lowest & 1) == 0) {
            lowest++;
        }
        loop l = {
            .visits = visits, .step = 10, .count = 640, .fail_mask = mask, .slow = true};
        l.threads = thread_counts[_i];
        nd_error err = {0};
        ck_assert_int_eq(nd__parallel_ranges(l.threads, l.count, l.step, visit, &l, &err),
                         ND_E_FORMAT);
        ck_assert_uint_eq(err.at, lowest * 10);
        char message[32];
        snprintf(message, sizeof message, "range %zu", lowest);
        ck_assert_str_eq(err.message, message);
        ck_assert_int_eq(nd__parallel_ranges(l.threads, l.count, l.step, visit, &l, NULL),
                         ND_E_FORMAT);
    }
}
END_TEST

/* ---- pipeline ---- */

#define NEVER UINT64_MAX
#define MAX_SLOTS 20

typedef struct line {
    uint64_t items;
    uint64_t fail_read, fail_work, fail_write; /* item numbers, or NEVER */
    bool slow;
    /* Only the stages touch these, which the pipeline keeps apart. */
    uint64_t read, written;
    uint64_t slot_item[MAX_SLOTS], slot_result[MAX_SLOTS];
    uint64_t digest;
    atomic_int readers, writers;
    atomic_uint broken;
} line;

static nd_status read_line(size_t slot, void *payload, nd_error *err) {
    line *l = payload;
    if (atomic_fetch_add(&l->readers, 1) != 0) {
        atomic_fetch_add(&l->broken, 1);
    }
    if (l->slow) {
        delay(l->read * 3);
    }
    nd_status status = ND_OK;
    if (l->read == l->fail_read) {
        status = nd__fail(err, ND_E_IO, l->read, "read");
    } else if (l->read == l->items) {
        status = ND_DONE;
    } else {
        l->slot_item[slot] = l->read++;
    }
    atomic_fetch_sub(&l->readers, 1);
    return status;
}

static nd_status work_line(size_t slot, unsigned worker, void *payload, nd_error *err) {
    line *l = payload;
    (void)worker;
    uint64_t item = l->slot_item[slot];
    if (l->slow) {
        delay(item * 3 + 1);
    }
    l->slot_result[slot] = nd__mix64(item);
    return item == l->fail_work ? nd__fail(err, ND_E_FORMAT, item, "work") : ND_OK;
}

static nd_status write_line(size_t slot, void *payload, nd_error *err) {
    line *l = payload;
    if (atomic_fetch_add(&l->writers, 1) != 0 || l->slot_item[slot] != l->written) {
        atomic_fetch_add(&l->broken, 1);
    }
    if (l->slow) {
        delay(l->written * 3 + 2);
    }
    l->digest = nd__mix64(l->digest ^ l->slot_result[slot]);
    nd_status status = ND_OK;
    if (l->written == l->fail_write) {
        status = nd__fail(err, ND_E_LIMIT, l->written, "write");
    } else {
        l->written++;
    }
    atomic_fetch_sub(&l->writers, 1);
    return status;
}

static nd_status run_line(line *l, unsigned threads, size_t slots, nd_error *err) {
    const nd__pipeline pipeline = {threads, slots, read_line, work_line, write_line, l};
    nd_status status = nd__pipeline_run(&pipeline, err);
    ck_assert_uint_eq(atomic_load(&l->broken), 0);
    return status;
}

static line new_line(uint64_t items) {
    return (line){
        .items = items, .fail_read = NEVER, .fail_work = NEVER, .fail_write = NEVER};
}

START_TEST(test_threads__pipeline_keeps_the_order) {
    static const uint64_t counts[] = {0, 1, 2, 19, 20, 21, 500};
    static const size_t slots[] = {1, 2, 3, 9, 20};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        line alone = new_line(counts[c]);
        ck_assert_int_eq(run_line(&alone, 1, 2, NULL), ND_OK);
        for (size_t s = 0; s < sizeof slots / sizeof *slots; s++) {
            for (int slow = 0; slow < 2; slow++) {
                line l = new_line(counts[c]);
                l.slow = slow != 0 && counts[c] < 100;
                ck_assert_int_eq(run_line(&l, thread_counts[_i], slots[s], NULL), ND_OK);
                ck_assert_uint_eq(l.written, counts[c]);
                ck_assert_uint_eq(l.digest, alone.digest);
            }
        }
    }
}
END_TEST

/* What is written before a failure, and which failure is told, must not depend on
 * threads. */
START_TEST(test_threads__pipeline_tells_the_first_failure) {
    static const uint64_t places[] = {0, 1, 5, 30, 59, NEVER};
    enum { PLACES = sizeof places / sizeof *places };
    for (size_t n = 0; n < PLACES * PLACES * PLACES; n++) {
        line expected = new_line(60);
        expected.fail_read = places[n % PLACES];
        expected.fail_work = places[n / PLACES % PLACES];
        expected.fail_write = places[n / PLACES / PLACES];
        line l = expected;
        l.slow = n % 7 == 0;
        nd_error expected_error = {0}, err = {0};
        nd_status expected_status = run_line(&expected, 1, 2, &expected_error);
        ck_assert_int_eq(run_line(&l, thread_counts[_i], 12, &err), expected_status);
        ck_assert_uint_eq(l.written, expected.written);
        ck_assert_uint_eq(l.digest, expected.digest);
        if (expected_status < 0) {
            ck_assert_str_eq(err.message, expected_error.message);
            ck_assert_uint_eq(err.at, expected_error.at);
            ck_assert_int_eq(err.code, expected_status);
        }
    }
}
END_TEST

START_TEST(test_threads__pipeline_error_may_be_null) {
    line l = new_line(50);
    l.fail_work = 20;
    ck_assert_int_eq(run_line(&l, thread_counts[_i], 12, NULL), ND_E_FORMAT);
    ck_assert_uint_eq(l.written, 20);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("threads");
    TCase *tests = tcase_create("threads");
    tcase_add_test(tests, test_threads__available);
    tcase_add_loop_test(tests, test_threads__ranges_cover_all_once, 0, THREAD_COUNTS);
    tcase_add_loop_test(tests, test_threads__lowest_failing_range_counts, 0,
                        THREAD_COUNTS);
    tcase_add_loop_test(tests, test_threads__pipeline_keeps_the_order, 0,
                        THREAD_COUNTS - 1);
    tcase_add_loop_test(tests, test_threads__pipeline_tells_the_first_failure, 0,
                        THREAD_COUNTS - 1);
    tcase_add_loop_test(tests, test_threads__pipeline_error_may_be_null, 0,
                        THREAD_COUNTS);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
