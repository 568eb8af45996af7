/* The removal log: what clean took out of its inputs, so that restore can put it back
 * (docs/formats.md). JSONL: header; for each output file its removals in ascending order
 * of place, then its file record; the end. */
#ifndef ND_RUN_REMOVAL_LOG_H
#define ND_RUN_REMOVAL_LOG_H

#include <stdbool.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

#define ND__REMOVAL_SCHEMA 1

/* Bytes that were taken out. Strings are borrowed; file names are relative to the output
 * folder, or the name of the one output file. */
typedef struct nd__removal {
    const char *file;
    uint64_t at; /* where in the cleaned file's (decompressed) bytes they belong */
    const char *bytes;
    size_t size;
    bool whole_file; /* the cleaned file does not exist */
    const char *kind;
    const char *doc;
    uint64_t n;
    const char *of; /* the document that is kept or repeated; NULL: none */
} nd__removal;

typedef struct nd__removal_file {
    const char *file, *input;
    bool whole_file_removed;
    uint64_t cleaned_bytes, original_bytes; /* decompressed */
    nd__hash128_value cleaned_digest, original_digest;
} nd__removal_file;

typedef struct nd__removal_writer nd__removal_writer;

/* A NULL path gives a writer that only counts. `is_folder` is noted in the header. */
nd_status nd__removal_writer_open(nd__removal_writer **out, const char *path,
                                  bool is_folder, nd_error *err);
nd_status nd__removal_writer_add(nd__removal_writer *writer, const nd__removal *removal,
                                 nd_error *err);
nd_status nd__removal_writer_file(nd__removal_writer *writer,
                                  const nd__removal_file *file, nd_error *err);
/* Writes the end, puts the log onto the disk and into place; frees. */
nd_status nd__removal_writer_commit(nd__removal_writer *writer, nd_error *err);
void nd__removal_writer_abandon(nd__removal_writer *writer);

typedef enum nd__removal_type { ND__REMOVAL_REMOVED, ND__REMOVAL_FILE } nd__removal_type;

typedef struct nd__removal_record {
    nd__removal_type type;
    nd__removal removed;
    nd__removal_file file;
} nd__removal_record;

typedef struct nd__removal_reader nd__removal_reader;

/* Reads the header. Refuses another schema and what is no removal log. */
nd_status nd__removal_reader_open(nd__removal_reader **out, const char *path,
                                  nd_error *err);
nd_status nd__removal_reader_open_memory(nd__removal_reader **out, const char *bytes,
                                         size_t size, const char *name, nd_error *err);
bool nd__removal_reader_is_folder(const nd__removal_reader *reader);
/* The next record, borrowed until the next call; ND_DONE behind the end record, whose
 * counts then held. File names are safe: relative, without "..". */
nd_status nd__removal_reader_next(nd__removal_reader *reader, nd__removal_record *out,
                                  nd_error *err);
/* An error that names the line that was read last. */
nd_status nd__removal_reader_fail(const nd__removal_reader *reader, const char *what,
                                  nd_error *err);
void nd__removal_reader_close(nd__removal_reader *reader);

/* Base64 (RFC 4648, padded), for bytes that are not UTF-8. Appends. */
nd_status nd__base64_encode(nd__buffer *out, const char *bytes, size_t size,
                            nd_error *err);
/* ND_E_FORMAT for what is not base64. */
nd_status nd__base64_decode(nd__buffer *out, const char *text, size_t size,
                            nd_error *err);

#endif
