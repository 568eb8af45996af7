/* The edges of cuts: punctuation that belongs to what is kept or to what goes, and words
 * that may not grow together. */
#ifndef ND_RUN_CUT_TIDY_H
#define ND_RUN_CUT_TIDY_H

#include "run/cut.h"
#include "text/tokens.h"

typedef struct nd__tidy {
    const char *text;
    size_t size;
    const nd__tokens *tokens; /* of the text, with ranges, by seed 1 */
    nd__tokens *few;          /* scratch */
    nd__buffer *joined;       /* scratch */
} nd__tidy;

/* The next border of a character that no token straddles, from `at` on or back. */
size_t nd__snap_up(size_t at, const char *text, size_t size, const nd__tokens *tokens);
size_t nd__snap_down(size_t at, const char *text, size_t size, const nd__tokens *tokens);
/* The first token that begins at `at` or behind. */
size_t nd__token_from(const nd__tokens *tokens, size_t at);

/* Cuts (in order, apart, at places nd__snap_up gives) as they are best made; *count may
 * become less. Afterwards the text without them has just the tokens that no cut holds. */
nd_status nd__cuts_tidy(nd__cut *cuts, size_t *count, const nd__tidy *tidy,
                        nd_error *err);

#endif
