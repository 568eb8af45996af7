/* What the files that fill findings share. */
#ifndef ND_RUN_FINDINGS_INTERNAL_H
#define ND_RUN_FINDINGS_INTERNAL_H

#include "run/findings.h"

/* Copies into the findings' arena; NULL stays NULL. */
nd_status nd__findings_keep_string(const char **out, nd__findings *findings,
                                   const char *string, nd_error *err);
/* The same; neighbours mostly come from the same site. */
nd_status nd__findings_keep_site(const char **out, nd__findings *findings,
                                 const char *site, nd_error *err);
/* One copy of each document's id. ND_E_FORMAT: two ids for one n. */
nd_status nd__findings_keep_document(nd__doc *out, nd__findings *findings, nd__doc doc,
                                     nd_error *err);
/* Replaces *spans by a copy. */
nd_status nd__findings_keep_spans(const nd__member_span **spans, size_t count,
                                  nd__findings *findings, nd_error *err);

#endif
