/* What a run was made with, as params of its findings. */
#ifndef ND_RUN_RUN_PARAMS_H
#define ND_RUN_RUN_PARAMS_H

#include "base/arena.h"
#include "base/json_writer.h"
#include "input/documents.h"
#include "neardup/scan.h"
#include "run/findings.h"

/* Each adds one param; json is scratch, empty before and after. A text may be NULL. */
nd_status nd__params_ratio(nd__findings *out, nd__json *json, const char *key,
                           double value, nd_error *err);
nd_status nd__params_number(nd__findings *out, nd__json *json, const char *key,
                            uint64_t value, nd_error *err);
nd_status nd__params_text(nd__findings *out, nd__json *json, const char *key,
                          const char *value, nd_error *err);
nd_status nd__params_flag(nd__findings *out, nd__json *json, const char *key, bool value,
                          nd_error *err);
/* How the inputs are read, for who reads them again. */
nd_status nd__params_input(nd__findings *out, nd__json *json,
                           const nd_input_options *input, nd_error *err);
/* The way the inputs of the run were read; the rest of *out is zero. Strings go into
 * *arena. */
nd_status nd__params_read_input(nd__input_options *out, const nd__findings *findings,
                                nd__arena *arena, nd_error *err);

#endif
