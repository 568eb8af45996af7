#include "next_steps.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *pasted_path(const char *path, const char *other) {
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+=:@%,-";
    size_t size = strlen(path);
    return size > 0 && size <= 200 && strspn(path, plain) == size ? path : other;
}

void add_next_step(char *steps, size_t size, int columns, const char *line,
                   const char *meaning) {
    size_t used = strlen(steps);
    bool fits = strlen(line) <= 34 && 38 + strlen(meaning) <= (size_t)columns;
    snprintf(steps + used, size - used, fits ? "  %-34s  %s\n" : "  %s\n      %s\n", line,
             meaning);
}
