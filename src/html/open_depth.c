/* The stack of open elements as the HTML standard keeps it (13.2.6.4), from the tags
 * alone; the notes of the rules are the standard's. Where a rule needs more than the
 * stack, less is closed here than there. Elements that the parser adds by itself (tbody,
 * tr) are not counted. */
#include "html/open_depth.h"

#include <string.h>

#define FOUND_NONE ND__OPEN_DEPTH_MOST

static unsigned kind_of(uint8_t tag) {
    return nd__html_tag_kind((nd__html_tag)tag);
}

static bool is_heading(uint8_t tag) {
    return tag >= ND__TAG_H1 && tag <= ND__TAG_H6;
}

/* Where "has an element in scope" stops looking. */
static bool ends_scope(uint8_t tag) {
    switch (tag) {
        case ND__TAG_APPLET:
        case ND__TAG_CAPTION:
        case ND__TAG_MARQUEE:
        case ND__TAG_OBJECT:
        case ND__TAG_TABLE:
        case ND__TAG_TD:
        case ND__TAG_TH:
            return true;
        default:
            return false;
    }
}

static bool is_cell(uint8_t tag) {
    return tag == ND__TAG_TD || tag == ND__TAG_TH || tag == ND__TAG_CAPTION;
}

static bool is_section(uint8_t tag) {
    return tag == ND__TAG_TBODY || tag == ND__TAG_THEAD || tag == ND__TAG_TFOOT ||
           tag == ND__TAG_COLGROUP;
}

static bool is_table_part(uint8_t tag) {
    return is_cell(tag) || is_section(tag) || tag == ND__TAG_TR;
}

/* Start tags before which the parser closes a p. */
static bool closes_paragraph(uint8_t tag) {
    switch (tag) {
        case ND__TAG_DIALOG: /* newer than gumbo */
        case ND__TAG_SEARCH:
        case ND__TAG_LEGEND:
        case ND__TAG_FORM:  /* not where one is open already */
        case ND__TAG_TABLE: /* not in quirks mode */
            return false;
        default:
            return (kind_of(tag) & ND__TAG_IS_BLOCK) != 0 && !is_table_part(tag);
    }
}

/* The index of the newest open `tag` (a heading of any rank for a heading), or FOUND_NONE
 * where there is none before an element that ends the scope; in_buttons: a button ends it
 * too. */
static size_t find_in_scope(const nd__open_depth *depth, uint8_t tag, bool in_buttons) {
    for (size_t i = depth->count; i > 0; i--) {
        uint8_t open = depth->tags[i - 1];
        if (open == tag || (is_heading(open) && is_heading(tag))) {
            return i - 1;
        }
        if (ends_scope(open) || (in_buttons && open == ND__TAG_BUTTON)) {
            break;
        }
    }
    return FOUND_NONE;
}

/* Closes all from this index on. */
static void close_to(nd__open_depth *depth, size_t index) {
    while (depth->count > index) {
        uint8_t tag = depth->tags[--depth->count];
        if (is_cell(tag)) { /* and what was to be opened again in it is forgotten */
            depth->orphans = depth->notes[depth->count];
        } else {
            depth->orphans += (kind_of(tag) & ND__TAG_IS_FORMAT) != 0;
        }
    }
}

static void close_from(nd__open_depth *depth, size_t index) {
    if (index != FOUND_NONE) {
        close_to(depth, index);
    }
}

static void remove_at(nd__open_depth *depth, size_t index) {
    if (index != FOUND_NONE) {
        size_t behind = depth->count - index - 1;
        memmove(depth->tags + index, depth->tags + index + 1, behind);
        memmove(depth->notes + index, depth->notes + index + 1,
                behind * sizeof *depth->notes);
        depth->count--;
    }
}

/* A li closes the one before, but none outside of its list; dt and dd likewise. */
static void close_item(nd__open_depth *depth, uint8_t tag) {
    for (size_t i = depth->count; i > 0; i--) {
        uint8_t open = depth->tags[i - 1];
        bool term = (tag == ND__TAG_DT || tag == ND__TAG_DD) &&
                    (open == ND__TAG_DT || open == ND__TAG_DD);
        if (open == tag || term) {
            close_to(depth, i - 1);
            return;
        }
        if ((kind_of(open) & ND__TAG_IS_SPECIAL) != 0 && open != ND__TAG_ADDRESS &&
            open != ND__TAG_DIV && open != ND__TAG_P) {
            return;
        }
    }
}

