/* Composes pages: the frame of a site around a body, with teasers and repeats; every
 * labelled range is marked as it is written. */
#include <stdlib.h>

#include "crawl.h"

static void add_syllables(buffer *out, random_state *random, uint32_t count) {
    static const char onsets[] = "bcdfghjklmnprstvwz";
    static const char vowels[] = "aeiou";
    for (uint32_t i = 0; i < count; i++) {
        buffer_add(out, &onsets[random_below(random, sizeof onsets - 1)], 1);
        buffer_add(out, &vowels[random_below(random, sizeof vowels - 1)], 1);
    }
}

enum { MENU_MOST = 90 }; /* bytes; the frame must stay small beside a page */

static void fill_menu(group *g, site *out, const cast *who, random_state *random) {
    uint32_t count = random_between(random, 5, 9);
    const char *between = out->menu_in_line ? " | " : "\n";
    for (uint32_t i = 0; i < count; i++) {
        size_t begin = out->menu.size;
        grammar_sentence(g->words, random_chance(random, 80) ? 'z' : 'N', who, random,
                         &out->menu);
        size_t size = out->menu.size - begin;
        if (out->menu.size > MENU_MOST)
            break;
        if (i == 0 && random_chance(random, 40)) { /* the doubled word at the head */
            buffer_text(&out->menu, "\n");
            buffer_reserve(&out->menu, size);
            buffer_add(&out->menu, out->menu.data + begin, size);
            buffer_text(&out->menu, "\n");
        } else if (i + 1 < count) {
            buffer_text(&out->menu, between);
        }
    }
}

void site_fill(group *g, site *out, random_state *random) {
    static const char *const gaps[] = {"\n\n", "\n", "\n\n", "\n\n\n"};
    cast who;
    cast_fill(&who, g->words, random);
    buffer host = {0};
    buffer_text(&host, random_chance(random, 70) ? "www." : "");
    add_syllables(&host, random, random_between(random, 3, 5));
    buffer_number(&host, g->number, 1); /* no two groups share a site */
    buffer_text(&host, ".example");
    memset(out->host, 0, sizeof out->host);
    memcpy(out->host, host.data, host.size < sizeof out->host ? host.size : 0);
    buffer_clear(&host);
    out->menu_in_line = random_chance(random, 30);
    out->related = random_chance(random, 60);
    out->dated_head = random_chance(random, 30);
    out->cookie_first = random_chance(random, 50);
    out->gap = gaps[random_below(random, 4)];
    out->style = random_chance(random, 40)
                     ? STYLE_ELLIPSIS
                     : (teaser_style)random_below(random, STYLE_COUNT);
    fill_menu(g, out, &who, random);
    grammar_sentence(g->words, 'c', &who, random, &out->cookie);
    grammar_sentence(g->words, 'k', &who, random, &out->imprint);
    grammar_sentence(g->words, 'g', &who, random, &out->heading);
    grammar_sentence(g->words, 'r', &who, random, &out->more);
}

void site_clear(site *s) {
    buffer_clear(&s->menu);
    buffer_clear(&s->cookie);
    buffer_clear(&s->imprint);
    buffer_clear(&s->heading);
    buffer_clear(&s->more);
}

static void add_mark(group *g, page *to, mark_kind kind, size_t begin) {
    mark added = {.begin = begin - to->text_begin,
                  .end = g->texts.size - to->text_begin,
                  .source_page = NO_PAGE,
                  .kind = kind};
    vector_push(&g->marks, added);
    to->mark_count++;
}

static void add_date(group *g, const page *of) {
    buffer_number(&g->texts, of->year, 4);
    buffer_text(&g->texts, "-");
    buffer_number(&g->texts, of->month, 2);
    buffer_text(&g->texts, "-");
    buffer_number(&g->texts, of->day, 2);
}

static void add_head(group *g, page *to, const site *s) {
    size_t begin = g->texts.size;
    if (s->dated_head) {
        add_date(g, to);
        buffer_text(&g->texts, "\n");
    }
    if (s->cookie_first) {
        buffer_add(&g->texts, s->cookie.data, s->cookie.size);
        buffer_text(&g->texts, "\n\n");
    }
    buffer_add(&g->texts, s->menu.data, s->menu.size);
    add_mark(g, to, MARK_FRAME, begin);
    buffer_text(&g->texts, "\n\n");
}

