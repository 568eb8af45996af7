/* What a person sees: colour, sizes, progress. */
#ifndef NEARDUP_TOOL_TERMINAL_H
#define NEARDUP_TOOL_TERMINAL_H

#include <neardup/scan.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

typedef enum when { WHEN_AUTO, WHEN_NEVER, WHEN_ALWAYS } when;

/* Escape sequences, all empty where there is no colour. */
typedef struct palette {
    const char *bold, *dim, *red, *green, *yellow, *blue, *magenta, *cyan, *reset;
} palette;

/* Colour on `out` where it is a terminal, NO_COLOR is not set and TERM is not "dumb". */
palette palette_choose(when choice, FILE *out);

#define SIZE_TEXT 16
/* "812 bytes", "1.2 kB", "3.4 MB". Returns buffer. */
const char *size_text(char buffer[SIZE_TEXT], uint64_t bytes);
#define COUNT_TEXT 32
/* "1,234,567". Returns buffer. */
const char *count_text(char buffer[COUNT_TEXT], uint64_t count);
/* plural(1, "document", "documents") */
const char *plural(uint64_t count, const char *one, const char *many);

bool is_terminal(FILE *out);
/* Columns of the terminal that out is, from 40 to 160; 80 where it is none. */
int terminal_columns(FILE *out);

/* Writes at most `columns` columns of text on one line: white space folded, control
 * characters left out, "…" where it was cut. */
void print_excerpt(FILE *out, const char *text, size_t size, int columns);
/* The same for names and paths, which are told apart by their ends: cut in front. */
void print_name(FILE *out, const char *name, int columns);
/* Writes all of text, control and direction-changing characters as \x1b or <U+202E>. */
void print_safe(FILE *out, const char *text);

/* Progress on standard error: a line that is written over on a terminal, else a line
 * every 30 s. */
typedef struct progress_line {
    bool shown;    /* wanted at all */
    bool terminal; /* can be written over */
    bool drawn;    /* there is a line to erase */
    struct timespec started, drawn_at;
} progress_line;

void progress_start(progress_line *line, when choice, bool quiet);
/* For nd_scan_options.progress; payload is a progress_line. Returns not 0 after Ctrl-C.
 */
int progress_step(const nd_progress *progress, void *payload);
/* Erases the line, so that other text can be written. */
void progress_erase(progress_line *line);

/* Ctrl-C and SIGTERM set a flag that progress_step sees. A second Ctrl-C ends at once. */
void watch_signals(void);
bool was_interrupted(void);
/* Whether standard output is a pipe that nobody reads any more. */
bool reader_is_gone(void);
/* Ends the command as a closed pipe does, without a word; after the tidying up. */
void end_by_pipe(void);

#endif
