/* Overlaps by seeds.
 *
 * 1. All windows of k tokens of the kept text are in a table of chains, in ascending
 * order. k is the minimum, or GREATEST_WINDOW where that is less: an overlap contains a
 * window.
 * 2. Overlaps begin and end in the same order. Let the last one end at e. The next one
 * ends later, so of the windows that end behind e it contains the first that the kept
 * text has, at w say: windows are tried from e + 1 - k on. Within an overlap none is.
 * 3. From each place of this window in the kept text both texts are compared to the left,
 * as far as they agree, and then to the right. The place with the longest way to the left
 * gives the beginning; of these the longest to the right the end; of these the first the
 * place. Where w is behind e + 1 - k, the window before is not in the kept text, and
 * there is no way to the left.
 *
 * Two texts that are nearly equal are thus compared token by token, with k windows looked
 * up at each edit. Text that repeats itself has windows with many places, all of which
 * are compared: what that costs is counted, and who comes over the budget is left to the
 * suffix array. */
#include "match/seeds.h"

#include <string.h>

#define GREATEST_WINDOW 32
#define BASE UINT64_C(0x9E3779B97F4A7C15)

static size_t slot_of(const nd__seeds *seeds, uint64_t hash) {
    return (size_t)((hash * UINT64_C(0xD6E8FEB86659FD93)) >> (64 - seeds->bits));
}

static uint64_t hash_window(const uint64_t *tokens, size_t count) {
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        hash = hash * BASE + tokens[i];
    }
    return hash;
}

/* From the window at tokens to the next. */
static uint64_t roll(const nd__seeds *seeds, uint64_t hash, const uint64_t *tokens) {
    return hash * BASE + tokens[seeds->window] - tokens[0] * seeds->turn;
}

void nd__seeds_clear(nd__seeds *seeds) {
    free(seeds->slots);
    free(seeds->next);
    memset(seeds, 0, sizeof *seeds);
}

nd_status nd__seeds_make(nd__seeds *out, nd__token_text kept, size_t minimum,
                         nd_error *err) {
    memset(out, 0, sizeof *out);
    out->kept = kept;
    out->window = minimum < GREATEST_WINDOW ? minimum : GREATEST_WINDOW;
    out->turn = 1;
    for (size_t i = 0; i < out->window; i++) {
        out->turn *= BASE;
    }
    size_t windows = kept.count - out->window + 1;
    for (out->bits = 4; out->bits < 32 && windows >> (out->bits - 1) != 0;) {
        out->bits++;
    }
    out->slots = nd__allocate_zeroed((size_t)1 << out->bits, sizeof *out->slots);
    out->next = nd__allocate(windows, sizeof *out->next);
    uint32_t *last = nd__allocate((size_t)1 << out->bits, sizeof *last);
    if (out->slots == NULL || out->next == NULL || last == NULL) {
        free(last);
        nd__seeds_clear(out);
        return nd__fail_memory(err);
    }
    uint64_t hash = hash_window(kept.hash, out->window);
    for (size_t i = 0; i < windows; i++) {
        size_t slot = slot_of(out, hash);
        uint32_t *link =
            out->slots[slot] == 0 ? &out->slots[slot] : &out->next[last[slot]];
        *link = (uint32_t)i + 1;
        last[slot] = (uint32_t)i;
        out->next[i] = 0;
        if (i + 1 < windows) {
            hash = roll(out, hash, kept.hash + i);
        }
    }
    free(last);
    return ND_OK;
}

/* The longest way from one window. */
typedef struct reach {
    size_t left, right; /* tokens before and behind the window */
    size_t place;       /* of the window in the kept text */
    bool found;
} reach;

static size_t agree_left(const nd__seeds *seeds, nd__token_text member, size_t q,
                         size_t w) {
    size_t left = 0;
    while (left < q && left < w &&
           seeds->kept.hash[q - left - 1] == member.hash[w - left - 1]) {
        left++;
    }
    return left;
}

/* From kept[q] and member[w] on. */
static size_t agree_right(const nd__seeds *seeds, nd__token_text member, size_t q,
                          size_t w) {
    const uint64_t *a = seeds->kept.hash + q, *b = member.hash + w;
    size_t most = seeds->kept.count - q, count = 0;
    if (member.count - w < most) {
        most = member.count - w;
    }
    while (count < most && a[count] == b[count]) {
        count++;
    }
    return count;
}

/* Compares from all places of the window at w. *steps goes down by what that cost; false
 * where it was too much. */
static bool reach_from(reach *out, const nd__seeds *seeds, nd__token_text member,
                       size_t w, uint64_t hash, bool leftwards, size_t *steps) {
    memset(out, 0, sizeof *out);
    for (uint32_t link = seeds->slots[slot_of(seeds, hash)]; link != 0;) {
        size_t q = link - 1;
        link = seeds->next[q];
        size_t run = agree_right(seeds, member, q, w), cost = run + 1;
        if (run >= seeds->window) {
            size_t left = leftwards ? agree_left(seeds, member, q, w) : 0;
            size_t right = run - seeds->window;
            cost += left;
            if (!out->found || left > out->left ||
                (left == out->left && right > out->right)) {
                *out = (reach){left, right, q, true};
            }
        }
        if (cost > *steps) {
            return false;
        }
        *steps -= cost;
    }
    return true;
}

uint32_t nd__overlap_place(const nd__overlap *before, nd__token_text kept,
                           nd__token_text member, size_t at, size_t length,
                           uint32_t first) {
    /* Where the two meet or cross, that diagonal cannot hold: it would have made the
     * earlier overlap longer. What is compared is thus disjoint, and linear in all. */
    if (before == NULL || at <= (size_t)before->member_begin + before->length) {
        return first;
    }
    size_t place = before->kept_begin + (at - before->member_begin);
    if (place > kept.count || length > kept.count - place ||
        memcmp(kept.hash + place, member.hash + at, length * sizeof *kept.hash) != 0) {
        return first;
    }
    return (uint32_t)place;
}

nd_status nd__seeds_find(nd__overlaps *out, const nd__seeds *seeds, nd__token_text member,
                         size_t minimum, size_t *steps, nd_error *err) {
    size_t start = out->count, window = seeds->window, w = 0, hashed = 0;
    size_t earliest = SIZE_MAX; /* the first window that ends behind the last overlap */
    uint64_t hash = 0;
    while (w + window <= member.count) {
        if (w == hashed + 1 && w > 1) {
            hash = roll(seeds, hash, member.hash + hashed);
        } else {
            hash = hash_window(member.hash + w, window);
        }
        hashed = w;
        reach best;
        if (!reach_from(&best, seeds, member, w, hash, w == earliest, steps)) {
            out->count = start;
            return ND_DONE;
        }
        if (!best.found) {
            w++;
            continue;
        }
        size_t begin = w - best.left, length = best.left + window + best.right;
        if (length >= minimum) {
            ND_TRY(nd__vector_extend(out, 1, err));
            const nd__overlap *before =
                out->count > start ? &out->items[out->count - 1] : NULL;
            uint32_t first = (uint32_t)(best.place - best.left);
            out->items[out->count++] = (nd__overlap){
                nd__overlap_place(before, seeds->kept, member, begin, length, first),
                (uint32_t)begin, (uint32_t)length};
        }
        w = begin + length + 1 - window;
        earliest = w;
    }
    return ND_OK;
}
