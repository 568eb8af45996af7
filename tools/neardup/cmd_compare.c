/* neardup compare: two documents, their similarity, and what they share. */
#include <errno.h>
#include <neardup/compare.h>
#include <neardup/html.h>
#include <neardup/status.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "passage_list.h"
#include "show_overlap.h"
#include "terminal.h"

#define MOST_SHOWN_UNSHARED 200 /* words of texts that share no passage */

static const command_spec command = {
    "compare",
    "[OPTIONS] A B",
    "Compares two text or HTML files: similarity of their shingles, and every\n"
    "passage they share. Shows both aligned: side by side on a wide terminal, else\n"
    "inline.",
    "  neardup compare old.txt new.txt\n"
    "  neardup compare --view side --color always a b | less -R\n"
    "  neardup compare --view summary a.txt b.txt     a map and a table of passages\n"
    "  neardup compare --min-span 8 a.txt b.txt       shorter passages too\n"
    "  neardup compare --context 1000000 a b          nothing folded\n"
    "  neardup compare -q a.txt b.txt && echo alike   for scripts\n",
    "  0 alike: the same words, Jaccard at or above the threshold, or one contained\n"
    "  in the other; 1 not alike; 2 an error\n",
};

static const char *const whens[] = {"auto", "never", "always", NULL};
static const char *const views[] = {"auto", "side", "inline", "summary", NULL};

/* Owned, or NULL with a message printed. */
static char *read_file(const char *path, size_t *size) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        complain("could not open '%s': %s", path, strerror(errno));
        return NULL;
    }
    char *text = NULL;
    size_t capacity = 0;
    *size = 0;
    for (;;) {
        if (*size == capacity) {
            capacity = capacity == 0 ? (size_t)1 << 16 : capacity * 2;
            char *grown = realloc(text, capacity);
            if (grown == NULL) {
                complain("out of memory while reading '%s'", path);
                break;
            }
            text = grown;
        }
        size_t got = fread(text + *size, 1, capacity - *size, file);
        *size += got;
        if (got == 0) {
            if (ferror(file) == 0) {
                if (file != stdin) {
                    fclose(file);
                }
                return text;
            }
            complain("could not read '%s': %s", path, strerror(errno));
            break;
        }
    }
    if (file != stdin) {
        fclose(file);
    }
    free(text);
    return NULL;
}

/* The text to compare: of HTML, what a reader sees. Owned, or NULL with a message. */
static char *read_text(const char *path, size_t *size) {
    char *bytes = read_file(path, size);
    if (bytes == NULL || !nd_html_told(path, bytes, *size)) {
        return bytes;
    }
    char *text = NULL;
    nd_error error = {0};
    if (nd_html_to_text(&text, size, bytes, *size, NULL, &error) < 0) {
        complain("could not read '%s': %s", path, error.message);
    }
    free(bytes);
    return text;
}

typedef struct compare_settings {
    nd_compare_options options;
    double threshold, containment;
    bool quiet, json;
    int color, view;
    uint32_t width, context; /* 0: the terminal's; the default */
} compare_settings;

static void print_json(const nd_comparison *c, bool alike) {
    nd_similarity s = nd_comparison_similarity(c);
    size_t count;
    const nd_overlap *overlaps = nd_comparison_overlaps(c, &count);
    printf(
        "{\"type\":\"comparison\",\"alike\":%s,\"equal\":%s,\"jaccard\":%.6f,"
        "\"containment_a\":%.6f,\"containment_b\":%.6f,\"tokens_a\":%zu,\"tokens_b\":%zu,"
        "\"spans\":[",
        alike ? "true" : "false", nd_comparison_equal(c) ? "true" : "false", s.jaccard,
        s.containment_a, s.containment_b, nd_comparison_tokens_a(c),
        nd_comparison_tokens_b(c));
    for (size_t i = 0; i < count; i++) {
        printf("%s[%zu,%zu,%zu,%zu]", i == 0 ? "" : ",", overlaps[i].a_begin,
               overlaps[i].a_end, overlaps[i].b_begin, overlaps[i].b_end);
    }
    size_t passage_count;
    const nd_passage *passages = nd_comparison_passages(c, &passage_count);
    printf("],\"passages\":[");
    for (size_t i = 0; i < passage_count; i++) {
        const nd_passage *p = &passages[i];
        printf("%s{\"a\":[%zu,%zu],\"b\":[%zu,%zu],\"similarity\":%.6f,\"exact\":%s}",
               i == 0 ? "" : ",", p->a_begin, p->a_end, p->b_begin, p->b_end,
               p->similarity, p->exact ? "true" : "false");
    }
    printf("]}\n");
}

static void print_head(const compare_settings *settings, const nd_comparison *c,
                       bool alike, char **paths, int columns) {
    palette p = palette_choose((when)settings->color, stdout);
    nd_similarity s = nd_comparison_similarity(c);
    char a[COUNT_TEXT], b[COUNT_TEXT];
    printf("%sA%s ", p.bold, p.reset);
    print_name(stdout, paths[0], columns - 20);
    printf("  %s words\n%sB%s ", count_text(a, nd_comparison_tokens_a(c)), p.bold,
           p.reset);
    print_name(stdout, paths[1], columns - 20);
    printf("  %s words\n", count_text(b, nd_comparison_tokens_b(c)));
    printf("%s%s%s  Jaccard %.3f, %.1f %% of A is in B, %.1f %% of B is in A\n\n",
           alike ? p.green : p.yellow,
           nd_comparison_equal(c) ? "the same words"
           : alike                ? "alike"
                                  : "not alike",
           p.reset, s.jaccard, s.containment_a * 100, s.containment_b * 100);
}

