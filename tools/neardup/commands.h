/* The subcommands. Each gets its own argv (argv[0] is its name) and returns an exit
 * status. */
#ifndef NEARDUP_TOOL_COMMANDS_H
#define NEARDUP_TOOL_COMMANDS_H

int cmd_scan(int argc, char **argv);
int cmd_spans(int argc, char **argv);
int cmd_clean(int argc, char **argv);
int cmd_restore(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_boilerplate(int argc, char **argv);
int cmd_check(int argc, char **argv);

#endif
