#include "html/html_attributes.h"

#include <string.h>

#include "base/hash.h"

static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter | 0x20) : letter;
}

static bool is_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

void nd__html_attributes_read(nd__html_attributes *out, const nd__html_element *element) {
    *out = (nd__html_attributes){0};
    for (size_t i = 0; i < element->attribute_count; i++) {
        const nd__html_attribute *attribute = &element->attributes[i];
#define ATTRIBUTE_TAKE(field, text)                              \
    if (out->field == NULL && attribute->name[0] == (text)[0] && \
        strcmp(attribute->name, (text)) == 0) {                  \
        out->field = attribute->value;                           \
        continue;                                                \
    }
        ND__HTML_ATTRIBUTES(ATTRIBUTE_TAKE)
#undef ATTRIBUTE_TAKE
    }
}

bool nd__html_has_word(const char *value, const char *word) {
    size_t size = strlen(word);
    while (value != NULL && *value != '\0') {
        while (is_space(*value)) {
            value++;
        }
        size_t end = 0;
        while (value[end] != '\0' && !is_space(value[end])) {
            end++;
        }
        size_t same = 0;
        while (same < end && same < size && lower(value[same]) == word[same]) {
            same++;
        }
        if (end == size && same == size) {
            return true;
        }
        value += end;
    }
    return false;
}

bool nd__html_same(const char *a, const char *b) {
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

/* The declaration style[0..size-1] is "property: value", whatever its case and spaces;
 * "!important" may follow. */
static bool declares(const char *style, size_t size, const char *property,
                     const char *value) {
    const char *end = style + size;
    const char *wanted[] = {property, ":", value};
    for (size_t i = 0; i < 3; i++) {
        while (style < end && is_space(*style)) {
            style++;
        }
        for (const char *letter = wanted[i]; *letter != '\0'; letter++, style++) {
            if (style == end || lower(*style) != *letter) {
                return false;
            }
        }
    }
    while (style < end && is_space(*style)) {
        style++;
    }
    return style == end || *style == '!';
}

static bool style_hides(const char *style) {
    while (*style != '\0') {
        size_t size = strcspn(style, ";");
        if (declares(style, size, "display", "none") ||
            declares(style, size, "visibility", "hidden") ||
            declares(style, size, "visibility", "collapse")) {
            return true;
        }
        style += size;
        style += *style == ';';
    }
    return false;
}

/* React sends parts of a page behind it, hidden until a script has put them where they
 * belong: <div hidden id="S:1f">. */
static bool is_streamed(const char *id) {
    if (id == NULL || id[0] != 'S' || id[1] != ':') {
        return false;
    }
    size_t digits = strspn(id + 2, "0123456789abcdef");
    return digits > 0 && id[2 + digits] == '\0';
}

bool nd__html_is_hidden(const nd__html_attributes *attributes) {
    if (attributes->hidden != NULL && !nd__html_same(attributes->hidden, "until-found") &&
        !is_streamed(attributes->id)) {
        return true;
    }
    return attributes->style != NULL && style_hides(attributes->style);
}

typedef struct path_text {
    char bytes[248]; /* what is longer is cut off */
    size_t size;
} path_text;

static void add_masked(path_text *path, const char *text, size_t size) {
    bool digits = false;
    for (size_t i = 0; i < size && path->size < sizeof path->bytes; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit && digits) {
            continue;
        }
        digits = digit;
        path->bytes[path->size++] = digit ? '0' : text[i];
    }
}

uint64_t nd__html_path(uint64_t parent, const nd__html_element *element,
                       const nd__html_attributes *attributes) {
    path_text path;
    path.size = 0;
    if (element->tag == ND__TAG_UNKNOWN) {
        for (size_t i = 0; i < element->name_size && path.size < 64; i++) {
            path.bytes[path.size++] = lower(element->name[i]);
        }
    } else { /* as it is: h1 is not h2 */
        const char *name = nd__html_tag_name(element->tag);
        path.size = strlen(name);
        memcpy(path.bytes, name, path.size);
    }
    if (attributes->id != NULL) {
        add_masked(&path, "#", 1);
        add_masked(&path, attributes->id, strlen(attributes->id));
    }
    if (attributes->class_names != NULL) {
        add_masked(&path, ".", 1);
        add_masked(&path, attributes->class_names, strlen(attributes->class_names));
    }
    return nd__hash64(path.bytes, path.size, parent);
}
