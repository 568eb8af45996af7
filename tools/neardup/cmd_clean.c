/* neardup clean: write the inputs back without what a scan found. */
#include <neardup/clean.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "scan_command.h"

static const command_spec command = {
    "clean",
    "[OPTIONS] INPUT... -o OUT",
    "Scans INPUT (or takes the findings of --run) and writes it to OUT without the\n"
    "documents and blocks that are superfluous, and with --remove spans without text\n"
    "that stands elsewhere. INPUT is never changed. One JSONL\n"
    "file becomes the JSONL file OUT, its rows byte for byte but for what is cut from\n"
    "the text; other inputs keep their names in the folder OUT. What goes is kept in\n"
    "a removal log, from which 'neardup restore' puts it back byte for byte.",
    "  neardup clean crawl.jsonl -o clean.jsonl\n"
    "  neardup clean pages/ -o clean/ --remove repeats,teasers\n"
    "  neardup scan big.jsonl.zst -o big.run\n"
    "  neardup clean big.jsonl.zst --run big.run -o out.jsonl.zst\n"
    "  neardup spans --ranges pages/ -o spans.run\n"
    "  neardup clean pages/ --run spans.run --remove spans -o clean/\n",
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
        options->spans = false;
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
        } else {
            complain(
                "--remove '%.*s' is not one of: documents repeats teasers "
                "boilerplate spans",
                (int)size, list);
            return false;
        }
        list += size + (list[size] == ',');
    }
    return true;
}

static const char *const snaps[] = {"token", "sentence", "block", NULL};
static const char *const keeps[] = {"first", "longest", "oldest", "newest", "none", NULL};
#define KEEP_NONE 4

/* Of spans, which a scan does not know, no copy may be kept. */
static void offer_keep_none(option_spec *table, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (table[i].kind == OPTION_CHOICE && strcmp(table[i].name, "keep") == 0) {
            table[i].choices = keeps;
            table[i].help =
                "first, longest, oldest or newest (first); none:\n"
                "of spans not even the first place stays";
        }
    }
}

static bool set_spans(nd_clean_options *options, scan_settings *settings, int snap) {
    options->snap = (nd_snap)snap;
    if (settings->keep != KEEP_NONE) {
        return true;
    }
    if (!options->spans) {
        complain("--keep none is for spans: add --remove spans");
        return false;
    }
    options->spans_all = true;
    settings->keep = 0;
    return true;
}

static bool clean_progress(uint64_t read, uint64_t total, void *payload) {
    nd_progress progress = {"writing", read, total, 0};
    return progress_step(&progress, payload) == 0;
}

