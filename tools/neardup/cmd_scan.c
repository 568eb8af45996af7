/* neardup scan: find, show a summary, write the run file. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "commands.h"
#include "scan_command.h"
#include "summary.h"

static const command_spec command = {
    "scan",
    "[OPTIONS] INPUT...",
    "Finds near-duplicate documents, repeated blocks, teasers and boilerplate, and says "
    "where.\n"
    "Changes nothing. INPUT is a file, a folder, or - for standard input.",
    "  neardup scan crawl.jsonl.zst                  a summary on the terminal\n"
    "  neardup scan pages/ -o pages.run              and every finding in a run file "
    "(JSONL)\n"
    "  neardup scan new.jsonl --reference old.jsonl  what do we have already?\n"
    "  neardup scan a.jsonl --json | jq 'select(.type==\"group\")'\n",
    "  0 done, whatever was found; 2 an error, or input was skipped (see --skip-bad);\n"
    "  130 interrupted\n",
};

static int terminal_columns(void) {
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 40) {
        return size.ws_col > 160 ? 160 : size.ws_col;
    }
    return 100;
}

/* What to do next; nothing for standard input, which is gone. */
static const char *next_steps(char *next, size_t size, const char *run_path,
                              const char *input) {
    if (strcmp(input, "-") == 0) {
        return NULL;
    }
    if (run_path != NULL) {
        snprintf(next, size,
                 "  neardup explain %.200s DOCUMENT   why was it kept or dropped?\n"
                 "  neardup clean %.200s --run %.200s -o OUT\n"
                 "                                    write it back without these; "
                 "restorable\n",
                 run_path, input, run_path);
    } else {
        snprintf(
            next, size,
            "  neardup scan %.200s -o RUN      every finding, as JSON lines\n"
            "  neardup clean %.200s -o OUT     write it back without these; restorable\n",
            input, input);
    }
    return next;
}

static void show_summary(const scan_settings *settings, const nd_run_file *run,
                         const char *run_path, const char *input) {
    char next[1024];
    summary_options options = {palette_choose((when)settings->color, stdout),
                               terminal_columns(), settings->verbose > 0 ? 10 : 3,
                               next_steps(next, sizeof next, run_path, input)};
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
    if (!options_parse(&command, table, count, argc, argv, &first, &status) ||
        !scan_inputs(&run, &settings, argc, argv, first, &status)) {
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
    nd_run_file_close(run);
    scan_settings_clear(&settings);
    return status;
}
