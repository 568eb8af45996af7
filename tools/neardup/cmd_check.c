/* neardup check: a gate for continuous integration. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "keep_option.h"
#include "scan_command.h"
#include "summary.h"

static const command_spec command = {
    "check",
    "[OPTIONS] INPUT...",
    "Scans INPUT and fails where a limit is passed. Without a limit nothing at all\n"
    "may be found.",
    "  neardup check out.jsonl --max repeat=0 --max teaser=0\n"
    "  neardup check out.jsonl --max-dropped-share 2% --max boilerplate=500\n",
    "  0 within the limits; 1 a limit is passed; 2 an error, or input was skipped\n"
    "  (see --skip-bad)\n",
};

/* What can be counted; the first three in the order of nd_match_kind, then of
 * nd_block_kind. */
static const char *const kinds[] = {"exact",   "near",      "contained",
                                    "repeat",  "teaser",    "boilerplate",
                                    "reprint", "documents", "blocks"};

#define KINDS (sizeof kinds / sizeof kinds[0])

typedef struct limit {
    size_t kind;
    uint64_t most;
} limit;

static void count_kinds(uint64_t counts[KINDS], const nd_run_file *run) {
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    for (size_t i = 0; i < 3; i++) {
        counts[i] = totals.dropped_kind[i];
        counts[3 + i] = totals.block_kind[i];
    }
    counts[6] = 0;
    for (size_t g = 0; g < nd_run_file_group_count(run); g++) {
        nd_run_group group;
        nd_run_file_group(&group, run, g);
        counts[6] += group.reprint;
    }
    counts[7] = totals.dropped_documents;
    counts[8] = totals.blocks;
}

/* "KIND=N" */
static bool parse_limit(limit *out, const char *text) {
    const char *equals = strchr(text, '=');
    for (size_t i = 0; equals != NULL && i < KINDS; i++) {
        size_t size = strlen(kinds[i]);
        char *end;
        if (size == (size_t)(equals - text) && memcmp(kinds[i], text, size) == 0 &&
            equals[1] >= '0' && equals[1] <= '9') {
            out->kind = i;
            out->most = strtoull(equals + 1, &end, 10);
            if (*end == '\0') {
                return true;
            }
        }
    }
    fprintf(stderr, "neardup: --max '%s' is not KIND=N; KIND is one of:", text);
    for (size_t i = 0; i < KINDS; i++) {
        fprintf(stderr, " %s", kinds[i]);
    }
    fputc('\n', stderr);
    return false;
}

static bool report(const palette *p, bool ok, const char *what, uint64_t found,
                   uint64_t most) {
    printf("  %s%s%s  %-12s %llu found, at most %llu allowed\n", ok ? p->green : p->red,
           ok ? "ok  " : "FAIL", p->reset, what, (unsigned long long)found,
           (unsigned long long)most);
    return ok;
}

/* Prints each limit and how it came out; false where one is passed. */
static bool check_limits(const nd_run_file *run, const palette *p, const limit *limits,
                         size_t count, double share) {
    uint64_t counts[KINDS];
    nd_run_totals totals;
    bool ok = true;
    nd_run_file_totals(&totals, run);
    count_kinds(counts, run);
    for (size_t i = 0; i < count; i++) {
        uint64_t found = counts[limits[i].kind];
        ok &= report(p, found <= limits[i].most, kinds[limits[i].kind], found,
                     limits[i].most);
    }
    if (share >= 0) {
        double dropped = totals.documents == 0 ? 0
                                               : (double)totals.dropped_documents /
                                                     (double)totals.documents;
        bool within = dropped <= share;
        printf(
            "  %s%s%s  %.2f %% of the documents would be dropped, at most %.2f %% "
            "allowed\n",
            within ? p->green : p->red, within ? "ok  " : "FAIL", p->reset, dropped * 100,
            share * 100);
        ok &= within;
    }
    return ok;
}

/* Without a limit: nothing may be found, of documents or of blocks. */
static const limit strict[] = {{7, 0}, {8, 0}};

static int check_run(const scan_settings *settings, const nd_run_file *run,
                     const limit *limits, size_t count, double share) {
    palette p = palette_choose((when)settings->color, stdout);
    if (!settings->quiet) {
        summary_options options = {p, terminal_columns(stdout), 3, NULL};
        print_summary(stdout, run, &options);
        printf("\n%sLimits%s\n", p.bold, p.reset);
    }
    bool none = count == 0 && share < 0;
    bool ok = none ? check_limits(run, &p, strict, 2, -1)
                   : check_limits(run, &p, limits, count, share);
    int status = status_of_run(settings, run);
    return status != EXIT_DONE ? status : ok ? EXIT_DONE : EXIT_FINDING;
}

int cmd_check(int argc, char **argv) {
    scan_settings settings;
    scan_settings_init(&settings);
    option_list maxima = {NULL, 0};
    double share = -1;
    const char *output = NULL;
    option_spec table[SCAN_OPTIONS + 8] = {
        {OPTION_HEADING, 0, "Limits", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_LIST, 0, "max", "KIND=N",
         "at most N of KIND: exact, near, contained,\nreprint, repeat, teaser, "
         "boilerplate, documents\nor blocks (may be given more than once)",
         &maxima, 0, 0, NULL},
        {OPTION_LIMIT, 0, "max-dropped-share", "S",
         "share of the documents that clean would drop", &share, 0, 0, NULL},
        {OPTION_TEXT, 'o', "output", "RUN", "write every finding to the run file RUN",
         &output, 0, 0, NULL},
    };
    size_t count = 4 + scan_settings_table(table + 4, &settings);
    int first, status;
    nd_run_file *run = NULL;
    nd_error error = {0};
    limit *limits = NULL;
    bool go = options_parse(&command, table, count, argc, argv, &first, &status);
    if (go && !keep_parse(&settings, NULL)) {
        status = EXIT_ERROR;
        go = false;
    }
    if (go) {
        limits = calloc(maxima.count + 1, sizeof *limits);
        status = EXIT_ERROR;
        go = limits != NULL;
    }
    go = go && output_can_be(output);
    for (size_t i = 0; go && i < maxima.count; i++) {
        go = parse_limit(&limits[i], maxima.items[i]);
    }
    if (go && scan_inputs(&run, &settings, argc, argv, first, &status)) {
        status = output != NULL && nd_run_file_write(run, output, &error) < 0
                     ? report_error(&settings, &error)
                     : check_run(&settings, run, limits, maxima.count, share);
    }
    nd_run_file_close(run);
    free(limits);
    free(maxima.items);
    scan_settings_clear(&settings);
    return status;
}
