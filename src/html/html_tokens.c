#include "html/html_tokens.h"

#include <string.h>

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The next "<" that begins a tag, a comment or a declaration, from `at` on. */
static const char *find_markup(const char *at, const char *end) {
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at < 2) {
            break;
        }
        if (is_letter(at[1]) || at[1] == '!' || at[1] == '?' || at[1] == '/') {
            return at;
        }
        at++;
    }
    return end;
}

/* p[0..] is the name of tag, in either case, and something that ends a name. */
static bool is_name(const char *p, const char *end, const char *name, size_t size) {
    if (p >= end || (size_t)(end - p) <= size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if ((p[i] | 0x20) != name[i]) {
            return false;
        }
    }
    return is_space(p[size]) || p[size] == '/' || p[size] == '>';
}

/* The "</name" from `at` on, or end. */
static const char *find_end_tag(const char *at, const char *end, nd__html_tag tag) {
    const char *name = nd__html_tag_name(tag);
    size_t size = strlen(name);
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at > 2 && at[1] == '/' && is_name(at + 2, end, name, size)) {
            return at;
        }
        at++;
    }
    return end;
}

static bool has_comment_end(const char *at, const char *end) {
    while (end - at >= 3 && (at = memchr(at, '-', (size_t)(end - at - 2))) != NULL) {
        if (at[1] == '-' && at[2] == '>') {
            return true;
        }
        at++;
    }
    return false;
}

/* The end tag of a script: one that it writes by itself, within "<!--" and "-->" and with
 * its own start tag there, is not meant (the standard's double escaped state). */
static const char *find_script_end(const char *at, const char *end) {
    const char *comment = NULL, *inner = NULL, *first = end;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at >= 4 && memcmp(at, "<!--", 4) == 0 && comment == NULL) {
            comment = at;
        } else if (comment != NULL && inner == NULL &&
                   is_name(at + 1, end, "script", 6)) {
            inner = has_comment_end(comment + 2, at) ? NULL : at;
            comment = inner == NULL ? NULL : comment;
        } else if (end - at > 2 && at[1] == '/' && is_name(at + 2, end, "script", 6)) {
            if (inner == NULL || has_comment_end(inner, at)) {
                return at;
            }
            first = first == end ? at : first;
            inner = NULL;
        }
        at++;
    }
    return first;
}

bool nd__html_tokens_attribute(const char **at, const char *end,
                               nd__html_raw_attribute *out) {
    const char *p = *at;
    while (p < end && (is_space(*p) || *p == '/')) {
        p++;
    }
    if (p == end) {
        *at = p;
        return false;
    }
    out->name = p++; /* a '=' may begin a name */
    while (p < end && !is_space(*p) && *p != '=' && *p != '/') {
        p++;
    }
    out->name_size = (size_t)(p - out->name);
    out->value = p;
    out->value_size = 0;
    const char *behind = p;
    while (p < end && is_space(*p)) {
        p++;
    }
    if (p == end || *p != '=') {
        *at = behind;
        return true;
    }
    p++;
    while (p < end && is_space(*p)) {
        p++;
    }
    if (p < end && (*p == '"' || *p == '\'')) {
        const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
        close = close == NULL ? end : close;
        out->value = p + 1;
        out->value_size = (size_t)(close - p - 1);
        *at = close < end ? close + 1 : end;
        return true;
    }
    out->value = p;
    while (p < end && !is_space(*p)) {
        p++;
    }
    out->value_size = (size_t)(p - out->value);
    *at = p;
    return true;
}

/* The '>' that ends a tag whose name ends at `at`: one outside of quoted values. A quote
 * begins a value only behind '='. NULL: none. */
static const char *find_tag_end(const char *at, const char *end) {
    bool value = false; /* behind '=' and white space */
    for (; at < end; at++) {
        char c = *at;
        if (c == '>') {
            return at;
        }
        if (value && (c == '"' || c == '\'')) {
            at = memchr(at + 1, c, (size_t)(end - at - 1));
            if (at == NULL) {
                return NULL;
            }
            value = false;
        } else if (c == '=') {
            value = true;
        } else if (!is_space(c)) {
            value = false;
        }
    }
    return NULL;
}

