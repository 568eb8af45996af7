/* .gitignore rules, as gitignore(5) describes them.
 *
 * Outline: a line is a rule: '!' negates, a '/' at its end means folders only, a '/'
 * elsewhere ties it to the .gitignore's folder; else it is matched against the last name
 * of the path. Patterns are matched name by name: "**" stands for any number of names,
 * and inside a name '*', '?' and [...] work as in a shell. For each of the two levels it
 * is enough to come back to the last star, so a hostile pattern costs a product of
 * lengths, never an exponent.
 */
#include "input/gitignore.h"

#include <string.h>

typedef struct rule {
    char *pattern; /* without '!', the '/' at its front and at its end */
    bool negated, folders_only, anchored;
} rule;

struct nd__gitignore {
    ND_VECTOR(rule) rules;
};

static bool in_class(const char *name, size_t size, unsigned char c) {
    static const char *const names[] = {"alpha", "digit", "alnum", "upper",
                                        "lower", "space", "punct", "xdigit"};
    bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z';
    bool is_digit = c >= '0' && c <= '9', is_alpha = is_upper || is_lower;
    bool hex = is_digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    bool members[] = {is_alpha,
                      is_digit,
                      is_alpha || is_digit,
                      is_upper,
                      is_lower,
                      c == ' ' || (c >= '\t' && c <= '\r'),
                      c > ' ' && c < 0x7F && !is_alpha && !is_digit,
                      hex};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == size && memcmp(names[i], name, size) == 0) {
            return members[i];
        }
    }
    return false;
}

/* The set that begins behind the '[' at pattern[0 .. end); *after gets its end. A set
 * that is not closed fits nothing. */
static bool in_set(const char *pattern, const char *end, unsigned char c,
                   const char **after) {
    bool negated = pattern < end && (*pattern == '!' || *pattern == '^');
    bool found = false, first = true;
    const char *at = pattern + negated;
    for (; at < end && (*at != ']' || first); first = false) {
        if (at + 1 < end && at[0] == '[' && at[1] == ':') {
            const char *close = at + 2;
            while (close + 1 < end && !(close[0] == ':' && close[1] == ']')) {
                close++;
            }
            if (close + 1 < end) {
                found = found || in_class(at + 2, (size_t)(close - at - 2), c);
                at = close + 2;
                continue;
            }
        }
        if (*at == '\\' && at + 1 < end) {
            at++;
        }
        unsigned char low = (unsigned char)*at++, high = low;
        if (at + 1 < end && at[0] == '-' && at[1] != ']') {
            at++;
            if (*at == '\\' && at + 1 < end) {
                at++;
            }
            high = (unsigned char)*at++;
        }
        found = found || (c >= low && c <= high);
    }
    if (at >= end) {
        *after = NULL;
        return false;
    }
    *after = at + 1;
    return found != negated;
}

/* One name against the part of a pattern between two '/'. */
static bool match_name(const char *pattern, const char *pattern_end, const char *name,
                       const char *name_end) {
    const char *star = NULL, *star_name = NULL;
    while (name < name_end) {
        const char *next = pattern + 1;
        bool fits = false;
        if (pattern < pattern_end && *pattern == '*') {
            star = ++pattern;
            star_name = name;
            continue;
        }
        if (pattern < pattern_end && *pattern == '?') {
            fits = true;
        } else if (pattern < pattern_end && *pattern == '[') {
            fits = in_set(pattern + 1, pattern_end, (unsigned char)*name, &next);
        } else if (pattern + 1 < pattern_end && *pattern == '\\') {
            fits = pattern[1] == *name;
            next = pattern + 2;
        } else if (pattern < pattern_end) {
            fits = *pattern == *name;
        }
        if (fits) {
            pattern = next;
            name++;
        } else if (star != NULL) {
            pattern = star;
            name = ++star_name;
        } else {
            return false;
        }
    }
    while (pattern < pattern_end && *pattern == '*') {
        pattern++;
    }
    return pattern == pattern_end;
}