static void add_foot(group *g, page *to, const site *s) {
    buffer_text(&g->texts, "\n\n");
    size_t begin = g->texts.size;
    if (!s->cookie_first) {
        buffer_add(&g->texts, s->cookie.data, s->cookie.size);
        buffer_text(&g->texts, "\n\n");
    }
    grammar_expand(g->words, 'd', &to->who, &g->random, &g->texts);
    buffer_text(&g->texts, " ");
    add_date(g, to);
    buffer_text(&g->texts, " ");
    buffer_number(&g->texts, random_below(&g->random, 24), 2);
    buffer_text(&g->texts, ":");
    buffer_number(&g->texts, random_below(&g->random, 60), 2);
    buffer_text(&g->texts, " – ");
    buffer_number(&g->texts, random_below(&g->random, 30000) + 1, 1);
    buffer_text(&g->texts, " ");
    grammar_expand(g->words, 'v', &to->who, &g->random, &g->texts);
    buffer_text(&g->texts, "\n© ");
    buffer_number(&g->texts, 2024, 4);
    buffer_text(&g->texts, " ");
    buffer_add(&g->texts, s->imprint.data, s->imprint.size);
    add_mark(g, to, MARK_FRAME, begin);
}

static void add_bodies(group *g, size_t begin, size_t end) {
    buffer_add(&g->texts, g->bodies.data + begin, end - begin);
}

/* Where to cut a paragraph: after some words, at a word's end or inside the next. 0 when
 * it is too short to be cut. */
static size_t choose_cut(group *g, const piece *from) {
    int spaced = grammar_language(g->words)->spaced;
    size_t size = from->end - from->begin;
    size_t least = spaced ? 60 : 150, most = spaced ? 190 : 420;
    if (grammar_language(g->words)->thousands[0] == '\0' &&
        spaced) /* two bytes a letter */
        least = 110;
    if (size < least + 60)
        return 0;
    if (most > size - 40)
        most = size - 40;
    size_t cut = least + random_below(&g->random, (uint32_t)(most - least));
    const char *text = g->bodies.data + from->begin;
    while (((unsigned char)text[cut] & 0xC0) == 0x80)
        cut++;
    if (spaced && random_chance(&g->random, 65)) {
        while (cut < size && text[cut] != ' ')
            cut++;
        if (cut + 2 >= size)
            return 0;
    }
    while (text[cut - 1] == ' ')
        cut--;
    return cut;
}

/* What stands in front of a teaser of page `of` on its own line. */
static void add_front(group *g, const page *of, teaser_style style) {
    if (style == STYLE_DATE) {
        add_date(g, of);
    } else if (style == STYLE_BYLINE) {
        grammar_expand(g->words, 'b', &of->who, &g->random, &g->texts);
        buffer_text(&g->texts, " ");
        buffer_add(&g->texts, of->who.last[0].text, of->who.last[0].size);
    } else {
        add_bodies(g, of->title_begin, of->title_end);
    }
    buffer_text(&g->texts, style == STYLE_HEADLINE ? " " : " – ");
}

/* One teaser of the piece, a block of its own. False when it is too short for one. */
static bool add_teaser(group *g, page *to, const site *s, int source_page,
                       size_t piece_at, teaser_style style) {
    static const char *const endings[] = {"...", "…", "…", " [...]", " […]", " ..."};
    const piece *from = &g->pieces.data[piece_at];
    int spaced = grammar_language(g->words)->spaced;
    size_t cut = 0;
    bool whole = style == STYLE_SENTENCE || style == STYLE_DATED_SENTENCE;
    if (whole)
        cut = story_sentence_end(g, from, spaced ? 100 : 150);
    whole = cut > 0;
    if (!whole)
        cut = choose_cut(g, from);
    if (cut == 0)
        return false;
    size_t begin = g->texts.size;
    if (style == STYLE_DATE || style == STYLE_BYLINE || style == STYLE_HEADLINE)
        add_front(g, &g->pages.data[source_page], style);
    add_bodies(g, from->begin, from->begin + cut);
    if (!whole)
        buffer_text(&g->texts, endings[random_below(&g->random, 6)]);
    if (!whole && random_chance(&g->random, 25)) {
        buffer_text(&g->texts, " ");
        buffer_add(&g->texts, s->more.data, s->more.size);
    }
    add_mark(g, to, MARK_TEASER, begin);
    mark *made = &g->marks.data[g->marks.size - 1];
    made->source_page = source_page;
    made->source_piece = piece_at;
    made->source_size = cut;
    return true;
}

/* The lede once more, or the second paragraph cut off, after the story. */
static void add_own_repeats(group *g, page *to, int index, const site *s) {
    if (to->piece_count < 4 || !random_chance(&g->random, 12))
        return;
    size_t lede = to->first_piece;
    if (random_chance(&g->random, 70)) {
        buffer_text(&g->texts, s->gap);
        size_t begin = g->texts.size;
        add_bodies(g, g->pieces.data[lede].begin, g->pieces.data[lede].end);
        add_mark(g, to, MARK_REPEAT, begin);
        mark *made = &g->marks.data[g->marks.size - 1];
        made->source_page = index;
        made->source_piece = lede;
        made->source_size = made->end - made->begin;
    }
    if (random_chance(&g->random, 60)) {
        size_t before = g->texts.size;
        buffer_text(&g->texts, s->gap);
        if (!add_teaser(g, to, s, index, lede + 1, STYLE_ELLIPSIS))
            g->texts.size = before;
    }
}

