/* Commands that a summary ends with: what to do next. */
#ifndef NEARDUP_TOOL_NEXT_STEPS_H
#define NEARDUP_TOOL_NEXT_STEPS_H

#include <stddef.h>

/* A path that can be pasted into a shell and harms no terminal, else `other`. */
const char *pasted_path(const char *path, const char *other);

/* Appends "  COMMAND   MEANING" to steps [size], on two lines where one is too short. */
void add_next_step(char *steps, size_t size, int columns, const char *line,
                   const char *meaning);

#endif
