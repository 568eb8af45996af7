/* The element that is open carries all that the text in it needs: marks, the path of the
 * block-level element around it, whether it is shown. So each element costs a copy of the
 * frame around it and a look at its attributes, and nothing is ever looked up above. */
#include "html/page_reader.h"

#include <string.h>

/* States of a frame; those marked * end with the element itself. */
#define LINK 1u      /* in a link */
#define PRE 2u       /* white space is kept */
#define CODE 4u      /* in code or a formula: elements without gaps */
#define SECTION 8u   /* a header or footer here is not the page's */
#define BLOCK 16u    /* * block-level */
#define CAPTURE 32u  /* * its text is captured */
#define ORNAMENT 64u /* * an icon, if its text looks like an icon's name */
#define ANSWER 128u  /* in a comment or review: dates are not the page's */
#define SUMMARY 256u /* in the summary of details */
#define ARTICLE 512u /* in an article */
#define HIDDEN 1024u /* not displayed */
#define OUTER 2048u  /* * the hidden element that is in no other */
#define DIALOG 4096u /* in a dialog */
#define FOLD 8192u   /* * hidden, but its text is one click away */

#define FOLD_BYTES 60u /* of text, outside of links, that make a fold text */
#define FOLD_LINKS 3   /* times the bytes in its links */
#define INHERITED \
    (LINK | PRE | CODE | SECTION | ANSWER | SUMMARY | ARTICLE | HIDDEN | DIALOG)

static void start(nd__page_reader *reader, nd__html_text *out) {
    reader->out = out;
    reader->lines.out = out;
    reader->lines.open = false;
    reader->lines.space.count = 0;
    reader->open.count = 0;
    reader->captured.count = 0;
    reader->title_seen = reader->heading_seen = false;
    nd__page_tables_start(&reader->tables);
    reader->hidden = reader->most_hidden = 0;
    reader->hidden_bytes = reader->most_hidden_bytes = 0;
    reader->facts.articles = 0; /* its other facts stay when the page starts again */
}

void nd__page_start(nd__page_reader *reader, nd__html_text *out) {
    start(reader, out);
    reader->shown = 0;
    nd__page_facts_start(&reader->facts, out);
}

/* Of text outside of links: menus are there without scripts too. */
static size_t bytes_shown(const nd__html_text *out) {
    size_t bytes = 0;
    for (size_t i = 0; i < out->blocks.count; i++) {
        const nd__html_block *block = &out->blocks.items[i];
        bytes += block->end - block->begin - block->link_bytes;
    }
    return bytes;
}

bool nd__page_starts_again(nd__page_reader *reader) {
    nd__html_text *out = reader->out;
    if (reader->shown != 0 || reader->most_hidden_bytes <= bytes_shown(out)) {
        return false;
    }
    reader->shown = reader->most_hidden;
    out->text.count = 0;
    out->blocks.count = 0;
    start(reader, out); /* the facts are the same */
    return true;
}

void nd__page_clear(nd__page_reader *reader) {
    nd__vector_clear(&reader->lines.space);
    nd__vector_clear(&reader->open);
    nd__vector_clear(&reader->captured);
    nd__page_tables_clear(&reader->tables);
    nd__page_facts_clear(&reader->facts);
}

static unsigned flags_of_tag(nd__html_tag tag, unsigned state) {
    switch (tag) {
        case ND__TAG_H1:
        case ND__TAG_H2:
        case ND__TAG_H3:
        case ND__TAG_H4:
        case ND__TAG_H5:
        case ND__TAG_H6:
            return ND__HTML_HEADING;
        case ND__TAG_LI:
        case ND__TAG_DT:
        case ND__TAG_DD:
            return ND__HTML_LIST_ITEM;
        case ND__TAG_P:
        case ND__TAG_BLOCKQUOTE:
            return ND__HTML_PARAGRAPH;
        case ND__TAG_CAPTION:
        case ND__TAG_FIGCAPTION:
            return ND__HTML_CAPTION;
        case ND__TAG_PRE:
        case ND__TAG_LISTING:
        case ND__TAG_XMP:
        case ND__TAG_PLAINTEXT:
            return ND__HTML_PRE;
        case ND__TAG_NAV:
        case ND__TAG_ASIDE:
            return ND__HTML_FRAME;
        case ND__TAG_HEADER:
        case ND__TAG_FOOTER:
            return (state & SECTION) != 0 ? 0 : ND__HTML_FRAME;
        case ND__TAG_MAIN:
        case ND__TAG_ARTICLE:
            return ND__HTML_MAIN;
        default:
            return 0;
    }
}

