/* Opening what a user named, and noting what it was. */
#ifndef ND_RUN_INPUT_OPTIONS_H
#define ND_RUN_INPUT_OPTIONS_H

#include "input/documents.h"
#include "neardup/scan.h"
#include "run/findings.h"

/* The public options as the input floor takes them. options is borrowed. */
nd__input_options nd__input_options_of(const nd_input_options *options);

/* Appends the files that the stream has passed. Paths are owned by *out. */
nd_status nd__note_inputs(nd__run_inputs *out, const nd__inputs *inputs,
                          const nd__documents *stream, bool reference, nd_error *err);
void nd__run_inputs_clear(nd__run_inputs *inputs);

#endif
