#include "run/cut.h"

#include <string.h>

#include "text/block_flags.h"
#include "text/utf8.h"

/* Bytes of the white space character at p[0..left-1], or 0. */
static size_t space_size(const char *p, size_t left) {
    uint32_t c;
    size_t length = left == 0 ? 0 : nd__utf8_decode(&c, p, left);
    return length > 0 && nd__block_is_space(c) ? length : 0;
}

size_t nd__skip_space(const char *text, size_t at, size_t size) {
    for (size_t length; (length = space_size(text + at, size - at)) > 0;) {
        at += length;
    }
    return at;
}

static bool is_border(const char *text, size_t at, size_t size) {
    return at == size || ((unsigned char)text[at] & 0xC0u) != 0x80u;
}

size_t nd__skip_space_back(const char *text, size_t at, size_t least) {
    while (at > least) {
        size_t before = at - 1;
        while (before > least && !is_border(text, before, at)) {
            before--;
        }
        if (space_size(text + before, at - before) != at - before) {
            break;
        }
        at = before;
    }
    return at;
}

bool nd__cuts_fit(const nd__cut *blocks, size_t count, const char *text, size_t size) {
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].begin > blocks[i].end || blocks[i].end > size ||
            !is_border(text, blocks[i].begin, size) ||
            !is_border(text, blocks[i].end, size)) {
            return false;
        }
    }
    return true;
}

static size_t line_breaks(const char *text, size_t begin, size_t end) {
    size_t count = 0;
    for (size_t i = begin; i < end; i++) {
        count += text[i] == '\n';
    }
    return count;
}

/* Shifts the touching cuts [first, last]: the white space in front goes, that behind
 * stays. */
static void shift_left(nd__cut *blocks, size_t first, size_t last, const char *text) {
    size_t floor = first == 0 ? 0 : blocks[first - 1].end;
    size_t kept_end = nd__skip_space_back(text, blocks[first].begin, floor);
    size_t block_end = nd__skip_space_back(text, blocks[last].end, blocks[first].begin);
    if (kept_end > floor) {
        blocks[first].begin = kept_end;
    }
    for (size_t i = last + 1; i-- > first && blocks[i].end > block_end;) {
        blocks[i].end = block_end;
        if (blocks[i].begin > block_end) {
            blocks[i].begin = block_end;
        }
    }
}

/* A zero-width no-break space parts none. */
static bool parts_words(const char *text, size_t begin, size_t end) {
    while (end - begin >= 3 && memcmp(text + begin, "\xef\xbb\xbf", 3) == 0) {
        begin += 3;
    }
    return begin < end;
}

/* The cut of a run behind which, within the run, the most line breaks stand: more than
 * `least`; or last where there is none. */
static size_t widest_gap(const nd__cut *blocks, size_t first, size_t last,
                         const char *text, size_t least) {
    size_t best = last;
    for (size_t i = first; i < last; i++) {
        size_t end = nd__skip_space_back(text, blocks[i].end, blocks[i].begin);
        size_t breaks = line_breaks(text, end, blocks[i].end);
        if (breaks > least && blocks[i].begin < end) {
            best = i;
            least = breaks;
        }
    }
    return best;
}

/* Of the white space in front of a run, within it and behind it, that with the most line
 * breaks stays: a blank line between paragraphs outlives what stood beside it. Where none
 * is in front, that behind stays, so that no words grow together. */
static void join_run(nd__cut *blocks, size_t first, size_t last, const char *text,
                     size_t size) {
    size_t floor = first == 0 ? 0 : blocks[first - 1].end;
    size_t begin = blocks[first].begin, end = blocks[last].end;
    size_t kept_end = nd__skip_space_back(text, begin, floor);
    size_t block_end = nd__skip_space_back(text, end, begin);
    if (end == size) {
        shift_left(blocks, first, last, text);
        return;
    }
    if (kept_end == floor) {
        return;
    }
    size_t front = line_breaks(text, kept_end, begin);
    size_t behind = line_breaks(text, block_end, end);
    size_t gap = widest_gap(blocks, first, last, text, front > behind ? front : behind);
    if (gap < last) {
        shift_left(blocks, first, gap, text);
    } else if (!parts_words(text, kept_end, begin) || front < behind) {
        shift_left(blocks, first, last, text);
    }
}

void nd__cuts_plan(nd__cut *blocks, size_t count, const char *text, size_t size) {
    size_t done = 0; /* end of the cut before */
    for (size_t i = 0; i < count; i++) {
        size_t begin = blocks[i].begin < done ? done : blocks[i].begin;
        size_t end = nd__skip_space(text, blocks[i].end, size);
        blocks[i] = (nd__cut){begin, end < begin ? begin : end};
        done = blocks[i].end;
    }
    for (size_t first = 0; first < count;) {
        size_t last = first;
        while (last + 1 < count && blocks[last + 1].begin == blocks[last].end) {
            last++;
        }
        join_run(blocks, first, last, text, size);
        first = last + 1;
    }
}