static const char *part_end(const char *at) {
    return at + strcspn(at, "/");
}

static const char *next_part(const char *end) {
    return *end == '/' ? end + 1 : NULL;
}

static bool is_double_star(const char *part) {
    return part[0] == '*' && part[1] == '*' && (part[2] == '/' || part[2] == '\0');
}

/* Name by name; NULL stands for "no more names". */
static bool match_path(const char *pattern, const char *path) {
    const char *star = NULL, *star_path = NULL;
    while (path != NULL) {
        if (pattern != NULL && is_double_star(pattern)) {
            pattern = next_part(pattern + 2);
            if (pattern == NULL) {
                return true; /* a last "**" is for all that is inside */
            }
            star = pattern;
            star_path = path;
            continue;
        }
        const char *path_stop = part_end(path);
        if (pattern != NULL && match_name(pattern, part_end(pattern), path, path_stop)) {
            pattern = next_part(part_end(pattern));
            path = next_part(path_stop);
        } else if (star != NULL) {
            pattern = star;
            star_path = next_part(part_end(star_path));
            path = star_path;
            if (path == NULL) {
                return false;
            }
        } else {
            return false;
        }
    }
    return pattern == NULL;
}

/* A rule of the line [at, end), or nothing where it is blank or a comment. */
static nd_status add_rule(nd__gitignore *ignore, const char *at, const char *end) {
    rule made = {NULL, false, false, false};
    if (end > at && end[-1] == '\r') {
        end--;
    }
    while (end > at && end[-1] == ' ' && !(end - at >= 2 && end[-2] == '\\')) {
        end--;
    }
    if (at == end || *at == '#') {
        return ND_OK;
    }
    if (*at == '!') {
        made.negated = true;
        at++;
    }
    if (end > at && end[-1] == '/') {
        made.folders_only = true;
        end--;
    }
    made.anchored = end > at && memchr(at, '/', (size_t)(end - at)) != NULL;
    if (end > at && *at == '/') {
        at++;
    }
    if (at == end || memchr(at, '\0', (size_t)(end - at)) != NULL) {
        return ND_OK;
    }
    ND_TRY(nd__vector_extend(&ignore->rules, 1, NULL));
    made.pattern = nd__copy_string(at, (size_t)(end - at));
    if (made.pattern == NULL) {
        return ND_E_NOMEM;
    }
    ignore->rules.items[ignore->rules.count++] = made;
    return ND_OK;
}

nd__gitignore *nd__gitignore_parse(const char *bytes, size_t size) {
    nd__gitignore *ignore = calloc(1, sizeof *ignore);
    if (ignore == NULL) {
        return NULL;
    }
    bytes = size == 0 ? "" : bytes;
    const char *at = bytes, *end = bytes + size;
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        at += 3;
    }
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = stop == NULL ? end : stop;
        if (add_rule(ignore, at, line_end) < 0) {
            nd__gitignore_destroy(ignore);
            return NULL;
        }
        at = stop == NULL ? end : stop + 1;
    }
    return ignore;
}

int nd__gitignore_match(const nd__gitignore *ignore, const char *path, bool is_folder) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    for (size_t i = ignore->rules.count; i-- > 0;) {
        const rule *each = &ignore->rules.items[i];
        if (each->folders_only && !is_folder) {
            continue;
        }
        bool fits = each->anchored
                        ? match_path(each->pattern, path)
                        : match_name(each->pattern, each->pattern + strlen(each->pattern),
                                     name, name + strlen(name));
        if (fits) {
            return each->negated ? 0 : 1;
        }
    }
    return -1;
}

void nd__gitignore_destroy(nd__gitignore *ignore) {
    if (ignore == NULL) {
        return;
    }
    for (size_t i = 0; i < ignore->rules.count; i++) {
        free(ignore->rules.items[i].pattern);
    }
    nd__vector_clear(&ignore->rules);
    free(ignore);
}
