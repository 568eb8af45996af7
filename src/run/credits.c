/* An article names its agency in the dateline, in a byline, or behind its last paragraph.
 * So the beginnings and ends of the first and last blocks are searched, for whole words
 * as they are written; acronyms, many of which are words too, only where they are marked.
 */
#include "run/credits.h"

#include <string.h>

#include "base/arena.h"
#include "run/credit_lines.h"
#include "run/line_reader.h"

#define HEAD_BLOCKS 10  /* that are no frame */
#define TAIL_BLOCKS 6   /* the same at the end */
#define BEGIN_BYTES 160 /* of a block, where a dateline ends */
#define END_BYTES 80
#define MOST_NAMES 8
#define MOST_FORMS 16384 /* of a file */

typedef struct form {
    const char *name, *text;
    size_t size;
    bool marked;   /* counts only where it is marked */
    uint32_t next; /* form of the same first byte, + 1; 0: none */
} form;

struct nd__credits {
    ND_VECTOR(form) forms;
    uint32_t first[256]; /* by the first byte: the last one that was added, + 1 */
    nd__arena arena;
};

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *trimmed(nd__credits *credits, const char *begin, const char *end) {
    while (begin < end && is_space(*begin)) {
        begin++;
    }
    while (end > begin && is_space(end[-1])) {
        end--;
    }
    return nd__arena_copy(&credits->arena, begin, (size_t)(end - begin));
}

static nd_status add_form(nd__credits *credits, const char *name, const char *text,
                          nd_error *err) {
    bool marked = text[0] == '~';
    text += marked;
    if (text[0] != '\0') {
        ND_TRY(nd__vector_extend(&credits->forms, 1, err));
        uint32_t *first = &credits->first[(unsigned char)text[0]];
        credits->forms.items[credits->forms.count++] =
            (form){name, text, strlen(text), marked, *first};
        *first = (uint32_t)credits->forms.count;
    }
    return ND_OK;
}

/* "NAME: FORM | FORM", a comment, or nothing. False in *good: none of them. */
static nd_status add_line(bool *good, nd__credits *credits, const char *line,
                          nd_error *err) {
    const char *at = line + strspn(line, " \t\r\n"), *colon = strchr(line, ':');
    *good = true;
    if (*at == '#' || *at == '\0') {
        return ND_OK;
    }
    if (colon == NULL || colon == at ||
        colon[1 + strspn(colon + 1, " \t\r\n|")] == '\0') {
        *good = false;
        return ND_OK;
    }
    const char *name = trimmed(credits, line, colon);
    for (at = colon + 1; name != NULL;) {
        size_t size = strcspn(at, "|");
        const char *text = trimmed(credits, at, at + size);
        if (text == NULL) {
            break;
        }
        ND_TRY(add_form(credits, name, text, err));
        if (at[size] == '\0') {
            return ND_OK;
        }
        at += size + 1;
    }
    return nd__fail_memory(err);
}

static nd_status read_file(nd__credits *credits, const char *path, nd_error *err) {
    nd__line_reader reader;
    nd_status status = nd__line_reader_open(&reader, path, err);
    if (status < 0) {
        return status;
    }
    for (;;) {
        const char *line;
        size_t size;
        ND_TRY_OUT(nd__line_reader_next(&reader, &line, &size, err));
        if (status == ND_DONE) {
            status = ND_OK;
            break;
        }
        const char *copy = nd__arena_copy(&credits->arena, line, size);
        if (copy == NULL) {
            status = nd__fail_memory(err);
            break;
        }
        bool good = credits->forms.count < MOST_FORMS && strlen(copy) == size;
        if (good) {
            ND_TRY_OUT(add_line(&good, credits, copy, err));
        }
        if (!good) {
            status = nd__fail(err, ND_E_FORMAT, reader.line,
                              "%s:%llu: not a line of credits, NAME: FORM | FORM; see "
                              "--credits in neardup-scan(1)",
                              path, (unsigned long long)reader.line);
            break;
        }
    }
out:
    nd__line_reader_close(&reader);
    return status;
}