/* A part of a table closes what can't hold it; false where there is no table, and the
 * parser passes it over. */
static bool open_table_part(nd__open_depth *depth, uint8_t tag) {
    for (size_t i = depth->count; i > 0; i--) {
        uint8_t open = depth->tags[i - 1];
        if (open == ND__TAG_TABLE) {
            close_to(depth, i);
            return true;
        }
        if ((open == ND__TAG_TR && is_cell(tag) && tag != ND__TAG_CAPTION) ||
            (is_section(open) && !is_section(tag) && tag != ND__TAG_CAPTION)) {
            close_to(depth, i);
            return true;
        }
    }
    return false;
}

/* A table right in another, not in a cell of it, ends that. */
static void open_table(nd__open_depth *depth) {
    bool inside = false;
    for (size_t i = depth->count; i > 0; i--) {
        uint8_t open = depth->tags[i - 1];
        if (is_cell(open) && !inside) {
            return;
        }
        inside |= is_section(open) || open == ND__TAG_TR;
        if (open == ND__TAG_TABLE) {
            close_to(depth, i - 1);
            return;
        }
    }
}

bool nd__open_depth_open(nd__open_depth *depth, nd__html_tag given, uint32_t name) {
    uint8_t tag = (uint8_t)given;
    if (tag == ND__TAG_HTML || tag == ND__TAG_HEAD || tag == ND__TAG_BODY) {
        return true;
    }
    uint8_t top = depth->count > 0 ? depth->tags[depth->count - 1] : ND__TAG_UNKNOWN;
    if (is_table_part(tag)) {
        if (!open_table_part(depth, tag)) {
            return true;
        }
    } else if (tag == ND__TAG_TABLE) {
        open_table(depth);
    } else if (tag == ND__TAG_LI || tag == ND__TAG_DT || tag == ND__TAG_DD) {
        close_item(depth, tag);
    } else if ((is_heading(tag) && is_heading(top)) ||
               (top == ND__TAG_OPTION &&
                (tag == ND__TAG_OPTION || tag == ND__TAG_OPTGROUP))) {
        close_to(depth, depth->count - 1);
    } else if (tag == ND__TAG_A) {
        remove_at(depth, find_in_scope(depth, tag, false));
    }
    if (closes_paragraph(tag)) {
        close_from(depth, find_in_scope(depth, ND__TAG_P, true));
    }
    if (depth->count == ND__OPEN_DEPTH_MOST || depth->orphans > ND__OPEN_DEPTH_ORPHANS) {
        return false;
    }
    depth->notes[depth->count] = is_cell(tag) ? depth->orphans : name;
    depth->tags[depth->count++] = tag;
    return true;
}

static void close_table_part(nd__open_depth *depth, uint8_t tag) {
    for (size_t i = depth->count; i > 0; i--) {
        uint8_t open = depth->tags[i - 1];
        if (open == tag) {
            close_to(depth, i - 1);
        }
        if (open == tag || open == ND__TAG_TABLE) {
            return;
        }
    }
}

void nd__open_depth_close(nd__open_depth *depth, nd__html_tag given, uint32_t name) {
    uint8_t tag = (uint8_t)given;
    unsigned kind = kind_of(tag);
    if (tag == ND__TAG_HTML || tag == ND__TAG_HEAD || tag == ND__TAG_BODY) {
        return;
    }
    if (is_table_part(tag) || tag == ND__TAG_TABLE) {
        close_table_part(depth, tag);
    } else if ((kind & ND__TAG_IS_FORMAT) != 0 || tag == ND__TAG_FORM) {
        size_t open = find_in_scope(depth, tag, false);
        remove_at(depth, open);
        if (open == FOUND_NONE && tag != ND__TAG_FORM && depth->orphans > 0) {
            depth->orphans--;
        }
    } else if ((kind & ND__TAG_IS_SPECIAL) != 0) {
        close_from(depth, find_in_scope(depth, tag, tag == ND__TAG_P));
    } else { /* any other end tag */
        for (size_t i = depth->count; i > 0; i--) {
            if (depth->tags[i - 1] == tag &&
                (tag != ND__TAG_UNKNOWN || depth->notes[i - 1] == name)) {
                close_to(depth, i - 1);
                return;
            }
            if ((kind_of(depth->tags[i - 1]) & ND__TAG_IS_SPECIAL) != 0) {
                return;
            }
        }
    }
}
