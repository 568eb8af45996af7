/* The rules of .gitignore files. */
#ifndef ND_INPUT_GITIGNORE_H
#define ND_INPUT_GITIGNORE_H

#include "base/memory.h"

/* The rules of one .gitignore file. */
typedef struct nd__gitignore nd__gitignore;

/* NULL: out of memory. */
nd__gitignore *nd__gitignore_parse(const char *bytes, size_t size);
/* What the last rule that fits says of a file or folder: 1 ignored, 0 not (it was
 * negated), -1 no rule fits. `path` is relative to the folder of the .gitignore file,
 * with '/'. */
int nd__gitignore_match(const nd__gitignore *rules, const char *path, bool is_folder);
void nd__gitignore_destroy(nd__gitignore *rules);

#endif
