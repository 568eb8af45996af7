/* An output file that may be compressed, with the digest of what was put in. */
#ifndef ND_RUN_SINK_H
#define ND_RUN_SINK_H

#include "base/file.h"
#include "base/hash.h"

typedef struct nd__sink nd__sink;

/* The file is a part of what is staged (nd__output_open_part); gzip or zstd where `name`
 * ends in .gz or .zst.
 */
nd_status nd__sink_open(nd__sink **out, const char *path, const char *name,
                        nd_error *err);
nd_status nd__sink_write(nd__sink *sink, const void *bytes, size_t size, nd_error *err);
/* Bytes written so far, and their digest: before compression. */
uint64_t nd__sink_size(const nd__sink *sink);
nd__hash128_value nd__sink_digest(const nd__sink *sink);
/* Both free the sink. */
nd_status nd__sink_commit(nd__sink *sink, nd_error *err);
void nd__sink_abandon(nd__sink *sink);

#endif
