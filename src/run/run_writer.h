/* Writes a run file (docs/formats.md): JSONL, first line "run", last line "end". */
#ifndef ND_RUN_RUN_WRITER_H
#define ND_RUN_RUN_WRITER_H

#include "base/file.h"
#include "run/findings.h"

#define ND__RUN_SCHEMA 1

/* Streams records into an nd__output, which stays the caller's (commit it after
 * nd__run_writer_end, abandon it after a failure). Order: header, any number of groups,
 * blocks, pairs, spans and ranges (these by (doc.n, begin)), end. */
typedef struct nd__run_writer nd__run_writer;

nd_status nd__run_writer_create(nd__run_writer **out, nd__output *output, nd_error *err);
nd_status nd__run_writer_header(nd__run_writer *writer, const nd__run_header *header,
                                nd_error *err);
nd_status nd__run_writer_group(nd__run_writer *writer, const nd__group *group,
                               nd_error *err);
nd_status nd__run_writer_block(nd__run_writer *writer, const nd__block_finding *block,
                               nd_error *err);
nd_status nd__run_writer_pair(nd__run_writer *writer, const nd__pair_finding *pair,
                              nd_error *err);
nd_status nd__run_writer_span(nd__run_writer *writer, const nd__span_finding *span,
                              nd_error *err);
nd_status nd__run_writer_range(nd__run_writer *writer, const nd__range_finding *range,
                               nd_error *err);
nd_status nd__run_writer_end(nd__run_writer *writer, const nd__run_end *end,
                             nd_error *err);
void nd__run_writer_destroy(nd__run_writer *writer);

/* The whole of the findings: groups, blocks, pairs, spans, ranges, each in their order.
 * The bytes are the same for any number of threads (0 counts as 1). */
nd_status nd__findings_write(const nd__findings *findings, unsigned threads,
                             nd__output *output, nd_error *err);

#endif
