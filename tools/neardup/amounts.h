/* Numbers with a unit behind them, as options take them. */
#ifndef NEARDUP_TOOL_AMOUNTS_H
#define NEARDUP_TOOL_AMOUNTS_H

#include <neardup/spans.h>

/* "25w" (words), "100b" (bytes), "25": words. Prints what is wrong and returns false; the
 * outputs are then untouched. */
bool parse_min_length(uint32_t *length, nd_span_unit *unit, const char *text);
/* "500M", "2G", "1000": bytes. The same for --memory. */
bool parse_size(uint64_t *bytes, const char *name, const char *text);

#endif
