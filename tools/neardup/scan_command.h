/* What scan, clean and check have in common: the options of a scan, and running one. */
#ifndef NEARDUP_TOOL_SCAN_COMMAND_H
#define NEARDUP_TOOL_SCAN_COMMAND_H

#include <neardup/run_file.h>
#include <neardup/scan.h>

#include "options.h"
#include "terminal.h"

typedef struct scan_settings {
    nd_scan_options options;
    option_list references;
    bool cross_only, pairs, no_spans, reprints, quiet, skip_bad;
    int verbose;
    const char *keep_text;
    char *keep_list;         /* the sites of it, cut apart; owned */
    const char **keep_sites; /* owned */
    double min_keep_per_site;
    int unit, block, link, format; /* choices */
    int progress, color;           /* when */
    progress_line line;
    bool noticed_bad;
} scan_settings;

void scan_settings_init(scan_settings *settings);

#define SCAN_OPTIONS 48
/* Fills table with the options of a scan, returns how many. */
size_t scan_settings_table(option_spec table[SCAN_OPTIONS], scan_settings *settings);

/* The options of it that say how inputs are read and what is shown meanwhile. */
size_t scan_input_table(option_spec *table, scan_settings *settings);
/* Notices and progress go through settings from now on. */
void start_reading(scan_settings *settings);

/* Scans argv[first..argc-1]. On failure prints why and returns false with *exit_status
 * set. */
bool scan_inputs(nd_run_file **out, scan_settings *settings, int argc, char **argv,
                 int first, int *exit_status);

/* Prints a library's error; returns the exit status for it. */
int report_error(scan_settings *settings, const nd_error *error);

/* Whether a run file can stand at path; says why not. Asked before the scan, which may
 * take hours. */
bool output_can_be(const char *path);

/* The exit status of a run that came to its end: EXIT_ERROR where input was skipped or
 * broke off, unless --skip-bad. */
int status_of_run(const scan_settings *settings, const nd_run_file *run);

void scan_settings_clear(scan_settings *settings);

#endif
