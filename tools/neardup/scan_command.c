#include "scan_command.h"

#include <math.h>
#include <neardup/fingerprint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const units[] = {"all", "document", "block", NULL};
static const char *const blocks[] = {"auto", "line", "blank", NULL};
static const char *const links[] = {"star", "single", NULL};
static const char *const formats[] = {"auto", "text", "jsonl", "html", "warc", NULL};
static const char *const whens[] = {"auto", "never", "always", NULL};

void scan_settings_init(scan_settings *settings) {
    memset(settings, 0, sizeof *settings);
    nd_scan_options_init(&settings->options);
}

void scan_settings_clear(scan_settings *settings) {
    free(settings->references.items);
    free(settings->keep_list);
    free(settings->keep_sites);
}

size_t scan_input_table(option_spec *table, scan_settings *s) {
    nd_scan_options *o = &s->options;
    const option_spec rows[] = {
        {OPTION_HEADING, 0, "Input", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_CHOICE, 0, "format", "FORMAT", "auto, text, jsonl, html or warc (auto)",
         &s->format, 0, 0, formats},
        {OPTION_TEXT, 0, "text-field", "NAME",
         "JSONL field of the text; a.b looks inside a", &o->input.text_field, 0, 0, NULL},
        {OPTION_TEXT, 0, "id-field", "NAME", "of the id", &o->input.id_field, 0, 0, NULL},
        {OPTION_TEXT, 0, "url-field", "NAME", "of the URL, whose domain is the site",
         &o->input.url_field, 0, 0, NULL},
        {OPTION_TEXT, 0, "site-field", "NAME", "of the site itself", &o->input.site_field,
         0, 0, NULL},
        {OPTION_TEXT, 0, "date-field", "NAME", "of the date", &o->input.date_field, 0, 0,
         NULL},
        {OPTION_SIZE, 0, "max-record", "SIZE",
         "skip larger WARC records and HTML pages (64M)", &o->input.max_record, 0, 0,
         NULL},
        {OPTION_FLAG, 0, "skip-bad", NULL,
         "exit status 0 even where input had to be skipped", &s->skip_bad, 0, 0, NULL},
        {OPTION_HEADING, 0, "Running", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_NUMBER, 'j', "threads", "N", "threads (all processors)", &o->threads, 1,
         256, NULL},
        {OPTION_TEXT, 0, "tmp", "DIR", "folder for temporary files ($TMPDIR or /tmp)",
         &o->input.temporary_directory, 0, 0, NULL},
        {OPTION_SEED, 0, "seed", "N", "seed of the hashes: a number or 'random' (1)",
         &o->seed, 0, 0, NULL},
        {OPTION_FLAG, 'q', "quiet", NULL, "no summary, no progress, no remarks",
         &s->quiet, 0, 0, NULL},
        {OPTION_COUNTER, 'v', "verbose", NULL, "say more", &s->verbose, 0, 0, NULL},
        {OPTION_CHOICE, 0, "progress", "WHEN", "auto, never or always", &s->progress, 0,
         0, whens},
        {OPTION_CHOICE, 0, "color", "WHEN", "auto, never or always", &s->color, 0, 0,
         whens},
    };
    memcpy(table, rows, sizeof rows);
    return sizeof rows / sizeof rows[0];
}

size_t scan_settings_table(option_spec table[SCAN_OPTIONS], scan_settings *s) {
    nd_scan_options *o = &s->options;
    const option_spec rows[] = {
        {OPTION_HEADING, 0, "What counts as a duplicate", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_SHARE, 0, "threshold", "T", "Jaccard similarity of near duplicates (0.8)",
         &o->threshold, 0, 0, NULL},
        {OPTION_SHARE, 0, "containment", "C",
         "share of a document that must be in another for\nit to count as contained "
         "(0.8)",
         &o->containment, 0, 0, NULL},
        {OPTION_NUMBER, 0, "shingle", "N", "words in a shingle (5)", &o->shingle, 1, 32,
         NULL},
        {OPTION_CHOICE, 0, "unit", "UNIT", "all, document or block (all)", &s->unit, 0, 0,
         units},
        {OPTION_CHOICE, 0, "block", "CUT",
         "blocks by line or blank line; auto, line, blank", &s->block, 0, 0, blocks},
        {OPTION_NUMBER, 0, "min-span", "N", "words of an overlap that is listed (20)",
         &o->min_span, 1, UINT32_MAX, NULL},
        {OPTION_FLAG, 0, "no-spans", NULL,
         "list no overlaps: quicker, a smaller run file", &s->no_spans, 0, 0, NULL},
        {OPTION_NUMBER, 0, "min-pages", "N",
         "different pages that boilerplate stands on (5)", &o->min_pages, 2, UINT32_MAX,
         NULL},
        {OPTION_SHARE, 0, "min-share", "S",
         "share of a site's pages that it stands on (0.3)", &o->min_share, 0, 0, NULL},
        {OPTION_SHARE, 0, "boilerplate-threshold", "S",
         "score from which another block of a page is\nboilerplate by evidence (0.6)",
         &o->boilerplate_threshold, 0, 0, NULL},
        {OPTION_FLAG, 0, "reprints", NULL, "look for edited copies across sites too",
         &s->reprints, 0, 0, NULL},
        {OPTION_SHARE, 0, "reprint-share", "S",
         "share of the smaller text that these have (0.3)", &o->reprint_share, 0, 0,
         NULL},
        {OPTION_TEXT, 0, "credits", "FILE",
         "more wire agencies, a line NAME: FORM | FORM each", &o->credits, 0, 0, NULL},
        {OPTION_HEADING, 0, "Which copy is kept", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_TEXT, 0, "keep", "WHICH",
         "first, longest, oldest or newest (first), or\nsite:a.org,b.org: rather those "
         "of "
         "these sites,\nand then by the rule that ends the list",
         &s->keep_text, 0, 0, NULL},
        {OPTION_SHARE, 0, "min-keep-per-site", "S",
         "stop where a site would keep a smaller share of\nits documents (no floor)",
         &s->min_keep_per_site, 0, 0, NULL},
        {OPTION_CHOICE, 0, "link", "HOW",
         "star: members resemble the kept copy; single:\nchains of resemblance are one "
         "group",
         &s->link, 0, 0, links},
        {OPTION_LIST, 0, "reference", "INPUT",
         "compare against INPUT too, and never drop it\n(may be given more than once)",
         &s->references, 0, 0, NULL},
        {OPTION_FLAG, 0, "cross-only", NULL, "compare documents of different INPUTs only",
         &s->cross_only, 0, 0, NULL},
        {OPTION_NUMBER, 0, "signature-size", "K",
         "MinHash values a document, 64 to 512 (128)", &o->signature_size, 64, 512, NULL},
    };
    size_t count = sizeof rows / sizeof rows[0];
    memcpy(table, rows, sizeof rows);
    return count + scan_input_table(table + count, s);
}

