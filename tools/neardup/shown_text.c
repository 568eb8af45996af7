#include "shown_text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool find_lines(shown_text *s) {
    size_t capacity = 0;
    for (size_t at = 0;;) {
        if (s->line_count == capacity) {
            capacity = capacity == 0 ? 256 : capacity * 2;
            size_t *grown = realloc(s->line, capacity * sizeof *grown);
            if (grown == NULL) {
                return false;
            }
            s->line = grown;
        }
        s->line[s->line_count++] = at;
        const char *end = at < s->size ? memchr(s->text + at, '\n', s->size - at) : NULL;
        if (end == NULL) {
            return true;
        }
        at = (size_t)(end - s->text) + 1;
    }
}

nd_status shown_text_open(shown_text *out, const char *text, size_t size, nd_error *err) {
    *out = (shown_text){.text = text, .size = size};
    nd_status status = nd_text_create(&out->tokens, NULL, text, size, err);
    if (status < 0) {
        return status;
    }
    out->count = nd_text_token_count(out->tokens);
    out->begin = nd_text_begins(out->tokens);
    out->end = nd_text_ends(out->tokens);
    if (!find_lines(out)) {
        shown_text_close(out);
        if (err != NULL) {
            *err = (nd_error){ND_E_NOMEM, ND_NO_POSITION, "out of memory"};
        }
        return ND_E_NOMEM;
    }
    return ND_OK;
}

void shown_text_close(shown_text *shown) {
    nd_text_destroy(shown->tokens);
    free(shown->line);
    *shown = (shown_text){0};
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether the character that ends before `at` is an opening mark; its begin in *begin. */
static bool opens(const shown_text *s, size_t least, size_t at, size_t *begin) {
    size_t from = at - 1;
    while (from > least && ((unsigned char)s->text[from] & 0xC0u) == 0x80u) {
        from--;
    }
    utf8proc_int32_t c;
    if (utf8proc_iterate((const utf8proc_uint8_t *)s->text + from,
                         (utf8proc_ssize_t)(at - from), &c) <= 0) {
        return false;
    }
    utf8proc_category_t category = utf8proc_category(c);
    *begin = from;
    return category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI;
}

/* The begin of the first line that is not empty. */
static size_t first_line(const shown_text *s) {
    size_t begin = 0;
    for (size_t at = 0; at < s->size && is_blank(s->text[at]); at++) {
        begin = s->text[at] == '\n' ? at + 1 : begin;
    }
    return begin;
}

size_t shown_text_cut(const shown_text *s, size_t i) {
    if (i == 0 || i >= s->count) {
        return i == 0 ? first_line(s) : s->size;
    }
    size_t least = s->end[i - 1], most = s->begin[i], at = least;
    while (at < most && !is_blank(s->text[at])) {
        at++;
    }
    if (at < most) {
        while (at < most && is_blank(s->text[at])) {
            at++;
        }
        return at;
    }
    for (at = most; at > least && opens(s, least, at, &most);) {
        at = most;
    }
    return at > least || s->begin[i] <= least ? at : least;
}

size_t shown_text_core(const shown_text *s, size_t begin, size_t end) {
    size_t at = shown_text_cut(s, end);
    while (at > begin && is_blank(s->text[at - 1])) {
        at--;
    }
    return at;
}

bool shown_text_line_ends(const shown_text *s, size_t i) {
    return s->begin[i] > s->end[i - 1] &&
           memchr(s->text + s->end[i - 1], '\n', s->begin[i] - s->end[i - 1]) != NULL;
}

size_t shown_text_line(const shown_text *s, size_t at) {
    size_t low = 0, high = s->line_count; /* the line is in (low, high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (s->line[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + 1;
}

size_t shown_text_token(const shown_text *s, size_t at) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->begin[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
