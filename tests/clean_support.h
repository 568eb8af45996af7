/* Small corpora on disk, and findings over them made by hand. */
#ifndef ND_TESTS_CLEAN_SUPPORT_H
#define ND_TESTS_CLEAN_SUPPORT_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/documents.h"
#include "run/clean.h"
#include "run/findings.h"

typedef struct document {
    char *id, *text;
    size_t size;
} document;

typedef struct corpus {
    nd__findings *findings;
    nd__inputs *inputs;
    document documents[4096];
    size_t count;
    nd_error err;
} corpus;

static inline char *make_folder(void) {
    char *path = malloc(64);
    ck_assert_ptr_nonnull(path);
    snprintf(path, 64, "/tmp/neardup-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
    return path;
}

/* folder/name in one of a few buffers. */
static inline const char *in(const char *folder, const char *name) {
    static char paths[8][512];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline void remove_folder(char *folder) {
    char command[600];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
    free(folder);
}

static inline void write_bytes(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static inline void write_text(const char *path, const char *text) {
    write_bytes(path, text, strlen(text));
}

/* NULL where there is no file. */
static inline char *read_bytes(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    nd__buffer all = {NULL, 0, 0};
    char piece[4096];
    for (size_t got; (got = fread(piece, 1, sizeof piece, file)) > 0;) {
        ck_assert_int_eq(nd__buffer_append(&all, piece, got, NULL), ND_OK);
    }
    fclose(file);
    ck_assert_int_eq(nd__buffer_append(&all, "", 1, NULL), ND_OK);
    *size = all.count - 1;
    return all.items;
}

static inline void assert_file(const char *path, const char *expected) {
    size_t size = 0;
    char *have = read_bytes(path, &size);
    ck_assert_msg(have != NULL, "%s is missing", path);
    ck_assert_str_eq(have, expected);
    ck_assert_uint_eq(size, strlen(expected));
    free(have);
}

static inline void assert_same_files(const char *a, const char *b) {
    size_t a_size = 0, b_size = 0;
    char *one = read_bytes(a, &a_size), *other = read_bytes(b, &b_size);
    ck_assert_msg(one != NULL && other != NULL, "%s or %s is missing", a, b);
    ck_assert_uint_eq(a_size, b_size);
    ck_assert_int_eq(memcmp(one, other, a_size), 0);
    free(one);
    free(other);
}

static inline bool exists(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0;
}

/* Reads the inputs as a scan does: header and documents, no findings yet. */
static inline void corpus_scan(corpus *c, const char *const *arguments, size_t count) {
    nd__input_options options;
    nd__documents *stream = NULL;
    nd__batch batch;
    memset(c, 0, sizeof *c);
    memset(&options, 0, sizeof options);
    memset(&batch, 0, sizeof batch);
    c->findings = nd__findings_create();
    ck_assert_ptr_nonnull(c->findings);
    nd_status status = nd__inputs_open(&c->inputs, arguments, count, &options, &c->err);
    ck_assert_msg(status == ND_OK, "%s", c->err.message);
    ck_assert_int_eq(nd__documents_open(&stream, c->inputs, &c->err), ND_OK);
    while ((status = nd__documents_read(stream, &batch, &c->err)) == ND_OK) {
        ck_assert_int_eq(nd__documents_parse(stream, &batch, &c->err), ND_OK);
        for (size_t i = 0; i < batch.records.count; i++) {
            const nd__record *record = &batch.records.items[i];
            if (record->is_document) {
                ck_assert_uint_lt(c->count, 4096);
                c->documents[c->count++] = (document){
                    nd__copy_string(record->id, strlen(record->id)),
                    nd__copy_string(record->text, record->text_size), record->text_size};
            }
        }
    }
    ck_assert_int_eq(status, ND_DONE);
    nd__batch_clear(&batch);
    ck_assert_int_eq(nd__findings_set_tool(c->findings, "neardup", "0", NULL), ND_OK);
    for (size_t i = 0; i < nd__inputs_count(c->inputs); i++) {
        nd__run_input input = {.path = nd__inputs_file(c->inputs, i)->path,
                               .bytes = nd__documents_size(stream, i),
                               .digest = nd__documents_digest(stream, i)};
        ck_assert_int_eq(nd__findings_add_input(c->findings, &input, NULL), ND_OK);
    }
    c->findings->end.documents = c->count;
    nd__documents_close(stream);
}

static inline nd__doc corpus_doc(const corpus *c, size_t n) {
    ck_assert_uint_lt(n, c->count);
    return (nd__doc){c->documents[n].id, n};
}

/* Document n is a copy of document `kept`. */
static inline void corpus_drop(corpus *c, size_t n, size_t kept) {
    nd__member members[2] = {{.doc = corpus_doc(c, kept), .kept = true},
                             {.doc = corpus_doc(c, n), .jaccard = 1, .containment = 1}};
    nd__group group = {.id = c->findings->groups.count, .members = members, .size = 2};
    ck_assert_int_eq(nd__findings_add_group(c->findings, &group, NULL), ND_OK);
}

/* `what` is a block of document n, at its last place (first: from the start). */
static inline void corpus_block(corpus *c, size_t n, const char *what, bool first,
                                nd__finding_kind kind) {
    const char *at = NULL;
    for (const char *next = c->documents[n].text;
         (next = strstr(next, what)) != NULL && (at == NULL || !first); next++) {
        at = next;
    }
    ck_assert_msg(at != NULL, "'%s' is not there", what);
    size_t begin = (size_t)(at - c->documents[n].text);
    nd__block_finding block = {.kind = kind,
                               .at = {corpus_doc(c, n), begin, begin + strlen(what), 1},
                               .similarity = -1,
                               .share = -1};
    ck_assert_int_eq(nd__findings_add_block(c->findings, &block, NULL), ND_OK);
}

/* Bytes [begin, end) of document n are repeated, with one later part or (empty) none. */
static inline void corpus_range(corpus *c, size_t n, size_t begin, size_t end,
                                nd__text_range later) {
    nd__range_finding range = {corpus_doc(c, n), begin, end, &later,
                               later.begin < later.end};
    ck_assert_int_eq(nd__findings_add_range(c->findings, &range, NULL), ND_OK);
}

static inline nd_status corpus_clean_as(corpus *c, nd_clean_options *options,
                                        const char *output, const char *removed) {
    nd_clean_result result;
    options->output = output;
    options->removed = removed;
    options->threads = 2;
    return nd__clean(&result, c->findings, c->inputs, options, &c->err);
}

static inline nd_status corpus_clean(corpus *c, const char *output, const char *removed) {
    nd_clean_options options;
    nd_clean_options_init(&options);
    return corpus_clean_as(c, &options, output, removed);
}

static inline nd_status corpus_restore(corpus *c, const char *cleaned,
                                       const char *removed, const char *back) {
    nd_restore_result result;
    return nd_restore(&result, cleaned, removed, back, &c->err);
}

#define corpus_ok(c, call) ck_assert_msg((call) == ND_OK, "%s", (c)->err.message)

static inline void corpus_clear(corpus *c) {
    for (size_t i = 0; i < c->count; i++) {
        free(c->documents[i].id);
        free(c->documents[i].text);
    }
    nd__inputs_close(c->inputs);
    nd__findings_destroy(c->findings);
}

#endif