static void notice(int bad, const char *line, void *payload) {
    scan_settings *settings = payload;
    if (!bad && settings->quiet) {
        return;
    }
    progress_erase(&settings->line);
    complain("%s", line);
    settings->noticed_bad |= bad != 0;
}

/* With -v: how likely a pair of a given similarity becomes a candidate. */
static void show_bands(const nd_scan_options *options) {
    nd_bands bands;
    if (nd_bands_choose(&bands, options->threshold, 0.99, options->signature_size, NULL) <
        0) {
        return;
    }
    fprintf(stderr, "neardup: %u bands of %u rows; a pair is compared with probability\n",
            (unsigned)bands.bands, (unsigned)bands.rows);
    for (int i = 1; i <= 10; i++) {
        double similarity = i / 10.0;
        double probability = nd_bands_probability(&bands, similarity);
        int width = (int)lround(probability * 40);
        fprintf(stderr, "  %.1f  %.4f  %.*s%s\n", similarity, probability, width,
                "########################################",
                fabs(similarity - options->threshold) < 0.051 ? "  <- threshold" : "");
    }
}

int report_error(scan_settings *settings, const nd_error *error) {
    if (settings != NULL) {
        progress_erase(&settings->line);
    }
    if (error->code == ND_E_CANCELLED && was_interrupted()) {
        complain("interrupted; nothing was changed");
        return EXIT_INTERRUPTED;
    }
    if (error->code == ND_E_IO && strstr(error->message, "'standard output'") != NULL &&
        reader_is_gone()) {
        end_by_pipe();
    }
    complain("%s", error->message);
    return EXIT_ERROR;
}

void start_reading(scan_settings *s) {
    nd_scan_options *o = &s->options;
    o->input.format = (nd_format)s->format;
    o->input.notice = notice;
    o->input.payload = s;
    o->progress = progress_step;
    o->progress_payload = &s->line;
    progress_start(&s->line, (when)s->progress, s->quiet);
}

bool scan_inputs(nd_run_file **out, scan_settings *s, int argc, char **argv, int first,
                 int *exit_status) {
    if (first >= argc) {
        complain("no INPUT was given: a file, a folder, or - for standard input");
        *exit_status = EXIT_ERROR;
        return false;
    }
    nd_scan_options *o = &s->options;
    o->unit = (nd_unit)s->unit;
    o->block = (nd_block_cut)s->block;
    o->components = s->link == 1;
    o->cross_only = s->cross_only;
    o->pairs = s->pairs;
    o->no_spans = s->no_spans;
    o->reprints = s->reprints;
    o->references = s->references.items;
    o->reference_count = s->references.count;
    if (s->verbose > 0) {
        show_bands(o);
    }
    start_reading(s);
    nd_error error = {0};
    nd_status status = nd_scan(out, (const char *const *)(argv + first),
                               (size_t)(argc - first), o, &error);
    progress_erase(&s->line);
    if (status < 0) {
        *exit_status = report_error(s, &error);
        return false;
    }
    return true;
}

bool output_can_be(const char *path) {
    struct stat info;
    if (path == NULL || strcmp(path, "-") == 0) {
        return true;
    }
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        complain("'%s' is a folder; name a file for the findings", path);
        return false;
    }
    const char *slash = strrchr(path, '/');
    if (slash != NULL && slash != path) {
        int size = (int)(slash - path);
        char folder[4096];
        snprintf(folder, sizeof folder, "%.*s", size, path);
        if (stat(folder, &info) != 0 || !S_ISDIR(info.st_mode)) {
            complain("could not write '%s': there is no folder '%s'; make it first", path,
                     folder);
            return false;
        }
    }
    return true;
}

int status_of_run(const scan_settings *settings, const nd_run_file *run) {
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    bool bad = totals.skipped > 0 || settings->noticed_bad; /* a file that breaks off */
    return bad && !settings->skip_bad ? EXIT_ERROR : EXIT_DONE;
}
