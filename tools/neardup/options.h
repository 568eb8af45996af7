/* Command-line options, from one table a command: parsing, checking and help come from
 * it. */
#ifndef NEARDUP_TOOL_OPTIONS_H
#define NEARDUP_TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXIT_DONE 0
#define EXIT_FINDING 1 /* check: the gate failed; compare: not alike */
#define EXIT_ERROR 2
#define EXIT_INTERRUPTED 130

typedef enum option_kind {
    OPTION_HEADING, /* a line in the help, no option */
    OPTION_FLAG,    /* bool: set to true */
    OPTION_UNFLAG,  /* bool: set to false */
    OPTION_COUNTER, /* int: one more each time */
    OPTION_TEXT,    /* const char * */
    OPTION_SHARE,   /* double in (0, 1] */
    OPTION_LIMIT,   /* double in [0, 1] */
    OPTION_NUMBER,  /* uint32_t in [least, most] */
    OPTION_SIZE,    /* uint64_t: bytes, as 64M */
    OPTION_SEED,    /* uint64_t, or "random" */
    OPTION_CHOICE,  /* int: index into choices */
    OPTION_LIST     /* option_list: one more each time */
} option_kind;

typedef struct option_list {
    const char **items; /* owned; the strings are argv's */
    size_t count;
} option_list;

typedef struct option_spec {
    option_kind kind;
    char letter;          /* 0: none */
    const char *name;     /* long name, or the heading */
    const char *argument; /* its name in the help; NULL for flags */
    const char *help;
    void *target;
    uint32_t least, most;
    const char *const *choices; /* ends in NULL */
} option_spec;

typedef struct command_spec {
    const char *name;
    const char *usage;   /* after "usage: neardup NAME" */
    const char *summary; /* one line */
    const char *examples;
    const char *exit_status;
} command_spec;

/* Parses argv[1..]; the operands are moved to argv[*first..]. Returns false where the
 * command is to end with *exit_status: help was shown, or an error was printed. */
bool options_parse(const command_spec *command, const option_spec *options, size_t count,
                   int argc, char **argv, int *first, int *exit_status);

/* "neardup: ..." on standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
