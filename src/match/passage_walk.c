#include "match/passage_walk.h"

static bool go_on(const nd__token_reader *a, size_t i, const nd__token_reader *b,
                  size_t k, size_t run) {
    if (i + run > nd__reader_left(a) || k + run > nd__reader_left(b)) {
        return false;
    }
    for (size_t r = 0; r < run; r++) {
        if (nd__reader_token(a, i + r) != nd__reader_token(b, k + r)) {
            return false;
        }
    }
    return true;
}

bool nd__readers_skip(size_t skip[2], const nd__token_reader *a,
                      const nd__token_reader *b, size_t most, size_t run) {
    for (size_t more = 1; more <= most; more++) {
        for (size_t less = more + 1; less-- > 0;) {
            if (go_on(a, more, b, less, run)) {
                skip[0] = more;
                skip[1] = less;
                return true;
            }
            if (go_on(a, less, b, more, run)) {
                skip[0] = less;
                skip[1] = more;
                return true;
            }
        }
    }
    return false;
}

size_t nd__readers_agree(const nd__token_reader *a, const nd__token_reader *b) {
    size_t left_a = nd__reader_left(a), left_b = nd__reader_left(b), equal = 0;
    size_t least = left_a < left_b ? left_a : left_b;
    while (equal < least && nd__reader_token(a, equal) == nd__reader_token(b, equal)) {
        equal++;
    }
    return equal;
}
