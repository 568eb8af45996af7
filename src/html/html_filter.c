/* The parser is where the time goes, and most of a page is not for its reader: scripts,
 * styles, comments, attributes for scripts. They are passed over here at the speed of
 * memchr. The tokens are the HTML standard's, so the tree of what is left is the tree of
 * the page without them.
 *
 * It is also the guard of the parser: as nothing is left in which tags are text, the tags
 * that are written are the ones that it will see, and how deep they nest is known. */
#include "html/html_filter.h"

#include <string.h>

#include "base/hash.h"
#include "html/html_attributes.h"
#include "html/html_escape.h"

/* Bytes of text from which a noscript is a text, not a request for scripts: in 1075 pages
 * of 200 sites none of the latter, and none of the former had fewer. */
#define NOSCRIPT_BYTES 400
/* A line that is longer is cut, in a flat page. */
#define FLAT_TEXT ((size_t)1 << 22)

enum attribute {
#define ATTRIBUTE_ENUM(field, name) ATTRIBUTE_##field,
    ND__HTML_ATTRIBUTES(ATTRIBUTE_ENUM)
#undef ATTRIBUTE_ENUM
        ATTRIBUTE_COUNT
};

static const char *const attribute_names[ATTRIBUTE_COUNT] = {
#define ATTRIBUTE_NAME(field, name) name,
    ND__HTML_ATTRIBUTES(ATTRIBUTE_NAME)
#undef ATTRIBUTE_NAME
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_named(const nd__html_raw_attribute *attribute, const char *name) {
    size_t i = 0;
    while (i < attribute->name_size && name[i] != '\0' &&
           lower(attribute->name[i]) == name[i]) {
        i++;
    }
    return i == attribute->name_size && name[i] == '\0';
}

static size_t attribute_of(const nd__html_raw_attribute *attribute) {
    char first = lower(attribute->name[0]);
    for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
        if (attribute_names[i][0] == first && is_named(attribute, attribute_names[i])) {
            return i;
        }
    }
    return ATTRIBUTE_COUNT;
}

/* The attribute of a tag, NULL in `value` where it has none. */
static nd__html_raw_attribute find_attribute(const nd__html_token *token,
                                             const char *name) {
    nd__html_raw_attribute attribute;
    const char *at = token->attributes;
    while (nd__html_tokens_attribute(&at, token->attributes_end, &attribute)) {
        if (is_named(&attribute, name)) {
            return attribute;
        }
    }
    return (nd__html_raw_attribute){0};
}

static bool contains(const char *text, size_t size, const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= size; i++) {
        size_t same = 0;
        while (same < length && lower(text[i + same]) == word[same]) {
            same++;
        }
        if (same == length) {
            return true;
        }
    }
    return false;
}

static nd_status put(nd__html_filter *filter, const char *text, nd_error *err) {
    return nd__buffer_append(&filter->out, text, strlen(text), err);
}

/* Text of a flat page, with borders in it where it is very long, so that it can be parsed
 * in pieces. */
static nd_status put_flat_text(nd__html_filter *filter, const char *text, size_t size,
                               nd_error *err) {
    while (size > FLAT_TEXT) {
        size_t end = FLAT_TEXT; /* before a space, or at least not in a character */
        while (end > FLAT_TEXT / 2 && text[end] != ' ') {
            end--;
        }
        if (text[end] != ' ') {
            for (end = FLAT_TEXT; ((unsigned char)text[end] & 0xC0u) == 0x80; end--) {
            }
        }
        ND_TRY(nd__html_put_text(&filter->out, text, end, false, err));
        ND_TRY(put(filter, "<hr>", err));
        text += end;
        size -= end;
    }
    return nd__html_put_text(&filter->out, text, size, false, err);
}

/* Whether an element with this tag is asked for the attribute. */
static bool is_asked(nd__html_tag tag, size_t name, const nd__html_raw_attribute *a) {
    switch (name) {
        case ATTRIBUTE_style:
            return contains(a->value, a->value_size, "none") ||
                   contains(a->value, a->value_size, "hidden") ||
                   contains(a->value, a->value_size, "collapse");
        case ATTRIBUTE_href:
            return tag == ND__TAG_A || tag == ND__TAG_LINK;
        case ATTRIBUTE_name:
        case ATTRIBUTE_property:
        case ATTRIBUTE_http_equiv:
            return tag == ND__TAG_META;
        case ATTRIBUTE_lang:
        case ATTRIBUTE_xml_lang:
            return tag == ND__TAG_HTML || tag == ND__TAG_BODY;
        case ATTRIBUTE_relation:
            return tag == ND__TAG_LINK;
        default:
            return true;
    }
}