/* The first role that says something of a block (WAI-ARIA 1.2, landmarks). */
static unsigned flags_of_role(const char *role) {
    static const struct {
        const char *name;
        unsigned flags;
    } roles[] = {
        {"navigation", ND__HTML_FRAME},   {"banner", ND__HTML_FRAME},
        {"contentinfo", ND__HTML_FRAME},  {"complementary", ND__HTML_FRAME},
        {"search", ND__HTML_FRAME},       {"menu", ND__HTML_FRAME},
        {"menubar", ND__HTML_FRAME},      {"main", ND__HTML_MAIN},
        {"article", ND__HTML_MAIN},       {"heading", ND__HTML_HEADING},
        {"listitem", ND__HTML_LIST_ITEM},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (nd__html_has_word(role, roles[i].name)) {
            return roles[i].flags;
        }
    }
    return 0;
}

/* Elements that are not read at all. */
static bool is_passed_over(const nd__page_frame *around, nd__html_tag tag) {
    if (tag == ND__TAG_BUTTON) { /* questions that open their answer are headings */
        return (around->flags & ND__HTML_HEADING) == 0 && (around->state & SUMMARY) == 0;
    }
    return (nd__html_tag_kind(tag) & ND__TAG_IS_HIDDEN) != 0;
}

static bool is_hidden(nd__html_tag tag, const nd__html_attributes *attributes) {
    if (tag == ND__TAG_HTML || tag == ND__TAG_BODY) { /* scripts show these later */
        return false;
    }
    return (tag == ND__TAG_DIALOG && attributes->open == NULL) ||
           nd__html_is_hidden(attributes);
}

/* The panel of a tab or an accordion: one click away, and of the page's text. */
static bool is_panel(const nd__html_attributes *attributes) {
    return nd__html_has_word(attributes->role, "tabpanel") ||
           (nd__html_has_word(attributes->role, "region") &&
            attributes->labelled_by != NULL);
}

static uint32_t kinds_of_names(nd__name_words *table,
                               const nd__html_attributes *attributes) {
    const char *names[] = {attributes->class_names, attributes->id, attributes->role,
                           attributes->item_property};
    uint32_t kinds = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        kinds |= names[i] == NULL ? 0 : nd__name_words_read(table, names[i]);
    }
    return kinds;
}

/* A part of an expander or of tabs that is hidden and bears no role, but such a name; not
 * where menus, forms and dialogs are. Its contents are looked at when it ends. A part of
 * a table is none: the table must keep its cells. */
static bool is_fold(nd__page_reader *reader, nd__html_tag tag,
                    const nd__html_attributes *attributes, const nd__page_frame *around) {
    static const uint32_t folds = UINT32_C(1) << ND__NAME_FAQ | UINT32_C(1)
                                                                    << ND__NAME_TAB;
    static const uint32_t others =
        UINT32_C(1) << ND__NAME_NAVIGATION | UINT32_C(1) << ND__NAME_HEADER |
        UINT32_C(1) << ND__NAME_FOOTER | UINT32_C(1) << ND__NAME_POPUP |
        UINT32_C(1) << ND__NAME_SEARCH | UINT32_C(1) << ND__NAME_COOKIE |
        UINT32_C(1) << ND__NAME_ACCOUNT | UINT32_C(1) << ND__NAME_COMMENT;
    uint32_t kinds = kinds_of_names(&reader->names, attributes);
    bool cells = tag == ND__TAG_TABLE || tag == ND__TAG_TBODY || tag == ND__TAG_THEAD ||
                 tag == ND__TAG_TFOOT || tag == ND__TAG_TR || tag == ND__TAG_TD ||
                 tag == ND__TAG_TH || tag == ND__TAG_CAPTION;
    return (kinds & folds) != 0 && !cells &&
           (nd__html_tag_kind(tag) & ND__TAG_IS_BLOCK) != 0 &&
           ((kinds | around->near | around->around) & others) == 0 &&
           (around->flags & ND__HTML_FRAME) == 0 && (around->state & DIALOG) == 0;
}

