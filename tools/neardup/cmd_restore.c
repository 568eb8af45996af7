/* neardup restore: put back what clean removed. */
#include <neardup/clean.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "scan_command.h"
#include "terminal.h"

static const command_spec command = {
    "restore",
    "[OPTIONS] OUT --removed LOG -o BACK",
    "Puts back what 'neardup clean' removed, byte for byte, from its output and its\n"
    "removal log alone, and checks the result against the digests of the originals.",
    "  neardup restore clean.jsonl --removed clean.jsonl.removed.jsonl -o back.jsonl\n"
    "  neardup restore clean/ --removed clean.removed.jsonl -o back/\n",
    "  0 restored and checked; 2 an error: then nothing was written\n",
};

int cmd_restore(int argc, char **argv) {
    const char *removed = NULL, *output = NULL;
    bool quiet = false;
    const option_spec table[] = {
        {OPTION_TEXT, 0, "removed", "LOG", "the removal log that clean wrote (needed)",
         &removed, 0, 0, NULL},
        {OPTION_TEXT, 'o', "output", "BACK", "the file or folder to write (needed)",
         &output, 0, 0, NULL},
        {OPTION_FLAG, 'q', "quiet", NULL, "say nothing", &quiet, 0, 0, NULL},
    };
    int first, status;
    if (!options_parse(&command, table, sizeof table / sizeof table[0], argc, argv,
                       &first, &status)) {
        return status;
    }
    if (argc - first != 1 || removed == NULL || output == NULL) {
        complain("restore takes one OUT, --removed LOG and -o BACK");
        return EXIT_ERROR;
    }
    nd_restore_result result;
    nd_error error = {0};
    if (nd_restore(&result, argv[first], removed, output, &error) < 0) {
        return report_error(NULL, &error);
    }
    if (!quiet) {
        char files[COUNT_TEXT], removals[COUNT_TEXT], size[SIZE_TEXT];
        fprintf(stderr, "neardup: put %s %s back; restored %s in %s %s, as they were\n",
                count_text(removals, result.removals),
                plural(result.removals, "removal", "removals"),
                size_text(size, result.bytes), count_text(files, result.files),
                plural(result.files, "file", "files"));
    }
    return EXIT_DONE;
}
