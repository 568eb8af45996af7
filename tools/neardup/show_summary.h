/* Where two compared texts share something, in a few lines. */
#ifndef NEARDUP_TOOL_SHOW_SUMMARY_H
#define NEARDUP_TOOL_SHOW_SUMMARY_H

#include "alignment.h"
#include "view.h"

/* A map of each text and a table of the overlaps that the pieces name. */
void show_summary(view *v, const alignment *pieces, const nd_overlap *overlaps);

#endif
