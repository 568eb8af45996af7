/* The short way through a run of word bytes that are not all ASCII. */
#ifndef ND_TEXT_QUICK_RUN_H
#define ND_TEXT_QUICK_RUN_H

#include "text/normalise.h"
#include "text/tokens.h"
#include "text/word_hash.h"

/* Tokens that text[begin .. end-1] has at most, but for characters that are several: a
 * letter and a single of three bytes are two. */
static inline size_t nd__quick_run_room(size_t begin, size_t end) {
    return (end - begin) / 2 + 2;
}

/* Reads text[begin .. end-1], a run between ASCII separators, and appends its tokens to
 * out, which has the room above. The result is what the builder would make of it.
 * Where that takes more than this way has, gives the place from which the builder must
 * read on, the end of a token, else end. */
size_t nd__quick_run(nd__tokens *out, const nd__normal_rule *rules,
                     const nd__word_key *key, const char *text, size_t begin, size_t end);

#endif
