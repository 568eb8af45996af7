/* neardup spans: exact repeats of a whole corpus, and passages made of them. */
#include <neardup/spans.h>
#include <stdio.h>
#include <string.h>

#include "amounts.h"
#include "commands.h"
#include "next_steps.h"
#include "scan_command.h"
#include "spans_summary.h"

static const command_spec command = {
    "spans",
    "[OPTIONS] INPUT...",
    "Finds text that stands in INPUT more than once, to the word or the byte, in one\n"
    "document or in several, and says where. Changes nothing.",
    "  neardup spans crawl.jsonl                       repeats of 25 words or more\n"
    "  neardup spans crawl.jsonl --min-length 100b     or of 100 bytes\n"
    "  neardup spans books/ --top 20 -o books.run      the 20 that cost the most\n"
    "  neardup spans crawl.jsonl --count-only          how much of the text it is\n"
    "  neardup clean crawl.jsonl --remove spans -o rest.jsonl     the text without\n",
    "  0 done, whatever was found; 2 an error, or input was skipped (see --skip-bad);\n"
    "  130 interrupted\n",
};

typedef struct spans_settings {
    scan_settings scan; /* how inputs are read and progress is shown */
    nd_spans_options options;
    const char *output, *min_length, *memory;
    bool json, count_only, ranges, exact;
    int method;
} spans_settings;

static const char *const methods[] = {"seeds", "suffix-array", NULL};

#define OWN_OPTIONS 16

static size_t make_table(option_spec table[OWN_OPTIONS + SCAN_OPTIONS],
                         spans_settings *s) {
    nd_spans_options *o = &s->options;
    const option_spec rows[] = {
        {OPTION_TEXT, 'o', "output", "RUN", "write every finding to the run file RUN",
         &s->output, 0, 0, NULL},
        {OPTION_FLAG, 0, "json", NULL, "write the run file to standard output", &s->json,
         0, 0, NULL},
        {OPTION_HEADING, 0, "What is looked for", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_TEXT, 0, "min-length", "N",
         "least length of a repeat: 25w (words) or 100b\n(bytes); default 25w",
         &s->min_length, 0, 0, NULL},
        {OPTION_FLAG, 0, "exact", NULL, "exact repeats only, not chained into passages",
         &s->exact, 0, 0, NULL},
        {OPTION_NUMBER, 0, "max-gap", "N", "words between two parts of a passage (50)",
         &o->max_gap, 0, 10000, NULL},
        {OPTION_TEXT, 0, "pairs-file", "FILE",
         "only these pairs, two ids a line; finds reworded\nand shuffled text in them, "
         "too",
         &o->pairs_file, 0, 0, NULL},
        {OPTION_HEADING, 0, "What is listed", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_FLAG, 0, "ranges", NULL, "what of each document is repeated: for clean",
         &s->ranges, 0, 0, NULL},
        {OPTION_FLAG, 0, "count-only", NULL, "only how much it is", &s->count_only, 0, 0,
         NULL},
        {OPTION_NUMBER, 0, "top", "N", "only the N repeats that save the most", &o->top,
         1, UINT32_MAX, NULL},
        {OPTION_NUMBER, 0, "max-places", "N", "places that are listed of a repeat (100)",
         &o->max_places, 2, UINT32_MAX, NULL},
        {OPTION_HEADING, 0, "How", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_CHOICE, 0, "method", "HOW",
         "seeds or suffix-array: slow, the same result", &s->method, 0, 0, methods},
        {OPTION_TEXT, 0, "memory", "SIZE",
         "memory to get along with, about: 500M, 2G (all)", &s->memory, 0, 0, NULL},
    };
    size_t count = sizeof rows / sizeof rows[0];
    memcpy(table, rows, sizeof rows);
    return count + scan_input_table(table + count, &s->scan);
}

static bool parse_texts(spans_settings *s) {
    nd_spans_options *o = &s->options;
    if (s->min_length != NULL &&
        !parse_min_length(&o->min_length, &o->unit, s->min_length)) {
        return false;
    }
    if (s->memory != NULL && !parse_size(&o->memory, "memory", s->memory)) {
        return false;
    }
    if (s->ranges && s->count_only) {
        complain("--ranges and --count-only say different things; give one of them");
        return false;
    }
    return true;
}

static void take_settings(spans_settings *s) {
    nd_spans_options *o = &s->options;
    start_reading(&s->scan);
    o->input = s->scan.options.input;
    o->threads = s->scan.options.threads;
    o->seed = s->scan.options.seed;
    o->progress = s->scan.options.progress;
    o->progress_payload = s->scan.options.progress_payload;
    o->output = s->ranges       ? ND_SPANS_RANGES
                : s->count_only ? ND_SPANS_COUNT
                                : ND_SPANS_REPEATS;
    o->exact = s->exact;
    o->method = (nd_span_method)s->method;
}

