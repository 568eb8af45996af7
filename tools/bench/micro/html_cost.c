/* html-cost [-r RUNS] PAGE...: what extraction costs beside the HTML parser alone.
 *
 * Each run reads all pages (files of HTML in UTF-8) by both, one after the other:
 * gumbo_parse_with_options with gumbo's own options and gumbo_destroy_output, and
 * nd__html_text_read. Processor time, one thread; the ratio is the median of the runs'
 * ratios. */
#include <gumbo.h>
#include <stdio.h>
#include <string.h>

#include "bench_corpus.h"
#include "html/html_text.h"

#define MOST_RUNS 101

typedef struct page {
    char *html;
    size_t size;
} page;

static page read_page(const char *path) {
    FILE *file = fopen(path, "rb");
    page out = {NULL, 0};
    size_t capacity = 1 << 16;
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    for (size_t got = 1; got > 0; out.size += got) {
        if (out.html == NULL || out.size == capacity) {
            capacity *= out.html == NULL ? 1 : 2;
            char *grown = realloc(out.html, capacity);
            if (grown == NULL) {
                fprintf(stderr, "out of memory\n");
                exit(1);
            }
            out.html = grown;
        }
        got = fread(out.html + out.size, 1, capacity - out.size, file);
    }
    fclose(file);
    return out;
}

static double parse(const page *pages, size_t count) {
    double begin = bench_seconds();
    for (size_t i = 0; i < count; i++) {
        GumboOutput *tree =
            gumbo_parse_with_options(&kGumboDefaultOptions, pages[i].html, pages[i].size);
        gumbo_destroy_output(&kGumboDefaultOptions, tree);
    }
    return bench_seconds() - begin;
}

static double extract(const page *pages, size_t count, nd__html_text *text,
                      size_t *text_bytes) {
    nd_error err;
    *text_bytes = 0;
    double begin = bench_seconds();
    for (size_t i = 0; i < count; i++) {
        bench_check(nd__html_text_read(text, pages[i].html, pages[i].size, "utf-8", &err),
                    &err);
        *text_bytes += text->text.count;
    }
    return bench_seconds() - begin;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

int main(int argc, char **argv) {
    size_t runs = 7;
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "-r") == 0) {
        runs = (size_t)strtoul(argv[2], NULL, 10);
        first = 3;
    }
    if (first >= argc || runs == 0 || runs > MOST_RUNS) {
        fprintf(stderr, "Usage: html-cost [-r RUNS] PAGE...\n");
        return 2;
    }
    size_t count = (size_t)(argc - first), bytes = 0, text_bytes = 0;
    page *pages = bench_allocate(count, sizeof *pages);
    for (size_t i = 0; i < count; i++) {
        pages[i] = read_page(argv[first + (int)i]);
        bytes += pages[i].size;
    }
    nd__html_text text = {0};
    double parsing[MOST_RUNS], extracting[MOST_RUNS], ratios[MOST_RUNS];
    for (size_t r = 0; r < runs; r++) {
        parsing[r] = parse(pages, count);
        extracting[r] = extract(pages, count, &text, &text_bytes);
        ratios[r] = extracting[r] / parsing[r];
    }
    double megabytes = (double)bytes / 1e6;
    printf("%zu pages, %.1f MB, of which text %.1f MB\n", count, megabytes,
           (double)text_bytes / 1e6);
    printf("parser alone %6.1f MB/s\n", megabytes / median(parsing, runs));
    printf("extraction   %6.1f MB/s\n", megabytes / median(extracting, runs));
    printf("extraction / parser %.2f\n", median(ratios, runs));
    nd__html_text_clear(&text);
    for (size_t i = 0; i < count; i++) {
        free(pages[i].html);
    }
    free(pages);
    return 0;
}