static void note_hidden(nd__page_reader *reader, size_t number, size_t bytes) {
    if (bytes > reader->most_hidden_bytes) {
        reader->most_hidden_bytes = bytes;
        reader->most_hidden = number;
    }
}

/* The lines of a fold that has ended: text, or a menu after all? Then they are hidden. */
static void end_fold(nd__page_reader *reader, const nd__page_frame *fold) {
    nd__html_text *out = reader->out;
    size_t first = out->blocks.count, bytes = 0, linked = 0;
    while (first > 0 && out->blocks.items[first - 1].begin >= fold->text_begin) {
        const nd__html_block *block = &out->blocks.items[--first];
        bytes += block->end - block->begin;
        linked += block->link_bytes;
    }
    if (bytes - linked < FOLD_BYTES || bytes - linked < FOLD_LINKS * linked) {
        out->blocks.count = first;
        out->text.count = fold->text_begin;
        note_hidden(reader, fold->hidden, bytes - linked);
    }
}

static unsigned hide(nd__page_reader *reader, nd__html_tag tag,
                     const nd__html_attributes *attributes,
                     const nd__page_frame *around) {
    unsigned state = around->state & INHERITED;
    if (tag == ND__TAG_DIALOG || nd__html_has_word(attributes->role, "dialog") ||
        nd__html_has_word(attributes->role, "alertdialog")) {
        state |= DIALOG;
    }
    if (is_panel(attributes) && (state & DIALOG) == 0) {
        return state & ~HIDDEN;
    }
    if ((state & HIDDEN) != 0 || !is_hidden(tag, attributes)) {
        return state;
    }
    if (++reader->hidden == reader->shown) {
        return state;
    }
    if (is_fold(reader, tag, attributes, around)) {
        return state | FOLD;
    }
    reader->hidden_bytes = 0;
    return state | HIDDEN | OUTER;
}

static unsigned state_of(const nd__html_element *element,
                         const nd__html_attributes *attributes, unsigned state) {
    unsigned kind = nd__html_tag_kind(element->tag);
    state |= (kind & ND__TAG_IS_BLOCK) != 0 ? BLOCK : 0;
    state |= (kind & ND__TAG_IS_SECTION) != 0 ? SECTION : 0;
    switch (element->tag) {
        case ND__TAG_A:
            state |= attributes->href != NULL ? LINK : 0;
            break;
        case ND__TAG_PRE:
        case ND__TAG_LISTING:
        case ND__TAG_XMP:
        case ND__TAG_PLAINTEXT:
            state |= PRE | CODE;
            break;
        case ND__TAG_CODE:
        case ND__TAG_KBD:
        case ND__TAG_SAMP:
        case ND__TAG_TT:
        case ND__TAG_VAR: /* also formulas */
            state |= CODE;
            break;
        case ND__TAG_SUMMARY:
            state |= SUMMARY;
            break;
        case ND__TAG_ARTICLE:
            state |= ARTICLE;
            break;
        default:
            break;
    }
    if (attributes->aria_hidden != NULL &&
        nd__html_same(attributes->aria_hidden, "true") &&
        (kind & ND__TAG_IS_BLOCK) == 0) {
        state |= ORNAMENT;
    }
    if (attributes->item_type != NULL &&
        (strstr(attributes->item_type, "/Comment") != NULL ||
         strstr(attributes->item_type, "/Review") != NULL ||
         strstr(attributes->item_type, "/UserComments") != NULL ||
         strstr(attributes->item_type, "/Answer") != NULL)) {
        state |= ANSWER;
    }
    return state;
}

static void add_names(nd__page_frame *frame, uint32_t kinds) {
    if (kinds != 0) {
        frame->around |= frame->near;
        frame->near = kinds;
    }
}

