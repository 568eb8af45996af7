/* Where the records of a WARC file begin and end; the part that must be done in order. */
#ifndef ND_INPUT_WARC_CUTTER_H
#define ND_INPUT_WARC_CUTTER_H

#include <stdbool.h>

#include "base/memory.h"

/* One record, or a place where none could be read. */
typedef struct nd__warc_extent {
    size_t begin, size; /* of the bytes it was cut from: header and content */
    uint64_t number;    /* of its file, from 1 */
    uint64_t offset;    /* where it begins: */
    bool in_file;       /* in the file, else in the decompressed bytes */
    bool is_large;      /* over the limit: only its beginning is there */
    bool again;         /* a record before it in the file has the same URL */
    const char *damage; /* NULL, or why it cannot be used: static text; size is 0 */
} nd__warc_extent;

typedef ND_VECTOR(nd__warc_extent) nd__warc_extents;

typedef struct nd__warc_mark {
    uint64_t position; /* in the decompressed bytes */
    uint64_t offset;   /* in the file */
} nd__warc_mark;

/* State of one file; zero is an empty one. One thread. */
typedef struct nd__warc_cutter {
    uint64_t limit; /* a longer content is not held */
    bool compressed;
    uint64_t total;                 /* decompressed bytes that came so far */
    uint64_t number;                /* extents so far */
    ND_VECTOR(nd__warc_mark) marks; /* gzip members and zstd frames that begin ahead */
    size_t first_mark;              /* those before it are passed */
    uint64_t member;                /* the last one that began */
    bool skipping;                  /* bytes that belong to no extent */
    bool searching;                 /* up to the next record, wherever it begins */
    bool skipped;                   /* some of them are gone already */
    uint64_t until;                 /* at most up to this position */
    nd__u64_vector urls;            /* an open-addressing table of hashes, 0: free */
    size_t url_count;
} nd__warc_cutter;

/* Makes it ready for a file. */
void nd__warc_cutter_begin(nd__warc_cutter *cutter, bool compressed, uint64_t limit);
/* To be called after each read: `got` bytes came, of the member at this offset; before
 * damage is told, with 0 and the member that has it. */
nd_status nd__warc_cutter_note(nd__warc_cutter *cutter, size_t got, uint64_t member,
                               nd_error *err);
/* Appends what can be cut from raw[*at..], and moves *at behind it; what is left needs
 * more bytes. Bytes that are skipped are taken out of raw. With `ended` nothing is left;
 * damage: why the bytes ended before their time, static text, or NULL. Bytes of raw
 * before *at may be taken away between calls. */
nd_status nd__warc_cutter_cut(size_t *at, nd__warc_cutter *cutter, nd__buffer *raw,
                              nd__warc_extents *extents, bool ended, const char *damage,
                              nd_error *err);
void nd__warc_cutter_clear(nd__warc_cutter *cutter);

#endif
