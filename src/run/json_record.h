/* One record of a run file or a removal log: an object on a line of its own. */
#ifndef ND_RUN_JSON_RECORD_H
#define ND_RUN_JSON_RECORD_H

#include "base/file.h"
#include "base/json_writer.h"

void nd__record_begin(nd__json *json, const char *type);
void nd__record_text(nd__json *json, const char *key, const char *text);
void nd__record_unsigned(nd__json *json, const char *key, uint64_t value);
void nd__record_close(nd__json *json);
/* Closes and writes the record, and empties json for the next one. ND_E_NOMEM where part
 * of it was lost. */
nd_status nd__record_end(nd__json *json, nd__output *output, nd_error *err);

#endif
