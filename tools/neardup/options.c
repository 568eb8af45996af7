#define _GNU_SOURCE /* getopt_long, getrandom */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "amounts.h"
#include "terminal.h"

#define MOST_OPTIONS 64
#define HELP_KEY 1000
#define FIRST_KEY 1001

void complain(const char *format, ...) {
    va_list arguments;
    char line[8192]; /* names and ids may be anybody's, so they go through print_safe */
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fputs("neardup: ", stderr);
    print_safe(stderr, line);
    fputc('\n', stderr);
}

static void show_option(const option_spec *option) {
    char left[64];
    int used =
        option->letter != 0
            ? snprintf(left, sizeof left, "  -%c, --%s", option->letter, option->name)
            : snprintf(left, sizeof left, "      --%s", option->name);
    if (option->argument != NULL && used > 0 && (size_t)used < sizeof left) {
        snprintf(left + used, sizeof left - (size_t)used, " %s", option->argument);
    }
    /* The help may have several lines; each begins in the same column. */
    const char *text = option->help;
    const char *begin = left;
    if (strlen(left) > 29) {
        printf("%s\n", left);
        begin = "";
    }
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        printf("%-30s %.*s\n", begin, (int)length, text);
        begin = "";
        text += length + (text[length] == '\n');
    }
}

static void show_help(const command_spec *command, const option_spec *options,
                      size_t count) {
    printf("usage: neardup %s %s\n\n%s\n", command->name, command->usage,
           command->summary);
    for (size_t i = 0; i < count; i++) {
        if (options[i].kind == OPTION_HEADING) {
            printf("\n%s\n", options[i].name);
        } else {
            show_option(&options[i]);
        }
    }
    printf("  -h, --help                   this help\n");
    if (command->examples != NULL) {
        printf("\nExamples\n%s", command->examples);
    }
    if (command->exit_status != NULL) {
        printf("\nExit status\n%s", command->exit_status);
    }
}

static bool parse_number(uint64_t *out, const char *text) {
    char *end;
    errno = 0;
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    *out = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0';
}

static bool parse_share(double *out, const char *text) {
    char *end;
    *out = strtod(text, &end);
    if (end != text && strcmp(end, "%") == 0) {
        *out /= 100;
        end++;
    }
    return end != text && *end == '\0' && *out >= 0 && *out <= 1;
}

static bool set_choice(const option_spec *option, const char *value) {
    for (int i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            *(int *)option->target = i;
            return true;
        }
    }
    fprintf(stderr, "neardup: --%s '%s' is not one of:", option->name, value);
    for (int i = 0; option->choices[i] != NULL; i++) {
        fprintf(stderr, " %s", option->choices[i]);
    }
    fputc('\n', stderr);
    return false;
}

static bool set_number(const option_spec *option, const char *value) {
    uint64_t number;
    if (!parse_number(&number, value) || number < option->least ||
        number > option->most) {
        complain("--%s '%s' is not a whole number from %u to %u", option->name, value,
                 (unsigned)option->least, (unsigned)option->most);
        return false;
    }
    *(uint32_t *)option->target = (uint32_t)number;
    return true;
}

static bool set_seed(const option_spec *option, const char *value) {
    uint64_t *seed = option->target;
    if (strcmp(value, "random") == 0) {
        if (getrandom(seed, sizeof *seed, 0) != (ssize_t)sizeof *seed) {
            complain("could not get a random seed");
            return false;
        }
        return true;
    }
    if (!parse_number(seed, value)) {
        complain("--%s '%s' is neither a whole number nor 'random'", option->name, value);
        return false;
    }
    return true;
}

static bool add_item(const option_spec *option, const char *value) {
    option_list *list = option->target;
    const char **items = realloc(list->items, (list->count + 1) * sizeof *items);
    if (items == NULL) {
        complain("out of memory");
        return false;
    }
    list->items = items;
    list->items[list->count++] = value;
    return true;
}

