/* neardup boilerplate: learn the frames of sites, and take them off new pages. */
#include <neardup/boilerplate.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "scan_command.h"
#include "terminal.h"

static const command_spec learning = {
    "boilerplate learn",
    "[OPTIONS] INPUT... -o FRAMES",
    "Learns what the pages of each site share: menus, notices, footers. FRAMES is\n"
    "a file of JSON lines to read, to change, for 'neardup boilerplate apply'.",
    "  neardup boilerplate learn crawl.jsonl -o frames.jsonl\n"
    "  neardup boilerplate learn crawl.warc.gz --min-share 0.5 -o frames.jsonl\n",
    "  0 learnt; 2 an error, no frames, or input was skipped (see --skip-bad);\n"
    "  130 interrupted\n",
};

static const command_spec applying = {
    "boilerplate apply",
    "[OPTIONS] FRAMES [INPUT]",
    "Takes the frame of its site off each page of INPUT, one JSONL row at a time, as\n"
    "soon as it comes; without INPUT from standard input to standard output. Rows of\n"
    "sites that FRAMES does not know pass unchanged.",
    "  crawler | neardup boilerplate apply frames.jsonl > pages.jsonl\n"
    "  neardup boilerplate apply frames.jsonl new.jsonl -o new.clean.jsonl\n"
    "  neardup boilerplate apply frames.jsonl --format html --site a.org < "
    "a.html\n",
    "  0 done; 2 an error, or rows that are no document (see --skip-bad)\n",
};

static const char overview[] =
    "usage: neardup boilerplate learn [OPTIONS] INPUT... -o FRAMES\n"
    "       neardup boilerplate apply [OPTIONS] FRAMES [INPUT]\n\n"
    "Keeps what the pages of a site share in a file, and takes it off new pages of that\n"
    "site one at a time, for crawlers that see one page at a time.\n\n"
    "'neardup boilerplate learn --help' and 'neardup boilerplate apply --help' tell "
    "more.\n";

static void show_learnt(const nd_site_frames *frames, const char *output) {
    char sites[COUNT_TEXT], blocks[COUNT_TEXT], pages[COUNT_TEXT];
    uint64_t block_count = 0, page_count = 0;
    for (size_t i = 0; i < nd_site_frames_count(frames); i++) {
        nd_known_site site;
        nd_site_frames_site(&site, frames, i);
        block_count += site.blocks;
        page_count += site.pages;
    }
    uint64_t site_count = nd_site_frames_count(frames);
    fprintf(stderr, "neardup: learnt %s shared %s of %s %s (%s different %s) into %s\n",
            count_text(blocks, block_count), plural(block_count, "block", "blocks"),
            count_text(sites, site_count), plural(site_count, "site", "sites"),
            count_text(pages, page_count), plural(page_count, "page", "pages"),
            strcmp(output, "-") == 0 ? "standard output" : output);
}

static int learn(scan_settings *s, const char *output, int argc, char **argv, int first) {
    if (first >= argc || output == NULL) {
        complain("learn takes INPUT... and -o FRAMES");
        return EXIT_ERROR;
    }
    if (!output_can_be(output)) {
        return EXIT_ERROR;
    }
    nd_site_frames *frames = NULL;
    nd_error error = {0};
    start_reading(s);
    nd_status status = nd_boilerplate_learn(&frames, (const char *const *)(argv + first),
                                            (size_t)(argc - first), &s->options, &error);
    progress_erase(&s->line);
    if (status >= 0) {
        status = nd_site_frames_write(frames, output, &error);
    }
    int exit_status = s->noticed_bad && !s->skip_bad ? EXIT_ERROR : EXIT_DONE;
    if (status < 0) {
        exit_status = report_error(s, &error);
    } else if (!s->quiet) {
        show_learnt(frames, output);
    }
    nd_site_frames_destroy(frames);
    return exit_status;
}

#define LEARN_OPTIONS 5

static int cmd_learn(int argc, char **argv) {
    scan_settings settings;
    const char *output = NULL;
    scan_settings_init(&settings);
    nd_scan_options *o = &settings.options;
    option_spec table[LEARN_OPTIONS + SCAN_OPTIONS] = {
        {OPTION_TEXT, 'o', "output", "FRAMES",
         "the file to write (needed); - is standard\n"
         "output",
         &output, 0, 0, NULL},
        {OPTION_NUMBER, 0, "min-pages", "N",
         "different pages that boilerplate stands on (5)", &o->min_pages, 2, UINT32_MAX,
         NULL},
        {OPTION_SHARE, 0, "min-share", "S",
         "share of a site's pages that it stands on (0.3)", &o->min_share, 0, 0, NULL},
    };
    size_t count = 3 + scan_input_table(table + 3, &settings);
    int first, status;
    if (options_parse(&learning, table, count, argc, argv, &first, &status)) {
        status = learn(&settings, output, argc, argv, first);
    }
    scan_settings_clear(&settings);
    return status;
}

