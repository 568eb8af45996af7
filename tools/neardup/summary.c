#include "summary.h"

#include <neardup/scan.h>
#include <stdlib.h>
#include <string.h>

#include "reprint_table.h"

static void print_text(FILE *out, const nd_run_file *run, const nd_run_place *place,
                       int columns) {
    const char *text;
    size_t size;
    if (nd_run_file_text(&text, &size, run, place->document.n) && place->end <= size) {
        print_excerpt(out, text + place->begin, (size_t)(place->end - place->begin),
                      columns);
    }
}

void print_summary_head(FILE *out, const nd_run_file *run, const nd_run_totals *t,
                        const summary_options *o) {
    char count[COUNT_TEXT], size[SIZE_TEXT];
    fprintf(out, "%s%s %s%s, %s of text", o->colours.bold,
            count_text(count, t->documents),
            plural(t->documents, "document", "documents"), o->colours.reset,
            size_text(size, t->bytes));
    if (nd_run_file_input_count(run) > 1) {
        fprintf(out, " in %s files", count_text(count, nd_run_file_input_count(run)));
    }
    if (t->skipped > 0) {
        fprintf(out, "; %s%s skipped%s", o->colours.red, count_text(count, t->skipped),
                o->colours.reset);
    }
    fputc('\n', out);
    if (t->revisits > 0) {
        fprintf(out,
                "%s %s besides (copies of pages captured before, noted without text)\n",
                count_text(count, t->revisits),
                plural(t->revisits, "revisit record", "revisit records"));
    }
}

void print_summary_line(FILE *out, const summary_options *o, const char *colour,
                        const char *number, const char *what, const char *meaning,
                        uint64_t bytes) {
    char size[SIZE_TEXT];
    fprintf(out, "  %s%9s%s  %-19s %s%s%s", colour, number, o->colours.reset, what,
            o->colours.dim, meaning, o->colours.reset);
    if (bytes > 0) {
        fprintf(out, "%*s%s", 37 - (int)strlen(meaning), " ", size_text(size, bytes));
    }
    fputc('\n', out);
}

/* Nothing where there are none. */
static void print_count(FILE *out, const summary_options *o, const char *colour,
                        uint64_t count, const char *what, const char *meaning,
                        uint64_t bytes) {
    char number[COUNT_TEXT];
    if (count > 0) {
        print_summary_line(out, o, colour, count_text(number, count), what, meaning,
                           bytes);
    }
}

static uint64_t count_reprints(const nd_run_file *run) {
    uint64_t reprints = 0;
    for (size_t g = 0; g < nd_run_file_group_count(run); g++) {
        nd_run_group group;
        nd_run_file_group(&group, run, g);
        reprints += group.reprint;
    }
    return reprints;
}

static void print_counts(FILE *out, const nd_run_file *run, const nd_run_totals *t,
                         const summary_options *o) {
    const palette *c = &o->colours;
    print_count(out, o, c->red, t->dropped_kind[ND_MATCH_EXACT],
                plural(t->dropped_kind[ND_MATCH_EXACT], "exact copy", "exact copies"),
                "the same words as a kept document", 0);
    print_count(
        out, o, c->red, t->dropped_kind[ND_MATCH_NEAR],
        plural(t->dropped_kind[ND_MATCH_NEAR], "near duplicate", "near duplicates"),
        "nearly the same as a kept document", 0);
    print_count(out, o, c->red, t->dropped_kind[ND_MATCH_CONTAINED],
                plural(t->dropped_kind[ND_MATCH_CONTAINED], "contained document",
                       "contained documents"),
                "nearly all of it is in a longer one", 0);
    uint64_t reprints = count_reprints(run);
    print_count(out, o, c->magenta, reprints,
                plural(reprints, "group across sites", "groups across sites"),
                "the same text on several sites", 0);
    print_count(out, o, c->magenta, t->reprints,
                plural(t->reprints, "edited copy", "edited copies"),
                "on another site; not dropped", 0);
    print_count(
        out, o, c->yellow, t->block_kind[ND_BLOCK_REPEAT],
        plural(t->block_kind[ND_BLOCK_REPEAT], "repeated block", "repeated blocks"),
        "said before in the same document", t->block_bytes[ND_BLOCK_REPEAT]);
    print_count(out, o, c->cyan, t->block_kind[ND_BLOCK_TEASER],
                plural(t->block_kind[ND_BLOCK_TEASER], "teaser", "teasers"),
                "cut-off beginning of another block", t->block_bytes[ND_BLOCK_TEASER]);
    print_count(out, o, c->blue, t->block_kind[ND_BLOCK_BOILERPLATE],
                plural(t->block_kind[ND_BLOCK_BOILERPLATE], "boilerplate block",
                       "boilerplate blocks"),
                "the frame of a site's pages", t->block_bytes[ND_BLOCK_BOILERPLATE]);
}