static nd_status put_attributes(nd__html_filter *filter, const nd__html_token *token,
                                nd_error *err) {
    const char *at = token->attributes;
    nd__html_raw_attribute attribute;
    uint32_t seen = 0;
    while (nd__html_tokens_attribute(&at, token->attributes_end, &attribute)) {
        size_t name = attribute_of(&attribute);
        if (name == ATTRIBUTE_COUNT || (seen & UINT32_C(1) << name) != 0) {
            continue;
        }
        seen |= UINT32_C(1) << name;
        size_t size = attribute.value_size;
        if (name == ATTRIBUTE_href && token->tag == ND__TAG_A) {
            size = 0; /* that there is one */
        }
        const char *value = attribute.value;
        bool quoted = size > 0 && memchr(value, '"', size) != NULL;
        if (!is_asked(token->tag, name, &attribute) ||
            (size > 0 && memchr(value, '\0', size) != NULL) ||
            (quoted && memchr(value, '\'', size) != NULL)) {
            continue;
        }
        ND_TRY(put(filter, " ", err));
        ND_TRY(put(filter, attribute_names[name], err));
        ND_TRY(put(filter, quoted ? "='" : "=\"", err));
        ND_TRY(nd__html_put_value(&filter->out, value, size, err));
        ND_TRY(put(filter, quoted ? "'" : "\"", err));
    }
    return ND_OK;
}

static nd_status put_tag(nd__html_filter *filter, const nd__html_token *token,
                         nd__html_tag tag, nd_error *err) {
    ND_TRY(put(filter, token->kind == ND__TOKEN_CLOSE ? "</" : "<", err));
    if (tag == ND__TAG_UNKNOWN) {
        ND_TRY(nd__buffer_append(&filter->out, token->begin, token->size, err));
    } else {
        ND_TRY(put(filter, nd__html_tag_name(tag), err));
    }
    if (token->kind == ND__TOKEN_OPEN) {
        ND_TRY(put_attributes(filter, token, err));
    }
    return put(filter, ">", err);
}

/* Contents in which tags are text. */
static nd_status read_raw(nd__html_filter *filter, nd__html_tokens *tokens,
                          const nd__html_token *token, nd_error *err) {
    const char *begin;
    size_t size;
    nd__html_tokens_raw(tokens, token->tag, &begin, &size);
    switch (token->tag) {
        case ND__TAG_SCRIPT: {
            nd__html_raw_attribute type = find_attribute(token, "type");
            return type.value != NULL &&
                           contains(type.value, type.value_size, "application/ld+json")
                       ? nd__page_facts_captured(filter->facts, ND__TAG_SCRIPT, begin,
                                                 size, err)
                       : ND_OK;
        }
        case ND__TAG_TITLE:
            ND_TRY(put(filter, "<title>", err));
            ND_TRY(nd__html_put_text(&filter->out, begin, size, false, err));
            return put(filter, "</title>", err);
        case ND__TAG_XMP:
        case ND__TAG_PLAINTEXT:
            ND_TRY(put(filter, filter->flat ? "<hr>" : "<pre>", err));
            ND_TRY(nd__html_put_text(&filter->out, begin, size, true, err));
            return put(filter, filter->flat ? "<hr>" : "</pre>", err);
        case ND__TAG_TEXTAREA: /* opens no formatting again, as a picture would */
        case ND__TAG_IFRAME:
            return put(filter, filter->flat ? "<img>" : "<iframe></iframe>", err);
        default:
            return ND_OK;
    }
}

