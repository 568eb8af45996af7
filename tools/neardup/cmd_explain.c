/* neardup explain: why a document was kept or dropped, and which of its blocks are
 * superfluous. */
#include <neardup/run_file.h>
#include <neardup/scan.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "passage_list.h"
#include "show_overlap.h"
#include "terminal.h"

static const command_spec command = {
    "explain",
    "[OPTIONS] RUN DOCUMENT...",
    "Says what a run file has about each DOCUMENT (its id): whether it was kept or\n"
    "dropped, for which other document, how alike they are, what they share, which\n"
    "of its blocks repeat, and what of it stands elsewhere. Texts are shown where\n"
    "the inputs are still there.",
    "  neardup explain crawl.run https://example.org/news/17\n",
    "  0 done; 1 the run file has nothing about a DOCUMENT; 2 an error\n",
};

static const char *const whens[] = {"auto", "never", "always", NULL};

/* Of repeats in one document. */
#define REPEATS_SHOWN 10

typedef struct explainer {
    nd_run_file *run;
    palette colours;
    bool texts; /* the texts can be had */
} explainer;

/* Loads the texts of the two; after the first failure says so once and goes on without.
 */
static void load(explainer *e, uint64_t a, uint64_t b) {
    uint64_t n[2] = {a, b};
    nd_error error = {0};
    if (e->texts && nd_run_file_load_texts(e->run, n, 2, &error) < 0) {
        e->texts = false;
        complain("texts can't be shown: %s", error.message);
    }
}

static void show_spans(explainer *e, const nd_run_member *member,
                       const nd_run_document *kept) {
    const char *a, *b;
    size_t a_size, b_size;
    load(e, kept->n, member->document.n);
    if (member->span_count == 0) {
        printf("  no passage long enough to list is shared word for word\n");
        return;
    }
    if (!e->texts || !nd_run_file_text(&a, &a_size, e->run, kept->n) ||
        !nd_run_file_text(&b, &b_size, e->run, member->document.n)) {
        printf("  %zu shared %s\n", member->span_count,
               plural(member->span_count, "passage", "passages"));
        return;
    }
    nd_overlap *overlaps = malloc(member->span_count * sizeof *overlaps);
    if (overlaps == NULL) {
        complain("out of memory");
        return;
    }
    for (size_t i = 0; i < member->span_count; i++) {
        const nd_run_span *span = &member->spans[i];
        overlaps[i] = (nd_overlap){(size_t)span->kept_begin, (size_t)span->kept_end,
                                   (size_t)span->member_begin, (size_t)span->member_end};
    }
    printf("  below, A is the kept document, B is this one\n\n");
    nd_comparison *comparison;
    if (nd_comparison_create(&comparison, NULL, a, a_size, b, b_size, NULL) >= 0) {
        print_passages(stdout, comparison, a, b);
        nd_comparison_destroy(comparison);
    }
    show_overlap_options view = {.columns = (unsigned)terminal_columns(stdout),
                                 .colour = *e->colours.reset != '\0',
                                 .terminal = is_terminal(stdout)};
    nd_error error = {0};
    if (show_overlap(stdout, &view, overlaps, member->span_count, a, a_size, b, b_size,
                     &error) < 0) {
        complain("%s", error.message);
    }
    free(overlaps);
}

static void explain_member(explainer *e, size_t group_index, size_t member_index) {
    const palette *p = &e->colours;
    nd_run_group group;
    nd_run_member member;
    nd_run_file_group(&group, e->run, group_index);
    nd_run_file_member(&member, e->run, group_index, member_index);
    if (member.kept) {
        printf("  %skept%s, as the copy that stands for %zu other%s (group %llu):\n",
               p->green, p->reset, group.size - 1, group.size == 2 ? "" : "s",
               (unsigned long long)group.id);
        for (size_t m = 0; m < group.size; m++) {
            nd_run_member other;
            nd_run_file_member(&other, e->run, group_index, m);
            if (!other.kept) {
                fputs("    - ", stdout);
                print_safe(stdout, other.document.id);
                printf("  Jaccard %.3f, %.1f %% of it is here\n", other.jaccard,
                       other.containment * 100);
            }
        }
        return;
    }
    static const char *const why[] = {"has the same words as", "is nearly the same as",
                                      "is contained in"};
    printf("  %sdropped%s: it %s %s", p->red, p->reset, why[member.kind], p->bold);
    print_safe(stdout, group.kept.id);
    printf("%s (group %llu)\n", p->reset, (unsigned long long)group.id);
    printf("  Jaccard similarity %.3f; %.1f %% of it is in the kept document\n",
           member.jaccard, member.containment * 100);
    show_spans(e, &member, &group.kept);
}