nd_status nd__credits_create(nd__credits **out, const char *path, nd_error *err) {
    nd__credits *credits = calloc(1, sizeof *credits);
    if (credits == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    for (size_t i = 0; status >= 0 && nd__credit_lines[i] != NULL; i++) {
        bool good;
        status = add_line(&good, credits, nd__credit_lines[i], err);
    }
    if (status >= 0 && path != NULL) {
        status = read_file(credits, path, err);
    }
    if (status < 0) {
        nd__credits_destroy(credits);
        return status;
    }
    *out = credits;
    return ND_OK;
}

void nd__credits_destroy(nd__credits *credits) {
    if (credits != NULL) {
        nd__vector_clear(&credits->forms);
        nd__arena_clear(&credits->arena);
        free(credits);
    }
}

/* Could the byte be part of a word? Bytes past ASCII are letters, but for the marks that
 * stand around a credit, which begin with C2 or E2. */
static bool is_word_byte(char c) {
    unsigned char byte = (unsigned char)c;
    return (byte >= '0' && byte <= '9') ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           (byte >= 0x80 && byte != 0xC2 && byte != 0xE2);
}

static bool begins_with(const char *text, size_t size, const char *what) {
    return size >= strlen(what) && memcmp(text, what, strlen(what)) == 0;
}

/* In brackets or between slashes, in front of a dash or colon, or all of the block. */
static bool is_marked(const char *text, size_t size, size_t begin, size_t end) {
    static const char *const dashes[] = {"-", "–", "—", ":", "："};
    static const char *const closed[] = {")", "]", "/", "）", "】"};
    const char *rest = text + end;
    size_t left = size - end, spaces = 0;
    char before = begin == 0 ? '\0' : text[begin - 1];
    bool wide = (begin >= 3 && (memcmp(text + begin - 3, "（", 3) == 0 ||
                                memcmp(text + begin - 3, "【", 3) == 0));
    while (spaces < left && rest[spaces] == ' ') {
        spaces++;
    }
    if (before == '(' || before == '[' || before == '/' || wide || left == spaces) {
        return begin > 0 || left == spaces;
    }
    for (size_t i = 0; i < 5; i++) {
        if (begins_with(rest, left, closed[i]) ||
            begins_with(rest + spaces, left - spaces, dashes[i])) {
            return true;
        }
    }
    return false;
}

/* Does the form stand at text[at]? */
static bool stands_at(const form *f, const char *text, size_t size, size_t at) {
    size_t end = at + f->size;
    bool plain = (unsigned char)f->text[0] < 0x80; /* a script with spaces */
    return end <= size && memcmp(text + at, f->text, f->size) == 0 &&
           (!plain || ((at == 0 || !is_word_byte(text[at - 1])) &&
                       (end == size || !is_word_byte(text[end])))) &&
           (!f->marked || is_marked(text, size, at, end));
}

typedef struct found_names {
    const char *names[MOST_NAMES];
    size_t count;
} found_names;

static void add_name(found_names *found, const char *name) {
    for (size_t k = 0; k < found->count; k++) {
        if (strcmp(found->names[k], name) == 0) {
            return;
        }
    }
    if (found->count < MOST_NAMES) {
        found->names[found->count++] = name;
    }
}

static void search_bytes(found_names *found, const nd__credits *credits, const char *text,
                         size_t size, size_t from, size_t to) {
    for (size_t at = from; at < to; at++) {
        unsigned char byte = (unsigned char)text[at];
        for (uint32_t i = credits->first[byte]; i != 0;
             i = credits->forms.items[i - 1].next) {
            const form *f = &credits->forms.items[i - 1];
            if (stands_at(f, text, size, at)) {
                add_name(found, f->name);
            }
        }
    }
}

static void search_block(found_names *found, const nd__credits *credits, const char *text,
                         size_t size) {
    size_t head = size < BEGIN_BYTES ? size : BEGIN_BYTES;
    size_t tail = size < END_BYTES ? 0 : size - END_BYTES;
    search_bytes(found, credits, text, size, 0, head);
    search_bytes(found, credits, text, size, tail > head ? tail : head, size);
}

nd_status nd__credits_find(nd__buffer *out, const nd__credits *credits,
                           const nd__corpus *corpus, size_t d, nd_error *err) {
    const nd__document *document = &corpus->documents.items[d];
    const nd__block_row *rows = corpus->blocks.items;
    found_names found = {.count = 0};
    size_t b = document->block_begin, searched = 0;
    for (; b < document->block_end && searched < HEAD_BLOCKS; b++) {
        if ((rows[b].flags & ND__BLOCK_FRAME) == 0) {
            search_block(&found, credits, document->text + rows[b].begin,
                         rows[b].end - rows[b].begin);
            searched++;
        }
    }
    size_t at = document->block_end;
    for (searched = 0; searched < TAIL_BLOCKS && at > b;) {
        at--;
        if ((rows[at].flags & ND__BLOCK_FRAME) == 0) {
            search_block(&found, credits, document->text + rows[at].begin,
                         rows[at].end - rows[at].begin);
            searched++;
        }
    }
    out->count = 0;
    for (size_t k = 0; k < found.count; k++) {
        ND_TRY(nd__buffer_append(out, ", ", k == 0 ? 0 : 2, err));
        ND_TRY(nd__buffer_append(out, found.names[k], strlen(found.names[k]), err));
    }
    return nd__buffer_append(out, "", 1, err);
}
