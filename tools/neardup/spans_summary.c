#include "spans_summary.h"

#include <neardup/scan.h>
#include <stdlib.h>
#include <string.h>

/* Repeats lie in one another: a long one at two places, a part of it at three. So many
 * more candidates are looked at than are shown. */
#define CANDIDATES 16
#define PLACES_SHOWN 3

static const char *share_text(char buffer[COUNT_TEXT], uint64_t part, uint64_t all) {
    snprintf(buffer, COUNT_TEXT, "%.1f %%",
             all == 0 ? 0.0 : 100.0 * (double)part / (double)all);
    return buffer;
}

static void print_counts(FILE *out, const nd_run_totals *t, const summary_options *o) {
    char number[COUNT_TEXT];
    if (t->has_spans) {
        print_summary_line(out, o, o->colours.yellow, count_text(number, t->spans),
                           plural(t->spans, "repeated text", "repeated texts"),
                           "at more than one place", 0);
    }
    if (t->has_ranges) {
        print_summary_line(out, o, o->colours.yellow,
                           share_text(number, t->repeated_bytes, t->bytes), "of the text",
                           "stands elsewhere, too", t->repeated_bytes);
        print_summary_line(out, o, o->colours.yellow,
                           share_text(number, t->later_bytes, t->bytes), "of the text",
                           "has an earlier place", t->later_bytes);
    }
}

/* ---- examples ---- */

typedef struct candidate {
    size_t index;
    uint64_t saved; /* bytes, if one place stayed */
} candidate;

/* The repeats that cost the most, the first of equal ones first. */
static size_t choose(candidate *best, size_t room, const nd_run_file *run) {
    size_t count = 0;
    for (size_t i = 0; i < nd_run_file_repeat_count(run); i++) {
        nd_run_repeat repeat;
        nd_run_file_repeat(&repeat, run, i);
        uint64_t saved = (repeat.count - 1) * repeat.length;
        if (count == room && saved <= best[count - 1].saved) {
            continue;
        }
        size_t at = count < room ? count++ : count - 1;
        for (; at > 0 && best[at - 1].saved < saved; at--) {
            best[at] = best[at - 1];
        }
        best[at] = (candidate){i, saved};
    }
    return count;
}

/* Are these mostly the same text? */
static bool overlap(const nd_run_place *a, const nd_run_place *b) {
    uint64_t begin = a->begin > b->begin ? a->begin : b->begin;
    uint64_t end = a->end < b->end ? a->end : b->end;
    uint64_t a_size = a->end - a->begin, b_size = b->end - b->begin;
    uint64_t less = a_size < b_size ? a_size : b_size;
    return a->document.n == b->document.n && end > begin && (end - begin) * 2 > less;
}

static bool was_shown(const nd_run_file *run, const candidate *shown, size_t count,
                      size_t index) {
    nd_run_place place, other;
    nd_run_file_repeat_place(&place, run, index, 0);
    for (size_t i = 0; i < count; i++) {
        nd_run_repeat repeat;
        nd_run_file_repeat(&repeat, run, shown[i].index);
        for (size_t p = 0; p < repeat.place_count && p < 64; p++) {
            nd_run_file_repeat_place(&other, run, shown[i].index, p);
            if (overlap(&place, &other)) {
                return true;
            }
        }
    }
    return false;
}

/* The text of a place, which may begin and end within characters. */
static void print_place_text(FILE *out, const nd_run_file *run, const nd_run_place *place,
                             const summary_options *o) {
    const char *text;
    size_t size;
    if (!nd_run_file_text(&text, &size, run, place->document.n) || place->end > size) {
        return;
    }
    size_t begin = (size_t)place->begin, end = (size_t)place->end;
    while (begin < end && ((unsigned char)text[begin] & 0xC0u) == 0x80u) {
        begin++;
    }
    while (end > begin && end < size && ((unsigned char)text[end] & 0xC0u) == 0x80u) {
        end--;
    }
    fprintf(out, "      %s“", o->colours.dim);
    print_excerpt(out, text + begin, end - begin, o->columns - 10);
    fprintf(out, "”%s\n", o->colours.reset);
}

static void print_repeat(FILE *out, const nd_run_file *run, const candidate *c,
                         const summary_options *o) {
    char count[COUNT_TEXT], size[SIZE_TEXT];
    nd_run_repeat repeat;
    nd_run_place place;
    nd_run_file_repeat(&repeat, run, c->index);
    nd_run_file_repeat_place(&place, run, c->index, 0);
    fprintf(out, "    %s%s ×%s %s", o->colours.yellow, count_text(count, repeat.count),
            o->colours.reset, size_text(size, repeat.length));
    if (repeat.tokens > 0) {
        fprintf(out, ", %s %s", count_text(count, repeat.tokens),
                plural(repeat.tokens, "word", "words"));
    }
    if (repeat.similarity >= 0 && repeat.similarity < 1) {
        fprintf(out, ", alike by %.2f", repeat.similarity);
    }
    fprintf(out, "%s; %s too much%s\n", o->colours.dim, size_text(size, c->saved),
            o->colours.reset);
    print_place_text(out, run, &place, o);
    for (size_t i = 0; i < repeat.place_count && i < PLACES_SHOWN; i++) {
        nd_run_file_repeat_place(&place, run, c->index, i);
        fputs("      ", out);
        print_name(out, place.document.id, o->columns - 16);
        fprintf(out, ":%llu\n", (unsigned long long)place.line);
    }
    size_t shown = repeat.place_count < PLACES_SHOWN ? repeat.place_count : PLACES_SHOWN;
    if (repeat.count > shown) {
        fprintf(out, "      … and %s more\n", count_text(count, repeat.count - shown));
    }
}

static void print_repeats(FILE *out, const nd_run_file *run, const summary_options *o) {
    size_t wanted = o->examples < 0 ? 0 : (size_t)o->examples, shown = 0;
    candidate *best = wanted == 0 ? NULL : malloc(wanted * CANDIDATES * sizeof *best);
    if (best == NULL || nd_run_file_repeat_count(run) == 0) {
        free(best);
        return;
    }
    size_t count = choose(best, wanted * CANDIDATES, run);
    fprintf(out, "\n%sRepeats%s that cost the most\n", o->colours.bold, o->colours.reset);
    for (size_t i = 0; i < count && shown < wanted; i++) {
        if (!was_shown(run, best, shown, best[i].index)) {
            best[shown] = best[i];
            print_repeat(out, run, &best[shown++], o);
        }
    }
    if (shown < wanted && shown < count) {
        fputs("    … the others overlap these\n", out);
    }
    free(best);
}

void print_spans_summary(FILE *out, const nd_run_file *run, const char *sought,
                         const summary_options *o) {
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    print_summary_head(out, run, &totals, o);
    fprintf(out, "Looked for %s\n", sought);
    if (totals.spans == 0 && totals.ranges == 0) {
        fprintf(out, "%sThere is none.%s\n", o->colours.green, o->colours.reset);
        return;
    }
    print_counts(out, &totals, o);
    print_repeats(out, run, o);
    if (o->command != NULL) {
        fprintf(out, "\n%sNext%s\n%s", o->colours.bold, o->colours.reset, o->command);
    }
}
