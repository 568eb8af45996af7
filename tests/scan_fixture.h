/* Whole scans of corpora in temporary files. */
#ifndef ND_TESTS_SCAN_FIXTURE_H
#define ND_TESTS_SCAN_FIXTURE_H

#include "base/json_writer.h"
#include "input_fixture.h"
#include "neardup/scan.h"

/* Appends a JSONL row; site and date may be NULL. */
static inline void add_row(nd__json *out, const char *id, const char *text, size_t size,
                           const char *site, const char *date) {
    nd__json_begin_object(out);
    nd__json_key(out, "id");
    nd__json_text(out, id);
    nd__json_key(out, "text");
    nd__json_string(out, text, size);
    if (site != NULL) {
        nd__json_key(out, "site");
        nd__json_text(out, site);
    }
    if (date != NULL) {
        nd__json_key(out, "date");
        nd__json_text(out, date);
    }
    nd__json_end_object(out);
    nd__json_newline(out);
}

static inline nd_run_file *scan_paths(const char *const *paths, size_t count,
                                      const nd_scan_options *options) {
    nd_run_file *run = NULL;
    nd_error err;
    nd_status status = nd_scan(&run, paths, count, options, &err);
    ck_assert_msg(status == ND_OK, "status %d: %s", (int)status, err.message);
    return run;
}

/* The bytes of the run file of a scan, closed; a 0 stands behind them. */
static inline nd__buffer run_bytes(nd_run_file *run) {
    const char *path = in_folder("run.jsonl");
    nd__buffer bytes = {0};
    ck_assert_int_eq(nd_run_file_write(run, path, NULL), ND_OK);
    nd_run_file_close(run);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char piece[4096];
    for (size_t size; (size = fread(piece, 1, sizeof piece, file)) > 0;) {
        append_bytes(&bytes, piece, size);
    }
    fclose(file);
    append_bytes(&bytes, "", 1);
    bytes.count--;
    return bytes;
}

#endif
