/* Two texts read along each other, past what differs. */
#ifndef ND_MATCH_PASSAGE_WALK_H
#define ND_MATCH_PASSAGE_WALK_H

#include "match/spans.h"

/* A text from one of its tokens on, in either direction. */
typedef struct nd__token_reader {
    nd__token_text text;
    size_t at; /* the next token is text.hash[at], backwards text.hash[at - 1] */
    bool backwards;
} nd__token_reader;

static inline size_t nd__reader_left(const nd__token_reader *r) {
    return r->backwards ? r->at : r->text.count - r->at;
}

/* The token i < nd__reader_left from here. */
static inline uint64_t nd__reader_token(const nd__token_reader *r, size_t i) {
    return r->text.hash[r->backwards ? r->at - 1 - i : r->at + i];
}

static inline void nd__reader_pass(nd__token_reader *r, size_t count) {
    r->at = r->backwards ? r->at - count : r->at + count;
}

/* How many tokens from here on are equal. Both go in the same direction, here and below.
 */
size_t nd__readers_agree(const nd__token_reader *a, const nd__token_reader *b);

/* How many tokens of a and of b are to be passed until both go on with `run` >= 1 equal
 * tokens: at most `most` of each, as few as can be of the one that has more; at least
 * one. False where there are none. */
bool nd__readers_skip(size_t skip[2], const nd__token_reader *a,
                      const nd__token_reader *b, size_t most, size_t run);

#endif
