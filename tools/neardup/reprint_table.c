#include "reprint_table.h"

#include <stdlib.h>
#include <string.h>

#include "amounts.h"

typedef struct site_pair {
    const char *site, *of;
    uint64_t documents;
} site_pair;

static int compare_pairs(const void *x, const void *y) {
    const site_pair *a = x, *b = y;
    if (a->documents != b->documents) {
        return a->documents > b->documents ? -1 : 1;
    }
    int order = strcmp(a->site, b->site);
    return order != 0 ? order : strcmp(a->of, b->of);
}

static void print_pairs(FILE *out, const nd_run_file *run, const summary_options *o) {
    size_t sites = nd_run_file_site_count(run), count = 0;
    for (size_t s = 0; s < sites; s++) {
        nd_run_site site;
        nd_run_file_site(&site, run, s);
        count += site.of_count;
    }
    site_pair *pairs = malloc((count == 0 ? 1 : count) * sizeof *pairs);
    if (pairs == NULL || count == 0) {
        free(pairs);
        return;
    }
    for (size_t s = 0, at = 0; s < sites; s++) {
        nd_run_site site;
        nd_run_file_site(&site, run, s);
        for (size_t k = 0; k < site.of_count; k++, at++) {
            pairs[at].site = site.site;
            nd_run_file_site_of(&pairs[at].of, &pairs[at].documents, run, s, k);
        }
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    fprintf(out, "\n%sWho reprints whom%s, by what was likely there first\n",
            o->colours.bold, o->colours.reset);
    for (size_t i = 0; i < count && i < 2 * (size_t)o->examples; i++) {
        char number[COUNT_TEXT];
        fprintf(out, "  %s%9s%s  ", o->colours.magenta,
                count_text(number, pairs[i].documents), o->colours.reset);
        print_name(out, pairs[i].site, (o->columns - 24) / 2);
        fprintf(out, " %sreprints%s ", o->colours.dim, o->colours.reset);
        print_name(out, pairs[i].of, (o->columns - 24) / 2);
        fputc('\n', out);
    }
    if (count > 2 * (size_t)o->examples) {
        char number[COUNT_TEXT];
        fprintf(out, "  %s%9s  pairs of sites in all%s\n", o->colours.dim,
                count_text(number, count), o->colours.reset);
    }
    free(pairs);
}

/* ---- agencies ---- */

#define MOST_AGENCIES 64

typedef struct agency {
    const char *name;
    size_t size;
    uint64_t documents;
} agency;

typedef struct agencies {
    agency items[MOST_AGENCIES]; /* the first that are met; there are few */
    size_t count;
} agencies;

static void count_credits(agencies *all, const char *credits) {
    while (credits != NULL && *credits != '\0') {
        const char *end = strstr(credits, ", ");
        size_t size = end == NULL ? strlen(credits) : (size_t)(end - credits), i = 0;
        while (i < all->count && (all->items[i].size != size ||
                                  memcmp(all->items[i].name, credits, size) != 0)) {
            i++;
        }
        if (i == all->count && i < MOST_AGENCIES) {
            all->items[all->count++] = (agency){credits, size, 0};
        }
        if (i < all->count) {
            all->items[i].documents++;
        }
        credits = end == NULL ? NULL : end + 2;
    }
}

static int compare_agencies(const void *x, const void *y) {
    const agency *a = x, *b = y;
    if (a->documents != b->documents) {
        return a->documents > b->documents ? -1 : 1;
    }
    size_t size = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->name, b->name, size);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

static void print_agencies(FILE *out, const nd_run_file *run, const summary_options *o) {
    agencies all = {.count = 0};
    for (size_t g = 0; g < nd_run_file_group_count(run); g++) {
        nd_run_group group;
        nd_run_file_group(&group, run, g);
        for (size_t m = 0; group.reprint && m < group.size; m++) {
            nd_run_member member;
            nd_run_file_member(&member, run, g, m);
            count_credits(&all, member.credits);
        }
    }
    for (size_t i = 0; i < nd_run_file_reprint_count(run); i++) {
        nd_run_reprint reprint;
        nd_run_file_reprint(&reprint, run, i);
        count_credits(&all, reprint.copy.credits);
    }
    if (all.count == 0) {
        return;
    }
    qsort(all.items, all.count, sizeof *all.items, compare_agencies);
    fprintf(out, "  %scredited:%s", o->colours.dim, o->colours.reset);
    for (size_t i = 0; i < all.count && i < 6; i++) {
        char number[COUNT_TEXT];
        fputs(i == 0 ? " " : ", ", out);
        print_excerpt(out, all.items[i].name, all.items[i].size, 24);
        fprintf(out, " %s", count_text(number, all.items[i].documents));
    }
    fputc('\n', out);
}

/* ---- edited copies ---- */

static void print_edited(FILE *out, const nd_run_file *run, const summary_options *o) {
    size_t count = nd_run_file_reprint_count(run);
    bool *shown = calloc(count == 0 ? 1 : count, sizeof *shown);
    if (shown == NULL || count == 0) {
        free(shown);
        return;
    }
    fprintf(out, "\n%sEdited copies%s across sites\n", o->colours.bold, o->colours.reset);
    for (int k = 0; k < o->examples && (size_t)k < count; k++) {
        size_t most = count;
        double share = -1;
        for (size_t i = 0; i < count; i++) {
            nd_run_reprint reprint;
            nd_run_file_reprint(&reprint, run, i);
            if (!shown[i] && reprint.share > share) {
                most = i;
                share = reprint.share;
            }
        }
        nd_run_reprint reprint;
        nd_run_file_reprint(&reprint, run, most);
        shown[most] = true;
        fputs("    ", out);
        print_name(out, reprint.copy.document.id, (o->columns - 30) / 2);
        fprintf(out, " %sshares %.0f %% of its text with%s ", o->colours.dim,
                reprint.share * 100, o->colours.reset);
        print_name(out, reprint.of.document.id, (o->columns - 30) / 2);
        fputc('\n', out);
    }
    free(shown);
}

void print_reprints(FILE *out, const nd_run_file *run, const summary_options *o) {
    print_pairs(out, run, o);
    print_agencies(out, run, o);
    print_edited(out, run, o);
}
