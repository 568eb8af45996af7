/* What a file is, by its name and its first bytes. */
#ifndef ND_INPUT_FORMATS_H
#define ND_INPUT_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

/* The name without .gz or .zst ends in .jsonl or .ndjson. */
bool nd__is_jsonl_name(const char *path);
/* ... in .html, .htm, .xhtml or .xht. */
bool nd__is_html_name(const char *path);
/* Begins as a WARC record does. */
bool nd__looks_like_warc(const char *bytes, size_t size);
/* Begins as an HTML page does: behind white space, comments and an XML declaration with
 * <!doctype html or <html. Looks at the first kilobyte. */
bool nd__looks_like_html(const char *bytes, size_t size);

/* The name without .gz or .zst, as a number of bytes. */
size_t nd__name_in_container(const char *path);

#endif
