/* Credits: the wire agencies that an article names. */
#ifndef ND_RUN_CREDITS_H
#define ND_RUN_CREDITS_H

#include "store/corpus.h"

typedef struct nd__credits nd__credits; /* shared-read once made */

/* The agencies of data/credits.txt, and those of the file at `path` (NULL: none).
 * ND_E_IO; ND_E_FORMAT for a line that is none, with its number. */
nd_status nd__credits_create(nd__credits **out, const char *path, nd_error *err);
void nd__credits_destroy(nd__credits *credits);

/* Replaces *out by the names that document d has in the paragraphs at its head and tail,
 * without its frames: "AP, Reuters" and a 0; empty where it has none. In the order in
 * which they stand there. O(1): at most 16 blocks. */
nd_status nd__credits_find(nd__buffer *out, const nd__credits *credits,
                           const nd__corpus *corpus, size_t d, nd_error *err);

#endif
