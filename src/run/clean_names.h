/* Where the cleaned form of each input goes. */
#ifndef ND_RUN_CLEAN_NAMES_H
#define ND_RUN_CLEAN_NAMES_H

#include "input/documents.h"

typedef struct nd__clean_names {
    bool is_folder;
    char **names; /* [0..count-1], relative to the folder, or the one file's name */
    size_t count;
} nd__clean_names;

/* For the first `count` inputs (the rest are references). Fails where two inputs would
 * give one output, or where the output or the log is an input, naming them. */
nd_status nd__clean_names_create(nd__clean_names *out, nd__inputs *inputs, size_t count,
                                 const char *output, const char *removed, nd_error *err);
void nd__clean_names_clear(nd__clean_names *names);

#endif
