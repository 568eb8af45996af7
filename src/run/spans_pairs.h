/* Passages of given pairs of documents. */
#ifndef ND_RUN_SPANS_PAIRS_H
#define ND_RUN_SPANS_PAIRS_H

#include "run/spans_rows.h"

/* Reads options->pairs_file and adds the passages of its pairs, in its order. A pair that
 * is there twice counts once, and so does one the other way round. ND_E_FORMAT naming the
 * line where it has not two ids, or no document has one of them. */
nd_status nd__span_rows_add_pairs(nd__span_rows *rows, const nd__spans_corpus *corpus,
                                  const nd_spans_options *options,
                                  const nd__token_rarity *rarity, unsigned threads,
                                  nd_error *err);

#endif
