/* neardup: finds text that appears more than once. Dispatches to the subcommands. */
#include <errno.h>
#include <locale.h>
#include <neardup/status.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "terminal.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"scan", cmd_scan, "find near-duplicate documents, repeats, teasers, boilerplate"},
    {"clean", cmd_clean, "write the inputs back without them"},
    {"restore", cmd_restore, "put back what clean removed, byte for byte"},
    {"spans", cmd_spans, "find exact repeats and passages across all documents"},
    {"compare", cmd_compare, "show what two documents share"},
    {"explain", cmd_explain, "say why a document was kept or dropped"},
    {"boilerplate", cmd_boilerplate,
     "keep what pages of a site share; take it off new ones"},
    {"check", cmd_check, "fail when there is too much of it (for CI)"},
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static void show_help(FILE *out) {
    fputs(
        "usage: neardup COMMAND [OPTIONS] INPUT...\n\n"
        "Finds text that appears more than once, says where, and writes it back\n"
        "without it. INPUT is a file, a folder, or - for standard input: plain text or\n"
        "JSONL, also .gz and .zst.\n\nCommands\n",
        out);
    for (size_t i = 0; i < COMMANDS; i++) {
        fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].summary);
    }
    fputs(
        "\nExamples\n"
        "  neardup scan news.jsonl                     what is in there more than once?\n"
        "  neardup clean news.jsonl -o clean.jsonl     write it without the copies\n"
        "  neardup restore clean.jsonl --removed clean.jsonl.removed.jsonl -o "
        "back.jsonl\n"
        "  neardup check crawl/ --max repeat=0         fails if a page repeats itself\n"
        "\n'neardup COMMAND --help' tells more about each.\n",
        out);
}

/* What was written to standard output must have arrived; a reader that went away is no
 * error. */
static int finish(int status) {
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        if (errno == EPIPE) {
            return status;
        }
        complain("could not write standard output: %s", strerror(errno));
        return EXIT_ERROR;
    }
    return status;
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "");
    watch_signals();
    if (argc < 2) {
        show_help(stderr);
        return EXIT_ERROR;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ||
        strcmp(name, "help") == 0) {
        show_help(stdout);
        return finish(EXIT_DONE);
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("neardup %s\n", nd_version());
        return finish(EXIT_DONE);
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return finish(commands[i].run(argc - 1, argv + 1));
        }
    }
    complain("unknown command '%s'", name);
    fputs("Try 'neardup --help'.\n", stderr);
    return EXIT_ERROR;
}
