/* Files in a temporary folder, and reading all that a list of inputs gives. */
#ifndef ND_TESTS_INPUT_FIXTURE_H
#define ND_TESTS_INPUT_FIXTURE_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/file.h"
#include "input/documents.h"
#include "suite.h"

static char folder[64];

static inline void setup_folder(void) {
    strcpy(folder, "/tmp/neardup-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* Only names made by the tests; rm knows how to leave links alone. */
static inline void remove_folder(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static inline const char *in_folder(const char *name) {
    static char paths[8][512];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline const char *write_file(const char *name, const void *bytes, size_t size) {
    const char *path = in_folder(name);
    ck_assert_int_eq(nd__make_parents(path, NULL), ND_OK);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
    return path;
}

static inline const char *write_text(const char *name, const char *text) {
    return write_file(name, text, strlen(text));
}

/* Appends one gzip member. */
static inline void add_gzip(nd__buffer *out, const char *bytes, size_t size) {
    z_stream zlib;
    memset(&zlib, 0, sizeof zlib);
    ck_assert_int_eq(deflateInit2(&zlib, 6, Z_DEFLATED, 31, 8, 0), Z_OK);
    size_t room = deflateBound(&zlib, (uLong)size) + 64;
    ck_assert_int_eq(nd__vector_extend(out, room, NULL), ND_OK);
    char *copy = nd__copy_string(bytes, size);
    zlib.next_in = (Bytef *)copy;
    zlib.avail_in = (uInt)size;
    zlib.next_out = (Bytef *)out->items + out->count;
    zlib.avail_out = (uInt)room;
    ck_assert_int_eq(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    out->count += room - zlib.avail_out;
    deflateEnd(&zlib);
    free(copy);
}

static inline void add_zstd(nd__buffer *out, const char *bytes, size_t size) {
    size_t room = ZSTD_compressBound(size);
    ck_assert_int_eq(nd__vector_extend(out, room, NULL), ND_OK);
    size_t made = ZSTD_compress(out->items + out->count, room, bytes, size, 3);
    ck_assert(!ZSTD_isError(made));
    out->count += made;
}

/* What was read: one line a record, the joined raws, the notices. */
typedef struct seen {
    nd__buffer records; /* "D file line id|site|date|url|text\n", or "B" bad, "N" not */
    nd__buffer raws;
    nd__buffer notices; /* "! " for bad, "- " for a remark */
    nd__hash128_value digest;
} seen;

/* Each ck_assert is a write to Check's pipe, too slow for what runs by the million. */
static inline void append_bytes(nd__buffer *out, const void *bytes, size_t size) {
    if (nd__buffer_append(out, bytes, size, NULL) < 0) {
        ck_abort_msg("out of memory");
    }
}

static inline void append_text(nd__buffer *out, const char *text) {
    append_bytes(out, text, strlen(text));
}

static inline void hear(bool bad, const char *line, void *payload) {
    seen *all = payload;
    append_text(&all->notices, bad ? "! " : "- ");
    append_text(&all->notices, line);
    append_text(&all->notices, "\n");
}

static inline void see_record(seen *all, const nd__record *record) {
    char head[64];
    snprintf(head, sizeof head, "%s %zu %llu ",
             record->is_document ? "D"
             : record->is_bad    ? "B"
                                 : "N",
             record->file, (unsigned long long)record->line);
    append_text(&all->records, head);
    if (record->is_document) {
        const char *strings[] = {record->id, record->site, record->date, record->url};
        for (size_t i = 0; i < 4; i++) {
            append_text(&all->records, strings[i] == NULL ? "" : strings[i]);
            append_text(&all->records, "|");
        }
        if (record->text_raw + record->text_raw_size > record->raw_size) {
            ck_abort_msg("text_raw is outside the row");
        }
        append_bytes(&all->records, record->text, record->text_size);
    }
    append_text(&all->records, "\n");
    append_bytes(&all->raws, record->raw, record->raw_size);
}

static inline void read_pass(seen *all, nd__inputs *inputs, uint64_t limit) {
    nd__documents *stream;
    nd__batch batch;
    nd_status status;
    memset(&batch, 0, sizeof batch);
    ck_assert_int_eq(nd__documents_open(&stream, inputs, NULL), ND_OK);
    if (limit > 0) {
        nd__documents_limit(stream, limit);
    }
    while ((status = nd__documents_read(stream, &batch, NULL)) == ND_OK) {
        ck_assert_int_eq(nd__documents_parse(stream, &batch, NULL), ND_OK);
        for (size_t i = 0; i < batch.records.count; i++) {
            see_record(all, &batch.records.items[i]);
        }
        nd__documents_report(stream, &batch);
    }
    ck_assert_int_eq(status, ND_DONE);
    if (nd__inputs_count(inputs) > 0) {
        all->digest = nd__documents_digest(stream, 0);
    }
    ck_assert_uint_eq(nd__documents_bytes_read(stream), nd__inputs_total_bytes(inputs));
    nd__batch_clear(&batch);
    nd__documents_close(stream);
    append_text(&all->records, "");
    ck_assert_int_eq(nd__vector_extend(&all->records, 1, NULL), ND_OK);
    all->records.items[all->records.count] = '\0';
    ck_assert_int_eq(nd__vector_extend(&all->notices, 1, NULL), ND_OK);
    all->notices.items[all->notices.count] = '\0';
}

static inline void clear_seen(seen *all) {
    nd__vector_clear(&all->records);
    nd__vector_clear(&all->raws);
    nd__vector_clear(&all->notices);
}

/* Reads one file with these options (notice is filled in). */
static inline void read_path(seen *all, const char *path, nd__input_options options,
                             uint64_t limit) {
    nd__inputs *inputs;
    nd_error err;
    memset(all, 0, sizeof *all);
    options.notice = hear;
    options.payload = all;
    ck_assert_int_eq(nd__inputs_open(&inputs, &path, 1, &options, &err), ND_OK);
    read_pass(all, inputs, limit);
    nd__inputs_close(inputs);
}

#endif
