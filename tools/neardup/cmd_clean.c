/* neardup clean: write the inputs back without what a scan found. */
#include <neardup/clean.h>
#include <neardup/spans.h>
#include <stdlib.h>
#include <string.h>

#include "amounts.h"
#include "commands.h"
#include "keep_option.h"
#include "scan_command.h"

static const command_spec command = {
    "clean",
    "[OPTIONS] INPUT... -o OUT",
    "Scans INPUT (or takes the findings of --run) and writes it to OUT without the\n"
    "documents and blocks that are superfluous, and with --remove spans without text\n"
    "that what is left of INPUT has at an earlier place. INPUT is never changed.\n"
    "One JSONL file becomes the JSONL file OUT, its rows byte for byte but for what\n"
    "is cut from the text; other inputs keep their names in the folder OUT. WARC and\n"
    "HTML become JSONL. What goes is kept in a removal log, from which 'neardup\n"
    "restore' puts it back byte for byte.",
    "  neardup clean crawl.jsonl -o clean.jsonl\n"
    "  neardup clean pages/ -o clean/ --remove repeats,teasers\n"
    "  neardup clean pages/ -o clean/ --remove documents,spans --min-length 50w\n"
    "  neardup clean crawl.warc.gz -o pages.jsonl.gz\n"
    "  neardup scan big.jsonl.zst -o big.run\n"
    "  neardup clean big.jsonl.zst --run big.run -o out.jsonl.zst\n",
    "  0 done, whatever was removed; 2 an error (then nothing was written), or input\n"
    "  was skipped (see --skip-bad; what was skipped is written back as it was);\n"
    "  130 interrupted\n",
};

static bool name_is(const char *name, size_t size, const char *wanted) {
    return strlen(wanted) == size && memcmp(name, wanted, size) == 0;
}

/* "documents,repeats": sets the flags, false with a message for an unknown name. */
static bool parse_remove(nd_clean_options *options, const char *list) {
    options->documents = options->repeats = options->teasers = options->boilerplate =
        options->spans = options->reprints = false;
    while (*list != '\0') {
        size_t size = strcspn(list, ",");
        if (name_is(list, size, "documents")) {
            options->documents = true;
        } else if (name_is(list, size, "repeats")) {
            options->repeats = true;
        } else if (name_is(list, size, "teasers")) {
            options->teasers = true;
        } else if (name_is(list, size, "boilerplate")) {
            options->boilerplate = true;
        } else if (name_is(list, size, "spans")) {
            options->spans = true;
        } else if (name_is(list, size, "reprints")) {
            options->reprints = true;
        } else {
            complain(
                "--remove '%.*s' is not one of: documents repeats teasers "
                "boilerplate spans reprints",
                (int)size, list);
            return false;
        }
        list += size + (list[size] == ',');
    }
    return true;
}

static const char *const snaps[] = {"token", "sentence", "block", NULL};
/* Of spans, which a scan does not know, no copy may be kept. */
static void offer_keep_none(option_spec *table, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (table[i].kind == OPTION_TEXT && strcmp(table[i].name, "keep") == 0) {
            table[i].help =
                "first, longest, oldest or newest (first), or\nsite:a.org,b.org: rather "
                "those of these sites,\nand then by the rule that ends the list; none:\n"
                "of spans not even the first place stays";
        }
    }
}

typedef struct clean_settings {
    scan_settings scan;
    nd_clean_options options;
    nd_ranges_options ranges;
    const char *run_path, *remove, *min_length;
    bool log;
    int snap;
    char *made_log;
} clean_settings;

static bool set_spans(clean_settings *s) {
    nd_clean_options *options = &s->options;
    options->snap = (nd_snap)s->snap;
    if (s->min_length != NULL && (!options->spans || s->run_path != NULL)) {
        complain(options->spans ? "--run has its own --min-length; leave one of them out"
                                : "--min-length is for spans: add --remove spans");
        return false;
    }
    if (s->min_length != NULL &&
        !parse_min_length(&s->ranges.min_length, &s->ranges.unit, s->min_length)) {
        return false;
    }
    bool none = false;
    if (!keep_parse(&s->scan, &none)) {
        return false;
    }
    if (!none) {
        return true;
    }
    if (!options->spans) {
        complain("--keep none is for spans: add --remove spans");
        return false;
    }
    options->spans_all = true;
    return true;
}

static bool clean_progress(uint64_t read, uint64_t total, void *payload) {
    nd_progress progress = {"writing", read, total, 0};
    return progress_step(&progress, payload) == 0;
}

/* "3 blocks (1.2 kB)", with a comma or "and" in front where it is not the first. */
static void report_part(unsigned part, unsigned parts, uint64_t count, const char *one,
                        const char *many, uint64_t bytes) {
    char number[COUNT_TEXT], size[SIZE_TEXT];
    fprintf(stderr, "%s%s %s (%s)",
            part == 0           ? ""
            : part + 1 == parts ? " and "
                                : ", ",
            count_text(number, count), plural(count, one, many), size_text(size, bytes));
}

