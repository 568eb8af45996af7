/* Tokens are at base[step * i], which is one address for both directions. */
#include "match/passage_walk.h"

static const uint64_t *base_of(const nd__token_reader *r) {
    return r->text.hash + (r->backwards ? r->at - 1 : r->at);
}

static ptrdiff_t step_of(const nd__token_reader *r) {
    return r->backwards ? -1 : 1;
}

static bool go_on(const uint64_t *a, const uint64_t *b, ptrdiff_t step, size_t run) {
    size_t r = 0;
    while (r < run && a[step * (ptrdiff_t)r] == b[step * (ptrdiff_t)r]) {
        r++;
    }
    return r == run;
}

bool nd__readers_skip(size_t skip[2], const nd__token_reader *a,
                      const nd__token_reader *b, size_t most, size_t run) {
    size_t left_a = nd__reader_left(a), left_b = nd__reader_left(b);
    if (left_a < run || left_b < run) {
        return false;
    }
    const uint64_t *x = base_of(a), *y = base_of(b);
    ptrdiff_t step = step_of(a);
    size_t most_a = left_a - run, most_b = left_b - run;
    for (ptrdiff_t more = 1; more <= (ptrdiff_t)most; more++) {
        bool in_a = (size_t)more <= most_a, in_b = (size_t)more <= most_b;
        for (ptrdiff_t less = more; less >= 0; less--) {
            if (in_a && (size_t)less <= most_b &&
                go_on(x + step * more, y + step * less, step, run)) {
                skip[0] = (size_t)more;
                skip[1] = (size_t)less;
                return true;
            }
            if (in_b && (size_t)less <= most_a &&
                go_on(x + step * less, y + step * more, step, run)) {
                skip[0] = (size_t)less;
                skip[1] = (size_t)more;
                return true;
            }
        }
    }
    return false;
}

size_t nd__readers_agree(const nd__token_reader *a, const nd__token_reader *b) {
    size_t left_a = nd__reader_left(a), left_b = nd__reader_left(b), equal = 0;
    size_t least = left_a < left_b ? left_a : left_b;
    if (least > 0) {
        const uint64_t *x = base_of(a), *y = base_of(b);
        ptrdiff_t step = step_of(a);
        while (equal < least && *x == *y) {
            equal++;
            x += equal < least ? step : 0; /* never in front of the text */
            y += equal < least ? step : 0;
        }
    }
    return equal;
}