static bool set_option(const option_spec *option, const char *value) {
    switch (option->kind) {
        case OPTION_HEADING:
            return true;
        case OPTION_FLAG:
            *(bool *)option->target = true;
            return true;
        case OPTION_UNFLAG:
            *(bool *)option->target = false;
            return true;
        case OPTION_COUNTER:
            ++*(int *)option->target;
            return true;
        case OPTION_TEXT:
            *(const char **)option->target = value;
            return true;
        case OPTION_SHARE:
            if (!parse_share(option->target, value) || !(*(double *)option->target > 0)) {
                complain("--%s '%s' is not a share above 0 and at most 1 (0.8 or 80%%)",
                         option->name, value);
                return false;
            }
            return true;
        case OPTION_LIMIT:
            if (!parse_share(option->target, value)) {
                complain("--%s '%s' is not a share from 0 to 1 (0.02 or 2%%)",
                         option->name, value);
                return false;
            }
            return true;
        case OPTION_NUMBER:
            return set_number(option, value);
        case OPTION_SIZE:
            return parse_size(option->target, option->name, value);
        case OPTION_SEED:
            return set_seed(option, value);
        case OPTION_CHOICE:
            return set_choice(option, value);
        case OPTION_LIST:
            return add_item(option, value);
    }
    return false;
}

/* Fills getopt's tables. A ':' in front makes getopt leave its messages to us. */
static void fill_tables(const option_spec *options, size_t count, struct option *table,
                        char *letters) {
    size_t rows = 0;
    *letters++ = ':';
    *letters++ = 'h';
    table[rows++] = (struct option){"help", no_argument, NULL, HELP_KEY};
    for (size_t i = 0; i < count; i++) {
        if (options[i].kind == OPTION_HEADING) {
            continue;
        }
        int has = options[i].argument != NULL ? required_argument : no_argument;
        table[rows++] = (struct option){options[i].name, has, NULL, FIRST_KEY + (int)i};
        if (options[i].letter != 0) {
            *letters++ = options[i].letter;
            if (has == required_argument) {
                *letters++ = ':';
            }
        }
    }
    *letters = '\0';
    table[rows] = (struct option){NULL, 0, NULL, 0};
}

static const option_spec *find_option(const option_spec *options, size_t count, int key) {
    if (key >= FIRST_KEY) {
        return &options[key - FIRST_KEY];
    }
    for (size_t i = 0; i < count; i++) {
        if (options[i].kind != OPTION_HEADING && options[i].letter != 0 &&
            options[i].letter == key) {
            return &options[i];
        }
    }
    return NULL;
}

bool options_parse(const command_spec *command, const option_spec *options, size_t count,
                   int argc, char **argv, int *first, int *exit_status) {
    struct option table[MOST_OPTIONS + 2];
    char letters[2 * MOST_OPTIONS + 4];
    if (count > MOST_OPTIONS) {
        complain("too many options in the table of '%s'", command->name);
        *exit_status = EXIT_ERROR;
        return false;
    }
    fill_tables(options, count, table, letters);
    *exit_status = EXIT_ERROR;
    optind = 1;
    for (;;) {
        int at = optind;
        int key = getopt_long(argc, argv, letters, table, NULL);
        if (key == -1) {
            break;
        }
        if (key == HELP_KEY || key == 'h') {
            show_help(command, options, count);
            *exit_status = EXIT_DONE;
            return false;
        }
        if (key == ':' || key == '?') {
            const char *word = optind > at ? argv[optind - 1] : argv[at];
            const char letter[] = {'-', (char)optopt, '\0'}; /* of several: "-vqX" */
            complain(key == ':'           ? "option '%s' needs a value"
                     : optopt >= HELP_KEY ? "'%s': this option takes no value"
                                          : "unknown option '%s'",
                     optopt > 0 && optopt < HELP_KEY ? letter : word);
            fprintf(stderr, "Try 'neardup %s --help'.\n", command->name);
            return false;
        }
        const option_spec *option = find_option(options, count, key);
        if (option == NULL || !set_option(option, optarg)) {
            return false;
        }
    }
    *first = optind;
    return true;
}
