/* The document stream: from INPUT arguments (files, folders, "-") to documents, in order.
 */
#ifndef ND_INPUT_DOCUMENTS_H
#define ND_INPUT_DOCUMENTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "html/html_block.h"

typedef enum nd__format {
    ND__FORMAT_AUTO,
    ND__FORMAT_TEXT,
    ND__FORMAT_JSONL,
    ND__FORMAT_HTML, /* as an option: also JSONL whose texts are HTML */
    ND__FORMAT_WARC
} nd__format;

/* Records of WARC files and HTML pages above this are skipped. */
#define ND__RECORD_LIMIT ((uint64_t)64 << 20)

/* All strings borrowed; NULL means "discover". A field name may be a dotted path. */
typedef struct nd__input_options {
    nd__format format;
    const char *text_field, *id_field, *url_field, *site_field, *date_field;
    const char
        *temporary_directory; /* where standard input is spooled; NULL: $TMPDIR or /tmp */
    /* One line for each thing a person should know: `bad` for input that is skipped and
     * counted
     * ("FILE:LINE: what; what to do"), else a remark (which fields were picked). Called
     * in input order. May be NULL. */
    void (*notice)(bool bad, const char *line, void *payload);
    void *payload;
    uint64_t record_limit; /* 0: ND__RECORD_LIMIT */
    /* Documents may be read a second time from the same nd__inputs (clean does). */
} nd__input_options;

/* The files behind the INPUT arguments: folders walked (sorted by name, bytewise; hidden
 * files and what .gitignore names skipped; symlinks not followed; one inode once), "-"
 * spooled to an unlinked temporary file. */
typedef struct nd__inputs nd__inputs;

typedef struct nd__input_file {
    const char *path;     /* as given, or folder/relative */
    const char *relative; /* name below the argument: for a folder's file the path inside
                             it, for a file its base name, for "-" "stdin" */
    size_t argument;      /* which INPUT argument it came from, 0-based */
    bool from_folder;
    nd__format format; /* once it was opened; AUTO where it could not be read */
    bool converted;  /* texts are extracted from it; known once its first batch is read */
    bool gzip, zstd; /* its container */
    uint64_t bytes;  /* size of the file itself (for progress) */
} nd__input_file;

nd_status nd__inputs_open(nd__inputs **out, const char *const *arguments, size_t count,
                          const nd__input_options *options, nd_error *err);
size_t nd__inputs_count(const nd__inputs *inputs);
const nd__input_file *nd__inputs_file(const nd__inputs *inputs, size_t file);
uint64_t nd__inputs_total_bytes(const nd__inputs *inputs);
void nd__inputs_close(nd__inputs *inputs);

/* One document or one piece of the input that is not a document. Everything borrowed from
 * the batch. The raws of all records of a file, joined, are the file's decompressed
 * bytes; for a converted file they are those of the JSONL file that it becomes, and are
 * there only where batch->rows is set (else they are empty). */
typedef struct nd__record {
    size_t file;
    uint64_t line;    /* 1-based line of the file; of a WARC file, the record's number;
                         else 1 */
    bool is_document; /* false: blank line, bad row, byte-order mark, unreadable rest */
    bool is_bad;      /* counted as skipped; already reported by notice */
    const char
        *raw; /* the bytes of the row with its line end, or of the whole text file */
    size_t raw_size;
    const char
        *text; /* decoded text, valid UTF-8 (lone surrogates in JSON became U+FFFD) */
    size_t text_size;
    /* For a JSONL row the text's string literal without its quotes is
     * raw[text_raw .. text_raw + text_raw_size). For a text file the text itself. */
    size_t text_raw, text_raw_size;
    const char *id, *site, *date,
        *url; /* NULL where there is none; 0-terminated; id never NULL
                 for a document (its path, "#line" added for rows) */
    /* For text that was extracted from HTML: its blocks, in order; else NULL and 0. */
    const nd__html_block *html;
    size_t html_count;
} nd__record;

typedef struct nd__batch {
    ND_VECTOR(nd__record) records;
    /* Where parsing puts the texts of documents, each with a 0 behind it, so that they
     * outlive the batch; the caller's. NULL: they live in the batch. */
    nd__arena *texts;
    bool rows; /* the caller's: make the raws of converted files */
    /* The rest is the stream's own. */
    struct nd__batch_store *store;
} nd__batch;

/* Reads the files in order. One thread at a time calls nd__documents_read;
 * nd__documents_parse may run on many batches at once (batches are independent of each
 * other once read). */
typedef struct nd__documents nd__documents;

nd_status nd__documents_open(nd__documents **out, nd__inputs *inputs, nd_error *err);
/* Tells the formats of the first `count` files that were not opened yet. */
nd_status nd__documents_tell_formats(nd__inputs *inputs, size_t count, nd_error *err);
/* Fills *batch (zeroed before its first use, then reused) with raw bytes: whole rows of
 * one file (about 1 MB, or one longer row), or one text file. ND_DONE at the end. A file
 * that can't be read or a damaged container is reported, and gives what could be read; a
 * batch may hold no record, only something to report. */
nd_status nd__documents_read(nd__documents *stream, nd__batch *batch, nd_error *err);
/* Turns the raw bytes of the batch into batch->records. Bad rows become records that are
 * not documents; their notices are held in the batch until nd__documents_report. */
nd_status nd__documents_parse(const nd__documents *stream, nd__batch *batch,
                              nd_error *err);
/* Passes the batch's notices on; call in reading order. */
void nd__documents_report(const nd__documents *stream, const nd__batch *batch);
void nd__batch_clear(nd__batch *batch);
/* XXH3-128 of the decompressed bytes of `file`; valid once the stream has passed it. */
nd__hash128_value nd__documents_digest(const nd__documents *stream, size_t file);
/* How many decompressed bytes `file` has; valid once the stream has passed it. */
uint64_t nd__documents_size(const nd__documents *stream, size_t file);
/* Revisit records of the batches reported so far: captures of pages whose text is that of
 * an earlier capture, which WARC files note without the text. */
uint64_t nd__documents_revisits(const nd__documents *stream);
/* Bytes read from the files so far (compressed), for progress. Safe from any thread. */
uint64_t nd__documents_bytes_read(const nd__documents *stream);
/* A second pass need not say everything again: no notices from this stream. */
void nd__documents_silence(nd__documents *stream);
/* Rows and texts of this many bytes or more are skipped (and given in pieces that are no
 * documents); lower than the 4 GiB - 16 that always hold. Call before the first read. */
void nd__documents_limit(nd__documents *stream, uint64_t bytes);
void nd__documents_close(nd__documents *stream);

#endif
