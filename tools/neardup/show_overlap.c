/* Walks the pieces of an alignment. Shared text and short edits flow: words follow each
 * other as in the texts, in two columns or in one. What stands in one text alone for
 * longer, and what was moved, are blocks that begin and end rows of their own. The
 * columns are brought to the same height at blocks, at folds, where a line ends in both
 * texts, and before an overlap where they have drifted apart. */
#include "show_overlap.h"

#include <string.h>

#include "alignment.h"
#include "show_summary.h"
#include "terminal.h"
#include "view.h"

#define MOST_EDIT 32u  /* words of an edit; more are a block */
#define LEAST_FOLD 20u /* words; folding fewer saves nothing */
#define MOST_DRIFT 2u  /* rows, before the columns are levelled */
#define WORD_BYTES 64u /* more than these a word are folded too: not words */
#define LEAST_BYTES 4096u
#define SHOWN_BYTES 512u /* at each end of such */

typedef struct walker {
    view *v;
    const nd_overlap *overlaps;
    const piece *pieces;
    size_t count;
    bool in_blocks;
} walker;

static pen_style label_style(size_t label) {
    return label == 0 ? PEN_PLAIN
                      : (pen_style)(PEN_LABEL + (label - 1) % PEN_LABEL_COLOURS);
}

static void put_label(pen *p, size_t label, bool end) {
    char mark[32];
    snprintf(mark, sizeof mark, "[%s%zu]", end ? "/" : "", label);
    pen_mark(p, mark, !end);
}

/* Line numbers of text `side` at byte `at`, and of the other at `other` where that is
 * shown by the same pen. */
static void set_lines(view *v, int side, size_t at, size_t other) {
    pen *p = view_pen(v, side);
    size_t line = shown_text_line(&v->texts[side], at);
    p->line[0] = p->line[1] = 0;
    p->line[view_is_side(v) ? 0 : side] = line;
    if (!view_is_side(v) && other != SIZE_MAX) {
        p->line[1 - side] = shown_text_line(&v->texts[1 - side], other);
    }
}

/* Bytes [begin, end), which hold `words` words. What has no words in it can be long too:
 * its middle is left out. */
static void put_bytes(view *v, int side, size_t begin, size_t end, size_t words) {
    pen *p = view_pen(v, side);
    const char *text = v->texts[side].text;
    size_t most = words * WORD_BYTES > LEAST_BYTES ? words * WORD_BYTES : LEAST_BYTES;
    if (end - begin <= most) {
        pen_text(p, text + begin, end - begin);
        return;
    }
    size_t from = begin + SHOWN_BYTES, to = end - SHOWN_BYTES;
    while (((unsigned char)text[from] & 0xC0u) == 0x80u && from > begin) {
        from--;
    }
    while (((unsigned char)text[to] & 0xC0u) == 0x80u && to < end) {
        to++;
    }
    char number[COUNT_TEXT], note[64];
    snprintf(note, sizeof note, "… %s bytes …", count_text(number, to - from));
    pen_text(p, text + begin, from - begin);
    pen_note(p, PEN_DIM, note);
    set_lines(v, side, to, SIZE_MAX);
    pen_text(p, text + to, end - to);
}

/* Tokens [begin, end) of text `side`, without the blanks behind them. */
static void put_words(view *v, int side, size_t begin, size_t end, size_t other) {
    const shown_text *s = &v->texts[side];
    size_t from = shown_text_cut(s, begin), to = shown_text_core(s, from, end);
    set_lines(v, side, from, other);
    put_bytes(v, side, from, to, end - begin);
}

/* The blanks behind the tokens before `end`. */
static void put_tail(view *v, int side, size_t begin, size_t end) {
    const shown_text *s = &v->texts[side];
    size_t to = shown_text_cut(s, end);
    size_t from = shown_text_core(s, shown_text_cut(s, begin), end);
    pen_text(view_pen(v, side), s->text + from, to - from);
}

/* Tokens of a from a on, of b from b on, as many as `words`, which are the same; without
 * the blanks behind them. */