static nd_status print_view(const compare_settings *settings, const nd_comparison *c,
                            bool alike, char **paths, char **texts, const size_t *sizes,
                            nd_error *err) {
    unsigned columns =
        settings->width > 0 ? settings->width : (unsigned)terminal_columns(stdout);
    size_t count;
    const nd_overlap *overlaps = nd_comparison_overlaps(c, &count);
    print_head(settings, c, alike, paths, (int)columns);
    print_passages(stdout, c, texts[0], texts[1]);
    if (count == 0) {
        printf("No exact passage of %u words or more is shared.\n",
               (unsigned)settings->options.min_span);
        /* Short texts are shown all the same: single words may be shared. */
        if (nd_comparison_tokens_a(c) > MOST_SHOWN_UNSHARED ||
            nd_comparison_tokens_b(c) > MOST_SHOWN_UNSHARED) {
            return ND_OK;
        }
        printf("\n");
    }
    show_overlap_options view = {
        .view = (view_kind)settings->view,
        .columns = columns,
        .context = settings->context,
        .colour = *palette_choose((when)settings->color, stdout).reset != '\0',
        .terminal = is_terminal(stdout),
    };
    return show_overlap(stdout, &view, overlaps, count, texts[0], sizes[0], texts[1],
                        sizes[1], err);
}

static int compare_texts(const compare_settings *settings, char **paths, char **texts,
                         const size_t *sizes) {
    nd_comparison *comparison = NULL;
    nd_error error = {0};
    if (nd_comparison_create(&comparison, &settings->options, texts[0], sizes[0],
                             texts[1], sizes[1], &error) < 0) {
        complain("%s", error.message);
        return EXIT_ERROR;
    }
    nd_similarity s = nd_comparison_similarity(comparison);
    bool alike = nd_comparison_equal(comparison) || s.jaccard >= settings->threshold ||
                 s.containment_a >= settings->containment ||
                 s.containment_b >= settings->containment;
    if (settings->json) {
        print_json(comparison, alike);
    } else if (!settings->quiet &&
               print_view(settings, comparison, alike, paths, texts, sizes, &error) < 0) {
        complain("%s", error.message);
        nd_comparison_destroy(comparison);
        return EXIT_ERROR;
    }
    nd_comparison_destroy(comparison);
    if (was_interrupted()) {
        return EXIT_INTERRUPTED;
    }
    return alike ? EXIT_DONE : EXIT_FINDING;
}

int cmd_compare(int argc, char **argv) {
    compare_settings settings = {.threshold = 0.8, .containment = 0.8};
    nd_compare_options_init(&settings.options);
    const option_spec table[] = {
        {OPTION_SHARE, 0, "threshold", "T",
         "Jaccard similarity that makes them alike (0.8)", &settings.threshold, 0, 0,
         NULL},
        {OPTION_SHARE, 0, "containment", "C",
         "share of one in the other that does too (0.8)", &settings.containment, 0, 0,
         NULL},
        {OPTION_NUMBER, 0, "shingle", "N", "words in a shingle (5)",
         &settings.options.shingle, 1, 32, NULL},
        {OPTION_NUMBER, 0, "min-span", "N", "words of a passage that is shown (20)",
         &settings.options.min_span, 1, UINT32_MAX, NULL},
        {OPTION_SEED, 0, "seed", "N", "seed of the hashes (1)", &settings.options.seed, 0,
         0, NULL},
        {OPTION_CHOICE, 0, "view", "KIND",
         "auto, side, inline or summary; auto: side on\na terminal of 100 columns, else "
         "inline",
         &settings.view, 0, 0, views},
        {OPTION_NUMBER, 0, "width", "N", "columns (the terminal's, else 80)",
         &settings.width, 40, 1000, NULL},
        {OPTION_NUMBER, 0, "context", "N", "words shown at the ends of a fold (40)",
         &settings.context, 1, UINT32_MAX, NULL},
        {OPTION_FLAG, 0, "json", NULL, "one JSON object on standard output",
         &settings.json, 0, 0, NULL},
        {OPTION_FLAG, 'q', "quiet", NULL, "only the exit status", &settings.quiet, 0, 0,
         NULL},
        {OPTION_CHOICE, 0, "color", "WHEN", "auto, never or always", &settings.color, 0,
         0, whens},
    };
    int first, status;
    if (!options_parse(&command, table, sizeof table / sizeof table[0], argc, argv,
                       &first, &status)) {
        return status;
    }
    if (argc - first != 2) {
        complain("compare takes two files, A and B; %d given", argc - first);
        return EXIT_ERROR;
    }
    char *texts[2];
    size_t sizes[2];
    texts[0] = read_text(argv[first], &sizes[0]);
    texts[1] = texts[0] == NULL ? NULL : read_text(argv[first + 1], &sizes[1]);
    status = texts[1] == NULL ? EXIT_ERROR
                              : compare_texts(&settings, argv + first, texts, sizes);
    free(texts[0]);
    free(texts[1]);
    return status;
}
