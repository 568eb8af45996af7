#include "passage_list.h"

#include <string.h>

#define MOST_LISTED 10

/* "12" or "12-14": the lines of text[begin .. end). */
static const char *lines_of(char buffer[48], const char *text, size_t begin, size_t end) {
    size_t first = 1, last;
    for (const char *at = text;
         (at = memchr(at, '\n', (size_t)(text + begin - at))) != NULL; at++) {
        first++;
    }
    last = first;
    for (const char *at = text + begin;
         (at = memchr(at, '\n', (size_t)(text + end - at))) != NULL; at++) {
        last++;
    }
    snprintf(buffer, 48, first == last ? "%zu" : "%zu-%zu", first, last);
    return buffer;
}

void print_passages(FILE *out, const nd_comparison *comparison, const char *a,
                    const char *b) {
    size_t count, listed = 0, edited = 0;
    const nd_passage *passages = nd_comparison_passages(comparison, &count);
    for (size_t i = 0; i < count; i++) {
        edited += !passages[i].exact;
    }
    for (size_t i = 0; i < count && listed < MOST_LISTED; i++) {
        const nd_passage *p = &passages[i];
        char a_lines[48], b_lines[48];
        if (!p->exact) {
            fprintf(out, "%s", listed++ == 0 ? "Passages that both have, edited\n" : "");
            fprintf(out, "  A line %-12s  B line %-12s  %5.1f %% of the words\n",
                    lines_of(a_lines, a, p->a_begin, p->a_end),
                    lines_of(b_lines, b, p->b_begin, p->b_end), p->similarity * 100);
        }
    }
    if (edited > listed) {
        fprintf(out, "  and %zu more; --json lists all\n", edited - listed);
    }
    if (edited > 0) {
        fputc('\n', out);
    }
}