/* Behind the comment or declaration at "<!" or "<?", or "</" and no letter. */
static const char *skip_declaration(const char *at, const char *end) {
    if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
        if (end - at >= 5 && at[4] == '>') {
            return at + 5;
        }
        if (end - at >= 6 && at[4] == '-' && at[5] == '>') {
            return at + 6;
        }
        for (at += 4; end - at >= 3; at++) {
            at = memchr(at, '-', (size_t)(end - at));
            if (at == NULL || end - at < 3) {
                return end;
            }
            if (at[1] == '-' &&
                (at[2] == '>' || (at[2] == '!' && end - at >= 4 && at[3] == '>'))) {
                return at + (at[2] == '>' ? 3 : 4);
            }
        }
        return end;
    }
    const char *close = memchr(at, '>', (size_t)(end - at));
    return close == NULL ? end : close + 1;
}

/* The tag at "<x" or "</x"; false where it has no end, which ends the page. */
static bool take_tag(nd__html_tokens *tokens, nd__html_token *out) {
    const char *p = tokens->at + 1;
    bool close = *p == '/';
    p += close;
    out->begin = p;
    while (p < tokens->end && !is_space(*p) && *p != '/' && *p != '>') {
        p++;
    }
    out->size = (size_t)(p - out->begin);
    out->attributes = p;
    out->attributes_end = find_tag_end(p, tokens->end);
    if (out->attributes_end == NULL) {
        tokens->at = tokens->end;
        return false;
    }
    out->kind = close ? ND__TOKEN_CLOSE : ND__TOKEN_OPEN;
    out->tag = nd__html_tag_find(out->begin, out->size);
    out->closed = out->attributes_end[-1] == '/';
    tokens->at = out->attributes_end + 1;
    return true;
}

bool nd__html_tokens_next(nd__html_tokens *tokens, nd__html_token *out) {
    *out = (nd__html_token){.tag = ND__TAG_UNKNOWN};
    while (tokens->at < tokens->end) {
        const char *markup = find_markup(tokens->at, tokens->end);
        if (markup > tokens->at) {
            out->kind = ND__TOKEN_TEXT;
            out->begin = tokens->at;
            out->size = (size_t)(markup - tokens->at);
            tokens->at = markup;
            return true;
        }
        if (is_letter(markup[1]) ||
            (markup[1] == '/' && tokens->end - markup > 2 && is_letter(markup[2]))) {
            return take_tag(tokens, out);
        }
        tokens->at = skip_declaration(markup, tokens->end);
        if (is_name(markup + 2, tokens->end, "doctype", 7)) {
            out->kind = ND__TOKEN_DOCTYPE;
            out->begin = markup;
            out->size = (size_t)(tokens->at - markup);
            return true;
        }
    }
    return false;
}

/* Behind the '>' of the end tag at `at`. */
static const char *behind_tag(const char *at, const char *end) {
    const char *close = at < end ? memchr(at, '>', (size_t)(end - at)) : NULL;
    return close == NULL ? end : close + 1;
}

void nd__html_tokens_raw(nd__html_tokens *tokens, nd__html_tag tag, const char **begin,
                         size_t *size) {
    const char *close = tag == ND__TAG_PLAINTEXT ? tokens->end
                        : tag == ND__TAG_SCRIPT
                            ? find_script_end(tokens->at, tokens->end)
                            : find_end_tag(tokens->at, tokens->end, tag);
    *begin = tokens->at;
    *size = (size_t)(close - tokens->at);
    tokens->at = behind_tag(close, tokens->end);
}

bool nd__html_tokens_skip(nd__html_tokens *tokens, nd__html_tag tag) {
    const char *name = nd__html_tag_name(tag);
    size_t size = strlen(name), depth = 1;
    const char *at = tokens->at, *end = tokens->end;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if (end - at > 2 && at[1] == '/' && is_name(at + 2, end, name, size)) {
            if (--depth == 0) {
                tokens->at = behind_tag(at, end);
                return true;
            }
        } else if (is_name(at + 1, end, name, size)) {
            depth++;
        }
        at++;
    }
    return false;
}