static void explain_block(explainer *e, const nd_run_block *block) {
    static const char *const names[] = {"repeat", "teaser", "boilerplate"};
    const char *text;
    size_t size;
    printf("  line %llu: %s%s%s", (unsigned long long)block->at.line, e->colours.yellow,
           names[block->kind], e->colours.reset);
    if (block->has_of) {
        printf(" of line %llu", (unsigned long long)block->of.line);
        if (block->of.document.n != block->at.document.n) {
            fputs(" of ", stdout);
            print_safe(stdout, block->of.document.id);
        }
    } else if (block->pages > 0) {
        printf(", on %llu %s (%.0f %% of the site)", (unsigned long long)block->pages,
               block->pages == 1 ? "page" : "pages", block->share * 100);
    }
    if (block->score > 0 && block->score < 1) {
        printf(", score %.2f", block->score);
    }
    putchar('\n');
    if (e->texts && nd_run_file_text(&text, &size, e->run, block->at.document.n) &&
        block->at.end <= size) {
        fputs("    “", stdout);
        print_excerpt(stdout, text + block->at.begin,
                      (size_t)(block->at.end - block->at.begin),
                      terminal_columns(stdout) - 8);
        fputs("”\n", stdout);
    }
}

/* How much of the document stands elsewhere. */
static void explain_ranges(const explainer *e, uint64_t n) {
    char size[SIZE_TEXT], part[SIZE_TEXT];
    size_t first, count;
    uint64_t bytes = 0, later = 0, begin, end;
    nd_run_file_ranges_of(&first, &count, e->run, n);
    for (size_t i = first; i < first + count; i++) {
        nd_run_range range;
        nd_run_file_range(&range, e->run, i);
        bytes += range.end - range.begin;
        for (size_t p = 0; p < range.later_count; p++) {
            nd_run_file_range_later(&begin, &end, e->run, i, p);
            later += end - begin;
        }
    }
    if (count > 0) {
        printf(
            "  %s%s%s of its text stand elsewhere, too; %s of these at an earlier "
            "place\n",
            e->colours.yellow, size_text(size, bytes), e->colours.reset,
            size_text(part, later));
    }
}

static void explain_repeat(const explainer *e, const nd_run_repeat *repeat,
                           const nd_run_place *at, const nd_run_place *other) {
    char size[SIZE_TEXT], number[COUNT_TEXT];
    printf("  line %llu: %s%s%s", (unsigned long long)at->line, e->colours.yellow,
           size_text(size, at->end - at->begin), e->colours.reset);
    if (repeat->similarity >= 0 && repeat->similarity < 1) {
        printf(", alike by %.2f,", repeat->similarity);
    }
    printf(" at %s %s", count_text(number, repeat->count),
           plural(repeat->count, "place", "places"));
    if (other != NULL) {
        printf("; another is line %llu", (unsigned long long)other->line);
        if (other->document.n != at->document.n) {
            fputs(" of ", stdout);
            print_safe(stdout, other->document.id);
        }
    }
    putchar('\n');
}

/* The repeats that have a place in the document: the first ones, and how many more. */
static void explain_repeats(const explainer *e, uint64_t n) {
    uint64_t found = 0;
    for (size_t i = 0; i < nd_run_file_repeat_count(e->run); i++) {
        nd_run_repeat repeat;
        nd_run_place at, other;
        nd_run_file_repeat(&repeat, e->run, i);
        for (size_t p = 0; p < repeat.place_count; p++) {
            nd_run_file_repeat_place(&at, e->run, i, p);
            if (at.document.n != n) {
                continue;
            }
            if (found++ < REPEATS_SHOWN) {
                bool several = repeat.place_count > 1;
                nd_run_file_repeat_place(&other, e->run, i, several && p == 0 ? 1 : 0);
                explain_repeat(e, &repeat, &at, several ? &other : NULL);
            }
            break;
        }
    }
    if (found > REPEATS_SHOWN) {
        char number[COUNT_TEXT];
        printf("  … and %s more\n", count_text(number, found - REPEATS_SHOWN));
    }
}

static void print_credits(const char *credits) {
    if (credits != NULL) {
        fputs("; credited: ", stdout);
        print_safe(stdout, credits);
    }
    fputc('\n', stdout);
}