static nd_status read_void(nd__html_filter *filter, const nd__html_token *token,
                           nd_error *err) {
    switch (token->tag) {
        case ND__TAG_META:
            return find_attribute(token, "content").value == NULL
                       ? ND_OK
                       : put_tag(filter, token, ND__TAG_META, err);
        case ND__TAG_LINK: {
            nd__html_raw_attribute relation = find_attribute(token, "rel");
            return contains(relation.value, relation.value_size, "canonical")
                       ? put_tag(filter, token, ND__TAG_LINK, err)
                       : ND_OK;
        }
        case ND__TAG_BR:
            return put(filter, "<br>", err);
        case ND__TAG_HR:
            return put(filter, "<hr>", err);
        case ND__TAG_WBR: /* like text, opens formatting again */
        case ND__TAG_AREA:
            return filter->flat ? ND_OK : put(filter, "<wbr>", err);
        case ND__TAG_COL: /* ends a cell */
            return filter->flat ? ND_OK : put(filter, "<col>", err);
        case ND__TAG_INPUT: {
            nd__html_raw_attribute type = find_attribute(token, "type");
            return contains(type.value, type.value_size, "hidden")
                       ? ND_OK
                       : put(filter, "<img>", err);
        }
        default:
            return (nd__html_tag_kind(token->tag) & ND__TAG_IS_WORD) != 0
                       ? put(filter, "<img>", err)
                       : ND_OK;
    }
}

/* Bytes of text, white space aside, in HTML. */
static size_t text_bytes(const char *begin, const char *end) {
    nd__html_tokens tokens = {begin, end};
    nd__html_token token;
    size_t bytes = 0;
    while (bytes < NOSCRIPT_BYTES && nd__html_tokens_next(&tokens, &token)) {
        if (token.kind == ND__TOKEN_OPEN &&
            (nd__html_tag_kind(token.tag) & ND__TAG_IS_RAW) != 0) {
            const char *raw;
            size_t size;
            nd__html_tokens_raw(&tokens, token.tag, &raw, &size);
        } else if (token.kind == ND__TOKEN_TEXT) {
            for (size_t i = 0; i < token.size; i++) {
                bytes += (unsigned char)token.begin[i] > ' ';
            }
        }
    }
    return bytes;
}

/* Behind a noscript that only asks for scripts or shows a picture; into one that holds
 * the page's text for those who read it without scripts, as we do. */
static void read_noscript(nd__html_filter *filter, nd__html_tokens *tokens) {
    const char *begin = tokens->at;
    if (begin < filter->noscript_end || filter->endless[ND__TAG_NOSCRIPT]) {
        return;
    }
    if (!nd__html_tokens_skip(tokens, ND__TAG_NOSCRIPT)) {
        filter->endless[ND__TAG_NOSCRIPT] = true;
        return;
    }
    if (text_bytes(begin, tokens->at) >= NOSCRIPT_BYTES) {
        filter->noscript_end = tokens->at;
        tokens->at = begin;
    }
}

/* Of elements that are of no use to the reader as a whole. *skipped: it is behind. */
static nd_status skip_element(nd__html_filter *filter, nd__html_tokens *tokens,
                              const nd__html_token *token, bool *skipped, nd_error *err) {
    nd__html_tag tag = token->tag;
    *skipped = tag == ND__TAG_SVG || tag == ND__TAG_SELECT || tag == ND__TAG_DATALIST ||
               tag == ND__TAG_TEMPLATE || tag == ND__TAG_FRAMESET;
    if (!*skipped || filter->endless[tag]) {
        return ND_OK; /* without an end tag, only the start tag is passed over */
    }
    if (!nd__html_tokens_skip(tokens, tag)) {
        filter->endless[tag] = true;
        return ND_OK;
    }
    return tag == ND__TAG_SVG || tag == ND__TAG_SELECT ? put(filter, "<img>", err)
                                                       : ND_OK;
}

/* Of the name of an unknown tag, whatever the case of its letters. */
static uint32_t name_hash(const nd__html_token *token, nd__html_tag tag) {
    uint64_t hash = 0;
    for (size_t i = 0; tag == ND__TAG_UNKNOWN && i < token->size; i++) {
        hash = nd__mix64(hash ^ (unsigned char)lower(token->begin[i]));
    }
    return (uint32_t)hash;
}

static nd_status put_open(nd__html_filter *filter, const nd__html_token *token,
                          nd__html_tag tag, bool *deep, nd_error *err) {
    if (filter->flat) {
        bool block = (nd__html_tag_kind(tag) & ND__TAG_IS_BLOCK) != 0;
        return block ? put(filter, "<hr>", err) : ND_OK;
    }
    if (!nd__open_depth_open(&filter->depth, tag, name_hash(token, tag))) {
        *deep = true;
        return ND_OK;
    }
    return put_tag(filter, token, tag, err);
}

