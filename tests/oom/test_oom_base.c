/* The base floor without memory. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/threads.h"
#include "oom/oom.h"
#include "suite.h"

static nd_status leak_once(void *payload, nd_error *err) {
    void **kept = payload;
    (void)err;
    *kept = malloc(10);
    return ND_OK;
}

/* The harness itself: a call that leaks must fail the test (this test is expected to
 * fail, see main). */
START_TEST(test_oom__sees_a_leak) {
    void *kept = NULL;
    nd_oom_exhaust(leak_once, &kept);
}
END_TEST

static nd_status hide_failure(void *payload, nd_error *err) {
    (void)payload;
    (void)err;
    char *piece = malloc(10);
    if (piece == NULL) {
        return ND_E_IO;
    }
    free(piece);
    return ND_OK;
}

START_TEST(test_oom__sees_a_wrong_status) {
    nd_oom_exhaust(hide_failure, NULL);
}
END_TEST

static nd_status append(void *payload, nd_error *err) {
    (void)payload;
    nd__buffer buffer = {0};
    nd_status status = ND_OK;
    for (int i = 0; status == ND_OK && i < 100; i++) {
        size_t before = buffer.count;
        status = nd__buffer_append(&buffer, "0123456789", 10, err);
        if (status < 0) {
            status = buffer.count == before ? status : ND_E_INTERNAL;
        }
    }
    nd__vector_clear(&buffer);
    return status;
}

START_TEST(test_oom__buffer_append) {
    ck_assert_uint_ge(nd_oom_exhaust(append, NULL), 5);
}
END_TEST

static nd_status fill_arena(void *payload, nd_error *err) {
    (void)payload;
    nd__arena arena = {0};
    nd_status status = ND_OK;
    for (size_t size = 1; status == ND_OK && size < 500000; size *= 3) {
        if (nd__arena_allocate(&arena, size) == NULL ||
            nd__arena_copy(&arena, "text", 4) == NULL) {
            status = nd__fail_memory(err);
        }
    }
    nd__arena_clear(&arena);
    return status;
}

START_TEST(test_oom__arena) {
    ck_assert_uint_ge(nd_oom_exhaust(fill_arena, NULL), 2);
}
END_TEST

static nd_status write_output(void *payload, nd_error *err) {
    char *path = nd__path_join(payload, "out");
    if (path == NULL) {
        return nd__fail_memory(err);
    }
    nd__output *output = NULL;
    nd_status status = ND_OK;
    ND_TRY_OUT(nd__make_parents(path, err));
    ND_TRY_OUT(nd__output_open(&output, path, err));
    status = nd__output_write(output, "text", 4, err);
    if (status < 0) {
        nd__output_abandon(output);
        goto out;
    }
    status = nd__output_commit(output, err);
out:
    free(path);
    return status;
}

START_TEST(test_oom__output) {
    char folder[] = "/tmp/neardup-oom-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_uint_ge(nd_oom_exhaust(write_output, folder), 4);
    /* Nothing but the file itself may be left behind. */
    char path[64];
    snprintf(path, sizeof path, "%s/out", folder);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

static nd_status write_json(void *payload, nd_error *err) {
    (void)payload;
    nd__json json = {0};
    nd__json_begin_array(&json);
    for (int i = 0; i < 100; i++) {
        nd__json_text(&json, "some \"text\"\n");
        nd__json_ratio(&json, 0.5);
    }
    nd__json_end_array(&json);
    nd_status status = json.failed ? nd__fail_memory(err) : ND_OK;
    nd__json_clear(&json);
    return status;
}

START_TEST(test_oom__json) {
    ck_assert_uint_ge(nd_oom_exhaust(write_json, NULL), 5);
}
END_TEST

static nd_status hash_stream(void *payload, nd_error *err) {
    (void)payload;
    nd__hash_stream *stream = nd__hash_stream_create();
    if (stream == NULL) {
        return nd__fail_memory(err);
    }
    nd__hash_stream_destroy(stream);
    return ND_OK;
}

START_TEST(test_oom__hash_stream) {
    ck_assert_uint_ge(nd_oom_exhaust(hash_stream, NULL), 1);
}
END_TEST

typedef struct job {
    unsigned char done[64];
    size_t slot_item[8];
    size_t read, written;
} job;

static nd_status mark_range(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    job *j = payload;
    (void)worker;
    for (size_t i = begin; i < end; i++) {
        char *piece = nd__allocate(10, 1);
        if (piece == NULL) {
            return nd__fail_memory(err);
        }
        free(piece);
        j->done[i] = 1;
    }
    return ND_OK;
}

static nd_status run_ranges(void *payload, nd_error *err) {
    job j = {.read = 0};
    (void)payload;
    ND_TRY(nd__parallel_ranges(4, 64, 3, mark_range, &j, err));
    for (size_t i = 0; i < 64; i++) {
        if (j.done[i] != 1) {
            return ND_E_INTERNAL;
        }
    }
    return ND_OK;
}

START_TEST(test_oom__parallel_ranges) {
    ck_assert_uint_eq(nd_oom_exhaust(run_ranges, NULL), 65);
}
END_TEST

static nd_status read_item(size_t slot, void *payload, nd_error *err) {
    job *j = payload;
    (void)err;
    if (j->read == 64) {
        return ND_DONE;
    }
    j->slot_item[slot] = j->read++;
    return ND_OK;
}

static nd_status work_item(size_t slot, unsigned worker, void *payload, nd_error *err) {
    (void)slot;
    (void)worker;
    (void)payload;
    char *piece = nd__allocate(10, 1);
    if (piece == NULL) {
        return nd__fail_memory(err);
    }
    free(piece);
    return ND_OK;
}

static nd_status write_item(size_t slot, void *payload, nd_error *err) {
    job *j = payload;
    (void)err;
    return j->slot_item[slot] == j->written++ ? ND_OK : ND_E_INTERNAL;
}

static nd_status run_pipeline(void *payload, nd_error *err) {
    job j = {.read = 0};
    (void)payload;
    const nd__pipeline pipeline = {4, 8, read_item, work_item, write_item, &j};
    ND_TRY(nd__pipeline_run(&pipeline, err));
    return j.written == 64 ? ND_OK : ND_E_INTERNAL;
}

START_TEST(test_oom__pipeline) {
    ck_assert_uint_eq(nd_oom_exhaust(run_pipeline, NULL), 66);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_base");
    TCase *tests = tcase_create("base");
    tcase_add_test(tests, test_oom__buffer_append);
    tcase_add_test(tests, test_oom__arena);
    tcase_add_test(tests, test_oom__output);
    tcase_add_test(tests, test_oom__json);
    tcase_add_test(tests, test_oom__hash_stream);
    tcase_add_test(tests, test_oom__parallel_ranges);
    tcase_add_test(tests, test_oom__pipeline);
    suite_add_tcase(suite, tests);
    int failed = nd_run_suite(suite);

    /* The harness must be able to fail: these two tests have to. */
    Suite *broken = suite_create("oom_harness");
    TCase *wrong = tcase_create("must fail");
    tcase_add_test(wrong, test_oom__sees_a_leak);
    tcase_add_test(wrong, test_oom__sees_a_wrong_status);
    suite_add_tcase(broken, wrong);
    SRunner *runner = srunner_create(broken);
    srunner_run_all(runner, CK_SILENT);
    int seen = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (seen != 2) {
        fprintf(stderr, "the harness saw %d of 2 broken calls\n", seen);
        return EXIT_FAILURE;
    }
    return failed;
}
