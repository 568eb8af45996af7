/* What the document stream needs to know of the inputs beyond documents.h. */
#ifndef ND_INPUT_INPUTS_H
#define ND_INPUT_INPUTS_H

#include "input/documents.h"

const nd__input_options *nd__inputs_options(const nd__inputs *inputs);
/* A descriptor for reading by pread; *owned tells whether to close it. ND_E_IO where the
 * file cannot be read. */
nd_status nd__inputs_open_file(const nd__inputs *inputs, size_t file, int *fd,
                               bool *owned, nd_error *err);
/* Notes what opening the file showed. */
void nd__inputs_note(nd__inputs *inputs, size_t file, nd__format format, bool gzip,
                     bool zstd);
/* Notes that texts are extracted from a JSONL file. */
void nd__inputs_note_converted(nd__inputs *inputs, size_t file);
/* The start of the ids of its documents. */
const char *nd__inputs_id(const nd__inputs *inputs, size_t file);

#endif