static void report(const nd_clean_result *r, const nd_clean_options *o) {
    char number[COUNT_TEXT], size[SIZE_TEXT], more[SIZE_TEXT];
    uint64_t blocks = r->removed_blocks[0] + r->removed_blocks[1] + r->removed_blocks[2];
    fprintf(stderr, "neardup: removed %s %s (%s)",
            count_text(number, r->removed_documents),
            plural(r->removed_documents, "document", "documents"),
            size_text(size, r->removed_document_bytes));
    fprintf(stderr, " and %s %s (%s)", count_text(number, blocks),
            plural(blocks, "block", "blocks"), size_text(size, r->removed_block_bytes));
    if (o->spans) {
        fprintf(stderr, " and %s %s (%s)", count_text(number, r->removed_spans),
                plural(r->removed_spans, "span", "spans"),
                size_text(size, r->removed_span_bytes));
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

/* Sets options->removed; *made is owned where it is not NULL. */
static bool choose_log(nd_clean_options *options, char **made, bool wanted) {
    if (!wanted) {
        options->removed = NULL;
    } else if (options->removed == NULL && strcmp(options->output, "-") != 0) {
        *made = default_log(options->output);
        options->removed = *made;
    } else if (options->removed == NULL) {
        complain("with -o - name the removal log: --removed LOG, or --no-removed");
        return false;
    }
    return true;
}

/* From a run file when one is given, else from a scan. */
static bool get_run(nd_run_file **run, scan_settings *settings, const char *path,
                    int argc, char **argv, int first, int *status) {
    nd_error error = {0};
    if (path == NULL) {
        return scan_inputs(run, settings, argc, argv, first, status);
    }
    if (first >= argc) {
        complain("no INPUT was given: name those that were scanned");
        *status = EXIT_ERROR;
        return false;
    }
    progress_start(&settings->line, (when)settings->progress, settings->quiet);
    if (nd_run_file_open(run, path, &error) < 0) {
        *status = report_error(settings, &error);
        return false;
    }
    return true;
}

static int clean(scan_settings *settings, const nd_run_file *run,
                 const nd_clean_options *options, bool from_file, int argc, char **argv,
                 int first) {
    nd_clean_result result;
    nd_error error = {0};
    size_t inputs = from_file ? (size_t)(argc - first) : 0;
    nd_status status = nd_clean(&result, run, (const char *const *)(argv + first), inputs,
                                options, &error);
    progress_erase(&settings->line);
    if (status < 0) {
        return report_error(settings, &error);
    }
    if (!settings->quiet) {
        report(&result, options);
    }
    return status_of_run(settings, run);
}

int cmd_clean(int argc, char **argv) {
    scan_settings settings;
    nd_clean_options options;
    scan_settings_init(&settings);
    nd_clean_options_init(&options);
    const char *run_path = NULL, *remove = NULL;
    bool log = true;
    int snap = 0;
    option_spec table[SCAN_OPTIONS + 10] = {
        {OPTION_TEXT, 'o', "output", "OUT",
         "the JSONL file or the folder to write (needed)", &options.output, 0, 0, NULL},
        {OPTION_TEXT, 0, "run", "RUN", "take the findings of 'neardup scan -o RUN'",
         &run_path, 0, 0, NULL},
        {OPTION_TEXT, 0, "remove", "LIST",
         "what goes: any of documents, repeats, teasers,\nboilerplate, spans, joined "
         "by commas\n(all but spans)",
         &remove, 0, 0, NULL},
        {OPTION_CHOICE, 0, "snap", "TO",
         "spans are cut by whole token, sentence or block\n(token)", &snap, 0, 0, snaps},
        {OPTION_NUMBER, 0, "min-rest", "N",
         "a block that spans leave fewer words of goes (5)", &options.min_rest, 0,
         UINT32_MAX, NULL},
        {OPTION_TEXT, 0, "removed", "LOG",
         "where the removal log goes (OUT.removed.jsonl)", &options.removed, 0, 0, NULL},
        {OPTION_UNFLAG, 0, "no-removed", NULL, "no removal log: nothing can be restored",
         &log, 0, 0, NULL},
    };
    size_t count = 7 + scan_settings_table(table + 7, &settings);
    offer_keep_none(table, count);
    int first, status;
    nd_run_file *run = NULL;
    char *made = NULL;
    bool go = options_parse(&command, table, count, argc, argv, &first, &status);
    if (go && options.output == NULL) {
        complain("clean needs -o OUT: the JSONL file or the folder to write");
        status = EXIT_ERROR;
        go = false;
    }
    if (go && ((remove != NULL && !parse_remove(&options, remove)) ||
               !set_spans(&options, &settings, snap))) {
        status = EXIT_ERROR;
        go = false;
    }
    if (go && !choose_log(&options, &made, log)) {
        status = EXIT_ERROR;
        go = false;
    }
    if (go && get_run(&run, &settings, run_path, argc, argv, first, &status)) {
        options.threads = settings.options.threads;
        options.temporary_directory = settings.options.input.temporary_directory;
        options.progress = clean_progress;
        options.payload = &settings.line;
        status = clean(&settings, run, &options, run_path != NULL, argc, argv, first);
    }
    nd_run_file_close(run);
    free(made);
    scan_settings_clear(&settings);
    return status;
}
