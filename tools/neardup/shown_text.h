/* A text that is shown: its tokens, its lines, and where it may be cut between tokens. */
#ifndef NEARDUP_TOOL_SHOWN_TEXT_H
#define NEARDUP_TOOL_SHOWN_TEXT_H

#include <neardup/text.h>
#include <stdbool.h>

typedef struct shown_text {
    const char *text; /* borrowed */
    size_t size;
    nd_text *tokens;
    size_t count; /* of tokens; begin and end are their bytes */
    const uint32_t *begin, *end;
    size_t *line; /* where each line begins, the first at 0 */
    size_t line_count;
} shown_text;

/* text stays the caller's and must live as long. After a failure there is nothing to
 * close. */
nd_status shown_text_open(shown_text *out, const char *text, size_t size, nd_error *err);
void shown_text_close(shown_text *shown);

/* The byte at which text before token i ends and text from it on begins: behind the
 * blanks before it, and before opening marks. For i = 0 the begin of the first line that
 * is not empty, for i = count the size. */
size_t shown_text_cut(const shown_text *shown, size_t i);
/* The end of tokens before `end` with the marks that follow, without blanks; at least
 * `begin`, a byte. */
size_t shown_text_core(const shown_text *shown, size_t begin, size_t end);
/* Whether a line ends between token i - 1 and token i, 0 < i < count. */
bool shown_text_line_ends(const shown_text *shown, size_t i);
/* 1-based line of a byte. */
size_t shown_text_line(const shown_text *shown, size_t at);
/* Tokens before byte `at`. */
size_t shown_text_token(const shown_text *shown, size_t at);

#endif
