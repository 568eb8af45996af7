/* Read-more phrases: the words by which a page says that a text goes on elsewhere. */
#ifndef ND_MATCH_READ_MORE_H
#define ND_MATCH_READ_MORE_H

#include "base/memory.h"

typedef struct nd__read_more nd__read_more; /* shared-read once made */

nd_status nd__read_more_create(nd__read_more **out, uint64_t seed, nd_error *err);
void nd__read_more_destroy(nd__read_more *phrases);

/* How many tokens at the end of hash [0..count-1] are a read-more phrase; 0 for none. */
size_t nd__read_more_length(const nd__read_more *phrases, const uint64_t *hash,
                            size_t count);

/* How many tokens at the end of a block are not its text but lead on: a read-more phrase,
 * or what stands behind an ellipsis if that is a few words ("... La suite »"). 0 for
 * none. text [0..size-1] is the block, hash and begin [0..count-1] its tokens; begin
 * counts from a place `origin` bytes in front of text[0]. */
size_t nd__read_more_tail(const nd__read_more *phrases, const char *text, size_t size,
                          uint32_t origin, const uint64_t *hash, const uint32_t *begin,
                          size_t count);

#endif
