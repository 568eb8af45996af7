#include "run/cut.h"

/* The characters that do not belong to blocks: the white space of src/text. */
static bool is_space(uint32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

/* Bytes of the white space character at p[0..left-1], or 0. All are below U+10000; the
 * text is valid UTF-8. */
static size_t space_size(const char *p, size_t left) {
    const unsigned char *u = (const unsigned char *)p;
    if (left == 0) {
        return 0;
    }
    if (u[0] < 0x80) {
        return is_space(u[0]) ? 1 : 0;
    }
    if ((u[0] & 0xE0u) == 0xC0u && left >= 2) {
        return is_space((u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu)) ? 2 : 0;
    }
    if ((u[0] & 0xF0u) == 0xE0u && left >= 3) {
        uint32_t c = (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
        return is_space(c) ? 3 : 0;
    }
    return 0;
}

static size_t skip_space(const char *text, size_t at, size_t size) {
    for (size_t length; (length = space_size(text + at, size - at)) > 0;) {
        at += length;
    }
    return at;
}

static bool is_border(const char *text, size_t at, size_t size) {
    return at == size || ((unsigned char)text[at] & 0xC0u) != 0x80u;
}

/* The end of what is not white space in front of `at`, not below `least`. */
static size_t skip_space_back(const char *text, size_t at, size_t least) {
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

void nd__cuts_plan(nd__cut *blocks, size_t count, const char *text, size_t size) {
    size_t done = 0;      /* end of the cut before */
    size_t run = 0;       /* first of the cuts that touch one another up to this one */
    size_t block_end = 0; /* where the last block ended, before the white space */
    for (size_t i = 0; i < count; i++) {
        size_t begin = blocks[i].begin, end = blocks[i].end;
        if (begin > done || i == 0) {
            run = i;
        }
        begin = begin < done ? done : begin;
        block_end = end > block_end ? end : block_end;
        end = skip_space(text, end, size);
        end = end < begin ? begin : end;
        blocks[i] = (nd__cut){begin, end};
        done = end;
    }
    if (count == 0 || done != size) {
        return;
    }
    /* The end of the text was reached: shift the run to the left. */
    size_t floor = run == 0 ? 0 : blocks[run - 1].end;
    size_t kept_end = skip_space_back(text, blocks[run].begin, floor);
    if (kept_end > floor) {
        blocks[run].begin = kept_end;
    }
    for (size_t i = count; i-- > run && blocks[i].end > block_end;) {
        blocks[i].end = block_end;
        if (blocks[i].begin > block_end) {
            blocks[i].begin = block_end;
        }
    }
}