/* Edited copies of it, and what it is one of. */
static void explain_reprints(const explainer *e, uint64_t n) {
    static const char *const why[] = {"by its date", "which has more of the others",
                                      "which is longer", "which came first in the input"};
    const palette *p = &e->colours;
    for (size_t i = 0; i < nd_run_file_reprint_count(e->run); i++) {
        nd_run_reprint r;
        nd_run_file_reprint(&r, e->run, i);
        if (r.copy.document.n == n) {
            printf("  %sedited copy%s of ", p->magenta, p->reset);
            print_safe(stdout, r.of.document.id);
            printf(", likely the first, %s: %.1f %% of its text in %zu passage%s",
                   why[r.by], r.share * 100, r.span_count, r.span_count == 1 ? "" : "s");
            print_credits(r.copy.credits);
        } else if (r.of.document.n == n) {
            printf("  %sreprinted%s, edited, as ", p->magenta, p->reset);
            print_safe(stdout, r.copy.document.id);
            printf(": %.1f %% of that text is here", r.share * 100);
            print_credits(r.copy.credits);
        }
    }
}

static void explain_document(explainer *e, const nd_run_document *document) {
    nd_run_totals totals;
    nd_run_file_totals(&totals, e->run);
    bool compared = totals.groups > 0 || totals.blocks > 0 ||
                    (!totals.has_spans && !totals.has_ranges);
    size_t group = 0, member, first, count;
    bool grouped = false;
    fputs(e->colours.bold, stdout);
    print_safe(stdout, document->id);
    printf("%s (document %llu of the input)\n", e->colours.reset,
           (unsigned long long)document->n + 1);
    for (size_t from = 0;
         nd_run_file_group_of(&group, &member, e->run, document->n, from);
         from = group + 1) {
        explain_member(e, group, member);
        grouped = true;
    }
    if (!grouped && compared) {
        printf("  %skept%s: no other document resembles it enough to drop it\n",
               e->colours.green, e->colours.reset);
    }
    explain_reprints(e, document->n);
    nd_run_file_blocks_of(&first, &count, e->run, document->n);
    if (count > 0) {
        load(e, document->n, document->n);
    }
    for (size_t i = first; i < first + count; i++) {
        nd_run_block block;
        nd_run_file_block_of(&block, e->run, i);
        explain_block(e, &block);
    }
    explain_ranges(e, document->n);
    explain_repeats(e, document->n);
}

/* Ids of files are their paths; who gives a file's name alone is shown those that end so.
 */
static void suggest(const nd_run_file *run, const char *id) {
    size_t size = strlen(id), shown = 0;
    for (size_t i = 0; i < nd_run_file_document_count(run) && shown < 3; i++) {
        nd_run_document document;
        nd_run_file_document(&document, run, i);
        size_t length = strlen(document.id);
        if (length > size && document.id[length - size - 1] == '/' &&
            strcmp(document.id + length - size, id) == 0) {
            fputs("  did you mean ", stdout);
            print_safe(stdout, document.id);
            fputs("?\n", stdout);
            shown++;
        }
    }
}

static bool explain_id(explainer *e, const char *id) {
    size_t first, count;
    nd_run_file_find(&first, &count, e->run, id);
    if (count == 0) {
        nd_run_totals totals;
        nd_run_file_totals(&totals, e->run);
        print_safe(stdout, id);
        printf(
            "\n  nothing was found about it: either it is unlike all of the %llu "
            "documents,\n"
            "  or its id is written otherwise in the input\n",
            (unsigned long long)totals.documents);
        suggest(e->run, id);
        return false;
    }
    for (size_t i = first; i < first + count; i++) {
        nd_run_document document;
        nd_run_file_document(&document, e->run, i);
        explain_document(e, &document);
    }
    return true;
}

int cmd_explain(int argc, char **argv) {
    int color = 0, first, status;
    const option_spec table[] = {
        {OPTION_CHOICE, 0, "color", "WHEN", "auto, never or always", &color, 0, 0, whens},
    };
    if (!options_parse(&command, table, 1, argc, argv, &first, &status)) {
        return status;
    }
    if (argc - first < 2) {
        complain("explain takes a run file and the id of a document");
        return EXIT_ERROR;
    }
    explainer e = {.colours = palette_choose((when)color, stdout), .texts = true};
    nd_error error = {0};
    if (nd_run_file_open(&e.run, argv[first], &error) < 0) {
        complain("%s", error.message);
        return EXIT_ERROR;
    }
    status = EXIT_DONE;
    for (int i = first + 1; i < argc; i++) {
        if (!explain_id(&e, argv[i])) {
            status = EXIT_FINDING;
        }
    }
    nd_run_file_close(e.run);
    return status;
}
