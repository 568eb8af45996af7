/* A scan, not a parser: strings, braces and commas are enough to know which object a key
 * belongs to. Pages write JSON-LD by templates that forget escapes and leave commas,
 * which a strict parser would refuse. */
#include "html/json_ld.h"

#include <string.h>

#define DEEPEST 64

typedef struct json_part {
    const char *text;
    size_t size;
} json_part;

typedef struct open_value {
    bool object;
    bool typed;
    nd__json_ld_kind kind;
    json_part date;
} open_value;

typedef struct scan {
    const char *at, *end;
    open_value open[DEEPEST];
    size_t depth;
    json_part key;  /* the one whose value comes */
    bool type_list; /* in the array of "@type" */
} scan;

/* The string that begins at the quote; false where it has no end. */
static bool take_string(scan *s, json_part *out) {
    const char *begin = ++s->at;
    while (s->at < s->end && *s->at != '"') {
        s->at += *s->at == '\\' && s->at + 1 < s->end ? 2 : 1;
    }
    if (s->at >= s->end) {
        return false;
    }
    out->text = begin;
    out->size = (size_t)(s->at++ - begin);
    return true;
}

static bool is(json_part part, const char *text) {
    return part.size == strlen(text) && memcmp(part.text, text, part.size) == 0;
}

static bool ends_in(json_part part, const char *text) {
    size_t size = strlen(text);
    return part.size >= size && memcmp(part.text + (part.size - size), text, size) == 0;
}

static nd__json_ld_kind kind_of(json_part type) {
    if (ends_in(type, "Article") || ends_in(type, "Posting") || ends_in(type, "Report")) {
        return ND__JSON_LD_ARTICLE;
    }
    return ends_in(type, "Page") ? ND__JSON_LD_PAGE : ND__JSON_LD_OTHER;
}

static void take_type(open_value *object, json_part type) {
    nd__json_ld_kind kind = kind_of(type);
    if (!object->typed || kind < object->kind) {
        object->kind = kind;
    }
    object->typed = true;
}

static void take_value(scan *s, json_part value) {
    if (s->depth == 0) {
        return;
    }
    open_value *top = &s->open[s->depth - 1];
    if (top->object) {
        if (is(s->key, "@type")) {
            take_type(top, value);
        } else if (is(s->key, "datePublished") && top->date.text == NULL) {
            top->date = value;
        }
    } else if (s->type_list && s->depth >= 2) {
        take_type(&s->open[s->depth - 2], value);
    }
}

static void skip_spaces(scan *s) {
    while (s->at < s->end && (unsigned char)*s->at <= ' ') {
        s->at++;
    }
}

static bool open_one(scan *s, bool object) {
    if (s->depth == DEEPEST) {
        return false;
    }
    s->type_list =
        !object && s->depth > 0 && s->open[s->depth - 1].object && is(s->key, "@type");
    s->open[s->depth++] = (open_value){.object = object, .kind = ND__JSON_LD_OTHER};
    s->key = (json_part){"", 0};
    s->at++;
    return true;
}

nd_status nd__json_ld_read(const char *json, size_t size, nd__json_ld_found found,
                           void *payload, nd_error *err) {
    scan s = {.at = json, .end = json + size, .key = {"", 0}};
    while (s.at < s.end) {
        char c = *s.at;
        json_part part;
        if (c == '"') {
            if (!take_string(&s, &part)) {
                break;
            }
            skip_spaces(&s);
            if (s.at < s.end && *s.at == ':') {
                s.at++;
                s.key = part;
            } else {
                take_value(&s, part);
            }
        } else if (c == '{' || c == '[') {
            if (!open_one(&s, c == '{')) {
                break;
            }
        } else if (c == '}' || c == ']') {
            if (s.depth == 0) {
                break;
            }
            const open_value *top = &s.open[--s.depth];
            if (top->object && top->date.text != NULL) {
                ND_TRY(found(top->kind, top->date.text, top->date.size, payload, err));
            }
            s.type_list = false;
            s.key = (json_part){"", 0};
            s.at++;
        } else {
            s.at++;
        }
    }
    return ND_OK;
}
