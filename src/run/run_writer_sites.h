/* Lines of the run file about sites and what they reprint. */
#ifndef ND_RUN_RUN_WRITER_SITES_H
#define ND_RUN_RUN_WRITER_SITES_H

#include "base/json_writer.h"
#include "run/findings.h"

/* Keys of a group: the copy that is likely the first. */
void nd__put_group_first(nd__json *json, const nd__group *group);
void nd__put_reprint(nd__json *json, const nd__reprint_finding *reprint);
void nd__put_site(nd__json *json, const nd__site_finding *site);

/* The value of "spans": [0..count-1] of two documents. */
void nd__put_member_spans(nd__json *json, const nd__member_span *spans, size_t count);

#endif