/* ---- examples ---- */

/* The groups that drop the most text first. */
typedef struct weighed {
    size_t index;
    uint64_t weight;
} weighed;

static int compare_weighed(const void *a, const void *b) {
    const weighed *x = a, *y = b;
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return x->index < y->index ? -1 : x->index > y->index;
}

static const char *relation_text(const nd_run_member *member) {
    switch (member->kind) {
        case ND_MATCH_EXACT:
            return "exact copy";
        case ND_MATCH_NEAR:
            return "near";
        case ND_MATCH_CONTAINED:
            return "contained";
    }
    return "";
}

static void print_member(FILE *out, const nd_run_member *member,
                         const summary_options *o) {
    fprintf(out, "    %s-%s ", o->colours.red, o->colours.reset);
    print_name(out, member->document.id, o->columns - 24);
    fprintf(out, "  %s%s", o->colours.dim, relation_text(member));
    if (member->kind == ND_MATCH_NEAR) {
        fprintf(out, " %.3f", member->jaccard);
    } else if (member->kind == ND_MATCH_CONTAINED) {
        fprintf(out, " %.0f %%", member->containment * 100);
    }
    fprintf(out, "%s\n", o->colours.reset);
}

/* Where the text begins behind the boilerplate at its head; 0 where nothing is behind it.
 */
static size_t skip_frame(const nd_run_file *run, uint64_t n, const char *text,
                         size_t size) {
    size_t first, count, begin = 0;
    nd_run_file_blocks_of(&first, &count, run, n);
    for (size_t i = first; i <= first + count; i++) {
        nd_run_block block;
        while (begin < size && strchr(" \t\r\n", text[begin]) != NULL) {
            begin++;
        }
        if (i == first + count) {
            break;
        }
        nd_run_file_block_of(&block, run, i);
        if (block.at.begin > begin) {
            break;
        }
        if (block.kind == ND_BLOCK_BOILERPLATE && block.at.end > begin) {
            begin = (size_t)block.at.end;
        }
    }
    return begin < size ? begin : 0;
}

static void print_group(FILE *out, const nd_run_file *run, size_t index,
                        const summary_options *o) {
    nd_run_group group;
    nd_run_file_group(&group, run, index);
    fprintf(out, "    %s+%s ", o->colours.green, o->colours.reset);
    print_name(out, group.kept.id, o->columns - 24);
    fprintf(out, "  %skept%s\n", o->colours.dim, o->colours.reset);
    size_t shown = 0;
    for (size_t m = 0; m < group.size; m++) {
        nd_run_member member;
        nd_run_file_member(&member, run, index, m);
        if (member.kept) {
            continue;
        }
        if (shown == 3) {
            char number[COUNT_TEXT];
            fprintf(out, "      … and %s more\n",
                    count_text(number, group.size - 1 - shown));
            break;
        }
        print_member(out, &member, o);
        shown++;
    }
    const char *text;
    size_t size;
    if (nd_run_file_text(&text, &size, run, group.kept.n)) {
        size_t begin = skip_frame(run, group.kept.n, text, size);
        fprintf(out, "      %s“", o->colours.dim);
        print_excerpt(out, text + begin, size - begin, o->columns - 10);
        fprintf(out, "”%s\n", o->colours.reset);
    }
}

static void print_groups(FILE *out, const nd_run_file *run, const summary_options *o) {
    size_t count = nd_run_file_group_count(run);
    weighed *order = malloc((count == 0 ? 1 : count) * sizeof *order);
    if (count == 0 || order == NULL) {
        free(order);
        return;
    }
    for (size_t g = 0; g < count; g++) {
        nd_run_group group;
        nd_run_file_group(&group, run, g);
        order[g] = (weighed){g, 0};
        for (size_t m = 0; m < group.size; m++) {
            nd_run_member member;
            nd_run_file_member(&member, run, g, m);
            order[g].weight += member.kept ? 0 : member.bytes;
        }
    }
    qsort(order, count, sizeof *order, compare_weighed);
    fprintf(out, "\n%sDocuments%s that cost the most\n", o->colours.bold,
            o->colours.reset);
    for (size_t i = 0; i < count && i < (size_t)o->examples; i++) {
        print_group(out, run, order[i].index, o);
    }
    free(order);
}

