/* What all formats share in turning bytes into records. */
#ifndef ND_INPUT_BATCH_RECORDS_H
#define ND_INPUT_BATCH_RECORDS_H

#include "input/batch.h"

/* A new record, no document yet. *out is valid until the next one. */
nd_status nd__batch_add_record(nd__batch *batch, nd__record **out, uint64_t line,
                               const char *raw, size_t size, nd_error *err);
/* Makes it a bad one of an understood kind; `what` is the rest of its notice. */
nd_status nd__batch_refuse(nd__batch_store *store, nd__record *record,
                           nd__notice_kind kind, const char *what, nd_error *err);
/* An id where it has none: "PATH#LINE". */
nd_status nd__batch_make_id(nd__batch_store *store, nd__record *record, nd_error *err);
/* The text lives on in `texts`. escaped: it is the inside of a JSON string; decoding
 * never makes it longer. */
nd_status nd__batch_keep_text(nd__arena *texts, nd__record *record, bool escaped,
                              nd_error *err);

/* A 0-terminated copy in the arena: valid UTF-8, U+FFFD for each byte that is not, and
 * for 0. NULL: out of memory. */
const char *nd__mended_string(nd__arena *arena, const char *bytes, size_t size);

#endif
