/* No site is to lose most of its documents unseen. */
#ifndef ND_RUN_SITE_FLOOR_H
#define ND_RUN_SITE_FLOOR_H

#include "run/clean_plan.h"

/* ND_E_LIMIT where the documents that go leave a site less than `share` of its own: the
 * message names the one that would keep the least. Documents without a site are none's.
 * ND_E_ARG where the run does not say how many documents a site has. */
nd_status nd__site_floor_check(const nd__clean_plan *plan, const nd__findings *findings,
                               double share, nd_error *err);

#endif
