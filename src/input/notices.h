/* What a person should know about the input, without a flood of it. */
#ifndef ND_INPUT_NOTICES_H
#define ND_INPUT_NOTICES_H

#include <stdbool.h>

#include "base/arena.h"
#include "input/documents.h"

#define ND__NOTICES_PER_KIND 10 /* said for each file; the rest is counted */

typedef enum nd__notice_kind {
    ND__NOTICE_REMARK, /* not about a bad row; never cut off */
    ND__NOTICE_FILE,   /* a file or container; never cut off */
    ND__NOTICE_NO_TEXT,
    ND__NOTICE_JSON,
    ND__NOTICE_OBJECT,
    ND__NOTICE_ENCODING,
    ND__NOTICE_LIMIT,
    ND__NOTICE_CUT,
    ND__NOTICE_DAMAGED,
    ND__NOTICE_LARGE,
    ND__NOTICE_KINDS
} nd__notice_kind;

typedef struct nd__notice {
    nd__notice_kind kind;
    const char *line; /* in the arena of the list */
} nd__notice;

/* The notices of one batch. */
typedef struct nd__notices {
    ND_VECTOR(nd__notice) said;
    uint64_t counts[ND__NOTICE_KINDS]; /* all, also those that have no line */
} nd__notices;

/* True where one more of this kind is worth a line; else it was only counted, and no line
 * must be added. */
bool nd__notices_count(nd__notices *notices, nd__notice_kind kind);
/* Adds a line in printf's manner. Bytes that would upset a terminal become '?'. */
nd_status nd__notices_add(nd__notices *notices, nd__arena *arena, nd__notice_kind kind,
                          nd_error *err, const char *format, ...) ND_PRINTF(5, 6);
void nd__notices_reset(nd__notices *notices);

/* Says the lines of batch after batch of one file, in order, and at its end how many more
 * there were. */
typedef struct nd__notices_totals {
    uint64_t counts[ND__NOTICE_KINDS];
} nd__notices_totals;
void nd__notices_say(const nd__notices *notices, nd__notices_totals *totals,
                     const nd__input_options *options);
void nd__notices_end_file(nd__notices_totals *totals, const char *path,
                          const nd__input_options *options);

#endif
