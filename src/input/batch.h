/* A batch from raw bytes to records; the part of the document stream that runs on many
 * threads. */
#ifndef ND_INPUT_BATCH_H
#define ND_INPUT_BATCH_H

#include "base/json_writer.h"
#include "html/html_text.h"
#include "input/documents.h"
#include "input/fields.h"
#include "input/notices.h"
#include "input/site.h"
#include "input/warc_cutter.h"
#include "warc/http_body.h"

/* A text must be shorter than this. */
#define ND__TEXT_LIMIT ((uint64_t)UINT32_MAX - 15)

/* What of WARC files was passed over, and is no fault. */
typedef struct nd__passed {
    uint64_t revisits;
    uint64_t statuses; /* responses that are no success */
    uint64_t types;    /* neither HTML nor text */
} nd__passed;

typedef struct nd__batch_store {
    nd__buffer raw; /* capacity reaches ND__JSON_PADDING behind count */
    size_t file;
    const char *path;   /* for notices */
    const char *prefix; /* of ids: the path, or "stdin" */
    nd__format format;
    bool file_begins; /* a byte-order mark may stand here */
    bool file_ends;   /* the last batch of its file */
    bool is_cut;      /* the container broke off behind these bytes */
    bool is_piece;    /* part of a row or text over the limit: no document */
    bool is_first_piece;
    uint64_t first_line;
    nd__fields fields;
    uint64_t text_limit;
    nd__notices notices;
    size_t read_notices; /* of notices.said: those made by reading, that parsing keeps */
    nd__arena arena;
    nd__buffer decoded; /* texts that had escapes; never moves once parsing began */
    nd__json_parser *parser;
    nd__site_memo *sites; /* of the batches before, too */
    uint64_t record_limit;
    nd__warc_extents extents; /* of a WARC file */
    nd__passed passed;
    nd__http_body body; /* scratch */
    nd__html_text html; /* scratch */
    nd__buffer page;    /* scratch: a page out of its JSON string, or converted text */
    nd__json rows;      /* raws of converted records, end to end */
} nd__batch_store;

/* Makes batch->store where there is none, and empties it. */
nd_status nd__batch_begin(nd__batch *batch, nd_error *err);
/* Room for `more` raw bytes and the padding. */
nd_status nd__batch_reserve(nd__batch_store *store, size_t more, nd_error *err);
/* Fills batch->records from the store. May be repeated. */
nd_status nd__batch_parse(nd__batch *batch, nd_error *err);

/* A whole file's bytes from memory as one batch, fields discovered, ready to parse; what
 * nd__documents_read does, for tests and fuzzing. options and path are borrowed. */
nd_status nd__batch_load(nd__batch *batch, const nd__input_options *options,
                         const char *path, nd__format format, const char *bytes,
                         size_t size, nd_error *err);
/* Looks through the rows of the store for one that decides the fields. */
nd_status nd__batch_discover(nd__batch_store *store, bool *decided,
                             const nd__input_options *options, nd__json_parser *parser,
                             nd_error *err);

/* The row at raw[at..size-1]: size without the line end in *content, with it as value. */
size_t nd__batch_row(size_t *content, const char *raw, size_t at, size_t size);
#define ND__BOM_SIZE 3u
bool nd__has_bom(const char *bytes, size_t size);
bool nd__is_blank(const char *bytes, size_t size);

#endif