static void put_shared_words(view *v, size_t a, size_t b, size_t words) {
    const shown_text *s = v->texts, *t = v->texts + 1;
    for (size_t begin = 0, i = 1; i <= words && !view_failed(v); i++) {
        bool last = i == words;
        if (!last &&
            !(shown_text_line_ends(s, a + i) && shown_text_line_ends(t, b + i))) {
            continue;
        }
        put_words(v, 0, a + begin, a + i, shown_text_cut(t, b + begin));
        if (view_is_side(v)) {
            put_words(v, 1, b + begin, b + i, SIZE_MAX);
        }
        if (!last) {
            put_tail(v, 0, a + begin, a + i);
            if (view_is_side(v)) {
                put_tail(v, 1, b + begin, b + i);
                view_level(v);
            }
        }
        view_write_rows(v);
        begin = i;
    }
}

static void leave_blocks(walker *w) {
    if (w->in_blocks) {
        view_level(w->v);
        w->in_blocks = false;
    }
}

static void show_shared(walker *w, const piece *x) {
    view *v = w->v;
    size_t words = x->a_end - x->a_begin, context = v->options.context;
    int sides = view_is_side(v) ? 2 : 1;
    leave_blocks(w);
    if (x->label != 0 && view_is_side(v) && view_drift(v) >= MOST_DRIFT) {
        view_level(v);
    }
    for (int side = 0; side < sides; side++) {
        pen_set_style(&v->pens[side], label_style(x->label));
        if (x->label != 0) {
            const shown_text *s = &v->texts[side];
            size_t b_at = shown_text_cut(&v->texts[1], x->b_begin);
            set_lines(v, side, shown_text_cut(s, side == 0 ? x->a_begin : x->b_begin),
                      b_at);
            put_label(&v->pens[side], x->label, false);
        }
    }
    if (words > LEAST_FOLD && (words - LEAST_FOLD) / 2 > context) {
        char number[COUNT_TEXT], note[80];
        size_t hidden = words - 2 * context;
        snprintf(note, sizeof note, "… %s words the same …", count_text(number, hidden));
        put_shared_words(v, x->a_begin, x->b_begin, context);
        view_note(v, note);
        put_shared_words(v, x->a_end - context, x->b_end - context, context);
    } else {
        put_shared_words(v, x->a_begin, x->b_begin, words);
    }
    for (int side = 0; side < sides; side++) {
        if (x->label != 0 && !v->options.colour) {
            put_label(&v->pens[side], x->label, true);
        }
        pen_set_style(&v->pens[side], PEN_PLAIN);
    }
    put_tail(v, 0, x->a_begin, x->a_end);
    if (view_is_side(v)) {
        put_tail(v, 1, x->b_begin, x->b_end);
    }
    view_write_rows(v);
}

static int side_of(const piece *x) {
    return x->kind == PIECE_ONLY_B || x->kind == PIECE_MOVED_B;
}

static bool is_moved(const piece *x) {
    return x->kind == PIECE_MOVED_A || x->kind == PIECE_MOVED_B;
}

static size_t words_of(const piece *x) {
    return side_of(x) == 0 ? x->a_end - x->a_begin : x->b_end - x->b_begin;
}

static bool is_block(const piece *x) {
    return is_moved(x) || (x->kind != PIECE_SHARED && words_of(x) > MOST_EDIT);
}

static void show_edit(walker *w, const piece *x, bool replaced) {
    view *v = w->v;
    int side = side_of(x);
    pen *p = view_pen(v, side);
    bool brackets = !v->options.colour || !view_is_side(v);
    size_t begin = side == 0 ? x->a_begin : x->b_begin;
    size_t end = side == 0 ? x->a_end : x->b_end;
    pen_set_style(p, side == 0 ? PEN_ONLY_A : PEN_ONLY_B);
    if (brackets) {
        set_lines(v, side, shown_text_cut(&v->texts[side], begin), SIZE_MAX);
        pen_allow_break(p);
        pen_mark(p, side == 0 ? "[-" : "{+", false);
    }
    put_words(v, side, begin, end, SIZE_MAX);
    if (brackets) {
        pen_mark(p, side == 0 ? "-]" : "+}", false);
    }
    pen_set_style(p, PEN_PLAIN);
    const shown_text *s = &v->texts[side];
    size_t cut = shown_text_cut(s, end);
    if (replaced && !view_is_side(v)) { /* line ends come with what replaces it */
        if (shown_text_core(s, shown_text_cut(s, begin), end) < cut) {
            pen_space(p);
        }
    } else {
        put_tail(v, side, begin, end);
    }
    view_write_rows(v);
}

