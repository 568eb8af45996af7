/* A column of text: safe characters, broken into rows of a given width. */
#ifndef NEARDUP_TOOL_PEN_H
#define NEARDUP_TOOL_PEN_H

#include <stdbool.h>
#include <stddef.h>

/* What a stretch looks like; PEN_LABEL + i is the colour of label i + 1. */
typedef enum pen_style {
    PEN_PLAIN,
    PEN_DIM,
    PEN_ONLY_A,
    PEN_ONLY_B,
    PEN_LABEL
} pen_style;
#define PEN_LABEL_COLOURS 4

typedef struct pen_row {
    char *bytes; /* owned */
    size_t size;
    unsigned width;
    size_t line[2]; /* 1-based lines of a and b that its text is from; 0: none */
    char mark;
    bool right_to_left; /* has letters that are written so */
} pen_row;

typedef struct pen {
    unsigned columns; /* width of a row, at least 8 */
    bool colour;
    size_t line[2]; /* lines of a and b that the next text stands on; 0: none */
    char mark;      /* of the rows that begin now */

    pen_row row;         /* being written */
    size_t row_capacity; /* of row.bytes */
    unsigned space;      /* blanks due before the next word */
    bool row_has_text, source_begin;
    bool blank; /* the last row is empty */
    pen_style now, wanted;
    char word[1024];
    size_t word_size;
    unsigned word_width;
    size_t word_line[2];
    char word_mark;
    bool word_right_to_left;
    int last; /* character, 0: none that matters for breaking */

    pen_row *rows; /* [taken..count-1] are done and not taken yet */
    size_t taken, count, capacity;
    bool failed; /* memory ran out: nothing more is written */
} pen;

void pen_init(pen *p, unsigned columns, bool colour);
void pen_clear(pen *p);

void pen_set_style(pen *p, pen_style style);
/* Writes text [0..size-1], any bytes. Line ends begin a row, several make one empty row;
 * blanks at the end of a row are dropped, a tab goes to the next multiple of 8. Words
 * that do not fit go to the next row; a word wider than a row, Chinese, Japanese and the
 * scripts without blanks are broken between characters, not before closing marks.
 * Controls and characters that turn the direction of writing appear as \x1b or <U+202E>,
 * bytes that are not UTF-8 as \xff. Lines count on with the text. */
void pen_text(pen *p, const char *text, size_t size);
/* Writes our own words, UTF-8, which are part of the word that follows or came before;
 * `blank` puts a blank behind them that is no place to break, and allows a break
 * before them. */
void pen_mark(pen *p, const char *text, bool blank);
/* A place to break. */
void pen_allow_break(pen *p);
/* A blank, where the row has text. */
void pen_space(pen *p);
/* Ends the row if there is anything in it. */
void pen_break(pen *p);
/* Text in a row of its own, cut where it is too long. */
void pen_note(pen *p, pen_style style, const char *text);

/* Rows that are done. */
size_t pen_ready(const pen *p);
/* Takes the first of them; bytes are the caller's, for free. */
pen_row pen_take(pen *p);

/* The escape sequence of a style; PEN_PLAIN ends all others. */
const char *pen_escape(pen_style style);

#endif
