/* The edges of cuts.
 *
 * Outline: cuts between which nothing is kept but white space, or marks on one line,
 * become one.
 * Then for each cut, `left` and `right` the kept words (tokens) beside it:
 * 1. Closing marks that the cut begins with, right behind a kept word, stay with it;
 *    opening marks that it ends with, right in front of one, too.
 * 2. Marks right behind the cut go with it, up to white space or to what opens a kept
 *    word; but not where the cut begins right behind a kept word: that needs them.
 * 3. Marks right in front of the cut go where white space stands on both sides then.
 * 4. If without white space between them the words on both sides would read as one, the
 *    end of the cut moves back, over marks or a token, until they do not.
 */
#include "run/cut_tidy.h"

#include <string.h>

#include "text/block_flags.h"
#include "text/utf8.h"

#define NO_TOKEN SIZE_MAX
/* Far more than any text needs; then the cut is given up. */
#define STEPS_BACK 16

size_t nd__token_from(const nd__tokens *tokens, size_t at) {
    size_t low = 0, high = tokens->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tokens->begin[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The first token that ends behind `at`. */
static size_t token_behind(const nd__tokens *tokens, size_t at) {
    size_t low = 0, high = tokens->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tokens->end[middle] <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_inside_character(const char *text, size_t at, size_t size) {
    return at < size && ((unsigned char)text[at] & 0xC0u) == 0x80u;
}

size_t nd__snap_up(size_t at, const char *text, size_t size, const nd__tokens *tokens) {
    while (is_inside_character(text, at, size)) {
        at++;
    }
    for (size_t i; (i = token_behind(tokens, at)) < tokens->count;) {
        if (tokens->begin[i] >= at) {
            break;
        }
        at = tokens->end[i];
    }
    return at;
}

size_t nd__snap_down(size_t at, const char *text, size_t size, const nd__tokens *tokens) {
    while (is_inside_character(text, at, size)) {
        at--;
    }
    for (size_t i; (i = nd__token_from(tokens, at)) > 0;) {
        if (tokens->end[i - 1] <= at) {
            break;
        }
        at = tokens->begin[i - 1];
    }
    return at;
}

static uint32_t character_at(size_t *length, const nd__tidy *t, size_t at) {
    uint32_t c = 0xFFFD;
    *length = nd__utf8_decode(&c, t->text + at, t->size - at);
    *length = *length == 0 ? 1 : *length;
    return c;
}

static size_t character_before(const nd__tidy *t, size_t at) {
    do {
        at--;
    } while (at > 0 && is_inside_character(t->text, at, t->size));
    return at;
}

/* Marks that belong to the word behind them. */
static bool is_opener(uint32_t c) {
    static const uint16_t openers[] = {
        '#',    '$',    '(',    '<',    '@',    '[',    '{',    0xA1,   0xA3,   0xAB,
        0xBF,   0x2018, 0x201A, 0x201C, 0x201E, 0x2039, 0x20AC, 0x3008, 0x300A, 0x300C,
        0x300E, 0x3010, 0x3014, 0x3016, 0xFF08, 0xFF3B, 0xFF5B, 0xFF62};
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        if (c == openers[i]) {
            return true;
        }
    }
    return false;
}

/* Does a plain quote at `at`, behind white space or the begin, open? */
static bool is_opening_quote(const nd__tidy *t, size_t at, size_t begin) {
    size_t length;
    return (t->text[at] == '"' || t->text[at] == '\'') &&
           (at == begin ||
            nd__block_is_space(character_at(&length, t, character_before(t, at))));
}

/* What surrounds a cut. */
typedef struct surroundings {
    size_t low, high; /* end of the cut before, begin of the next */
    size_t left;      /* end of the last kept token between low and the cut; NO_TOKEN */
    size_t right;     /* begin of the first one behind it; NO_TOKEN */
    size_t left_token, right_token;
} surroundings;

static surroundings look_around(const nd__tidy *t, nd__cut cut, size_t low, size_t high) {
    surroundings s = {.low = low, .high = high, .left = NO_TOKEN, .right = NO_TOKEN};
    s.left_token = token_behind(t->tokens, cut.begin);
    s.right_token = nd__token_from(t->tokens, cut.end);
    if (s.left_token > 0 && t->tokens->begin[--s.left_token] >= low) {
        s.left = t->tokens->end[s.left_token];
    }
    if (s.right_token < t->tokens->count && t->tokens->end[s.right_token] <= high) {
        s.right = t->tokens->begin[s.right_token];
    }
    return s;
}

/* Step 1. */
static void shrink_to_words(nd__cut *cut, const surroundings *s, const nd__tidy *t) {
    size_t length;
    if (s->left == cut->begin) {
        size_t limit = t->size;
        size_t token = nd__token_from(t->tokens, cut->begin);
        if (token < t->tokens->count) {
            limit = t->tokens->begin[token];
        }
        limit = limit < cut->end ? limit : cut->end;
        while (cut->begin < limit) {
            uint32_t c = character_at(&length, t, cut->begin);
            if (nd__block_is_space(c) || is_opener(c)) {
                break;
            }
            cut->begin += length;
        }
        cut->begin = nd__skip_space(t->text, cut->begin, cut->end);
    }
    if (s->right == cut->end) {
        size_t token = nd__token_from(t->tokens, cut->end);
        size_t limit = cut->begin;
        if (token > 0 && t->tokens->end[token - 1] > limit) {
            limit = t->tokens->end[token - 1];
        }
        while (cut->end > limit) {
            size_t before = character_before(t, cut->end);
            if (!is_opener(character_at(&length, t, before)) &&
                !is_opening_quote(t, before, cut->begin)) {
                break;
            }
            cut->end = before;
        }
        cut->end = nd__skip_space_back(t->text, cut->end, cut->begin);
    }
}

/* Steps 2 and 3. */
static void take_marks(nd__cut *cut, const surroundings *s, const nd__tidy *t) {
    size_t length, limit = s->right == NO_TOKEN ? s->high : s->right;
    size_t end = cut->end, opener = NO_TOKEN;
    while (end < limit) {
        uint32_t c = character_at(&length, t, end);
        if (nd__block_is_space(c)) {
            break;
        }
        opener = opener == NO_TOKEN && is_opener(c) ? end : opener;
        end += length;
    }
    if (s->left != cut->begin) {
        cut->end = end == s->right && opener != NO_TOKEN ? opener : end;
    }
    if (cut->end < s->high && !nd__block_is_space(character_at(&length, t, cut->end))) {
        return;
    }
    size_t begin = cut->begin, floor = s->left == NO_TOKEN ? s->low : s->left;
    while (begin > floor) {
        size_t before = character_before(t, begin);
        if (nd__block_is_space(character_at(&length, t, before))) {
            break;
        }
        begin = before;
    }
    if (begin != s->left) {
        cut->begin = begin;
    }
}

/* White space that parts words; the tokens' rules join across a zero-width one. */
static bool has_space(const nd__tidy *t, size_t begin, size_t end) {
    for (size_t length; begin < end; begin += length) {
        uint32_t c = character_at(&length, t, begin);
        if (nd__block_is_space(c) && c != 0xFEFF) {
            return true;
        }
    }
    return false;
}

/* Would the words beside the cut, joined, have other tokens than now? */
static nd_status grow_together(bool *out, nd__cut cut, const surroundings *s,
                               const nd__tidy *t, nd_error *err) {
    const nd__tokens *tokens = t->tokens;
    size_t right_token = nd__token_from(tokens, cut.end);
    size_t right = tokens->begin[right_token];
    *out = false;
    if (has_space(t, s->left, cut.begin) || has_space(t, cut.end, right)) {
        return ND_OK;
    }
    size_t begin = tokens->begin[s->left_token], end = tokens->end[right_token];
    size_t first = nd__token_from(tokens, begin), last = token_behind(tokens, end);
    t->joined->count = 0;
    ND_TRY(nd__buffer_append(t->joined, t->text + begin, cut.begin - begin, err));
    ND_TRY(nd__buffer_append(t->joined, t->text + cut.end, end - cut.end, err));
    ND_TRY(nd__tokens_read_hashes(t->few, t->joined->items, t->joined->count, 1, err));
    size_t left_count = s->left_token + 1 - first, right_count = last - right_token;
    *out =
        t->few->count != left_count + right_count ||
        memcmp(t->few->hash, tokens->hash + first, left_count * sizeof(uint64_t)) != 0 ||
        memcmp(t->few->hash + left_count, tokens->hash + right_token,
               right_count * sizeof(uint64_t)) != 0;
    return ND_OK;
}

/* Step 4. */
static nd_status keep_words_apart(nd__cut *cut, const surroundings *s, const nd__tidy *t,
                                  nd_error *err) {
    if (s->left == NO_TOKEN || s->right == NO_TOKEN) {
        return ND_OK;
    }
    for (int step = 0; cut->begin < cut->end; step++) {
        bool together;
        ND_TRY(grow_together(&together, *cut, s, t, err));
        if (!together) {
            return ND_OK;
        }
        size_t token = nd__token_from(t->tokens, cut->end), before = cut->begin;
        if (token > 0 && t->tokens->end[token - 1] > before) {
            before = t->tokens->end[token - 1];
        }
        cut->end = before < cut->end && step < STEPS_BACK
                       ? before
                       : nd__snap_down(cut->end - 1, t->text, t->size, t->tokens);
        if (cut->end < cut->begin || step >= STEPS_BACK) {
            cut->end = cut->begin;
        }
        cut->end = nd__skip_space_back(t->text, cut->end, cut->begin);
    }
    return ND_OK;
}

/* Is nothing kept between two cuts but white space, or marks and space within a line? */
static bool are_neighbours(const nd__tidy *t, size_t begin, size_t end) {
    if (nd__skip_space(t->text, begin, end) == end) {
        return true;
    }
    size_t token = nd__token_from(t->tokens, begin);
    return (token == t->tokens->count || t->tokens->begin[token] >= end) &&
           memchr(t->text + begin, '\n', end - begin) == NULL &&
           memchr(t->text + begin, '\r', end - begin) == NULL;
}

static size_t join_neighbours(nd__cut *cuts, size_t count, const nd__tidy *t) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && are_neighbours(t, cuts[kept - 1].end, cuts[i].begin)) {
            cuts[kept - 1].end = cuts[i].end;
        } else {
            cuts[kept++] = cuts[i];
        }
    }
    return kept;
}

nd_status nd__cuts_tidy(nd__cut *cuts, size_t *count, const nd__tidy *tidy,
                        nd_error *err) {
    size_t all = join_neighbours(cuts, *count, tidy), kept = 0;
    for (size_t i = 0; i < all; i++) {
        nd__cut cut = cuts[i];
        size_t low = kept == 0 ? 0 : cuts[kept - 1].end;
        size_t high = i + 1 < all ? cuts[i + 1].begin : tidy->size;
        surroundings around = look_around(tidy, cut, low, high);
        shrink_to_words(&cut, &around, tidy);
        if (cut.begin >= cut.end) {
            continue;
        }
        take_marks(&cut, &around, tidy);
        ND_TRY(keep_words_apart(&cut, &around, tidy, err));
        if (cut.begin < cut.end) {
            cuts[kept++] = cut;
        }
    }
    *count = kept;
    return ND_OK;
}
