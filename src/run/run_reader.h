/* Reads a run file back. */
#ifndef ND_RUN_RUN_READER_H
#define ND_RUN_RUN_READER_H

#include "run/findings.h"

/* Reads the run file at path ("-": standard input) whole. Refuses, with the line and what
 * to do, a file that is cut short, damaged or of another schema, and values out of range.
 * Keys and record types that it does not know are skipped. */
nd_status nd__findings_read(nd__findings **out, const char *path, nd_error *err);
/* The same from memory; `name` is for messages. */
nd_status nd__findings_read_memory(nd__findings **out, const char *bytes, size_t size,
                                   const char *name, nd_error *err);

#endif
