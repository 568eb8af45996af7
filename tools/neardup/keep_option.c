#include "keep_option.h"

#include <stdlib.h>
#include <string.h>

static const char *const keeps[] = {"first", "longest", "oldest", "newest"};
#define KEEPS (sizeof keeps / sizeof keeps[0])

static bool find_rule(nd_keep *out, const char *name) {
    for (size_t i = 0; i < KEEPS; i++) {
        if (strcmp(name, keeps[i]) == 0) {
            *out = (nd_keep)i;
            return true;
        }
    }
    return false;
}

/* Cuts `list` at its commas. The last name may be a rule. */
static bool parse_sites(scan_settings *s, const char *list) {
    size_t most = 1, count = 0;
    for (const char *at = list; *at != '\0'; at++) {
        most += *at == ',';
    }
    s->keep_list = malloc(strlen(list) + 1);
    s->keep_sites = malloc(most * sizeof *s->keep_sites);
    if (s->keep_list == NULL || s->keep_sites == NULL) {
        complain("out of memory");
        return false;
    }
    strcpy(s->keep_list, list);
    for (char *name = strtok(s->keep_list, ","); name != NULL; name = strtok(NULL, ",")) {
        s->keep_sites[count++] = name;
    }
    if (count > 0 && find_rule(&s->options.keep, s->keep_sites[count - 1])) {
        count--;
    }
    if (count == 0) {
        complain("--keep site: names no site; write --keep site:a.org,b.org");
        return false;
    }
    s->options.keep_sites = s->keep_sites;
    s->options.keep_site_count = count;
    return true;
}

bool keep_parse(scan_settings *s, bool *none) {
    const char *text = s->keep_text;
    if (text == NULL || find_rule(&s->options.keep, text)) {
        return true;
    }
    if (strncmp(text, "site:", 5) == 0) {
        return parse_sites(s, text + 5);
    }
    if (none != NULL && strcmp(text, "none") == 0) {
        *none = true;
        return true;
    }
    complain("--keep '%s' is not one of: first longest oldest newest site:LIST%s", text,
             none != NULL ? " none" : "");
    return false;
}