static void print_place(FILE *out, const nd_run_place *place, int columns) {
    print_name(out, place->document.id, columns);
    fprintf(out, ":%llu", (unsigned long long)place->line);
}

static void print_block(FILE *out, const nd_run_file *run, const nd_run_block *block,
                        const summary_options *o) {
    fputs("    ", out);
    bool frame = block->kind == ND_BLOCK_BOILERPLATE;
    bool far = block->has_of && block->of.document.n != block->at.document.n;
    int width = frame ? o->columns - 67 : far ? (o->columns - 38) / 2 : o->columns - 42;
    print_place(out, &block->at, width);
    fputs(o->colours.dim, out);
    if (block->kind == ND_BLOCK_BOILERPLATE) {
        fprintf(out, "  on %llu %s", (unsigned long long)block->pages,
                block->pages == 1 ? "page" : "pages");
        if (block->site != NULL) {
            fputs(" of ", out);
            print_excerpt(out, block->site, strlen(block->site), 30);
        }
        if (block->score > 0 && block->score < 1) {
            fprintf(out, " (score %.2f)", block->score);
        }
    } else if (block->has_of) {
        fputs(block->kind == ND_BLOCK_TEASER ? "  begins like " : "  repeats ", out);
        if (block->of.document.n == block->at.document.n) {
            fprintf(out, "line %llu", (unsigned long long)block->of.line);
        } else {
            print_place(out, &block->of, width);
        }
        if (block->similarity >= 0 && block->similarity < 1) {
            fprintf(out, " (%.2f)", block->similarity);
        }
    }
    fprintf(out, "%s\n      “", o->colours.reset);
    print_text(out, run, &block->at, o->columns - 10);
    fputs("”\n", out);
}

/* The longest blocks of a kind, no text twice. */
static void print_blocks(FILE *out, const nd_run_file *run, nd_block_kind kind,
                         const char *title, const summary_options *o) {
    size_t count = nd_run_file_block_count(run), found = 0;
    weighed *order = malloc((count == 0 ? 1 : count) * sizeof *order);
    if (order == NULL) {
        return;
    }
    for (size_t b = 0; b < count; b++) {
        nd_run_block block;
        nd_run_file_block(&block, run, b);
        if (block.kind == kind) {
            uint64_t size = block.at.end - block.at.begin;
            order[found++] =
                (weighed){b, kind == ND_BLOCK_BOILERPLATE ? size * block.pages : size};
        }
    }
    if (found > 0) {
        qsort(order, found, sizeof *order, compare_weighed);
        fprintf(out, "\n%s%s%s\n", o->colours.bold, title, o->colours.reset);
    }
    int shown = 0;
    for (size_t i = 0; i < found && shown < o->examples; i++) {
        if (i > 0 && kind == ND_BLOCK_BOILERPLATE &&
            order[i].weight == order[i - 1].weight) {
            continue; /* the same block on another page */
        }
        nd_run_block block;
        nd_run_file_block(&block, run, order[i].index);
        print_block(out, run, &block, o);
        shown++;
    }
    free(order);
}

void print_summary(FILE *out, const nd_run_file *run, const summary_options *o) {
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    print_summary_head(out, run, &totals, o);
    if (totals.dropped_documents == 0 && totals.blocks == 0 && totals.reprints == 0) {
        fprintf(out, "%sNothing appears twice.%s\n", o->colours.green, o->colours.reset);
        return;
    }
    print_counts(out, run, &totals, o);
    print_groups(out, run, o);
    print_reprints(out, run, o);
    print_blocks(out, run, ND_BLOCK_REPEAT, "Repeated blocks", o);
    print_blocks(out, run, ND_BLOCK_TEASER, "Teasers", o);
    print_blocks(out, run, ND_BLOCK_BOILERPLATE, "Boilerplate", o);
    if (o->command != NULL) {
        fprintf(out, "\n%sNext%s\n%s", o->colours.bold, o->colours.reset, o->command);
    }
}
