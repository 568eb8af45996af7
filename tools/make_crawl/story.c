/* Writes bodies: stories of paragraphs, edited versions of them, filled templates, verse.
 */
#include "crawl.h"

static void begin_body(group *g, page *to) {
    to->first_piece = g->pieces.size;
    to->piece_count = 0;
}

static void begin_piece(group *g, page *to, bool keep) {
    vector_push(&g->pieces, (piece){g->bodies.size, 0, 0, keep});
    to->piece_count++;
}

static void end_piece(group *g) {
    buffer *text = &g->bodies;
    while (text->size > 0 && text->data[text->size - 1] == ' ')
        text->size--;
    g->pieces.data[g->pieces.size - 1].end = text->size;
}

static void write_title(group *g, page *to, random_state *random) {
    to->title_begin = g->bodies.size;
    grammar_sentence(g->words, 'T', &to->who, random, &g->bodies);
    to->title_end = g->bodies.size;
}

/* Sentences of Chinese and Japanese follow each other without a space; those of Thai
 * bring their own. */
static void add_space(group *g) {
    if (grammar_language(g->words)->spaced)
        buffer_add(&g->bodies, " ", 1);
}

void story_paragraph(group *g, page *to, random_state *random, bool stock) {
    begin_piece(g, to, false);
    uint32_t sentences = random_between(random, 2, 5);
    uint32_t stock_at = stock ? random_below(random, sentences) : sentences;
    for (uint32_t i = 0; i < sentences; i++) {
        if (i > 0)
            add_space(g);
        grammar_sentence(g->words, i == stock_at ? 'K' : 'S', &to->who, random,
                         &g->bodies);
    }
    end_piece(g);
}

uint32_t story_lengthen(group *g, page *to, random_state *random) {
    const site *s = &g->sites[to->site];
    size_t frame = s->menu.size + s->cookie.size + s->imprint.size + 70, body = 0;
    uint32_t added = 0;
    for (size_t i = 0; i < to->piece_count; i++) {
        const piece *p = &g->pieces.data[to->first_piece + i];
        body += p->end - p->begin;
    }
    for (; body < frame * 4; added++) {
        story_paragraph(g, to, random, false);
        const piece *p = &g->pieces.data[g->pieces.size - 1];
        body += p->end - p->begin;
    }
    return added;
}

void story_write(group *g, page *to, random_state *random, uint32_t paragraphs) {
    write_title(g, to, random);
    begin_body(g, to);
    for (uint32_t i = 0; i < paragraphs; i++)
        story_paragraph(g, to, random, i > 1 && random_chance(random, 6));
}

void story_append(group *g, page *to, const page *from) {
    for (size_t i = 0; i < from->piece_count; i++) {
        piece copied = g->pieces.data[from->first_piece + i];
        vector_push(&g->pieces, copied);
        to->piece_count++;
    }
}

/* End of the word that begins at `at`: up to the next space, or `letters` characters in a
 * language without spaces. */
