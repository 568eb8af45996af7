/* Cuts of a text as cuts of the bytes that it was read from. */
#ifndef ND_RUN_RECORD_CUTS_H
#define ND_RUN_RECORD_CUTS_H

#include "input/documents.h"
#include "run/cut.h"

/* Turns offsets of the record's text into offsets of its raw bytes. is_text: the text
 * lies there as it is; else it is a JSON string. */
nd_status nd__record_cuts_map(nd__cut *cuts, size_t count, const nd__record *record,
                              bool is_text, nd_error *err);

#endif
