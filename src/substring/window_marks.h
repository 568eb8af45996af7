/* Setting bits in sets of windows, from many threads at once. */
#ifndef ND_SUBSTRING_WINDOW_MARKS_H
#define ND_SUBSTRING_WINDOW_MARKS_H

#include <stdint.h>

static inline void nd__mark_bits(uint64_t *word, uint64_t bits) {
    if ((__atomic_load_n(word, __ATOMIC_RELAXED) & bits) != bits) {
        __atomic_fetch_or(word, bits, __ATOMIC_RELAXED);
    }
}

static inline void nd__mark_window(uint64_t *set, uint64_t window) {
    nd__mark_bits(&set[window >> 6], UINT64_C(1) << (window & 63));
}

/* Windows first .. last. */
static inline void nd__mark_windows(uint64_t *set, uint64_t first, uint64_t last) {
    for (uint64_t at = first; at <= last;) {
        uint64_t shift = at & 63, count = last - at + 1;
        count = count < 64 - shift ? count : 64 - shift;
        uint64_t bits = count == 64 ? UINT64_MAX : ((UINT64_C(1) << count) - 1) << shift;
        nd__mark_bits(&set[at >> 6], bits);
        at += count;
    }
}

#endif