static nd_status push(nd__page_reader *reader, const nd__html_element *element,
                      const nd__html_attributes *attributes, const nd__page_frame *around,
                      unsigned state, nd_error *err) {
    nd__page_frame frame = *around;
    frame.tag = (uint8_t)element->tag;
    frame.state = (uint16_t)state;
    frame.text_begin = (uint32_t)reader->out->text.count;
    frame.hidden = (uint32_t)reader->hidden;
    frame.flags |= (uint16_t)flags_of_tag(element->tag, around->state);
    if (attributes->role != NULL) {
        frame.flags |= (uint16_t)flags_of_role(attributes->role);
    }
    static const nd__html_attributes none;
    bool whole = element->tag == ND__TAG_HTML || element->tag == ND__TAG_BODY;
    frame.path = nd__html_path(around->path, element, whole ? &none : attributes);
    if ((state & BLOCK) != 0) {
        frame.block_path = frame.path;
        frame.block_depth =
            (uint16_t)(reader->open.count < UINT16_MAX ? reader->open.count + 1
                                                       : UINT16_MAX);
    }
    if (!whole && (state & BLOCK) != 0) {
        add_names(&frame, kinds_of_names(&reader->names, attributes));
    }
    ND_TRY(nd__vector_extend(&reader->open, 1, err));
    reader->open.items[reader->open.count++] = frame;
    return ND_OK;
}

static nd_status lay_out(nd__page_reader *reader, nd__html_tag tag, unsigned kind,
                         nd_error *err) {
    if ((kind & ND__TAG_IS_BLOCK) != 0 || tag == ND__TAG_BR) {
        return nd__lines_end(&reader->lines, err);
    }
    if ((kind & ND__TAG_IS_WORD) != 0) {
        return nd__lines_space(&reader->lines, err);
    }
    if ((kind & ND__TAG_IS_VOID) == 0) {
        nd__lines_element_begins(&reader->lines, tag);
    }
    return ND_OK;
}

nd_status nd__page_begin(nd__page_reader *reader, const nd__html_element *element,
                         bool *inside, nd_error *err) {
    static const nd__page_frame outside;
    /* A copy: pushing may move the frames. */
    nd__page_frame around =
        reader->open.count == 0 ? outside : reader->open.items[reader->open.count - 1];
    unsigned kind = nd__html_tag_kind(element->tag);
    unsigned state = around.state & INHERITED;
    nd__html_attributes attributes;
    nd__html_attributes_read(&attributes, element);
    *inside = false;
    nd__fact_place place = {.article = (state & ARTICLE) != 0,
                            .frame = (around.flags & ND__HTML_FRAME) != 0,
                            .answer = (state & ANSWER) != 0};
    ND_TRY(
        nd__page_facts_element(&reader->facts, element->tag, &attributes, &place, err));
    if (element->tag == ND__TAG_TITLE && !reader->title_seen) {
        reader->title_seen = true;
        *inside = true;
        return push(reader, element, &attributes, &around, state | CAPTURE, err);
    }
    if (is_passed_over(&around, element->tag)) {
        bool word = (kind & ND__TAG_IS_WORD) != 0 && (state & HIDDEN) == 0;
        return word ? nd__lines_space(&reader->lines, err) : ND_OK;
    }
    *inside = (kind & ND__TAG_IS_VOID) == 0;
    if (*inside) {
        state = hide(reader, element->tag, &attributes, &around);
    }
    if ((state & HIDDEN) == 0) {
        ND_TRY(lay_out(reader, element->tag, kind, err));
        ND_TRY(nd__page_tables_begin(&reader->tables, element->tag, &attributes,
                                     reader->out->blocks.count, err));
    }
    return *inside ? push(reader, element, &attributes, &around,
                          state_of(element, &attributes, state), err)
                   : ND_OK;
}