static void report(const nd_clean_result *r, const nd_clean_options *o) {
    char size[SIZE_TEXT], more[SIZE_TEXT];
    uint64_t count = r->removed_blocks[0] + r->removed_blocks[1] + r->removed_blocks[2];
    bool blocks = o->repeats || o->teasers || o->boilerplate;
    unsigned parts = (unsigned)(o->documents || o->reprints) + blocks + o->spans;
    unsigned part = 0;
    fprintf(stderr, "neardup: removed %s", parts == 0 ? "nothing" : "");
    if (o->documents || o->reprints) {
        report_part(part++, parts, r->removed_documents, "document", "documents",
                    r->removed_document_bytes);
    }
    if (blocks) {
        report_part(part++, parts, count, "block", "blocks", r->removed_block_bytes);
    }
    if (o->spans) {
        report_part(part++, parts, r->removed_spans, "span", "spans",
                    r->removed_span_bytes);
    }
    fprintf(stderr, "; wrote %s of %s to %s\n", size_text(size, r->cleaned_bytes),
            size_text(more, r->original_bytes),
            strcmp(o->output, "-") == 0 ? "standard output" : o->output);
    if (o->removed != NULL && strcmp(o->output, "-") == 0) {
        fprintf(stderr, "neardup: to undo: neardup restore OUT --removed %s -o BACK\n",
                o->removed);
    } else if (o->removed != NULL) {
        fprintf(stderr, "neardup: to undo: neardup restore %s --removed %s -o BACK\n",
                o->output, o->removed);
    }
}

/* OUT without slashes at its end, and ".removed.jsonl": owned. */
static char *default_log(const char *output) {
    size_t size = strlen(output);
    while (size > 1 && output[size - 1] == '/') {
        size--;
    }
    char *path = malloc(size + sizeof ".removed.jsonl");
    if (path != NULL) {
        memcpy(path, output, size);
        memcpy(path + size, ".removed.jsonl", sizeof ".removed.jsonl");
    }
    return path;
}

/* Sets options->removed. */
static bool choose_log(clean_settings *s) {
    nd_clean_options *options = &s->options;
    if (!s->log) {
        options->removed = NULL;
    } else if (options->removed == NULL && strcmp(options->output, "-") != 0) {
        s->made_log = default_log(options->output);
        options->removed = s->made_log;
    } else if (options->removed == NULL) {
        complain("with -o - name the removal log: --removed LOG, or --no-removed");
        return false;
    }
    return true;
}

static bool check_settings(clean_settings *s) {
    if (s->options.output == NULL) {
        complain("clean needs -o OUT: the JSONL file or the folder to write");
        return false;
    }
    if ((s->remove != NULL && !parse_remove(&s->options, s->remove)) || !set_spans(s)) {
        return false;
    }
    s->options.min_keep_per_site = s->scan.min_keep_per_site;
    s->scan.reprints = s->scan.reprints || s->options.reprints;
    return choose_log(s);
}

static bool open_run(nd_run_file **run, clean_settings *s, int inputs, int *status) {
    nd_error error = {0};
    if (inputs < 1) {
        complain("no INPUT was given: name those that were scanned");
        *status = EXIT_ERROR;
        return false;
    }
    progress_start(&s->scan.line, (when)s->scan.progress, s->scan.quiet);
    if (nd_run_file_open(run, s->run_path, &error) < 0) {
        *status = report_error(&s->scan, &error);
        return false;
    }
    return true;
}

/* Nothing but spans goes: nothing but them is looked for. */
static bool find_spans(nd_run_file **run, clean_settings *s, int argc, char **argv,
                       int first, int *status) {
    nd_error error = {0};
    nd_spans_options o;
    if (first >= argc) {
        complain("no INPUT was given: a file, a folder, or - for standard input");
        *status = EXIT_ERROR;
        return false;
    }
    start_reading(&s->scan);
    nd_spans_options_init(&o);
    o.input = s->scan.options.input;
    o.output = ND_SPANS_RANGES;
    o.min_length = s->ranges.min_length;
    o.unit = s->ranges.unit;
    o.seed = s->scan.options.seed;
    o.threads = s->scan.options.threads;
    o.progress = s->scan.options.progress;
    o.progress_payload = s->scan.options.progress_payload;
    nd_status found = nd_spans(run, (const char *const *)(argv + first),
                               (size_t)(argc - first), &o, &error);
    progress_erase(&s->scan.line);
    *status = found < 0 ? report_error(&s->scan, &error) : EXIT_DONE;
    return found >= 0;
}