static size_t word_end(const buffer *text, size_t at, size_t end, int letters) {
    if (letters == 0) {
        while (at < end && text->data[at] != ' ')
            at++;
        return at;
    }
    for (; letters > 0 && at < end; letters--) {
        at++;
        while (at < end && ((unsigned char)text->data[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

/* Letters of a word; 0: it ends at a space. A letter of an alphabet is no word. */
static int word_letters(const group *g) {
    const language *l = grammar_language(g->words);
    return l->spaced ? 0 : strcmp(l->code, "th") == 0 ? 4 : 1;
}

static void add_other_word(group *g, const page *to) {
    if (grammar_language(g->words)->spaced) {
        grammar_expand(g->words, random_chance(&g->random, 70) ? 'N' : 'D', &to->who,
                       &g->random, &g->bodies);
        return;
    }
    size_t begin = g->bodies.size;
    grammar_expand(g->words, 'N', &to->who, &g->random, &g->bodies);
    g->bodies.size = word_end(&g->bodies, begin, g->bodies.size, word_letters(g));
}

static void copy_edited(group *g, page *to, const piece *from, const edit *how) {
    int spaced = grammar_language(g->words)->spaced;
    size_t at = from->begin, end = from->end;
    uint32_t left_in_run = 0, length = how->bursts ? 8 : 1;
    begin_piece(g, to, from->keep);
    size_t begin = g->bodies.size;
    while (at < end) {
        size_t stop = word_end(&g->bodies, at, end, word_letters(g));
        if (left_in_run == 0 && random_below(&g->random, 1000 * length) < how->permille)
            left_in_run = length;
        if (left_in_run > 0 && stop > at) {
            left_in_run--;
            uint32_t choice = random_below(&g->random, 10);
            if (choice > 0)
                add_other_word(g, to);
            if (choice == 1) {
                if (spaced)
                    buffer_add(&g->bodies, " ", 1);
                add_other_word(g, to);
            }
        } else {
            buffer_reserve(&g->bodies, stop - at); /* so that data does not move below */
            buffer_add(&g->bodies, g->bodies.data + at, stop - at);
        }
        at = stop;
        if (spaced && at < end) {
            if (g->bodies.size > begin)
                buffer_add(&g->bodies, " ", 1);
            at++;
        }
    }
    end_piece(g);
}

const char *story_credit(const group *g, random_state *random) {
    static const char *const names[] = {"AP", "AFP", "Reuters", "dpa", "Xinhua", "TASS"};
    (void)g;
    return random_chance(random, 50) ? names[random_below(random, 6)] : NULL;
}

size_t story_sentence_end(const group *g, const piece *from, size_t least) {
    const char *text = g->bodies.data + from->begin;
    size_t size = from->end - from->begin;
    if (!grammar_language(g->words)->spaced) {
        for (size_t at = least; at + 30 < size; at++)
            if (memcmp(text + at, "。", 3) == 0)
                return at + 3;
        return 0;
    }
    for (size_t at = least; at + 30 < size; at++) {
        size_t word = at;
        while (word > 0 && text[word - 1] != ' ')
            word--;
        if (strchr(".!?", text[at]) != NULL && text[at + 1] == ' ' && at - word > 3)
            return at + 1;
    }
    return 0;
}

void story_edit(group *g, page *to, const page *from, edit *how) {
    to->who = from->who;
    to->credit = how->credit;
    if (how->permille > 0 && random_chance(&g->random, 50)) {
        write_title(g, to, &g->random);
    } else {
        to->title_begin = from->title_begin;
        to->title_end = from->title_end;
    }
    begin_body(g, to);
    uint32_t most = (uint32_t)from->piece_count / 2;
    how->cut = how->cut < most ? how->cut : most;
    size_t count = from->piece_count - how->cut;
    for (size_t i = 0; i < count; i++) {
        piece source = g->pieces.data[from->first_piece + i];
        copy_edited(g, to, &source, how);
    }
    for (uint32_t i = 0; i < how->added; i++)
        story_paragraph(g, to, &g->random, false);
    how->added += story_lengthen(g, to, &g->random);
    if (how->correction) {
        begin_piece(g, to, false);
        grammar_sentence(g->words, 't', &to->who, &g->random, &g->bodies);
        end_piece(g);
    }
}

static void add(group *g, const page *to, char rule_name) {
    grammar_sentence(g->words, rule_name, &to->who, &g->random, &g->bodies);
}

static void add_decimal(group *g, uint32_t below, const char *after) {
    buffer_number(&g->bodies, random_below(&g->random, below), 1);
    buffer_text(&g->bodies, grammar_language(g->words)->decimal);
    buffer_number(&g->bodies, random_below(&g->random, 100), 2);
    buffer_text(&g->bodies, after);
}

static void write_weather(group *g, page *to) {
    uint32_t rows = random_between(&g->random, 12, 24);
    for (uint32_t i = 0; i < rows; i++) {
        begin_piece(g, to, false);
        add(g, to, 'p');
        buffer_text(&g->bodies, ": ");
        grammar_expand(g->words, 'w', &to->who, &g->random, &g->bodies);
        buffer_text(&g->bodies, ", ");
        buffer_number(&g->bodies, random_below(&g->random, 35), 1);
        buffer_text(&g->bodies, "–");
        buffer_number(&g->bodies, random_between(&g->random, 35, 99), 1);
        buffer_text(&g->bodies, " °F, ");
        grammar_expand(g->words, 'w', &to->who, &g->random, &g->bodies);
        end_piece(g);
    }
}

static void write_stocks(group *g, page *to) {
    uint32_t rows = random_between(&g->random, 15, 30);
    for (uint32_t i = 0; i < rows; i++) {
        begin_piece(g, to, false);
        add(g, to, 'o');
        buffer_text(&g->bodies, "\t");
        add_decimal(g, 900, random_chance(&g->random, 50) ? "\t+" : "\t-");
        add_decimal(g, 9, " %\t");
        buffer_number(&g->bodies, random_below(&g->random, 90000), 1);
        end_piece(g);
    }
}

static void write_obituary(group *g, page *to) {
    uint32_t rows = random_between(&g->random, 6, 10);
    for (uint32_t i = 0; i < rows; i++) {
        begin_piece(g, to, false);
        add(g, to, random_chance(&g->random, 60) ? 'O' : 'S');
        end_piece(g);
    }
}

static void write_product(group *g, page *to) {
    uint32_t rows = random_between(&g->random, 8, 14);
    for (uint32_t i = 0; i < rows; i++) {
        begin_piece(g, to, false);
        add(g, to, 'h');
        buffer_text(&g->bodies, ": ");
        grammar_expand(g->words, 'E', &to->who, &g->random, &g->bodies);
        buffer_text(&g->bodies, ", ");
        grammar_expand(g->words, 'E', &to->who, &g->random, &g->bodies);
        end_piece(g);
    }
    story_paragraph(g, to, &g->random, false);
}

/* Stanzas of four lines; the refrain closes each and may stand alone too. */
static void write_poem(group *g, page *to) {
    uint32_t stanzas = random_between(&g->random, 3, 6);
    bool alone = random_chance(&g->random, 30);
    size_t refrain = g->bodies.size;
    add(g, to, 'L');
    if (random_chance(&g->random, 50)) {
        buffer_text(&g->bodies, "\n");
        add(g, to, 'L');
    }
    size_t size = g->bodies.size - refrain;
    begin_piece(g, to, true);
    for (uint32_t i = 0; i < stanzas; i++) {
        for (int line = 0; line < 4; line++) {
            add(g, to, 'L');
            buffer_text(&g->bodies, ",\n");
        }
        if (alone)
            buffer_text(&g->bodies, "\n");
        buffer_reserve(&g->bodies, size);
        buffer_add(&g->bodies, g->bodies.data + refrain, size);
        if (i + 1 < stanzas)
            buffer_text(&g->bodies, "\n\n");
    }
    end_piece(g);
}

static void write_poll(group *g, page *to) {
    uint32_t questions = random_between(&g->random, 4, 9);
    buffer answers = {0};
    uint32_t count = random_between(&g->random, 2, 4);
    for (uint32_t i = 0; i < count; i++) {
        buffer_text(&answers, "\n- ");
        grammar_expand(g->words, 'y', &to->who, &g->random, &answers);
    }
    begin_piece(g, to, true);
    for (uint32_t i = 0; i < questions; i++) {
        if (i > 0)
            buffer_text(&g->bodies, "\n");
        buffer_number(&g->bodies, i + 1, 1);
        buffer_text(&g->bodies, ". ");
        add(g, to, 'Q');
        buffer_add(&g->bodies, answers.data, answers.size);
    }
    end_piece(g);
    buffer_clear(&answers);
}

/* Rows of which some are equal. */
static void write_table(group *g, page *to) {
    uint32_t rows = random_between(&g->random, 10, 20);
    size_t row = 0, size = 0;
    begin_piece(g, to, true);
    for (uint32_t i = 0; i < rows; i++) {
        if (i > 0)
            buffer_text(&g->bodies, "\n");
        if (size > 0 && random_chance(&g->random, 25)) {
            buffer_reserve(&g->bodies, size);
            buffer_add(&g->bodies, g->bodies.data + row, size);
            continue;
        }
        row = g->bodies.size;
        add(g, to, 'p');
        buffer_text(&g->bodies, " | ");
        add(g, to, 'N');
        buffer_text(&g->bodies, " | ");
        buffer_number(&g->bodies, random_below(&g->random, 9), 1);
        buffer_text(&g->bodies, " | ");
        buffer_number(&g->bodies, random_below(&g->random, 400), 1);
        size = g->bodies.size - row;
    }
    end_piece(g);
}

void template_write(group *g, page *to, template_kind kind) {
    static void (*const writers[TEMPLATE_COUNT])(group *, page *) = {
        write_weather, write_stocks, write_obituary, write_product,
        write_poem,    write_poll,   write_table};
    write_title(g, to, &g->random);
    begin_body(g, to);
    if (kind >= TEMPLATE_POEM)
        story_paragraph(g, to, &g->random, false);
    writers[kind](g, to);
    if (kind == TEMPLATE_POLL || kind == TEMPLATE_TABLE)
        story_paragraph(g, to, &g->random, false);
    story_lengthen(g, to, &g->random);
}
