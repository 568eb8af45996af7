/* Clean within the library: the same as nd_clean, over inputs that are open. */
#ifndef ND_RUN_CLEAN_H
#define ND_RUN_CLEAN_H

#include "input/documents.h"
#include "neardup/clean.h"
#include "run/findings.h"

/* inputs: those of the findings' header, in order; the references, which come last, may
 * be missing. */
nd_status nd__clean(nd_clean_result *out, const nd__findings *findings,
                    nd__inputs *inputs, const nd_clean_options *options, nd_error *err);

#endif