static void show_applied(const nd_boilerplate_result *result) {
    char pages[COUNT_TEXT], blocks[COUNT_TEXT], unknown[COUNT_TEXT], size[SIZE_TEXT];
    fprintf(stderr, "neardup: %s %s; took %s %s off (%s)",
            count_text(pages, result->pages), plural(result->pages, "page", "pages"),
            count_text(blocks, result->removed_blocks),
            plural(result->removed_blocks, "block", "blocks"),
            size_text(size, result->removed_bytes));
    if (result->unknown_pages > 0) {
        fprintf(stderr, "; %s of sites that are not in FRAMES, unchanged",
                count_text(unknown, result->unknown_pages));
    }
    if (result->bad > 0) {
        fprintf(stderr, "; passed %s %s on that %s no document",
                count_text(unknown, result->bad), plural(result->bad, "row", "rows"),
                result->bad == 1 ? "is" : "are");
    }
    fputc('\n', stderr);
}

static int apply(scan_settings *s, nd_page_cleaner_options *options, const char *output,
                 int argc, char **argv, int first) {
    if (argc - first < 1 || argc - first > 2) {
        complain("apply takes FRAMES and at most one INPUT");
        return EXIT_ERROR;
    }
    const char *input = argc - first == 2 ? argv[first + 1] : "-";
    nd_site_frames *frames = NULL;
    nd_boilerplate_result result = {0};
    nd_error error = {0};
    start_reading(s);
    options->input = s->options.input;
    if (output == NULL) { /* rows go out as they come: there is nothing to tidy up */
        signal(SIGINT, SIG_DFL);
        signal(SIGTERM, SIG_DFL);
    } else {
        options->progress = progress_step;
        options->progress_payload = &s->line;
    }
    nd_status status = nd_site_frames_open(&frames, argv[first], &error);
    if (status >= 0) {
        status = nd_boilerplate_apply(&result, frames, input,
                                      output == NULL ? "-" : output, options, &error);
    }
    nd_site_frames_destroy(frames);
    progress_erase(&s->line);
    if (status < 0) {
        return report_error(s, &error);
    }
    if (!s->quiet) {
        show_applied(&result);
    }
    return result.bad > 0 && !s->skip_bad ? EXIT_ERROR : EXIT_DONE;
}

static int cmd_apply(int argc, char **argv) {
    scan_settings settings;
    nd_page_cleaner_options options;
    const char *output = NULL;
    scan_settings_init(&settings);
    nd_page_cleaner_options_init(&options);
    option_spec table[LEARN_OPTIONS + SCAN_OPTIONS] = {
        {OPTION_TEXT, 'o', "output", "OUT", "the file to write (standard output)",
         &output, 0, 0, NULL},
        {OPTION_TEXT, 0, "site", "SITE", "the site of all pages (that of each address)",
         &options.site, 0, 0, NULL},
        {OPTION_SHARE, 0, "boilerplate-threshold", "S",
         "score from which a block is boilerplate", &options.threshold, 0, 0, NULL},
    };
    size_t count = 3 + scan_input_table(table + 3, &settings);
    int first, status;
    if (options_parse(&applying, table, count, argc, argv, &first, &status)) {
        status = apply(&settings, &options, output, argc, argv, first);
    }
    scan_settings_clear(&settings);
    return status;
}

int cmd_boilerplate(int argc, char **argv) {
    const char *action = argc < 2 ? "" : argv[1];
    if (strcmp(action, "learn") == 0) {
        return cmd_learn(argc - 1, argv + 1);
    }
    if (strcmp(action, "apply") == 0) {
        return cmd_apply(argc - 1, argv + 1);
    }
    if (strcmp(action, "--help") == 0 || strcmp(action, "-h") == 0) {
        fputs(overview, stdout);
        return EXIT_DONE;
    }
    complain("boilerplate is followed by learn or apply");
    fputs("Try 'neardup boilerplate --help'.\n", stderr);
    return EXIT_ERROR;
}
