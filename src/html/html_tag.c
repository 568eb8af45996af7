#include "html/html_tag.h"

#define LONGEST_NAME 16

typedef struct tag_row {
    const char *name;
    unsigned char size;
    unsigned char kind;
} tag_row;

static const tag_row rows[ND__TAG_COUNT] = {
#define TAG_ROW(name, text, kind) {text, sizeof(text) - 1, (kind)},
    ND__HTML_TAGS(TAG_ROW)
#undef TAG_ROW
        {"", 0, 0},
};

/* <0, 0, >0 as the lower-case name[0..size-1] comes before, is, comes after the row's. */
static int compare(const char *name, size_t size, const tag_row *row) {
    for (size_t i = 0; i < size && i < row->size; i++) {
        unsigned char letter = (unsigned char)name[i];
        if (letter >= 'A' && letter <= 'Z') {
            letter |= 0x20;
        }
        if (letter != (unsigned char)row->name[i]) {
            return letter < (unsigned char)row->name[i] ? -1 : 1;
        }
    }
    return size < row->size ? -1 : size > row->size;
}

nd__html_tag nd__html_tag_find(const char *name, size_t size) {
    if (size > LONGEST_NAME) {
        return ND__TAG_UNKNOWN;
    }
    size_t low = 0, high = ND__TAG_UNKNOWN;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(name, size, &rows[middle]);
        if (order == 0) {
            return (nd__html_tag)middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return ND__TAG_UNKNOWN;
}

const char *nd__html_tag_name(nd__html_tag tag) {
    return rows[tag].name;
}

unsigned nd__html_tag_kind(nd__html_tag tag) {
    return rows[tag].kind;
}