nd_status nd__page_text(nd__page_reader *reader, const char *text, size_t size,
                        nd_error *err) {
    if (reader->open.count == 0) {
        return ND_OK;
    }
    const nd__page_frame *frame = &reader->open.items[reader->open.count - 1];
    if ((frame->state & CAPTURE) != 0) {
        return nd__buffer_append(&reader->captured, text, size, err);
    }
    if ((frame->state & HIDDEN) != 0) {
        for (size_t i = 0; i < size && (frame->state & LINK) == 0; i++) {
            reader->hidden_bytes += (unsigned char)text[i] > ' ';
        }
        return ND_OK;
    }
    nd__line_place place = {.path = frame->block_path,
                            .near = frame->near,
                            .around = frame->around,
                            .flags = frame->flags,
                            .depth = frame->block_depth,
                            .link = (frame->state & LINK) != 0,
                            .pre = (frame->state & PRE) != 0,
                            .close = (frame->state & CODE) != 0};
    return nd__lines_add(&reader->lines, text, size, &place, err);
}

/* Icon fonts show a glyph for a name such as "arrow_back": one word of lower-case letters
 * without spaces; anything else that stands there may be real text. */
static nd_status strike_ornament(nd__page_reader *reader, size_t begin, nd_error *err) {
    const nd__buffer *text = &reader->out->text;
    size_t line = reader->lines.block.begin;
    if (!reader->lines.open || line > begin + 1) { /* it holds more than one line */
        return ND_OK;
    }
    begin = begin < line ? line : begin;
    size_t letters = 0;
    for (size_t i = begin; i < text->count; i++) {
        char c = text->items[i];
        if (c == ' ' && i == begin) {
            continue;
        }
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return ND_OK;
        }
        letters++;
    }
    if (letters > 0 && letters <= 32) {
        nd__lines_cut(&reader->lines, begin);
        return nd__lines_space(&reader->lines, err);
    }
    return ND_OK;
}

nd_status nd__page_end(nd__page_reader *reader, nd_error *err) {
    nd__page_frame frame = reader->open.items[--reader->open.count];
    if ((frame.state & CAPTURE) != 0) {
        return nd__page_facts_captured(&reader->facts, (nd__html_tag)frame.tag,
                                       reader->captured.items, reader->captured.count,
                                       err);
    }
    if ((frame.state & OUTER) != 0) {
        note_hidden(reader, frame.hidden, reader->hidden_bytes);
    }
    if ((frame.state & HIDDEN) != 0) {
        return ND_OK;
    }
    if ((frame.state & ORNAMENT) != 0) {
        ND_TRY(strike_ornament(reader, frame.text_begin, err));
    }
    if ((frame.state & BLOCK) != 0) {
        ND_TRY(nd__lines_end(&reader->lines, err));
        if ((frame.state & FOLD) != 0) {
            end_fold(reader, &frame);
        }
    } else {
        nd__lines_element_ends(&reader->lines, (nd__html_tag)frame.tag);
    }
    if (frame.tag == ND__TAG_H1 && !reader->heading_seen) {
        /* The blocks that it made, if any. */
        nd__html_text *out = reader->out;
        for (size_t i = out->blocks.count;
             i > 0 && out->blocks.items[i - 1].begin >= frame.text_begin; i--) {
            out->blocks.items[i - 1].flags |= ND__HTML_TITLE;
            reader->heading_seen = true;
        }
    }
    nd__page_tables_end(&reader->tables, (nd__html_tag)frame.tag, reader->out);
    return ND_OK;
}

/* The title of a page often names the site too: a block says the title if it is all of
 * it, or its beginning or end and at least half. */
static bool says_title(const char *text, size_t size, const char *title,
                       size_t title_size) {
    if (size > title_size || size * 2 < title_size) {
        return false;
    }
    return memcmp(text, title, size) == 0 ||
           memcmp(text, title + (title_size - size), size) == 0;
}

nd_status nd__page_finish(nd__page_reader *reader, nd_error *err) {
    nd__html_text *out = reader->out;
    ND_TRY(nd__lines_end(&reader->lines, err));
    ND_TRY(nd__page_facts_finish(&reader->facts, err));
    if (out->title != NULL) {
        size_t title_size = strlen(out->title);
        for (size_t i = 0; i < out->blocks.count; i++) {
            nd__html_block *block = &out->blocks.items[i];
            if (says_title(out->text.items + block->begin, block->end - block->begin,
                           out->title, title_size)) {
                block->flags |= ND__HTML_TITLE;
            }
        }
    }
    return ND_OK;
}