static bool has_bad_name(const nd__html_token *token) {
    return memchr(token->begin, '\0', token->size) != NULL ||
           (token->size == 7 && contains(token->begin, 7, "isindex"));
}

static nd_status read_open(nd__html_filter *filter, nd__html_tokens *tokens,
                           const nd__html_token *token, bool *deep, nd_error *err) {
    unsigned kind = nd__html_tag_kind(token->tag);
    if ((kind & ND__TAG_IS_RAW) != 0) {
        return read_raw(filter, tokens, token, err);
    }
    if ((kind & ND__TAG_IS_VOID) != 0) {
        return read_void(filter, token, err);
    }
    if (token->tag == ND__TAG_UNKNOWN && (token->closed || has_bad_name(token))) {
        return ND_OK;
    }
    if (token->tag == ND__TAG_TEMPLATE &&
        find_attribute(token, "shadowrootmode").value != NULL) {
        filter->shadows++;
        return put_open(filter, token, ND__TAG_DIV, deep, err);
    }
    if (token->tag == ND__TAG_NOSCRIPT) {
        read_noscript(filter, tokens);
        return ND_OK;
    }
    if (token->tag == ND__TAG_MATH) { /* of another namespace, with rules of its own */
        return put_open(filter, token, ND__TAG_VAR, deep, err);
    }
    bool skipped;
    ND_TRY(skip_element(filter, tokens, token, &skipped, err));
    return skipped ? ND_OK : put_open(filter, token, token->tag, deep, err);
}

static nd_status read_close(nd__html_filter *filter, nd__html_token *token,
                            nd_error *err) {
    nd__html_tag tag = token->tag;
    if (tag == ND__TAG_TEMPLATE && filter->shadows > 0) {
        filter->shadows--;
        tag = ND__TAG_DIV;
    }
    tag = tag == ND__TAG_MATH ? ND__TAG_VAR : tag;
    unsigned kind = nd__html_tag_kind(tag);
    if (tag == ND__TAG_BR) {
        return put(filter, "<br>", err);
    }
    if ((kind & (ND__TAG_IS_RAW | ND__TAG_IS_VOID)) != 0 || tag == ND__TAG_SVG ||
        tag == ND__TAG_SELECT || tag == ND__TAG_DATALIST || tag == ND__TAG_TEMPLATE ||
        tag == ND__TAG_FRAMESET || tag == ND__TAG_NOSCRIPT ||
        (tag == ND__TAG_UNKNOWN && has_bad_name(token))) {
        return ND_OK;
    }
    if (filter->flat) {
        return (kind & ND__TAG_IS_BLOCK) != 0 ? put(filter, "<hr>", err) : ND_OK;
    }
    nd__open_depth_close(&filter->depth, tag, name_hash(token, tag));
    return put_tag(filter, token, tag, err);
}

nd_status nd__html_filter_read(nd__html_filter *filter, bool *deep, const char *html,
                               size_t size, bool flat, nd__page_facts *facts,
                               nd_error *err) {
    filter->out.count = 0;
    filter->facts = facts;
    filter->depth.count = 0;
    filter->depth.orphans = 0;
    filter->flat = flat;
    filter->shadows = 0;
    filter->noscript_end = html;
    memset(filter->endless, 0, sizeof filter->endless);
    *deep = false;
    nd__html_tokens tokens = {html, html + size};
    nd__html_token token;
    while (!*deep && nd__html_tokens_next(&tokens, &token)) {
        if (token.kind == ND__TOKEN_TEXT) {
            ND_TRY(flat ? put_flat_text(filter, token.begin, token.size, err)
                        : nd__html_put_text(&filter->out, token.begin, token.size, false,
                                            err));
        } else if (token.kind == ND__TOKEN_OPEN) {
            ND_TRY(read_open(filter, &tokens, &token, deep, err));
        } else if (token.kind == ND__TOKEN_DOCTYPE) { /* quirks: a table in a p */
            ND_TRY(nd__buffer_append(&filter->out, token.begin, token.size, err));
        } else {
            ND_TRY(read_close(filter, &token, err));
        }
    }
    return ND_OK;
}

void nd__html_filter_clear(nd__html_filter *filter) {
    nd__vector_clear(&filter->out);
}