/* "[3 moved: see B line 120] " */
static void put_reference(walker *w, const piece *x) {
    view *v = w->v;
    const nd_overlap *o = &w->overlaps[x->label - 1];
    int side = side_of(x);
    char mark[96];
    size_t line = side == 0 ? shown_text_line(&v->texts[1], o->b_begin)
                            : shown_text_line(&v->texts[0], o->a_begin);
    snprintf(mark, sizeof mark, "[%zu %s: see %c line %zu]", x->label,
             x->again ? "again" : "moved", side == 0 ? 'B' : 'A', line);
    pen_mark(view_pen(v, side), mark, true);
}

/* Tokens [begin, end) of text `side`, without the blanks behind them; the middle is left
 * out where it is long. */
static void put_folded(view *v, int side, size_t begin, size_t end, const char *what) {
    size_t words = end - begin, context = v->options.context;
    if (words <= LEAST_FOLD || (words - LEAST_FOLD) / 2 <= context) {
        put_words(v, side, begin, end, SIZE_MAX);
        return;
    }
    char number[COUNT_TEXT], note[64];
    snprintf(note, sizeof note, "… %s words%s …", count_text(number, words - 2 * context),
             what);
    put_words(v, side, begin, begin + context, SIZE_MAX);
    pen_note(view_pen(v, side), PEN_DIM, note);
    put_words(v, side, end - context, end, SIZE_MAX);
}

/* Pieces of one side that follow each other flow; the first begins a row. */
static void show_block(walker *w, const piece *x, const piece *before) {
    view *v = w->v;
    int side = side_of(x);
    bool moved = is_moved(x);
    pen *p = view_pen(v, side);
    size_t begin = side == 0 ? x->a_begin : x->b_begin;
    size_t end = side == 0 ? x->a_end : x->b_end;
    if (!w->in_blocks) {
        view_level(v);
        w->in_blocks = true;
    } else if (side_of(before) != side) {
        pen_break(p);
    }
    p->mark = side == 0 ? (moved ? '<' : '-') : moved ? '>' : '+';
    pen_set_style(p, moved ? label_style(x->label) : PEN_DIM);
    if (moved) {
        set_lines(v, side, shown_text_cut(&v->texts[side], begin), SIZE_MAX);
        put_reference(w, x);
    }
    put_folded(v, side, begin, end, moved ? "" : side == 0 ? " only in A" : " only in B");
    if (moved && !v->options.colour) {
        put_label(p, x->label, true);
    }
    pen_set_style(p, PEN_PLAIN);
    p->mark = ' ';
    put_tail(v, side, begin, end);
    view_write_rows(v);
}

static void show_piece(walker *w, size_t i) {
    const piece *x = &w->pieces[i], *next = i + 1 < w->count ? x + 1 : NULL;
    if (x->kind == PIECE_SHARED) {
        show_shared(w, x);
    } else if (is_block(x) || w->in_blocks || (next != NULL && is_block(next))) {
        show_block(w, x, x - 1); /* in_blocks: there is one */
    } else {
        show_edit(w, x, next != NULL && next->kind == PIECE_ONLY_B);
    }
}

nd_status show_overlap(FILE *out, const show_overlap_options *o,
                       const nd_overlap *overlaps, size_t count, const char *a,
                       size_t a_size, const char *b, size_t b_size, nd_error *err) {
    view v;
    alignment pieces;
    nd_status status = view_open(&v, out, o, a, a_size, b, b_size, err);
    if (status < 0) {
        return status;
    }
    bool done =
        alignment_make(&pieces, overlaps, count, v.texts[0].tokens, v.texts[1].tokens);
    if (done && v.options.view == VIEW_SUMMARY) {
        show_summary(&v, &pieces, overlaps);
    } else if (done) {
        walker w = {&v, overlaps, pieces.pieces, pieces.count, false};
        for (size_t i = 0; i < w.count && !view_failed(&v); i++) {
            show_piece(&w, i);
        }
        view_level(&v);
    }
    done = done && !v.pens[0].failed && !v.pens[1].failed;
    alignment_clear(&pieces);
    view_close(&v);
    if (!done && err != NULL) {
        *err = (nd_error){ND_E_NOMEM, ND_NO_POSITION, "out of memory"};
    }
    return done ? ND_OK : ND_E_NOMEM;
}
