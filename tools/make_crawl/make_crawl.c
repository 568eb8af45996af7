/* make-crawl: writes a labelled synthetic crawl of any size. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "crawl.h"

enum { LANGUAGES_MOST = 16, GROUP_PAGES = 450, SITES_MOST = 1000 };

typedef struct options {
    uint64_t size, seed;
    uint32_t sites, split;
    const char *crawl, *truth, *languages;
} options;

static const char help[] =
    "NAME\n"
    "  make-crawl - write a labelled synthetic crawl\n\n"
    "SYNOPSIS\n"
    "  make-crawl [--size SIZE] [--seed N] -o CRAWL [--truth TRUTH] [--sites N]\n"
    "             [--languages CODES] [--split N]\n\n"
    "DESCRIPTION\n"
    "  Writes pages of invented sites as JSONL (id, url, date, title, lang, text), with "
    "the\n"
    "  repetition that real crawls have, and a truth file (JSONL) that says where it is. "
    "The\n"
    "  same options give the same bytes on every machine. Memory does not grow with "
    "--size.\n\n"
    "OPTIONS\n"
    "  --size SIZE        bytes of the crawl, about; K, M, G multiply by 1000 (default "
    "10M)\n"
    "  --seed N           another number, another crawl (default 1)\n"
    "  -o FILE            the crawl; - is standard output\n"
    "  --truth FILE       the truth; none is written without it\n"
    "  --sites N          sites at most in a group of sites that share stories (default "
    "8)\n"
    "  --languages CODES  any of en,fr,de,ru,zh,ja,ar,th (default all), one a group in "
    "turn\n"
    "  --split N          write N files, FILE with .1, .2, ... before its ending; one "
    "after\n"
    "                     the other they are the bytes of the one file (default 1)\n"
    "  --help             this text\n\n"
    "TRUTH\n"
    "  frame, teaser, repeat, keep: doc, begin, end (byte offsets in the decoded text), "
    "of;\n"
    "  reprint, exact, contained, negative, family: docs.\n\n"
    "EXIT STATUS\n"
    "  0 done, 2 error.\n";

static uint64_t read_number(const char *text, const char *option, bool is_size) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    uint64_t scale = 1;
    if (is_size && *end != '\0' && end[1] == '\0') {
        const char *units = "KMG", *unit = strchr(units, *end & ~0x20);
        for (const char *at = units; unit != NULL && at <= unit; at++)
            scale *= 1000;
        end += unit != NULL;
    }
    if (end == text || *end != '\0' || errno != 0 || *text == '-' ||
        number > UINT64_MAX / scale)
        fail("bad number for", option);
    return number * scale;
}

static void read_options(options *out, int count, char **words) {
    for (int i = 1; i < count; i++) {
        const char *name = words[i];
        if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
            fputs(help, stdout);
            exit(fflush(stdout) == 0 ? 0 : 2);
        }
        if (i + 1 >= count)
            fail("unknown option, or no value for it", name);
        const char *value = words[++i];
        if (strcmp(name, "--size") == 0)
            out->size = read_number(value, name, true);
        else if (strcmp(name, "--seed") == 0)
            out->seed = read_number(value, name, false);
        else if (strcmp(name, "-o") == 0)
            out->crawl = value;
        else if (strcmp(name, "--truth") == 0)
            out->truth = value;
        else if (strcmp(name, "--languages") == 0)
            out->languages = value;
        else if (strcmp(name, "--sites") == 0)
            out->sites = (uint32_t)read_number(value, name, false);
        else if (strcmp(name, "--split") == 0)
            out->split = (uint32_t)read_number(value, name, false);
        else
            fail("unknown option", name);
    }
    if (out->crawl == NULL)
        fail("missing option", "-o");
    if (out->sites < 2 || out->sites > SITES_MOST)
        fail("must be 2 to 1000", "--sites");
    if (out->split < 1 || (out->split > 1 && strcmp(out->crawl, "-") == 0))
        fail("needs a file name and at least 1", "--split");
}

static uint32_t read_languages(grammar **out, const char *codes) {
    uint32_t count = 0;
    if (codes == NULL) {
        for (; language_at(count) != NULL; count++)
            out[count] = grammar_create(language_at(count));
        return count;
    }
    for (const char *at = codes; *at != '\0';) {
        char code[8] = {0};
        size_t size = strcspn(at, ",");
        memcpy(code, at, size < sizeof code ? size : 0);
        const language *known = language_find(code);
        if (known == NULL || count == LANGUAGES_MOST)
            fail("unknown language", at);
        out[count++] = grammar_create(known);
        at += size + (at[size] == ',');
    }
    if (count == 0)
        fail("no language", codes);
    return count;
}

static void write_crawl(const options *chosen, grammar **languages, uint32_t count) {
    group g;
    memset(&g, 0, sizeof g);
    g.seed = chosen->seed;
    g.language_count = count;
    output *out = output_open(chosen->crawl, chosen->truth, chosen->split, chosen->size);
    /* A small crawl has smaller groups, so that it has every language. */
    uint64_t least = 60 * 4600, usual = (uint64_t)GROUP_PAGES * 4600;
    uint64_t share = chosen->size / count;
    uint64_t wanted = share < least ? least : share > usual ? usual : share;
    while (output_bytes(out) < chosen->size) {
        uint64_t left = chosen->size - output_bytes(out);
        if (g.number > 0 && left < wanted / 3)
            break;
        g.words = languages[g.number % count];
        plan_group(&g, (int)chosen->sites, left < wanted ? left : wanted, out);
        g.number++;
    }
    group_clear(&g);
    output_close(out);
}

int main(int count, char **words) {
    options chosen = {.size = 10000000, .seed = 1, .sites = 8, .split = 1};
    grammar *languages[LANGUAGES_MOST] = {0};
    read_options(&chosen, count, words);
    uint32_t known = read_languages(languages, chosen.languages);
    write_crawl(&chosen, languages, known);
    for (uint32_t i = 0; i < known; i++)
        grammar_destroy(languages[i]);
    return 0;
}
