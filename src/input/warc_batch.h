/* Records of a WARC file to documents; the part that runs on many threads. */
#ifndef ND_INPUT_WARC_BATCH_H
#define ND_INPUT_WARC_BATCH_H

#include "input/batch.h"

/* Fills batch->records from the store's extents. */
nd_status nd__warc_batch_parse(nd__batch *batch, nd_error *err);

#endif