/* What was looked for. */
static const char *sought(char *text, size_t size, const nd_spans_options *o) {
    char length[COUNT_TEXT];
    bool bytes = o->unit == ND_SPAN_BYTES;
    const char *unit = bytes ? plural(o->min_length, "byte", "bytes")
                             : plural(o->min_length, "word", "words");
    bool chained = !bytes && !o->exact && o->output == ND_SPANS_REPEATS;
    snprintf(text, size, "text of %s %s or more that stands twice%s%s",
             count_text(length, o->min_length), unit,
             o->pairs_file != NULL ? " in the given pairs" : "",
             chained ? ", edits or not" : "");
    return text;
}

/* What to do next; NULL for standard input, which is gone. */
static const char *next_steps(char *steps, size_t size, int columns,
                              const spans_settings *s, const char *given) {
    char line[700], more[40] = "";
    const nd_spans_options *o = &s->options;
    const char *input = pasted_path(given, "INPUT");
    const char *run = s->output == NULL ? "RUN" : pasted_path(s->output, "RUN");
    if (strcmp(given, "-") == 0 || o->pairs_file != NULL) {
        return NULL;
    }
    if (s->min_length != NULL) {
        snprintf(more, sizeof more, " --min-length %u%s", (unsigned)o->min_length,
                 o->unit == ND_SPAN_BYTES ? "b" : "w");
    }
    steps[0] = '\0';
    if (s->output != NULL && o->output != ND_SPANS_COUNT) {
        snprintf(line, sizeof line, "neardup explain %s DOCUMENT", run);
        add_next_step(steps, size, columns, line, "what of it stands elsewhere?");
    } else {
        snprintf(line, sizeof line, "neardup spans %s%s -o RUN", input, more);
        add_next_step(steps, size, columns, line, "every place, as JSON lines");
    }
    if (s->output != NULL && o->output == ND_SPANS_RANGES) {
        snprintf(line, sizeof line, "neardup clean %s --run %s --remove spans -o OUT",
                 input, run);
    } else {
        snprintf(line, sizeof line, "neardup clean %s --remove spans%s -o OUT", input,
                 more);
    }
    add_next_step(steps, size, columns, line,
                  "write it back, each of these once; restorable");
    return steps;
}

static void show_summary(const spans_settings *s, const nd_run_file *run,
                         const char *input) {
    char text[200], next[2048];
    int columns = terminal_columns(stdout);
    summary_options options = {palette_choose((when)s->scan.color, stdout), columns,
                               s->scan.verbose > 0 ? 10 : 3,
                               next_steps(next, sizeof next, columns, s, input)};
    print_spans_summary(stdout, run, sought(text, sizeof text, &s->options), &options);
}

static int find_spans(spans_settings *s, int argc, char **argv, int first) {
    nd_run_file *run = NULL;
    nd_error error = {0};
    if (first >= argc) {
        complain("no INPUT was given: a file, a folder, or - for standard input");
        return EXIT_ERROR;
    }
    if (!parse_texts(s) || !output_can_be(s->output)) {
        return EXIT_ERROR;
    }
    take_settings(s);
    nd_status found = nd_spans(&run, (const char *const *)(argv + first),
                               (size_t)(argc - first), &s->options, &error);
    progress_erase(&s->scan.line);
    if (found < 0) {
        return report_error(&s->scan, &error);
    }
    int status = status_of_run(&s->scan, run);
    const char *output = s->output != NULL ? s->output : s->json ? "-" : NULL;
    if (output != NULL && nd_run_file_write(run, output, &error) < 0) {
        status = report_error(&s->scan, &error);
    } else if (!s->scan.quiet && (output == NULL || strcmp(output, "-") != 0)) {
        show_summary(s, run, argc - first > 1 ? "INPUT..." : argv[first]);
    }
    nd_run_file_close(run);
    return status;
}

int cmd_spans(int argc, char **argv) {
    spans_settings settings;
    memset(&settings, 0, sizeof settings);
    scan_settings_init(&settings.scan);
    nd_spans_options_init(&settings.options);
    option_spec table[OWN_OPTIONS + SCAN_OPTIONS];
    size_t count = make_table(table, &settings);
    int first, status;
    if (options_parse(&command, table, count, argc, argv, &first, &status)) {
        status = find_spans(&settings, argc, argv, first);
    }
    scan_settings_clear(&settings.scan);
    return status;
}
