/* Pages: which documents count as one page when blocks are counted. */
#ifndef ND_BOILERPLATE_PAGES_H
#define ND_BOILERPLATE_PAGES_H

#include "match/clusters.h"
#include "store/corpus.h"

/* page_of [documents] receives a page number below the count of documents: each document
 * its own, but members of a group the page of the kept document. An exact copy is always
 * the same page. A near or contained member is a page of its own where what remains of it
 * without the candidates (candidate [block rows]: blocks that look like frame) is text of
 * its own: at least 25 tokens, of whose 3-token shingles the kept document has less than
 * 0.3. Such members of one group with the same longest remaining block are one page. */
nd_status nd__pages_make(uint32_t *page_of, const nd__corpus *corpus,
                         const nd__clusters *clusters, const bool *candidate,
                         uint64_t seed, unsigned threads, nd_error *err);

#endif
