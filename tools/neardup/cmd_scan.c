/* neardup scan: find, show a summary, write the run file. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "keep_option.h"
#include "next_steps.h"
#include "scan_command.h"
#include "summary.h"

static const command_spec command = {
    "scan",
    "[OPTIONS] INPUT...",
    "Finds near-duplicate documents, repeated blocks, teasers and boilerplate, and\n"
    "says where. Changes nothing. INPUT is a file, a folder, or - for standard input:\n"
    "text, JSONL, HTML, WARC or WET, plain or as gzip or zstd.",
    "  neardup scan crawl.jsonl.zst                  a summary on the terminal\n"
    "  neardup scan pages/ -o pages.run              and all findings as JSONL\n"
    "  neardup scan new.jsonl --reference old.jsonl  what do we have already?\n"
    "  neardup scan crawl.jsonl --reprints           who reprints whom, edited too?\n"
    "  neardup scan crawl.warc.gz                    the pages of a crawl\n"
    "  neardup scan a.jsonl --json | jq 'select(.type==\"group\")'\n",
    "  0 done, whatever was found; 2 an error, or input was skipped (see --skip-bad);\n"
    "  130 interrupted\n",
};

/* What to do next; nothing for standard input, which is gone. */
static const char *next_steps(char *steps, size_t size, int columns, const char *run_path,
                              const char *given) {
    char line[700];
    const char *input = pasted_path(given, "INPUT");
    if (strcmp(given, "-") == 0) {
        return NULL;
    }
    steps[0] = '\0';
    if (run_path != NULL) {
        const char *run = pasted_path(run_path, "RUN");
        snprintf(line, sizeof line, "neardup explain %s DOCUMENT", run);
        add_next_step(steps, size, columns, line, "why was it kept or dropped?");
        snprintf(line, sizeof line, "neardup clean %s --run %s -o OUT", input, run);
    } else {
        snprintf(line, sizeof line, "neardup scan %s -o RUN", input);
        add_next_step(steps, size, columns, line, "every finding, as JSON lines");
        snprintf(line, sizeof line, "neardup clean %s -o OUT", input);
    }
    add_next_step(steps, size, columns, line, "write it back without these; restorable");
    return steps;
}

static void show_summary(const scan_settings *settings, const nd_run_file *run,
                         const char *run_path, const char *input) {
    char next[2048];
    int columns = terminal_columns(stdout);
    summary_options options = {palette_choose((when)settings->color, stdout), columns,
                               settings->verbose > 0 ? 10 : 3,
                               next_steps(next, sizeof next, columns, run_path, input)};
    print_summary(stdout, run, &options);
}

int cmd_scan(int argc, char **argv) {
    scan_settings settings;
    scan_settings_init(&settings);
    const char *output = NULL;
    bool json = false;
    option_spec table[SCAN_OPTIONS + 4] = {
        {OPTION_TEXT, 'o', "output", "RUN", "write every finding to the run file RUN",
         &output, 0, 0, NULL},
        {OPTION_FLAG, 0, "json", NULL, "write the run file to standard output", &json, 0,
         0, NULL},
        {OPTION_FLAG, 0, "pairs", NULL, "list every verified pair in the run file too",
         &settings.pairs, 0, 0, NULL},
    };
    size_t count = 3 + scan_settings_table(table + 3, &settings);
    int first, status;
    nd_run_file *run = NULL;
    nd_error error = {0};
    bool go = options_parse(&command, table, count, argc, argv, &first, &status);
    if (go && (!output_can_be(output) || !keep_parse(&settings, NULL))) {
        status = EXIT_ERROR;
        go = false;
    }
    if (!go || !scan_inputs(&run, &settings, argc, argv, first, &status)) {
        scan_settings_clear(&settings);
        return status;
    }
    status = status_of_run(&settings, run);
    if (output != NULL && nd_run_file_write(run, output, &error) < 0) {
        status = report_error(&settings, &error);
    } else if (json && nd_run_file_write(run, "-", &error) < 0) {
        status = report_error(&settings, &error);
    } else if (!json && !settings.quiet &&
               !(output != NULL && strcmp(output, "-") == 0)) {
        show_summary(&settings, run, output, argc - first > 1 ? "INPUT..." : argv[first]);
    }
    if (settings.min_keep_per_site > 0 &&
        nd_run_file_check_sites(run, settings.min_keep_per_site, &error) < 0) {
        status = report_error(&settings, &error);
    }
    nd_run_file_close(run);
    scan_settings_clear(&settings);
    return status;
}
