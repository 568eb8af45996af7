/* Shingle hashes and winnowing.
 *
 * A shingle of tokens t[0..n-1] has x = XOR of rotl(t[i], 13 i mod 64), finalised by
 * nd__mix64. 13 is odd, so up to 64 tokens are each turned by an amount of their own, and
 * x can be carried on from one shingle to the next: take t[0] out, turn back by 13, put
 * the new token in at the last place.
 *
 * Winnowing needs the least of every window of w. The hashes are cut into pieces of w; a
 * window is the tail of one piece and the head of the next, so the least of the tail
 * (worked out backwards over the piece) and of the head (carried along) give it: O(count)
 * without a queue. The places of the tails' least are kept in out: before window s at
 * most s hashes have been written, so slot s is still there to be read.
 */
#include "text/shingles.h"

#include "base/hash.h"
#include "base/radix_sort.h"

#define TURN 13u

size_t nd__shingles_count(size_t tokens, unsigned n) {
    if (tokens >= n) {
        return tokens - n + 1;
    }
    return tokens > 0 ? 1 : 0;
}

void nd__shingles_hash(uint64_t *out, const uint64_t *token_hash, size_t tokens,
                       unsigned n) {
    if (tokens == 0) {
        return;
    }
    size_t first = tokens < n ? tokens : n;
    uint64_t x = 0;
    for (size_t i = 0; i < first; i++) {
        x ^= nd__rotate_left(token_hash[i], (unsigned)i * TURN);
    }
    if (tokens < n) {
        out[0] = nd__mix64(x ^ nd__mix64(tokens));
        return;
    }
    out[0] = nd__mix64(x);
    unsigned last_turn = (n - 1) * TURN;
    for (size_t i = n; i < tokens; i++) {
        x = nd__rotate_left(x ^ token_hash[i - n], 64u - TURN);
        x ^= nd__rotate_left(token_hash[i], last_turn);
        out[i - n + 1] = nd__mix64(x);
    }
}

size_t nd__shingles_make_set(uint64_t *hashes, size_t count, uint64_t *scratch) {
    nd__sort_u64(hashes, scratch, count);
    return nd__unique_u64(hashes, count);
}

/* Writes to out[begin..end-1] the place of the least hash from there to end - 1. */
static void find_tail_minima(uint64_t *out, const uint64_t *hashes, size_t begin,
                             size_t end) {
    size_t least = end - 1;
    for (size_t i = end; i-- > begin;) {
        if (hashes[i] < hashes[least]) {
            least = i;
        }
        out[i] = least;
    }
}

size_t nd__winnow(uint64_t *out, const uint64_t *hashes, size_t count, unsigned w) {
    if (count == 0) {
        return 0;
    }
    size_t window = w == 0 ? 1 : w;
    if (window > count) {
        window = count;
    }
    size_t taken = 0, last = SIZE_MAX, head = 0;
    for (size_t start = 0; start + window <= count; start++) {
        size_t end = start + window - 1;
        if (start % window == 0) {
            find_tail_minima(out, hashes, start, end + 1);
            head = end; /* the window is this piece alone */
        } else if (start % window == 1 || hashes[end] <= hashes[head]) {
            head = end; /* the first of the next piece, or a new least in it */
        }
        size_t tail = (size_t)out[start];
        size_t least = hashes[head] <= hashes[tail] ? head : tail;
        if (least != last) {
            out[taken++] = hashes[least];
            last = least;
        }
    }
    return taken;
}