/* The spans of what the scan leaves. */
static bool add_ranges(nd_run_file *run, clean_settings *s, int *status) {
    nd_error error = {0};
    nd_ranges_options *o = &s->ranges;
    o->documents = s->options.documents;
    o->reprints = s->options.reprints;
    o->repeats = s->options.repeats;
    o->teasers = s->options.teasers;
    o->boilerplate = s->options.boilerplate;
    o->seed = s->scan.options.seed;
    o->threads = s->scan.options.threads;
    o->progress = s->scan.options.progress;
    o->progress_payload = s->scan.options.progress_payload;
    nd_status found = nd_run_file_find_ranges(run, o, &error);
    progress_erase(&s->scan.line);
    *status = found < 0 ? report_error(&s->scan, &error) : EXIT_DONE;
    return found >= 0;
}

/* From a run file when one is given, else by searching. */
static bool get_run(nd_run_file **run, clean_settings *s, int argc, char **argv,
                    int first, int *status) {
    const nd_clean_options *o = &s->options;
    bool scanned = o->documents || o->reprints || o->repeats || o->teasers ||
                   o->boilerplate || s->scan.references.count > 0;
    if (s->run_path != NULL) {
        return open_run(run, s, argc - first, status);
    }
    if (o->spans && !scanned) {
        return find_spans(run, s, argc, argv, first, status);
    }
    return scan_inputs(run, &s->scan, argc, argv, first, status) &&
           (!o->spans || add_ranges(*run, s, status));
}

static int clean(clean_settings *s, const nd_run_file *run, int argc, char **argv,
                 int first) {
    nd_clean_result result;
    nd_error error = {0};
    nd_clean_options *o = &s->options;
    o->threads = s->scan.options.threads;
    o->temporary_directory = s->scan.options.input.temporary_directory;
    o->progress = clean_progress;
    o->payload = &s->scan.line;
    size_t inputs = s->run_path != NULL ? (size_t)(argc - first) : 0;
    nd_status status =
        nd_clean(&result, run, (const char *const *)(argv + first), inputs, o, &error);
    progress_erase(&s->scan.line);
    if (status < 0) {
        return report_error(&s->scan, &error);
    }
    if (!s->scan.quiet) {
        report(&result, o);
    }
    return status_of_run(&s->scan, run);
}

#define OWN_OPTIONS 9

static size_t make_table(option_spec table[OWN_OPTIONS + SCAN_OPTIONS],
                         clean_settings *s) {
    nd_clean_options *o = &s->options;
    const option_spec rows[] = {
        {OPTION_TEXT, 'o', "output", "OUT",
         "the JSONL file or the folder to write (needed)", &o->output, 0, 0, NULL},
        {OPTION_TEXT, 0, "run", "RUN",
         "take the findings of 'neardup scan -o RUN', or of\n'neardup spans --ranges'",
         &s->run_path, 0, 0, NULL},
        {OPTION_TEXT, 0, "remove", "LIST",
         "what goes: any of documents, repeats, teasers,\nboilerplate, spans, reprints, "
         "joined by commas\n(all but spans and reprints)",
         &s->remove, 0, 0, NULL},
        {OPTION_TEXT, 0, "removed", "LOG",
         "where the removal log goes (OUT.removed.jsonl)", &o->removed, 0, 0, NULL},
        {OPTION_UNFLAG, 0, "no-removed", NULL, "no removal log: nothing can be restored",
         &s->log, 0, 0, NULL},
        {OPTION_HEADING, 0, "Spans", NULL, NULL, NULL, 0, 0, NULL},
        {OPTION_TEXT, 0, "min-length", "N",
         "least length of a span: 25w (words) or 100b\n(bytes); default 25w",
         &s->min_length, 0, 0, NULL},
        {OPTION_CHOICE, 0, "snap", "TO", "cut by whole token, sentence or block (token)",
         &s->snap, 0, 0, snaps},
        {OPTION_NUMBER, 0, "min-rest", "N",
         "a block that spans leave fewer words of goes (5)", &o->min_rest, 0, UINT32_MAX,
         NULL},
    };
    size_t count = sizeof rows / sizeof rows[0];
    memcpy(table, rows, sizeof rows);
    count += scan_settings_table(table + count, &s->scan);
    offer_keep_none(table, count);
    return count;
}

int cmd_clean(int argc, char **argv) {
    clean_settings s;
    memset(&s, 0, sizeof s);
    scan_settings_init(&s.scan);
    nd_clean_options_init(&s.options);
    nd_ranges_options_init(&s.ranges);
    s.log = true;
    option_spec table[OWN_OPTIONS + SCAN_OPTIONS];
    size_t count = make_table(table, &s);
    int first, status;
    nd_run_file *run = NULL;
    bool go = options_parse(&command, table, count, argc, argv, &first, &status);
    if (go && !check_settings(&s)) {
        status = EXIT_ERROR;
        go = false;
    }
    if (go && get_run(&run, &s, argc, argv, first, &status)) {
        status = clean(&s, run, argc, argv, first);
    }
    nd_run_file_close(run);
    free(s.made_log);
    scan_settings_clear(&s.scan);
    return status;
}
