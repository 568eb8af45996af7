/* The intersection of two multisets, most of which stand side by side.
 *
 * Equal tokens may be taken out of both in pairs, whichever they are: min(n + x, n + y)
 * is n + min(x, y). So both texts are read along each other, as one compares a reprint:
 * where they differ, up to ND__SKIP_MOST tokens are skipped to where they agree again.
 * What was skipped is sorted and merged. */
#include "match/passage_common.h"

#include "base/radix_sort.h"

#define RUN 2  /* equal tokens that end a difference */
#define STEP 4 /* tokens of both that are skipped where nothing ends it */

/* What is left of two texts. */
typedef struct rest {
    uint64_t *tokens[2];
    size_t count[2];
} rest;

static bool go_on(nd__token_reader a, size_t i, nd__token_reader b, size_t k,
                  size_t run) {
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

bool nd__readers_skip(size_t skip[2], nd__token_reader a, nd__token_reader b,
                      size_t run) {
    for (size_t most = 1; most <= ND__SKIP_MOST; most++) {
        for (size_t less = most + 1; less-- > 0;) {
            if (go_on(a, most, b, less, run)) {
                skip[0] = most;
                skip[1] = less;
                return true;
            }
            if (go_on(a, less, b, most, run)) {
                skip[0] = less;
                skip[1] = most;
                return true;
            }
        }
    }
    return false;
}

size_t nd__readers_agree(nd__token_reader a, nd__token_reader b) {
    size_t left_a = nd__reader_left(a), left_b = nd__reader_left(b), equal = 0;
    size_t least = left_a < left_b ? left_a : left_b;
    while (equal < least && nd__reader_token(a, equal) == nd__reader_token(b, equal)) {
        equal++;
    }
    return equal;
}

static void leave(rest *r, int side, nd__token_reader *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        r->tokens[side][r->count[side]++] = nd__reader_token(*text, i);
    }
    nd__reader_pass(text, count);
}

/* Takes pairs out; returns how many. */
static uint32_t read_along(rest *r, nd__token_reader a, nd__token_reader b) {
    uint32_t taken = 0;
    while (nd__reader_left(a) > 0 && nd__reader_left(b) > 0) {
        size_t equal = nd__readers_agree(a, b);
        taken += (uint32_t)equal;
        nd__reader_pass(&a, equal);
        nd__reader_pass(&b, equal);
        size_t least = nd__reader_left(a) < nd__reader_left(b) ? nd__reader_left(a)
                                                               : nd__reader_left(b);
        size_t step = least < STEP ? least : STEP, skip[2] = {step, step};
        if (least > 0) {
            (void)nd__readers_skip(skip, a, b, RUN);
            leave(r, 0, &a, skip[0]);
            leave(r, 1, &b, skip[1]);
        }
    }
    leave(r, 0, &a, nd__reader_left(a));
    leave(r, 1, &b, nd__reader_left(b));
    return taken;
}

static uint32_t merge(const rest *r) {
    const uint64_t *x = r->tokens[0], *y = r->tokens[1];
    uint32_t matched = 0;
    for (size_t i = 0, k = 0; i < r->count[0] && k < r->count[1];) {
        bool equal = x[i] == y[k], first = x[i] <= y[k];
        matched += equal;
        i += first;
        k += equal || !first;
    }
    return matched;
}

nd_status nd__tokens_in_common(uint32_t *out, nd__token_text a, nd__token_text b,
                               nd_error *err) {
    nd_status status = ND_OK;
    rest r = {0};
    uint64_t *scratch = NULL;
    r.tokens[0] = nd__allocate(a.count, sizeof(uint64_t));
    r.tokens[1] = nd__allocate(b.count, sizeof(uint64_t));
    if (r.tokens[0] == NULL || r.tokens[1] == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    *out = read_along(&r, (nd__token_reader){.text = a}, (nd__token_reader){.text = b});
    if (r.count[0] > 0 && r.count[1] > 0) {
        size_t most = r.count[0] > r.count[1] ? r.count[0] : r.count[1];
        scratch = nd__allocate(most, sizeof *scratch);
        if (scratch == NULL) {
            status = nd__fail_memory(err);
            goto out;
        }
        nd__sort_u64(r.tokens[0], scratch, r.count[0]);
        nd__sort_u64(r.tokens[1], scratch, r.count[1]);
        *out += merge(&r);
    }
out:
    free(r.tokens[0]);
    free(r.tokens[1]);
    free(scratch);
    return status;
}
