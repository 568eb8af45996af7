/* Texts that outlive a search. */
#ifndef ND_RUN_SPANS_TEXTS_H
#define ND_RUN_SPANS_TEXTS_H

#include "run/spans_rows.h"
#include "run/texts.h"

/* Copies the texts that the first places of the rows that save most are in, for who shows
 * them: of the first 160 rows, and of them those that make 32 documents and no more than
 * 64 MiB. The rows are located. */
nd_status nd__span_rows_keep_texts(nd__texts *out, const nd__span_rows *rows,
                                   const nd__spans_corpus *corpus, nd_error *err);

#endif