static void add_shown(group *g, page *to, const site *s, const int *shown, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const page *other = &g->pages.data[shown[i]];
        if (i > 0)
            buffer_text(&g->texts, s->gap);
        teaser_style style = s->style;
        if (style == STYLE_HEADLINE && other->keep_title)
            style = STYLE_ELLIPSIS; /* it would say the same twice */
        if (style != STYLE_HEADLINE) {
            add_bodies(g, other->title_begin, other->title_end);
            buffer_text(&g->texts, "\n");
        }
        if (style == STYLE_DATED_SENTENCE) {
            add_date(g, other);
            buffer_text(&g->texts, "\n");
        }
        if (!add_teaser(g, to, s, shown[i], other->first_piece, style)) {
            if (style == STYLE_HEADLINE)
                add_bodies(g, other->title_begin, other->title_end);
            else
                add_date(g, other);
        }
    }
}

static void add_pieces(group *g, page *to, const site *s) {
    const char *gap = s->gap;
    for (size_t i = 0; i < to->piece_count; i++) {
        piece *from = &g->pieces.data[to->first_piece + i];
        if (i > 0)
            buffer_text(&g->texts, to->kind == PAGE_DATA && !from->keep ? "\n" : gap);
        from->at = g->texts.size - to->text_begin;
        size_t begin = g->texts.size;
        add_bodies(g, from->begin, from->end);
        if (from->keep)
            add_mark(g, to, MARK_KEEP, begin);
    }
}

static void add_title(group *g, page *to, int index, const site *s) {
    size_t begin = g->texts.size;
    add_bodies(g, to->title_begin, to->title_end);
    if (to->keep_title)
        add_mark(g, to, MARK_KEEP, begin);
    buffer_text(&g->texts, "\n\n");
    if (to->credit != NULL) {
        grammar_sentence(g->words, 'b', &to->who, &g->random, &g->texts);
        buffer_text(&g->texts, " ");
        buffer_add(&g->texts, to->who.last[0].text, to->who.last[0].size);
        buffer_text(&g->texts, " (");
        buffer_text(&g->texts, to->credit);
        buffer_text(&g->texts, ")\n\n");
    }
    if (to->described) {
        size_t before = g->texts.size;
        bool whole = random_chance(&g->random, 50);
        if (add_teaser(g, to, s, index, to->first_piece,
                       whole ? STYLE_SENTENCE : STYLE_ELLIPSIS))
            buffer_text(&g->texts, "\n\n");
        else
            g->texts.size = before;
    }
    if (to->kind == PAGE_PLAIN && random_chance(&g->random, 40)) {
        grammar_sentence(g->words, 'u', &to->who, &g->random, &g->texts);
        buffer_text(&g->texts, s->gap);
    }
}

static void compose_copy(group *g, page *to, int index, const page *from) {
    size_t size = from->text_end - from->text_begin;
    buffer_reserve(&g->texts, size);
    buffer_add(&g->texts, g->texts.data + from->text_begin, size);
    for (size_t i = 0; i < from->mark_count; i++) {
        mark copied = g->marks.data[from->first_mark + i];
        if (copied.source_page == to->copy_of)
            copied.source_page = index; /* its own lede, not the original's */
        vector_push(&g->marks, copied);
        to->mark_count++;
    }
}

void page_compose(group *g, int index, const int *shown, size_t shown_count) {
    page *to = &g->pages.data[index];
    const site *s = &g->sites[to->site];
    to->text_begin = g->texts.size;
    to->first_mark = g->marks.size;
    to->mark_count = 0;
    if (to->kind == PAGE_COPY) {
        compose_copy(g, to, index, &g->pages.data[to->copy_of]);
        to->text_end = g->texts.size;
        return;
    }
    add_head(g, to, s);
    if (to->kind == PAGE_LISTING) {
        grammar_sentence(g->words, 'z', &to->who, &g->random, &g->texts);
        buffer_text(&g->texts, s->gap);
        add_shown(g, to, s, shown, shown_count);
    } else {
        add_title(g, to, index, s);
        add_pieces(g, to, s);
        if (to->kind == PAGE_PLAIN)
            add_own_repeats(g, to, index, s);
        if (shown_count > 0) {
            buffer_text(&g->texts, "\n\n");
            size_t begin = g->texts.size;
            buffer_add(&g->texts, s->heading.data, s->heading.size);
            add_mark(g, to, MARK_FRAME, begin);
            buffer_text(&g->texts, "\n");
            begin = g->texts.size;
            add_shown(g, to, s, shown, shown_count);
            add_mark(g, to, MARK_RELATED, begin);
        }
    }
    add_foot(g, to, s);
    to->text_end = g->texts.size;
}
