/* From rows to findings. */
#ifndef ND_RUN_SPANS_FINDINGS_H
#define ND_RUN_SPANS_FINDINGS_H

#include "run/spans_rows.h"

/* Makes the rows, which are located, spans of the findings, which have none. The places
 * and, where they are in it, the corpus's spill go over to the findings; the rows are
 * empty then. After a failure all stays where it was. */
nd_status nd__span_rows_hand_over(nd__findings *out, nd__span_rows *rows,
                                  nd__spans_corpus *corpus, nd_error *err);

#endif
