/* The stack of open elements as the HTML standard keeps it (13.2.6, tree construction),
 * in three rules for end tags:
 * - of a formatting element: it alone goes, those inside stay open;
 * - of a block-level element: all inside go too, unless a cell or the like is between;
 * - of any other: all inside go too, unless a block-level element is between.
 * Elements whose end tag may be left out go when the next of their kind begins. */
#include "html/open_depth.h"

#include <string.h>

/* No end tag reaches beyond these. */
static bool is_barrier(uint8_t tag) {
    switch (tag) {
        case ND__TAG_TABLE:
        case ND__TAG_TD:
        case ND__TAG_TH:
        case ND__TAG_CAPTION:
        case ND__TAG_TEMPLATE:
        case ND__TAG_OBJECT:
        case ND__TAG_APPLET:
        case ND__TAG_MARQUEE:
        case ND__TAG_BUTTON:
            return true;
        default:
            return false;
    }
}

static bool is_table_part(nd__html_tag tag) {
    switch (tag) {
        case ND__TAG_TABLE:
        case ND__TAG_TBODY:
        case ND__TAG_THEAD:
        case ND__TAG_TFOOT:
        case ND__TAG_TR:
        case ND__TAG_TD:
        case ND__TAG_TH:
        case ND__TAG_CAPTION:
            return true;
        default:
            return false;
    }
}

static bool is_paragraph_part(nd__html_tag tag) {
    return tag == ND__TAG_P || tag == ND__TAG_LI || tag == ND__TAG_DT ||
           tag == ND__TAG_DD || tag == ND__TAG_OPTION || tag == ND__TAG_OPTGROUP;
}

void nd__open_depth_close(nd__open_depth *s, nd__html_tag tag) {
    unsigned kind = nd__html_tag_kind(tag);
    for (size_t i = s->count; i > 0; i--) {
        uint8_t open = s->tags[i - 1];
        if (open == tag) {
            if ((kind & ND__TAG_IS_FORMAT) != 0) {
                memmove(s->tags + i - 1, s->tags + i, s->count - i);
                s->count--;
            } else {
                s->count = i - 1;
            }
            return;
        }
        bool reaches = (kind & ND__TAG_IS_FORMAT) != 0 ||
                       (is_table_part(tag) && open != ND__TAG_TABLE) ||
                       (((kind & ND__TAG_IS_BLOCK) != 0 || is_barrier((uint8_t)tag)) &&
                        !is_barrier(open)) ||
                       (nd__html_tag_kind((nd__html_tag)open) & ND__TAG_IS_BLOCK) == 0;
        if (!reaches) {
            return;
        }
    }
}

/* What a start tag closes: a p, li and the like when the next one begins right in it; the
 * parts of a table that can't hold it. */
static void close_implied(nd__open_depth *s, nd__html_tag tag) {
    if (is_paragraph_part(tag)) {
        if (s->count > 0 && s->tags[s->count - 1] == tag) {
            s->count = s->count - 1;
            return;
        }
        if (tag != ND__TAG_P) { /* formatting and paragraphs in the item before */
            for (size_t i = s->count; i > 0; i--) {
                uint8_t open = s->tags[i - 1];
                if (open == tag) {
                    s->count = i - 1;
                    return;
                }
                if (open != ND__TAG_P && open != ND__TAG_DT && open != ND__TAG_DD &&
                    open != ND__TAG_OPTION &&
                    (nd__html_tag_kind((nd__html_tag)open) & ND__TAG_IS_BLOCK) != 0) {
                    return;
                }
            }
        }
        return;
    }
    if (!is_table_part(tag) || tag == ND__TAG_TABLE) {
        return;
    }
    for (size_t i = s->count; i > 0; i--) {
        uint8_t open = s->tags[i - 1];
        if (open == ND__TAG_TABLE) {
            if (tag != ND__TAG_TR && tag != ND__TAG_TD && tag != ND__TAG_TH) {
                s->count = i;
            }
            return;
        }
        if (open == tag || (open == ND__TAG_TD && tag == ND__TAG_TH) ||
            (open == ND__TAG_TH && tag == ND__TAG_TD)) {
            s->count = i - 1;
            return;
        }
        if (open == ND__TAG_TR && (tag == ND__TAG_TD || tag == ND__TAG_TH)) {
            s->count = i;
            return;
        }
    }
}

bool nd__open_depth_open(nd__open_depth *s, nd__html_tag tag) {
    close_implied(s, tag);
    if (s->count == ND__OPEN_DEPTH_MOST) {
        return false;
    }
    s->tags[s->count++] = (uint8_t)tag;
    return true;
}
